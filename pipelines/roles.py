"""The role and the side that the words give to each party: cues over sentences, then a vote."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from pipelines.cues import Hit
from pipelines.outcomes import role_weight
from pipelines.passages import Passage, Proof
from pipelines.rules.languages import PARTY, Language
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

_FORM = (
    r"(?:,? (?:Inc|INC|Ltd|LTD|Limited|LIMITED|LLC|LLP|Corp|CORP|Co|CO|GmbH|AG|AB|B\.V|N\.V|NV|S\.p\.A|S\.A|plc"
    r"|Pty|A/S|株式会社)\b\.?)*"
)
_LEGAL_FORM = re.compile(_FORM)
_AGAIN = (  # words that a list may say again before each name: "by A, by B and by C"
    r"(?:(?:a|à|ao|às|al|alla|allo|ai|de|del|di|da|do|dal|dalla|por|par|pela|pelo|von|gegen|contre|contra|contro|by|against|van"
    r"|door|tegen|av|mot|af|przez) )?(?:(?:the|die|der|das|den|la|le|les|el|los|las|il|lo|gli|het|o|os|as) |l')?"
)
_COMMA = re.compile(rf"{_FORM}(?:[,;] {_AGAIN}|、|・)")
_AND = re.compile(
    rf"{_FORM}(?:[,;]? (?:and|und|et|e|y|i|en|och|og|oraz|a|и|as well as|sowie|ainsi que|&) {_AGAIN}"
    r"|(?:、|・)?(?:と|および|及び|和|与|及)|(?:와|과) )"
)


Place = tuple[Proof, str]  # where a party is named, and its id


class Given(NamedTuple):
    """A role, a side, or both, given to a party by the words of one sentence."""

    party: str
    role: str
    side: str
    proof: Proof
    weight: float


def party_slots(parties: dict[str, list[Proof]], language: Language) -> Iterator[tuple[Passage, Slot]]:
    """Each run of names as one slot, with the words that only describe it and those that go on listing."""
    places = sorted(((proof, party) for party, proofs in parties.items() for proof in proofs), key=_in_order)
    for run in _runs(places, language):
        first, last = run[0][0], run[-1][0]
        end = _after_form(last)
        tail = language.tail(last.passage.folded, end)
        start = language.lead(last.passage.folded, first.start)
        start, end = _set_off(last.passage.folded, start, max(tail, end), language)
        yield first.passage, Slot(PARTY, start, end, tuple(party for _, party in run))


def _set_off(text: str, start: int, end: int, language: Language) -> tuple[int, int]:
    """Names set off from the noun they belong to: "four publishers - A, B, C and D - sued"."""
    if text[max(0, start - 2) : start] == "- " and text[end : end + 2] == " -":
        return start - 2, end + 2
    if text[max(0, start - 2) : start] == ", " and text[end : end + 1] == ",":
        lead = language.lead(text, start - 2)
        return (lead, end + 1) if lead < start - 2 else (start, end)
    return start, end


def _after_form(proof: Proof) -> int:
    """Where a name ends, its legal form included."""
    form = _LEGAL_FORM.match(proof.passage.text, proof.end)
    return form.end() if form else proof.end


def _in_order(place: tuple[Proof, str]) -> tuple[bool, int, str]:
    proof, party = place
    return proof.passage.field != "title", proof.start, party


def _runs(places: list[Place], language: Language) -> Iterator[list[Place]]:
    """Names that share their role: "A, B and C", "A, B and others".

    Two with a comma alone may not ("against A, B said ..."), two set against each other do not ("between A and B").
    """
    while places:
        size, joined = 1, 1
        while size < len(places) and (link := _link(places[size - 1][0], places[size][0])):
            size += 1
            joined = size if link == "and" or size > 2 else joined
        last = places[size - 1][0]
        joined = size if language.tail(last.passage.folded, _after_form(last)) else joined
        joined = 1 if joined == 2 and language.parted(last.passage.folded, places[0][0].start) else joined
        yield places[:joined]
        places = places[joined:]


def _link(left: Proof, right: Proof) -> str:
    if left.passage is not right.passage:
        return ""
    between = left.passage.text[left.end : right.start]
    if between in ("、", "・", "·", "ㆍ", " · ") or _AND.fullmatch(between):
        return "and"
    return "comma" if _COMMA.fullmatch(between) else ""


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
                    yield Given(party, "" if role == "party" else role, side, proof, weight)


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
