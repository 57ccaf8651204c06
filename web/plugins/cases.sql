-- What the list of rulings asks. `true /* narrowed */` stands for what is asked: each of the conditions below that has
-- a value, such as cases_party. The newest decision first; rulings of which only the filing is known stand behind.

-- name: cases_party
r.id in (select ruling_id from ruling_parties where party_id = :party)

-- name: cases_role
r.id in (select ruling_id from ruling_parties where role = :role and :party in ('', party_id))

-- name: cases_jurisdiction
r.jurisdiction = :jurisdiction

-- name: cases_region
r.jurisdiction in (select jurisdiction from regions where region = :region)

-- name: cases_court
r.court_id = :court

-- name: cases_subject
r.id in (select ruling_id from ruling_subjects where subject = :subject)

-- name: cases_outcome
r.outcome = :outcome

-- name: cases_since
r.decided_on >= :since

-- name: cases_found
select r.id from rulings r where true /* narrowed */ order by r.decided_on desc, r.id desc limit :size

-- name: cases_page
select r.id, r.name, r.confirmed, r.decided_on, r.filed_on, r.outcome, r.articles, r.jurisdiction, j.name as land,
  c.name as court
from rulings r join jurisdictions j on j.code = r.jurisdiction left join courts c on c.id = r.court_id
where (r.decided_on, r.id) < (coalesce((select decided_on from rulings where id = :before), '9'), :before)
  and true /* narrowed */
order by r.decided_on desc, r.id desc limit :size

-- name: cases_by_land
select r.id, r.name, r.confirmed, r.decided_on, r.filed_on, r.outcome, r.articles, r.jurisdiction, j.name as land,
  c.name as court
from json_each(:found) f cross join rulings r on r.id = f.value join jurisdictions j on j.code = r.jurisdiction
left join courts c on c.id = r.court_id
order by j.name, r.decided_on desc, r.id desc

-- Of parties nothing is joined with `found`: SQLite would read all of ruling_parties for a Bloom filter first.

-- name: cases_facets
with found as materialized (
  select r.id, r.jurisdiction, r.outcome, substr(r.decided_on, 1, 4) as year
  from json_each(:found) f cross join rulings r on r.id = f.value
), named as materialized (
  select f.value as id, t.role, t.party_id from json_each(:found) f cross join ruling_parties t on t.ruling_id = f.value
)
select 'jurisdiction' as facet, jurisdiction as value, (select name from jurisdictions where code = jurisdiction) as name,
  count(*) as rulings from found group by jurisdiction
union all select 'region', g.region, (select meaning from vocabulary where list = 'region' and word = g.region), count(*)
  from found cross join regions g on g.jurisdiction = found.jurisdiction group by g.region
union all select 'outcome', outcome, outcome, count(*) from found where outcome <> '' group by outcome
union all select 'since', year, year, sum(count(*)) over (order by year desc) from found where year <> '' group by year
union all select 'subject', subject, subject, count(*)
  from found cross join ruling_subjects s on s.ruling_id = found.id group by subject
union all select 'role', role, role, count(distinct id) from named where :party in ('', party_id) group by role
union all select 'party', party_id, (select name from parties where id = party_id), rulings from (
    select party_id, count(distinct id) as rulings from named
    where party_id <> '' and :role in ('', role) group by party_id order by rulings desc limit 24
  )

-- name: cases_names
select 'party' as facet, name from parties where id = :party
union all select 'jurisdiction', name from jurisdictions where code = :jurisdiction
union all select 'court', name from courts where id = :court
union all select 'region', meaning from vocabulary where list = 'region' and word = :region
