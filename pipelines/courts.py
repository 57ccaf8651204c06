"""Which courts an article names, and which jurisdictions its words prove."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from pipelines.names import Match
from pipelines.passages import Passage, Proof
from pipelines.rules import Rules

NEAR = 80  # characters between a name that courts share and the country that tells them apart
COURT, REGULATOR, AUTHORITY, LAW = 3.0, 2.0, 2.0, 1.0  # what a proof of a jurisdiction weighs
IN_TITLE = 3.0  # times that

# "a court in Tokyo", "un tribunal español", "rechtbank in Nederland"
_AFTER_AUTHORITY = re.compile(r" (?:(?:in|of|en|em|i|w|di|de|der|van|of the|in the|в) )?")


class Seat(NamedTuple):
    """One proof of a jurisdiction, and what it weighs."""

    code: str
    weight: float
    proof: Proof


def find_courts(parts: tuple[Passage, ...], proven: set[str], rules: Rules) -> dict[str, list[Proof]]:
    """The courts named, by id; a name that courts share needs its country near, or proven elsewhere."""
    courts: dict[str, list[Proof]] = {}
    for part in parts:
        matches = part.found.of("court")
        for match in matches:
            if match.name.sure or match.name.key == _meant(part, match, matches, proven, rules):
                proof = Proof(part, match.start, match.end, f"court:{match.name.key}")
                courts.setdefault(match.name.key, []).append(proof)
    return courts


def _meant(part: Passage, match: Match, matches: list[Match], proven: set[str], rules: Rules) -> str | None:
    """The one court that a shared name means here; None where none or several could be meant."""
    rivals = {other.name.key for other in matches if other[:2] == match[:2]}
    near = {court for court in rivals if part.found.near("country", [rules.seat_of[court]], match, NEAR)}
    likely = near or {court for court in rivals if rules.seat_of[court] in proven}
    return likely.pop() if len(likely) == 1 else None


def find_seats(parts: tuple[Passage, ...], parties: dict[str, list[Proof]], rules: Rules) -> Iterator[Seat]:
    """What proves a jurisdiction besides shared court names: sure courts, authorities, regulators."""
    for part in parts:
        for match in part.found.of("court"):
            if match.name.sure:
                yield _seat(rules.seat_of[match.name.key], COURT, part, match.start, match.end, "court")
        yield from _authorities(part, rules)
    for party, code in rules.regulates.items():
        for proof in parties.get(party, ()):
            yield _seat(code, REGULATOR, proof.passage, proof.start, proof.end, "regulator")


def find_laws(parts: tuple[Passage, ...]) -> Iterator[Seat]:
    """Laws that only one jurisdiction has."""
    for part in parts:
        for match in part.found.of("law"):
            yield _seat(match.name.key, LAW, part, match.start, match.end, "law")


def court_seats(courts: dict[str, list[Proof]], rules: Rules) -> Iterator[Seat]:
    """The jurisdictions of the courts found."""
    for court, proofs in courts.items():
        for proof in proofs:
            yield _seat(rules.seat_of[court], COURT, proof.passage, proof.start, proof.end, "court")


def _authorities(part: Passage, rules: Rules) -> Iterator[Seat]:
    """Countries right beside a word for a court: "a Spanish court", "judges in Rome"."""
    countries = part.found.of("country")
    ends = [country.end for country in countries]
    for authority in part.found.of("authority"):
        at = bisect_right(ends, authority.start)
        for country in countries[max(0, at - 1) : at + 1]:
            if _belongs(part.text, country, authority, rules):
                start, end = min(country.start, authority.start), max(country.end, authority.end)
                yield _seat(country.name.key, AUTHORITY, part, start, end, "authority")


def _belongs(text: str, country: Match, authority: Match, rules: Rules) -> bool:
    if country.end <= authority.start:
        return bool(rules.between.fullmatch(text, country.end, authority.start))
    return bool(_AFTER_AUTHORITY.fullmatch(text, authority.end, country.start))


def _seat(code: str, weight: float, part: Passage, start: int, end: int, rule: str) -> Seat:
    weight *= IN_TITLE if part.field == "title" else 1
    return Seat(code, weight, Proof(part, start, end, f"jurisdiction:{code}:{rule}"))
