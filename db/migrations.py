"""The migrations of the schema, which sqlite-utils records and applies once each.

A column that is added later carries its comment in the statement too, as those of `db.first_schema` do.
"""

from sqlite_utils import Database, Migrations

from db.first_schema import FIRST_SCHEMA

migrations = Migrations("rulingwire")

PAGE_SIZE = 8192

VERDICTS = """
ALTER TABLE articles ADD COLUMN event TEXT NOT NULL DEFAULT '' /* What happened: ruling, filing, settlement ... */;
ALTER TABLE articles ADD COLUMN outcome TEXT NOT NULL DEFAULT '' /* How it ended, as the news of the article */;
CREATE INDEX articles_outcome ON articles(outcome);
CREATE INDEX articles_event ON articles(event);
ALTER TABLE article_parties ADD COLUMN side TEXT NOT NULL DEFAULT '' /* won, lost, or empty where no words say it */;
ALTER TABLE article_amounts ADD COLUMN kind TEXT NOT NULL DEFAULT 'other' /* damages-awarded, fine, costs ... */;
ALTER TABLE article_amounts ADD COLUMN conversion_of TEXT NOT NULL DEFAULT '' /* Sum it gives in another currency */;
CREATE TABLE article_outcomes ( -- Everything the words say of the outcome of a case.
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The article
  outcome TEXT NOT NULL, -- The outcome
  is_primary INTEGER NOT NULL, -- 1: the news of the article
  PRIMARY KEY (article_id, outcome)
) WITHOUT ROWID;
CREATE INDEX article_outcomes_outcome ON article_outcomes(outcome);
CREATE TABLE article_case_numbers ( -- Docket numbers, file numbers and citations printed in an article or its links.
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The article
  number TEXT NOT NULL, -- In its normal form
  jurisdiction TEXT NOT NULL REFERENCES jurisdictions(code), -- Where courts number so
  court_id TEXT REFERENCES courts(id), -- Court that the number names, if it does
  printed TEXT NOT NULL, -- As printed where first named
  PRIMARY KEY (article_id, number)
) WITHOUT ROWID;
CREATE INDEX article_case_numbers_number ON article_case_numbers(number);
CREATE TABLE article_counts ( -- Numbers that measure a case: works infringed, visits, domains blocked.
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The article
  thing TEXT NOT NULL, -- What is counted
  number INTEGER NOT NULL, -- How many
  printed TEXT NOT NULL, -- As printed where first named
  PRIMARY KEY (article_id, thing, number)
) WITHOUT ROWID;
CREATE TABLE article_dates ( -- Days said in an article, worked out from the day it was published.
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The article
  kind TEXT NOT NULL, -- decided or filed
  day TEXT NOT NULL, -- The day
  printed TEXT NOT NULL, -- As printed where first named
  PRIMARY KEY (article_id, kind, day)
) WITHOUT ROWID;
CREATE TABLE vocabulary ( -- The words that tags use, and what they mean.
  list TEXT NOT NULL, -- role, side, event, outcome, sum, count or date
  word TEXT NOT NULL, -- The word
  meaning TEXT NOT NULL, -- What it means
  PRIMARY KEY (list, word)
) WITHOUT ROWID;
DROP VIEW article_search_content;
CREATE VIEW article_search_content AS -- What the full-text index holds.
SELECT a.id AS id, a.title AS title, coalesce(t.text, '') AS text,
  'src' || replace(a.source_id, '-', '') || ' lang' || a.language || ' ym' || replace(a.month, '-', '')
  || CASE a.event WHEN '' THEN '' ELSE ' e' || a.event END
  || CASE a.outcome WHEN '' THEN '' ELSE ' o' || replace(a.outcome, '-', '') END
  || coalesce((SELECT group_concat(' p' || replace(party_id, '-', ''), '')
               FROM article_parties p WHERE p.article_id = a.id), '')
  || coalesce((SELECT group_concat(' j' || jurisdiction, '')
               FROM article_jurisdictions j WHERE j.article_id = a.id), '')
  || coalesce((SELECT group_concat(' c' || replace(court_id, '-', ''), '')
               FROM article_courts c WHERE c.article_id = a.id), '')
  AS tags
FROM articles a LEFT JOIN article_texts t ON t.article_id = a.id AND t.version = a.text_version;
INSERT INTO article_search(article_search) VALUES ('rebuild');
"""

