"""What each sum of money is: awarded, claimed, a fine ...; and which is only another's conversion."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipelines.amounts import Amount, find_amounts
from pipelines.courts import Seat
from pipelines.cues import Hit
from pipelines.passages import Passage, Proof
from pipelines.rules.languages import SUM, Language
from pipelines.sentences import Slot

# A bare dollar sign is a US dollar, but in news of a court of one of these countries in which none of the US acts.
_DOLLARS = {"AU": "AUD", "CA": "CAD", "NZ": "NZD", "SG": "SGD", "HK": "HKD"}


class Place(NamedTuple):
    """A sum where it is printed."""

    passage: Passage
    amount: Amount
    converts: str  # key of the sum it converts: "500 million yen ($3.2 million)"

    def proof(self, rule: str) -> Proof:
        """The words of the sum, as proof."""
        return Proof(self.passage, self.amount.start, self.amount.end, rule)


def dollar_of(seats: Iterable[Seat]) -> str:
    """What a bare dollar sign means in an article with these proofs of jurisdictions."""
    weights: dict[str, float] = defaultdict(float)
    for seat in seats:
        weights[seat.code] += seat.weight
    main = max(weights, key=lambda code: weights[code], default="US")
    return "USD" if "US" in weights else _DOLLARS.get(main, "USD")


def find_sums(parts: Iterable[Passage], language: Language, dollar: str) -> list[Place]:
    """Every sum printed, in order; a sum in brackets behind one of another currency converts it.

    `dollar` is the currency of a bare dollar sign.
    """
    places: list[Place] = []
    for part in parts:
        last: Amount | None = None
        for amount in find_amounts(part.text, language.code, dollar):
            converts = ""
            if last and last.currency != amount.currency and language.converts(part.folded[last.end : amount.start]):
                converts = places[-1].converts or last.key
            places.append(Place(part, amount, converts))
            last = amount
    return places


def sum_slots(places: list[Place], language: Language) -> Iterator[tuple[Passage, Slot]]:
    """Each sum with its conversions as one slot, "about" before it included."""
    run: list[Place] = []
    for place in places:
        if run and not place.converts:
            yield _slot(run, language)
            run = []
        run.append(place)
    if run:
        yield _slot(run, language)


def _slot(run: list[Place], language: Language) -> tuple[Passage, Slot]:
    part, end = run[0].passage, run[-1].amount.end
    end += part.text[end : end + 1] in (")", "）") and len(run) > 1
    return part, Slot(SUM, language.about(part.folded, run[0].amount.start), end, tuple(p.amount.key for p in run))


def find_kinds(hits: Iterable[Hit]) -> dict[str, list[Hit]]:
    """The cues that say what a sum is, by the sum's key."""
    said: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        for _, _, slot in hit.slots:
            if slot.sign == SUM:
                for key in slot.keys:
                    said[key].append(hit)
    return said


def decide_kind(hits: list[Hit]) -> tuple[str, list[Hit]]:
    """The kind that the heaviest cues name; the first said where they weigh the same."""
    weights: dict[str, float] = defaultdict(float)
    for hit in hits:
        weights[hit.cue.gives] += hit.cue.weight
    kind = max(weights, key=lambda k: weights[k], default="other")
    return kind, [hit for hit in hits if hit.cue.gives == kind]
