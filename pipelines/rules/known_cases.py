"""The cases of cases.yml: what a case is, and what can be wrong with one between the files."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from rulingwire.vocabulary import OUTCOMES, ROLES, SUBJECTS, SUMS

STAGES = ("first-instance", "interim", "appeal", "supreme", "administrative-order", "filed", "settled")

_SAID = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_DIVISION = re.compile(r"^\d:(?=\d\d-)")  # "1:20-cv-04160" is also printed "20-cv-4160"
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseParty:
    """A party of a case: one that we know, or a name."""

    role: str
    party: str = ""  # id in parties.yml
    name: str = ""  # where it is not there


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSum:
    """A sum of money in a case."""

    currency: str
    amount: float
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A decision that articles tell of, or a filing that was not decided yet."""

    id: str
    name: str
    jurisdiction: str
    parties: tuple[CaseParty, ...]
    stage: str
    subject: tuple[str, ...]
    says: str
    sources: tuple[str, ...]
    court: str = ""  # "" where it is not known, or an authority decided
    numbers: tuple[str, ...] = ()
    ecli: str = ""
    celex: str = ""
    neutral: str = ""
    decided: str = ""  # "2025-11-19", "2025-11" or "2025"
    filed: str = ""  # the same
    outcome: str = ""
    sums: tuple[CaseSum, ...] = ()
    appeals_from: str = ""  # id of the decision that it reviews
    appealed_to: tuple[str, ...] = ()  # ids of those that review it

    @property
    def citations(self) -> tuple[str, ...]:
        """What names this decision and no other."""
        return tuple(filter(None, (self.ecli, self.celex, self.neutral)))


def known_cases(entries: list[dict[str, Any]]) -> tuple[Case, ...]:
    """The cases of a file, each with those that review it."""
    above: dict[str, list[str]] = {}
    for entry in entries:
        above.setdefault(entry.get("appeals_from", ""), []).append(entry["id"])
    return tuple(_case(entry, tuple(above.get(entry["id"], ()))) for entry in entries)


def _case(entry: dict[str, Any], appealed_to: tuple[str, ...]) -> Case:
    plain: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    plain["parties"] = tuple(CaseParty(**party) for party in entry["parties"])
    plain["sums"] = tuple(CaseSum(**one) for one in entry.get("sums", ()))
    return Case(**plain, appealed_to=appealed_to)


def index_of(cases: Iterable[Case]) -> dict[str, tuple[Case, ...]]:
    """The cases with each party (by id) and each number or citation."""
    index: dict[str, list[Case]] = {}
    for case in cases:
        numbers = plain_numbers((*case.numbers, *case.citations))
        for key in {party.party for party in case.parties if party.party} | numbers:
            index.setdefault(key, []).append(case)
    return {key: tuple(found) for key, found in index.items()}


@lru_cache(maxsize=4096)
def plain_numbers(numbers: tuple[str, ...]) -> frozenset[str]:
    """Numbers as they can be compared, those of two parts ("374634 / HA ZA 10-3184") also by each of them."""
    parts = (part for number in numbers for part in (number, *number.split(" / ")))
    return frozenset(_ZEROS.sub("", _DIVISION.sub("", part)).casefold() for part in parts)


@lru_cache(maxsize=4096)
def days_of(said: str) -> tuple[date, date]:
    """The first and the last day that a day, a month or a year may mean; ValueError where it is none of them."""
    if not (found := _SAID.fullmatch(said)):
        raise ValueError(f"{said!r} is no day, month or year")
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if day:
        return date(year, month, day), date(year, month, day)
    last = month or 12
    return date(year, month or 1, 1), date(year, last, monthrange(year, last)[1])


def case_faults(files: dict[str, dict[str, Any]]) -> Iterator[str]:
    """What is wrong between cases that have their shape and the other files."""
    cases = files["cases.yml"]["cases"]
    seats = {court["id"]: court["jurisdiction"] for court in files["courts.yml"]["courts"]}
    lands = {land["code"] for land in files["jurisdictions.yml"]["jurisdictions"]}
    parties = {party["id"] for party in files["parties.yml"]["parties"]}
    ids = {case["id"] for case in cases}
    for case in cases:
        faults = [*_place_faults(case, seats, lands), *_word_faults(case), *_party_faults(case, parties)]
        if (below := case.get("appeals_from", "")) and below not in ids - {case["id"]}:
            faults.append(f"appeals_from: no other case has the id {below}")
        yield from (f"cases.yml: {case['id']}: {fault}" for fault in faults)


def _place_faults(case: dict[str, Any], seats: dict[str, str], lands: set[str]) -> Iterator[str]:
    court, jurisdiction = case.get("court", ""), case["jurisdiction"]
    if jurisdiction not in lands:
        yield f"{jurisdiction} is not in jurisdictions.yml"
    if court and court not in seats:
        yield f"no court has the id {court}"
    elif court and seats[court] != jurisdiction:
        yield f"{court} is of {seats[court]}, not of {jurisdiction}"


def _word_faults(case: dict[str, Any]) -> Iterator[str]:
    if case["stage"] not in STAGES:
        yield f"stage: `{case['stage']}` is none of {', '.join(STAGES)}"
    if case.get("outcome", "liable") not in OUTCOMES:
        yield f"outcome: `{case['outcome']}` is none of {', '.join(OUTCOMES)}"
    for word in case["subject"]:
        if word not in SUBJECTS:
            yield f"subject: `{word}` is none of {', '.join(SUBJECTS)}"
    for one in case.get("sums", ()):
        if one["kind"] not in SUMS:
            yield f"sums: `{one['kind']}` is none of {', '.join(SUMS)}"
        if not _CURRENCY.fullmatch(one["currency"]):
            yield f"sums: `{one['currency']}` is no currency code"
    for key in case.keys() & {"decided", "filed"}:
        try:
            days_of(case[key])
        except ValueError as error:
            yield f"{key}: {error}"
    yield from (
        f"sources: {url} is no address" for url in case["sources"] if not url.startswith(("http://", "https://"))
    )


def _party_faults(case: dict[str, Any], known: set[str]) -> Iterator[str]:
    for party in case["parties"]:
        if ("party" in party) is ("name" in party):
            yield "parties: each has either a `party` or a `name`"
        elif "party" in party and party["party"] not in known:
            yield f"parties: no party has the id {party['party']}"
        if party["role"] not in ROLES:
            yield f"parties: `{party['role']}` is none of {', '.join(ROLES)}"
