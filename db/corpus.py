"""Opening the working database, and telling it what feeds.yml and the rules hold."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from sqlite_utils import Database

from db.migrations import PAGE_SIZE, migrations
from rulingwire.errors import CorpusError
from rulingwire.models import Source
from rulingwire.vocabulary import LANDS, LISTS

BUSY_SECONDS = 30


def open_corpus(path: Path) -> Database:
    """The working database at `path`, made or migrated where needed, in WAL mode.

    Raises CorpusError where the file is not a database of ours or cannot be opened.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        db = Database(sqlite3.connect(path, timeout=BUSY_SECONDS))
        if not path.stat().st_size:
            db.execute(f"PRAGMA page_size={PAGE_SIZE}")
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        migrations.apply(db)
    except sqlite3.DatabaseError as error:
        raise CorpusError(f"{path}: {error}. Move the file away, then run `rulingwire rebuild`.") from error
    return db


def write_sources(db: Database, sources: Iterable[Source]) -> None:
    """Make the `sources` table say what feeds.yml says; a source no longer there becomes inactive."""
    rows = [
        {
            "id": s.id,
            "title": s.title,
            "url": s.url,
            "kind": s.kind,
            "language": s.language,
            "jurisdiction": s.jurisdiction,
            "keep": s.keep,
            "may_publish_text": int(s.may_publish_text),
            "known_from": s.known_from,
            "note": s.note,
            "active": int(s.active),
            "names": s.names,
            "per_minute": s.per_minute,
            "per_hour": s.per_hour,
            "per_day": s.per_day,
            "per_day_with_key": s.per_day_with_key,
        }
        for s in sources
    ]
    with db.atomic():
        db.execute("UPDATE sources SET active = 0")
        db.table("sources").upsert_all(rows, pk="id")


def write_vocabulary(
    db: Database,
    parties: Iterable[tuple[str, str, str, str]],
    courts: Iterable[tuple[str, str, str, str, str]],
    jurisdictions: Iterable[tuple[str, str]],
    names: Iterable[tuple[str, str, int]] = (),
) -> None:
    """Make the tables of parties and their names, courts, jurisdictions and words say what the rules say.

    Rows are tuples in the order of the columns. Parties, courts and jurisdictions that rules no longer hold
    stay while articles carry them.
    """
    with db.atomic():
        db.conn.executemany("INSERT OR REPLACE INTO parties VALUES (?, ?, ?, ?)", parties)
        db.execute("DELETE FROM party_names")
        db.conn.executemany("INSERT INTO party_names VALUES (?, ?, ?)", names)
        db.conn.executemany("INSERT OR REPLACE INTO courts VALUES (?, ?, ?, ?, ?)", courts)
        db.conn.executemany("INSERT OR REPLACE INTO jurisdictions VALUES (?, ?)", jurisdictions)
        _write_regions(db)
        words = [(name, word, meaning) for name, words in LISTS.items() for word, meaning in words.items()]
        db.conn.executemany("INSERT OR REPLACE INTO vocabulary VALUES (?, ?, ?)", words)


def _write_regions(db: Database) -> None:
    """Which of the jurisdictions lie in which region."""
    db.execute("DELETE FROM regions")
    pairs = ((region, code) for region, codes in LANDS.items() for code in codes.split())
    db.conn.executemany("INSERT INTO regions SELECT ?, code FROM jurisdictions WHERE code = ?", pairs)
