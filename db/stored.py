"""Stored articles as the stages know them: the present version, with its frozen text."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from db.decisions import present_record
from db.times import from_text, moment
from rulingwire.models import Article, Link
from rulingwire.urls import url_key

BATCH = 200  # articles read at once

PRESENT = """
SELECT a.id, a.permalink, a.source_id, a.title, coalesce(t.text, ''), a.url, a.byline, a.language, a.published_at,
  a.updated_at, a.first_seen_at, a.complete, a.version, a.relevant, a.rules_version
FROM articles a LEFT JOIN article_texts t ON t.article_id = a.id AND t.version = a.text_version
"""
LINKS = "SELECT url, role FROM article_links WHERE article_id = ? ORDER BY url"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An article in the corpus."""

    number: int
    permalink: str
    version: int
    relevant: bool
    rules_version: str
    article: Article


def stored_articles(db: Database, first: int = 0) -> Iterator[list[Stored]]:
    """All articles from a number on, in the order of time, in batches."""
    last = first - 1
    while rows := db.execute(f"{PRESENT} WHERE a.id > ? ORDER BY a.id LIMIT ?", [last, BATCH]).fetchall():
        last = rows[-1][0]
        yield [_stored(db, row) for row in rows]


def find_stored(db: Database, name: str) -> Stored | None:
    """The article with this permalink, or with this address under any of its names."""
    row = db.execute(f"{PRESENT} WHERE a.permalink = ?", [name]).fetchone()
    if row is None:
        where = "WHERE a.id = (SELECT article_id FROM aliases WHERE key = ?)"
        row = db.execute(f"{PRESENT} {where}", [f"url:{url_key(name)}"]).fetchone()
    return _stored(db, row) if row else None


def _stored(db: Database, row: tuple[str, ...]) -> Stored:
    return Stored(
        number=int(row[0]),
        permalink=row[1],
        version=int(row[12]),
        relevant=bool(row[13]),
        rules_version=row[14],
        article=_article(db, row),
    )


def _article(db: Database, row: tuple[str, ...]) -> Article:
    return Article(
        source_id=row[2],
        url=row[5],
        title=row[3],
        text=row[4],
        byline=row[6],
        language=row[7],
        published_at=from_text(row[8]),
        updated_at=from_text(row[9]),
        seen_at=moment(row[10]),
        form="feed",
        complete=bool(row[11]),
        aliases=(),
        record=present_record(db, int(row[0])),
        links=tuple(Link(url=url, role=role) for url, role in db.execute(LINKS, [row[0]])),
    )
