-- What the page of names asks. No name needs more than a hundred rows: of more, the page says "100+".

-- name: names_of_parties
select a.value as asked, p.id as party_id, p.name as party, n.name as known_as, n.is_sure
from json_each(:names) a cross join party_names n on n.name = a.value collate nocase join parties p on p.id = n.party_id
union all
select p.name, p.id, p.name, p.name, 1 from parties p
where lower(p.name) in (select lower(value) from json_each(:names))
   or p.id in (select lower(value) from json_each(:names))

-- name: articles_of_party
select a.id, a.permalink, a.title, a.language, a.url, s.title as source, coalesce(a.published_at, a.first_seen_at) as day
from article_parties t cross join articles a on a.id = t.article_id join sources s on s.id = a.source_id
where t.party_id = :key and a.relevant order by t.article_id desc limit :size

-- name: rulings_of_a_party
select r.id, r.name, r.decided_on as day, r.outcome, r.confirmed, r.jurisdiction
from (select distinct ruling_id from ruling_parties where party_id = :key) t join rulings r on r.id = t.ruling_id
order by r.decided_on desc, r.id desc limit :size

-- name: articles_with_words
select a.id, a.permalink, a.title, a.language, a.url, s.title as source, coalesce(a.published_at, a.first_seen_at) as day
from article_search cross join articles a on a.id = article_search.rowid join sources s on s.id = a.source_id
where article_search match '{title text} : "' || replace(:key, '"', ' ') || '"' and a.relevant
order by article_search.rowid desc limit :size

-- name: rulings_of_articles
select r.id, r.name, r.decided_on as day, r.outcome, r.confirmed, r.jurisdiction
from (
  select distinct t.ruling_id from json_each(:articles) a join ruling_articles t on t.article_id = a.value and t.is_primary
) t join rulings r on r.id = t.ruling_id
order by r.decided_on desc, r.id desc limit :size
