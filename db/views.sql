-- Summaries and views of the published file. Written anew at each publishing, so they cannot drift.
-- They count articles that are about a ruling we track (relevant = 1).

-- What is counted of articles, by itself: their rows are long, and each summary goes over all of them.
CREATE TEMP TABLE told(id INTEGER PRIMARY KEY, story_id, at, month, year, outcome);
INSERT INTO told SELECT id, story_id, coalesce(published_at, first_seen_at), month, substr(month, 1, 4), outcome
FROM articles WHERE relevant;

CREATE TABLE stories ( -- One row for each story: the first report and all that share it.
  story_id INTEGER PRIMARY KEY, -- Article that begins the story
  permalink TEXT NOT NULL, -- Lasting short name of that article
  title TEXT NOT NULL, -- Its title
  language TEXT NOT NULL, -- Its language
  published_at TEXT, -- When the first report was published
  reports INTEGER NOT NULL, -- Articles that tell the story
  sources TEXT NOT NULL, -- Who tells it
  parties TEXT NOT NULL, -- Parties named
  jurisdictions TEXT NOT NULL, -- Codes of the jurisdictions
  courts TEXT NOT NULL, -- Courts named
  sums TEXT NOT NULL, -- Sums as printed
  event TEXT NOT NULL, -- What happened, as the first report that says it
  outcome TEXT NOT NULL -- How it ended, as the first report that says it
);
INSERT INTO stories
SELECT a.story_id, head.permalink, head.title, head.language,
  min(coalesce(a.published_at, a.first_seen_at)), count(*),
  (SELECT group_concat(title, ', ') FROM (SELECT DISTINCT s.title FROM articles b JOIN sources s ON s.id = b.source_id
    WHERE b.story_id = a.story_id AND b.relevant ORDER BY b.id)),
  (SELECT coalesce(group_concat(name, ', '), '') FROM (SELECT DISTINCT p.name FROM articles b
    JOIN article_parties t ON t.article_id = b.id JOIN parties p ON p.id = t.party_id
    WHERE b.story_id = a.story_id AND b.relevant ORDER BY p.name)),
  (SELECT coalesce(group_concat(jurisdiction, ', '), '') FROM (SELECT DISTINCT t.jurisdiction FROM articles b
    JOIN article_jurisdictions t ON t.article_id = b.id
    WHERE b.story_id = a.story_id AND b.relevant ORDER BY t.jurisdiction)),
  (SELECT coalesce(group_concat(name, ', '), '') FROM (SELECT DISTINCT c.name FROM articles b
    JOIN article_courts t ON t.article_id = b.id JOIN courts c ON c.id = t.court_id
    WHERE b.story_id = a.story_id AND b.relevant ORDER BY c.name)),
  (SELECT coalesce(group_concat(printed, ', '), '') FROM (SELECT min(t.printed) AS printed FROM articles b
    JOIN article_amounts t ON t.article_id = b.id
    WHERE b.story_id = a.story_id AND b.relevant GROUP BY t.currency, t.amount ORDER BY t.currency, t.amount DESC)),
  coalesce((SELECT b.event FROM articles b WHERE b.story_id = a.story_id AND b.relevant AND b.event <> ''
    ORDER BY b.id LIMIT 1), ''),
  coalesce((SELECT b.outcome FROM articles b WHERE b.story_id = a.story_id AND b.relevant AND b.outcome <> ''
    ORDER BY b.id LIMIT 1), '')
FROM articles a JOIN articles head ON head.id = a.story_id
WHERE a.relevant GROUP BY a.story_id;

CREATE TABLE party_stats ( -- How often and when each party is in the news.
  party_id TEXT PRIMARY KEY REFERENCES parties(id), -- The party
  articles INTEGER NOT NULL, -- Articles that name it
  stories INTEGER NOT NULL, -- Stories that name it
  first_at TEXT, -- First of them
  last_at TEXT -- Newest of them
) WITHOUT ROWID;
INSERT INTO party_stats
SELECT t.party_id, count(*), count(DISTINCT a.story_id), min(a.at), max(a.at)
FROM article_parties t JOIN told a ON a.id = t.article_id GROUP BY t.party_id;

