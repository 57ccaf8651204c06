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


@migrations()
def first_schema(db: Database) -> None:
    """The schema of the first release."""
    for script in FIRST_SCHEMA:
        _run(db, script)


@migrations()
def verdicts(db: Database) -> None:
    """Events, outcomes, sides, kinds of sums, case numbers, counts and dates."""
    _run(db, VERDICTS)


def _run(db: Database, script: str) -> None:
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)
