-- What feeds (web/plugins/feeds.py) and alerts (db/alerts.py) tell. Some questions find numbers or names, in two ways:
-- the newest for a feed, those first seen since a time for an alert. The others, *_entries, tell what was found, all
-- in the same columns: key (lasting, for ids), title, page (of ours), url (the original), outlet, byline, language,
-- published, updated, seen (when we first had it), subjects (as JSON) and why: the words that say why it is told.
-- Only tables of the working schema, so that the live file can be asked too.

-- name: articles_newest
select id as found from articles where relevant and id < :before order by id desc limit :size

-- name: articles_matching
select rowid as found from article_search
where article_search match :match and rowid < :before order by rowid desc limit :size

-- name: articles_since
select id as found from articles where first_seen_at >= :since and relevant order by first_seen_at, id

-- name: articles_matching_since
-- The plus keeps the index of first_seen_at: what is new is little, what matches may be much.
select id as found from articles
where first_seen_at >= :since and relevant and +id in (select rowid from article_search where article_search match :match)
order by first_seen_at, id

-- name: article_entries
select a.id as number, 'article/' || a.permalink as key, a.title, '/article/' || a.permalink as page, a.url,
  s.title as outlet, a.byline, a.language, a.first_seen_at as seen,
  coalesce(a.published_at, a.first_seen_at) as published,
  coalesce((
    select max(changed_at) from edits e where e.article_id = a.id and e.kind not in ('cosmetic', 'reworded')
  ), a.first_seen_at) as updated,
  (select json_group_array(replace(subject, '-', ' ')) from article_subjects t where t.article_id = a.id) as subjects,
  (select group_concat(line, char(10)) from (
    select 'What happened: ' || a.event || case a.outcome when '' then '' else ', ' || replace(a.outcome, '-', ' ') end
      as line where a.event <> ''
    union all
    select * from (
      select 'Names ' || p.name || case t.role when 'mentioned' then '' else ' as ' || replace(t.role, '-', ' ') end
        || coalesce((
          select ': “' || quote || '”' from evidence e
          where e.article_id = a.id and e.kind = 'party' and e.key = t.party_id order by field = 'text', start limit 1
        ), '')
      from article_parties t join parties p on p.id = t.party_id where t.article_id = a.id
      order by p.id in (select value from json_each(:parties)) desc, t.role = 'mentioned', p.name
      limit 6
    )
    union all
    select * from (
      select 'Court: ' || c.name || coalesce((
        select ': “' || quote || '”' from evidence e
        where e.article_id = a.id and e.kind = 'court' and e.key = t.court_id order by field = 'text', start limit 1
      ), '')
      from article_courts t join courts c on c.id = t.court_id where t.article_id = a.id
      order by t.is_primary desc, c.name limit 3
    )
    union all
    select * from (
      select 'Jurisdiction: ' || j.name || coalesce((
        select ': “' || quote || '”' from evidence e
        where e.article_id = a.id and e.kind = 'jurisdiction' and e.key = j.code order by field = 'text', start limit 1
      ), '')
      from article_jurisdictions t join jurisdictions j on j.code = t.jurisdiction where t.article_id = a.id
      order by t.is_primary desc, j.name limit 3
    )
  )) as why
from json_each(:found) w join articles a on a.id = w.value join sources s on s.id = a.source_id
order by w.key

-- Rulings are read in the order in which we heard of them until enough are found (newest); where one thing that they
-- are narrowed by leaves few, these are looked at instead (of_few), for to find them the other way could take all.

-- name: rulings_breadth
select of, found from (
  select 'party' as of, (select count(*) from (select 1 from ruling_parties where party_id = :party limit 1001)) as found
  where :party <> ''
  union all
  select 'court', (select count(*) from (select 1 from rulings where court_id = :court limit 1001)) where :court <> ''
  union all
  select 'jurisdiction', (select count(*) from (select 1 from rulings where jurisdiction = :jurisdiction limit 1001))
  where :jurisdiction <> ''
  union all
  select 'subject', (select count(*) from (select 1 from ruling_subjects where subject = :subject limit 1001))
  where :subject <> ''
) where found <= 1000 order by found limit 1