CREATE TABLE party_months ( -- Each party's articles by month.
  party_id TEXT NOT NULL REFERENCES parties(id), -- The party
  month TEXT NOT NULL, -- The month
  articles INTEGER NOT NULL, -- Articles that name it
  stories INTEGER NOT NULL, -- Stories that name it
  PRIMARY KEY (party_id, month)
) WITHOUT ROWID;
INSERT INTO party_months
SELECT t.party_id, a.month, count(*), count(DISTINCT a.story_id)
FROM article_parties t JOIN told a ON a.id = t.article_id GROUP BY t.party_id, a.month;

CREATE TABLE party_jurisdictions ( -- Which party is in the news of which jurisdiction.
  party_id TEXT NOT NULL REFERENCES parties(id), -- The party
  jurisdiction TEXT NOT NULL REFERENCES jurisdictions(code), -- The jurisdiction
  articles INTEGER NOT NULL, -- Articles that name both
  stories INTEGER NOT NULL, -- Stories that name both
  PRIMARY KEY (party_id, jurisdiction)
) WITHOUT ROWID;
INSERT INTO party_jurisdictions
SELECT t.party_id, j.jurisdiction, count(*), count(DISTINCT a.story_id)
FROM article_parties t JOIN article_jurisdictions j ON j.article_id = t.article_id
JOIN told a ON a.id = t.article_id GROUP BY t.party_id, j.jurisdiction;

CREATE TABLE jurisdiction_stats ( -- How often and when each jurisdiction is in the news.
  jurisdiction TEXT PRIMARY KEY REFERENCES jurisdictions(code), -- The jurisdiction
  articles INTEGER NOT NULL, -- Articles in which its courts act
  stories INTEGER NOT NULL, -- Stories in which they act
  first_at TEXT, -- First of them
  last_at TEXT -- Newest of them
) WITHOUT ROWID;
INSERT INTO jurisdiction_stats
SELECT t.jurisdiction, count(*), count(DISTINCT a.story_id), min(a.at), max(a.at)
FROM article_jurisdictions t JOIN told a ON a.id = t.article_id GROUP BY t.jurisdiction;

CREATE TABLE court_stats ( -- How often and when each court is in the news.
  court_id TEXT PRIMARY KEY REFERENCES courts(id), -- The court
  articles INTEGER NOT NULL, -- Articles that name it
  stories INTEGER NOT NULL, -- Stories that name it
  first_at TEXT, -- First of them
  last_at TEXT -- Newest of them
) WITHOUT ROWID;
INSERT INTO court_stats
SELECT t.court_id, count(*), count(DISTINCT a.story_id), min(a.at), max(a.at)
FROM article_courts t JOIN told a ON a.id = t.article_id GROUP BY t.court_id;

CREATE TABLE tallies_made ( -- How many rulings and articles each party, jurisdiction, court and subject has, and by what.
  kind TEXT NOT NULL, -- party, jurisdiction, court or subject
  key TEXT NOT NULL, -- Which one
  part TEXT NOT NULL, -- Counted by outcome, year, jurisdiction, role, won, lost ...; all: every one of them
  value TEXT NOT NULL, -- Which outcome, year, jurisdiction, role ...
  what TEXT NOT NULL, -- rulings or articles
  number INTEGER NOT NULL, -- How many
  PRIMARY KEY (kind, key, part, value, what)
) WITHOUT ROWID;
INSERT INTO tallies_made SELECT * FROM tallies WHERE what = 'rulings';
-- Of articles there are many, so they are counted by all parts at once, and these counts by each part.
CREATE TEMP TABLE counted(kind, key, role, side, outcome, year, articles);
INSERT INTO counted
SELECT 'party', t.party_id, t.role, t.side, a.outcome, a.year, count(*)
  FROM article_parties t JOIN told a ON a.id = t.article_id GROUP BY 2, 3, 4, 5, 6
UNION ALL SELECT 'jurisdiction', t.jurisdiction, '', '', a.outcome, a.year, count(*)
  FROM article_jurisdictions t JOIN told a ON a.id = t.article_id GROUP BY 2, 5, 6
UNION ALL SELECT 'court', t.court_id, '', '', a.outcome, a.year, count(*)
  FROM article_courts t JOIN told a ON a.id = t.article_id GROUP BY 2, 5, 6
