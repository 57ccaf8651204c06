-- What the explorer asks. Tags are looked up in the full-text index together with the words (:match), for that
-- takes milliseconds at a million articles; the pages of the whole corpus (all) have no expression to match.

-- name: explore_hits
select rowid as id from article_search where article_search match :match order by rowid desc limit :size

-- name: explore_all_hits
select id from articles where relevant order by id desc limit :size

-- name: explore_count
select count(*) as articles from (select 1 from article_search where article_search match :match limit :size)

-- name: explore_all_count
select sum(articles) as articles from facet_counts where facet = 'year'

-- name: explore_articles
select a.id, a.permalink, a.language, s.title as source, coalesce(a.published_at, a.first_seen_at) as published,
  a.outcome, a.event, highlight(article_search, 0, char(2), char(3)) as heading,
  snippet(article_search, 1, char(2), char(3), '…', 36) as passage
from article_search cross join articles a on a.id = article_search.rowid join sources s on s.id = a.source_id
where article_search match :match and article_search.rowid < :before
order by article_search.rowid desc limit :size

-- name: explore_all_articles
select a.id, a.permalink, a.language, s.title as source, coalesce(a.published_at, a.first_seen_at) as published,
  a.outcome, a.event, a.title as heading, substr(coalesce(t.text, ''), 1, 200) as passage
from articles a join sources s on s.id = a.source_id
left join article_texts t on t.article_id = a.id and t.version = a.text_version
where a.relevant and a.id < :before order by a.id desc limit :size

-- name: explore_stories
select a.id, a.story_id from article_search cross join articles a on a.id = article_search.rowid
where article_search match :match and article_search.rowid < :before order by article_search.rowid desc limit :size

-- name: explore_all_stories
select id, story_id from articles where relevant and id < :before order by id desc limit :size

-- name: explore_is_published
select 1 from sqlite_master where type = 'table' and name = 'facet_counts'

-- name: explore_known_facets
select f.facet, f.value, f.name, f.articles
from json_each(:facets) n cross join facet_counts f on f.facet = n.value and f.articles >= coalesce((
  select articles from facet_counts where facet = n.value order by articles desc limit 1 offset :size - 1
), 0)

-- name: explore_span
select substr((select min(month) from articles), 1, 4) as first, substr((select max(month) from articles), 1, 4) as last

-- name: explore_years
select 'year' as facet, value, value as name, (
    select count(*) from (
      select 1 from article_search where article_search match :match || '(tags : "y' || value || '")' limit 101
    )
  ) as articles
from json_each(:years) where articles > 0

-- name: explore_all_years
select 'year' as facet, value, value as name, (
    select count(*) from (
      select 1 from articles where month between value and value || '-99' and relevant limit 101
    )
  ) as articles
from json_each(:years) where articles > 0

-- name: explore_facets
with hits as materialized (
  select a.id, a.source_id, a.language, a.event, a.outcome, substr(a.month, 1, 4) as year
  from json_each(:hits) h cross join articles a on a.id = h.value
), named as materialized (
  select hits.id, t.party_id, t.role from hits cross join article_parties t on t.article_id = hits.id
)
select 'source' as facet, source_id as value, (select title from sources where id = source_id) as name,
  count(*) as articles from hits group by source_id
union all select 'language', language, language, count(*) from hits group by language
union all select 'event', event, event, count(*) from hits where event <> '' group by event
union all select 'outcome', outcome, outcome, count(*) from hits where outcome <> '' group by outcome
union all select 'year', year, year, count(*) from hits group by year
union all select 'party', party_id, (select name from parties where id = party_id), articles from (
    select party_id, count(*) as articles from named
    where :role = '[]' or role in (select value from json_each(:role))
    group by party_id order by articles desc limit :size
  )
union all select 'role', role, role, count(distinct id) from (
    select role, id from named
    where role <> 'mentioned' and (:party = '[]' or party_id in (select value from json_each(:party)))
  ) group by role
union all select 'jurisdiction', jurisdiction, (select name from jurisdictions where code = jurisdiction), count(*)
  from hits cross join article_jurisdictions t on t.article_id = hits.id group by jurisdiction
union all select 'court', court_id, (select name from courts where id = court_id), articles from (
    select court_id, count(*) as articles from hits cross join article_courts t on t.article_id = hits.id
    group by court_id order by articles desc limit :size
  )
union all select 'subject', subject, subject, count(*)
  from hits cross join article_subjects t on t.article_id = hits.id group by subject
