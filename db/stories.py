"""Stories: what forming them needs of the corpus, and writing what was formed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from db.stored import Stored, stored_articles
from rulingwire.models import Tag

# What of the tags is compared: kind, key, role, and whether it is what the article is about.
COMPARED = """
SELECT 'party', party_id, role, 0 FROM article_parties WHERE article_id = ?1
UNION ALL SELECT 'court', court_id, '', is_primary FROM article_courts WHERE article_id = ?1
UNION ALL SELECT 'jurisdiction', jurisdiction, '', is_primary FROM article_jurisdictions WHERE article_id = ?1
UNION ALL SELECT 'case', number, '', 0 FROM article_case_numbers WHERE article_id = ?1
UNION ALL SELECT 'amount', currency || ' ' || amount, kind, 0 FROM article_amounts WHERE article_id = ?1
UNION ALL SELECT 'count', thing || ' ' || number, thing, 0 FROM article_counts WHERE article_id = ?1
UNION ALL SELECT 'date', day, kind, 0 FROM article_dates WHERE article_id = ?1
UNION ALL SELECT 'event', event, '', 1 FROM articles WHERE id = ?1 AND event <> ''
UNION ALL SELECT 'outcome', outcome, '', 1 FROM articles WHERE id = ?1 AND outcome <> ''
"""
QUOTED = """
SELECT DISTINCT a.article_id FROM article_links l JOIN aliases a ON a.key = 'url:' || l.key
WHERE l.article_id = ?1 AND l.role = 'via' AND a.article_id <> ?1 ORDER BY 1
"""
QUOTING = """
SELECT DISTINCT l.article_id FROM aliases a JOIN article_links l ON l.key = substr(a.key, 5)
WHERE a.article_id = ?1 AND a.key LIKE 'url:%' AND l.role = 'via' AND l.article_id <> ?1 ORDER BY 1
"""
# The report that stands for a story: a court's own document above all, then original reporting, then the first.
LEAD = """
SELECT a.id FROM articles a LEFT JOIN decisions d ON d.article_id = a.id
WHERE a.story_id = ? AND a.relevant ORDER BY d.article_id IS NULL, EXISTS (
  SELECT 1 FROM article_links l JOIN aliases n ON n.key = 'url:' || l.key
  WHERE l.article_id = a.id AND l.role = 'via' AND n.article_id <> a.id
), a.id LIMIT 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An article about a ruling with what forming stories looks at."""

    stored: Stored
    story: int  # its story so far
    tags: tuple[Tag, ...]
    quotes: tuple[int, ...]  # articles it quotes
    quoted_by: tuple[int, ...]


def first_waiting(db: Database) -> int | None:
    """The earliest relevant article that waits for its place; None where all have theirs."""
    (number,) = db.execute(
        "SELECT min(id) FROM articles WHERE relevant AND id NOT IN (SELECT article_id FROM story_members)"
    ).fetchone()
    return None if number is None else int(number)


def told(db: Database, first: int, before: int) -> Iterator[Told]:
    """The relevant articles in the order of time: `before` of them that come before a number, and all from it on."""
    (begin,) = db.execute(
        "SELECT min(id) FROM (SELECT id FROM articles WHERE relevant AND id < ? ORDER BY id DESC LIMIT ?)",
        [first, before],
    ).fetchone()
    for batch in stored_articles(db, first if begin is None else begin):
        for stored in batch:
            if stored.relevant:
                yield _told(db, stored)


def _told(db: Database, stored: Stored) -> Told:
    (story,) = db.execute("SELECT story_id FROM articles WHERE id = ?", [stored.number]).fetchone()
    rows = db.execute(COMPARED, [stored.number])
    return Told(
        stored=stored,
        story=story,
        tags=tuple(Tag(kind=row[0], key=row[1], role=row[2], primary=bool(row[3]), evidence=()) for row in rows),
        quotes=tuple(row[0] for row in db.execute(QUOTED, [stored.number])),
        quoted_by=tuple(row[0] for row in db.execute(QUOTING, [stored.number])),
    )


def leave_story(db: Database, article_id: int) -> None:
    """Let an article that has changed wait for its place again."""
    db.execute("DELETE FROM story_members WHERE article_id = ?", [article_id])


def write_places(db: Database, places: Iterable[tuple[int, int, str, float, int]]) -> None:
    """Give articles their places: number, story, how, likeness, and the number of the nearest report (0: none)."""
    touched = set()
    with db.atomic():
        for number, story, how, likeness, nearest in places:
            touched |= {story, db.execute("SELECT story_id FROM articles WHERE id = ?", [number]).fetchone()[0]}
            db.execute("UPDATE articles SET story_id = ?1 WHERE id = ?2 AND story_id <> ?1", [story, number])
            db.execute(
                "INSERT OR REPLACE INTO story_members VALUES (?, ?, ?, ?)",
                [number, how, round(likeness, 3), nearest or None],
            )
        for story in sorted(touched):
            _name_by_lead(db, story)


def _name_by_lead(db: Database, story: int) -> None:
    """Let a story go by the number of the report that stands for it."""
    lead = db.execute(LEAD, [story]).fetchone()
    if lead and lead[0] != story:
        db.execute("UPDATE articles SET story_id = ? WHERE story_id = ?", [lead[0], story])
