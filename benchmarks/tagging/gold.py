"""Labelled articles: read from JSON lines, made into articles as the pipeline knows them."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unicodedata import normalize

from rulingwire.models import Article

ROOT = Path(__file__).resolve().parent.parent.parent
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_UNDATED = datetime(2026, 1, 1, tzinfo=UTC)  # when an article without any date was seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One labelled article; `labels` is its line as read."""

    id: str
    file: str
    language: str
    outlet: str
    article: Article
    labels: dict[str, Any]

    @property
    def relevant(self) -> bool:
        return bool(self.labels["relevant"])

    @property
    def sealed(self) -> bool:
        """Is the article one that nobody may see who works on the rules?"""
        return Path(self.file).stem == "held"


def load_items(paths: Iterable[Path]) -> tuple[Item, ...]:
    """The items of all files, in their order."""
    return tuple(
        make_item(json.loads(line), label(path))
        for path in paths
        for line in path.read_text("utf-8").split("\n")
        if line.strip()
    )


def label(path: Path) -> str:
    """A short name for a file: its path in the project, elsewhere its folder and name."""
    path = path.resolve()
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else "/".join(path.parts[-2:])


def make_item(labels: dict[str, Any], file: str = "") -> Item:
    """An item from one line of a file."""
    return Item(
        id=labels["id"],
        file=file,
        language=labels["language"],
        outlet=labels.get("outlet", "unknown"),
        article=make_article(labels),
        labels=labels,
    )


def make_article(labels: dict[str, Any]) -> Article:
    """The article as cleaning would have left it; a title from elsewhere is not fed to a measurement."""
    titled = labels.get("title_origin", "text") == "text"
    published, seen = dated(labels.get("published") or "")
    return Article(
        source_id="gold",
        url="",
        title=normalize("NFC", labels["title"]) if titled else "",
        text=normalize("NFC", labels["text"]),
        byline="",
        language=labels["language"],
        published_at=published,
        updated_at=None,
        seen_at=seen,
        form="feed",
        complete=True,
        aliases=(),
    )


def dated(published: str) -> tuple[datetime | None, datetime]:
    """When an article was published, if the day is known, and when it was seen: at the end of what is known."""
    if _DAY.match(published):
        day = datetime.fromisoformat(published[:10]).replace(tzinfo=UTC)
        return day, day
    year, month = [*map(int, re.findall(r"\d+", published)), 12, 12][:2] if published else (0, 0)
    if not year:
        return None, _UNDATED
    return None, datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
