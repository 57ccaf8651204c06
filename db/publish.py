"""The published file: a copy of the working file without what is private, with summaries.

A snapshot is a folder, snapshots/20251119T090000Z/, so that the file in it has the same name each time
(the addresses people cite begin with it) and one rename makes it appear whole or not at all.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from db.manifest import count_rows, write_inspection, write_manifest
from db.migrations import PAGE_SIZE
from db.tables_csv import write_tables
from rulingwire.errors import CorpusError

NAME = "rulings"
EXPORTS = "exports"  # folder of whole tables as CSV
SERVING = "serving"  # file that names the snapshot a server stands on
LEAD_LENGTH = 280  # characters of a text we may not publish

VIEWS = Path(__file__).with_name("views.sql")

# The comment is written /* */ because SQLite cannot add a column that ends in a line comment.
PRIVATE = """
DROP TABLE hosts;
DROP TABLE article_records;
DROP TABLE prints;
DROP TABLE alert_states;
DROP TABLE alert_told;
ALTER TABLE pages DROP COLUMN entry;
ALTER TABLE source_states DROP COLUMN etag;
ALTER TABLE source_states DROP COLUMN last_modified;
ALTER TABLE source_states DROP COLUMN body_hash;
ALTER TABLE articles ADD COLUMN text_published INTEGER NOT NULL DEFAULT 1 /* 1: whole text, 0: its lead */;
UPDATE articles SET text_published = 0 WHERE id IN (
  SELECT article_id FROM sightings JOIN sources ON sources.id = source_id WHERE NOT may_publish_text
  UNION ALL
  SELECT articles.id FROM articles JOIN sources ON sources.id = source_id WHERE NOT may_publish_text
);
DELETE FROM article_texts WHERE (article_id, version) IN (
  SELECT t.article_id, t.version FROM article_texts t JOIN articles a ON a.id = t.article_id
  WHERE NOT a.text_published AND t.version <> a.text_version
);
UPDATE article_texts SET text = lead(text)
  WHERE article_id IN (SELECT id FROM articles WHERE NOT text_published);
UPDATE edits SET more = more + coalesce((
  SELECT max(0, count(*) - 5) FROM edit_changes c
  WHERE c.article_id = edits.article_id AND c.version = edits.version AND c.field = 'text'), 0)
  WHERE article_id IN (SELECT id FROM articles WHERE NOT text_published);
DELETE FROM edit_changes WHERE (article_id, version, position) IN (
  SELECT article_id, version, position FROM (
    SELECT *, row_number() OVER (PARTITION BY article_id, version ORDER BY position) AS place
    FROM edit_changes WHERE field = 'text'
  ) WHERE place > 5 AND article_id IN (SELECT id FROM articles WHERE NOT text_published)
);
UPDATE decisions SET summary = lead(summary)
  WHERE article_id IN (SELECT id FROM articles WHERE NOT text_published);
DELETE FROM decision_parties WHERE article_id IN (
  SELECT article_id FROM sightings JOIN sources ON sources.id = source_id WHERE names = 'none'
) OR party_id IS NULL AND article_id IN (
  SELECT article_id FROM sightings JOIN sources ON sources.id = source_id WHERE names <> 'all'
);
"""

SEARCH = """
INSERT INTO article_search(article_search) VALUES ('rebuild');
INSERT INTO article_search(article_search) VALUES ('optimize');
ANALYZE;
"""

STATE = """
SELECT (SELECT count(*) FROM runs), (SELECT max(ended_at) FROM runs),
  (SELECT max(last_visit_at) FROM source_states), count(*), max(last_read_at),
  min(rules_version), max(rules_version), (SELECT group_concat(id || applied || trouble) FROM corrections)