UNION ALL SELECT 'subject', t.subject, '', '', a.outcome, a.year, count(*)
  FROM article_subjects t JOIN told a ON a.id = t.article_id GROUP BY 2, 5, 6;
INSERT INTO tallies_made
SELECT c.kind, c.key, p.column1 AS part, CASE p.column1 WHEN 'all' THEN 'all' WHEN 'outcome' THEN c.outcome
    WHEN 'year' THEN c.year WHEN 'role' THEN c.role WHEN c.side THEN c.role END AS found, 'articles', sum(c.articles)
  FROM counted c CROSS JOIN (VALUES ('all'), ('outcome'), ('year'), ('role'), ('won'), ('lost')) p
  WHERE found <> '' GROUP BY c.kind, c.key, part, found
UNION ALL SELECT 'party', party_id, 'jurisdiction', jurisdiction, 'articles', articles FROM party_jurisdictions;
DROP VIEW tallies;
ALTER TABLE tallies_made RENAME TO tallies;

CREATE TABLE month_counts ( -- Articles by month and source.
  month TEXT NOT NULL, -- The month
  source_id TEXT NOT NULL REFERENCES sources(id), -- The source
  articles INTEGER NOT NULL, -- Articles it was first with
  PRIMARY KEY (month, source_id)
) WITHOUT ROWID;
INSERT INTO month_counts
SELECT month, source_id, count(*) FROM articles WHERE relevant GROUP BY month, source_id;

CREATE TABLE source_health ( -- How each source is doing.
  source_id TEXT PRIMARY KEY REFERENCES sources(id), -- The source
  title TEXT NOT NULL, -- Its name
  state TEXT NOT NULL, -- well, failing, gone, retired, or never asked
  last_outcome TEXT NOT NULL, -- How the last visit ended
  last_why TEXT NOT NULL, -- The words behind that
  last_visit_at TEXT, -- When it was last asked
  last_success_at TEXT, -- When it last answered as it should
  last_new_at TEXT, -- When it last had a new article
  failures INTEGER NOT NULL, -- Failed visits in a row
  failing_since TEXT, -- When the present run of failures began
  articles INTEGER NOT NULL -- Articles it was first with
) WITHOUT ROWID;
INSERT INTO source_health
SELECT s.id, s.title,
  CASE WHEN NOT s.active THEN 'retired' WHEN t.gone_at IS NOT NULL THEN 'gone'
    WHEN t.last_visit_at IS NULL THEN 'never asked' WHEN t.failures > 0 THEN 'failing' ELSE 'well' END,
  coalesce(t.last_outcome, ''), coalesce(t.last_why, ''), t.last_visit_at, t.last_success_at, t.last_new_at,
  coalesce(t.failures, 0), t.failing_since,
  (SELECT coalesce(sum(articles), 0) FROM month_counts m WHERE m.source_id = s.id)
FROM sources s LEFT JOIN source_states t ON t.source_id = s.id;

CREATE VIEW article_list ( -- Articles with names in place of codes.
  id, -- Number, growing with time
  permalink, -- Lasting short name for citations
  title, -- Present title
  source, -- Source that showed it first
  published_at, -- When it was published, or first seen where the source does not say
  language, -- Language
  event, -- What happened
  outcome, -- How it ended
  parties, -- Parties named
  jurisdictions, -- Jurisdictions whose court or authority acts
  courts, -- Courts named
  url -- Canonical address
) AS SELECT a.id, a.permalink, a.title, s.title, coalesce(a.published_at, a.first_seen_at), a.language,
  a.event, a.outcome,
  (SELECT group_concat(p.name, ', ') FROM article_parties t JOIN parties p ON p.id = t.party_id WHERE t.article_id = a.id),
  (SELECT group_concat(j.name, ', ') FROM article_jurisdictions t JOIN jurisdictions j ON j.code = t.jurisdiction
    WHERE t.article_id = a.id),
  (SELECT group_concat(c.name, ', ') FROM article_courts t JOIN courts c ON c.id = t.court_id WHERE t.article_id = a.id),
  a.url
FROM articles a JOIN sources s ON s.id = a.source_id WHERE a.relevant;

