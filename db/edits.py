"""What publishers changed after publication: the edits between versions, and each change with its words."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlite_utils import Database

from db.decisions import records_at
from db.stored import Stored, stored_of
from db.times import moment, to_text
from rulingwire.edits import GONE, Edit, Version

VERSIONS = """
SELECT v.article_id, v.version, v.seen_at, v.form, v.title, coalesce(t.text, '')
FROM article_versions v LEFT JOIN article_texts t ON t.article_id = v.article_id AND t.version = v.text_version
WHERE v.article_id = ?
"""
Row = tuple[int, int, str, str, str, str]


def versions_around(db: Database, article_id: int, seen_at: datetime) -> tuple[Version, ...]:
    """The last version first seen until a moment, and the first after it, as far as there are any."""
    seen = to_text(seen_at)
    before = db.execute(f"{VERSIONS} AND v.seen_at <= ? ORDER BY v.seen_at DESC, v.version DESC", [article_id, seen])
    after = db.execute(f"{VERSIONS} AND v.seen_at > ? ORDER BY v.seen_at, v.version", [article_id, seen])
    return tuple(_version(db, row) for row in (before.fetchone(), after.fetchone()) if row)


def edited_articles(db: Database, among: Iterable[int] | None = None) -> Iterator[tuple[Stored, list[Version]]]:
    """Every article that has several versions, with all of them, in the order of time; or those `among` some."""
    rows = db.execute("SELECT DISTINCT article_id FROM article_versions WHERE version > 1").fetchall()
    several = {number for (number,) in rows}
    for (stored,) in stored_of(db, several if among is None else several & set(among)):
        yield stored, [_version(db, row) for row in db.execute(VERSIONS, [stored.number]).fetchall()]


def _version(db: Database, row: Row) -> Version:
    return Version(
        number=row[1],
        seen_at=moment(row[2]),
        form=row[3],
        title=row[4],
        text=row[5],
        record=records_at(db, row[0], row[2]),
    )


def write_edits(db: Database, article_id: int, edits: Sequence[Edit]) -> None:
    """Make the corpus say of the versions that were compared what they changed, and of no other."""
    for edit in edits:
        key = [article_id, edit.version]
        db.execute("DELETE FROM edit_changes WHERE article_id = ? AND version = ?", key)
        db.execute("DELETE FROM edits WHERE article_id = ? AND version = ?", key)
        if edit.kinds:
            _write_edit(db, article_id, edit)


def write_all_edits(db: Database, article_id: int, edits: Sequence[Edit]) -> None:
    """Write the edits of an article of which every version was compared; an edit that is none any more goes."""
    for table in ("edit_changes", "edits"):
        db.execute(f"DELETE FROM {table} WHERE article_id = ? AND version <> ?", [article_id, GONE])
    write_edits(db, article_id, edits)


def _write_edit(db: Database, article_id: int, edit: Edit) -> None:
    db.execute(
        "INSERT INTO edits VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            article_id,
            edit.version,
            edit.from_version,
            edit.kind,
            ", ".join(edit.kinds),
            to_text(edit.changed_at),
            edit.words,
            edit.more,
        ],
    )
    db.conn.executemany(
        "INSERT INTO edit_changes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(article_id, edit.version, position),
                *(one.field, one.tag, one.kind, one.before, one.after, one.context_before, one.context_after),
            )
            for position, one in enumerate(edit.changes, start=1)
        ],
    )


def note_page(db: Database, url: str, seen: str | None, *, gone: bool) -> None:
    """A page that had been read is gone, or is there again; call it before `pages` is told."""
    if not gone:
        db.execute(
            "DELETE FROM edits WHERE version = ? AND article_id = (SELECT article_id FROM pages WHERE url = ?)",
            [GONE, url],
        )
        return
    db.execute(
        "INSERT OR IGNORE INTO edits SELECT a.id, ?1, a.version, 'taken-down', 'taken-down', ?2, ?3, 0"
        " FROM pages p JOIN articles a ON a.id = p.article_id WHERE p.url = ?4 AND (p.state = 'read' OR EXISTS"
        " (SELECT 1 FROM article_versions v WHERE v.article_id = a.id AND v.form = 'page'))",
        [GONE, seen, "The page of the article answers that it is gone.", url],
    )
