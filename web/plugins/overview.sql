-- What the overview asks: only summaries that are made when the file is published (db/views.sql).

-- name: overview_is_published
select 1 from sqlite_master where type = 'table' and name = 'sum_years'

-- name: overview_parties
select value, name, articles from facet_counts where facet = 'party' order by articles desc limit :size

-- name: overview_jurisdictions
select value, name, articles from facet_counts where facet = 'jurisdiction' order by articles desc limit :size

-- name: overview_pairs
select party_id, jurisdiction, articles from party_jurisdictions
where party_id in (select value from json_each(:parties)) and jurisdiction in (select value from json_each(:jurisdictions))

-- name: overview_years
select value, articles from facet_counts where facet = 'year' order by value desc

-- name: overview_months
select month as value, articles from (
  select month, sum(articles) as articles from month_counts group by month order by month desc limit :size
) order by month

-- name: overview_sums
select year, kind, confirmed, rulings, usd from sum_years order by year desc, kind, confirmed desc
