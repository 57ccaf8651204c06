"""Days of court sites that we have not seen: a bad answer opens a gap, a good one that reaches back closes it."""

from datetime import date, timedelta

from sqlite_utils import Database

from db.times import to_text
from rulingwire.models import Reading
from rulingwire.outcomes import Outcome


def write_gap(db: Database, reading: Reading) -> None:
    """Open, lengthen, shorten or close the gap of the question that a reading answers, or does not."""
    assert reading.since
    if reading.purpose not in ("visit", "query"):
        return
    if not reading.outcome.good:
        _open(db, reading, reading.outcome.value, reading.why)
        return
    _close(db, reading)
    _note_unasked(db, reading)
    if reading.missed:
        _open(db, reading, "ceiling", reading.missed)


def _note_unasked(db: Database, reading: Reading) -> None:
    """Days between the last good answer and the window of this one, when nobody asked."""
    assert reading.since
    begin, last = _last_good(db, reading), (reading.since.date() - timedelta(days=1)).isoformat()
    if begin and begin <= last:
        _lengthen(db, reading, reading.question, (begin, last), "unasked", "no visit in time")


def _open(db: Database, reading: Reading, outcome: str, why: str) -> None:
    question = "" if reading.outcome is Outcome.CHALLENGED else reading.question
    assert reading.since
    begin = max(reading.since.date().isoformat(), _last_good(db, reading))
    _lengthen(db, reading, question, (begin, reading.capture.fetched_at.date().isoformat()), outcome, why)


def _lengthen(db: Database, reading: Reading, question: str, days: tuple[str, str], outcome: str, why: str) -> None:
    """Make a gap, or the one that reaches into these days, last to the second of them."""
    place = [reading.source.id, question]
    longer = db.execute(
        "UPDATE gaps SET last_day = max(last_day, ?), outcome = ?, why = ? WHERE source_id = ? AND question = ?"
        " AND last_day >= ?",
        [days[1], outcome, why, *place, days[0]],
    )
    if not longer.rowcount:
        db.execute(
            "INSERT OR IGNORE INTO gaps VALUES (?, ?, ?, ?, ?, ?, ?)",
            [*place, *days, outcome, why, to_text(reading.capture.fetched_at)],
        )


def _last_good(db: Database, reading: Reading) -> str:
    """The day of the last good answer to the question, before this visit; "" where there was none."""
    assert reading.asked_at
    (last,) = db.execute(
        "SELECT max(fetched_at) FROM fetches WHERE source_id = ? AND question = ? AND fetched_at < ?"
        " AND purpose IN ('visit', 'query') AND outcome IN ('read', 'unchanged', 'empty')",
        [reading.source.id, reading.question, to_text(reading.asked_at)],
    ).fetchone()
    return (last or "")[:10]


def _close(db: Database, reading: Reading) -> None:
    """A good answer shows every day from the begin of its window; days before it stay unseen."""
    assert reading.since
    first: date = reading.since.date()
    questions = [reading.question, ""] if reading.purpose == "visit" else [reading.question]
    for question in dict.fromkeys(questions):
        place = [reading.source.id, question]
        db.execute(
            "DELETE FROM gaps WHERE source_id = ? AND question = ? AND first_day >= ?", [*place, first.isoformat()]
        )
        db.execute(
            "UPDATE gaps SET last_day = ? WHERE source_id = ? AND question = ? AND last_day >= ?",
            [(first - timedelta(days=1)).isoformat(), *place, first.isoformat()],
        )
