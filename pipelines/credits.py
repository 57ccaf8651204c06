"""Outlets that an article names as where it has its story from: "TorrentFreak reports", "laut heise", "via Next"."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from pipelines.names import Match, Matcher, Name, fold
from pipelines.passages import body_end
from pipelines.rules import Rules, read_as
from pipelines.rules.credit_forms import OUTLET
from rulingwire.models import Article

MENTIONS = 200  # names of outlets in one article that are looked at
LONGEST = 120_000  # characters of a text that are read
BEFORE, AFTER = 120, 80  # characters around the name of an outlet in which a credit must stand
SHOWN = 60  # characters shown on each side of the name
_SHORT = re.compile(r"\s*(?:\(.*|[:,] .*)$")  # "Ars Technica: Policy" is called Ars Technica


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """Somebody who publishes, under one name at one or more places."""

    name: str
    also: tuple[str, ...] = ()
    sources: frozenset[str] = frozenset()  # ids in feeds.yml
    hosts: tuple[str, ...] = field(default=())


class Credit(NamedTuple):
    """An article names an outlet; text[start:end] are the words that do."""

    outlet: str
    rule: str
    start: int
    end: int


class Outlets:
    """All outlets that an article can name: those of the rules, and the sources by their titles."""

    def __init__(self, rules: Rules, titles: Mapping[str, str]) -> None:
        """`titles` are those of the sources, by id."""
        self.rules = rules
        self.known = {outlet.name: outlet for outlet in _outlets(rules, titles)}
        self.names = Matcher(
            Name(name, "outlet", outlet.name) for outlet in self.known.values() for name in (outlet.name, *outlet.also)
        )

    def find(self, article: Article) -> tuple[Credit, ...]:
        """The outlets that an article says it has its story from, each where it says so first."""
        text = article.text[:LONGEST]
        text = text[: body_end(text, self.rules.footers)]
        patterns = self.rules.credits.patterns(read_as(article.language))
        found: dict[str, Credit] = {}
        for match in self.names.find(text).of("outlet")[:MENTIONS]:
            if match.name.key not in found and not self.is_of(match.name.key, article.source_id, article.url):
                found.update({credit.outlet: credit for credit in _read(text, match, patterns)})
        return tuple(found.values())

    def is_of(self, name: str, source_id: str, url: str) -> bool:
        """Is an article of this source and address by this outlet?"""
        outlet = self.known[name]
        host = urlsplit(url).netloc.removeprefix("www.")
        return source_id in outlet.sources or any(host == one or host.endswith(f".{one}") for one in outlet.hosts)


def _outlets(rules: Rules, titles: Mapping[str, str]) -> Iterator[Outlet]:
    sources: dict[str, set[str]] = {}
    for source_id, title in titles.items():
        sources.setdefault(_SHORT.sub("", title), set()).add(source_id)
    for entry in rules.credits.outlets:
        mine = frozenset(sources.pop(entry["name"], ()))
        yield Outlet(
            name=entry["name"],
            also=tuple(entry.get("also", ())),
            hosts=tuple(entry.get("hosts", ())),
            sources=mine,
        )
    yield from (Outlet(name=name, sources=frozenset(ids)) for name, ids in sorted(sources.items()) if name)


def _read(text: str, match: Match, patterns: list[tuple[str, re.Pattern[str]]]) -> Iterator[Credit]:
    """The first credit around a name."""
    folded = fold(text)
    before, after = folded[max(0, match.start - BEFORE) : match.start], folded[match.end : match.end + AFTER]
    around = f"{before}{OUTLET}{after}"
    rule = next((rule for rule, pattern in patterns if pattern.search(around)), "")
    if rule:
        yield Credit(match.name.key, f"credit:{rule}", *_shown(text, match))


def _shown(text: str, match: Match) -> tuple[int, int]:
    """The words around a name that are shown as evidence: within its paragraph, cut between words."""
    start = max(text.rfind("\n", 0, match.start) + 1, match.start - SHOWN)
    end = text.find("\n", match.end)
    end = min(len(text) if end < 0 else end, match.end + SHOWN)
    if start and text[start - 1].isalnum():
        start = min((at + 1 for at in [text.find(" ", start, match.start)] if at >= 0), default=start)
    if end < len(text) and text[end].isalnum():
        end = max(text.rfind(" ", match.end, end), match.end)
    return start, end
