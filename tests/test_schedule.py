"""When a source is asked again: never too soon, never never."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rulingwire.models import Hints, SourceState
from rulingwire.outcomes import Outcome
from rulingwire.schedule import (
    ADOPT_AFTER,
    ADOPT_OVER,
    FULL_FETCH_EVERY,
    PATIENCE,
    address,
    after,
    due,
    has_moved,
    next_visit,
    wants_full_fetch,
)
from tests import builders
from tests.builders import NOON

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEW_HOME = "https://wire.example/moved"
FRESH = SourceState(source_id="wire")
GOOD = [outcome for outcome in Outcome if outcome.good]
ASKED = [outcome for outcome in Outcome if outcome is not Outcome.POSTPONED]  # that one brings no answer at all
BAD = [outcome for outcome in ASKED if not outcome.good]

seconds = st.integers(0, 40 * 86400).map(lambda number: timedelta(seconds=number))
moments = seconds.map(lambda passed: NOON + passed)
hours = st.sets(st.integers(0, 23)).map(lambda found: tuple(sorted(found)))
days = st.sets(st.integers(0, 6)).map(lambda found: tuple(sorted(found)))
late = st.none() | st.timedeltas(timedelta(), 7 * DAY)
limits = st.tuples(st.timedeltas(timedelta(minutes=5), DAY), st.timedeltas(DAY, 60 * DAY))
outcomes = st.sampled_from(ASKED)


def source(limit=(HOUR, DAY)):
    return builders.source(at_least=limit[0], at_most=limit[1])


def reading(outcome=Outcome.READ, at=NOON, of=None, status=200, **changes):
    made = builders.reading(at=at, of=of or source(), outcome=outcome, **changes)
    return replace(made, capture=replace(made.capture, status=status))


def visited(state, *readings, new=0):
    for one in readings:
        state = after(state, one, new=new)
    return state


def failing(times, outcome=Outcome.UNREADABLE):
    return visited(FRESH, *(reading(outcome, NOON + n * DAY) for n in range(times)))


few = settings(max_examples=60, deadline=None)


# The next moment


@given(moments, seconds, late, hours, days)
def test_the_next_visit_waits_as_asked_and_avoids_skipped_hours_and_days(now, wait, retry, skip_hours, skip_days):
    retry_after = None if retry is None else now + retry
    hints = Hints(skip_hours=skip_hours, skip_days=skip_days, retry_after=retry_after)
    moment = next_visit(now, wait, hints)
    earliest = max(now + wait, retry_after or now)
    assert earliest <= moment <= earliest + 7 * DAY
    if len(skip_hours) < 24 and len(skip_days) < 7:
        assert moment.hour not in skip_hours
        assert moment.weekday() not in skip_days


@given(moments, seconds, hours, days)
def test_no_allowed_hour_is_passed_by(now, wait, skip_hours, skip_days):
    assume(len(skip_hours) < 24 and len(skip_days) < 7)
    moment = next_visit(now, wait, Hints(skip_hours=skip_hours, skip_days=skip_days))
    passed = now + wait
    while passed < moment:
        assert passed.hour in skip_hours or passed.weekday() in skip_days
        passed = min(passed.replace(minute=0, second=0, microsecond=0) + HOUR, moment)


def test_skipped_hours_end_on_the_hour():
    assert next_visit(NOON, timedelta(minutes=17), Hints(skip_hours=(12, 13))) == NOON + 2 * HOUR
    assert next_visit(NOON, HOUR, Hints(skip_days=(2, 3))) == datetime(2025, 11, 21, tzinfo=NOON.tzinfo)


# After any history


@st.composite
def histories(draw):
    """A source and up to a dozen visits in order of time."""
    of = source(draw(limits))
    now, found = NOON, []
    for outcome in draw(st.lists(outcomes, min_size=1, max_size=12)):
        now += draw(st.timedeltas(timedelta(minutes=1), 10 * DAY))
        retry = draw(late)
        hints = Hints(
            wait=draw(st.none() | st.timedeltas(timedelta(), 400 * DAY)),
            skip_hours=draw(hours),
            retry_after=None if retry is None else now + retry,
        )
        moved = draw(st.sampled_from(["", NEW_HOME, "https://other.example/"]))
        status = 410 if outcome is Outcome.GONE and draw(st.booleans()) else 404
        found.append((reading(outcome, now, of, status, hints=hints, moved_to=moved), draw(st.integers(0, 3))))
    return found


@few
@given(histories())
def test_no_source_is_ever_forgotten_and_none_is_asked_too_soon(history):
    state = FRESH
    for one, new in history:
        state = after(state, one, new=new)
        now, of, hints = one.capture.fetched_at, one.source, one.hints
        assert now + of.at_least <= state.next_visit_at <= now + max(PATIENCE, of.at_most) + 7 * DAY
        asked = min(hints.wait or timedelta(), of.at_most)
        assert state.next_visit_at >= max(hints.retry_after or now, now + asked)


@few
@given(histories())
def test_the_rhythm_stays_within_the_limits_of_the_source(history):
    state = FRESH
    for one, new in history:
        state = after(state, one, new=new)
        assert state.interval is None or one.source.at_least <= state.interval <= one.source.at_most
        assert (state.interval is None) == (state.last_success_at is None)


@few
@given(histories())
def test_failures_are_counted_in_a_row_and_forgotten_after_a_success(history):
    state, row = FRESH, 0
    for one, new in history:
        state = after(state, one, new=new)
        row = 0 if one.outcome.good else row + 1
        assert (state.failures, state.failing_since is None) == (row, row == 0)


@few
@given(histories(), histories())
def test_an_old_capture_read_late_changes_nothing(history, older):
    state = visited(FRESH, *(one for one, _ in history))
    back = state.last_visit_at - timedelta(seconds=1)
    for one, new in older:
        late_reading = replace(one, capture=replace(one.capture, fetched_at=back))
        assert after(state, late_reading, new=new) == state


# Rhythm


def test_new_articles_halve_the_interval_and_quiet_visits_lengthen_it_by_a_tenth():
    calm = replace(FRESH, interval=10 * HOUR)
    assert after(calm, reading(), new=1).interval == 5 * HOUR
    assert after(calm, reading(), new=0).interval == 11 * HOUR


def test_the_publishers_wait_is_kept_up_to_the_limit_of_the_source():
    asked = visited(FRESH, reading(hints=Hints(wait=6 * HOUR)))
    assert asked.next_visit_at == NOON + 6 * HOUR
    too_long = visited(FRESH, reading(hints=Hints(wait=90 * DAY)))
    assert too_long.next_visit_at == NOON + DAY


@pytest.mark.parametrize(("outcome", "weight"), [(Outcome.FAILED, 0.5), (Outcome.UNREADABLE, 1), (Outcome.REFUSED, 1)])
def test_each_failure_adds_the_same_step(outcome, weight):
    waited = [state.next_visit_at - state.last_visit_at for state in (failing(n, outcome) for n in range(1, 6))]
    assert waited == [HOUR * (1 + weight * n) for n in range(1, 6)]


def test_a_source_that_fails_for_ever_is_asked_every_thirty_days():
    assert failing(2000).next_visit_at - failing(2000).last_visit_at == PATIENCE


def test_failing_keeps_the_day_it_began():
    assert failing(4).failing_since == NOON


def test_a_visit_put_off_by_our_budget_is_no_failure_and_comes_as_soon_as_it_may():
    state = visited(FRESH, reading())
    put_off = reading(Outcome.POSTPONED, at=NOON + HOUR, hints=Hints(retry_after=NOON + 3 * HOUR))
    later = after(state, put_off, new=0)
    assert (later.failures, later.failing_since, later.interval) == (0, None, state.interval)
    assert later.next_visit_at == NOON + 3 * HOUR


@pytest.mark.parametrize("outcome", BAD)
def test_a_failure_keeps_validators_body_and_rhythm(outcome):
    good = visited(FRESH, reading(etag='"a"', last_modified="yesterday"))
    bad = visited(good, reading(outcome, NOON + DAY, etag='"b"', last_modified="today"))
    kept = ("etag", "last_modified", "body_hash", "interval", "last_success_at", "last_full_fetch_at")
    assert [getattr(bad, name) for name in kept] == [getattr(good, name) for name in kept]
    assert (bad.last_outcome, bad.last_visit_at) == (outcome.value, NOON + DAY)


def test_a_whole_document_without_validators_forgets_the_old_ones():
    state = visited(FRESH, reading(etag='"a"', last_modified="yesterday"), reading(at=NOON + HOUR))
    assert (state.etag, state.last_modified) == ("", "")


def test_a_304_keeps_validators_or_renews_them():
    good = visited(FRESH, reading(etag='"a"', last_modified="yesterday"))
    same = visited(good, reading(Outcome.UNCHANGED, NOON + HOUR, full_fetch=False))
    assert (same.etag, same.last_modified) == ('"a"', "yesterday")
    renewed = visited(good, reading(Outcome.UNCHANGED, NOON + HOUR, full_fetch=False, last_modified="today"))
    assert (renewed.etag, renewed.last_modified) == ('"a"', "today")


# Due, gone, whole


def test_a_source_is_due_when_its_time_has_come():
    assert due(FRESH, NOON)
    state = replace(FRESH, next_visit_at=NOON)
    assert (due(state, NOON - timedelta(seconds=1)), due(state, NOON)) == (False, True)


@given(moments)
def test_a_source_that_said_410_is_never_due(now):
    gone = visited(FRESH, reading(Outcome.GONE, status=410))
    assert (gone.gone_at, due(gone, now)) == (NOON, False)


def test_a_404_is_asked_again():
    lost = visited(FRESH, reading(Outcome.GONE, status=404))
    assert (lost.gone_at, due(lost, lost.next_visit_at)) == (None, True)


def test_a_good_answer_brings_a_gone_source_back():
    back = visited(FRESH, reading(Outcome.GONE, status=410), reading(at=NOON + DAY))
    assert (back.gone_at, due(back, NOON + 9 * DAY)) == (None, True)


def test_a_whole_fetch_is_wanted_first_weekly_and_after_failures():
    state = visited(FRESH, reading())
    assert wants_full_fetch(FRESH, NOON)
    assert not wants_full_fetch(state, NOON + FULL_FETCH_EVERY - timedelta(seconds=1))
    assert wants_full_fetch(state, NOON + FULL_FETCH_EVERY)
    assert wants_full_fetch(visited(state, reading(Outcome.FAILED, NOON + HOUR)), NOON + HOUR)


def test_endless_304s_do_not_put_off_the_whole_fetch():
    quiet = (reading(Outcome.UNCHANGED, NOON + n * DAY, full_fetch=False) for n in range(1, 8))
    assert wants_full_fetch(visited(FRESH, reading(), *quiet), NOON + 7 * DAY)


# Moving


def moving(visits, step=DAY, outcome=Outcome.READ):
    return visited(FRESH, *(reading(outcome, NOON + n * step, moved_to=NEW_HOME) for n in range(visits)))


def test_a_redirect_is_adopted_after_enough_visits_over_enough_days():
    assert address(source(), moving(ADOPT_AFTER)) == NEW_HOME
    assert address(source(), moving(ADOPT_AFTER - 1)) == source().url
    assert address(source(), moving(50, step=HOUR)) == source().url
    assert has_moved(moving(ADOPT_AFTER, step=ADOPT_OVER / (ADOPT_AFTER - 1)))


def test_a_redirect_that_one_visit_did_not_see_begins_again():
    state = visited(
        moving(ADOPT_AFTER - 1), reading(at=NOON + 10 * DAY), reading(at=NOON + 11 * DAY, moved_to=NEW_HOME)
    )
    assert (state.moved_count, state.moved_since) == (1, NOON + 11 * DAY)


def test_a_redirect_that_has_ended_is_not_adopted_by_the_visit_that_shows_it():
    state = visited(moving(ADOPT_AFTER, step=HOUR), reading(at=NOON + 10 * DAY))
    assert address(source(), state) == source().url


def test_another_target_begins_again():
    state = visited(moving(ADOPT_AFTER - 1), reading(at=NOON + 10 * DAY, moved_to="https://other.example/"))
    assert (state.moved_to, state.moved_count) == ("https://other.example/", 1)


def test_an_adopted_address_is_kept_while_it_answers_and_dropped_when_it_fails():
    kept = visited(moving(ADOPT_AFTER), reading(at=NOON + 10 * DAY), reading(Outcome.UNCHANGED, NOON + 11 * DAY))
    assert address(source(), kept) == NEW_HOME
    dropped = visited(kept, reading(Outcome.FAILED, NOON + 12 * DAY))
    assert (address(source(), dropped), dropped.moved_count) == (source().url, 0)
