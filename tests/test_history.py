"""A court site is compared with its own past."""

from datetime import date, timedelta

from pipelines.history import changes, working_days
from rulingwire.plans import PastVisit
from tests import builders

DAY = timedelta(days=1)


def past(*counts, new_every=1):
    """Daily visits before NOON, newest first."""
    visits = [
        PastVisit(at=builders.NOON - DAY * n, items=count, new=int(n % new_every == 0))
        for n, count in enumerate(counts, start=1)
    ]
    return tuple(visits)


def kinds(reading, visits):
    return [issue.kind for issue in changes(reading, visits)]


def reading_of(count, **changes_):
    return builders.reading(*(builders.raw(n) for n in range(count)), **changes_)


def test_no_entries_where_there_always_were_some():
    assert kinds(reading_of(0), past(*[30] * 6)) == ["empty-list"]


def test_half_the_usual_entries():
    assert kinds(reading_of(14), past(*[30] * 6)) == ["shrunk-list"]
    assert kinds(reading_of(15), past(*[30] * 6)) == []


def test_a_quiet_court_and_a_new_source_raise_no_alarm():
    assert kinds(reading_of(0), past(*[2] * 9)) == []
    assert kinds(reading_of(0), past(*[30] * 4)) == []


def test_another_question_of_a_visit_is_not_compared():
    assert kinds(reading_of(0, purpose="query"), past(*[30] * 6)) == []


def test_silence_is_measured_by_the_longest_so_far():
    often = tuple(visit for visit in past(*[30] * 60) if visit.at < builders.NOON - DAY * 20)
    quiet = tuple(PastVisit(at=visit.at, items=30, new=0) for visit in past(*[30] * 20))
    assert kinds(reading_of(30), quiet + often) == ["silent"]
    seldom = tuple(visit for visit in past(*[30] * 180, new_every=15) if visit.at < builders.NOON - DAY * 20)
    assert kinds(reading_of(30), quiet + seldom) == []


def test_only_working_days_count():
    friday = date(2025, 11, 14)
    assert [working_days(friday, friday + DAY * n) for n in (0, 1, 2, 3, 7, 10)] == [0, 0, 0, 1, 5, 6]
