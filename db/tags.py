"""Tags, their evidence, and the full-text index that carries them."""

from collections import defaultdict
from collections.abc import Iterable

from sqlite_utils import Database

from db.corrections import note_corrections
from rulingwire.models import Evidence, Tag, TaggedArticle

TABLES = (
    *("article_parties", "article_courts", "article_jurisdictions", "article_case_numbers", "article_amounts"),
    *("article_outcomes", "article_counts", "article_dates", "article_steps", "article_subjects"),
    "evidence",
)


def delete_tags(db: Database, article_id: int) -> None:
    """Take all tags and their evidence from an article, which must be out of the full-text index (`unindex`)."""
    for table in TABLES:
        db.execute(f"DELETE FROM {table} WHERE article_id = ?", [article_id])


def write_tags(db: Database, article_id: int, version: int, tagged: TaggedArticle) -> None:
    """Write the tags of an article that has none, and the words of its version `version` that prove them.

    The article must be out of the full-text index while this happens.
    """
    for tag in tagged.tags:
        _write_tag(db, article_id, tag)
    news = {tag.kind: tag.key for tag in tagged.tags if tag.primary and tag.kind in ("event", "outcome")}
    db.execute(
        "UPDATE articles SET event = ?, outcome = ? WHERE id = ?",
        [news.get("event", ""), news.get("outcome", ""), article_id],
    )
    rows = [(tag.kind, tag.key, evidence) for tag in tagged.tags for evidence in tag.evidence]
    rows += [("relevance", "relevant", evidence) for evidence in tagged.relevance.evidence]
    _write_evidence(db, article_id, version, rows)
    note_corrections(db, article_id, tagged.corrections)


# The tags of an article: kind, key, role, side, primary, printed, conversion_of, jurisdiction, court.
STORED = """
SELECT 'party', party_id, role, side, 0, '', '', '', '' FROM article_parties WHERE article_id = ?1
UNION ALL SELECT 'court', court_id, '', '', is_primary, '', '', '', '' FROM article_courts WHERE article_id = ?1
UNION ALL SELECT 'jurisdiction', jurisdiction, '', '', is_primary, '', '', '', ''
  FROM article_jurisdictions WHERE article_id = ?1
UNION ALL SELECT 'case', number, '', '', 0, printed, '', jurisdiction, coalesce(court_id, '')
  FROM article_case_numbers WHERE article_id = ?1
UNION ALL SELECT 'amount', currency || ' ' || amount, kind, '', 0, printed, conversion_of, '', ''
  FROM article_amounts WHERE article_id = ?1
UNION ALL SELECT 'count', thing || ' ' || number, thing, '', 0, printed, '', '', ''
  FROM article_counts WHERE article_id = ?1
UNION ALL SELECT 'date', day, kind, '', 0, printed, '', '', '' FROM article_dates WHERE article_id = ?1
UNION ALL SELECT 'step', trim(step || ' ' || party_id), step, '', 0, printed, '', '', ''
  FROM article_steps WHERE article_id = ?1
UNION ALL SELECT 'subject', subject, '', '', 0, '', '', '', '' FROM article_subjects WHERE article_id = ?1
UNION ALL SELECT 'outcome', outcome, '', '', is_primary, '', '', '', '' FROM article_outcomes WHERE article_id = ?1
UNION ALL SELECT 'event', event, '', '', 1, '', '', '', '' FROM articles WHERE id = ?1 AND event <> ''
"""
PROOF = """
SELECT kind, key, rule, field, start, end, quote FROM evidence WHERE article_id = ? AND kind <> 'relevance'
ORDER BY kind, key, field = 'text', start, rule
"""


def stored_tags(db: Database, article_id: int) -> tuple[Tag, ...]:
    """The tags of an article with their evidence, as they were written; that of the title first."""
    proof = defaultdict(list)
    for kind, key, rule, field, start, end, quote in db.execute(PROOF, [article_id]):
        proof[kind, key].append(Evidence(rule=rule, field=field, start=start, end=end, quote=quote))
    return tuple(
        Tag(
            kind=row[0],
            key=row[1],
            role=row[2],
            side=row[3],
            primary=bool(row[4]),
            printed=row[5],
            conversion_of=row[6],
            jurisdiction=row[7],
            court=row[8],
            evidence=tuple(proof[row[0], row[1]]),
        )
        for row in db.execute(STORED, [article_id])
    )


# The index keeps no copy of its content: to take a row out, FTS5 must be told exactly what went in,
# so this comes before any change to the article, its text or its tags.
def unindex(db: Database, article_id: int) -> None:
    """Take an article out of the full-text index; call it before the article changes."""
    db.execute(
        "INSERT INTO article_search(article_search, rowid, title, text, tags)"
        " SELECT 'delete', id, title, text, tags FROM article_search_content WHERE id = ?",
        [article_id],
    )


def index(db: Database, article_id: int) -> None:
    """Put an article, as it is now, into the full-text index."""
    db.execute(
        "INSERT INTO article_search(rowid, title, text, tags)"
        " SELECT id, title, text, tags FROM article_search_content WHERE id = ?",
        [article_id],
    )


def _write_tag(db: Database, article_id: int, tag: Tag) -> None:
    table, values = _row(tag)
    if table:
        marks = ", ".join("?" for _ in values)
        db.execute(f"INSERT INTO {table} VALUES (?, {marks})", [article_id, *values])


def _number(printed: str) -> int | float:
    """A number as SQLite keeps it: whole where it is."""
    return float(printed) if "." in printed else int(printed)


def _row(tag: Tag) -> tuple[str, list[str | int | float | None]]:
    """The table that holds a tag, and its columns after the article; the event is a column of the article."""
    match tag.kind:
        case "party":
            return "article_parties", [tag.key, tag.role, tag.side]
        case "court":
            return "article_courts", [tag.key, int(tag.primary)]
        case "jurisdiction":
            return "article_jurisdictions", [tag.key, int(tag.primary)]
        case "case":
            return "article_case_numbers", [tag.key, tag.jurisdiction, tag.court or None, tag.printed]
        case "amount":
            currency, amount = tag.key.split()
            return "article_amounts", [currency, _number(amount), tag.printed, tag.role, tag.conversion_of]
        case "outcome":
            return "article_outcomes", [tag.key, int(tag.primary)]
        case "count":
            return "article_counts", [tag.role, int(tag.key.split()[-1]), tag.printed]
        case "date":
            return "article_dates", [tag.role, tag.key, tag.printed]
        case "step":
            return "article_steps", [tag.role, "".join(tag.key.split()[1:]), tag.printed]
        case "subject":
            return "article_subjects", [tag.key]
        case "event":
            return "", []
    raise ValueError(f"{tag.kind}: no table holds tags of this kind")


def _write_evidence(db: Database, article_id: int, version: int, rows: Iterable[tuple[str, str, Evidence]]) -> None:
    db.conn.executemany(
        "INSERT OR IGNORE INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(article_id, kind, key, e.field, e.start, e.rule, e.end, version, e.quote) for kind, key, e in rows],
    )
