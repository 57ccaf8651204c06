"""Right, false and missed: each field of an article compared, and the counts added up."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.tagging.claims import MENTIONED, NONE, Claims, Pairs, Words

EMPTY: Words = frozenset()


class Compared(NamedTuple):
    """One field of one article. Single values also say how many were asked for and how many told the same."""

    right: Words
    false: Words
    missed: Words
    asked: int = 0
    same: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of one field over many articles; a ratio of nothing is None."""

    right: int = 0
    false: int = 0
    missed: int = 0
    asked: int = 0
    same: int = 0

    def plus(self, one: Compared) -> "Tally":
        return Tally(
            self.right + len(one.right),
            self.false + len(one.false),
            self.missed + len(one.missed),
            self.asked + one.asked,
            self.same + one.same,
        )

    @property
    def precision(self) -> float | None:
        return _ratio(self.right, self.right + self.false)

    @property
    def recall(self) -> float | None:
        return _ratio(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        return _ratio(2 * self.right, 2 * self.right + self.false + self.missed)

    @property
    def accuracy(self) -> float | None:
        return _ratio(self.same, self.asked)


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _sets(wanted: Words, told: Words, excused: Words = EMPTY) -> Compared:
    return Compared(wanted & told, told - wanted - excused, wanted - told)


def _relevance(want: Claims, tell: Claims) -> Compared:
    one: Words = frozenset({"relevant"})
    return _sets(one if want.relevant else EMPTY, one if tell.relevant else EMPTY)


def _parties(want: Claims, tell: Claims) -> Compared:
    return _sets(_firsts(want.pairs), _firsts(tell.pairs), want.excused)


def _pairs(want: Claims, tell: Claims) -> Compared:
    return _roles(want, want.pairs, tell.pairs)


def _roles_given(want: Claims, tell: Claims) -> Compared:
    return _roles(want, *(frozenset(pair for pair in c.pairs if pair[1] != MENTIONED) for c in (want, tell)))


def _roles(want: Claims, wanted: Pairs, told: Pairs) -> Compared:
    excused = want.excused - _firsts(want.pairs)
    return _sets(_words(wanted), _words(frozenset(pair for pair in told if pair[0] not in excused)))


def _courts(want: Claims, tell: Claims) -> Compared:
    return _sets(want.courts, tell.courts, want.excused)


def _jurisdictions(want: Claims, tell: Claims) -> Compared:
    return _sets(want.jurisdictions, tell.jurisdictions)


def _primary(want: Claims, tell: Claims) -> Compared:
    """One of several labelled codes is wanted, whichever."""
    one: Words = frozenset({tell.primary} - {""})
    right = one & want.jurisdictions
    lacks = want.jurisdictions and not right
    missed: Words = frozenset({" or ".join(sorted(want.jurisdictions))}) if lacks else EMPTY
    return Compared(right, one - right, missed, asked=int(bool(want.jurisdictions)), same=len(right))


def _amounts(want: Claims, tell: Claims) -> Compared:
    return _sets(_firsts(want.amounts), _firsts(tell.amounts))


def _amount_kinds(want: Claims, tell: Claims) -> Compared:
    """Of the amounts found: all kinds told must be among those labelled."""
    found = _firsts(want.amounts) & _firsts(tell.amounts)
    wanted = {key: _seconds(want.amounts, key) for key in found}
    given = {key: _seconds(tell.amounts, key) for key in found}
    right = {key for key in found if given[key] and given[key] <= wanted[key]}
    return Compared(
        frozenset(f"{key} {kind}" for key in right for kind in given[key]),
        frozenset(f"{key} {kind}" for key in found - right for kind in given[key] - wanted[key]),
        frozenset(f"{key} {' or '.join(sorted(wanted[key]))}" for key in found - right),
        asked=len(found),
        same=len(right),
    )


def _numbers(want: Claims, tell: Claims) -> Compared | None:
    return None if want.numbers is None else _sets(want.numbers, tell.numbers or EMPTY)


def _dates(want: Claims, tell: Claims) -> Compared | None:
    return None if want.dates is None else _sets(want.dates, tell.dates or EMPTY)


def _single(name: str, *, everywhere: bool) -> Callable[[Claims, Claims], Compared]:
    def compare(want: Claims, tell: Claims) -> Compared:
        wish, word = getattr(want, name), getattr(tell, name)
        asked = want.relevant or everywhere
        sets = _sets(frozenset({wish} - {NONE}), frozenset({word} - {NONE}))
        return sets._replace(asked=int(asked), same=int(asked and wish == word))

    return compare


def _firsts(pairs: Pairs) -> Words:
    return frozenset(first for first, _ in pairs)


def _seconds(pairs: Pairs, first: str) -> Words:
    return frozenset(second for one, second in pairs if one == first and second)


def _words(pairs: Pairs) -> Words:
    return frozenset(f"{first} {second}" for first, second in pairs)


FIELDS: dict[str, Callable[[Claims, Claims], Compared | None]] = {
    "relevance": _relevance,
    "party": _parties,
    "party+role, all pairs": _pairs,
    "party+role, roles given": _roles_given,
    "court": _courts,
    "jurisdiction": _jurisdictions,
    "primary jurisdiction": _primary,
    "amount": _amounts,
    "amount kind": _amount_kinds,
    "case number": _numbers,
    "event": _single("event", everywhere=False),
    "event, all articles": _single("event", everywhere=True),
    "outcome": _single("outcome", everywhere=False),
    "outcome, all articles": _single("outcome", everywhere=True),
    "date decided": _dates,
}
SINGLE = frozenset(field for field in FIELDS if field.startswith(("primary", "amount kind", "event", "outcome")))

Scores = dict[str, Tally]
Answers = Iterable[tuple[Claims, Claims]]  # wanted, told


def score(answers: Answers) -> Scores:
    """The counts of every field over all articles."""
    scores = {field: Tally() for field in FIELDS}
    for want, tell in answers:
        for field, compare in FIELDS.items():
            if compared := compare(want, tell):
                scores[field] = scores[field].plus(compared)
    return scores


def confusions(answers: Answers) -> dict[str, Counter[tuple[str, str]]]:
    """How often a label (first) was told as another (second), by field; of articles labelled relevant."""
    found: dict[str, Counter[tuple[str, str]]] = {name: Counter() for name in ("event", "outcome", "role", "kind")}
    for want, tell in answers:
        if want.relevant:
            found["event"][want.event, tell.event] += want.event != tell.event
            found["outcome"][want.outcome, tell.outcome] += want.outcome != tell.outcome
            found["role"].update(_swapped(want.pairs, tell.pairs))
            found["kind"].update(_swapped(want.amounts, tell.amounts))
    return {name: +counter for name, counter in found.items()}


def _swapped(wanted: Pairs, told: Pairs) -> Iterable[tuple[str, str]]:
    for key in sorted(_firsts(wanted) & _firsts(told)):
        for second in sorted(_seconds(told, key) - _seconds(wanted, key)) or ([] if _seconds(told, key) else [NONE]):
            yield "/".join(sorted(_seconds(wanted, key))), second
