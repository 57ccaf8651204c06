"""The schema of the first release, as SQL.

Every table and column carries its comment in the statement that makes it. SQLite keeps that text, so
the data dictionary and Datasette's explanations are read from the file itself (`db.dictionary`).

A table WITHOUT ROWID leads with the columns of its key: in any other order SQLite 3.40's integrity check
reports NULLs that are not there. The shape follows measurements at a million articles: text outside the
list table, time-ordered ids, join tables led by the article, a full-text index with a column of tag tokens.
"""

SOURCES = """
CREATE TABLE sources ( -- Where articles come from, as feeds.yml says.
  id TEXT PRIMARY KEY, -- Short name of the source
  title TEXT NOT NULL, -- Name as readers know it
  url TEXT NOT NULL, -- Address that is read
  kind TEXT NOT NULL, -- "feed", or the spider that knows the site
  language TEXT, -- Language it writes in (BCP 47); empty: several
  jurisdiction TEXT, -- Country or union it is about, where fixed
  keep TEXT NOT NULL, -- "all" articles, or the "relevant" ones
  may_publish_text INTEGER NOT NULL, -- 1: the licence lets us publish its text
  known_from TEXT NOT NULL, -- How we know its format: capture, documentation or unverified
  note TEXT NOT NULL, -- Remarks
  active INTEGER NOT NULL -- 0: not asked any more
);
CREATE TABLE source_states ( -- What is remembered of a source between visits.
  source_id TEXT PRIMARY KEY REFERENCES sources(id), -- The source
  etag TEXT NOT NULL DEFAULT '', -- Validator to send back, kept only after a good reading
  last_modified TEXT NOT NULL DEFAULT '', -- Validator to send back, kept only after a good reading
  body_hash TEXT NOT NULL DEFAULT '', -- SHA-256 of the last document read
  last_visit_at TEXT, -- When it was last asked
  last_success_at TEXT, -- When it last answered as it should
  last_full_fetch_at TEXT, -- When it last sent a whole document
  last_new_at TEXT, -- When it last had a new article
  next_visit_at TEXT, -- When it is due again
  interval_seconds INTEGER, -- The rhythm learnt so far
  last_outcome TEXT NOT NULL DEFAULT '', -- How the last visit ended
  last_why TEXT NOT NULL DEFAULT '', -- The words behind that
  failures INTEGER NOT NULL DEFAULT 0, -- Failed visits in a row
  failing_since TEXT, -- When the present run of failures began
  gone_at TEXT, -- When it said it is gone for good (410)
  moved_to TEXT NOT NULL DEFAULT '', -- Target of a permanent redirect
  moved_count INTEGER NOT NULL DEFAULT 0, -- Visits in a row that saw it
  moved_since TEXT -- When it was first seen
) WITHOUT ROWID;
CREATE TABLE hosts ( -- What a host asked of us.
  host TEXT PRIMARY KEY, -- Name and port of the host
  not_before TEXT, -- Not to be asked before
  why TEXT NOT NULL DEFAULT '', -- Its words
  robots TEXT NOT NULL DEFAULT '', -- Its robots.txt
  robots_status INTEGER NOT NULL DEFAULT 0, -- HTTP status of robots.txt; 0: no answer
  robots_at TEXT -- When robots.txt was fetched
) WITHOUT ROWID;
"""

