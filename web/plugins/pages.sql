-- What the pages ask. Only tables of the working schema, so that the live file can be served too.
-- Lists go newest first by article number, which grows with time: that needs no sorting at any size.

-- name: counts
select
  (select count(*) from articles) as articles,
  (select count(*) from articles where id = story_id) as stories,
  (select count(*) from parties where exists (select 1 from article_parties where party_id = parties.id)) as parties,
  (select count(*) from courts where exists (select 1 from article_courts where court_id = courts.id)) as courts,
  (select count(*) from jurisdictions where exists (select 1 from article_jurisdictions where jurisdiction = code))
    as jurisdictions

-- name: freshness
select max(last_success_at) as read_at, count(*) as sources,
  count(case when failures > 0 or gone_at is not null then 1 end) as failing
from sources left join source_states on source_id = id
where active

-- name: newest
select id, story_id from articles where relevant and id < :before order by id desc limit :size

-- name: party
select id, name, kind || case country when '' then '' else ', ' || country end as about
from parties where id = :key

-- name: jurisdiction
select code as id, name, 'Jurisdiction ' || code as about
from jurisdictions where code = upper(:key)

-- name: court
select id, name, jurisdiction || case city when '' then '' else ', ' || city end as about
from courts where id = :key

-- In the next three, cross join keeps the tag's index in front, else SQLite may sort all articles of a big party.

-- name: of_party
select a.id, a.story_id
from article_parties t cross join articles a on a.id = t.article_id
where t.party_id = :key and t.article_id < :before and a.relevant
order by t.article_id desc limit :size

-- name: of_jurisdiction
select a.id, a.story_id
from article_jurisdictions t cross join articles a on a.id = t.article_id
where t.jurisdiction = :key and t.article_id < :before and a.relevant
order by t.article_id desc limit :size

-- name: of_court
select a.id, a.story_id
from article_courts t cross join articles a on a.id = t.article_id
where t.court_id = :key and t.article_id < :before and a.relevant
order by t.article_id desc limit :size

-- name: stories
with wanted as (select value as story_id from json_each(:stories))
select w.story_id, head.permalink, head.title, head.language,
  coalesce(head.published_at, head.first_seen_at) as published,
  (select count(*) from articles r where r.story_id = w.story_id and r.relevant) as reports,
  (select json_group_array(title) from (
    select s.title from articles r join sources s on s.id = r.source_id
    where r.story_id = w.story_id and r.relevant group by s.id order by min(r.id)
  )) as sources,
  (select json_group_object(title, quoted) from (
    select first.title, (
      select f.title from derivations d join articles q on q.id = d.from_id join sources f on f.id = q.source_id
      where d.article_id = first.id and q.story_id = w.story_id order by d.how = 'words', d.from_id limit 1
    ) as quoted
    from (
      select s.title, min(r.id) as id from articles r join sources s on s.id = r.source_id
      where r.story_id = w.story_id and r.relevant group by s.id
    ) first
  ) where quoted is not null) as quoting,
  (select json_group_array(json_array(id, name, said)) from (
    select p.id, p.name, max(nullif(t.role, 'mentioned')) as said
    from articles r join article_parties t on t.article_id = r.id join parties p on p.id = t.party_id
    where r.story_id = w.story_id and r.relevant group by p.id order by said is null, said, p.name
  )) as parties,
  (select json_group_array(json_array(code, name)) from (
    select j.code, j.name
    from articles r join article_jurisdictions t on t.article_id = r.id join jurisdictions j on j.code = t.jurisdiction
    where r.story_id = w.story_id and r.relevant group by j.code order by max(t.is_primary) desc, j.name
  )) as jurisdictions,
  (select json_group_array(json_array(id, name)) from (
    select c.id, c.name
    from articles r join article_courts t on t.article_id = r.id join courts c on c.id = t.court_id
    where r.story_id = w.story_id and r.relevant group by c.id order by max(t.is_primary) desc, c.name
  )) as courts,
  (select json_group_array(json_array(currency, amount, said)) from (
    select t.currency, t.amount, min(nullif(t.kind, 'other')) as said
    from articles r join article_amounts t on t.article_id = r.id
    where r.story_id = w.story_id and r.relevant group by t.currency, t.amount
    order by said is null, t.currency, t.amount desc limit 4
  )) as sums,
  (select json_group_array(json_array(id, name, confirmed)) from (
    select distinct g.id, g.name, g.confirmed
    from articles r join ruling_articles t on t.article_id = r.id and t.is_primary join rulings g on g.id = t.ruling_id
    where r.story_id = w.story_id and r.relevant order by g.decided_on desc, g.id limit 3
  )) as rulings,
  (select coalesce(nullif(r.outcome, ''), r.event) from articles r
    where r.story_id = w.story_id and r.relevant and r.event <> '' order by r.outcome = '', r.id limit 1) as outcome
from wanted w join articles head on head.id = w.story_id

-- name: article
select a.*, s.title as source, s.may_publish_text, coalesce(t.text, '') as text
from articles a join sources s on s.id = a.source_id
left join article_texts t on t.article_id = a.id and t.version = a.text_version
where a.permalink = :key

-- name: tags
select e.kind, e.key, e.quote, e.rule, e.field,
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
order by case e.kind when 'event' then 1 when 'outcome' then 2 when 'step' then 3 when 'jurisdiction' then 4 when 'court' then 5
    when 'case' then 6 when 'party' then 7 when 'amount' then 8 when 'count' then 9 when 'date' then 10 else 11 end,
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

-- name: search
select a.id, a.permalink, a.title, a.language, s.title as source,
  coalesce(a.published_at, a.first_seen_at) as published,
  snippet(article_search, 1, char(2), char(3), '…', 36) as passage
from article_search
join articles a on a.id = article_search.rowid
join sources s on s.id = a.source_id
where article_search match '{title text} : (' || coalesce(nullif(escape_fts(:q), ''), '""') || ')'
  and article_search.rowid < :before and a.relevant
order by article_search.rowid desc limit :size

-- name: sources
select s.id, s.title, s.url, s.note, s.active, coalesce(t.last_outcome, '') as outcome,
  coalesce(t.last_why, '') as why, t.last_visit_at, t.last_success_at, t.last_new_at,
  coalesce(t.failures, 0) as failures, t.failing_since, t.gone_at,
  (select count(*) from sightings g where g.source_id = s.id) as articles
from sources s left join source_states t on t.source_id = s.id
order by s.title

-- name: gaps
select source_id, question, first_day, last_day, outcome, why from gaps order by source_id, first_day, question
