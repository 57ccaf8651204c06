"""The rows of a canned query as news. feed_columns.yml says which columns are what, for feeds as for alerts."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from rulingwire.alerts import News

USES = ("title", "page", "url", "day", "outlet")


def choose(columns: Iterable[str]) -> dict[str, str]:
    """The columns that make news of rows, by what they are for; {} where title, day or address are missing."""
    there = set(columns)
    chosen = {use: next((name for name in _rule()[use] if name in there), "") for use in USES}
    if chosen["page"] == "id" and "name" not in there:
        chosen["page"] = ""
    return chosen if chosen["title"] and chosen["day"] and (chosen["page"] or chosen["url"]) else {}


def rows_as_news(query: str, columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> Iterator[News]:
    """The rows of a query as news; those of one page are told apart by what is their own."""
    for row in rows:
        value = {use: "" if not name or row[name] is None else str(row[name]) for use, name in columns.items()}
        page = _rule()["page"][columns["page"]] + value["page"] if value["page"] else f"/rulings/{query}"
        own = [str(row[name]) for name in _rule()["own"] if name in row]
        key = hashlib.sha256(json.dumps([page, value["url"], value["title"], *own]).encode()).hexdigest()[:20]
        rest = {name: said for name, said in row.items() if name not in columns.values() and said not in ("", None)}
        yield News(
            key=f"query/{query}/{key}",
            title=value["title"] or query,
            page=page,
            url=value["url"],
            outlet=value["outlet"],
            seen=value["day"],
            why="\n".join(f"{name.replace('_', ' ')}: {said}" for name, said in rest.items()),
        )


@cache
def _rule() -> dict[str, Any]:
    rule: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("feed_columns.yml").read_text(encoding="utf-8"))
    return rule
