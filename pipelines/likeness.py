"""How likely two articles tell of one event: signs that a reader can check, each with its weight.

The weights are those of a logistic regression on the pairs of `tests/stories/tuned.jsonl` and `dense.jsonl`;
`benchmarks.stories.fit` finds them again. Three are set by hand: the files hold too few case numbers to learn from, and
give each outlet one report of an event.
"""

import math
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from operator import mul

from pipelines.tellings import Telling

DIGITS = 6  # of a weight, so that prints are small
COMMENTARY = "commentary"  # on any step of a case
MEMORY = 1000  # articles that say how rare a word is
MANY = 9  # parties; an article that names more is a roundup, or looks back
BIAS = -4.8
WEIGHTS = {
    "words": 7.0,  # cosine of the words, in one language
    "themes": 4.4,  # cosine of the themes, in one language
    "themes across": 9.0,  # ... and across languages
    "rarest name": 2.6,  # how rare the rarest name is that both hold
    "rarest figure": 2.0,  # ... and the rarest number
    "tags": 3.9,  # cosine of the tags, across languages
    "weeks": -4.3,  # between them
    "same known case": 3.9,
    "another known case": -2.7,
    "jurisdiction unknown": -1.1,
    "another jurisdiction": -1.0,
    "other parties": -1.2,  # both name parties with a role, and none in common
    "other parties in the title": -2.4,  # ... in both titles
    "same day": 1.4,  # both name a day of the last weeks
    "another day": -1.0,  # ... but none in common
    "another court": -0.8,
    "another step": -0.5,  # a filing is not the ruling on it
    "another subject": -1.1,  # DNS, VPN, IPTV ...
    "same outlet": -1.5,  # set by hand: it seldom tells one event twice
    "roundups": -2.3,  # for each of the two whose title says that it tells of many things
    "many parties": -0.5,  # for each of the two that names more than MANY
    "same case number": 2.0,  # set by hand
    "another case number": -0.5,  # set by hand
}

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Vector:
    """A telling with how rare what it holds is."""

    telling: Telling
    terms: Weights  # of length 1
    marks: Weights  # of length 1
    themes: Weights  # of length 1
    names: Weights  # these: 1 for what no other article holds, towards 0 for what all do
    figures: Weights

    @property
    def number(self) -> int:
        """The number of its article."""
        return self.telling.number

    @property
    def at(self) -> datetime:
        """When it was published, or first seen."""
        return self.telling.at


class Rarity:
    """How many of the last articles hold a word, a name or a tag."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.counted: deque[tuple[str, ...]] = deque()

    def learn(self, telling: Telling | Vector) -> None:
        """Count a telling, or one that was weighed before; the oldest is forgotten."""
        names, figures = map(_named, telling.names), map(_figure, telling.figures)
        keys = (*telling.terms, *names, *figures, *telling.marks, *telling.themes)
        self.counts.update(keys)
        self.counted.append(keys)
        if len(self.counted) > MEMORY:
            old = self.counted.popleft()
            self.counts.subtract(old)
            for key in old:
                if not self.counts[key]:
                    del self.counts[key]

    def weigh(self, telling: Telling) -> Vector:
        """The weights of a telling that was learnt, in place of its counts."""
        terms, marks, themes = map(self._weighed, (telling.terms, telling.marks, telling.themes))
        return Vector(
            replace(telling, terms=terms, marks=marks, themes=themes),
            terms,
            marks,
            themes,
            {name: self._rare(_named(name), name) for name in telling.names},
            {number: self._rare(_figure(number)) for number in telling.figures},
        )

    def _rare(self, *keys: str) -> float:
        """How rare something is that goes by each of some keys: 1 for what no other article holds."""
        total = len(self.counted) + 1
        return math.log(1 + total / max(map(self.counts.__getitem__, keys))) / math.log(1 + total)

    def _weighed(self, terms: Mapping[str, float]) -> Weights:
        """How often, times how rare."""
        total = len(self.counted) + 1
        weights = {key: _often(n) * math.log(1 + total / self.counts[key]) for key, n in terms.items()}
        size = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {key: round(weight / size, DIGITS) for key, weight in weights.items()}


# Names and numbers are counted apart from the same words.
def _named(name: str) -> str:
    return f"name {name}"


def _figure(number: str) -> str:
    return f"number {number}"


def _often(times: float) -> float:
    return 1 + math.log(times) if times >= 1 else times


def likeness(one: Vector, two: Vector) -> float:
    """How likely two articles tell of one event, from 0 to 1; never where neither names the other's jurisdiction."""
    if are_apart(one.telling, two.telling):
        return 0.0
    total = BIAS + sum(map(mul, WEIGHTS.values(), signs(one, two).values()))
    return 1 / (1 + math.exp(-total))


