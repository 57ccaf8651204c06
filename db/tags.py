"""Tags, their evidence, and the full-text index that carries them."""

from collections.abc import Iterable

from sqlite_utils import Database

from rulingwire.models import Evidence, Tag, TaggedArticle

TABLES = ("article_parties", "article_courts", "article_jurisdictions", "article_amounts", "evidence")


def delete_tags(db: Database, article_id: int) -> None:
    """Take all tags and their evidence from an article, which must be out of the full-text index (`unindex`)."""
    for table in TABLES:
        db.execute(f"DELETE FROM {table} WHERE article_id = ?", [article_id])


def write_tags(db: Database, article_id: int, version: int, tagged: TaggedArticle) -> None:
    """Write the tags of an article that has none, and the words of its version `version` that prove them.

    The article must be out of the full-text index while this happens.
    """
    for tag in tagged.tags:
        _write_tag(db, article_id, tag)
    rows = [(tag.kind, tag.key, evidence) for tag in tagged.tags for evidence in tag.evidence]
    rows += [("relevance", "relevant", evidence) for evidence in tagged.relevance.evidence]
    _write_evidence(db, article_id, version, rows)


# The index keeps no copy of its content: to take a row out, FTS5 must be told exactly what went in,
# so this comes before any change to the article, its text or its tags.
def unindex(db: Database, article_id: int) -> None:
    """Take an article out of the full-text index; call it before the article changes."""
    db.execute(
        "INSERT INTO article_search(article_search, rowid, title, text, tags)"
        " SELECT 'delete', id, title, text, tags FROM article_search_content WHERE id = ?",
        [article_id],
    )


def index(db: Database, article_id: int) -> None:
    """Put an article, as it is now, into the full-text index."""
    db.execute(
        "INSERT INTO article_search(rowid, title, text, tags)"
        " SELECT id, title, text, tags FROM article_search_content WHERE id = ?",
        [article_id],
    )


def _write_tag(db: Database, article_id: int, tag: Tag) -> None:
    match tag.kind:
        case "party":
            db.execute("INSERT INTO article_parties VALUES (?, ?, ?)", [article_id, tag.key, tag.role])
        case "court":
            db.execute("INSERT INTO article_courts VALUES (?, ?, ?)", [article_id, tag.key, int(tag.primary)])
        case "jurisdiction":
            db.execute("INSERT INTO article_jurisdictions VALUES (?, ?, ?)", [article_id, tag.key, int(tag.primary)])
        case "amount":
            currency, amount = tag.key.split()
            row = [article_id, currency, int(amount), tag.printed]
            db.execute("INSERT INTO article_amounts VALUES (?, ?, ?, ?)", row)
        case _:
            raise ValueError(f"{tag.kind}: no table holds tags of this kind")


def _write_evidence(db: Database, article_id: int, version: int, rows: Iterable[tuple[str, str, Evidence]]) -> None:
    db.conn.executemany(
        "INSERT OR IGNORE INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(article_id, kind, key, e.field, e.start, e.rule, e.end, version, e.quote) for kind, key, e in rows],
    )
