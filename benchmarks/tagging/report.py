"""Everything the yardstick says about a set of labelled articles."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.tagging import systems
from benchmarks.tagging.errors import Error, find_errors
from benchmarks.tagging.score import SINGLE, Scores, Tally, confusions
from benchmarks.tagging.systems import Read
from pipelines.rules import Rules

GROUPS: dict[str, Callable[[Read], str]] = {
    "language": lambda one: one.item.language,
    "outlet": lambda one: one.item.outlet,
    "file": lambda one: one.item.file,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The figures, ready to be shown."""

    rules: str  # version
    articles: int
    relevant: int
    systems: dict[str, Scores]  # the product, its tags alone, then baselines
    groups: dict[str, dict[str, tuple[int, Scores]]]  # "language" -> "en" -> articles and the product's scores
    confusions: dict[str, Counter[tuple[str, str]]]
    errors: tuple[Error, ...]
    strangers: tuple[str, ...]  # labelled ids that the rules do not have
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The same as values of JSON."""
        return {
            "rules": self.rules,
            "articles": self.articles,
            "relevant": self.relevant,
            "systems": {name: _scores(scores) for name, scores in self.systems.items()},
            "groups": {
                group: {name: {"articles": n, "fields": _scores(scores)} for name, (n, scores) in parts.items()}
                for group, parts in self.groups.items()
            },
            "confusions": {
                name: [{"labelled": one, "told": other, "times": n} for (one, other), n in ordered(counter)]
                for name, counter in self.confusions.items()
            },
            "errors": [error._asdict() for error in self.errors],
            "ids the rules do not have": list(self.strangers),
            "notes": self.notes,
        }


def make_report(reads: tuple[Read, ...], rules: Rules) -> Report:
    """The figures of the product; baselines are added by whoever wants them."""
    return Report(
        rules=rules.version,
        articles=len(reads),
        relevant=sum(one.item.relevant for one in reads),
        systems={systems.PRODUCT: systems.product(reads), systems.ALONE: systems.alone(reads)},
        groups={group: _grouped(reads, key) for group, key in GROUPS.items()},
        confusions=confusions((one.want, one.product) for one in reads),
        errors=tuple(find_errors(reads)),
        strangers=_strangers(reads, rules),
    )


def _grouped(reads: Iterable[Read], key: Callable[[Read], str]) -> dict[str, tuple[int, Scores]]:
    parts: dict[str, list[Read]] = {}
    for one in reads:
        parts.setdefault(key(one), []).append(one)
    by_size = sorted(parts, key=lambda name: (-len(parts[name]), name))
    return {name: (len(parts[name]), systems.product(parts[name])) for name in by_size}


def _strangers(reads: Iterable[Read], rules: Rules) -> tuple[str, ...]:
    """Labelled ids that no rule can find."""
    known = {party.id for party in rules.parties} | {court.id for court in rules.courts}
    labelled = {one for read in reads for one in (*(party for party, _ in read.want.pairs), *read.want.courts)}
    return tuple(sorted(labelled - known))


def ordered(counter: Counter[tuple[str, str]]) -> list[tuple[tuple[str, str], int]]:
    """The most frequent first, of equals by name."""
    return sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))


def _scores(scores: Scores) -> dict[str, dict[str, float | int | None]]:
    return {name: _tally(tally, single=name in SINGLE) for name, tally in scores.items()}


def _tally(tally: Tally, *, single: bool) -> dict[str, float | int | None]:
    counts: dict[str, float | int | None] = {"right": tally.right, "false": tally.false, "missed": tally.missed}
    ratios = {"precision": tally.precision, "recall": tally.recall, "f1": tally.f1}
    if single:
        counts |= {"asked": tally.asked, "same": tally.same}
        ratios["accuracy"] = tally.accuracy
    return counts | {name: None if ratio is None else round(ratio, 4) for name, ratio in ratios.items()}
