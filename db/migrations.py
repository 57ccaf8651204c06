"""The migrations of the schema, which sqlite-utils records and applies once each.

A column that is added later carries its comment in the statement too, as those of `db.first_schema` do.
"""

from sqlite_utils import Database, Migrations

from db.corrections import SCHEMA
from db.desk_schema import PARTY_NAMES, REGIONS, RULING_SUBJECTS, TALLIES
from db.first_schema import FIRST_SCHEMA
from db.later_schema import ALERTS, AMOUNTS, BUDGETS, EDITS, FACETS, STEPS, SUBJECTS, VERDICTS
from db.prints import SCHEMA as PRINTS
from db.ruling_schema import RULINGS

migrations = Migrations("rulingwire")

PAGE_SIZE = 8192

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
  how TEXT NOT NULL, -- first (it begins the story), quotes, quoted (by another report), alike, said (by a person)
  likeness REAL NOT NULL, -- With the story, from 0 to 1
  nearest_id INTEGER REFERENCES articles(id) -- The report it quotes, is quoted by, or is most like
);
"""

PLACES = """
ALTER TABLE story_members ADD COLUMN began_id INTEGER /* Report that began the story it was put into */;
ALTER TABLE story_members ADD COLUMN why TEXT NOT NULL DEFAULT '' /* Of alike: the signs that spoke for it most */;
CREATE TABLE story_merges ( -- Stories that turned out to be one.
  gone_id INTEGER PRIMARY KEY REFERENCES articles(id), -- Report that began the story that is no more
  kept_id INTEGER NOT NULL REFERENCES articles(id), -- Report that began the one that it went into
  by_id INTEGER NOT NULL REFERENCES articles(id), -- Report that showed it
  likeness REAL NOT NULL, -- Of the two stories, from 0 to 1
  one_id INTEGER NOT NULL REFERENCES articles(id), -- The report of the one story
  two_id INTEGER NOT NULL REFERENCES articles(id) -- ... and of the other that are most alike
);
CREATE INDEX story_merges_by ON story_merges(by_id);
DELETE FROM story_members;
"""

DERIVATIONS = """
CREATE TABLE credits ( -- Outlets that an article names as where it has its story from, held by us or not.
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The article
  outlet TEXT NOT NULL, -- Name of the outlet
  rule TEXT NOT NULL, -- Rule that read it, an id of pipelines/rules/credits.yml
  quote TEXT NOT NULL, -- The words that say it
  PRIMARY KEY (article_id, outlet)
) WITHOUT ROWID;
CREATE INDEX credits_outlet ON credits(outlet);
CREATE TABLE shared_passages ( -- Words in a row that two articles of different sites share, whatever that means.
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The later article
  other_id INTEGER NOT NULL REFERENCES articles(id), -- The earlier article
  shingles INTEGER NOT NULL, -- Runs of 8 words (16 characters where a script sets no blanks) that both hold
  words INTEGER NOT NULL, -- Words (or characters) of the longest passage
  passage TEXT NOT NULL, -- The longest passage as the later article prints it, or its beginning
  quoted_here INTEGER NOT NULL, -- 1: it stands in quotation marks in the later article
  quoted_there INTEGER NOT NULL, -- 1: it does in the earlier one
  is_common INTEGER NOT NULL, -- 1: both have it from a common source, such as a press release or a court
  PRIMARY KEY (article_id, other_id)
) WITHOUT ROWID;
CREATE INDEX shared_passages_other ON shared_passages(other_id);
CREATE TABLE derivations ( -- Who quotes whom.
  article_id INTEGER NOT NULL REFERENCES articles(id), -- The article that quotes
  from_id INTEGER NOT NULL REFERENCES articles(id), -- The article it quotes
  how TEXT NOT NULL, -- link (it links it), cue (it names its outlet), words (it holds its words)
  shingles INTEGER NOT NULL, -- Runs of 8 words that both hold; 0: none
  words INTEGER NOT NULL, -- Words of the longest passage that both hold; 0: none
  passage TEXT NOT NULL, -- That passage, else the words that name the outlet; empty: a link alone says it
  rule TEXT NOT NULL, -- Rule that says it
  PRIMARY KEY (article_id, from_id)
) WITHOUT ROWID;
CREATE INDEX derivations_from ON derivations(from_id);
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


@migrations()
def places(db: Database) -> None:
    """Where each article was put, and which stories were merged."""
    _run(db, PLACES)


@migrations()
def rulings(db: Database) -> None:
    """Rulings, what each article says of them, and their sums."""
    _run(db, RULINGS)


@migrations()
def corrections(db: Database) -> None:
    """What people say against the rules."""
    _run(db, SCHEMA)


@migrations()
def derivations(db: Database) -> None:
    """Who quotes whom; every article waits, so that the next run compares all."""
    _run(db, DERIVATIONS)
    db.execute("DELETE FROM story_members")


@migrations()
def edits(db: Database) -> None:
    """What publishers changed after publication."""
    _run(db, EDITS)


@migrations()
def steps(db: Database) -> None:
    """What comes next: appeals, hearings, the end."""
    _run(db, STEPS)


@migrations()
def subjects(db: Database) -> None:
    """What cases are about."""
    _run(db, SUBJECTS)


@migrations()
def budgets(db: Database) -> None:
    """How many requests the host of each source allows, as feeds.yml says."""
    _run(db, BUDGETS)


@migrations()
def facets(db: Database) -> None:
    """Tokens of years and roles in the full-text index, and of what is not relevant, so that it counts facets."""
    _run(db, FACETS)


@migrations()
def desk(db: Database) -> None:
    """Names of parties, subjects of rulings, and what is counted of parties, courts, jurisdictions and subjects."""
    for script in (PARTY_NAMES, RULING_SUBJECTS, TALLIES):
        _run(db, script)


@migrations()
def alerts(db: Database) -> None:
    """When rulings were first seen, and what alerts have told."""
    _run(db, ALERTS)


@migrations()
def amounts(db: Database) -> None:
    """Sums in the order of their size, so that the biggest are found without reading all."""
    _run(db, AMOUNTS)


@migrations()
def prints(db: Database) -> None:
    """What forming stories keeps of the latest reports; every article waits, so that the next run keeps theirs."""
    _run(db, PRINTS)
    db.execute("DELETE FROM story_members")


@migrations()
def regions(db: Database) -> None:
    """Where the jurisdictions lie."""
    _run(db, REGIONS)


@migrations()
def prints_with_themes(db: Database) -> None:
    """Prints hold what reports speak of; those without are let go, so that the next run reads the texts again."""
    db.execute("DELETE FROM prints")


def _run(db: Database, script: str) -> None:
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)
