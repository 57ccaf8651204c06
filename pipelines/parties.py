"""Which parties an article names, and the role its words give them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipelines.names import Match
from pipelines.passages import Passage, Proof
from pipelines.rules import Role, Rules

NEAR = 100  # characters between a weak name and the word that makes it sure
REACH = 60  # characters a role pattern may look at
HEDGE = 40  # characters before a role in which a hedge takes it back

_FORM = r"(?:,? (?:Inc|Ltd|Limited|LLC|LLP|Corp|Co|GmbH|AG|AB|B\.V|N\.V|NV|S\.p\.A|plc|Pty)\b\.?)*"
_COMPOUND = re.compile(r"-[a-z]")
_LEGAL_FORM = re.compile(_FORM)
_COMMA = re.compile(_FORM + r"(?:, |、|・)")
_AND = re.compile(_FORM + r"(?:,? (?:and|und|et|e|y|en|och|oraz|&) |(?:、|・)?(?:と|および))")


class Given(NamedTuple):
    """A role that the words give to a party."""

    party: str
    role: str
    proof: Proof


def find_parties(parts: tuple[Passage, ...]) -> dict[str, list[Proof]]:
    """The parties named, by id, with every place; a weak name counts only with its proof.

    A name without a key is somebody else's ("Cox Media Group" is not Cox) and hides the shorter one.
    """
    certain = {match.name.key for part in parts for match in part.found.of("party") if match.name.sure}
    parties: dict[str, list[Proof]] = {}
    for part in parts:
        for match in part.found.of("party"):
            if match.name.key and (match.name.key in certain or _means_the_party(part, match)):
                proof = Proof(part, match.start, match.end, f"party:{match.name.key}")
                parties.setdefault(match.name.key, []).append(proof)
    return parties


def _means_the_party(part: Passage, match: Match) -> bool:
    """Is a word near that shows what the weak name means? "X-ray" and "Sky-high" are words of their own."""
    compound = _COMPOUND.match(part.text, match.end)
    return not compound and part.found.near("near", match.name.near, match, NEAR)


def find_roles(parties: dict[str, list[Proof]], rules: Rules) -> Iterator[Given]:
    """Every role given to a party by the words right beside its name."""
    places = sorted(((proof, party) for party, proofs in parties.items() for proof in proofs), key=_in_order)
    for run in _runs(places):
        first, last = run[0][0], run[-1][0]
        led = rules.role_lead.search(first.passage.text, max(0, first.start - REACH), first.start)
        form = _LEGAL_FORM.match(last.passage.text, last.end)
        stop = form.end() if form else last.end
        for role in rules.roles if led else rules.roles_after:
            if _gives(role, rules.hedges, first.passage, first.start, stop):
                for proof, party in run:
                    yield Given(party, role.role, proof._replace(rule=f"role:{role.id}"))


def _in_order(place: tuple[Proof, str]) -> tuple[bool, int, str]:
    proof, party = place
    return proof.passage.field != "title", proof.start, party


def _runs(places: list[tuple[Proof, str]]) -> Iterator[list[tuple[Proof, str]]]:
    """Names that share their role: "A, B and C". A comma alone joins nothing: "against A, B said ..."."""
    while places:
        size, joined = 1, 1
        while size < len(places) and (link := _link(places[size - 1][0], places[size][0])):
            size += 1
            joined = size if link == "and" else joined
        yield places[:joined]
        places = places[joined:]


def _link(left: Proof, right: Proof) -> str:
    if left.passage is not right.passage:
        return ""
    between = left.passage.text[left.end : right.start]
    return "and" if _AND.fullmatch(between) else "comma" if _COMMA.fullmatch(between) else ""


def _gives(role: Role, hedges: re.Pattern[str], part: Passage, start: int, end: int) -> bool:
    if role.only and role.only != part.field:
        return False
    begin = start
    if role.before:
        words = role.before.search(part.text, max(0, start - REACH), start)
        if not words:
            return False
        begin = words.start()
    if role.after and not role.after.match(part.text, end, end + REACH):
        return False
    clause = re.split(r"[.!?;:\n。]", part.text[max(0, begin - HEDGE) : start])[-1]
    return not hedges.search(clause)
