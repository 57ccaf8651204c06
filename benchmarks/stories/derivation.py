"""Who quotes whom, against labelled items: `python -m benchmarks.stories.derivation FILE... [--errors]`.

Of an item of FILE (`benchmarks.stories`) is read, beside what stories need: `quotes`, the id or ids of the items it
quotes; `common_source`, a name that all items bear which have their words from one source; `outlet`, the name of its
source where that is not its id in words; `via`, ids of items that it links as what it quotes; `links`, ids of items
that it links. An item with `court` is a court's own document. Where `quotes` or `common_source` is empty, none must be
found.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.stories.items import Item, read_items
from benchmarks.stories.replay import Pairs, Replay
from benchmarks.stories.score import Score


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
    run = Replay(items)
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
    run, by_id = Replay(items), {item["id"]: item for item in items}
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
