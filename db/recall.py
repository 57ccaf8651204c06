"""What the corpus knows of entries (`rulingwire.plans.Corpus`): the reading half of recognising."""

from datetime import datetime

from sqlite_utils import Database

from db.decisions import load_records
from db.edits import versions_around
from db.memory import load_state
from db.times import moment
from rulingwire.edits import Version
from rulingwire.models import SourceState
from rulingwire.plans import Found, Known, KnownVersion, PastVisit
from rulingwire.records import Entry, entry_from_json

REMEMBERED = 200  # visits of a source that its present one is compared with


class StoredCorpus:
    """Answers what planning asks; never writes."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def find(self, source_id: str, keys: list[str]) -> Found:
        marks = ",".join("?" * len(keys))
        articles = dict(self.db.execute(f"SELECT key, article_id FROM aliases WHERE key IN ({marks})", keys))
        passed = self.db.execute(f"SELECT key, fingerprint FROM passed_over WHERE key IN ({marks})", keys)
        ids = sorted(set(articles.values()))
        shown = self.db.execute(
            "SELECT article_id, fingerprint FROM sightings WHERE source_id = ?"
            f" AND article_id IN ({','.join('?' * len(ids))})",
            [source_id, *ids],
        )
        return Found(articles=articles, shown=dict(shown), passed=dict(passed))

    def load(self, article_id: int) -> Known:
        source_id, title, version, last_read_at, permalink = self.db.execute(
            "SELECT source_id, title, version, last_read_at, permalink FROM articles WHERE id = ?", [article_id]
        ).fetchone()
        versions = self.db.execute(
            "SELECT version, text_version, content_hash, form FROM article_versions"
            " WHERE article_id = ? ORDER BY version",
            [article_id],
        )
        records = load_records(self.db, article_id)
        aliases = self.db.execute("SELECT key FROM aliases WHERE article_id = ?", [article_id])
        return Known(
            listed=records.get("feed"),
            document=records.get("page"),
            names=frozenset({permalink, *(key for (key,) in aliases)}),
            article_id=article_id,
            source_id=source_id,
            title=title,
            version=version,
            last_read_at=moment(last_read_at),
            versions=tuple(
                KnownVersion(version=row[0], text_version=row[1], content=row[2], form=row[3]) for row in versions
            ),
        )

    def text(self, article_id: int, text_version: int) -> str:
        row = self.db.execute(
            "SELECT text FROM article_texts WHERE article_id = ? AND version = ?", [article_id, text_version]
        ).fetchone()
        return str(row[0])

    def around(self, article_id: int, seen_at: datetime) -> tuple[Version, ...]:
        return versions_around(self.db, article_id, seen_at)

    def is_taken(self, article_id: int) -> bool:
        found = self.db.execute("SELECT 1 FROM articles WHERE id = ?", [article_id])
        return found.fetchone() is not None

    def state(self, source_id: str) -> SourceState:
        return load_state(self.db, source_id)

    def entry(self, url: str) -> Entry | None:
        row = self.db.execute("SELECT entry FROM pages WHERE url = ? AND entry <> ''", [url]).fetchone()
        return entry_from_json(row[0]) if row else None

    def history(self, source_id: str) -> tuple[PastVisit, ...]:
        rows = self.db.execute(
            "SELECT fetched_at, items, (SELECT sum(articles) FROM fetches g WHERE g.source_id = f.source_id"
            " AND g.fetched_at BETWEEN substr(f.fetched_at, 1, 10) AND substr(f.fetched_at, 1, 10) || 'U')"
            " FROM fetches f WHERE source_id = ? AND purpose = 'visit'"
            " AND outcome IN ('read', 'empty') ORDER BY fetched_at DESC LIMIT ?",
            [source_id, REMEMBERED],
        )
        return tuple(PastVisit(at=moment(row[0]), items=row[1], new=row[2]) for row in rows)
