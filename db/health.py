"""How the sources are doing, in words."""

from datetime import datetime, timedelta

from sqlite_utils import Database

from db.times import from_text, to_text
from rulingwire.outcomes import Outcome


def overview(db: Database, moment: datetime) -> tuple[list[str], int]:
    """Lines for a terminal, one a source, and how many sources are failing."""
    rows = list(
        db.execute(
            "SELECT s.id, t.last_visit_at, t.last_outcome, t.last_why, t.failing_since, t.next_visit_at, t.gone_at,"
            " (SELECT max(first_seen_at) FROM sightings g WHERE g.source_id = s.id)"
            " FROM sources s LEFT JOIN source_states t ON t.source_id = s.id WHERE s.active = 1 ORDER BY s.id"
        )
    )
    width = max((len(row[0]) for row in rows), default=0)
    lines = [f"{row[0]:<{width}}  {_words(row, moment)}" for row in rows]
    failing = sum(bool(row[4] or row[6]) for row in rows)
    counts = db.execute(
        "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM articles WHERE relevant = 1),"
        " (SELECT count(*) FROM issues)"
    ).fetchone()
    lines.append("")
    lines.append(f"{counts[0]} articles, {counts[1]} about rulings; {counts[2]} issues; {failing} sources failing.")
    return lines, failing


def _words(row: tuple[str, ...], moment: datetime) -> str:
    _, visited, outcome, why, since, following, gone, newest = row
    if not visited:
        return "never asked"
    if gone:
        return f"gone for good since {gone[:10]} (410): set `active: false` in feeds.yml or correct its address"
    if since:
        return f"{outcome} since {_ago(since, moment)}: {why}"
    new = f"newest article {_ago(newest, moment)}" if newest else "no article yet"
    due = "due now" if following and following <= (to_text(moment) or "") else f"due {following}"
    return f"{Outcome(outcome).value} {_ago(visited, moment)}; {new}; {due}"


def _ago(text: str, moment: datetime) -> str:
    age = moment - (from_text(text) or moment)
    if age >= timedelta(days=2):
        return f"{age.days} days ago"
    if age >= timedelta(hours=2):
        return f"{int(age.total_seconds() // 3600)} hours ago"
    return f"{int(age.total_seconds() // 60)} minutes ago"