CREATE VIEW party_list ( -- Who was what in which article, and how it ended: one row for each party of an article.
  article_id, -- The article
  permalink, -- Lasting short name of the article
  published_at, -- When it was published, or first seen where the source does not say
  party_id, -- Short name of the party
  party, -- Its name
  kind, -- cdn, isp, rightsholder, pirate-site ...
  role, -- Its role in the case
  side, -- won or lost, where the words say it
  event, -- What happened
  outcome, -- How it ended
  jurisdiction, -- Jurisdiction the article is about
  title -- Title of the article
) AS SELECT a.id, a.permalink, coalesce(a.published_at, a.first_seen_at), p.id, p.name, p.kind, t.role, t.side, a.event, a.outcome,
  (SELECT jurisdiction FROM article_jurisdictions j WHERE j.article_id = a.id AND j.is_primary), a.title
FROM articles a JOIN article_parties t ON t.article_id = a.id JOIN parties p ON p.id = t.party_id WHERE a.relevant;

CREATE VIEW ruling_list ( -- Rulings with names in place of codes.
  id, -- Short name, the last part of the address of its page
  name, -- Name as readers know it
  decided_on, -- Day, month or year of the decision; empty: not known
  outcome, -- How it ended
  court, -- Court; empty: an authority, or not known
  jurisdiction, -- Jurisdiction
  parties, -- Parties and their roles
  stage, -- first-instance, interim, appeal, supreme ...
  confirmed, -- 1: a known case with sources; 0: read from articles, unchecked
  articles, -- Articles that are about it before all
  says -- One line about it
) AS SELECT r.id, r.name, r.decided_on, r.outcome, c.name, j.name,
  (SELECT group_concat(coalesce(p.name, t.name) || ' (' || t.role || ')', ', ') FROM ruling_parties t
    LEFT JOIN parties p ON p.id = t.party_id WHERE t.ruling_id = r.id),
  r.stage, r.confirmed, r.articles, r.says
FROM rulings r JOIN jurisdictions j ON j.code = r.jurisdiction LEFT JOIN courts c ON c.id = r.court_id;

CREATE VIEW sum_list ( -- What each outlet says the sums of each ruling are, with the words.
  ruling_id, -- The ruling
  ruling, -- Its name
  kind, -- damages-awarded, damages-claimed, fine ...
  currency, -- ISO 4217
  amount, -- Amount
  told_by, -- Who says so
  roughly_usd, -- Roughly in US dollars; empty: no rate at hand
  usd_year, -- Year of the rate
  conversion_of, -- Sum it gives in another currency, as the article says
  words -- In which words; empty: a fact of the known case
) AS SELECT m.ruling_id, r.name, m.kind, m.currency, m.amount, coalesce(s.title, 'sources of the case'), m.usd, m.usd_year,
  m.conversion_of, m.quote
FROM ruling_sums m JOIN rulings r ON r.id = m.ruling_id
LEFT JOIN articles a ON a.id = m.article_id LEFT JOIN sources s ON s.id = a.source_id;

CREATE VIEW edit_list ( -- What publishers changed in their articles after we first read them.
  article_id, -- The article
  permalink, -- Lasting short name of the article
  title, -- Its present title
  source, -- Source that showed it first
  changed_at, -- When we first saw the change
  kind, -- The strongest of its kinds
  kinds, -- All its kinds
  words, -- About it, on one line
  changes -- How many things were changed
) AS SELECT a.id, a.permalink, a.title, s.title, e.changed_at, e.kind, e.kinds, e.words,
  e.more + (SELECT count(*) FROM edit_changes c WHERE c.article_id = e.article_id AND c.version = e.version)
FROM edits e JOIN articles a ON a.id = e.article_id JOIN sources s ON s.id = a.source_id WHERE a.relevant;

