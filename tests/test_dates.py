"""Dates are read as printed or refused; a missing zone is never guessed."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulingwire.dates import parse_date
from rulingwire.errors import UnknownDate

EVENING = datetime(2025, 11, 19, 22, 47, tzinfo=UTC)
whole_minutes = st.integers(-23 * 60, 23 * 60).map(lambda east: timezone(timedelta(minutes=east)))
earliest, latest = datetime(1950, 1, 2), datetime(2100, 1, 1)
moments = st.datetimes(earliest, latest, timezones=whole_minutes)


@pytest.mark.parametrize(
    "printed",
    [
        "Wed, 19 Nov 2025 22:47:00 +0000",
        "Wed, 19 Nov 2025 22:47:00 GMT",
        "Wed, 19 Nov 2025 22:47 UT",
        "Wed, 19 Nov 2025 22:47:00 -0000",
        "19 November 2025 22:47:00 Z",
        "19 Nov 25 22:47:00 UTC",
        "Wednesday, 19-Nov-25 22:47:00 GMT",
        "Mon, 19 Nov 2025 22:47:00 GMT",
        "Wed, 19 Nov 2025 17:47:00 EST",
        "Wed, 19 Nov 2025 17:47:00 -0500 (EST)",
        "Wed, 19 Nov 2025 23:47:00 CET",
        "Thu, 20 Nov 2025 00:47:00 CEST",
        "Wed, 19 Nov 2025 23:47:00 BST",
        "Thu, 20 Nov 2025 07:47:00 JST",
        "Wed, 19 Nov 2025 23:47:00 GMT+01:00",
        "2025-11-19T22:47Z",
        "2025-11-19T22:47:00Z",
        "2025-11-19T22:47:00+00:00",
        "2025-11-19t22:47:00z",
        "2025-11-19 22:47:00 UTC",
        "2025-11-19T17:47:00-0500",
        "2025-11-20T07:47:00+09",
        "\n 2025-11-19T22:47:00.000Z ",
    ],
)
def test_the_same_moment_in_the_forms_feeds_print(printed: str) -> None:
    assert parse_date(printed) == EVENING
    assert parse_date(printed).tzinfo is UTC


@pytest.mark.parametrize("printed", ["2025-11-19", "19 Nov 2025", "Wed, 19 Nov 2025"])
def test_a_date_alone_is_midnight_utc(printed: str) -> None:
    assert parse_date(printed) == datetime(2025, 11, 19, tzinfo=UTC)


def test_two_digit_years_turn_at_fifty() -> None:
    assert parse_date("1 Jan 49").year == 2049
    assert parse_date("1 Jan 50").year == 1950


def test_fractions_of_a_second_are_kept_to_the_microsecond() -> None:
    assert parse_date("2025-11-19T22:47:00.1234567Z").microsecond == 123456


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ("", "empty date"),
        ("2025-11-19T22:47:00", "no time zone"),
        ("Wed, 19 Nov 2025 22:47:00", "no time zone"),
        ("Wed, 19 Nov 2025 22:47:00 IST", "unknown time zone 'IST'"),
        ("2025", "no day"),
        ("2025-11", "no day"),
        ("19/11/2025", "unknown date form"),
        ("yesterday", "unknown date form"),
        ("mar., 19 févr. 2025 10:00:00 +0100", "unknown date form"),
        ("mer., 19 mai 2025 10:00:00 +0100", "no month 'mai'"),
        ("2025-02-30", "impossible date"),
        ("2025-11-19T25:00Z", "impossible date"),
        ("Wed, 19 Nov 2025 22:47:00 +9900", "impossible date"),
        ("0001-01-01T00:00+10:00", "impossible date"),
        ("٢٠٢٥-١١-١٩", "unknown date form"),
    ],
)
def test_what_cannot_be_known_is_refused_with_its_reason(printed: str, reason: str) -> None:
    with pytest.raises(UnknownDate, match=reason):
        parse_date(printed)


@given(moments)
def test_every_moment_survives_being_printed(moment: datetime) -> None:
    assert parse_date(moment.isoformat()) == moment
    assert parse_date(format_datetime(moment)) == moment.replace(microsecond=0)


@given(st.text() | st.from_regex(r"\w*,? ?\d+ \w+ \d+ \d+:\d+ ?[+-]?\w*", fullmatch=True))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    with suppress(UnknownDate):
        assert parse_date(text).utcoffset() == timedelta(0)
