"""Tagging the stored corpus again: the text is frozen, the rules have moved on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from db.tags import delete_tags, index, unindex, write_tags
from db.times import from_text, moment
from rulingwire.models import Article, TaggedArticle

BATCH = 200  # articles a transaction

PRESENT = """
SELECT a.id, a.permalink, a.source_id, a.title, coalesce(t.text, ''), a.url, a.byline, a.language, a.published_at,
  a.updated_at, a.first_seen_at, a.complete, a.version, a.relevant, a.rules_version
FROM articles a LEFT JOIN article_texts t ON t.article_id = a.id AND t.version = a.text_version
WHERE a.id > ? ORDER BY a.id LIMIT ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What other rules say about one article."""

    permalink: str
    title: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]


def retag_corpus(db: Database, tagged: Callable[[Article], TaggedArticle], *, dry_run: bool) -> Iterator[Change]:
    """Judge and tag every article again, in order of time; yields those whose tags change.

    Articles that the rules call irrelevant now stay, with `relevant` 0: nothing is deleted by a rule.
    """
    last = -1
    while rows := db.execute(PRESENT, [last, BATCH]).fetchall():
        last = rows[-1][0]
        with db.atomic():
            for row in rows:
                fresh = tagged(_article(row))
                change = _change(db, row, fresh)
                if not dry_run and (change or row[14] != fresh.rules_version):
                    _write(db, row, fresh)
                if change:
                    yield change


def _article(row: tuple[str, ...]) -> Article:
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
    )


def _change(db: Database, row: tuple[str, ...], fresh: TaggedArticle) -> Change | None:
    before = {_name(*tag) for tag in db.execute(SAID, [row[0]] * 4)}
    now = {_name(tag.kind, tag.key, tag.role) for tag in fresh.tags}
    before |= {"relevant"} if row[13] else set()
    now |= {"relevant"} if fresh.relevance.relevant else set()
    if before == now:
        return None
    return Change(permalink=row[1], title=row[3], gained=tuple(sorted(now - before)), lost=tuple(sorted(before - now)))


SAID = """
SELECT 'party', party_id, role FROM article_parties WHERE article_id = ?
UNION ALL SELECT 'court', court_id, '' FROM article_courts WHERE article_id = ?
UNION ALL SELECT 'jurisdiction', jurisdiction, '' FROM article_jurisdictions WHERE article_id = ?
UNION ALL SELECT 'amount', currency || ' ' || amount, '' FROM article_amounts WHERE article_id = ?
"""


def _name(kind: str, key: str, role: str) -> str:
    return f"{kind}:{key}:{role}" if kind == "party" else f"{kind}:{key}"


def _write(db: Database, row: tuple[str, ...], fresh: TaggedArticle) -> None:
    number = int(row[0])
    unindex(db, number)
    db.execute(
        "UPDATE articles SET relevant = ?, relevance = ?, rules_version = ? WHERE id = ?",
        [int(fresh.relevance.relevant), fresh.relevance.score, fresh.rules_version, number],
    )
    delete_tags(db, number)
    write_tags(db, number, int(row[12]), fresh)
    index(db, number)
