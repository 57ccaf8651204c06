"""Which parties an article names."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pipelines.names import Match, fold
from pipelines.passages import Passage, Proof

NEAR = 100  # characters between a weak name and the word that makes it sure
MANY = 3  # names in one list prove each other
_COMPOUND = re.compile(r"-[a-z]")
_AND = "and|or|und|oder|sowie|et|ou|e|o|y|i|en|of|och|eller|og|oraz|lub|a|и|или|ja|ve|ni"
_TO = "to |against |gegen |contre |contra |contro |à |a |al |au |aux "
_THE = "the |die |der |den |dem |la |le |les |l'|el |il |de |o "
_LISTED = re.compile(
    rf"[,;] (?:(?:{_AND}) )?(?:{_TO})?(?:{_THE})?| (?:{_AND}|&|v\.?|vs\.?) (?:{_TO})?(?:{_THE})?"
    r"|、|・|/|와 |과 |, |(?:と|や|及び|和|与|及)"
)
_LONGER_NAME = re.compile(r" [A-Z][a-z]|-[a-z]")
_FIRST_NAME = re.compile(r"[a-z,] [A-Z][a-z]+ $")


@dataclass(frozen=True)
class Place:
    """A name of a party where it stands, and every party it may mean."""

    part: Passage
    matches: list[Match]

    @cached_property
    def words(self) -> str:
        """The name as folded."""
        return fold(self.part.text[self.start : self.end])

    @property
    def start(self) -> int:
        """Where the name begins in the text."""
        return self.matches[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.matches[0].end

    @cached_property
    def keys(self) -> set[str]:
        """The parties it may mean: if it is a sure name, only those whose sure name it is."""
        sure = [match for match in self.matches if match.name.sure]
        exact = [match for match in sure if not match.name.text.endswith("*")]
        return {match.name.key for match in exact or sure or self.matches}

    @cached_property
    def sure(self) -> bool:
        """Does it need no other proof?"""
        return any(match.name.sure for match in self.matches)

    @cached_property
    def compound(self) -> bool:
        """ "X-ray" and "Sky-high" are words of their own."""
        return not self.sure and bool(_COMPOUND.match(self.part.text, self.end))

    def cues(self, key: str) -> int:
        """How many of the words that mean this party stand near?"""
        if self.compound:
            return 0
        near = next((match.name.near for match in self.matches if match.name.key == key), frozenset())
        return sum(self.part.found.near("near", (word,), self.matches[0], NEAR) for word in near)


def find_parties(parts: tuple[Passage, ...]) -> dict[str, list[Proof]]:
    """The parties named, by id, with every place; a weak name counts only with its proof.

    A name without a key is somebody else's ("Cox Media Group" is not Cox) and hides the shorter one.
    """
    places = [place for part in parts for place in _places(part)]
    certain = {key for place in places if place.sure for key in place.keys}
    meanings = _meanings(places, certain)
    parties: dict[str, list[Proof]] = {}
    for place in places:
        for key in sorted(place.keys if place.sure else meanings.get(place.words, set())):
            if key in certain or not place.compound:
                parties.setdefault(key, []).append(Proof(place.part, place.start, place.end, f"party:{key}"))
    return parties


def _places(part: Passage) -> Iterator[Place]:
    """The names of parties in order; matches of the very same words are one place."""
    spans: dict[tuple[int, int], list[Match]] = defaultdict(list)
    for match in part.found.of("party"):
        if match.name.key:
            spans[match.start, match.end].append(match)
    return (Place(part, matches) for matches in spans.values())


def _meanings(places: list[Place], certain: set[str]) -> dict[str, set[str]]:
    """What each weak name means in this article: a name has one meaning from the first line to the last."""
    weak: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        if not place.sure:
            weak[place.words].append(place)
    meanings = {words: _meaning(mine, certain) for words, mine in weak.items()}
    for run in _runs(places):
        if len(run) >= MANY or any(place.sure or meanings[place.words] for place in run):
            new = [place for place in run if not place.sure and not meanings[place.words]]
            meanings |= {place.words: place.keys for place in new if len(place.keys) == 1}
    return meanings


def _meaning(places: list[Place], certain: set[str]) -> set[str]:
    """The party whose sure name stands elsewhere, else the one with most cues; of two alike none."""
    keys = places[0].keys
    named = keys & certain
    if len(named) == 1 or (named and len(keys) == 1):
        return named
    cues = {key: sum(place.cues(key) for place in places) for key in named or keys}
    best = max(cues.values())
    meant = {key for key, count in cues.items() if count == best}
    return meant if best and len(meant) == 1 else set()


def _runs(places: list[Place]) -> Iterator[list[Place]]:
    """Names that stand in one list, without those that look like a part of a longer name."""
    run: list[Place] = []
    for place in places:
        if run and not _linked(run[-1], place):
            yield from _whole(run)
            run = []
        run.append(place)
    yield from _whole(run)


def _whole(run: list[Place]) -> Iterator[list[Place]]:
    kept = [place for place in run if place.sure or not _in_longer_name(place)]
    if len(run) > 1 and kept:
        yield kept


def _linked(left: Place, right: Place) -> bool:
    return left.part is right.part and bool(_LISTED.fullmatch(left.part.text, left.end, right.start))


def _in_longer_name(place: Place) -> bool:
    text, before = place.part.text, place.part.text[max(0, place.start - 30) : place.start]
    return place.compound or bool(_LONGER_NAME.match(text, place.end) or _FIRST_NAME.search(before))
