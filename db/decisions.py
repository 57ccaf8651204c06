"""What court sites say of their decisions: every record as sent, and the present one in columns."""

from sqlite_utils import Database

from rulingwire.models import TaggedArticle
from rulingwire.plans import Intent
from rulingwire.records import Record, from_json, joined, to_json


def load_records(db: Database, article_id: int) -> dict[str, Record]:
    """The newest record of a list ("feed") and of a document ("page"), where there is one."""
    rows = db.execute("SELECT form, record FROM article_records WHERE article_id = ? ORDER BY version", [article_id])
    return {form: from_json(text) for form, text in rows}


def records_at(db: Database, article_id: int, seen_at: str) -> Record | None:
    """What list and document had said together by the time a version was first seen."""
    rows = db.execute(
        "SELECT r.form, r.record FROM article_records r JOIN article_versions v USING (article_id, version)"
        " WHERE r.article_id = ? AND v.seen_at <= ? ORDER BY v.seen_at, r.version",
        [article_id, seen_at],
    )
    return _together({form: from_json(text) for form, text in rows})


def present_record(db: Database, article_id: int) -> Record | None:
    """What list and document say together; None of an article that is no decision."""
    return _together(load_records(db, article_id))


def _together(records: dict[str, Record]) -> Record | None:
    listed, document = records.get("feed"), records.get("page")
    return joined(listed, document) if listed and document else listed or document


def write_record(db: Database, intent: Intent) -> None:
    """Keep the record of an entry, and make the columns say what is known now; nothing for other articles."""
    record = intent.tagged.article.record
    if record is None:
        return
    if intent.said:
        form = "feed" if intent.said_by_list else "page"
        row = [intent.article_id, intent.decision.version, form, to_json(intent.said)]
        db.execute("INSERT OR REPLACE INTO article_records VALUES (?, ?, ?, ?)", row)
    for table in ("decision_papers", "decision_parties", "decision_numbers", "decisions"):
        db.execute(f"DELETE FROM {table} WHERE article_id = ?", [intent.article_id])
    _write_decision(db, intent.article_id, record)
    write_names(db, intent.article_id, intent.tagged)


def _write_decision(db: Database, number: int, record: Record) -> None:
    db.execute(
        "INSERT INTO decisions VALUES (?, ?, (SELECT id FROM courts WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            number,
            record.kind,
            record.court,
            record.court_printed,
            record.decided,
            record.published,
            record.modified,
            record.type,
            ", ".join(record.judges),
            record.summary,
            record.watched,
        ],
    )
    db.conn.executemany(
        "INSERT OR IGNORE INTO decision_numbers VALUES (?, ?, ?)",
        [(number, one.kind, one.value) for one in record.numbers],
    )
    db.conn.executemany(
        "INSERT OR IGNORE INTO decision_papers VALUES (?, ?, ?, ?)",
        [(number, paper.url, paper.media_type, paper.title) for paper in record.papers],
    )


def write_names(db: Database, number: int, tagged: TaggedArticle) -> None:
    """Write the parties of a decision with what the rules say each of them is."""
    record = tagged.article.record
    db.conn.executemany(
        "INSERT OR REPLACE INTO decision_parties VALUES (?, ?, ?, ?, ?)",
        [
            (number, position, party.name, party.role, tagged.named.get(party.name))
            for position, party in enumerate(record.parties if record else (), start=1)
        ],
    )
