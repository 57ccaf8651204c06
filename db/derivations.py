"""Who quotes whom: the facts that stages find, and what they make of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlite_utils import Database

from db.times import moment
from rulingwire.derivations import Derivation, Shared, Witness

WITNESSES = """
SELECT a.id, coalesce(a.published_at, a.first_seen_at), a.source_id, a.url, a.story_id,
  EXISTS (SELECT 1 FROM decisions d WHERE d.article_id = a.id)
FROM articles a
WHERE a.relevant AND a.id <= ?2 AND (a.id >= ?1 OR a.id IN (SELECT value FROM json_each(?3))) ORDER BY a.id
"""
VIA = """
SELECT l.article_id, n.article_id FROM article_links l JOIN aliases n ON n.key = 'url:' || l.key
WHERE l.role = 'via' AND l.article_id >= ?1 AND n.article_id <> l.article_id
UNION
SELECT l.article_id, n.article_id FROM aliases n JOIN article_links l ON l.key = substr(n.key, 5) AND l.role = 'via'
WHERE n.article_id >= ?1 AND n.key LIKE 'url:%' AND n.article_id <> l.article_id
"""
# A plain link says something beside a credit or shared words only.
LINKS = """
SELECT DISTINCT l.article_id, n.article_id FROM article_links l JOIN aliases n ON n.key = 'url:' || l.key
WHERE l.role <> 'via' AND l.article_id >= ?1 AND n.article_id <> l.article_id AND l.article_id IN (
  SELECT article_id FROM credits UNION SELECT article_id FROM shared_passages UNION SELECT other_id FROM shared_passages
)
"""
LINKED = """
SELECT n.article_id FROM article_links l JOIN aliases n ON n.key = 'url:' || l.key
WHERE l.article_id = ?1 AND n.article_id <> ?1
"""


def titles_of_sources(db: Database) -> dict[str, str]:
    """The titles of the sources by id."""
    return dict(db.execute("SELECT id, title FROM sources"))


def linked(db: Database, number: int) -> frozenset[int]:
    """The articles that an article links."""
    return frozenset(other for (other,) in db.execute(LINKED, [number]))


def write_facts(
    db: Database, first: int, credited: Iterable[tuple[int, str, str, str]], shared: Iterable[Shared]
) -> None:
    """Write what the articles from a number on name and share, in place of what was known.

    `credited` are article, outlet, rule and words.
    """
    db.execute("DELETE FROM credits WHERE article_id >= ?", [first])
    db.execute("DELETE FROM shared_passages WHERE article_id >= ?", [first])
    db.conn.executemany("INSERT INTO credits VALUES (?, ?, ?, ?)", credited)
    db.conn.executemany(
        "INSERT INTO shared_passages VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
        (
            (one.article, one.other, one.shingles, one.words, one.passage, one.quoted_here, one.quoted_there)
            for one in shared
        ),
    )


def forget_facts(db: Database, article_id: int) -> None:
    """Leave out what an article had to do with others, until it is compared again."""
    db.execute("DELETE FROM credits WHERE article_id = ?", [article_id])
    db.execute("DELETE FROM shared_passages WHERE article_id = ?1 OR other_id = ?1", [article_id])
    db.execute("DELETE FROM derivations WHERE article_id = ?1 OR from_id = ?1", [article_id])


def witnesses(db: Database, since: int, last: int) -> dict[int, Witness]:
    """The articles about rulings from `since` to `last`, and those before that quote them or are quoted."""
    via, links = _by_article(db, VIA, since), _by_article(db, LINKS, since)
    credited: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    for number, outlet, rule, quote in db.execute("SELECT * FROM credits WHERE article_id >= ?", [since]):
        credited[number][outlet] = rule, quote
    ends = sorted(via.keys() | {other for others in via.values() for other in others})
    rows = db.execute(WITNESSES, [since, last, str(ends)])
    return {row[0]: _witness(row, via, links, credited) for row in rows}


def _by_article(db: Database, sql: str, since: int) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for number, other in db.execute(sql, [since]):
        found[number].add(other)
    return found


def _witness(
    row: tuple[Any, ...],
    via: Mapping[int, set[int]],
    links: Mapping[int, set[int]],
    credited: Mapping[int, dict[str, tuple[str, str]]],
) -> Witness:
    number, at, source_id, url, story, is_court = row
    return Witness(
        number=number,
        at=moment(at),
        source_id=source_id,
        url=url,
        story=story,
        is_court=bool(is_court),
        via=frozenset(via.get(number, ())),
        links=frozenset(links.get(number, ())),
        credits=credited.get(number, {}),
    )


def shared_passages(db: Database, since: int) -> list[Shared]:
    """What the articles from a number on share with earlier ones."""
    return [
        Shared(
            article=row[0],
            other=row[1],
            shingles=row[2],
            words=row[3],
            passage=row[4],
            quoted_here=bool(row[5]),
            quoted_there=bool(row[6]),
        )
        for row in db.execute("SELECT * FROM shared_passages WHERE article_id >= ?", [since])
    ]


def write_derivations(
    db: Database, since: int, found: Iterable[Derivation], common: Collection[tuple[int, int]]
) -> None:
    """Write who quotes whom, wherever one of the two is an article from a number on, in place of what was known.

    `common` are pairs of articles that have the words they share from a common source.
    """
    db.execute("DELETE FROM derivations WHERE article_id >= ?1 OR from_id >= ?1", [since])
    db.execute("UPDATE shared_passages SET is_common = 0 WHERE article_id >= ?", [since])
    db.conn.executemany(
        "INSERT INTO derivations VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (one.article, one.source, one.how, one.shingles, one.words, one.passage, one.rule)
            for one in found
            if max(one.article, one.source) >= since
        ),
    )
    db.conn.executemany(
        "UPDATE shared_passages SET is_common = 1 WHERE article_id = ? AND other_id = ? AND article_id >= ?",
        ((*pair, since) for pair in common),
    )
