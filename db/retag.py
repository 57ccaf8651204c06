"""Tagging the stored corpus again: the text is frozen, the rules have moved on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from db.decisions import write_names
from db.stored import Stored, stored_articles
from db.stories import leave_story
from db.tags import delete_tags, index, unindex, write_tags
from rulingwire.models import Article, Tag, TaggedArticle


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
    for batch in stored_articles(db):
        with db.atomic():
            for stored in batch:
                fresh = tagged(stored.article)
                change = _change(db, stored, fresh)
                if not dry_run and (change or stored.rules_version != fresh.rules_version):
                    _write(db, stored, fresh)
                if change:
                    yield change


def _change(db: Database, stored: Stored, fresh: TaggedArticle) -> Change | None:
    before = {said.strip() for (said,) in db.execute(SAID, [stored.number])}
    now = {_name(tag) for tag in fresh.tags}
    before |= {"relevant"} if stored.relevant else set()
    now |= {"relevant"} if fresh.relevance.relevant else set()
    if before == now:
        return None
    return Change(
        permalink=stored.permalink,
        title=stored.article.title,
        gained=tuple(sorted(now - before)),
        lost=tuple(sorted(before - now)),
    )


SAID = """
SELECT 'party ' || party_id || ' ' || role || ' ' || side FROM article_parties WHERE article_id = ?1
UNION ALL SELECT 'court ' || court_id FROM article_courts WHERE article_id = ?1
UNION ALL SELECT 'jurisdiction ' || jurisdiction FROM article_jurisdictions WHERE article_id = ?1
UNION ALL SELECT 'case ' || number FROM article_case_numbers WHERE article_id = ?1
UNION ALL SELECT 'amount ' || currency || ' ' || amount || ' ' || kind FROM article_amounts WHERE article_id = ?1
UNION ALL SELECT 'outcome ' || outcome || iif(is_primary, ' news', '') FROM article_outcomes WHERE article_id = ?1
UNION ALL SELECT 'event ' || event FROM articles WHERE id = ?1 AND event <> ''
UNION ALL SELECT 'count ' || thing || ' ' || number FROM article_counts WHERE article_id = ?1
UNION ALL SELECT 'date ' || day || ' ' || kind FROM article_dates WHERE article_id = ?1
"""


def _name(tag: Tag) -> str:
    """A tag in words, as SAID reads it from the corpus."""
    news = "news" if tag.kind == "outcome" and tag.primary else ""
    role = "" if tag.kind == "count" else tag.role
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
