"""Tables of later releases, as SQL; `db.migrations` applies them in the order in which they were made.

How comments are written stands in `db.first_schema`.
"""

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
  list TEXT NOT NULL, -- role, side, event, outcome, sum, count, date or step
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

EDITS = """
CREATE TABLE edits ( -- What publishers changed in their articles after we first read them.
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The article
  version INTEGER NOT NULL, -- Version that the edit made; 0: none, the page is gone
  from_version INTEGER NOT NULL, -- Version before it in time
  kind TEXT NOT NULL, -- Strongest: taken-down, substantive, correction, removed, added, retitled, reworded, cosmetic
  kinds TEXT NOT NULL, -- All its kinds, the strongest first
  changed_at TEXT NOT NULL, -- When we first saw it
  words TEXT NOT NULL, -- About it, on one line
  more INTEGER NOT NULL, -- Further changes that are not listed in edit_changes
  PRIMARY KEY (article_id, version)
) WITHOUT ROWID;
CREATE INDEX edits_changed ON edits(changed_at);
CREATE TABLE edit_changes ( -- Each change of an edit, quoted.
  article_id INTEGER NOT NULL, -- The article
  version INTEGER NOT NULL, -- Version that the edit made
  position INTEGER NOT NULL, -- 1, 2, 3 ... in the order of reading
  field TEXT NOT NULL, -- title, text, or tag: a fact of the case that its words now tell otherwise
  tag TEXT NOT NULL, -- Of a tag: party, court, case, amount, date or outcome
  kind TEXT NOT NULL, -- Kind of this change
  before TEXT NOT NULL, -- Words that stood there, or key of the tag; empty: nothing stood there
  after TEXT NOT NULL, -- Words that stand there now, or key of the tag; empty: nothing does
  context_before TEXT NOT NULL, -- Words in front of the change; of a tag: those that proved the one before
  context_after TEXT NOT NULL, -- Words behind the change; of a tag: those that prove the one after
  PRIMARY KEY (article_id, version, position),
  FOREIGN KEY (article_id, version) REFERENCES edits(article_id, version)
) WITHOUT ROWID;
"""

STEPS = """
CREATE TABLE article_steps ( -- What comes next in the case, as the words of an article tell.
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The article
  step TEXT NOT NULL, -- appeal-announced, appeal-filed, appeal-open, final or hearing-set
  party_id TEXT NOT NULL, -- Party that appeals; empty: the words do not say, or it is no step of a party
  printed TEXT NOT NULL, -- The words that tell it, as printed where first told
  PRIMARY KEY (article_id, step, party_id)
) WITHOUT ROWID;
CREATE INDEX article_steps_step ON article_steps(step);
"""
