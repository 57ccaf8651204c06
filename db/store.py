"""Carrying out a plan: one reading, one transaction, all of it or nothing."""

import sqlite3
from dataclasses import replace

from sqlite_utils import Database

from db.memory import save_state
from db.stories import place_in_story
from db.tags import index, replace_tags, unindex
from db.times import to_text
from rulingwire.models import Article, Issue
from rulingwire.outcomes import Outcome
from rulingwire.plans import Intent, Plan, Tally, Verdict, failed_entry
from rulingwire.urls import url_key

WEEK_OF_IDS = 7 * 24 * 3600 << 21  # article numbers are seconds shifted by 21 bits
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
                _write_intent(db, intent)
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
            _write_intent(db, intent)
        if plan.reading.purpose == "visit":
            _write_presence(db, plan)
            save_state(db, plan.state)
        _write_pages(db, plan)
        _write_issues(db, plan.reading.source.id, plan, fetch_id)
        tally = _count(plan)
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
        " body_hash, payload_digest, warc_file, warc_offset) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
        ],
    )
    return cursor.lastrowid if cursor.rowcount == 1 else None


def _write_intent(db: Database, intent: Intent) -> None:
    verdict = intent.decision.verdict
    if verdict is Verdict.PASSED:
        _write_passed(db, intent)
        return
    if verdict in (Verdict.VERSION, Verdict.RETURN):
        unindex(db, intent.article_id)
    if verdict is Verdict.NEW:
        _insert_article(db, intent)
    if verdict in (Verdict.NEW, Verdict.VERSION, Verdict.EARLIER):
        _write_version(db, intent)
    if verdict in (Verdict.VERSION, Verdict.RETURN):
        _update_article(db, intent)
    _write_names(db, intent)
    if verdict is Verdict.NEW:
        _forget_passed(db, intent)
    if verdict in (Verdict.NEW, Verdict.VERSION, Verdict.RETURN):
        replace_tags(db, intent.article_id, intent.decision.version, intent.tagged)
        place_in_story(db, intent.article_id)
        if verdict is Verdict.NEW:
            _suggest_twins(db, intent)
        index(db, intent.article_id)


def _write_passed(db: Database, intent: Intent) -> None:
    article = intent.tagged.article
    db.execute(
        "INSERT OR REPLACE INTO passed_over VALUES (?, ?, ?, ?, ?)",
        [
            article.aliases[0].key,
            article.source_id,
            intent.fingerprint,
            to_text(article.seen_at),
            intent.tagged.relevance.score,
        ],
    )


def _suggest_twins(db: Database, intent: Intent) -> None:
    """Note articles of the same week with the same title; a machine does not merge them."""
    number = intent.article_id
    db.execute(
        "INSERT OR IGNORE INTO suggestions"
        " SELECT max(id, ?1), min(id, ?1), 'same title within a week', ?2 FROM articles"
        " WHERE title = ?3 AND id BETWEEN ?1 - ?4 AND ?1 + ?4 AND id <> ?1",
        [number, to_text(intent.tagged.article.seen_at), intent.tagged.article.title, WEEK_OF_IDS],
    )


def _forget_passed(db: Database, intent: Intent) -> None:
    keys = [(alias.key,) for alias in intent.tagged.article.aliases]
    db.conn.executemany("DELETE FROM passed_over WHERE key = ?", keys)


def _insert_article(db: Database, intent: Intent) -> None:
    article, tagged = intent.tagged.article, intent.tagged
    seen = to_text(article.seen_at)
    db.execute(
        "INSERT INTO articles (id, permalink, story_id, source_id, title, url, byline, language, published_at,"
        " updated_at, first_seen_at, last_read_at, complete, relevant, relevance, rules_version)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            intent.article_id,
            intent.permalink,
            intent.article_id,
            article.source_id,
            article.title,
            article.url,
            article.byline,
            article.language,
            to_text(article.published_at),
            to_text(article.updated_at),
            seen,
            seen,
            int(article.complete),
            int(tagged.relevance.relevant),
            tagged.relevance.score,
            tagged.rules_version,
        ],
    )