COURTS = """
CREATE TABLE article_records ( -- What lists and documents of court sites said of a decision; none is lost.
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The article
  version INTEGER NOT NULL, -- Version that it made
  form TEXT NOT NULL, -- Where it was read: feed (a list) or page (a document)
  record TEXT NOT NULL, -- The record as JSON
  PRIMARY KEY (article_id, version, form)
) WITHOUT ROWID;
CREATE TABLE decisions ( -- The court's own entry of a decision, order, filing or notice: one row for each such article.
  article_id INTEGER PRIMARY KEY REFERENCES articles(id), -- The article
  kind TEXT NOT NULL, -- decision, order, filing or notice
  court_id TEXT REFERENCES courts(id), -- The court; empty: none that we know
  court TEXT NOT NULL, -- The court as printed
  decided_on TEXT NOT NULL, -- Day it was decided, or filed; empty: not said
  published_at TEXT NOT NULL, -- When the court published it; empty: not said
  modified_at TEXT NOT NULL, -- When the court changed it; empty: not said
  type TEXT NOT NULL, -- Kind of decision as printed
  judges TEXT NOT NULL, -- Judges as printed
  summary TEXT NOT NULL, -- The court's own summary, holding or headnote
  watched TEXT NOT NULL -- Why it is kept whatever its words: a case that watch.yml names
);
CREATE INDEX decisions_court ON decisions(court_id, decided_on);
CREATE TABLE decision_numbers ( -- Docket numbers and citations of a decision, as printed.
  article_id INTEGER NOT NULL REFERENCES decisions(article_id), -- The decision
  kind TEXT NOT NULL, -- ecli, celex, neutral, order, citation or docket
  number TEXT NOT NULL, -- The number
  PRIMARY KEY (article_id, kind, number)
) WITHOUT ROWID;
CREATE INDEX decision_numbers_number ON decision_numbers(number);
CREATE TABLE decision_parties ( -- Parties of a decision, as the court prints them.
  article_id INTEGER NOT NULL REFERENCES decisions(article_id), -- The decision
  position INTEGER NOT NULL, -- 1, 2, 3 ... in the order printed
  name TEXT NOT NULL, -- Name as printed
  role TEXT NOT NULL, -- Role as printed; empty: not said
  party_id TEXT REFERENCES parties(id), -- The party; empty: none that we know
  PRIMARY KEY (article_id, position)
) WITHOUT ROWID;
CREATE INDEX decision_parties_party ON decision_parties(party_id);
CREATE TABLE decision_papers ( -- Documents behind a decision.
  article_id INTEGER NOT NULL REFERENCES decisions(article_id), -- The decision
  url TEXT NOT NULL, -- Address
  media_type TEXT NOT NULL, -- e.g. application/pdf; empty: unknown
  title TEXT NOT NULL, -- Title; empty: none
  PRIMARY KEY (article_id, url)
) WITHOUT ROWID;
CREATE TABLE gaps ( -- Days of a court site that we have not seen, and why: a bad week must not look like a quiet one.
  source_id TEXT NOT NULL REFERENCES sources(id), -- The source
  question TEXT NOT NULL, -- What was asked; empty: its one list
  first_day TEXT NOT NULL, -- First day not seen
  last_day TEXT NOT NULL, -- Last day not seen
  outcome TEXT NOT NULL, -- How the visit ended, or: ceiling (the site shows no more), unasked (we did not come)
  why TEXT NOT NULL, -- The words behind it
  opened_at TEXT NOT NULL, -- Since when
  PRIMARY KEY (source_id, question, first_day)
) WITHOUT ROWID;
CREATE TABLE requests ( -- Requests to hosts that allow us only so many; those of the last day.
  id INTEGER PRIMARY KEY, -- Number of the request
  host TEXT NOT NULL, -- The host
  sent_at TEXT NOT NULL -- When
);
CREATE INDEX requests_host ON requests(host, sent_at);
ALTER TABLE pages ADD COLUMN entry TEXT NOT NULL DEFAULT '' /* What a list said of a decision we passed over (JSON) */;
ALTER TABLE sources ADD COLUMN names TEXT NOT NULL DEFAULT 'all' /* Names of parties that may be published */;
ALTER TABLE fetches ADD COLUMN question TEXT NOT NULL DEFAULT '' /* Of a court site: what was asked */;
ALTER TABLE fetches ADD COLUMN items INTEGER NOT NULL DEFAULT 0 /* Entries in the document */;
"""

STORIES = """
CREATE TABLE story_members ( -- Why an article stands in its story. An article without a row waits for its place.
  article_id INTEGER PRIMARY KEY REFERENCES articles(id), -- The article
  how TEXT NOT NULL, -- first (it begins the story), quotes, quoted (by another report), alike
  likeness REAL NOT NULL, -- With the story, from 0 to 1
  nearest_id INTEGER REFERENCES articles(id) -- The report it quotes, is quoted by, or is most like
);
"""


@migrations()
def first_schema(db: Database) -> None:
    """The schema of the first release."""
    for script in FIRST_SCHEMA:
        _run(db, script)


@migrations()
def verdicts(db: Database) -> None:
    """Events, outcomes, sides, kinds of sums, case numbers, counts and dates."""
    _run(db, VERDICTS)


@migrations()
def courts(db: Database) -> None:
    """Decisions, gaps and request budgets of court sites."""
    _run(db, COURTS)


@migrations()
def stories(db: Database) -> None:
    """Why articles stand in one story."""
    _run(db, STORIES)


def _run(db: Database, script: str) -> None:
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)
