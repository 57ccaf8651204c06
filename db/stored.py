"""Stored articles as the stages know them: the present version, with its frozen text."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from db.decisions import present_record
from db.times import from_text, moment
from rulingwire.corrections import names_of
from rulingwire.models import Alias, Article, Link

BATCH = 200  # articles read at once

PRESENT = """
SELECT a.id, a.permalink, a.source_id, a.title, coalesce(t.text, ''), a.url, a.byline, a.language, a.published_at,
  a.updated_at, a.first_seen_at, a.complete, a.version, a.relevant, a.rules_version
FROM articles a LEFT JOIN article_texts t ON t.article_id = a.id AND t.version = a.text_version
"""
TEXT = """
SELECT t.text FROM articles a JOIN article_texts t ON t.article_id = a.id AND t.version = a.text_version WHERE a.id = ?
"""
LINKS = "SELECT url, role FROM article_links WHERE article_id = ? ORDER BY url"
ALIASES = "SELECT key, rung FROM aliases WHERE article_id = ? ORDER BY rung, key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An article in the corpus."""

    number: int
    permalink: str
    version: int
    relevant: bool
    rules_version: str
    article: Article

    @property
    def names(self) -> frozenset[str]:
        """Every name it goes by: keys of its aliases, and its permalink."""
        return frozenset({self.permalink, *(alias.key for alias in self.article.aliases)})


def stored_articles(db: Database, first: int = 0) -> Iterator[list[Stored]]:
    """All articles from a number on, in the order of time, in batches."""
    last = first - 1
    while rows := db.execute(f"{PRESENT} WHERE a.id > ? ORDER BY a.id LIMIT ?", [last, BATCH]).fetchall():
        last = rows[-1][0]
        yield [_stored(db, row) for row in rows]


def stored_of(db: Database, numbers: Iterable[int]) -> Iterator[list[Stored]]:
    """The articles with these numbers, in the order of time, one by one."""
    for number in sorted(numbers):
        row = db.execute(f"{PRESENT} WHERE a.id = ?", [number]).fetchone()
        yield [_stored(db, row)]


def present_text(db: Database, number: int) -> str:
    """The present text of an article; empty where it has none."""
    row = db.execute(TEXT, [number]).fetchone()
    return str(row[0]) if row else ""


def find_stored(db: Database, name: str) -> Stored | None:
    """The article with this permalink, or with this address under any of its names."""
    number = find_number(db, names_of(name))
    return next(stored_of(db, [number]))[0] if number is not None else None


def find_number(db: Database, names: Collection[str]) -> int | None:
    """The number of the article that goes by one of these names: keys of aliases, or a permalink."""
    marks = ",".join("?" * len(names))
    row = db.execute(
        f"SELECT article_id FROM aliases WHERE key IN ({marks})"
        f" UNION SELECT id FROM articles WHERE permalink IN ({marks}) ORDER BY 1",
        [*names, *names],
    ).fetchone()
    return int(row[0]) if row else None


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
        aliases=tuple(Alias(key=key, rung=rung) for key, rung in db.execute(ALIASES, [row[0]])),
        record=present_record(db, int(row[0])),
        links=tuple(Link(url=url, role=role) for url, role in db.execute(LINKS, [row[0]])),
    )
