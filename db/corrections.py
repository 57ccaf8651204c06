"""Corrections as the corpus shows them: what people say, and whether it takes effect."""

from collections.abc import Iterable, Iterator, Mapping

from sqlite_utils import Database

from db.stored import find_number
from rulingwire.corrections import OF_STORIES, Correction, Corrections

SCHEMA = """
CREATE TABLE corrections ( -- What people say against the rules, as corrections.yml has it. A person's word wins.
  id TEXT PRIMARY KEY, -- Short name of the entry; evidence that it gave bears the rule correction:ID
  position INTEGER NOT NULL, -- 1, 2, 3 ... in the order of the file
  article TEXT NOT NULL, -- The article as named there: address or permalink
  article_id INTEGER REFERENCES articles(id), -- The article; empty: the corpus holds none of this name
  other_id INTEGER REFERENCES articles(id), -- Of same_story and other_story: the other article
  verb TEXT NOT NULL, -- wrong or right (a tag), relevant, about or not_about (a ruling), same_story, other_story
  said TEXT NOT NULL, -- The tag, the ruling, the other article; of relevant: true or false
  words TEXT NOT NULL, -- Words of the article that prove it; empty: none
  said_on TEXT NOT NULL, -- Day it was said
  said_by TEXT NOT NULL, -- Who said it; a public name
  why TEXT NOT NULL, -- Their reason
  applied INTEGER NOT NULL, -- 1: it takes effect
  trouble TEXT NOT NULL -- Why it takes no effect; empty: it does
) WITHOUT ROWID;
CREATE INDEX corrections_article ON corrections(article_id);
"""

UNKNOWN = "the corpus holds no article of this name"
WAITS = "not applied yet"


def write_corrections(db: Database, corrections: Corrections) -> set[int]:
    """Make the table say what corrections.yml says; gives the articles of which people say other things than before.

    An entry whose article was unknown is looked up again: the article may have come, or got another name.
    """
    known = {row[0]: row[1:] for row in db.execute("SELECT id, article_id, other_id FROM corrections")}
    gone = known.keys() - {one.id for one in corrections.entries}
    touched = {number for key in gone for number in known[key] if number is not None}
    db.conn.executemany("DELETE FROM corrections WHERE id = ?", [(key,) for key in sorted(gone)])
    for position, one in enumerate(corrections.entries, start=1):
        if known.get(one.id, (None,))[0] is not None and (not one.others or known[one.id][1] is not None):
            db.execute("UPDATE corrections SET position = ?1 WHERE id = ?2 AND position <> ?1", [position, one.id])
        else:
            touched |= _write(db, position, one)
    return touched


def _write(db: Database, position: int, one: Correction) -> set[int]:
    numbers = find_number(db, one.names), find_number(db, one.others)
    db.execute(
        "INSERT OR REPLACE INTO corrections VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
        [
            one.id,
            position,
            one.article,
            *numbers,
            one.verb,
            one.said,
            one.words,
            one.on,
            one.by,
            one.why,
            UNKNOWN if numbers[0] is None or (one.others and numbers[1] is None) else WAITS,
        ],
    )
    return {number for number in numbers if number is not None}


def note_corrections(db: Database, article_id: int, troubles: Mapping[str, str]) -> None:
    """Note of each correction of an article that was tagged why it takes no effect, "" where it does."""
    db.conn.executemany(
        "UPDATE corrections SET article_id = ?, applied = ?, trouble = ? WHERE id = ?",
        [(article_id, int(not trouble), trouble, key) for key, trouble in troubles.items()],
    )


def pairs_said(db: Database, corrections: Corrections) -> Iterator[tuple[Correction, int, int]]:
    """What people say of stories, with the numbers of the two articles, where the corpus holds both."""
    for one in corrections.entries:
        if one.verb in OF_STORIES:
            number, other = find_number(db, one.names), find_number(db, one.others)
            if number is not None and other is not None:
                yield one, number, other


def stories_of(db: Database, numbers: Iterable[int]) -> dict[int, int]:
    """The present story of each of these articles that is about a ruling."""
    wanted = sorted(set(numbers))
    marks = ",".join("?" * len(wanted))
    return dict(db.execute(f"SELECT id, story_id FROM articles WHERE id IN ({marks}) AND relevant", wanted))


def note_stories(db: Database, corrections: Corrections) -> None:
    """Note of each correction of stories whether the two articles stand as it says."""
    for one, number, other in pairs_said(db, corrections):
        stories = list(stories_of(db, (number, other)).values())
        holds = (len(set(stories)) == 1) == (one.verb == "same_story")
        trouble = "" if holds else "other corrections keep them as they are"
        if len(stories) < 2:
            trouble = "the two are not both about a ruling we track"
        db.execute(
            "UPDATE corrections SET article_id = ?, other_id = ?, applied = ?, trouble = ? WHERE id = ?",
            [number, other, int(not trouble), trouble, one.id],
        )


def idle_now(corrections: Corrections, troubles: Mapping[str, str]) -> list[str]:
    """The corrections of tags and rulings that would take no effect, given the troubles of all articles."""
    mine = (one for one in corrections.entries if one.verb not in OF_STORIES)
    return [_idle(o.article, o.verb, o.said, o.by, why) for o in mine if (why := troubles.get(o.id, UNKNOWN))]


def idle_corrections(db: Database) -> list[str]:
    """The corrections that take no effect, a line each with the reason."""
    idle = "SELECT article, verb, said, said_by, trouble FROM corrections WHERE NOT applied ORDER BY position"
    return [_idle(*row) for row in db.execute(idle)]


def _idle(article: str, verb: str, said: str, by: str, why: str) -> str:
    return f"correction of {article} takes no effect: {verb} {said} (by {by}): {why}"
