-- What the page of an article asks, as pages.sql does.

-- name: article
select a.*, s.title as source, s.may_publish_text, coalesce(t.text, '') as text
from articles a join sources s on s.id = a.source_id
left join article_texts t on t.article_id = a.id and t.version = a.text_version
where a.permalink = :key

-- name: tags
select e.kind, e.key, e.quote, e.rule, e.field, e.start, e.end,
  coalesce(p.name, c.name, j.name, m.currency || ' ' || printf('%,d', m.amount), d.day, n.printed, s.number,
    replace(coalesce(k.step, e.key), '-', ' ')) as name,
  case e.kind when 'party' then trim(coalesce(nullif(t.role, 'mentioned'), '') || ', ' || t.side, ', ')
    when 'amount' then nullif(m.kind, 'other') || case m.conversion_of when '' then '' else ', converts ' || m.conversion_of end
    when 'date' then d.kind when 'case' then 'number, ' || s.jurisdiction when 'step' then 'by ' || kp.name
    when 'outcome' then case o.is_primary when 1 then 'the news' end
    when 'court' then case tc.is_primary when 1 then 'the news' end
    when 'jurisdiction' then case tj.is_primary when 1 then 'the news' end end as role
from evidence e
left join parties p on e.kind = 'party' and p.id = e.key
left join article_parties t on e.kind = 'party' and t.article_id = e.article_id and t.party_id = e.key
left join courts c on e.kind = 'court' and c.id = e.key
left join article_courts tc on e.kind = 'court' and tc.article_id = e.article_id and tc.court_id = e.key
left join jurisdictions j on e.kind = 'jurisdiction' and j.code = e.key
left join article_jurisdictions tj on e.kind = 'jurisdiction' and tj.article_id = e.article_id and tj.jurisdiction = e.key
left join article_outcomes o on e.kind = 'outcome' and o.article_id = e.article_id and o.outcome = e.key
left join article_case_numbers s on e.kind = 'case' and s.article_id = e.article_id and s.number = e.key
left join article_dates d on e.kind = 'date' and d.article_id = e.article_id and d.day = e.key
left join article_counts n on e.kind = 'count' and n.article_id = e.article_id and e.key = n.thing || ' ' || n.number
left join article_steps k on e.kind = 'step' and k.article_id = e.article_id and e.key = trim(k.step || ' ' || k.party_id)
left join parties kp on kp.id = k.party_id
left join article_amounts m on e.kind = 'amount' and m.article_id = e.article_id
  and e.key = m.currency || ' ' || m.amount
where e.article_id = :id
order by case e.kind when 'event' then 1 when 'outcome' then 2 when 'step' then 3 when 'subject' then 4
    when 'jurisdiction' then 5 when 'court' then 6 when 'case' then 7 when 'party' then 8 when 'amount' then 9
    when 'count' then 10 when 'date' then 11 else 12 end,
  coalesce(o.is_primary, tj.is_primary, tc.is_primary, 0) desc, role is null, role, e.key, e.field = 'text', e.start

-- name: corrections
select c.id, c.verb, c.said, c.said_on, c.said_by, c.why, c.applied, c.trouble, other.permalink, other.title
from corrections c left join articles other on other.id = iif(c.article_id = :id, c.other_id, c.article_id)
where c.article_id = :id or c.other_id = :id order by c.position

-- name: versions
select version, seen_at, form, change, title from article_versions where article_id = :id order by version

-- name: edits
select version, from_version, kind, kinds, changed_at, words, more from edits where article_id = :id order by changed_at, version

-- name: changes
with named as (
  select c.*, iif(c.tag = 'amount', substr(c.before, 1, 3) || ' ' || printf('%,d', substr(c.before, 5)), c.before) as old,
    iif(c.tag = 'amount', substr(c.after, 1, 3) || ' ' || printf('%,d', substr(c.after, 5)), c.after) as new
  from edit_changes c where c.article_id = :id
)
select n.version, n.field, n.tag, n.kind, n.context_before, n.context_after,
  case n.before when '' then '' else coalesce(p.name, c.name, n.old) end as before,
  case n.after when '' then '' else coalesce(q.name, d.name, n.new) end as after
from named n
left join parties p on n.tag = 'party' and p.id = n.before left join parties q on n.tag = 'party' and q.id = n.after
left join courts c on n.tag = 'court' and c.id = n.before left join courts d on n.tag = 'court' and d.id = n.after
order by n.version, n.position

