"""Stories: what forming them needs of the corpus, and writing what was formed."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from db.derivations import forget_facts
from db.prints import COLUMNS, forget_print, print_in
from db.stored import Stored, stored_of
from db.tags import stored_tags
from rulingwire.models import Tag
from rulingwire.plans import Merged, Placed, Print

LAST = 2**63 - 1  # no article has a greater number

QUOTED = """
SELECT DISTINCT a.article_id FROM article_links l JOIN aliases a ON a.key = 'url:' || l.key
WHERE l.article_id = ?1 AND l.role = 'via' AND a.article_id <> ?1 ORDER BY 1
"""
QUOTING = """
SELECT DISTINCT l.article_id FROM aliases a JOIN article_links l ON l.key = substr(a.key, 5)
WHERE a.article_id = ?1 AND a.key LIKE 'url:%' AND l.role = 'via' AND l.article_id <> ?1 ORDER BY 1
"""
# The report that stands for a story: a court's own document above all, then original reporting, then the first. Who
# quotes the court itself is as original as can be.
LEAD = """
SELECT a.id FROM articles a LEFT JOIN decisions d ON d.article_id = a.id
WHERE a.id IN (SELECT value FROM json_each(?)) AND a.relevant ORDER BY d.article_id IS NULL, EXISTS (
  SELECT 1 FROM derivations q LEFT JOIN decisions c ON c.article_id = q.from_id
  WHERE q.article_id = a.id AND c.article_id IS NULL
), a.id LIMIT 1
"""
TOLD = f"""
SELECT a.id, m.began_id, {COLUMNS} FROM articles a
LEFT JOIN story_members m ON m.article_id = a.id
LEFT JOIN prints p ON p.article_id = a.id AND a.id < ?3
WHERE a.relevant AND a.id BETWEEN ?1 AND ?2 ORDER BY a.id
"""
MEMBERS = "SELECT id FROM articles WHERE story_id = ? AND relevant ORDER BY id"
STANDING = """
SELECT a.id, m.began_id FROM articles a JOIN story_members m ON m.article_id = a.id
WHERE a.story_id = ? ORDER BY a.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An article about a ruling with what forming stories looks at."""

    stored: Stored
    story: int  # its story so far: number of the report that began it
    tags: tuple[Tag, ...]
    quotes: tuple[int, ...]  # articles it quotes
    quoted_by: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An article before the first that waits, of which a print is kept."""

    print: Print
    story: int


def first_waiting(db: Database) -> int | None:
    """The earliest relevant article that waits for its place; None where all have theirs."""
    (number,) = db.execute(
        "SELECT min(id) FROM articles WHERE relevant AND id NOT IN (SELECT article_id FROM story_members)"
    ).fetchone()
    return None if number is None else int(number)


def last_of(db: Database, first: int, count: int) -> int:
    """The last of so many relevant articles from a number on."""
    sql = "SELECT max(id) FROM (SELECT id FROM articles WHERE relevant AND id >= ? ORDER BY id LIMIT ?)"
    return int(db.execute(sql, [first, count]).fetchone()[0] or first)


def so_many_before(db: Database, number: int, count: int) -> int:
    """The first of so many relevant articles before a number."""
    sql = "SELECT min(id) FROM (SELECT id FROM articles WHERE relevant AND id < ? ORDER BY id DESC LIMIT ?)"
    return int(db.execute(sql, [number, count]).fetchone()[0] or number)


def told(db: Database, begin: int, first: int, last: int) -> Iterator[Told | Kept]:
    """The relevant articles from `begin` to `last` in the order of time, those before `first` as they stood then."""
    into = _merges(db, first)
    for number, began, *row in db.execute(TOLD, [begin, last, first]):
        story, kept = _root(began or number, into), print_in(row)
        yield Kept(print=kept, story=story) if kept else _told(db, number, story)


def _told(db: Database, number: int, story: int) -> Told:
    ((stored,),) = stored_of(db, [number])
    return Told(
        stored=stored,
        story=story,
        tags=stored_tags(db, number),
        quotes=tuple(row[0] for row in db.execute(QUOTED, [number])),
        quoted_by=tuple(row[0] for row in db.execute(QUOTING, [number])),
    )


def _merges(db: Database, before: int) -> dict[int, int]:
    """Which stories went into which by reports before a number; stories by the report that began them."""
    return dict(db.execute("SELECT gone_id, kept_id FROM story_merges WHERE by_id < ?", [before]))


def _root(began: int, into: Mapping[int, int]) -> int:
    while began in into:
        began = into[began]
    return began


def stories_now(db: Database, since: int, last: int) -> dict[int, int]:
    """The story of each relevant article from `since` to `last`, by the report that stands for it."""
    return dict(db.execute("SELECT id, story_id FROM articles WHERE id BETWEEN ? AND ? AND relevant", [since, last]))


