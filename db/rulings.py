"""Rulings: which article is about which, and what all of them say of each."""

from collections.abc import Iterable, Iterator, Mapping

from sqlite_utils import Database

from db.tags import stored_tags
from db.times import moment
from rulingwire.models import CaseLink
from rulingwire.rulings import Report, Ruling

PARTS = ("ruling_parties", "ruling_numbers", "ruling_sources", "ruling_subjects", "ruling_claims", "ruling_sums")
WORDS = 3  # of the words that link an article, as many are kept
REPORT = """
SELECT a.id, a.permalink, a.title, coalesce(a.published_at, a.first_seen_at), d.article_id IS NOT NULL
FROM articles a LEFT JOIN decisions d ON d.article_id = a.id
"""
OF_STORY = f"{REPORT} WHERE a.story_id = ? AND a.relevant ORDER BY a.id"
OF_RULING = f"""
{REPORT} JOIN ruling_articles r ON r.article_id = a.id
WHERE r.ruling_id = ? AND r.is_primary ORDER BY a.id
"""
STRAY = "SELECT r.article_id FROM ruling_articles r JOIN articles a ON a.id = r.article_id WHERE NOT a.relevant"
# The case of a candidate: that of the first of all rulings that share a number with it, itself among them.
CASE = """
UPDATE rulings SET case_id = coalesce((
  SELECT r.case_id FROM ruling_numbers mine JOIN ruling_numbers n ON n.number = mine.number
  JOIN rulings r ON r.id = n.ruling_id
  WHERE mine.ruling_id = rulings.id AND r.jurisdiction = rulings.jurisdiction AND r.confirmed
  ORDER BY r.decided_on, r.id LIMIT 1
), (
  SELECT r.id FROM ruling_numbers mine JOIN ruling_numbers n ON n.number = mine.number
  JOIN rulings r ON r.id = n.ruling_id
  WHERE mine.ruling_id = rulings.id AND r.jurisdiction = rulings.jurisdiction
  ORDER BY r.decided_on, r.id LIMIT 1
), id) WHERE NOT confirmed AND id IN (
  SELECT n.ruling_id FROM ruling_numbers mine JOIN ruling_numbers n ON n.number = mine.number
  WHERE mine.ruling_id = ?1 UNION SELECT ?1
)
"""
COVERAGE = """
UPDATE rulings SET (articles, stories, newest_id) = (
  SELECT count(*), count(DISTINCT story_id), max(a.id)
  FROM ruling_articles r JOIN articles a ON a.id = r.article_id WHERE r.ruling_id = rulings.id AND r.is_primary
) WHERE id = ?
"""


def reports_of_story(db: Database, story: int) -> list[Report]:
    """The reports of a story, in the order of time."""
    return list(_reports(db, OF_STORY, story))


def reports_about(db: Database, ruling: str) -> list[Report]:
    """The reports that are about a ruling before all, in the order of time."""
    return list(_reports(db, OF_RULING, ruling))


def _reports(db: Database, query: str, key: int | str) -> Iterator[Report]:
    for number, permalink, title, published, is_document in db.execute(query, [key]).fetchall():
        names = db.execute("SELECT key FROM aliases WHERE article_id = ?", [number])
        yield Report(
            number=number,
            permalink=permalink,
            names=frozenset({permalink, *(row[0] for row in names)}),
            title=title,
            published=moment(published).date(),
            is_document=bool(is_document),
            tags=stored_tags(db, number),
        )


def write_links(db: Database, links: Mapping[int, tuple[CaseLink, ...]]) -> set[str]:
    """Say which rulings these articles are about; gives the rulings that this touches, before and after."""
    touched: set[str] = set()
    for number, mine in links.items():
        touched |= _unlink(db, number) | {link.case for link in mine}
        db.conn.executemany(
            "INSERT INTO ruling_articles VALUES (?, ?, ?, ?, ?, ?)",
            [(number, one.case, int(one.primary), one.how, one.certainty, _words(one)) for one in mine],
        )
    return touched


def unlink_strays(db: Database) -> set[str]:
    """Take the articles that are about no ruling any more from their rulings; gives these."""
    strays = [row[0] for row in db.execute(STRAY)]
    return set().union(*(_unlink(db, number) for number in strays))


def _unlink(db: Database, number: int) -> set[str]:
    before = {row[0] for row in db.execute("SELECT ruling_id FROM ruling_articles WHERE article_id = ?", [number])}
    if before:
        db.execute("DELETE FROM ruling_articles WHERE article_id = ?", [number])
    return before


def _words(link: CaseLink) -> str:
    return " … ".join(dict.fromkeys(proof.quote for proof in link.evidence[:WORDS]))


def written_by(db: Database, version: str) -> set[str]:
    """The known cases that these very rules have written."""
    return {row[0] for row in db.execute("SELECT id FROM rulings WHERE confirmed AND rules_version = ?", [version])}


def forget_others(db: Database, known: Iterable[str]) -> None:
    """Take out the known cases that the rules hold no longer."""
    kept = set(known)
    for (ruling,) in db.execute("SELECT id FROM rulings WHERE confirmed").fetchall():
        if ruling not in kept:
            delete_ruling(db, ruling)


def delete_ruling(db: Database, ruling: str) -> None:
    """Take out a ruling and what was said of it."""
    for table in PARTS:
        db.execute(f"DELETE FROM {table} WHERE ruling_id = ?", [ruling])
    db.execute("DELETE FROM rulings WHERE id = ?", [ruling])


def write_ruling(db: Database, ruling: Ruling, rules_version: str) -> None:
    """Write a ruling and what is said of it, in place of what stood there."""
    delete_ruling(db, ruling.id)
    db.execute(
        "INSERT INTO rulings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, NULL, ?)",
        [
            ruling.id,
            ruling.name,
            int(ruling.confirmed),
            ruling.case,
            ruling.jurisdiction,
            ruling.court or None,
            ruling.decided,
            ruling.filed,
            ruling.stage,
            ruling.outcome,
            ", ".join(ruling.subject),
            ruling.says,
            ruling.appeals_from,
            rules_version,
        ],
    )
    _write_parts(db, ruling)
    db.execute(COVERAGE, [ruling.id])
    db.execute(CASE, [ruling.id])


def _write_parts(db: Database, ruling: Ruling) -> None:
    key = ruling.id
    parties = [(key, at, role, party or None, name) for at, (role, party, name) in enumerate(ruling.parties, 1)]
    db.conn.executemany("INSERT INTO ruling_parties VALUES (?, ?, ?, ?, ?)", parties)
    numbers = [(key, kind, number) for kind, number in ruling.numbers]
    db.conn.executemany("INSERT OR IGNORE INTO ruling_numbers VALUES (?, ?, ?)", numbers)
    sources = [(key, url) for url in ruling.sources]
    db.conn.executemany("INSERT OR IGNORE INTO ruling_sources VALUES (?, ?)", sources)
    subjects = [(key, subject) for subject in ruling.subject]
    db.conn.executemany("INSERT OR IGNORE INTO ruling_subjects VALUES (?, ?)", subjects)
    db.conn.executemany(
        "INSERT OR IGNORE INTO ruling_claims VALUES (?, ?, ?, ?, ?, ?)",
        [(key, one.field, one.value, one.article, one.quote, one.rule) for one in ruling.claims],
    )
    db.conn.executemany(
        "INSERT INTO ruling_sums VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                key, at, one.kind, one.currency, one.amount, one.usd, one.usd_year, one.printed, one.article, one.quote,
                one.rule, one.conversion_of,
            )
            for at, one in enumerate(ruling.figures, 1)
        ],
    )  # fmt: skip