FROM articles
"""


def publish(working: Path, folder: Path, *, now: datetime, keep: int = 3, tables: bool = True) -> Path:
    """Write a new snapshot of the working file, its tables as CSV files too; return the path of its database.

    Keeps the newest `keep` snapshots (at least 1), and the one a server stands on. CorpusError where
    the working file is damaged or this second's snapshot exists. Never changes a snapshot that is there.
    """
    _check(working)
    target = folder / f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    if target.exists():
        raise CorpusError(f"{target}: this snapshot exists; publish again a second later")
    with _draft(folder, target.name) as draft:
        database = draft / f"{NAME}.db"
        _copy(working, database)
        _finish(database)
        _describe(database, now=now, tables=tables)
        draft.rename(target)
    _prune(folder, keep)
    return target / f"{NAME}.db"


def newest_snapshot(folder: Path) -> Path | None:
    """The database of the newest snapshot, None where nothing was published."""
    return max(folder.glob(f"[0-9]*Z/{NAME}.db"), default=None)


def is_stale(working: Path, snapshot: Path) -> bool:
    """Has the working file seen a run, a visit or other rules since the snapshot?"""
    return _state(working) != _state(snapshot)


def reshape(db: Database) -> None:
    """Take the private things out of a copy of the working file and add summaries and views."""
    db.conn.create_function("lead", 1, lead, deterministic=True)
    db.conn.executescript(PRIVATE)
    db.conn.executescript(VIEWS.read_text(encoding="utf-8"))


def lead(text: str) -> str:
    """The beginning of a text, at most LEAD_LENGTH characters, cut between words where it has spaces."""
    if len(text) <= LEAD_LENGTH:
        return text
    cut = text[:LEAD_LENGTH]
    end = max(cut.rfind(" "), cut.rfind("\n"))
    # Japanese and Chinese set no spaces: a far one is no end of a word
    return cut[: end if end > LEAD_LENGTH // 2 else LEAD_LENGTH - 1].rstrip() + "…"


@contextmanager
def _draft(folder: Path, name: str) -> Iterator[Path]:
    draft = folder / f".{name}.draft"
    draft.mkdir(parents=True)
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)  # after the rename there is none


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    if not path.exists():
        raise CorpusError(f"{path}: no such file; crawl first")
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        yield connection
    except sqlite3.DatabaseError as error:
        raise CorpusError(f"{path}: {error}; restore it from a copy, or rebuild it from the archive") from error
    finally:
        connection.close()


def _check(working: Path) -> None:
    with _reading(working) as connection:
        faults = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        astray = connection.execute("SELECT DISTINCT [table], parent FROM pragma_foreign_key_check")
        faults += [f"{table} points to no row of {parent}" for table, parent in astray]
    if faults:
        raise CorpusError(f"{working}: not published; {'; '.join(faults)}")


def _copy(working: Path, database: Path) -> None:
    with _reading(working) as connection:
        connection.execute("VACUUM INTO ?", [str(database)])


def _finish(database: Path) -> None:
    db = Database(database)
    try:
        db.conn.execute("PRAGMA journal_mode = DELETE")
        reshape(db)
        db.conn.executescript(SEARCH)
        # VACUUM last: pages freed above still hold the words of texts that may not be published
        db.conn.executescript(f"PRAGMA page_size = {PAGE_SIZE}; VACUUM;")
    finally:
        db.close()


def _describe(database: Path, *, now: datetime, tables: bool) -> None:
    with _reading(database) as connection:
        write_inspection(connection, database)
        counts = count_rows(connection, views=True) if tables else {}
        files = write_tables(connection, database.with_name(EXPORTS), counts)
        write_manifest(connection, database, files, now=now)


def _prune(folder: Path, keep: int) -> None:
    # a draft is what a killed run left: one publishes at a time
    serving = folder / SERVING
    served = serving.read_text(encoding="utf-8") if serving.exists() else ""
    for old in [*sorted(folder.glob("[0-9]*Z"))[: -max(keep, 1)], *folder.glob(".*.draft")]:
        if old.name != served:
            shutil.rmtree(old)


def _state(path: Path) -> tuple[Any, ...]:
    with _reading(path) as connection:
        return tuple(connection.execute(STATE).fetchone())
