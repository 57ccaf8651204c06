"""Which of the known cases an article is about: by their numbers, or by court, parties of both sides and day."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from pipelines.rules import Case, Rules
from pipelines.rules.known_cases import days_of, plain_numbers
from rulingwire.models import CaseLink, Tag

NEAR = timedelta(days=3)  # between the day an article gives and the day of the decision: time zones, days of service
FRESH = timedelta(days=10)  # between a decision and news of it
RARE = 3  # known cases of a court, at most, for a year alone to tell one from the others
FOLLOWS = timedelta(days=14)  # after a decision, in which an article may follow it up
CERTAIN, LIKELY = "certain", "likely"
ASKS = frozenset({"plaintiff", "prosecutor", "regulator", "appellant"})
ANSWERS = frozenset({"defendant", "respondent", "intermediary", "intervener"})
SITES = frozenset({"pirate-site"})


class _Said(NamedTuple):
    """The tags of an article that can tell a case."""

    numbers: tuple[Tag, ...]
    courts: dict[str, Tag]
    lands: dict[str, Tag]
    parties: dict[str, Tag]
    days: tuple[Tag, ...]
    published: date


class _Day(NamedTuple):
    """How well the day of an article fits a case: 2 as it is said, 1 as it was published soon after, 0 not at all."""

    fits: int
    tags: tuple[Tag, ...] = ()


class _Found(NamedTuple):
    """A case that an article is about, before it is known which is the primary one."""

    case: Case
    how: str
    certainty: str
    weight: tuple[int, ...]
    tags: tuple[Tag, ...]


def find_cases(tags: Iterable[Tag], published: date, rules: Rules) -> tuple[CaseLink, ...]:
    """The known cases an article is about, the primary one first.

    Never by parties alone: a number, or the court (the jurisdiction, where the case names no court) and the day
    must tell the case from others between the same parties.
    """
    said = _said(tuple(tags), published)
    cases = _touched(said, rules)
    found = [one for case in cases if (one := _by_number(case, said, rules) or _by_parties(case, said, rules))]
    found.sort(key=lambda one: (one.weight, one.case.id), reverse=True)
    return tuple(
        CaseLink(
            case=one.case.id,
            how=one.how,
            certainty=one.certainty,
            primary=one is found[0],
            evidence=tuple(dict.fromkeys(tag.evidence[0] for tag in one.tags)),
        )
        for one in found
    )


def _touched(said: _Said, rules: Rules) -> list[Case]:
    """The known cases that share a party or a number with an article, in the order of the file."""
    numbers = (number for tag in said.numbers for number in plain_numbers((tag.key,)))
    found = {case.id: case for key in (*said.parties, *numbers) for case in rules.cases_with.get(key, ())}
    return [found[key] for key in sorted(found)]


def fitting_case(tags: tuple[Tag, ...], published: date, rules: Rules) -> str:
    """The known case that an article fits best, for comparing articles; "" where none does.

    Where it is linked to none, two parties of a case in its jurisdiction within days of the decision are enough. That
    is weaker than a link and says nothing of an article alone.
    """
    if linked := find_cases(tags, published, rules):
        return linked[0].case
    said = _said(tags, published)
    lands = {code for code, tag in said.lands.items() if tag.primary} or said.lands.keys()
    fits = (
        (share, case.id)
        for case in _touched(said, rules)
        if _is_recent(case, published) and (not lands or case.jurisdiction in lands)
        if (share := _share(case, said))
    )
    return max(fits, default=((), ""))[1]


def _is_recent(case: Case, published: date) -> bool:
    when = case.decided or case.filed
    if not when or len(when) < len("2025-11"):
        return False
    first, last = days_of(when)
    return first - timedelta(days=2) <= published <= last + FOLLOWS


def _share(case: Case, said: _Said) -> tuple[float, int] | None:
    """How much of the parties of a case an article names; None where that is too little to fit."""
    mine = {party.party for party in case.parties if party.party}
    shared = mine & said.parties.keys()
    titled = any(proof.field == "title" for party in shared for proof in said.parties[party].evidence)
    court = said.courts.get(case.court) if case.court else None
    if len(shared) < 2 and not (shared and (len(mine) == 1 or (titled and court is not None and court.primary))):
        return None
    return len(shared) / len(mine), len(shared)


def _said(tags: tuple[Tag, ...], published: date) -> _Said:
    def keyed(kind: str) -> dict[str, Tag]:
        return {tag.key: tag for tag in tags if tag.kind == kind}

    return _Said(
        numbers=tuple(sorted((tag for tag in tags if tag.kind == "case"), key=lambda tag: tag.key)),
        courts=keyed("court"),
        lands=keyed("jurisdiction"),
        parties=keyed("party"),
        days=tuple(sorted((tag for tag in tags if tag.kind == "date"), key=lambda tag: tag.key)),
        published=published,
    )


def _by_number(case: Case, said: _Said, rules: Rules) -> _Found | None:
    """The case by its number; one of a lawsuit with several known decisions is certain only with the day."""
    mine, citations = plain_numbers(case.numbers), plain_numbers(case.citations)
    cited = tuple(tag for tag in said.numbers if plain_numbers((tag.key,)) & citations)
    filed = tuple(tag for tag in said.numbers if plain_numbers((tag.key,)) & mine and _same_court(tag, case, said))
    if not cited and not filed:
        return None
    day = _day(case, said)
    alone = all(other is case or not mine & plain_numbers(other.numbers) for other in rules.cases)
    certainty = CERTAIN if cited or alone or day.fits else LIKELY
    return _found(case, "number", certainty, cited + filed, day, said)


def _same_court(tag: Tag, case: Case, said: _Said) -> bool:
    """Courts of one country share their numbers: the number, the article or a party must tell the court."""
    if tag.jurisdiction != case.jurisdiction:
        return False
    if tag.court and case.court:
        return tag.court == case.court
    return case.court in said.courts or any(party.party in said.parties for party in case.parties)


def _by_parties(case: Case, said: _Said, rules: Rules) -> _Found | None:
    seat = said.courts.get(case.court) if case.court else said.lands.get(case.jurisdiction)
    if seat is None or not _has_both_sides(case, said.parties, rules):
        return None
    if _tells_year_only(case) and not (seat.primary and _is_rare(case, rules)):
        return None
    day = _day(case, said)
    return _found(case, "parties", LIKELY, (), day, said) if day.fits else None


def _has_both_sides(case: Case, named: dict[str, Tag], rules: Rules) -> bool:
    """Does an article name two parties of a case, of both sides where we know both?

    The sites that a case is about answer too. Where nobody is known to ask, they are the other side, unless those who
    answer are sites themselves: who runs one is often tried alone.
    """
    asks, answers, sites = (_of(case, roles) for roles in (ASKS, ANSWERS, SITES))
    if asks:
        sides = [asks, answers | sites]
    elif answers and all(rules.kind_of[party] == "pirate-site" for party in answers):
        sides = [answers]
    else:
        sides = [answers, sites]
    named_here = [side & named.keys() for side in sides if side]
    known = len(frozenset().union(*sides))
    return bool(known) and all(named_here) and len(frozenset().union(*named_here)) >= min(2, known)


def _of(case: Case, roles: frozenset[str]) -> frozenset[str]:
    return frozenset(party.party for party in case.parties if party.party and party.role in roles)


def _day(case: Case, said: _Said) -> _Day:
    """A day that the article gives counts; the day it was published only if it gives no other as that of the news."""
    if not (when := case.decided or case.filed):
        return _Day(0)
    first, last = days_of(when)
    role = "decided" if case.decided else "filed"
    days = [(tag, day) for tag in said.days if tag.role == role for day in _days_said(tag)]
    if told := tuple(tag for tag, day in days if first - NEAR <= day <= last + NEAR):
        return _Day(2, told)
    is_news = first <= said.published <= last + FRESH
    tells_another = any(said.published - FRESH <= day <= said.published for _, day in days)
    return _Day(1 if is_news and not tells_another else 0)


def _days_said(tag: Tag) -> Iterator[date]:
    """The day of a tag; a court's entry may give less than a day, which tells nothing."""
    try:
        yield date.fromisoformat(tag.key)
    except ValueError:
        return


def _tells_year_only(case: Case) -> bool:
    return len(case.decided or case.filed) == len("2025")


def _is_rare(case: Case, rules: Rules) -> bool:
    """Do we know few cases of its court (of its jurisdiction, where it names no court)?"""
    if case.court:
        return sum(other.court == case.court for other in rules.cases) <= RARE
    return sum(other.jurisdiction == case.jurisdiction for other in rules.cases) <= RARE


def _found(case: Case, how: str, certainty: str, numbers: tuple[Tag, ...], day: _Day, said: _Said) -> _Found:
    court = said.courts.get(case.court) if case.court else said.lands.get(case.jurisdiction)
    parties = tuple(said.parties[party.party] for party in case.parties if party.party in said.parties)
    certain, is_news, leads = certainty == CERTAIN, day.fits > 0, court is not None and court.primary
    # News that names no number may tell the number of the decision before it.
    weight = (2 * certain + 2 * is_news + leads, certain, day.fits, court is not None, len(parties))
    together = (court, *parties, *day.tags) if court else (*parties, *day.tags)
    return _Found(case, how, certainty, tuple(map(int, weight)), numbers or together)