CREATE VIEW coverage ( -- Who reports which ruling: one row for each article that is about it before all.
  ruling_id, -- Short name of the ruling
  ruling, -- Its name
  decided_on, -- Day, month or year of the decision; empty: not known
  jurisdiction, -- Jurisdiction
  outcome, -- How it ended
  confirmed, -- 1: a known case with sources; 0: read from articles, unchecked
  outlet, -- Who reports
  published_at, -- When the report was published, or first seen where the outlet does not say
  language, -- Language of the report
  title, -- Its title
  permalink, -- Lasting short name of the article
  certainty, -- certain, likely, or candidate
  quotes, -- Outlets that it quotes; empty: none that we read
  url -- Canonical address
) AS SELECT r.id, r.name, r.decided_on, j.name, r.outcome, r.confirmed, s.title, coalesce(a.published_at, a.first_seen_at),
  a.language, a.title, a.permalink, t.certainty,
  (SELECT group_concat(DISTINCT f.title) FROM derivations d JOIN articles q ON q.id = d.from_id
    JOIN sources f ON f.id = q.source_id WHERE d.article_id = a.id), a.url
FROM ruling_articles t JOIN rulings r ON r.id = t.ruling_id JOIN jurisdictions j ON j.code = r.jurisdiction
JOIN articles a ON a.id = t.article_id JOIN sources s ON s.id = a.source_id WHERE t.is_primary AND a.relevant;

CREATE VIEW party_rulings ( -- Who was what in which ruling: one row for each party of a ruling.
  party_id, -- Short name of the party; empty: none that we know
  party, -- Its name
  kind, -- cdn, isp, rightsholder, pirate-site ...; empty: not known
  role, -- Its role
  side, -- won or lost, where reports say it; both where they differ
  ruling_id, -- Short name of the ruling
  ruling, -- Its name
  decided_on, -- Day, month or year of the decision; empty: not known
  outcome, -- How it ended
  court, -- Court; empty: an authority, or not known
  jurisdiction, -- Jurisdiction
  confirmed -- 1: a known case with sources; 0: read from articles, unchecked
) AS SELECT t.party_id, coalesce(p.name, t.name), coalesce(p.kind, ''), t.role,
  (SELECT coalesce(group_concat(DISTINCT CASE WHEN c.value LIKE '% won' THEN 'won' ELSE 'lost' END), '') FROM ruling_claims c
    WHERE c.ruling_id = r.id AND c.field = 'party'
    AND c.value IN (t.party_id || ' ' || t.role || ' won', t.party_id || ' ' || t.role || ' lost')),
  r.id, r.name, r.decided_on, r.outcome, c.name, j.name, r.confirmed
FROM ruling_parties t JOIN rulings r ON r.id = t.ruling_id JOIN jurisdictions j ON j.code = r.jurisdiction
LEFT JOIN parties p ON p.id = t.party_id LEFT JOIN courts c ON c.id = r.court_id;

CREATE VIEW quotations ( -- Who quotes whom: one row for each pair of articles.
  published_at, -- When the article was published that quotes
  outlet, -- Its outlet
  title, -- Its title
  permalink, -- Its lasting short name
  quotes, -- Outlet that is quoted
  quoted_title, -- Title of the article that is quoted
  quoted_permalink, -- Its lasting short name
  how, -- link (it links it), cue (it names its outlet), words (it holds its words)
  words -- The passage that both hold, or the words that name the outlet; empty: a link alone says it
) AS SELECT coalesce(a.published_at, a.first_seen_at), s.title, a.title, a.permalink, f.title, q.title, q.permalink,
  d.how, d.passage
FROM derivations d JOIN articles a ON a.id = d.article_id JOIN sources s ON s.id = a.source_id
JOIN articles q ON q.id = d.from_id JOIN sources f ON f.id = q.source_id WHERE a.relevant;

CREATE TABLE corpus_counts ( -- How much there is of what, for the front page.
  what TEXT PRIMARY KEY, -- articles, stories, parties, courts, jurisdictions, rulings
  number INTEGER NOT NULL -- How many; of parties, courts and jurisdictions those that an article names
) WITHOUT ROWID;
INSERT INTO corpus_counts SELECT 'articles', count(*) FROM articles
UNION ALL SELECT 'stories', count(*) FROM articles WHERE id = story_id
UNION ALL SELECT 'parties', count(*) FROM party_stats
UNION ALL SELECT 'courts', count(*) FROM court_stats
UNION ALL SELECT 'jurisdictions', count(*) FROM jurisdiction_stats
UNION ALL SELECT 'rulings', count(*) FROM rulings;

