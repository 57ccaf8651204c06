"""The tables of rulings, as SQL; how comments are written stands in `db.first_schema`."""

RULINGS = """
CREATE TABLE rulings ( -- Decisions, orders, settlements and filings, one row each.
  id TEXT PRIMARY KEY, -- Short name; that of a candidate begins with story-
  name TEXT NOT NULL, -- Name as readers know it
  confirmed INTEGER NOT NULL, -- 1: a known case with sources; 0: a candidate read from articles, unchecked
  case_id TEXT NOT NULL, -- The first decision of the same case that is known
  jurisdiction TEXT NOT NULL REFERENCES jurisdictions(code), -- Jurisdiction
  court_id TEXT REFERENCES courts(id), -- Court; empty: an authority, or not known
  decided_on TEXT NOT NULL, -- Day, month or year of the decision; empty: not known
  filed_on TEXT NOT NULL, -- The same of the filing
  stage TEXT NOT NULL, -- first-instance, interim, appeal, supreme, administrative-order, filed or settled
  outcome TEXT NOT NULL, -- How it ended; empty: not known
  subject TEXT NOT NULL, -- What it is about, in words with commas between
  says TEXT NOT NULL, -- One line about it
  appeals_from TEXT NOT NULL, -- Ruling that it reviews; empty: none that we know
  articles INTEGER NOT NULL, -- Articles that are about it before all
  stories INTEGER NOT NULL, -- Stories these stand in
  newest_id INTEGER, -- The last of them
  rules_version TEXT NOT NULL -- Rules that made the row
) WITHOUT ROWID;
CREATE INDEX rulings_case ON rulings(case_id);
CREATE INDEX rulings_court ON rulings(court_id, decided_on);
CREATE INDEX rulings_jurisdiction ON rulings(jurisdiction, decided_on);
CREATE INDEX rulings_decided ON rulings(decided_on);
CREATE TABLE ruling_articles ( -- Which ruling an article is about, and how we know.
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The article
  ruling_id TEXT NOT NULL, -- The ruling
  is_primary INTEGER NOT NULL, -- 1: it is about this one before all; 0: it looks back at it
  how TEXT NOT NULL, -- number, parties (with court and day), story (as the others of its story), correction
  certainty TEXT NOT NULL, -- certain, likely, or candidate
  words TEXT NOT NULL, -- The words that say so, with dots between
  PRIMARY KEY (article_id, ruling_id)
) WITHOUT ROWID;
CREATE INDEX ruling_articles_ruling ON ruling_articles(ruling_id, is_primary, article_id);
CREATE TABLE ruling_parties ( -- Parties of a ruling.
  ruling_id TEXT NOT NULL REFERENCES rulings(id), -- The ruling
  position INTEGER NOT NULL, -- 1, 2, 3 ...
  role TEXT NOT NULL, -- Role
  party_id TEXT REFERENCES parties(id), -- The party; empty: none that we know
  name TEXT NOT NULL, -- Name, where we do not know it
  PRIMARY KEY (ruling_id, position)
) WITHOUT ROWID;
CREATE INDEX ruling_parties_party ON ruling_parties(party_id);
CREATE TABLE ruling_numbers ( -- Docket numbers and citations of a ruling.
  ruling_id TEXT NOT NULL REFERENCES rulings(id), -- The ruling
  kind TEXT NOT NULL, -- docket, ecli, celex or neutral
  number TEXT NOT NULL, -- The number
  PRIMARY KEY (ruling_id, kind, number)
) WITHOUT ROWID;
CREATE INDEX ruling_numbers_number ON ruling_numbers(number);
CREATE TABLE ruling_sources ( -- Addresses that tell the facts of a known case.
  ruling_id TEXT NOT NULL REFERENCES rulings(id), -- The ruling
  url TEXT NOT NULL, -- Address
  PRIMARY KEY (ruling_id, url)
) WITHOUT ROWID;
CREATE TABLE ruling_claims ( -- What each article that is about a ruling before all says of it.
  ruling_id TEXT NOT NULL REFERENCES rulings(id), -- The ruling
  field TEXT NOT NULL, -- court, jurisdiction, outcome, event, party, case number, decided, filed, step, works ...
  value TEXT NOT NULL, -- What it says
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The article
  quote TEXT NOT NULL, -- In which words
  rule TEXT NOT NULL, -- Rule that read them
  PRIMARY KEY (ruling_id, field, value, article_id)
) WITHOUT ROWID;
CREATE TABLE ruling_sums ( -- Sums of money as told of a ruling; those that differ stand side by side.
  ruling_id TEXT NOT NULL REFERENCES rulings(id), -- The ruling
  position INTEGER NOT NULL, -- 1, 2, 3 ...
  kind TEXT NOT NULL, -- damages-awarded, damages-claimed, fine ...
  currency TEXT NOT NULL, -- ISO 4217
  amount REAL NOT NULL, -- Amount
  usd REAL, -- Roughly in US dollars, at the mean rate of a year; empty: no rate at hand
  usd_year INTEGER, -- The year of the rate
  printed TEXT NOT NULL, -- As printed; empty: a fact of the known case
  article_id INTEGER REFERENCES articles(id), -- Who says so; empty: the sources of the known case
  quote TEXT NOT NULL, -- In which words
  rule TEXT NOT NULL, -- Rule that read them
  conversion_of TEXT NOT NULL, -- Sum it gives in another currency, as the article says
  PRIMARY KEY (ruling_id, position)
) WITHOUT ROWID;
CREATE INDEX ruling_sums_kind ON ruling_sums(kind, usd);
DELETE FROM story_members;
"""
