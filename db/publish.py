"""The published file: a copy of the working file without what is private, with summaries.

A snapshot is a folder, snapshots/20251119T090000Z/, so that the file in it has the same name each time
(the addresses people cite begin with it) and one rename makes it appear whole or not at all.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from db.manifest import count_rows, write_inspection, write_manifest
from db.migrations import PAGE_SIZE
from db.public import copy_public
from db.tables_csv import write_tables
from rulingwire.errors import CorpusError

NAME = "rulings"
EXPORTS = "exports"  # folder of whole tables as CSV
SERVING = "serving"  # file that names the snapshot a server stands on
CACHE = 64_000  # KB of the file held in memory while it is written

VIEWS = Path(__file__).with_name("views.sql")

# Nobody reads the draft, and where writing fails it is thrown away.
WRITING = f"""
PRAGMA page_size = {PAGE_SIZE};
PRAGMA journal_mode = OFF;
PRAGMA cache_size = -{CACHE};
"""

# Few large pieces, merged once, take half the time of many small ones merged again and again.
SEARCH = """
INSERT INTO article_search(article_search, rank) VALUES ('hashsize', 67108864);
INSERT INTO article_search(article_search, rank) VALUES ('automerge', 0);
INSERT INTO article_search(article_search) VALUES ('rebuild');
INSERT INTO article_search(article_search) VALUES ('optimize');
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
    if not working.exists():
        raise CorpusError(f"{working}: no such file; crawl first")
    target = folder / f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    if target.exists():
        raise CorpusError(f"{target}: this snapshot exists; publish again a second later")
    with _draft(folder, target.name) as draft:
        database = draft / f"{NAME}.db"
        _write(working, database)
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


def summarize(db: sqlite3.Connection) -> None:
    """Add the summaries and views to what was copied."""
    db.executescript(VIEWS.read_text(encoding="utf-8"))


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


def _write(working: Path, database: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None, uri=True)) as db:
        db.executescript(WRITING)
        try:
            copy_public(working, db)
        except sqlite3.DatabaseError as error:
            hint = "if it is damaged, restore it from a copy, or rebuild it from the archive"
            raise CorpusError(f"{working}: not published; {error}; {hint}") from error
        db.executescript(SEARCH)
        summarize(db)
        db.execute("ANALYZE")
        _check(working, db)


def _check(working: Path, db: sqlite3.Connection) -> None:
    # integrity_check asks besides, for minutes, whether indexes hold what their tables do; these were just made of them
    faults = [row[0] for row in db.execute("PRAGMA quick_check") if row[0] != "ok"]
    astray = db.execute("SELECT DISTINCT [table], parent FROM pragma_foreign_key_check")
    faults += [f"{table} points to no row of {parent}" for table, parent in astray]
    if faults:
        raise CorpusError(f"{working}: not published; {'; '.join(faults)}")


def _describe(database: Path, *, now: datetime, tables: bool) -> None:
    with _reading(database) as connection:
        counts = count_rows(connection, views=tables)
        write_inspection(connection, database, counts)
    # no connection is open meanwhile: other processes write the tables, and none may take one along
    files = write_tables(database, database.with_name(EXPORTS), counts if tables else {})
    with _reading(database) as connection:
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