CREATE TABLE facet_counts ( -- How many articles have each value by which articles can be narrowed.
  facet TEXT NOT NULL, -- party, role, jurisdiction, court, outcome, subject, event, source, language or year
  value TEXT NOT NULL, -- The value
  name TEXT NOT NULL, -- Its name
  articles INTEGER NOT NULL, -- Articles that have it
  PRIMARY KEY (facet, value)
) WITHOUT ROWID;
CREATE INDEX facet_counts_articles ON facet_counts(facet, articles);
INSERT INTO facet_counts SELECT 'party', t.party_id, p.name, t.articles FROM party_stats t JOIN parties p ON p.id = t.party_id
UNION ALL SELECT 'jurisdiction', t.jurisdiction, j.name, t.articles
  FROM jurisdiction_stats t JOIN jurisdictions j ON j.code = t.jurisdiction
UNION ALL SELECT 'court', t.court_id, c.name, t.articles FROM court_stats t JOIN courts c ON c.id = t.court_id
UNION ALL SELECT 'role', t.role, t.role, count(DISTINCT a.id) FROM article_parties t JOIN told a ON a.id = t.article_id
  WHERE t.role <> 'mentioned' GROUP BY t.role
UNION ALL SELECT 'subject', key, key, number FROM tallies WHERE kind = 'subject' AND part = 'all' AND what = 'articles'
UNION ALL SELECT 'outcome', outcome, outcome, count(*) FROM told WHERE outcome <> '' GROUP BY outcome
UNION ALL SELECT 'event', event, event, count(*) FROM articles WHERE relevant AND event <> '' GROUP BY event
UNION ALL SELECT 'language', language, language, count(*) FROM articles WHERE relevant GROUP BY language
UNION ALL SELECT 'source', s.id, s.title, sum(m.articles) FROM month_counts m JOIN sources s ON s.id = m.source_id GROUP BY s.id
UNION ALL SELECT 'year', substr(month, 1, 4), substr(month, 1, 4), sum(articles) FROM month_counts GROUP BY substr(month, 1, 4);

CREATE TABLE sum_years ( -- What rulings of a year awarded and fined, roughly in US dollars, as their reports tell.
  year TEXT NOT NULL, -- Year of the decision
  kind TEXT NOT NULL, -- damages-awarded or fine
  confirmed INTEGER NOT NULL, -- 1: known cases; 0: read from articles, unchecked
  rulings INTEGER NOT NULL, -- Rulings with such a sum
  usd REAL NOT NULL, -- Their sums: of each the one that the sources of the case, else most reports tell
  PRIMARY KEY (year, kind, confirmed)
) WITHOUT ROWID;
-- A ruling that upholds, refers, refuses or overturns tells the sum of the ruling below: it counts there, once.
INSERT INTO sum_years
SELECT substr(r.decided_on, 1, 4), f.kind, r.confirmed, count(*), sum(f.usd) FROM (
  SELECT *, row_number() OVER (PARTITION BY ruling_id, kind ORDER BY known DESC, tellers DESC, usd DESC) AS place FROM (
    SELECT ruling_id, kind, usd, max(article_id IS NULL) AS known, count(*) AS tellers FROM ruling_sums
    WHERE kind IN ('damages-awarded', 'fine') AND usd IS NOT NULL AND conversion_of = '' GROUP BY ruling_id, kind, currency, amount
  )
) f JOIN rulings r ON r.id = f.ruling_id
WHERE f.place = 1 AND r.decided_on <> '' AND r.outcome NOT IN
  ('affirmed', 'reversed', 'not-liable', 'dismissed', 'blocking-refused', 'referred', 'stayed', 'pending')
GROUP BY 1, 2, 3;

CREATE TABLE table_facets ( -- How many rows of a large table have each value of a column by which its page is narrowed.
  table_name TEXT NOT NULL, -- The table
  column_name TEXT NOT NULL, -- Its column
  value TEXT NOT NULL, -- The value
  number INTEGER NOT NULL, -- Rows that have it
  PRIMARY KEY (table_name, column_name, value)
) WITHOUT ROWID;
INSERT INTO table_facets SELECT 'articles', 'source_id', source_id, count(*) FROM articles GROUP BY source_id
UNION ALL SELECT 'articles', 'language', language, count(*) FROM articles GROUP BY language
UNION ALL SELECT 'articles', 'month', month, count(*) FROM articles GROUP BY month;
