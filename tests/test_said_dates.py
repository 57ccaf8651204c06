"""Days said in a text, worked out from the day it was published."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.names import fold
from pipelines.proofs import article
from pipelines.rules import load_rules
from pipelines.said_dates import find_dates
from pipelines.tag import tag

RULES = load_rules()
FRIDAY = date(2025, 11, 21)


def days(text: str, published: date = FRIDAY) -> list[str]:
    return [said.day for said in find_dates(fold(text), published, RULES.calendar)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on 19 November 2025", ["2025-11-19"]),
        ("on November 19", ["2025-11-19"]),
        ("Nov. 3rd, 2024", ["2024-11-03"]),
        ("on Wednesday", ["2025-11-19"]),
        ("on Friday", ["2025-11-21"]),
        ("yesterday", ["2025-11-20"]),
        ("2025-11-19", ["2025-11-19"]),
        ("Urteil vom 19.11.2025", ["2025-11-19"]),
        ("am 3. März 2024", ["2024-03-03"]),
        ("le 1er décembre 2023", ["2023-12-01"]),
        ("el 3 de junio de 2024", ["2024-06-03"]),
        ("il 7 luglio", ["2025-07-07"]),
        ("na quarta-feira", ["2025-11-19"]),
        ("op 2 juni 2020", ["2020-06-02"]),
        ("i onsdags", ["2025-11-19"]),
        ("19 listopada 2025 r.", ["2025-11-19"]),
        ("19 ноября 2025 года", ["2025-11-19"]),
        ("令和7年11月19日", ["2025-11-19"]),
        ("令和元年5月1日", ["2019-05-01"]),
        ("2025年11月19日", ["2025-11-19"]),
        ("11月19日", ["2025-11-19"]),
        ("東京地裁は19日", ["2025-11-19"]),
        ("30日", ["2025-10-30"]),
        ("26일 대법원", ["2025-10-26"]),
        ("in November 2025", ["2025-11"]),
        ("in 2019", ["2019"]),
        ("on 20 December", ["2025-12-20"]),
        ("on 20 January", ["2025-01-20"]),
        ("30 February 2025", []),
        ("They may appeal", []),
        ("for 20 years, 5 million, room 2024", []),
        ("第1日目、3日間", []),
    ],
)
def test_a_date_is_worked_out_or_left_alone(text: str, found: list[str]) -> None:
    assert days(text) == found


def test_a_date_without_a_year_is_the_last_one_unless_it_is_near() -> None:
    assert days("on 28 December", date(2025, 1, 3)) == ["2024-12-28"]
    assert days("on 28 January", date(2025, 1, 3)) == ["2025-01-28"]


@given(st.text(alphabet="0123456789 年月日.-/novmy令和", max_size=30), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_no_digits_make_an_impossible_day(text: str, published: date) -> None:
    for said in days(text, published):
        if len(said) == 10:
            date.fromisoformat(said)


def said_in(text: str, title: str = "") -> list[tuple[str, str]]:
    return [(found.role, found.key) for found in tag(article(text, title=title), RULES) if found.kind == "date"]


def test_the_day_in_the_sentence_that_tells_the_outcome_is_the_day_of_the_decision() -> None:
    text = "The Tokyo District Court held Cloudflare liable on Wednesday. An appeal will follow on 3 December."
    assert said_in(text) == [("decided", "2025-11-19")]


def test_a_day_long_ago_is_not_taken_for_it() -> None:
    assert said_in("In a case filed on 1 February 2022 the judges held Cloudflare liable.") == []


def test_dates_are_found_wherever_they_stand_in_a_long_text() -> None:
    long = " nothing of the kind is said here" * 20
    text = f"Late on {long} late on 19 November 2025, {long} yesterday {long} by the 3rd of May, {long} 11月19日"
    assert days(text) == ["2025-11-19", "2025-11-20", "2025-05-03", "2025-11-19"]
    assert days(long) == []
