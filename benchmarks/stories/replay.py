"""Labelled items, taken one by one as a crawl takes articles."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from benchmarks.stories.items import Item, article_of, experienced, tagged
from pipelines.cases import fitting_case
from pipelines.credits import Credit, Outlets
from pipelines.derivation import Deriver
from pipelines.quoting import Quotations
from pipelines.rules import load_rules
from pipelines.tellings import telling
from rulingwire.derivations import Derivation, Shared, Witness

Pairs = set[tuple[str, str]]


class Replay:
    """The stories of the items of one file, and who quotes whom among them, as a crawl would find them.

    Of the labels only `via` and `links` are read, which stand for the links of an article.
    """

    def __init__(self, items: list[Item]) -> None:
        self.rules = load_rules()
        self.number = {item["id"]: number for number, item in enumerate(items, start=1)}
        self.id_of = {number: name for name, number in self.number.items()}
        self.outlets = Outlets(self.rules, {item["source"]: title_of(item) for item in items})
        texts = {self.number[item["id"]]: item["text"] for item in items}
        self.deriver, self.clusterer = Deriver(self.outlets, texts.__getitem__), experienced()
        self.shared: list[Shared] = []
        self.witnesses: dict[int, Witness] = {}
        for item, tags in tagged(items):
            self._take(item, tags)
        story_of = self.clusterer.story_of
        self.witnesses = {number: replace(one, story=story_of[number]) for number, one in self.witnesses.items()}
        self.found = Quotations(self.outlets, self.witnesses, self.shared)

    def stories(self) -> dict[str, int]:
        """The story of each item, by its id."""
        return {self.id_of[number]: story for number, story in self.clusterer.story_of.items()}

    def rows(self) -> Mapping[tuple[str, str], Derivation]:
        """Who quotes whom, by the ids of the items."""
        return {(self.id_of[row.article], self.id_of[row.source]): row for row in self.found.derivations()}

    def common(self) -> Pairs:
        """Who have their words from one source."""
        return {tuple(sorted((self.id_of[one], self.id_of[two]))) for one, two in self.found.common()}

    def _take(self, item: Item, tags: Any) -> None:
        number, article = self.number[item["id"]], article_of(item)
        via, links = (frozenset(self.number[one] for one in item.get(key) or ()) for key in ("via", "links"))
        named = self.outlets.find(article)
        report = self.deriver.report(number, article, frozenset(c.outlet for c in named), via | links)
        shared = self.deriver.read(report)
        self.shared += shared
        self.witnesses[number] = self._witness(item, via, links, named)
        case = fitting_case(tags, datetime.fromisoformat(item["published"]).date(), self.rules)
        self.clusterer.place(telling(number, article, tags, self.rules, case, [*via, *self._reused(number, shared)]))

    def _reused(self, number: int, shared: tuple[Shared, ...]) -> list[int]:
        """Reports whose words it holds, as `pipelines.deriving` counts them."""
        if self.witnesses[number].is_court:
            return []
        return [one.other for one in shared if one.is_reuse and not self.witnesses[one.other].is_court]

    def _witness(self, item: Item, via: frozenset[int], links: frozenset[int], named: tuple[Credit, ...]) -> Witness:
        return Witness(
            number=self.number[item["id"]],
            at=datetime.fromisoformat(item["published"]),
            source_id=item["source"],
            url=item["url"],
            story=0,
            is_court=bool(item.get("court")),
            via=via,
            links=links,
            credits={c.outlet: (c.rule, item["text"][c.start : c.end]) for c in named},
        )


def title_of(item: Item) -> str:
    """The name of an outlet: "torrent-beat" is called Torrent Beat."""
    return str(item.get("outlet") or item["source"].replace("-", " ").title())
