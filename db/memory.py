"""The past as spiders may ask for it (`rulingwire.memory.Memory`), kept in the corpus."""

from dataclasses import asdict, fields
from datetime import datetime, timedelta

from sqlite_utils import Database

from db.times import from_text, moment, to_text
from rulingwire.models import HostState, SourceState, WantedPage

REMEMBERED = timedelta(days=1)  # the longest span of a budget
TRIES = 5  # a page that failed so often is left alone
STATE_COLUMNS = tuple("interval_seconds" if f.name == "interval" else f.name for f in fields(SourceState))


class CorpusMemory:
    """Reads and keeps what the network must remember; never touches an article."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def source_state(self, source_id: str) -> SourceState:
        return load_state(self.db, source_id)

    def host_state(self, host: str) -> HostState:
        row = self.db.execute(
            "SELECT not_before, why, robots, robots_status, robots_at FROM hosts WHERE host = ?", [host]
        ).fetchone()
        if row is None:
            return HostState(host=host)
        return HostState(
            host=host,
            not_before=from_text(row[0]),
            why=row[1],
            robots=row[2],
            robots_status=row[3],
            robots_at=from_text(row[4]),
        )

    def remember_host(self, state: HostState) -> None:
        row = asdict(state) | {"not_before": to_text(state.not_before), "robots_at": to_text(state.robots_at)}
        self.db.execute(
            "INSERT OR REPLACE INTO hosts (host, not_before, why, robots, robots_status, robots_at)"
            " VALUES (:host, :not_before, :why, :robots, :robots_status, :robots_at)",
            row,
        )

    def requests_since(self, host: str, moment: datetime) -> list[datetime]:
        rows = self.db.execute(
            "SELECT sent_at FROM requests WHERE host = ? AND sent_at > ? ORDER BY sent_at", [host, moment.isoformat()]
        )
        return [datetime.fromisoformat(row[0]) for row in rows]

    def note_request(self, host: str, moment: datetime) -> None:
        self.db.execute("DELETE FROM requests WHERE sent_at < ?", [(moment - REMEMBERED).isoformat()])
        self.db.execute("INSERT INTO requests (host, sent_at) VALUES (?, ?)", [host, moment.isoformat()])

    def has_fetch(self, source_id: str, url: str, fetched_at: datetime) -> bool:
        found = self.db.execute(
            "SELECT 1 FROM fetches WHERE url = ? AND fetched_at = ? AND source_id = ?",
            [url, to_text(fetched_at), source_id],
        )
        return found.fetchone() is not None

    def last_payload(self, url: str) -> tuple[str, datetime] | None:
        last = self.db.execute(
            "SELECT payload_digest FROM fetches WHERE url = ? AND payload_digest <> ''"
            " ORDER BY fetched_at DESC LIMIT 1",
            [url],
        ).fetchone()
        if last is None:
            return None
        # The first of equal bodies: later ones lie in the archive as revisits, which hold none.
        (first,) = self.db.execute(
            "SELECT min(fetched_at) FROM fetches WHERE url = ? AND payload_digest = ? AND payload_digest <> ''",
            [url, last[0]],
        ).fetchone()
        return last[0], moment(first)

    def wanted_pages(self, source_id: str, *, gaps: bool = False) -> tuple[WantedPage, ...]:
        rows = self.db.execute(
            "SELECT url, wanted_at, tries FROM pages WHERE source_id = ?"
            " AND state IN ('wanted', 'failed', iif(?, 'gap', NULL)) AND tries < ? ORDER BY wanted_at, url",
            [source_id, gaps, TRIES],
        )
        return tuple(
            WantedPage(url=row[0], source_id=source_id, wanted_at=moment(row[1]), tries=row[2]) for row in rows
        )


def load_state(db: Database, source_id: str) -> SourceState:
    """The state of a source; a blank one where it was never visited."""
    row = db.execute(
        f"SELECT {', '.join(STATE_COLUMNS)} FROM source_states WHERE source_id = ?", [source_id]
    ).fetchone()
    if row is None:
        return SourceState(source_id=source_id)
    values = dict(zip(STATE_COLUMNS, row, strict=True))
    seconds = values.pop("interval_seconds")
    times = {name: from_text(value) for name, value in values.items() if name.endswith(("_at", "_since"))}
    return SourceState(**(values | times), interval=timedelta(seconds=seconds) if seconds else None)


def save_state(db: Database, state: SourceState) -> None:
    """Write the state of a source."""
    row = [_column(getattr(state, field.name)) for field in fields(SourceState)]
    marks = ",".join("?" * len(row))
    db.execute(f"INSERT OR REPLACE INTO source_states ({', '.join(STATE_COLUMNS)}) VALUES ({marks})", row)


def _column(value: object) -> object:
    if isinstance(value, datetime):
        return to_text(value)
    return int(value.total_seconds()) if isinstance(value, timedelta) else value