def stories_before(db: Database, first: int, numbers: Iterable[int]) -> dict[int, int]:
    """The story that each of these articles stood in before a number: the report that began it."""
    into, wanted = _merges(db, first), sorted(set(numbers))
    marks = ",".join("?" * len(wanted))
    rows = db.execute(f"SELECT article_id, began_id FROM story_members WHERE article_id IN ({marks})", wanted)
    return {number: _root(began, into) for number, began in rows}


def leave_story(db: Database, article_id: int) -> None:
    """Let an article that has changed wait for its place again.

    One that is about no ruling any more stands alone, and all after it wait, for it counted where they stand.
    """
    forget_facts(db, article_id)
    forget_print(db, article_id)
    stood = db.execute("DELETE FROM story_members WHERE article_id = ?", [article_id]).rowcount
    story, relevant = db.execute("SELECT story_id, relevant FROM articles WHERE id = ?", [article_id]).fetchone()
    if stood and not relevant:
        if others := [row[0] for row in db.execute(MEMBERS, [story])]:
            _name_by_lead(db, others)
        db.execute("UPDATE articles SET story_id = id WHERE id = ?", [article_id])
        after = "SELECT min(id) FROM articles WHERE id > ? AND relevant"
        db.execute(f"DELETE FROM story_members WHERE article_id = ({after})", [article_id])


def write_places(db: Database, first: int, last: int, places: Iterable[tuple[int, Placed]]) -> None:
    """Give all articles from `first` to `last` their places, and name the stories that this changes anew.

    Those after the last wait: what stands before them has changed.
    """
    with db.atomic():
        db.execute("DELETE FROM story_members WHERE article_id > ?", [last])
        undone = db.execute("SELECT gone_id, kept_id FROM story_merges WHERE by_id >= ?", [first]).fetchall()
        db.execute("DELETE FROM story_merges WHERE by_id >= ?", [first])
        touched = {number for pair in undone for number in pair}
        for number, placed in places:
            touched |= {number, placed.story}
            _write_place(db, number, placed)
            for merged in placed.merged:
                touched |= {merged.gone, merged.kept}
                _write_merge(db, number, merged)
        _name_anew(db, touched)


def _write_place(db: Database, number: int, placed: Placed) -> None:
    db.execute(
        "INSERT OR REPLACE INTO story_members VALUES (?, ?, ?, ?, ?, ?)",
        [number, placed.how, round(placed.likeness, 3), placed.nearest or None, placed.story, placed.why],
    )


def _write_merge(db: Database, number: int, merged: Merged) -> None:
    db.execute(
        "INSERT OR REPLACE INTO story_merges VALUES (?, ?, ?, ?, ?, ?)",
        [merged.gone, merged.kept, number, round(merged.likeness, 3), merged.one, merged.two],
    )


def _name_anew(db: Database, touched: Iterable[int]) -> None:
    """Let the articles that share a story with one of these go by the stories that they stand in now."""
    marks = json.dumps(sorted(touched))
    old = db.execute("SELECT DISTINCT story_id FROM articles WHERE id IN (SELECT value FROM json_each(?))", [marks])
    into = _merges(db, LAST)
    stories: dict[int, list[int]] = defaultdict(list)
    for (story,) in old.fetchall():
        for number, began in db.execute(STANDING, [story]):
            stories[_root(began, into)].append(number)
    for members in stories.values():
        _name_by_lead(db, members)


def oldest_told(db: Database, first: int, last: int) -> int:
    """The earliest article of the stories that have an article from `first` to `last`."""
    stories = "SELECT story_id FROM articles WHERE id BETWEEN ? AND ?"
    sql = f"SELECT min(id) FROM articles WHERE relevant AND story_id IN ({stories})"
    (oldest,) = db.execute(sql, [first, last]).fetchone()
    return first if oldest is None else min(first, int(oldest))


def name_stories(db: Database, first: int, last: int) -> None:
    """Let the stories that have an article from `first` to `last` go by the report that stands for them."""
    sql = "SELECT DISTINCT story_id FROM articles WHERE id BETWEEN ? AND ? AND relevant"
    for (story,) in db.execute(sql, [first, last]).fetchall():
        _name_by_lead(db, [number for (number,) in db.execute(MEMBERS, [story])])


def _name_by_lead(db: Database, members: list[int]) -> None:
    """Let a story go by the number of the report that stands for it."""
    numbers = json.dumps(members)
    lead = db.execute(LEAD, [numbers]).fetchone()
    if lead:
        db.execute(
            "UPDATE articles SET story_id = ?1 WHERE id IN (SELECT value FROM json_each(?2)) AND story_id <> ?1",
            [lead[0], numbers],
        )
