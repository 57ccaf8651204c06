"""What is new for an alert, and what was told: nothing twice, and nothing left out when a target fails.

An alert remembers until when it has told everything (`told_until`), and looks back a week further: an article is
written some time after it was seen, and another source's may have come in between. What it told in that time it
knows by name (`alert_told`); so, too, are the rows of canned queries known, which have no time of their own.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlite_utils import Database

from db.query_news import choose, rows_as_news
from db.searches import escape_fts, expression
from db.times import moment, to_text
from rulingwire.alerts import Alert, News

OVERLAP = timedelta(days=7)
FORGET = timedelta(days=30)  # what is not found for so long would be new again
ROOM = Path(__file__).parent
NARROWED = ("jurisdiction", "party", "court", "subject")
KEEP = """
INSERT INTO alert_told VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET last_found_at = excluded.last_found_at
"""
FAILED = """
UPDATE alert_states SET failures = failures + 1, failing_since = coalesce(failing_since, ?), why = ? WHERE alert = ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an alert has come."""

    told_until: datetime
    told: frozenset[str]  # keys of what it told, or found when it began


def progress_of(db: Database, alert: Alert) -> Progress | None:
    """How far an alert has come; None where it begins, or asks another question than before."""
    row = db.execute("SELECT asks, told_until FROM alert_states WHERE alert = ?", [alert.name]).fetchone()
    if not row or row[0] != asks(alert):
        return None
    told = db.execute("SELECT key FROM alert_told WHERE alert = ?", [alert.name])
    return Progress(told_until=moment(row[1]), told=frozenset(key for (key,) in told))


def asks(alert: Alert) -> str:
    """The question of an alert, to tell whether it is still the same."""
    return json.dumps([alert.kind, alert.query, dict(alert.where)], sort_keys=True)


def find_news(db: Database, alert: Alert, since: datetime) -> list[News]:
    """What an alert asks for that was first seen since then, in that order; of a canned query all its rows."""
    db.conn.create_function("escape_fts", 1, escape_fts, deterministic=True)
    if alert.kind == "query":
        return _rows_of_query(db, alert)
    values = {"since": to_text(since)}
    if alert.kind == "sources":
        return [_news(row) for row in _ask(db, _sql()["source_entries"], values)]
    entries, values["parties"] = f"{alert.kind[:-1]}_entries", json.dumps(alert.where.get("party", ()))
    found = [row["found"] for row in _ask(db, _finder(alert, values), values)]
    return [_news(row) for row in _ask(db, _sql()[entries], values | {"found": json.dumps(found)})]


def _rows_of_query(db: Database, alert: Alert) -> list[News]:
    rows = _ask(db, queries()[alert.query]["sql"], _parameters(alert))
    return list(rows_as_news(alert.query, choose(rows[0]), rows)) if rows else []


def _parameters(alert: Alert) -> dict[str, str]:
    return {name: (alert.where.get(name) or ("",))[0] for name in queries()[alert.query].get("params", ())}


def makes_news(db: Database, alert: Alert) -> bool:
    """Do the columns of the canned query of an alert make news? See feed_columns.yml."""
    db.conn.create_function("escape_fts", 1, escape_fts, deterministic=True)
    cursor = db.conn.execute(f"SELECT * FROM ({queries()[alert.query]['sql']}) LIMIT 0", _parameters(alert))
    return bool(choose(column[0] for column in cursor.description))


def _finder(alert: Alert, values: dict[str, Any]) -> str:
    """The question that finds what an alert asks for; adds what it is narrowed by to the values."""
    if alert.kind == "articles":
        values["match"] = expression(alert.where)
        return _sql()["articles_matching_since" if values["match"] else "articles_since"]
    values |= {name: (alert.where.get(name) or ("",))[0] for name in NARROWED}
    return _sql()[f"{alert.kind}_since"]


def _ask(db: Database, sql: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    cursor = db.conn.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _news(row: Mapping[str, Any]) -> News:
    return News(**{name: row[name] or "" for name in ("key", "title", "page", "url", "outlet", "seen", "why")})


def begin(db: Database, alert: Alert, old: Iterable[News], at: datetime) -> None:
    """Let an alert begin at a moment: what is older counts as told."""
    _forget(db, alert.name)
    note_done(db, alert, old, at)


def note_told(db: Database, alert: Alert, keys: Iterable[str], at: datetime) -> None:
    """Remember that the target has these."""
    rows = [(alert.name, key, to_text(at)) for key in keys]
    with db.atomic():
        db.conn.executemany(KEEP, rows)


def note_done(db: Database, alert: Alert, found: Iterable[News], at: datetime) -> None:
    """Remember that the target has all that there was at a moment, and forget what is long gone."""
    with db.atomic():
        db.conn.executemany(KEEP, [(alert.name, one.key, to_text(at)) for one in found])
        forgotten = to_text(at - FORGET)
        db.execute("DELETE FROM alert_told WHERE alert = ? AND last_found_at < ?", [alert.name, forgotten])
        state = [alert.name, asks(alert), to_text(at)]
        db.execute("INSERT OR REPLACE INTO alert_states VALUES (?, ?, ?, 0, NULL, '')", state)


def note_failure(db: Database, alert: Alert, why: str, at: datetime) -> None:
    """Remember that the target did not take it; what it has been told until stays."""
    with db.atomic():
        db.execute(FAILED, [to_text(at), why, alert.name])


def failing_alerts(db: Database) -> list[str]:
    """A line for each alert whose target does not take it."""
    rows = db.execute("SELECT alert, failing_since, why FROM alert_states WHERE failures ORDER BY alert")
    return [f"alert {alert}: not taken since {since}: {why}" for alert, since, why in rows]


def forget_others(db: Database, alerts: Iterable[Alert]) -> None:
    """Forget the alerts that alerts.yml holds no longer."""
    kept = {alert.name for alert in alerts}
    for (name,) in db.execute("SELECT alert FROM alert_states").fetchall():
        if name not in kept:
            _forget(db, name)


def _forget(db: Database, name: str) -> None:
    with db.atomic():
        db.execute("DELETE FROM alert_told WHERE alert = ?", [name])
        db.execute("DELETE FROM alert_states WHERE alert = ?", [name])


def carry_over(old: Path, new: Database) -> None:
    """Take to a rebuilt corpus what no archive holds: what alerts told, and when rulings were first seen."""
    new.attach("old", old)
    with new.atomic():
        for table in ("alert_states", "alert_told", "ruling_first_seen"):
            new.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM old.{table}")
    new.execute("DETACH old")


@cache
def queries() -> dict[str, dict[str, Any]]:
    """The canned queries of db/queries.yml by name."""
    found: dict[str, dict[str, Any]] = yaml.safe_load((ROOM / "queries.yml").read_text(encoding="utf-8"))
    return found


@cache
def _sql() -> dict[str, str]:
    parts = (ROOM / "feeds.sql").read_text(encoding="utf-8").split("-- name: ")[1:]
    return {name: sql for name, _, sql in (part.partition("\n") for part in parts)}
