-- What the pages of parties, jurisdictions, courts and subjects ask, as pages.sql does, and the lists of them.

-- name: party
select id, name, kind, country, replace(kind, '-', ' ') || case country when '' then '' else ', ' || country end as about
from parties where id = :key

-- name: jurisdiction
select code as id, name, 'Jurisdiction ' || code as about
from jurisdictions where code = upper(:key)

-- name: court
select c.id, c.name, c.jurisdiction, j.name as land, c.city, c.level,
  coalesce(j.name, c.jurisdiction) || case c.city when '' then '' else ', ' || c.city end as about
from courts c left join jurisdictions j on j.code = c.jurisdiction where c.id = :key

-- name: subject
select word as id, word as name, meaning as about from vocabulary where list = 'subject' and word = :key
union
select subject, subject, '' from ruling_subjects where subject = :key
order by about desc limit 1

-- name: party_names
select n.name, n.is_sure from party_names n join parties p on p.id = n.party_id
where n.party_id = :key and n.name <> p.name order by n.is_sure desc, n.name

-- In the next four, cross join keeps the tag's index in front, else SQLite may sort all articles of a big party.

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

-- name: of_subject
select a.id, a.story_id
from article_subjects t cross join articles a on a.id = t.article_id
where t.subject = :key and t.article_id < :before and a.relevant
order by t.article_id desc limit :size

-- In the lists of rulings, the newest decision first; those of which only the filing is known stand behind.

-- name: rulings_of_party
select r.id, r.name, r.confirmed, r.decided_on, r.filed_on, r.outcome, r.articles, r.jurisdiction, j.name as land,
  c.name as court,
  (select group_concat(distinct role) from ruling_parties t where t.ruling_id = r.id and t.party_id = :key) as role
from (
  select * from rulings where id in (select ruling_id from ruling_parties where party_id = :key) and confirmed = :confirmed
  order by decided_on desc, id desc limit :size
) r join jurisdictions j on j.code = r.jurisdiction left join courts c on c.id = r.court_id
order by r.decided_on desc, r.id desc

-- name: rulings_of_court
select r.id, r.name, r.confirmed, r.decided_on, r.filed_on, r.outcome, r.articles, r.jurisdiction, j.name as land,
  '' as court
from rulings r join jurisdictions j on j.code = r.jurisdiction
where r.court_id = :key and r.confirmed = :confirmed order by r.decided_on desc, r.id desc limit :size

-- name: rulings_of_jurisdiction
select r.id, r.name, r.confirmed, r.decided_on, r.filed_on, r.outcome, r.articles, r.jurisdiction, '' as land,
  c.name as court
from rulings r left join courts c on c.id = r.court_id
where r.jurisdiction = :key and r.confirmed = :confirmed order by r.decided_on desc, r.id desc limit :size

-- name: rulings_of_subject
select r.id, r.name, r.confirmed, r.decided_on, r.filed_on, r.outcome, r.articles, r.jurisdiction, j.name as land,
  c.name as court
from (
  select * from rulings where id in (select ruling_id from ruling_subjects where subject = :key) and confirmed = :confirmed
  order by decided_on desc, id desc limit :size
) r join jurisdictions j on j.code = r.jurisdiction left join courts c on c.id = r.court_id
order by r.decided_on desc, r.id desc

-- name: tallies
select t.part, t.value, t.what, t.number, coalesce(p.name, j.name, c.name, t.value) as name
from tallies t
left join parties p on t.part in ('party', 'with', 'against') and p.id = t.value
left join jurisdictions j on t.part = 'jurisdiction' and j.code = t.value
left join courts c on t.part = 'court' and c.id = t.value
where t.kind = :kind and t.key = :key

-- The keys are written into the next one as parameters: SQLite counts only what it is asked for by parameters.

-- name: totals
select key, what, number from tallies where kind = :kind and part = 'all' and key in (:keys)

-- name: parties
with listed as (
  select p.id, p.name, replace(p.kind, '-', ' ') as about from parties p
  where (exists (select 1 from ruling_parties t where t.party_id = p.id)
      or exists (select 1 from article_parties t where t.party_id = p.id))
    and (:q = '' or exists (select 1 from party_names n where n.party_id = p.id and instr(lower(n.name), :q))
      or instr(lower(p.name), :q))
)

-- name: jurisdictions
with listed as (
  select p.code as id, p.name, p.code as about from jurisdictions p
  where (exists (select 1 from rulings t where t.jurisdiction = p.code)
      or exists (select 1 from article_jurisdictions t where t.jurisdiction = p.code))
    and (:q = '' or instr(lower(p.name), :q) or lower(p.code) = :q)
)

-- name: courts
with listed as (
  select p.id, p.name, coalesce(j.name, p.jurisdiction) as about
  from courts p left join jurisdictions j on j.code = p.jurisdiction
  where (exists (select 1 from rulings t where t.court_id = p.id)
      or exists (select 1 from article_courts t where t.court_id = p.id))
    and (:q = '' or instr(lower(p.name), :q) or instr(lower(j.name), :q) or lower(p.jurisdiction) = :q)
)

-- name: subjects
with listed as (
  select v.word as id, v.word as name, v.meaning as about from vocabulary v
  where v.list = 'subject' and (:q = '' or instr(v.word, :q) or instr(lower(v.meaning), :q))
    and (exists (select 1 from ruling_subjects t where t.subject = v.word)
      or exists (select 1 from article_subjects t where t.subject = v.word))
)

-- name: listed
select id, name, about from listed
where name collate nocase >= :since
  and (:after = '' or (name collate nocase, id) > (select name collate nocase, id from listed where id = :after))
order by name collate nocase, id limit :size

-- name: letters
select distinct upper(substr(name, 1, 1)) as letter from listed order by letter