RUNS = """
CREATE TABLE runs ( -- One row for each crawl, replay or rebuild.
  id INTEGER PRIMARY KEY, -- Number of the run
  command TEXT NOT NULL, -- crawl, replay, rebuild
  started_at TEXT NOT NULL, -- Begin
  ended_at TEXT, -- End; empty: it runs, or was killed
  visits INTEGER NOT NULL DEFAULT 0, -- Sources asked
  failing INTEGER NOT NULL DEFAULT 0, -- Sources that did not answer as they should
  articles INTEGER NOT NULL DEFAULT 0, -- New articles
  versions INTEGER NOT NULL DEFAULT 0, -- New versions of known articles
  exit_code INTEGER -- What the command returned
);
CREATE TABLE fetches ( -- One row for each response read, with its place in the archive.
  id INTEGER PRIMARY KEY, -- Number of the fetch
  run_id INTEGER REFERENCES runs(id), -- The run
  source_id TEXT REFERENCES sources(id), -- The source
  purpose TEXT NOT NULL, -- visit, page or backfill
  url TEXT NOT NULL, -- Address asked
  fetched_at TEXT NOT NULL, -- When
  status INTEGER NOT NULL, -- HTTP status; 0: no answer
  outcome TEXT NOT NULL, -- read, unchanged, empty, unreadable, refused, challenged, gone, failed, gap
  why TEXT NOT NULL DEFAULT '', -- The words behind the outcome
  size INTEGER NOT NULL DEFAULT 0, -- Bytes of the body
  body_hash TEXT NOT NULL DEFAULT '', -- SHA-256 of the body
  payload_digest TEXT NOT NULL DEFAULT '', -- Digest of the archived payload, as the archive writes it
  articles INTEGER NOT NULL DEFAULT 0, -- Articles that were new
  versions INTEGER NOT NULL DEFAULT 0, -- Versions that were new
  warc_file TEXT NOT NULL DEFAULT '', -- File in the archive folder
  warc_offset INTEGER NOT NULL DEFAULT 0 -- Byte where the record begins
);
CREATE UNIQUE INDEX fetches_once ON fetches(url, fetched_at, source_id, status, body_hash);
CREATE INDEX fetches_source ON fetches(source_id, fetched_at);
CREATE INDEX fetches_payload ON fetches(url, payload_digest, fetched_at) WHERE payload_digest <> '';
CREATE TABLE issues ( -- Everything unknown or refused, counted.
  id INTEGER PRIMARY KEY, -- Number of the issue
  source_id TEXT REFERENCES sources(id), -- The source
  kind TEXT NOT NULL, -- What kind of trouble
  words TEXT NOT NULL, -- The words or address it is about
  hint TEXT NOT NULL DEFAULT '', -- What to do
  first_at TEXT NOT NULL, -- First seen
  last_at TEXT NOT NULL, -- Last seen
  times INTEGER NOT NULL DEFAULT 1, -- How often
  fetch_id INTEGER REFERENCES fetches(id) -- The fetch that showed it first
);
CREATE UNIQUE INDEX issues_once ON issues(source_id, kind, words);
"""

