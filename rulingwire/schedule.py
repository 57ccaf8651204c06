"""When to ask a source again. Pure: the clock is passed in.

A source is asked at its own rhythm, between the limits of its entry, never sooner than the publisher
wants. The interval shortens by half when something new came and lengthens by a tenth when nothing did;
failures add to it one step at a time, and no source is ever forgotten.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from rulingwire.models import Hints, Reading, Source, SourceState
from rulingwire.outcomes import Outcome

FULL_FETCH_EVERY = timedelta(days=7)  # some servers answer 304 for ever
SHORTER, LONGER = 0.5, 1.1
PATIENCE = timedelta(days=30)  # the longest wait for a source that keeps failing
ADOPT_AFTER = 5  # visits in a row that must see the same permanent redirect ...
ADOPT_OVER = timedelta(days=3)  # ... and the days they must span: a maintenance page moves a feed for hours
# 404s, timeouts and server errors heal by themselves more often than documents that are no feed.
WEIGHT = {Outcome.GONE: 0.5, Outcome.FAILED: 0.5}


def due(state: SourceState, now: datetime) -> bool:
    """Is it time to ask this source? One that said it is gone is not asked again."""
    return state.gone_at is None and (state.next_visit_at is None or state.next_visit_at <= now)


def wants_full_fetch(state: SourceState, now: datetime) -> bool:
    """Must the next request go without validators?"""
    last = state.last_full_fetch_at
    return last is None or now - last >= FULL_FETCH_EVERY or state.failures > 0


def address(source: Source, state: SourceState) -> str:
    """The address to ask: the one of feeds.yml, or the one a lasting permanent redirect gave."""
    return state.moved_to if has_moved(state) else source.url


def has_moved(state: SourceState) -> bool:
    """Has the same permanent redirect been seen often and long enough to be believed?"""
    if not (state.moved_to and state.moved_since and state.last_visit_at):
        return False
    return state.moved_count >= ADOPT_AFTER and state.last_visit_at - state.moved_since >= ADOPT_OVER


def after(state: SourceState, reading: Reading, *, new: int) -> SourceState:
    """The state of a source after a visit that brought `new` new articles."""
    now = reading.capture.fetched_at
    if state.last_visit_at and now < state.last_visit_at:
        return state  # an old capture, read late, tells nothing about the present
    state = _with_move(state, reading, now)  # before the result: this visit must not help the span of its own redirect
    state = _with_result(state, reading, now)
    if reading.outcome is Outcome.POSTPONED:
        return replace(state, next_visit_at=reading.hints.retry_after or now + reading.source.at_least)
    state = _after_success(state, reading, now, new=new) if reading.outcome.good else _after_failure(state, now)
    wait = _wait(reading.source, state, reading.hints, reading.outcome)
    return replace(state, next_visit_at=next_visit(now, wait, reading.hints))


def next_visit(now: datetime, wait: timedelta, hints: Hints) -> datetime:
    """The first moment after `wait` that the publisher's skipped hours and days allow."""
    moment = max(now + wait, hints.retry_after or now)
    for _ in range(24 * 7):
        if moment.hour not in hints.skip_hours and moment.weekday() not in hints.skip_days:
            return moment
        moment = moment.replace(minute=0, second=0) + timedelta(hours=1)
    return moment  # a feed that skips every hour of the week is asked all the same


def _with_result(state: SourceState, reading: Reading, now: datetime) -> SourceState:
    gone = now if reading.outcome is Outcome.GONE and reading.capture.status == 410 else None
    return replace(
        state,
        last_visit_at=now,
        last_outcome=reading.outcome.value,
        last_why=reading.why,
        gone_at=gone,
    )


def _with_move(state: SourceState, reading: Reading, now: datetime) -> SourceState:
    if has_moved(state) and not reading.moved_to:
        return state if reading.outcome.good else replace(state, moved_to="", moved_count=0, moved_since=None)
    if reading.moved_to and reading.moved_to == state.moved_to:
        return replace(state, moved_count=state.moved_count + 1)
    if reading.moved_to:
        return replace(state, moved_to=reading.moved_to, moved_count=1, moved_since=now)
    if reading.outcome.good:
        return replace(state, moved_to="", moved_count=0, moved_since=None)
    return state


def _after_success(state: SourceState, reading: Reading, now: datetime, *, new: int) -> SourceState:
    source = reading.source
    interval = (state.interval or source.at_least) * (SHORTER if new else LONGER)
    full = reading.outcome is not Outcome.UNCHANGED or reading.full_fetch
    return replace(
        state,
        etag=reading.etag or (state.etag if not full else ""),
        last_modified=reading.last_modified or (state.last_modified if not full else ""),
        body_hash=reading.capture.body_hash or state.body_hash,
        last_success_at=now,
        last_full_fetch_at=now if full else state.last_full_fetch_at,
        last_new_at=now if new else state.last_new_at,
        interval=min(max(interval, source.at_least), source.at_most),
        failures=0,
        failing_since=None,
    )


def _after_failure(state: SourceState, now: datetime) -> SourceState:
    return replace(state, failures=state.failures + 1, failing_since=state.failing_since or now)


def _wait(source: Source, state: SourceState, hints: Hints, outcome: Outcome) -> timedelta:
    interval = state.interval or source.at_least
    asked = min(hints.wait or timedelta(), source.at_most)
    steps = state.failures * WEIGHT.get(outcome, 1.0)
    return min(max(interval, asked) * (1 + steps), max(PATIENCE, source.at_most))
