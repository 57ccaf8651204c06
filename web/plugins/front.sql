-- What the front page asks. Rulings are paged by day and name, so that no page costs more than the first.

-- name: front_older
select id from rulings
where (decided_on, id) < (coalesce((select decided_on from rulings where id = :key), '9'), :key)
order by decided_on desc, id desc limit :size

-- name: front_newer
select id from rulings
where (decided_on, id) > ((select decided_on from rulings where id = :key), :key)
order by decided_on, id limit :size

-- name: front_cards
select r.id, r.name, r.confirmed, r.decided_on, r.filed_on, r.outcome, r.says, r.articles, r.jurisdiction, r.court_id,
  j.name as land, c.name as court, v.meaning,
  (select json_group_array(json_array(party_id, name, role)) from (
    select t.party_id, coalesce(p.name, t.name) as name, t.role
    from ruling_parties t left join parties p on p.id = t.party_id
    where t.ruling_id = r.id order by t.position limit 12
  )) as parties,
  (select count(distinct source_id) from (
    select a.source_id from ruling_articles t cross join articles a on a.id = t.article_id
    where t.ruling_id = r.id and t.is_primary = 1 order by t.article_id desc limit 200
  )) as outlets,
  (select json_array(s.title, head.permalink)
    from ruling_articles t cross join articles a on a.id = t.article_id cross join articles head on head.id = a.story_id
    join sources s on s.id = head.source_id
    where t.ruling_id = r.id and t.is_primary = 1 order by t.article_id limit 1) as first,
  -- The figure of the sources of the case, else the one that most tell. Where nothing was awarded, a sum that is told
  -- is that of the ruling below.
  (select json_array(coalesce(w.meaning, f.kind), f.currency, f.amount, f.figures) from (
      select kind, currency, amount, count(*) over (partition by kind) as figures, count(*) as tellers,
        max(article_id is null) as known
      from ruling_sums
      where ruling_id = r.id and kind in ('damages-awarded', 'fine', 'settlement') and conversion_of = ''
      group by kind, currency, amount
    ) f left join vocabulary w on w.list = 'sum' and w.word = f.kind
    where r.outcome not in
      ('affirmed', 'reversed', 'not-liable', 'dismissed', 'blocking-refused', 'referred', 'stayed', 'pending')
    order by f.kind, f.known desc, f.tellers desc, f.amount desc limit 1) as sum
from json_each(:ids) w cross join rulings r on r.id = w.value
join jurisdictions j on j.code = r.jurisdiction left join courts c on c.id = r.court_id
left join vocabulary v on v.list = 'outcome' and v.word = r.outcome
order by w.key

-- name: front_has_counts
select 1 from sqlite_master where type = 'table' and name = 'corpus_counts'

-- name: front_counts
select what, number from corpus_counts

-- name: front_week
select max(last_visit_at) as until, strftime('%Y-%m-%dT%H:%M:%S', max(last_visit_at), '-7 days') as since
from source_states

-- name: front_new_rulings
-- A ruling whose first report is of this week, and that was not decided long before.
with recent as materialized (
  select id from (select id, relevant, published_at, first_seen_at from articles order by id desc limit 2000)
  where relevant and coalesce(published_at, first_seen_at) >= :since
), told as materialized (
  select distinct t.ruling_id from recent cross join ruling_articles t on t.article_id = recent.id where t.is_primary
)
select r.id, r.name, r.confirmed, r.decided_on, r.outcome
from told cross join rulings r on r.id = told.ruling_id
where (r.decided_on = '' or r.decided_on >= date(:since, '-60 days'))
  and (select min(article_id) from ruling_articles f where f.ruling_id = r.id and f.is_primary = 1) in recent
order by r.newest_id desc limit 8

-- name: front_changes
select e.kind, count(*) as articles
from edits e join articles a on a.id = e.article_id
where e.changed_at >= :since and e.kind <> 'cosmetic' and a.relevant
group by e.kind order by articles desc, e.kind

-- name: front_trouble
select s.id, s.title, coalesce(t.failing_since, t.gone_at) as since
from source_states t join sources s on s.id = t.source_id
where s.active and (t.failures > 0 or t.gone_at is not null)
order by since desc limit 8
