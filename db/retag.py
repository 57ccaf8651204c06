"""Tagging the stored corpus again: the text is frozen, the rules have moved on."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sqlite_utils import Database

from db.corrections import note_corrections
from db.decisions import write_names
from db.stored import Stored, stored_articles
from db.stories import leave_story
from db.tags import delete_tags, index, unindex, write_tags
from rulingwire.models import Tag, TaggedArticle


class Said(NamedTuple):
    """A tag in words, and the first of those that prove it."""

    name: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What other rules say about one article."""

    permalink: str
    title: str
    gained: tuple[Said, ...]
    lost: tuple[Said, ...]


def retag_corpus(db: Database, tagged: Callable[[Stored], TaggedArticle], *, dry_run: bool) -> Iterator[Change]:
    """Judge and tag every article again, in order of time; yields those whose tags change.

    Articles that the rules call irrelevant now stay, with `relevant` 0: nothing is deleted by a rule.
    """
    return retag(db, stored_articles(db), tagged, dry_run=dry_run)


def retag(
    db: Database,
    batches: Iterable[list[Stored]],
    tagged: Callable[[Stored], TaggedArticle],
    *,
    dry_run: bool = False,
) -> Iterator[Change]:
    """Judge and tag batches of articles again, each batch in one transaction; yields those whose tags change."""
    for batch in batches:
        with db.atomic():
            for stored in batch:
                fresh = tagged(stored)
                change = _change(db, stored, fresh)
                if not dry_run and (change or stored.rules_version != fresh.rules_version):
                    _write(db, stored, fresh)
                if not dry_run:
                    note_corrections(db, stored.number, fresh.corrections)
                if change:
                    yield change


def _change(db: Database, stored: Stored, fresh: TaggedArticle) -> Change | None:
    before = {name.strip(): (kind, key) for kind, key, name in db.execute(SAID, [stored.number])}
    now = {_name(tag): tag.evidence for tag in fresh.tags}
    before |= {"relevant": ("relevance", "relevant")} if stored.relevant else {}
    now |= {"relevant": fresh.relevance.evidence} if fresh.relevance.relevant else {}
    if before.keys() == now.keys():
        return None
    return Change(
        permalink=stored.permalink,
        title=stored.article.title,
        gained=tuple(Said(name, next((e.quote for e in now[name]), "")) for name in sorted(now.keys() - before.keys())),
        lost=tuple(Said(name, _quote(db, stored, *before[name])) for name in sorted(before.keys() - now.keys())),
    )


def _quote(db: Database, stored: Stored, kind: str, key: str) -> str:
    """The stored words that proved a tag: those that say what it is before those that only name it."""
    row = db.execute(
        "SELECT quote FROM evidence WHERE article_id = ?1 AND kind = ?2 AND key = ?3"
        " ORDER BY rule IN (?2 || ':' || ?3, ?2 || ':printed'), field <> 'title', start",
        [stored.number, kind, key],
    ).fetchone()
    return str(row[0]) if row else ""


# Kind and key as `evidence` has them, and the tag in words.
SAID = """
SELECT 'party', party_id, 'party ' || party_id || ' ' || role || ' ' || side FROM article_parties WHERE article_id = ?1
UNION ALL SELECT 'court', court_id, 'court ' || court_id || iif(is_primary, ' news', '')
  FROM article_courts WHERE article_id = ?1
UNION ALL SELECT 'jurisdiction', jurisdiction, 'jurisdiction ' || jurisdiction || iif(is_primary, ' news', '')
  FROM article_jurisdictions WHERE article_id = ?1
UNION ALL SELECT 'case', number, 'case ' || number FROM article_case_numbers WHERE article_id = ?1
UNION ALL SELECT 'amount', currency || ' ' || amount, 'amount ' || currency || ' ' || amount || ' ' || kind
  FROM article_amounts WHERE article_id = ?1
UNION ALL SELECT 'outcome', outcome, 'outcome ' || outcome || iif(is_primary, ' news', '')
  FROM article_outcomes WHERE article_id = ?1
UNION ALL SELECT 'event', event, 'event ' || event FROM articles WHERE id = ?1 AND event <> ''
UNION ALL SELECT 'count', thing || ' ' || number, 'count ' || thing || ' ' || number
  FROM article_counts WHERE article_id = ?1
UNION ALL SELECT 'step', trim(step || ' ' || party_id), 'step ' || step || ' ' || party_id
  FROM article_steps WHERE article_id = ?1
UNION ALL SELECT 'subject', subject, 'subject ' || subject FROM article_subjects WHERE article_id = ?1
UNION ALL SELECT 'date', day, 'date ' || day || ' ' || kind FROM article_dates WHERE article_id = ?1
"""


def _name(tag: Tag) -> str:
    """A tag in words, as SAID reads it from the corpus."""
    news = "news" if tag.kind in ("court", "jurisdiction", "outcome") and tag.primary else ""
    role = "" if tag.kind in ("count", "step") else tag.role
    return " ".join(word for word in (tag.kind, tag.key, role, tag.side, news) if word)


def _write(db: Database, stored: Stored, fresh: TaggedArticle) -> None:
    number = stored.number
    unindex(db, number)
    db.execute(
        "UPDATE articles SET relevant = ?, relevance = ?, rules_version = ? WHERE id = ?",
        [int(fresh.relevance.relevant), fresh.relevance.score, fresh.rules_version, number],
    )
    delete_tags(db, number)
    write_tags(db, number, stored.version, fresh)
    leave_story(db, number)
    if stored.article.record:
        write_names(db, number, fresh)
    index(db, number)
