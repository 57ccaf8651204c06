"""Find the weights of `pipelines.likeness` again.

    python -m benchmarks.stories.fit

A logistic regression on the pairs of tests/stories/tuned.jsonl and dense.jsonl. Their events lie years apart, which
would teach that all neighbours are one event; so they are put at random days of two months, four times over, among the
articles of tests/gold that tell of other cases. Half of the pairs are learnt without the known cases, for most are not
known.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from benchmarks.stories.items import read_items, tellings
from benchmarks.tagging.gold import ROOT, load_items
from pipelines.cases import fitting_case
from pipelines.cluster import WINDOW
from pipelines.likeness import WEIGHTS, Rarity, Vector, are_apart, signs
from pipelines.rules import load_rules
from pipelines.tag import tag
from pipelines.tellings import Telling, telling

BY_HAND = ("same case number", "another case number")
KNOWN = ("same known case", "another known case")
LEARNT = [sign for sign in WEIGHTS if sign not in BY_HAND]
BEGIN, DAYS, TIMES = datetime(2025, 1, 1, tzinfo=UTC), 60, 4
RIDGE = 3.0

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A telling and the event it tells of; "" for one that is only there as a neighbour."""

    telling: Telling
    event: str


def labelled() -> list[Labelled]:
    files = (ROOT / "tests" / "stories" / name for name in ("tuned.jsonl", "dense.jsonl"))
    items = [item for path in files for item in read_items(path)]
    return [Labelled(telling=one, event=item["event"]) for item, one in zip(items, tellings(items), strict=True)]


def neighbours(items: list[Labelled]) -> Iterator[Labelled]:
    """Articles of tests/gold that share neither a known case nor two parties of a title with the items."""
    rules, cases = load_rules(), {item.telling.case for item in items} - {""}
    for number, item in enumerate(load_items(sorted((ROOT / "tests" / "gold").glob("*.jsonl"))), start=1_000_000):
        tags = tag(item.article, rules)
        case = fitting_case(tags, (item.article.published_at or item.article.seen_at).date(), rules)
        one = telling(number, item.article, tags, rules, case)
        same = (len(one.parties & other.telling.titled) >= 2 for other in items)
        if item.relevant and case not in cases and not any(same):
            yield Labelled(telling=one, event="")


def crowded(items: list[Labelled], seed: int) -> list[Labelled]:
    """The items with each event at a random day of two months, in the order of time."""
    random_days = random.Random(seed)
    begins = {}
    for item in sorted(items, key=lambda item: item.telling.at):
        begins.setdefault(item.event or item.telling.number, item.telling.at)
    days = {key: BEGIN + timedelta(minutes=random_days.randrange(DAYS * 1440)) for key in begins}

    def moved(item: Labelled) -> Labelled:
        key = item.event or item.telling.number
        at = days[key] + (item.telling.at - begins[key])
        later = at.date() - item.telling.at.date()
        named = frozenset((date.fromisoformat(day) + later).isoformat() for day in item.telling.days)
        return replace(item, telling=replace(item.telling, at=at, days=named))

    return sorted(map(moved, items), key=lambda item: (item.telling.at, item.telling.number))


def pairs(items: list[Labelled], rarity: Rarity) -> Iterator[tuple[list[float], bool]]:
    """Signs of each two items that are compared, and whether they tell of one event."""
    before: list[tuple[Labelled, Vector]] = []
    for item in items:
        mine = rarity.weigh(item.telling)
        before = [(other, vector) for other, vector in before if item.telling.at - other.telling.at <= WINDOW]
        for other, theirs in before:
            if (item.event or other.event) and not are_apart(item.telling, other.telling):
                found = signs(mine, theirs)
                row = [1.0, *(float(found[sign]) for sign in LEARNT)]
                yield row, item.event == other.event
                yield (
                    [0.0 if name in KNOWN else value for name, value in zip(["", *LEARNT], row, strict=True)],
                    (item.event == other.event),
                )
        before.append((item, mine))


def fit(rows: Array, truth: Array) -> Array:
    """Weights of a logistic regression with a ridge on all but the first, by Newton's method."""
    weights = np.zeros(rows.shape[1])
    ridge = np.array([0.0, *[RIDGE] * (rows.shape[1] - 1)])
    for _ in range(50):
        likely = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (likely - truth) + ridge * weights
        bend = (rows.T * (likely * (1 - likely))) @ rows + np.diag(ridge + 1e-9)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def main() -> None:
    items = labelled()
    items += neighbours(items)
    rarity = Rarity()
    for item in items:
        rarity.learn(item.telling)
    found = [pair for seed in range(TIMES) for pair in pairs(crowded(items, seed), rarity)]
    rows, truth = np.array([row for row, _ in found]), np.array([float(same) for _, same in found])
    print(f"{len(truth)} pairs, {int(truth.sum())} of one event")
    for name, weight in zip(["BIAS", *LEARNT], fit(rows, truth), strict=True):
        print(f"{name:24} {weight:6.2f}")


if __name__ == "__main__":
    main()
