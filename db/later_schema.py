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
  list TEXT NOT NULL, -- role, side, event, outcome, sum, count, date, step or subject
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

SUBJECTS = """
CREATE TABLE article_subjects ( -- What the case of an article is about.
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The article
  subject TEXT NOT NULL, -- cdn, dns, iptv, music ...: a word of the list `subject` in vocabulary
  PRIMARY KEY (article_id, subject)
) WITHOUT ROWID;
CREATE INDEX article_subjects_subject ON article_subjects(subject, article_id);
"""

BUDGETS = """
ALTER TABLE sources ADD COLUMN per_minute INTEGER NOT NULL DEFAULT 0 /* Requests its host allows; 0: no such limit */;
ALTER TABLE sources ADD COLUMN per_hour INTEGER NOT NULL DEFAULT 0 /* ... in an hour */;
ALTER TABLE sources ADD COLUMN per_day INTEGER NOT NULL DEFAULT 0 /* ... in a day */;
ALTER TABLE sources ADD COLUMN per_day_with_key INTEGER NOT NULL DEFAULT 0 /* ... in a day with a key; 0: the same */;
"""

AMOUNTS = """
CREATE INDEX article_amounts_amount ON article_amounts(currency, amount);
"""

FACETS = """
DROP VIEW article_search_content;
CREATE VIEW article_search_content AS -- What the full-text index holds.
SELECT a.id AS id, a.title AS title, coalesce(t.text, '') AS text,
  'src' || replace(a.source_id, '-', '') || ' lang' || a.language || ' ym' || replace(a.month, '-', '')
  || ' y' || substr(a.month, 1, 4) || CASE a.relevant WHEN 0 THEN ' irrelevant' ELSE '' END
  || CASE a.event WHEN '' THEN '' ELSE ' e' || a.event END
  || CASE a.outcome WHEN '' THEN '' ELSE ' o' || replace(a.outcome, '-', '') END
  || coalesce((SELECT group_concat(' p' || replace(party_id, '-', ''), '')
               FROM article_parties p WHERE p.article_id = a.id), '')
  || coalesce((SELECT group_concat(DISTINCT ' r' || replace(role, '-', ''))
               FROM article_parties p WHERE p.article_id = a.id AND role <> 'mentioned'), '')
  || coalesce((SELECT group_concat(' r' || replace(role, '-', '') || '0' || replace(party_id, '-', ''), '')
               FROM article_parties p WHERE p.article_id = a.id AND role <> 'mentioned'), '')
  || coalesce((SELECT group_concat(' j' || jurisdiction, '')
               FROM article_jurisdictions j WHERE j.article_id = a.id), '')
  || coalesce((SELECT group_concat(' c' || replace(court_id, '-', ''), '')
               FROM article_courts c WHERE c.article_id = a.id), '')
  || coalesce((SELECT group_concat(' s' || replace(subject, '-', ''), '')
               FROM article_subjects s WHERE s.article_id = a.id), '')
  AS tags
FROM articles a LEFT JOIN article_texts t ON t.article_id = a.id AND t.version = a.text_version;
INSERT INTO article_search(article_search) VALUES ('rebuild');
"""

ALERTS = """
CREATE TABLE ruling_first_seen ( -- When each ruling was first written; outlives its row, which is often written anew.
  ruling_id TEXT PRIMARY KEY, -- The ruling; it may be gone
  first_seen_at TEXT NOT NULL, -- When it was first written
  decided_on TEXT NOT NULL -- Day of the decision, as known then; orders those that came at the same time
) WITHOUT ROWID;
CREATE INDEX ruling_first_seen_at ON ruling_first_seen(first_seen_at, decided_on);
INSERT INTO ruling_first_seen SELECT id, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), decided_on FROM rulings;
CREATE TRIGGER ruling_seen AFTER INSERT ON rulings BEGIN
  INSERT OR IGNORE INTO ruling_first_seen
    VALUES (new.id, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), new.decided_on); END;
CREATE INDEX articles_first_seen ON articles(first_seen_at);
CREATE TABLE alert_states ( -- How far each alert of alerts.yml has told what is new, and whether its target takes it.
  alert TEXT PRIMARY KEY, -- Name of the alert
  asks TEXT NOT NULL, -- Its question; an alert that asks another one begins anew
  told_until TEXT NOT NULL, -- The target has all that was seen until then, or what came before does not count
  failures INTEGER NOT NULL, -- Attempts in a row that the target did not take
  failing_since TEXT, -- When the present run of failures began
  why TEXT NOT NULL -- The words behind the last failure
) WITHOUT ROWID;
CREATE TABLE alert_told ( -- What an alert has told, or found when it began, so that nothing is told twice.
  alert TEXT NOT NULL, -- Name of the alert
  key TEXT NOT NULL, -- Lasting name of the entry
  last_found_at TEXT NOT NULL, -- When the alert last found it
  PRIMARY KEY (alert, key)
) WITHOUT ROWID;
"""
