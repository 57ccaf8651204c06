"""Carrying out a plan: one reading, one transaction, all of it or nothing."""

import sqlite3
from dataclasses import replace

from sqlite_utils import Database

from db.articles import write_intent
from db.edits import note_page
from db.gaps import write_gap
from db.memory import save_state
from db.times import to_text
from rulingwire.models import Issue
from rulingwire.outcomes import Outcome
from rulingwire.plans import Intent, Plan, Tally, Verdict, failed_entry
from rulingwire.records import Entry, Record, entry_to_json

PAGE_STATES = {
    Outcome.READ: "read",
    Outcome.GONE: "gone",
    Outcome.REFUSED: "blocked",
    Outcome.CHALLENGED: "blocked",
    Outcome.GAP: "gap",
}


def carry_out(db: Database, plan: Plan, run_id: int) -> Tally:
    """Write everything a reading changes, and the state of its source, in one transaction.

    A capture that is stored already changes nothing. An entry that the database will not take is left
    out with an issue; the rest of the reading is written.
    """
    try:
        return _carry_out(db, plan, run_id)
    except (sqlite3.Error, OverflowError, ValueError):
        return _carry_out(db, _writable(db, plan), run_id)


def _writable(db: Database, plan: Plan) -> Plan:
    """The plan without the entries that cannot be written; each is tried, and undone."""
    good: list[Intent] = []
    troubles: list[Issue] = []
    for intent in plan.intents:
        try:
            with db.atomic():
                write_intent(db, intent)
                raise _Undo
        except _Undo:
            good.append(intent)
        except (sqlite3.Error, OverflowError, ValueError) as error:
            troubles.append(failed_entry(intent.tagged.article.aliases[0].key, error))
    return replace(plan, intents=tuple(good), issues=plan.issues + tuple(troubles))


class _Undo(Exception):
    """Rolls a trial back."""


def _carry_out(db: Database, plan: Plan, run_id: int) -> Tally:
    with db.atomic():
        fetch_id = _write_fetch(db, plan, run_id)
        if fetch_id is None:
            return Tally()
        for intent in plan.intents:
            write_intent(db, intent)
        if plan.reading.purpose == "visit":
            _write_presence(db, plan)
            save_state(db, plan.state)
        _write_pages(db, plan)
        if plan.reading.since:
            write_gap(db, plan.reading)
        _write_issues(db, plan.reading.source.id, plan, fetch_id)
        tally = _count(plan)
        if tally.articles and plan.reading.purpose != "visit":
            db.execute(
                "UPDATE source_states SET last_new_at = max(coalesce(last_new_at, ''), ?) WHERE source_id = ?",
                [to_text(plan.reading.capture.fetched_at), plan.reading.source.id],
            )
        if tally != Tally():
            db.execute(
                "UPDATE fetches SET articles = ?, versions = ? WHERE id = ?",
                [tally.articles, tally.versions, fetch_id],
            )
    return tally


def _count(plan: Plan) -> Tally:
    verdicts = [intent.decision.verdict for intent in plan.intents]
    versions = verdicts.count(Verdict.VERSION) + verdicts.count(Verdict.EARLIER)
    return Tally(articles=verdicts.count(Verdict.NEW), versions=versions)


def _write_fetch(db: Database, plan: Plan, run_id: int) -> int | None:
    reading, capture = plan.reading, plan.reading.capture
    cursor = db.execute(
        "INSERT OR IGNORE INTO fetches (run_id, source_id, purpose, url, fetched_at, status, outcome, why, size,"
        " body_hash, payload_digest, warc_file, warc_offset, items, question)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            run_id,
            reading.source.id,
            reading.purpose,
            capture.url,
            to_text(capture.fetched_at),
            capture.status,
            reading.outcome.value,
            reading.why,
            capture.size,
            capture.body_hash,
            capture.payload_digest,
            capture.warc_file,
            capture.warc_offset,
            len(reading.articles),
            reading.question,
        ],
    )
    return cursor.lastrowid if cursor.rowcount == 1 else None


def _write_presence(db: Database, plan: Plan) -> None:
    """Mark what the newest document shows again and what it shows no more; silence proves nothing."""
    read_at = plan.reading.capture.fetched_at
    if plan.reading.outcome is not Outcome.READ or plan.state.last_visit_at != read_at:
        return
    source_id, seen = plan.reading.source.id, to_text(read_at)
    open_ids = {
        row[0]
        for row in db.execute("SELECT article_id FROM sightings WHERE source_id = ? AND left_at IS NULL", [source_id])
    }
    db.conn.executemany(
        "UPDATE sightings SET left_at = ? WHERE article_id = ? AND source_id = ?",
        [(seen, article_id, source_id) for article_id in sorted(open_ids - plan.present)],
    )
    db.conn.executemany(
        "UPDATE sightings SET left_at = NULL WHERE article_id = ? AND source_id = ?",
        [(article_id, source_id) for article_id in sorted(plan.present - open_ids)],
    )


def _write_pages(db: Database, plan: Plan) -> None:
    reading = plan.reading
    seen = to_text(reading.capture.fetched_at)
    if reading.outcome is Outcome.POSTPONED:
        return  # a page that we may not ask for today stays wanted
    if reading.purpose == "page":
        if reading.outcome in (Outcome.READ, Outcome.GONE):
            note_page(db, reading.page_of, seen, gone=reading.outcome is Outcome.GONE)
        db.execute(
            "UPDATE pages SET state = ?, tried_at = ?, tries = tries + 1, status = ? WHERE url = ?",
            [PAGE_STATES.get(reading.outcome, "failed"), seen, reading.capture.status, reading.page_of],
        )
    elif reading.source.reads_pages:
        db.conn.executemany(
            "INSERT INTO pages (url, source_id, article_id, wanted_at, entry, state) VALUES (?, ?, ?, ?, ?, 'wanted')"
            " ON CONFLICT DO UPDATE SET state = 'wanted', wanted_at = excluded.wanted_at, entry = excluded.entry,"
            " tries = 0",
            [_wish(i, reading.source.id, seen) for i in plan.intents if i.wants_page and i.tagged.article.url],
        )


def _wish(intent: Intent, source_id: str, seen: str | None) -> tuple[str | int | None, ...]:
    """A row of `pages`; what a list says of a decision that is passed over is kept for its document."""
    article = intent.tagged.article
    if intent.decision.verdict is not Verdict.PASSED:
        return article.url, source_id, intent.article_id, seen, ""
    entry = Entry(
        title=article.title, guid=article.guid, fingerprint=intent.fingerprint, record=intent.said or Record()
    )
    return article.url, source_id, None, seen, entry_to_json(entry)


def _write_issues(db: Database, source_id: str, plan: Plan, fetch_id: int) -> None:
    seen = to_text(plan.reading.capture.fetched_at)
    found: list[Issue] = list(plan.issues)
    for intent in plan.intents:
        found += intent.tagged.article.issues
    db.conn.executemany(
        "INSERT INTO issues (source_id, kind, words, hint, first_at, last_at, fetch_id) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET times = times + 1, last_at = max(last_at, excluded.last_at)",
        [(source_id, issue.kind, issue.words, issue.hint, seen, seen, fetch_id) for issue in found],
    )
