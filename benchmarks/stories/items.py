"""Labelled items: reports as a crawl would store them, with the event that each tells of."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.tagging.gold import ROOT, load_items
from pipelines.cases import fitting_case
from pipelines.clean import identify_language
from pipelines.cluster import Clusterer
from pipelines.rules import load_rules
from pipelines.tag import tag
from pipelines.tellings import Telling, telling
from rulingwire.models import Article

Item = dict[str, Any]
KEYS = ("id", "source", "url", "published", "title", "text", "event")


def read_items(path: Path) -> list[Item]:
    """The items of a file, one a line, in the order of time.

    Each must have KEYS; one without `language` is read in the language that its words tell, one without an event is an
    event of its own. SystemExit names the first line that will not do.
    """
    found: dict[str, Item] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if line.strip():
            try:
                item = _item(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                raise SystemExit(f"{path}:{number}: not an item with {', '.join(KEYS)}: {error!r}") from error
            if item["id"] in found:
                raise SystemExit(f"{path}:{number}: a second item with the id {item['id']}")
            found[item["id"]] = item
    return sorted(found.values(), key=lambda item: (item["published"], item["id"]))


def _item(item: Item) -> Item:
    at = datetime.fromisoformat(item["published"])
    said = {key: str(item[key] or "") for key in KEYS}
    return {
        **item,
        **said,
        "published": (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat(),
        "language": item.get("language") or identify_language(f"{said['title']}. {said['text'][:2000]}"),
        "event": said["event"] or f"item {said['id']}",
    }


def article_of(item: Item) -> Article:
    """An item as a crawl would store it."""
    at = datetime.fromisoformat(item["published"])
    return Article(
        source_id=item["source"],
        url=item["url"],
        title=item["title"],
        text=item["text"],
        byline="",
        language=item["language"],
        published_at=at,
        updated_at=None,
        seen_at=at,
        form="feed",
        complete=True,
        aliases=(),
    )


def tagged(items: list[Item]) -> Iterator[tuple[Item, Any]]:
    """Each item with its tags."""
    rules = load_rules()
    return ((item, tag(article_of(item), rules)) for item in items)


def tellings(items: list[Item]) -> Iterator[Telling]:
    """The items as clustering sees them, numbered in their order; without what they quote."""
    rules = load_rules()
    for number, (item, tags) in enumerate(tagged(items), start=1):
        case = fitting_case(tags, datetime.fromisoformat(item["published"]).date(), rules)
        yield telling(number, article_of(item), tags, rules, case)


def experienced() -> Clusterer:
    """A clusterer that has read the labelled articles of tests/gold."""
    clusterer, rules = Clusterer(), load_rules()
    for item in load_items(sorted((ROOT / "tests" / "gold").glob("*.jsonl"))):
        if item.relevant:
            clusterer.learn(telling(0, item.article, tag(item.article, rules), rules))
    return clusterer
