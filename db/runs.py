"""The `runs` table: what each crawl, replay or rebuild did."""

from datetime import datetime

from sqlite_utils import Database

from db.times import to_text
from rulingwire.outcomes import Outcome

NO_FAULT = (Outcome.GAP, Outcome.POSTPONED)  # of ours or of the archive, not of the source
BAD = tuple(outcome.value for outcome in Outcome if not outcome.good and outcome not in NO_FAULT)


def begin_run(db: Database, command: str, moment: datetime) -> int:
    """Note the begin of a run; gives its number."""
    cursor = db.execute("INSERT INTO runs (command, started_at) VALUES (?, ?)", [command, to_text(moment)])
    assert cursor.lastrowid
    return cursor.lastrowid


def end_run(db: Database, run_id: int, moment: datetime, exit_code: int) -> None:
    """Note the end of a run, summed up from its fetches."""
    db.execute(
        f"UPDATE runs SET ended_at = ?, exit_code = ?, (visits, failing, articles, versions) ="
        f" (SELECT count(DISTINCT source_id), count(DISTINCT CASE WHEN outcome IN ({','.join('?' * len(BAD))})"
        f" THEN source_id END), coalesce(sum(articles), 0), coalesce(sum(versions), 0)"
        f" FROM fetches WHERE run_id = runs.id) WHERE id = ?",
        [to_text(moment), exit_code, *BAD, run_id],
    )


def failing_sources(db: Database, run_id: int) -> list[tuple[str, str, str]]:
    """Source, outcome and words of each source whose last visit in a run went wrong."""
    rows = db.execute(
        "SELECT source_id, outcome, why FROM fetches WHERE id IN (SELECT max(id) FROM fetches"
        " WHERE run_id = ? AND purpose = 'visit' GROUP BY source_id) ORDER BY source_id",
        [run_id],
    )
    return [row for row in rows if row[1] in BAD]


def tally_of(db: Database, run_id: int) -> tuple[int, int, int]:
    """Visits, new articles and new versions of a run."""
    row = db.execute(
        "SELECT count(*), coalesce(sum(articles), 0), coalesce(sum(versions), 0) FROM fetches WHERE run_id = ?",
        [run_id],
    ).fetchone()
    return row[0], row[1], row[2]