-- name: rulings_newest
select f.ruling_id as found from ruling_first_seen f
where (f.first_seen_at, f.decided_on, f.ruling_id) < (
    coalesce((select first_seen_at from ruling_first_seen where ruling_id = :before), '9'),
    coalesce((select decided_on from ruling_first_seen where ruling_id = :before), ''), :before)
  and exists (
    select 1 from rulings r where r.id = f.ruling_id
    and (:court = '' or r.court_id = :court) and (:jurisdiction = '' or r.jurisdiction = :jurisdiction)
    and (:party = '' or exists (select 1 from ruling_parties t where t.ruling_id = r.id and t.party_id = :party))
    and (:subject = '' or exists (select 1 from ruling_subjects t where t.ruling_id = r.id and t.subject = :subject))
  )
order by f.first_seen_at desc, f.decided_on desc, f.ruling_id desc limit :size

-- name: rulings_of_few
select few.id as found
from (
  select distinct ruling_id as id from ruling_parties where :of = 'party' and party_id = :party
  union all select id from rulings where :of = 'court' and court_id = :court
  union all select id from rulings where :of = 'jurisdiction' and jurisdiction = :jurisdiction
  union all select ruling_id from ruling_subjects where :of = 'subject' and subject = :subject
) few cross join ruling_first_seen f on f.ruling_id = few.id
where (f.first_seen_at, f.decided_on, f.ruling_id) < (
    coalesce((select first_seen_at from ruling_first_seen where ruling_id = :before), '9'),
    coalesce((select decided_on from ruling_first_seen where ruling_id = :before), ''), :before)
  and exists (
    select 1 from rulings r where r.id = f.ruling_id
    and (:court = '' or r.court_id = :court) and (:jurisdiction = '' or r.jurisdiction = :jurisdiction)
    and (:party = '' or exists (select 1 from ruling_parties t where t.ruling_id = r.id and t.party_id = :party))
    and (:subject = '' or exists (select 1 from ruling_subjects t where t.ruling_id = r.id and t.subject = :subject))
  )
order by f.first_seen_at desc, f.decided_on desc, f.ruling_id desc limit :size

-- name: rulings_since
select f.ruling_id as found from ruling_first_seen f
where f.first_seen_at >= :since
  and exists (
    select 1 from rulings r where r.id = f.ruling_id
    and (:court = '' or r.court_id = :court) and (:jurisdiction = '' or r.jurisdiction = :jurisdiction)
    and (:party = '' or exists (select 1 from ruling_parties t where t.ruling_id = r.id and t.party_id = :party))
    and (:subject = '' or exists (select 1 from ruling_subjects t where t.ruling_id = r.id and t.subject = :subject))
  )
order by f.first_seen_at, f.decided_on, f.ruling_id

-- name: ruling_entries
select r.id as number, 'ruling/' || r.id as key, r.name as title, '/ruling/' || r.id as page,
  coalesce((select url from ruling_sources where ruling_id = r.id order by url limit 1), '') as url,
  '' as outlet, '' as byline, 'en' as language, f.first_seen_at as seen, f.first_seen_at as published,
  f.first_seen_at as updated,
  case r.subject when '' then '[]' else '["' || replace(r.subject, ', ', '","') || '"]' end as subjects,
  case r.stage when 'filed' then 'Case' when 'settled' then 'Settlement' when 'administrative-order' then 'Order'
    else 'Ruling' end
  || coalesce(case r.stage when 'filed' then ' before the ' else ' of the ' end || c.name || ', ', ' in ') || j.name
  || coalesce(', against ' || (
    select group_concat(name, ', ') from (
      select coalesce(p.name, t.name) as name from ruling_parties t left join parties p on p.id = t.party_id
      where t.ruling_id = r.id and t.role in ('defendant', 'respondent') order by t.position limit 4
    )
  ), '')
  || coalesce(', addressed to ' || (
    select group_concat(name, ', ') from (
      select coalesce(p.name, t.name) as name from ruling_parties t left join parties p on p.id = t.party_id
      where t.ruling_id = r.id and t.role = 'intermediary' order by t.position limit 4
    )
  ), '')
  || case r.outcome when '' then '' else ': ' || replace(r.outcome, '-', ' ') end
  || case when r.decided_on <> '' then ', ' || r.decided_on when r.filed_on <> '' then ', filed ' || r.filed_on
    else '' end
  || coalesce(char(10) || (
    select 'Sum: ' || m.currency || ' ' || printf('%,d', m.amount) || ', ' || replace(m.kind, '-', ' ')
    from ruling_sums m
    where m.ruling_id = r.id and r.outcome not in ('not-liable', 'dismissed', 'referred', 'stayed', 'reversed')
      and m.kind in ('damages-awarded', 'fine', 'settlement', 'penalty', 'costs')
    order by m.position limit 1
  ), '')
  || case when r.says = '' then '' else char(10) || r.says end
  || case r.confirmed when 1 then '' else char(10) || 'Unconfirmed: read from ' || r.articles
    || case r.articles when 1 then ' report' else ' reports' end || ' by machine, checked by nobody' end as why
