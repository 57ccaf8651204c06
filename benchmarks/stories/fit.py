"""Find the weights of `pipelines.likeness` again.

    python -m benchmarks.stories.fit [--corpus FOLDER]

A logistic regression on the pairs of tests/stories/tuned.jsonl and dense.jsonl. Their events lie years apart, which
would teach that all neighbours are one event; so they are put at random days of two months, four times over, among the
articles of tests/gold that tell of other cases. Half of the pairs are learnt without the known cases, for most are not
known.

FOLDER holds a working corpus of real news: of its reports that stand in different stories a quarter of the pairs are
taken as of two events. The weights of `pipelines.likeness` were learnt with 7,615 reports of two general outlets, all
taken as relevant: without such, weights trust too much in what is only news of one day.
"""

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.stories.items import read_items, tellings
from benchmarks.tagging.gold import ROOT, load_items
from db.corpus import open_corpus
from db.stories import Told, stories_now, told
from pipelines.cases import fitting_case
from pipelines.cluster import WINDOW
from pipelines.likeness import WEIGHTS, Rarity, Vector, are_apart, signs
from pipelines.rules import load_rules
from pipelines.tag import tag
from pipelines.tellings import Telling, telling

BY_HAND = ("same outlet", "same case number", "another case number")
KNOWN = ("same known case", "another known case")
LEARNT = [sign for sign in WEIGHTS if sign not in BY_HAND]
BEGIN, DAYS, TIMES = datetime(2025, 1, 1, tzinfo=UTC), 60, 4
RIDGE = 3.0
SHARE = 0.25  # of the pairs of a corpus
ALL = 2**62  # no article has a higher number

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


def strangers(folder: Path) -> Iterator[list[float]]:
    """Signs of each two reports of a corpus that are compared and stand in different stories, a share of them."""
    db, rules, rarity = open_corpus(folder / "rulings.db"), load_rules(), Rarity()
    story_of, some = stories_now(db, 0, ALL), random.Random(0)
    before: list[Vector] = []
    for one in told(db, 0, 0, ALL):
        assert isinstance(one, Told)
        number, article = one.stored.number, one.stored.article
        case = fitting_case(one.tags, (article.published_at or article.seen_at).date(), rules)
        new = telling(number, article, one.tags, rules, case)
        rarity.learn(new)
        mine = rarity.weigh(new)
        before = [other for other in before if new.at - other.at <= WINDOW]
        for other in before:
            is_strange = story_of[number] != story_of[other.number] and not are_apart(new, other.telling)
            if is_strange and some.random() < SHARE:
                found = signs(mine, other)
                yield [1.0, *(float(found[sign]) for sign in LEARNT)]
        before.append(mine)


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
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="folder of a working corpus of real news")
    options = parser.parse_args()
    items = labelled()
    items += neighbours(items)
    rarity = Rarity()
    for item in items:
        rarity.learn(item.telling)
    found = [pair for seed in range(TIMES) for pair in pairs(crowded(items, seed), rarity)]
    if options.corpus:
        found += [(row, False) for row in strangers(options.corpus)]
    rows, truth = np.array([row for row, _ in found]), np.array([float(same) for _, same in found])
    print(f"{len(truth)} pairs, {int(truth.sum())} of one event")
    for name, weight in zip(["BIAS", *LEARNT], fit(rows, truth), strict=True):
        print(f"{name:24} {weight:6.2f}")


if __name__ == "__main__":
    main()
