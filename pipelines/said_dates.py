"""Days said in a text ("on Wednesday", "19 November", 令和7年11月19日), worked out from the day it was published."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from pipelines.cues import Hit
from pipelines.outcomes import RECENT, Verdict
from pipelines.passages import Passage, Proof
from pipelines.rules.calendars import DIGITS, Calendar
from pipelines.rules.languages import DATE
from pipelines.sentences import Slot

AHEAD = 45  # days: a date without a year may lie so far in the future, else it is of the year before
SOON = 3  # days: a day of the month without a month may lie so far in the future
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}  # year 1 of an era is the number plus one
REACH = 48  # characters; no date is longer


class SaidDate(NamedTuple):
    """A date where it stands: text[start:end] means `day`, "2025-11-19", or only "2025-11" or "2025"."""

    start: int
    end: int
    day: str


def find_dates(text: str, published: date, calendar: Calendar) -> Iterator[SaidDate]:
    """Every date in a folded text that names one day, month or year; what cannot be a date is passed over."""
    done = 0
    for start, end in _places(text, calendar):
        for found in calendar.pattern.finditer(text, start, end):
            if found.start() >= done and (day := _day(found, published, calendar)):
                done = found.end()
                yield SaidDate(found.start(), done, day)


def _places(text: str, calendar: Calendar) -> Iterator[tuple[int, int]]:
    """The parts of a text that may hold dates: around what every date holds one of."""
    start = end = 0
    for _, at, stop in calendar.hints.find_matches_as_indexes(text):
        if at - REACH > end:
            yield start, end
            start = at - REACH
        end = min(stop + REACH, len(text))
    yield start, end


def date_slots(parts: Iterable[Passage], published: date, calendar: Calendar) -> Iterator[tuple[Passage, Slot]]:
    """Every date as a slot whose key is the day."""
    for part in parts:
        for said in find_dates(part.folded, published, calendar):
            yield part, Slot(DATE, said.start, said.end, (said.day,))


def decide_dates(
    hits: Iterable[Hit], outcomes: dict[str, Verdict], events: dict[str, Verdict], published: date
) -> Iterator[tuple[str, str, list[Proof]]]:
    """The day of the decision and of the filing: (kind, day, where it is said).

    A cue says it ("judgment of 19 November"), or a recent day stands in the sentence that tells the news.
    """
    places: dict[str, list[tuple[Slot, Passage]]] = {"decided": [], "filed": []}
    for hit in hits:
        places[hit.cue.gives] += [(slot, hit.sentence.passage) for _, _, slot in hit.slots if _is_day(slot)]
    event = next(iter(events), "")
    outcome = next(iter(outcomes), "")
    news = outcomes[outcome].hits if outcome not in ("", "pending") else []
    if event == "ruling" and not places["decided"]:
        places["decided"] = list(_recent(news, published))
    if event == "filing" and not places["filed"]:
        places["filed"] = list(_recent(events["filing"].hits, published))
    for kind, said in places.items():
        if said:
            day = said[0][0].keys[0]
            yield kind, day, [Proof(p, s.start, s.end, f"date:{kind}") for s, p in said if s.keys[0] == day]


def _recent(hits: list[Hit], published: date) -> Iterator[tuple[Slot, Passage]]:
    """The only day in a sentence, if it lies in the weeks before publication."""
    earliest = (published - timedelta(days=RECENT)).isoformat()
    for hit in sorted(hits, key=lambda hit: (hit.sentence.passage.field != "title", hit.sentence.number)):
        days = [slot for slot in hit.sentence.dates if _is_day(slot)]
        if len(days) == 1 and earliest <= days[0].keys[0] <= published.isoformat():
            yield days[0], hit.sentence.passage


def _is_day(slot: Slot) -> bool:
    """Is it a day, and not only a month or a year?"""
    return slot.sign == DATE and len(slot.keys[0]) == len("2025-11-19")


def _day(found: re.Match[str], published: date, calendar: Calendar) -> str:
    parts = {name.rstrip(DIGITS): value for name, value in found.groupdict().items() if value}
    if "weekday" in parts:
        return _last_weekday(calendar.weekday(parts["weekday"]), published)
    if "ago" in parts:
        return (published - timedelta(days=calendar.days_ago(parts["ago"]))).isoformat()
    year, day = _year(parts), int(parts.get("day", 0))
    month = calendar.month(parts["month"]) if "month" in parts else int(parts.get("mm", 0))
    if month and day:
        return _dated(year, month, day, published)
    if year:
        return f"{year:04d}-{month:02d}" if month else f"{year:04d}"
    return _of_month(day, published) if day else ""


def _year(parts: dict[str, str]) -> int:
    if "era" in parts:
        return ERAS[parts["era"]] + (1 if parts["erayear"] == "元" else int(parts["erayear"]))
    return int(parts.get("year", 0))


def _last_weekday(weekday: int, published: date) -> str:
    return (published - timedelta(days=(published.weekday() - weekday) % 7)).isoformat()


def _of_month(day: int, published: date) -> str:
    """The last such day of a month, or one of the next days: 「19日」."""
    month = published.replace(day=1)
    if day > published.day + SOON:
        month = (month - timedelta(days=1)).replace(day=1)
    return _valid(month.year, month.month, day)


def _dated(year: int, month: int, day: int, published: date) -> str:
    if year:
        return _valid(year, month, day)
    this_year = _valid(published.year, month, day)
    if this_year and date.fromisoformat(this_year) > published + timedelta(days=AHEAD):
        return _valid(published.year - 1, month, day)
    return this_year


def _valid(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
