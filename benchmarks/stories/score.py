"""How far stories agree with labelled events: B-cubed and pairs."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple


class Score(NamedTuple):
    """Precision, recall and F of one measure."""

    precision: float
    recall: float

    @property
    def f(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def b_cubed(stories: Mapping[str, object], events: Mapping[str, object]) -> Score:
    """B-cubed (Bagga and Baldwin 1998): for each item, how much of its story and its event is the same."""
    by_story, by_event = _groups(stories), _groups(events)
    both = {item: len(by_story[stories[item]] & by_event[events[item]]) for item in events}
    precision = sum(both[item] / len(by_story[stories[item]]) for item in events) / len(events)
    recall = sum(both[item] / len(by_event[events[item]]) for item in events) / len(events)
    return Score(precision, recall)


def pairs(
    stories: Mapping[str, object], events: Mapping[str, object], only: set[tuple[str, str]] | None = None
) -> Score:
    """Pairs of items in one group; `only` leaves all other pairs out."""
    said, true = _pairs(stories), _pairs(events)
    if only is not None:
        said, true = said & only, true & only
    right = len(said & true)
    return Score(right / len(said) if said else 1.0, right / len(true) if true else 1.0)


def _groups(labels: Mapping[str, object]) -> dict[object, set[str]]:
    groups: dict[object, set[str]] = defaultdict(set)
    for item, label in labels.items():
        groups[label].add(item)
    return groups


def _pairs(labels: Mapping[str, object]) -> set[tuple[str, str]]:
    return {pair for group in _groups(labels).values() for pair in combinations(sorted(group), 2)}