ARTICLES = """
CREATE TABLE articles ( -- One row for each article, however many sources showed it.
  id INTEGER PRIMARY KEY, -- Number, growing with time
  permalink TEXT NOT NULL UNIQUE, -- Lasting short name for citations
  story_id INTEGER NOT NULL, -- Article that begins the story; reports that quote it share it
  source_id TEXT NOT NULL REFERENCES sources(id), -- Source that showed it first
  title TEXT NOT NULL, -- Present title
  url TEXT NOT NULL, -- Canonical address
  byline TEXT NOT NULL, -- Author as printed
  language TEXT NOT NULL, -- Language (BCP 47); und: unknown
  published_at TEXT, -- When the source says it was published
  updated_at TEXT, -- When the source says it was changed
  first_seen_at TEXT NOT NULL, -- When we first saw it
  last_read_at TEXT NOT NULL, -- Time of the newest reading that changed this row
  version INTEGER NOT NULL DEFAULT 1, -- Number of the present version
  text_version INTEGER NOT NULL DEFAULT 1, -- Version that holds the present text
  complete INTEGER NOT NULL, -- 1: we hold the whole article, 0: a teaser
  relevant INTEGER NOT NULL, -- 1: about a ruling we track
  relevance REAL NOT NULL, -- Score behind that
  rules_version TEXT NOT NULL DEFAULT '', -- Version of the rules that tagged it
  month TEXT GENERATED ALWAYS AS (substr(coalesce(published_at, first_seen_at), 1, 7)) VIRTUAL -- Month of publication
);
CREATE INDEX articles_source ON articles(source_id, published_at);
CREATE INDEX articles_language ON articles(language, published_at);
CREATE INDEX articles_month ON articles(month, source_id);
CREATE INDEX articles_story ON articles(story_id);
CREATE INDEX articles_title ON articles(title);
CREATE TABLE article_versions ( -- Every version an article has had; none is lost.
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The article
  version INTEGER NOT NULL, -- 1, 2, 3 ...
  text_version INTEGER NOT NULL, -- Version that first held this text
  seen_at TEXT NOT NULL, -- When we first saw it
  form TEXT NOT NULL, -- Where it was read: feed or page
  change TEXT NOT NULL, -- first, title, text, title+text, fuller
  title TEXT NOT NULL, -- Title as cleaned
  byline TEXT NOT NULL, -- Author as printed
  updated_at TEXT, -- When the source says it was changed
  content_hash TEXT NOT NULL, -- Hash of title and text
  PRIMARY KEY (article_id, version)
) WITHOUT ROWID;
CREATE TABLE article_texts ( -- The text of each version, frozen: tags point into it.
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The article
  version INTEGER NOT NULL, -- The version
  text TEXT NOT NULL, -- Paragraphs separated by a blank line
  PRIMARY KEY (article_id, version)
);
CREATE TABLE sightings ( -- Which source showed which article, when.
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The article
  source_id TEXT NOT NULL REFERENCES sources(id), -- The source
  first_seen_at TEXT NOT NULL, -- First shown
  left_at TEXT, -- First reading that did not show it any more; empty: still there
  url TEXT NOT NULL, -- Address as printed there
  guid TEXT NOT NULL, -- Identifier as printed there
  fingerprint TEXT NOT NULL, -- Hash of the entry as sent
  PRIMARY KEY (article_id, source_id)
) WITHOUT ROWID;
CREATE INDEX sightings_source ON sightings(source_id, left_at);
CREATE TABLE aliases ( -- Every name an article answers to. Deleting a row undoes a recognition.
  key TEXT PRIMARY KEY, -- The name, led by its kind
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The article
  rung INTEGER NOT NULL, -- Rung of the identity ladder; lower is surer
  source_id TEXT NOT NULL, -- Source that gave it
  first_seen_at TEXT NOT NULL -- When
) WITHOUT ROWID;
CREATE INDEX aliases_article ON aliases(article_id);
CREATE TABLE suggestions ( -- Pairs that may be one article; nothing is merged by machine.
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The later article
  other_id INTEGER NOT NULL REFERENCES articles(id), -- The earlier article
  reason TEXT NOT NULL, -- Why we think so
  seen_at TEXT NOT NULL, -- When
  PRIMARY KEY (article_id, other_id)
) WITHOUT ROWID;
CREATE TABLE passed_over ( -- Entries of general feeds judged not relevant; kept so that they are judged once.
  key TEXT PRIMARY KEY, -- Surest name of the entry
  source_id TEXT NOT NULL REFERENCES sources(id), -- The source
  fingerprint TEXT NOT NULL, -- Hash of the entry as sent
  seen_at TEXT NOT NULL, -- When it was judged
  relevance REAL NOT NULL -- Its score
) WITHOUT ROWID;
CREATE TABLE article_links ( -- Links out of an article; via: the article it quotes.
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The article
  url TEXT NOT NULL, -- Canonical address
  role TEXT NOT NULL, -- via or link
  key TEXT NOT NULL, -- The address without scheme and www, as aliases write it
  PRIMARY KEY (article_id, url)
) WITHOUT ROWID;
CREATE INDEX article_links_via ON article_links(key) WHERE role = 'via';
CREATE TABLE article_facts ( -- What a site says of its article beyond the common fields.
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The article
  name TEXT NOT NULL, -- e.g. slashdot:department, slashdot:comments
  value TEXT NOT NULL, -- Present value
  PRIMARY KEY (article_id, name)
) WITHOUT ROWID;
CREATE TABLE pages ( -- Article pages that a cut feed made us want, and what became of them.
  url TEXT PRIMARY KEY, -- Address of the page
  source_id TEXT NOT NULL REFERENCES sources(id), -- The source
  article_id INTEGER REFERENCES articles(id), -- The article
  wanted_at TEXT NOT NULL, -- Since when
  state TEXT NOT NULL, -- wanted, read, gone (404, 410), blocked, failed, gap (not in the archive)
  tried_at TEXT, -- Last try; empty: we have not looked
  tries INTEGER NOT NULL DEFAULT 0, -- How often
  status INTEGER NOT NULL DEFAULT 0 -- Last HTTP status
) WITHOUT ROWID;
"""