-- name: decision
select d.*, c.name as court_name, j.name as jurisdiction_name
from decisions d left join courts c on c.id = d.court_id left join jurisdictions j on j.code = c.jurisdiction
where d.article_id = :id

-- name: numbers
select kind, number from decision_numbers where article_id = :id order by kind <> 'docket', kind, number

-- name: named
select n.name, n.role, n.party_id, p.name as party
from decision_parties n left join parties p on p.id = n.party_id where n.article_id = :id order by n.position

-- name: facts
select replace(substr(name, instr(name, ':') + 1), '-', ' ') as name, value from article_facts
where article_id = :id and name like 'agcom:%' order by name

-- name: papers
select url, media_type, title from decision_papers where article_id = :id order by title, url

-- name: sightings
select s.title as source, g.first_seen_at, g.left_at
from sightings g join sources s on s.id = g.source_id
where g.article_id = :id order by g.first_seen_at

-- name: reports
select a.id, a.permalink, a.title, a.language, s.title as source,
  coalesce(a.published_at, a.first_seen_at) as published, (
    select d.from_id from derivations d join articles f on f.id = d.from_id
    where d.article_id = a.id and f.story_id = a.story_id order by d.from_id <> :id, d.how = 'words', d.from_id limit 1
  ) as quotes_id
from articles a join sources s on s.id = a.source_id
where a.story_id = :story_id and a.id <> :id and a.relevant order by a.id limit 50

-- name: lead
with quoting as (
  select a.id, exists (
    select 1 from derivations d left join decisions c on c.article_id = d.from_id
    where d.article_id = a.id and c.article_id is null
  ) as quotes
  from articles a where a.story_id = :story_id and a.relevant
)
select a.permalink, a.title, a.language, a.id = :id as is_this,
  case when exists (select 1 from decisions where article_id = a.id) then 'it is the court’s own document'
    when (select quotes from quoting where id = a.id) then 'it is the first, and every report quotes another'
    when (select count(*) from quoting where not quotes) = 1 then 'it is the only report that quotes no other'
    else 'it is the first report that quotes no other' end as why
from articles a where a.id = :story_id

-- name: quotes
select '' as url, f.permalink, f.title, f.language, s.title as source, d.how, d.passage
from derivations d join articles f on f.id = d.from_id join sources s on s.id = f.source_id
where d.article_id = :id
union all
select l.url, f.permalink, f.title, f.language, s.title, 'link', ''
from article_links l
left join aliases n on n.key = 'url:' || l.key
left join articles f on f.id = n.article_id
left join sources s on s.id = f.source_id
where l.article_id = :id and l.role = 'via'
  and not exists (select 1 from derivations d where d.article_id = :id and d.from_id = n.article_id)
limit 20

-- name: quoted_by
select a.permalink, a.title, a.language, s.title as source, d.how, d.passage
from derivations d join articles a on a.id = d.article_id join sources s on s.id = a.source_id
where d.from_id = :id order by a.id limit 50

-- name: common
select a.permalink, a.title, a.language, s.title as source, p.passage
from shared_passages p join articles a on a.id = p.article_id + p.other_id - :id join sources s on s.id = a.source_id
where (p.article_id = :id or p.other_id = :id) and p.is_common order by p.shingles desc, a.id limit 20

-- name: credited
select c.outlet, c.quote from credits c
where c.article_id = :id and not exists (
  select 1 from derivations d join articles f on f.id = d.from_id join sources s on s.id = f.source_id
  where d.article_id = :id and s.title like c.outlet || '%'
) order by c.outlet limit 20

-- What the archive holds of each version: the document read when the version was first seen. Where two were read
-- in that second and neither has the address of the article, nothing says which it was.

-- name: captures
select v.version, f.url, f.fetched_at, f.warc_file, f.warc_offset, f.payload_digest, max(f.url = a.url) as is_its_page
from article_versions v join articles a on a.id = v.article_id
join sightings g on g.article_id = v.article_id
join fetches f on f.source_id = g.source_id and f.fetched_at = v.seen_at and (f.purpose = 'page') = (v.form = 'page')
where v.article_id = :id and f.warc_file <> ''
group by v.version having count(*) = 1 or is_its_page order by v.version

-- name: neighbours
select * from (
  select 'Before it' as place, permalink, title, language from articles where id < :id and relevant order by id desc limit 1
)
union all
select * from (
  select 'After it', permalink, title, language from articles where id > :id and relevant order by id limit 1
)
