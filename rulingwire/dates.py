"""The date forms we accept, read into aware UTC; what cannot be known is refused."""

import re
from datetime import UTC, datetime, timedelta, timezone

from rulingwire.errors import UnknownDate

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
# "nov", "sept" and "november"
MONTH_NUMBERS = {name[:length]: number for number, name in enumerate(MONTHS, start=1) for length in (3, 4, len(name))}

# Hours east of UTC. Names that two zones share (IST, AST, SST) are left out: they cannot be known.
# BST and CST mean what British and American feeds mean by them.
ZONES = {
    "Z": 0.0, "UT": 0.0, "UTC": 0.0, "GMT": 0.0, "WET": 0.0,
    "BST": 1.0, "CET": 1.0, "MEZ": 1.0, "WEST": 1.0,
    "CEST": 2.0, "MESZ": 2.0, "EET": 2.0, "SAST": 2.0, "EEST": 3.0, "MSK": 3.0,
    "SGT": 8.0, "HKT": 8.0, "AWST": 8.0, "JST": 9.0, "KST": 9.0,
    "ACST": 9.5, "AEST": 10.0, "AEDT": 11.0, "NZST": 12.0, "NZDT": 13.0,
    "EDT": -4.0, "EST": -5.0, "CDT": -5.0, "CST": -6.0,
    "MDT": -6.0, "MST": -7.0, "PDT": -7.0, "PST": -8.0,
}  # fmt: skip

CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?"
ZONE = r"(?P<zone>[A-Za-z]+|(?:GMT|UTC)?[+-]\d\d(?::?\d\d)?)?"
# RFC 822, 2822 and 5322. Weekdays are not compared: feeds print wrong ones beside right dates.
RFC = re.compile(
    rf"(?:[^\W\d]+\.?,?\s+)?(?P<day>\d{{1,2}})[\s-]+(?P<month>[A-Za-z]+)\.?[\s-]+(?P<year>\d{{4}}|\d\d)"
    rf"(?:,?\s+{CLOCK}\s*{ZONE}(?:\s*\([^()]*\))?)?",
    re.ASCII,
)
# ISO 8601 as feeds use it, W3CDTF and RFC 3339.
ISO = re.compile(rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?:(?:[Tt]|\s+){CLOCK}\s*{ZONE})?", re.ASCII)
NO_DAY = re.compile(r"\d{4}(-\d\d)?", re.ASCII)


def parse_date(text: str) -> datetime:
    """Read a date as feeds print it: RFC 822/2822 or ISO 8601; a date alone is midnight UTC.

    Raises UnknownDate, also for a time without its zone: it is never taken for UTC.
    """
    printed = text.strip()
    found = ISO.fullmatch(printed) or RFC.fullmatch(printed)
    if found is None:
        raise UnknownDate(_unknown(printed))
    try:
        return _moment(found)
    except (ValueError, OverflowError) as error:
        raise UnknownDate(f"impossible date {printed[:80]!r}: {error}") from None


def _moment(found: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second, fraction, zone = found.group(
        "year", "month", "day", "hour", "minute", "second", "fraction", "zone"
    )
    date = _year(year), _month(month), int(day)
    if hour is None:
        return datetime(*date, tzinfo=UTC)
    micro = int(fraction.ljust(6, "0")[:6]) if fraction else 0
    offset = _offset(zone or "", found[0])
    local = datetime(*date, int(hour), int(minute), int(second or 0), micro, tzinfo=timezone(offset))
    return local.astimezone(UTC)


def _year(digits: str) -> int:
    """Two digits are read as RFC 2822 (4.3) says: 00 to 49 are this century."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + 2000 if year < 50 else year + 1900


def _month(name: str) -> int:
    if name.isdigit():
        return int(name)
    if number := MONTH_NUMBERS.get(name.lower()):
        return number
    raise ValueError(f"no month {name!r} in English")


def _offset(zone: str, printed: str) -> timedelta:
    if not zone:
        raise UnknownDate(f"no time zone in {printed!r}: a time alone cannot be placed, nothing is guessed")
    name = zone.upper()
    if name in ZONES:
        return timedelta(hours=ZONES[name])
    digits = name.removeprefix("GMT").removeprefix("UTC").replace(":", "")
    if digits[0] not in "+-":
        raise UnknownDate(f"unknown time zone {zone!r} in {printed!r}: if it has one meaning, add it to ZONES")
    east = timedelta(hours=int(digits[1:3]), minutes=int(digits[3:] or 0))
    return -east if digits[0] == "-" else east


def _unknown(printed: str) -> str:
    if not printed:
        return "empty date"
    if NO_DAY.fullmatch(printed):
        return f"no day in {printed!r}: a year or month alone is not a date"
    return f"unknown date form {printed[:80]!r}: not RFC 822 and not ISO 8601"
