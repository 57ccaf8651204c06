"""A large corpus: a block of articles written as a crawl writes them, and copies of their rows in later times.

The block goes through the normal write path, stories, quotations and rulings included. A copy of a row has other
numbers, names and times, all moved alike, so that every table of a copy fits together as those of the block do.
The newest articles go through the normal path again, into the large file.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from benchmarks.desk.articles import Newsroom
from db.articles import write_intent
from db.corpus import open_corpus, write_sources, write_vocabulary
from db.times import to_text
from pipelines.identify import ID_BITS, article_id, content_hash, permalink
from pipelines.rules import Rules
from pipelines.steps import Desk
from rulingwire.edits import Edit, EditChange
from rulingwire.models import TaggedArticle
from rulingwire.plans import Decision, Intent, Verdict
from rulingwire.settings import ROOT
from rulingwire.sources import load_sources

BEGIN = datetime(2014, 1, 1, tzinfo=UTC)
BLOCK = 5_000  # articles
SPAN = timedelta(days=20)  # of a block: 250 articles a day
NEWEST = 1_000  # articles that are written into the large file, or one of a hundred where that is more
EDITED = 30  # every so many articles are changed after publication

# Columns that hold the number of an article, and those that hold a name which only one thing has.
NUMBERS = (
    *("article_id", "story_id", "other_id", "from_id", "newest_id", "nearest_id", "began_id"),
    *("gone_id", "kept_id", "by_id", "one_id", "two_id"),
)
NAMES = (
    *(("articles", "permalink"), ("rulings", "id")),
    *(("articles", "url"), ("sightings", "url"), ("sightings", "guid"), ("aliases", "key"), ("decision_papers", "url")),
    *(("article_links", "url"), ("article_links", "key"), ("article_case_numbers", "number")),
    *(("ruling_numbers", "number"), ("decision_numbers", "number")),
)
REBUILD = "INSERT INTO article_search(article_search) VALUES ('rebuild')"
# A case number is the key of its evidence and a value that reports claim.
CASE_KEYS = {("evidence", "key"): "kind = 'case'", ("ruling_claims", "value"): "field = 'case number'"}


def build(folder: Path, articles: int, rules: Rules) -> float:
    """Write a corpus of about so many articles; gives the milliseconds an article of the newest took."""
    block = min(BLOCK, articles // 3)
    number = max(min(NEWEST, block), articles // 100)
    copies = max(0, (articles - number) // block - 1)
    desk = new_desk(folder / "rulings.db", rules)
    newsroom = Newsroom(rules, [source.id for source in load_sources(ROOT / "feeds.yml")])
    write(desk, newsroom.articles(block, BEGIN, SPAN))
    desk.form_stories()
    multiply(desk.db, copies)
    write_visits(desk.db, articles // 5)
    newest = newsroom.articles(number, BEGIN + SPAN * (copies + 1), SPAN * number / BLOCK)
    begin = time.process_time()
    write(desk, newest)
    desk.form_stories()
    took = (time.process_time() - begin) / len(newest) * 1000
    desk.db.execute("PRAGMA optimize")
    desk.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    desk.db.close()
    return took


def new_desk(path: Path, rules: Rules) -> Desk:
    """A corpus that knows the sources and the names of the product."""
    db = open_corpus(path)
    write_sources(db, load_sources(ROOT / "feeds.yml"))
    write_vocabulary(
        db,
        ((p.id, p.name, p.kind, p.country) for p in rules.parties),
        ((c.id, c.name, c.jurisdiction, c.level, c.city) for c in rules.courts),
        ((land.code, land.name) for land in rules.jurisdictions),
    )
    return Desk(db, rules)


def write(desk: Desk, told: Iterable[TaggedArticle]) -> None:
    """Write articles as a reading of a source does, and the edits of some."""
    with desk.db.atomic():
        for place, one in enumerate(told):
            for intent in intents(one, edited=place % EDITED == 0):
                write_intent(desk.db, intent)


def intents(one: TaggedArticle, *, edited: bool) -> Iterator[Intent]:
    """What writes an article, and an edit of its title."""
    link = permalink(one.article.aliases)
    first = Intent(
        decision=Decision(verdict=Verdict.NEW, change="first", version=1, text_version=1),
        article_id=article_id(one.article.seen_at, link),
        permalink=link,
        content=content_hash(one.article.title, one.article.text, one.article.record),
        fingerprint=link * 2,
        tagged=one,
        said=one.article.record,
    )
    yield first
    if edited:
        decision = Decision(verdict=Verdict.VERSION, change="title", version=2, text_version=1)
        yield replace(first, decision=decision, edits=(edit(one),))


def edit(one: TaggedArticle) -> Edit:
    """A title that was changed a little."""
    title = one.article.title
    change = EditChange(field="title", kind="retitled", before=title.split()[0], after="Update", context_after=title)
    words = f"“{change.before}” became “{change.after}”"
    at = one.article.seen_at + timedelta(hours=1)
    return Edit(version=2, from_version=1, changed_at=at, kinds=("retitled",), changes=(change,), words=words)


def multiply(db: Database, copies: int) -> None:
    """Copy all that hangs on an article so many times, each copy one span later."""
    tables = list(copied(db))
    marks = ", ".join("?" * len(tables))
    indexes = f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql <> '' AND tbl_name IN ({marks})"
    made = db.execute(indexes, tables).fetchall()
    db.execute("PRAGMA cache_size = -400000")
    for name, _ in made:
        db.execute(f"DROP INDEX {name}")
    for statement in (*(copying(db, table) for table in tables), *(sql for _, sql in made), REBUILD):
        with db.atomic():  # each by itself, or the log grows as large as the file
            db.execute(statement, {"copies": copies} if ":copies" in statement else None)


def copied(db: Database) -> Iterator[str]:
    """The tables that hang on articles; others hang on visits."""
    for table in db.table_names():
        names = {column.name for column in db.table(table).columns}
        if names & {"article_id", "ruling_id", "gone_id"} or table in ("articles", "rulings"):
            yield table


def copying(db: Database, table: str) -> str:
    """The statement that copies the rows of a table, but those of known cases, of which there is one each."""
    columns = [column.name for column in db.table(table).columns]  # without generated ones
    values = ", ".join(moved(table, column) for column in columns)
    ruling = "id" if table == "rulings" else "ruling_id" if "ruling_id" in columns else "'story-'"
    insert = "INSERT OR REPLACE" if table == "ruling_first_seen" else "INSERT"  # a trigger has written a row
    return f"""
        WITH RECURSIVE copy(n) AS (SELECT 1 WHERE :copies > 0 UNION ALL SELECT n + 1 FROM copy WHERE n < :copies)
        {insert} INTO {table} ({", ".join(columns)})
        SELECT {values} FROM copy CROSS JOIN (
          SELECT * FROM {table} WHERE {ruling} LIKE 'story-%' AND {ruling} NOT LIKE 'story-%-%'  -- no copies of copies
        )
    """


def moved(table: str, column: str) -> str:
    """The value of a column in copy n, as SQL."""
    seconds = int(SPAN.total_seconds())
    if column in NUMBERS or (table, column) == ("articles", "id"):
        return f"{column} + n * {seconds << ID_BITS}"
    if (table, column) in NAMES or column == "ruling_id":
        return f"{column} || '-' || n"
    if column == "case_id":
        return f"iif({column} LIKE 'story-%', {column} || '-' || n, {column})"
    if column.endswith("_at"):
        return f"coalesce(strftime('%Y-%m-%dT%H:%M:%SZ', {column}, (n * {seconds}) || ' seconds'), {column})"
    if column in ("decided_on", "filed_on"):
        return f"coalesce(date({column}, (n * {seconds}) || ' seconds'), {column})"
    if (table, column) in CASE_KEYS:
        return f"iif({CASE_KEYS[table, column]}, {column} || '-' || n, {column})"
    return f"[{column}]"


def write_visits(db: Database, count: int) -> None:
    """Visits to the sources, as a crawl records them, and what is remembered of each source."""
    with db.atomic():
        db.execute("INSERT INTO runs (command, started_at) VALUES ('crawl', ?)", [to_text(BEGIN)])
        db.execute(
            "INSERT INTO fetches (run_id, source_id, purpose, url, fetched_at, status, outcome, size, items)"
            " WITH RECURSIVE visit(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM visit WHERE n < ?)"
            " SELECT 1, s.id, 'visit', s.url, strftime('%Y-%m-%dT%H:%M:%SZ', ?, (n * 1500) || ' seconds'), 200,"
            " CASE WHEN n % 10 THEN 'unchanged' ELSE 'read' END, 40000, 20"
            " FROM visit JOIN (SELECT *, row_number() OVER () AS place FROM sources) s ON s.place = 1 + n % 100",
            [count, to_text(BEGIN)],
        )
        db.execute(
            "INSERT INTO source_states (source_id, last_visit_at, last_success_at, last_new_at, last_outcome)"
            " SELECT source_id, max(fetched_at), max(fetched_at), max(fetched_at), 'read' FROM fetches GROUP BY 1"
        )