def are_apart(one: Telling, two: Telling) -> bool:
    """Are they about two jurisdictions, and neither names the other's?"""
    return bool(one.land and two.land) and one.land not in two.lands and two.land not in one.lands


def signs(one: Vector, two: Vector) -> dict[str, float]:
    """The signs of two articles, by name in the order of WEIGHTS; most are 0 or 1."""
    a, b = one.telling, two.telling
    themes = cosine(one.themes, two.themes)
    in_one_language = a.language == b.language
    return {
        "words": cosine(one.terms, two.terms) if in_one_language else 0.0,
        "themes": themes if in_one_language else 0.0,
        "themes across": 0.0 if in_one_language else themes,
        "rarest name": _rarest_name(one, two),
        "rarest figure": _rarest(one.figures, two.figures),
        "tags": 0.0 if in_one_language else cosine(one.marks, two.marks),
        "weeks": abs((a.at - b.at).total_seconds()) / (7 * 86400),
        "same known case": bool(a.case and a.case == b.case),
        "another known case": bool(a.case and b.case and a.case != b.case),
        "jurisdiction unknown": not (a.land and b.land),
        "another jurisdiction": bool(a.land and b.land and a.land != b.land),
        "other parties": _apart(a.sides, b.sides),
        "other parties in the title": _apart(a.titled, b.titled),
        "same day": bool(a.days & b.days),
        "another day": _apart(a.days, b.days),
        "another court": bool(a.court and b.court and a.court != b.court),
        "another step": bool(a.event and b.event and a.event != b.event and COMMENTARY not in (a.event, b.event)),
        "another subject": _apart(a.subjects, b.subjects),
        "same outlet": a.source == b.source,
        "roundups": a.is_roundup + b.is_roundup,
        "many parties": (len(a.parties) > MANY) + (len(b.parties) > MANY),
        "same case number": bool(a.numbers & b.numbers),
        "another case number": _apart(a.numbers, b.numbers),
    }


def _rarest(one: Weights, two: Weights) -> float:
    return max((min(one[key], two[key]) for key in one.keys() & two.keys()), default=0.0)


def _rarest_name(one: Vector, two: Vector) -> float:
    """How rare the rarest name of one is that the other holds, as a name too or in its first words."""
    both = one.names.keys() & two.names.keys()
    here, there = both | (one.names.keys() & two.terms.keys()), both | (two.names.keys() & one.terms.keys())
    return max((*map(one.names.__getitem__, here), *map(two.names.__getitem__, there)), default=0.0)


def _apart(one: frozenset[str], two: frozenset[str]) -> bool:
    return bool(one and two and not one & two)


def reasons(one: Vector, two: Vector) -> str:
    """The signs that speak most for one event, in words: "same known case, words, same day"."""
    weighed = {sign: WEIGHTS[sign] * value for sign, value in signs(one, two).items()}
    best = sorted((sign for sign in weighed if weighed[sign] > 0.5), key=lambda sign: (-weighed[sign], sign))
    return ", ".join(best[:4])


def cosine(one: Weights, two: Weights) -> float:
    """The cosine of two vectors of length 1; the same to the last bit, in whatever order they are."""
    shared = one.keys() & two.keys()
    return math.fsum(map(mul, map(one.__getitem__, shared), map(two.__getitem__, shared)))
