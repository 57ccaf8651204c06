-- What the pages of rulings ask, as pages.sql does. All that is read of one ruling stands together in its tables.

-- name: ruling
select r.*, c.name as court, j.name as land, v.meaning as outcome_meaning
from rulings r join jurisdictions j on j.code = r.jurisdiction left join courts c on c.id = r.court_id
left join vocabulary v on v.list = 'outcome' and v.word = r.outcome
where r.id = :key

-- name: case_of
select case_id from rulings where id = :key

-- name: ruling_parties
select t.role, t.party_id, coalesce(p.name, t.name) as name
from ruling_parties t left join parties p on p.id = t.party_id where t.ruling_id = :key order by t.position

-- name: ruling_numbers
select kind, number from ruling_numbers where ruling_id = :key order by kind = 'docket', kind, number

-- name: ruling_sources
select url from ruling_sources where ruling_id = :key order by url

-- name: ruling_sums
select m.kind, m.currency, m.amount, m.usd, m.usd_year, m.printed, m.quote, m.conversion_of, v.meaning,
  a.permalink, a.language, s.title as source
from ruling_sums m left join articles a on a.id = m.article_id left join sources s on s.id = a.source_id
left join vocabulary v on v.list = 'sum' and v.word = m.kind
where m.ruling_id = :key order by m.position limit 500

-- name: ruling_claims
select t.field, t.value, t.quote, a.permalink, a.language, s.title as source, coalesce(c.name, j.name, p.name) as name
from ruling_claims t join articles a on a.id = t.article_id join sources s on s.id = a.source_id
left join courts c on t.field = 'court' and c.id = t.value
left join jurisdictions j on t.field = 'jurisdiction' and j.code = t.value
left join parties p on t.field = 'party' and p.id = substr(t.value, 1, instr(t.value, ' ') - 1)
where t.ruling_id = :key and t.field <> 'step' order by t.field, t.value, t.article_id limit 2000

-- name: ruling_chain
select r.id, r.name, r.confirmed, r.decided_on, r.filed_on, r.stage, r.outcome, r.appeals_from, c.name as court
from rulings r left join courts c on c.id = r.court_id
where r.case_id = :case_id or r.id = :appeals_from
order by coalesce(nullif(r.decided_on, ''), r.filed_on), r.id limit 50

-- name: ruling_steps
select k.step, k.party_id, k.printed, p.name as party, v.meaning, a.permalink, a.language, s.title as source,
  coalesce(a.published_at, a.first_seen_at) as published
from ruling_articles t join articles a on a.id = t.article_id join article_steps k on k.article_id = a.id
join sources s on s.id = a.source_id left join parties p on p.id = k.party_id
left join vocabulary v on v.list = 'step' and v.word = k.step
where t.ruling_id = :key and t.is_primary order by t.article_id limit 200

-- name: ruling_coverage
select a.id, a.permalink, a.title, a.language, a.story_id, s.title as source,
  coalesce(a.published_at, a.first_seen_at) as published, t.is_primary, t.how, t.certainty, t.words,
  (
    select d.from_id from derivations d join articles f on f.id = d.from_id
    where d.article_id = a.id and f.story_id = a.story_id order by d.how = 'words', d.from_id limit 1
  ) as quotes_id
from ruling_articles t join articles a on a.id = t.article_id join sources s on s.id = a.source_id
where t.ruling_id = :key order by t.is_primary desc, t.article_id desc limit 200

-- name: ruling_documents
select d.article_id, d.kind, d.decided_on, d.published_at, coalesce(c.name, d.court) as court, a.permalink, a.title,
  a.language, a.url, s.title as source
from ruling_articles t join decisions d on d.article_id = t.article_id join articles a on a.id = t.article_id
join sources s on s.id = a.source_id left join courts c on c.id = d.court_id
where t.ruling_id = :key and t.is_primary order by t.article_id limit 50

-- name: ruling_papers
select d.article_id, d.url, d.media_type, d.title
from ruling_articles t join decision_papers d on d.article_id = t.article_id
where t.ruling_id = :key and t.is_primary order by t.article_id, d.title, d.url limit 50

-- name: ruling_edits
select e.kinds, e.changed_at, a.permalink, a.title, a.language, s.title as source
from ruling_articles t join edits e on e.article_id = t.article_id join articles a on a.id = t.article_id
join sources s on s.id = a.source_id
where t.ruling_id = :key and t.is_primary and e.kind not in ('cosmetic', 'reworded')
order by e.changed_at, a.id, e.version limit 50

-- name: about
select r.id, r.name, r.confirmed, t.is_primary, t.how, t.certainty, t.words
from ruling_articles t join rulings r on r.id = t.ruling_id
where t.article_id = :id order by t.is_primary desc, t.certainty, r.id
