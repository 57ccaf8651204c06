"""The role and the side that the words give to each party: cues over sentences, then a vote."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from pipelines.cues import Hit
from pipelines.outcomes import role_weight
from pipelines.passages import Proof
from pipelines.rules.languages import PARTY
from pipelines.sentences import Slot

# What a party is where no words say it, by its kind.
BY_KIND = {
    "pirate-site": "pirate-site",
    "pirate-app": "pirate-site",
    "industry-group": "industry-group",
    "regulator": "regulator",
    "civil-society": "civil-society",
    "law-firm": "law-firm",
}
MAIN = ("plaintiff", "defendant")  # said of a party anywhere, they outweigh what it is besides


class Given(NamedTuple):
    """A role, a side, or both, given to a party by the words of one sentence."""

    party: str
    role: str
    side: str
    proof: Proof
    weight: float


def find_roles(hits: Iterable[Hit], parties: dict[str, list[Proof]], published: date) -> Iterator[Given]:
    """What each cue gives to each party in its slots; title and lead weigh more, the past less."""
    for hit in hits:
        if hit.cue.only == "again" and not all(_again(parties, slot) for _, _, slot in hit.slots):
            continue
        weight = hit.cue.weight * role_weight(hit, published)
        for role, side, slot in hit.slots:
            if slot.sign == PARTY and (role != "party" or side):
                proof = Proof(hit.sentence.passage, slot.start, slot.end, f"role:{hit.cue.id}")
                for party in slot.keys:
                    yield Given(party, "" if role == "party" else role, side, proof, weight * slot.weight)


def _again(parties: dict[str, list[Proof]], slot: Slot) -> bool:
    """Is one of the parties of a slot named three times: in more than a caption and its repetition?"""
    return any(len(parties[party]) > 2 for party in slot.keys)


def decide_role(given: list[Given], kind: str) -> tuple[str, list[Given]]:
    """The role most of the words give, and those words; words that disagree evenly give none."""
    votes: dict[str, float] = defaultdict(float)
    for one in given:
        if one.role:
            votes[one.role] += one.weight
    rivals = {role: votes[role] for role in MAIN if role in votes} or votes
    best = sorted(rivals, key=lambda role: (-rivals[role], role))[:2]
    if not best or (len(best) == 2 and rivals[best[0]] < 2 * rivals[best[1]]):
        return BY_KIND.get(kind, "mentioned"), []
    return best[0], [one for one in given if one.role == best[0]]


def decide_side(given: list[Given]) -> tuple[str, list[Given]]:
    """Did the party win or lose? Nothing where the words disagree."""
    sides = {one.side for one in given if one.side}
    if len(sides) != 1:
        return "", []
    return sides.pop(), [one for one in given if one.side]
