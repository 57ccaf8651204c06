-- What the pages ask. Only tables of the working schema, so that the live file can be served too.
-- Lists go newest first by article number, which grows with time: that needs no sorting at any size.

-- name: counts
select
  (select count(*) from articles) as articles,
  (select count(*) from articles where id = story_id) as stories,
  (select count(*) from parties where exists (select 1 from article_parties where party_id = parties.id)) as parties,
  (select count(*) from courts where exists (select 1 from article_courts where court_id = courts.id)) as courts,
  (select count(*) from jurisdictions where exists (select 1 from article_jurisdictions where jurisdiction = code))
    as jurisdictions,
  (select count(*) from rulings) as rulings

-- name: freshness
select max(last_success_at) as read_at, count(*) as sources,
  count(case when failures > 0 or gone_at is not null then 1 end) as failing
from sources left join source_states on source_id = id
where active

-- name: newest
select id, story_id from articles where relevant and id < :before order by id desc limit :size

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
