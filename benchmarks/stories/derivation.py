"""Who quotes whom, against labelled items: `python -m benchmarks.stories.derivation FILE... [--errors]`.

Of an item of FILE (`benchmarks.stories`) is read, beside what stories need: `quotes`, the id or ids of the items it
quotes; `common_source`, a name that all items bear which have their words from one source; `outlet`, the name of its
source where that is not its id in words; `via`, ids of items that it links as what it quotes; `links`, ids of items
that it links. An item with `court` is a court's own document. Where `quotes` or `common_source` is empty, none must be
found.
"""

import argparse
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.stories.__main__ import Item, article_of, experienced, read_items, tagged
from benchmarks.stories.score import Score
from pipelines.cases import fitting_case
from pipelines.credits import Outlets
from pipelines.derivation import Deriver
from pipelines.quoting import Quotations
from pipelines.rules import load_rules
from pipelines.tellings import telling
from rulingwire.derivations import Derivation, Shared, Witness

Pairs = set[tuple[str, str]]


class Run:
    """What is found in the items of one file, as a crawl would find it."""

    def __init__(self, items: list[Item]) -> None:
        self.rules = load_rules()
        self.ready = tagged(items)
        self.number = {item["id"]: number for number, (item, _) in enumerate(self.ready, start=1)}
        self.id_of = {number: name for name, number in self.number.items()}
        self.outlets = Outlets(self.rules, {item["source"]: title_of(item) for item in items})
        texts = {self.number[item["id"]]: item["text"] for item in items}
        self.deriver, self.clusterer = Deriver(self.outlets, texts.__getitem__), experienced()
        self.shared: list[Shared] = []
        self.witnesses: dict[int, Witness] = {}
        for item, tags in self.ready:
            self._read(item, tags)
        for number, one in self.witnesses.items():
            story = self.clusterer.story_of[number]
            self.witnesses[number] = Witness(**{name: getattr(one, name) for name in one.__slots__} | {"story": story})
        self.found = Quotations(self.outlets, self.witnesses, self.shared)

    def _read(self, item: Item, tags: Any) -> None:
        number, article = self.number[item["id"]], article_of(item)
        via, links = (frozenset(self.number[one] for one in item.get(key) or ()) for key in ("via", "links"))
        named = self.outlets.find(article)
        report = self.deriver.report(number, article, frozenset(c.outlet for c in named), via | links)
        shared = self.deriver.read(report)
        self.shared += shared
        court = bool(item.get("court"))
        reused = (
            [] if court else [one.other for one in shared if one.is_reuse and not self.witnesses[one.other].is_court]
        )
        case = fitting_case(tags, datetime.fromisoformat(item["published"]).date(), self.rules)
        self.clusterer.place(telling(number, article, tags, case, [*via, *reused]))
        self.witnesses[number] = Witness(
            number=number,
            at=report.at,
            source_id=article.source_id,
            url=article.url,
            story=0,
            is_court=court,
            via=via,
            links=links,
            credits={c.outlet: (c.rule, article.text[c.start : c.end]) for c in named},
        )

    def rows(self) -> dict[tuple[str, str], Derivation]:
        """Who quotes whom, by the ids of the items."""
        return {(self.id_of[row.article], self.id_of[row.source]): row for row in self.found.derivations()}

    def common(self) -> Pairs:
        """Who have their words from one source."""
        return {tuple(sorted((self.id_of[one], self.id_of[two]))) for one, two in self.found.common()}


def title_of(item: Item) -> str:
    """The name of an outlet: "torrent-beat" is called Torrent Beat."""
    return item.get("outlet") or item["source"].replace("-", " ").title()


def wanted(items: list[Item]) -> tuple[Pairs, Pairs]:
    """The pairs that quote, and those that have one source."""
    quoting = {(item["id"], other) for item in items for other in _listed(item.get("quotes"))}
    sources: dict[str, list[Item]] = {}
    for item in items:
        for name in _listed(item.get("common_source")):
            sources.setdefault(name, []).append(item)
    common = {
        tuple(sorted((one["id"], two["id"])))
        for group in sources.values()
        for one in group
        for two in group
        if one["id"] < two["id"]
    }
    return quoting, common


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else value or []


def score(said: Pairs, true: Pairs) -> Score:
    """How many of the pairs said are true, and of the true are said."""
    right = len(said & true)
    return Score(right / len(said) if said else 1.0, right / len(true) if true else 1.0)


def scores(items: list[Item]) -> Mapping[str, tuple[Score, int]]:
    """Precision and recall, all and by how, with the number of pairs wanted."""
    run = Run(items)
    rows, (quoting, common) = run.rows(), wanted(items)
    linked = {(item["id"], other) for item in items for other in item.get("via") or ()}
    return {
        "quotes": (score(set(rows), quoting), len(quoting)),
        "quotes by a source link": (
            score({p for p, row in rows.items() if row.rule == "link:via"}, linked),
            len(linked),
        ),
        "quotes by words or names": (
            score({p for p, row in rows.items() if row.rule != "link:via"}, quoting - linked),
            len(quoting - linked),
        ),
        "common source": (score(run.common(), common), len(common)),
    }


def show_errors(items: list[Item]) -> None:
    run, by_id = Run(items), {item["id"]: item for item in items}
    rows, common, (quoting, sources) = run.rows(), run.common(), wanted(items)
    for kind, pairs in (
        ("Wrong", set(rows) - quoting),
        ("Missed", quoting - set(rows)),
        ("Wrongly common", common - sources),
        ("Common, missed", sources - common),
    ):
        for one, two in sorted(pairs):
            row = rows.get((one, two))
            print(f"\n{kind}: {one} -> {two} {row and (row.how, row.rule, row.shingles, row.passage[:100])}")
            print(f"  {by_id[one]['text'][:200]}\n  {by_id[two]['text'][:200]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    print("| file | measure | pairs | precision | recall |\n|---|---|---|---|---|")
    for path in options.files:
        items = read_items(path)
        for name, (s, number) in scores(items).items():
            print(f"| {path.name} | {name} | {number} | {s.precision:.3f} | {s.recall:.3f} |")
        if options.errors and path.name != "held.jsonl":
            show_errors(items)


if __name__ == "__main__":
    main()
