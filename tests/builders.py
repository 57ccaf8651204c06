"""Values for tests, built in one call."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from db.corpus import open_corpus, write_sources, write_vocabulary
from pipelines.corrections import ids_of
from pipelines.rules import load_rules
from pipelines.steps import Desk
from rulingwire.correction_files import parse_corrections
from rulingwire.corrections import Corrections
from rulingwire.models import Capture, RawArticle, Reading, Source
from rulingwire.outcomes import Outcome

NOON = datetime(2025, 11, 19, 12, tzinfo=UTC)


def source(name: str = "wire", **changes: Any) -> Source:
    values = {"id": name, "title": name, "url": f"https://{name}.example/feed", "kind": "feed", "keep": "all"}
    return Source(**(values | changes))


def raw(number: int = 1, name: str = "wire", **changes: Any) -> RawArticle:
    values = {
        "source_id": name,
        "url": f"https://{name}.example/story/{number}",
        "guid": f"https://{name}.example/?p={number}",
        "title": f"Story {number}",
        "html": f"<p>Body of story {number}.</p>",
        "published": "Wed, 19 Nov 2025 09:00:00 +0000",
        "complete": True,
    }
    return RawArticle(**(values | changes))


def reading(*articles: RawArticle, at: datetime = NOON, of: Source | None = None, **changes: Any) -> Reading:
    of = of or source()
    values = {
        "source": of,
        "capture": Capture(url=of.url, fetched_at=at, status=200, body_hash=f"{at}{hash(articles)}"),
        "outcome": Outcome.READ if articles else Outcome.EMPTY,
        "articles": articles,
    }
    return Reading(**(values | changes))


def corrections(text: str) -> Corrections:
    return parse_corrections(text, "corrections.yml", ids_of(load_rules()))


def desk(folder: Path, *sources: Source, corrected: str = "") -> Desk:
    rules = replace(load_rules(), corrections=corrections(corrected))
    db = open_corpus(folder / "rulings.db")
    write_sources(db, sources or (source(),))
    write_vocabulary(
        db,
        ((p.id, p.name, p.kind, p.country) for p in rules.parties),
        ((c.id, c.name, c.jurisdiction, c.level, c.city) for c in rules.courts),
        ((j.code, j.name) for j in rules.jurisdictions),
        ((p.id, name, int(sure)) for p in rules.parties for name, sure in p.names.items()),
    )
    return Desk(db, rules)


# Everything a corpus says; not here: runs, fetches, and the numbers that count them.
SAID = (
    "articles", "article_versions", "article_texts", "sightings", "aliases", "passed_over", "suggestions",
    "article_links", "article_facts", "pages", "article_parties", "article_courts", "article_jurisdictions",
    "article_amounts", "article_steps", "article_subjects", "evidence", "source_states", "article_search_docsize",
    "credits", "shared_passages", "derivations", "edits", "edit_changes",
)  # fmt: skip


def said(db: Any) -> dict[str, list[str]]:
    """All that a corpus says, in an order of its own, so that two can be compared."""
    rows = {table: sorted(repr(row) for row in db.execute(f"SELECT * FROM {table}")) for table in SAID}
    issues = db.execute("SELECT source_id, kind, words, hint, first_at, last_at, times FROM issues")
    return rows | {"issues": sorted(repr(row) for row in issues)}
