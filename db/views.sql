-- Summaries and views of the published file. Written anew at each publishing, so they cannot drift.
-- They count articles that are about a ruling we track (relevant = 1).

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
SELECT t.party_id, count(*), count(DISTINCT a.story_id),
  min(coalesce(a.published_at, a.first_seen_at)), max(coalesce(a.published_at, a.first_seen_at))
FROM article_parties t JOIN articles a ON a.id = t.article_id WHERE a.relevant GROUP BY t.party_id;

CREATE TABLE party_months ( -- Each party's articles by month.
  party_id TEXT NOT NULL REFERENCES parties(id), -- The party
  month TEXT NOT NULL, -- The month
  articles INTEGER NOT NULL, -- Articles that name it
  stories INTEGER NOT NULL, -- Stories that name it
  PRIMARY KEY (party_id, month)
) WITHOUT ROWID;
INSERT INTO party_months
SELECT t.party_id, a.month, count(*), count(DISTINCT a.story_id)
FROM article_parties t JOIN articles a ON a.id = t.article_id WHERE a.relevant GROUP BY t.party_id, a.month;

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
JOIN articles a ON a.id = t.article_id WHERE a.relevant GROUP BY t.party_id, j.jurisdiction;

CREATE TABLE jurisdiction_stats ( -- How often and when each jurisdiction is in the news.
  jurisdiction TEXT PRIMARY KEY REFERENCES jurisdictions(code), -- The jurisdiction
  articles INTEGER NOT NULL, -- Articles in which its courts act
  stories INTEGER NOT NULL, -- Stories in which they act
  first_at TEXT, -- First of them
  last_at TEXT -- Newest of them
) WITHOUT ROWID;
INSERT INTO jurisdiction_stats
SELECT t.jurisdiction, count(*), count(DISTINCT a.story_id),
  min(coalesce(a.published_at, a.first_seen_at)), max(coalesce(a.published_at, a.first_seen_at))
FROM article_jurisdictions t JOIN articles a ON a.id = t.article_id WHERE a.relevant GROUP BY t.jurisdiction;

CREATE TABLE court_stats ( -- How often and when each court is in the news.
  court_id TEXT PRIMARY KEY REFERENCES courts(id), -- The court
  articles INTEGER NOT NULL, -- Articles that name it
  stories INTEGER NOT NULL, -- Stories that name it
  first_at TEXT, -- First of them
  last_at TEXT -- Newest of them
) WITHOUT ROWID;
INSERT INTO court_stats
SELECT t.court_id, count(*), count(DISTINCT a.story_id),
  min(coalesce(a.published_at, a.first_seen_at)), max(coalesce(a.published_at, a.first_seen_at))
FROM article_courts t JOIN articles a ON a.id = t.article_id WHERE a.relevant GROUP BY t.court_id;

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
