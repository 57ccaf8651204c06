"""Why an article carries its tags, and what was considered and refused."""

from collections.abc import Iterator
from typing import NamedTuple

from pipelines.passages import Proof
from pipelines.roles import decide_role, find_roles
from pipelines.rules import Rules
from pipelines.rules.languages import CUE_LISTS
from pipelines.study import Study, study
from rulingwire.models import Article


class Refusal(NamedTuple):
    """A claim that was looked at and not made."""

    kind: str  # party, court, jurisdiction, or the list of a cue
    words: str
    why: str
    sentence: str


def find_refusals(article: Article, rules: Rules) -> Iterator[Refusal]:
    """Everything that looked like a tag and did not become one, with the reason."""
    read = study(article, rules)
    yield from _refused_names(read, rules)
    yield from _refused_countries(read)
    yield from _hedged(read)
    yield from _disputed_roles(read, rules)


def _refused_names(read: Study, rules: Rules) -> Iterator[Refusal]:
    taken = {"party": read.names.parties, "court": read.names.courts}
    for part in read.names.parts:
        for kind, found in taken.items():
            for match in part.found.of(kind):
                if match.name.key not in found:
                    why = _why_not(kind, match.name.key, match.name.near, rules)
                    yield _refusal(kind, Proof(part, match.start, match.end, ""), why)


def _why_not(kind: str, key: str, near: frozenset[str], rules: Rules) -> str:
    if not key:
        return "a longer name that is somebody else's"
    if kind == "court":
        return f"shared by several courts, and nothing proves {rules.seat_of[key]} ({key})"
    return f"means other things too, and none of these is near: {', '.join(sorted(near))} ({key})"


def _refused_countries(read: Study) -> Iterator[Refusal]:
    proven = {seat.code for seat in read.names.seats}
    for part in read.names.parts:
        for match in part.found.of("country"):
            if match.name.key not in proven:
                why = f"named without a court or authority that acts ({match.name.key})"
                yield _refusal("jurisdiction", Proof(part, match.start, match.end, ""), why)


def _hedged(read: Study) -> Iterator[Refusal]:
    for name in CUE_LISTS:
        for hit, hedge in read.weighed(name):
            if hedge:
                yield _refusal(name, hit.proof(name), f"taken back by {hedge!r} before it ({hit.cue.id})")


def _disputed_roles(read: Study, rules: Rules) -> Iterator[Refusal]:
    given = list(find_roles(read.role_cues(), read.names.parties, read.published))
    for party in read.names.parties:
        mine = [one for one in given if one.party == party and one.role]
        role, _ = decide_role(mine, rules.kind_of[party])
        for one in mine:
            if one.role != role:
                yield _refusal(
                    "roles", one.proof, f"{party} as {one.role}: other words say otherwise ({one.proof.rule})"
                )


def _refusal(kind: str, proof: Proof, why: str) -> Refusal:
    part = proof.passage
    start, end = part.sentence(proof.start, proof.end)
    return Refusal(kind, part.printed[proof.start : proof.end], why, part.printed[start:end])
