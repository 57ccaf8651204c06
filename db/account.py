"""What the corpus holds of one article beside its text and tags: where it was seen, its names, versions and story."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlite_utils import Database


class Seen(NamedTuple):
    """A source that showed the article."""

    source: str
    since: str
    left: str | None


class Version(NamedTuple):
    """A version the article has had."""

    number: int
    seen_at: str
    form: str
    change: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How an article came to stand where it stands."""

    seen: tuple[Seen, ...]
    versions: tuple[Version, ...]
    how: str  # as `story_members` has it; "" where it waits for its place, or stands in no story
    likeness: float
    why: str  # of an article that is like others: the signs that spoke for it
    nearest: str  # permalink and title of the report it was put beside; "" where there is none
    story: tuple[str, ...]  # permalink and title of each report of its story, itself included
    derived: tuple[tuple[str, str, str], ...]  # whom it quotes, or shares words with; the rule; the words
    edits: tuple[tuple[int, str, str], ...]  # what each version changed: number, kinds, in words
    rulings: tuple[tuple[str, str, str], ...]  # those of its story: certainty, name, id


SEEN = """
SELECT source_id, first_seen_at, left_at FROM sightings WHERE article_id = ? ORDER BY first_seen_at, source_id
"""
VERSIONS = """
SELECT version, seen_at, form, change, title FROM article_versions WHERE article_id = ? ORDER BY seen_at, version
"""
PLACE = """
SELECT m.how, m.likeness, m.why, coalesce(n.permalink || ' ' || n.title, '')
FROM story_members m LEFT JOIN articles n ON n.id = m.nearest_id WHERE m.article_id = ?
"""
STORY = """
SELECT permalink || ' ' || title FROM articles
WHERE story_id = (SELECT story_id FROM articles WHERE id = ?) AND relevant ORDER BY id
"""
EDITS = "SELECT version, kinds, words FROM edits WHERE article_id = ? ORDER BY changed_at, version"
RULINGS = """
SELECT m.certainty, r.name, r.id FROM ruling_articles m JOIN rulings r ON r.id = m.ruling_id
WHERE m.article_id = ? AND m.how = 'story'
"""
# What it quotes, who quotes it, what it shares with others from a common source, and outlets that it names.
DERIVED = """
SELECT 'quotes ' || a.permalink || ' ' || a.title, d.rule, d.passage
FROM derivations d JOIN articles a ON a.id = d.from_id WHERE d.article_id = ?1
UNION ALL SELECT 'is quoted by ' || a.permalink || ' ' || a.title, d.rule, d.passage
FROM derivations d JOIN articles a ON a.id = d.article_id WHERE d.from_id = ?1
UNION ALL SELECT 'has words from the same source as ' || a.permalink || ' ' || a.title, 'words:common', p.passage
FROM shared_passages p JOIN articles a ON a.id = p.article_id + p.other_id - ?1
WHERE ?1 IN (p.article_id, p.other_id) AND p.is_common
UNION ALL SELECT 'names ' || outlet, rule, quote FROM credits WHERE article_id = ?1
"""


def account_of(db: Database, number: int) -> Account:
    """What is stored of the article with this number."""
    how, likeness, why, nearest = db.execute(PLACE, [number]).fetchone() or ("", 0.0, "", "")
    return Account(
        seen=tuple(Seen(*row) for row in db.execute(SEEN, [number])),
        versions=tuple(Version(*row) for row in db.execute(VERSIONS, [number])),
        how=how,
        likeness=likeness,
        why=why,
        nearest=nearest,
        story=tuple(row[0] for row in db.execute(STORY, [number])),
        derived=tuple(db.execute(DERIVED, [number])),
        edits=tuple(db.execute(EDITS, [number])),
        rulings=tuple(db.execute(RULINGS, [number])),
    )
