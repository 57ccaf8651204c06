-- What the pages of sources ask. Times are told from the newest visit, not from the clock of the server:
-- a copy that is read a week later must not call every source late.

-- name: as_of
select max(last_visit_at) as as_of from source_states

-- name: sources
select s.*, j.name as land, coalesce(t.last_outcome, '') as outcome, coalesce(t.last_why, '') as why, t.last_visit_at,
  t.last_success_at, t.last_new_at, t.next_visit_at, t.interval_seconds, coalesce(t.failures, 0) as failures,
  t.failing_since, t.gone_at, coalesce(t.moved_to, '') as moved_to,
  (select json_group_array(published_at) from (
    select published_at from articles a where a.source_id = s.id and published_at is not null
    order by published_at desc limit 21
  )) as times
from sources s left join source_states t on t.source_id = s.id left join jurisdictions j on j.code = s.jurisdiction
where :key = '' or s.id = :key order by s.title, s.id

-- name: articles_by_source
select source_id, articles from source_health

-- name: articles_by_source_live
select source_id, count(*) as articles from articles group by source_id

-- name: gaps
select source_id, question, first_day, last_day, outcome, why from gaps
where :key = '' or source_id = :key order by source_id, first_day, question

-- name: first_answers
select s.id as source_id, (
  select fetched_at from fetches f where f.source_id = s.id and f.outcome in ('read', 'unchanged', 'empty')
  order by f.fetched_at limit 1
) as first_at
from sources s where :key = '' or s.id = :key

-- name: requests_by_host
select host, count(*) as day, count(case when sent_at > strftime('%Y-%m-%dT%H:%M:%S', :as_of, '-1 hour') then 1 end) as hour
from requests where sent_at > strftime('%Y-%m-%dT%H:%M:%S', :as_of, '-1 day') group by host

-- name: runs
select id, command, started_at, ended_at, visits, failing, articles, versions, exit_code
from runs order by id desc limit 20

-- name: source_articles
select permalink, title, language, coalesce(published_at, first_seen_at) as published, relevant, outcome
from articles where source_id = :key order by published_at desc, id desc limit 20

-- name: source_issues
select kind, words, hint, times, first_at, last_at from issues where source_id = :key order by last_at desc, id limit 50

-- name: source_fetches
select fetched_at, purpose, question, status, outcome, why, articles, versions
from fetches where source_id = :key order by fetched_at desc, id desc limit 20