from json_each(:found) w join rulings r on r.id = w.value join ruling_first_seen f on f.ruling_id = r.id
join jurisdictions j on j.code = r.jurisdiction left join courts c on c.id = r.court_id
order by w.key

-- A change is found as ARTICLE.VERSION, by numbers. The subquery stands in the place of a join, for which SQLite would
-- read all articles first to make a Bloom filter; so, too, in the questions about rulings.

-- name: changes_newest
select e.article_id || '.' || e.version as found from edits e
where e.kind not in ('cosmetic', 'reworded') and (select relevant from articles where id = e.article_id)
  and (e.changed_at, e.article_id, e.version) < (
  coalesce((
    select changed_at from edits where article_id = cast(:before as integer)
      and version = cast(substr(:before, instr(:before, '.') + 1) as integer)
  ), '9'), cast(:before as integer), cast(substr(:before, instr(:before, '.') + 1) as integer))
order by e.changed_at desc, e.article_id desc, e.version desc limit :size

-- name: changes_since
select e.article_id || '.' || e.version as found from edits e
where e.changed_at >= :since and e.kind not in ('cosmetic', 'reworded')
  and (select relevant from articles where id = e.article_id)
order by e.changed_at, e.article_id, e.version

-- name: change_entries
select w.value as number, 'change/' || a.permalink || '/' || e.version as key, a.title,
  '/article/' || a.permalink as page, a.url, s.title as outlet, a.byline, a.language, e.changed_at as seen,
  e.changed_at as published, e.changed_at as updated, '[]' as subjects,
  'Changed after publication: ' || e.kinds || coalesce(char(10) || (
    select group_concat(line, char(10)) from (
      select case c.field when 'title' then 'title' else case c.tag when 'amount' then 'sum' when 'case' then 'case number'
        else c.tag end end || ' changed after publication: ' || coalesce(nullif(c.before, ''), 'nothing') || ' -> '
        || coalesce(nullif(c.after, ''), 'nothing') as line
      from edit_changes c where c.article_id = e.article_id and c.version = e.version and c.field <> 'text'
      order by c.field = 'title', c.position limit 5
    )
  ), char(10) || e.words) as why
from json_each(:found) w
join edits e on e.article_id = cast(w.value as integer)
  and e.version = cast(substr(w.value, instr(w.value, '.') + 1) as integer)
join articles a on a.id = e.article_id join sources s on s.id = a.source_id
order by w.key

-- One failed visit is often a hiccup; trouble is told from the second on.

-- name: source_entries
select s.id as number, 'trouble/' || s.id || '/' || coalesce(t.gone_at, t.failing_since, '') as key,
  s.title || case when t.gone_at is null then ' is in trouble' else ' is gone' end as title,
  '/source/' || s.id as page, case when instr(s.url, '{') then '' else s.url end as url, s.title as outlet, '' as byline, 'en' as language,
  coalesce(t.gone_at, t.failing_since, t.last_visit_at) as seen,
  coalesce(t.gone_at, t.failing_since, t.last_visit_at) as published,
  coalesce(t.gone_at, t.failing_since, t.last_visit_at) as updated, '[]' as subjects,
  case when t.gone_at is not null then 'Said on ' || substr(t.gone_at, 1, 10) || ' that it is gone for good'
    else 'Has not answered as it should since ' || substr(coalesce(t.failing_since, t.last_visit_at), 1, 10)
      || ', the last time so: ' || t.last_outcome || case t.last_why when '' then '' else ', ' || t.last_why end
  end as why
from sources s join source_states t on t.source_id = s.id
where s.active and (t.failures > 1 or t.gone_at is not null)
order by seen desc, s.id limit 200

-- name: ruling_reports
select article_id as found from ruling_articles where ruling_id = :key order by article_id desc limit :size

-- name: ruling_changes
select e.article_id || '.' || e.version as found
from ruling_articles t join edits e on e.article_id = t.article_id
where t.ruling_id = :key and t.is_primary and e.kind not in ('cosmetic', 'reworded')
order by e.changed_at desc, e.article_id desc, e.version desc limit :size

-- name: ruling_chain
select r.id as found from rulings mine join rulings r on r.case_id = mine.case_id or r.id = mine.id
where mine.id = :key order by r.decided_on desc, r.id limit :size