def _write_version(db: Database, intent: Intent) -> None:
    article, decision = intent.tagged.article, intent.decision
    db.execute(
        "INSERT INTO article_versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            intent.article_id,
            decision.version,
            decision.text_version,
            to_text(article.seen_at),
            article.form,
            decision.change,
            article.title,
            article.byline,
            to_text(article.updated_at),
            intent.content,
        ],
    )
    if decision.text_version == decision.version:
        db.execute("INSERT INTO article_texts VALUES (?, ?, ?)", [intent.article_id, decision.version, article.text])


def _update_article(db: Database, intent: Intent) -> None:
    article, tagged, decision = intent.tagged.article, intent.tagged, intent.decision
    db.execute(
        "UPDATE articles SET title = ?, byline = ?, url = ?, updated_at = coalesce(?, updated_at),"
        " published_at = coalesce(published_at, ?), last_read_at = max(last_read_at, ?), version = ?,"
        " text_version = ?, complete = max(complete, ?), relevant = ?, relevance = ?, rules_version = ?"
        " WHERE id = ?",
        [
            article.title,
            article.byline,
            article.url,
            to_text(article.updated_at),
            to_text(article.published_at),
            to_text(article.seen_at),
            decision.version,
            decision.text_version,
            int(article.complete),
            int(tagged.relevance.relevant),
            tagged.relevance.score,
            tagged.rules_version,
            intent.article_id,
        ],
    )


def _write_names(db: Database, intent: Intent) -> None:
    """Aliases, sighting, links and facts: what a sighting alone may add."""
    article, seen = intent.tagged.article, to_text(intent.tagged.article.seen_at)
    db.conn.executemany(
        "INSERT OR IGNORE INTO aliases VALUES (?, ?, ?, ?, ?)",
        [(a.key, intent.article_id, a.rung, article.source_id, seen) for a in article.aliases],
    )
    if article.form == "feed":
        _write_sighting(db, intent, article)
    db.conn.executemany(
        "INSERT INTO article_links VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET role = 'via'"
        " WHERE excluded.role = 'via' AND role <> 'via'",
        [(intent.article_id, link.url, link.role, url_key(link.url)) for link in article.links],
    )
    db.conn.executemany(
        "INSERT INTO article_facts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
        " WHERE value <> excluded.value",
        [(intent.article_id, name, value) for name, value in article.facts],
    )


def _write_sighting(db: Database, intent: Intent, article: Article) -> None:
    db.execute(
        "INSERT INTO sightings VALUES (?, ?, ?, NULL, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " first_seen_at = min(first_seen_at, excluded.first_seen_at), url = excluded.url, guid = excluded.guid,"
        " fingerprint = excluded.fingerprint",
        [
            intent.article_id,
            article.source_id,
            to_text(article.seen_at),
            article.url,
            article.guid,
            intent.fingerprint,
        ],
    )


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
    if reading.purpose == "page":
        db.execute(
            "UPDATE pages SET state = ?, tried_at = ?, tries = tries + 1, status = ? WHERE url = ?",
            [PAGE_STATES.get(reading.outcome, "failed"), seen, reading.capture.status, reading.page_of],
        )
    elif reading.source.full_text:
        db.conn.executemany(
            "INSERT INTO pages (url, source_id, article_id, wanted_at, state) VALUES (?, ?, ?, ?, 'wanted')"
            " ON CONFLICT DO UPDATE SET state = 'wanted', wanted_at = excluded.wanted_at, tries = 0",
            [
                (i.tagged.article.url, reading.source.id, i.article_id, seen)
                for i in plan.intents
                if i.wants_page and i.tagged.article.url
            ],
        )


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