TAGS = """
CREATE TABLE parties ( -- Companies, sites and bodies we recognise.
  id TEXT PRIMARY KEY, -- Short name
  name TEXT NOT NULL, -- Name
  kind TEXT NOT NULL, -- cdn, isp, rightsholder, pirate-site ...
  country TEXT NOT NULL DEFAULT '' -- Where it is at home
) WITHOUT ROWID;
CREATE TABLE courts ( -- Courts and authorities we recognise.
  id TEXT PRIMARY KEY, -- Short name
  name TEXT NOT NULL, -- Name in English
  jurisdiction TEXT NOT NULL, -- Country or union
  level TEXT NOT NULL DEFAULT '', -- first instance, appeal, supreme ...
  city TEXT NOT NULL DEFAULT '' -- Seat
) WITHOUT ROWID;
CREATE TABLE jurisdictions ( -- Countries and unions whose courts we follow.
  code TEXT PRIMARY KEY, -- ISO 3166-1, or EU, ECHR, UPC, WIPO
  name TEXT NOT NULL -- Name in English
) WITHOUT ROWID;
CREATE TABLE article_parties ( -- Parties named in an article, with their role in it.
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The article
  party_id TEXT NOT NULL REFERENCES parties(id), -- The party
  role TEXT NOT NULL, -- Role; "mentioned" where the words do not say
  PRIMARY KEY (article_id, party_id)
) WITHOUT ROWID;
CREATE INDEX article_parties_party ON article_parties(party_id);
CREATE TABLE article_courts ( -- Courts named in an article.
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The article
  court_id TEXT NOT NULL REFERENCES courts(id), -- The court
  is_primary INTEGER NOT NULL, -- 1: the court the article is about
  PRIMARY KEY (article_id, court_id)
) WITHOUT ROWID;
CREATE INDEX article_courts_court ON article_courts(court_id);
CREATE TABLE article_jurisdictions ( -- Jurisdictions whose court or authority acts in an article.
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The article
  jurisdiction TEXT NOT NULL REFERENCES jurisdictions(code), -- The jurisdiction
  is_primary INTEGER NOT NULL, -- 1: the jurisdiction the article is about
  PRIMARY KEY (article_id, jurisdiction)
) WITHOUT ROWID;
CREATE INDEX article_jurisdictions_code ON article_jurisdictions(jurisdiction);
CREATE TABLE article_amounts ( -- Sums of money named in an article.
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The article
  currency TEXT NOT NULL, -- ISO 4217
  amount INTEGER NOT NULL, -- Whole units of the currency
  printed TEXT NOT NULL, -- As printed where first named
  PRIMARY KEY (article_id, currency, amount)
) WITHOUT ROWID;
CREATE TABLE evidence ( -- The words that prove a tag, and where they stand.
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The article
  kind TEXT NOT NULL, -- party, court, jurisdiction, amount, relevance
  key TEXT NOT NULL, -- What is claimed: id of the party, code ...
  field TEXT NOT NULL, -- title or text
  start INTEGER NOT NULL, -- First character, counted from 0
  rule TEXT NOT NULL, -- Rule that claimed it
  end INTEGER NOT NULL, -- Character after the last
  version INTEGER NOT NULL, -- Version of the article whose field it is
  quote TEXT NOT NULL, -- The words
  PRIMARY KEY (article_id, kind, key, field, start, rule)
) WITHOUT ROWID;
"""

SEARCH = """
CREATE VIEW article_search_content AS -- What the full-text index holds.
SELECT a.id AS id, a.title AS title, coalesce(t.text, '') AS text,
  'src' || replace(a.source_id, '-', '') || ' lang' || a.language || ' ym' || replace(a.month, '-', '')
  || coalesce((SELECT group_concat(' p' || replace(party_id, '-', ''), '')
               FROM article_parties p WHERE p.article_id = a.id), '')
  || coalesce((SELECT group_concat(' j' || jurisdiction, '')
               FROM article_jurisdictions j WHERE j.article_id = a.id), '')
  || coalesce((SELECT group_concat(' c' || replace(court_id, '-', ''), '')
               FROM article_courts c WHERE c.article_id = a.id), '')
  AS tags
FROM articles a LEFT JOIN article_texts t ON t.article_id = a.id AND t.version = a.text_version;
CREATE VIRTUAL TABLE article_search USING fts5(
  title, text, tags, content='article_search_content', content_rowid='id'
);
"""

FIRST_SCHEMA = (SOURCES, RUNS, ARTICLES, TAGS, SEARCH)
