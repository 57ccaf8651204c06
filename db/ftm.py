"""The published corpus as FollowTheMoney entities, which OpenAleph and others import.

Schemata and property names: followthemoney 4.11 (followthemoney.tech). One ruling is one CourtCase, for
each has a court, a number and parties of its own. The day of a decision is told in words, not as
`closeDate`: an appeal may be pending. Texts of articles are left out, whoever may publish them.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rulingwire.ftm import COUNTRIES, LANGUAGES, SCHEMATA

Values = dict[str, Any]

RULINGS = """
SELECT r.*, c.name AS court, j.name AS land, p.name AS previous,
  (SELECT json_group_array(number) FROM ruling_numbers WHERE ruling_id = r.id) AS numbers,
  (SELECT json_group_array(url) FROM ruling_sources WHERE ruling_id = r.id) AS urls
FROM rulings r JOIN jurisdictions j ON j.code = r.jurisdiction
LEFT JOIN courts c ON c.id = r.court_id LEFT JOIN rulings p ON p.id = r.appeals_from ORDER BY r.id
"""
PARTIES = "SELECT * FROM parties ORDER BY id"
STRANGERS = "SELECT DISTINCT name FROM ruling_parties WHERE party_id IS NULL AND name <> '' ORDER BY name"
SIDES = "SELECT * FROM ruling_parties WHERE party_id IS NOT NULL OR name <> '' ORDER BY ruling_id, position"
ARTICLES = """
SELECT a.*, s.title AS publisher FROM articles a JOIN sources s ON s.id = a.source_id WHERE a.relevant ORDER BY a.id
"""
LINKS = """
SELECT r.*, a.permalink FROM ruling_articles r JOIN articles a ON a.id = r.article_id
WHERE a.relevant AND r.ruling_id IN (SELECT id FROM rulings) ORDER BY r.article_id, r.ruling_id
"""
MENTIONS = """
SELECT a.permalink, p.id, p.name, p.kind FROM article_parties t CROSS JOIN articles a ON a.id = t.article_id
JOIN parties p ON p.id = t.party_id WHERE a.relevant ORDER BY t.article_id, t.party_id
"""


def entities(database: Path) -> Iterator[str]:
    """All entities of a snapshot, one JSON object a line; those that others point to come first."""
    connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        for sql, make in MAKERS.items():
            for row in connection.execute(sql):
                yield json.dumps(make(dict(row)), ensure_ascii=False) + "\n"
    finally:
        connection.close()


def case(row: Values) -> Values:
    """A ruling."""
    known = "" if row["confirmed"] else "Read from articles by machine, checked by nobody."
    decided = f"Decided {row['decided_on']}." if row["decided_on"] else ""
    review = f"Reviews: {row['previous']}." if row["previous"] else ""
    return entity(
        "CourtCase",
        _id("ruling", row["id"]),
        name=row["name"],
        caseNumber=json.loads(row["numbers"]),
        court=row["court"] or "",
        country=COUNTRIES.get(row["jurisdiction"], row["jurisdiction"].lower()),
        fileDate=row["filed_on"],
        type=row["stage"],
        status=row["outcome"],
        summary=row["says"],
        description=" ".join(part for part in (decided, review) if part),
        keywords=[word.strip() for word in row["subject"].split(",")],
        notes=known,
        sourceUrl=json.loads(row["urls"]),
    )


def party(row: Values) -> Values:
    """Somebody we know."""
    return entity(
        schema_of(row["kind"]),
        _id("party", row["id"]),
        name=row["name"],
        country=COUNTRIES.get(row["country"], row["country"].lower()),
        sector=row["kind"].replace("-", " "),
    )


def stranger(row: Values) -> Values:
    """A party of a ruling that we know by name alone."""
    return entity("LegalEntity", _id("named", row["name"]), name=row["name"])


def side(row: Values) -> Values:
    """What a party is in a ruling."""
    who = _id("party", row["party_id"]) if row["party_id"] else _id("named", row["name"])
    key = f"{row['ruling_id']} {row['position']}"
    return entity("CourtCaseParty", _id("side", key), party=who, case=_id("ruling", row["ruling_id"]), role=row["role"])


def article(row: Values) -> Values:
    """An article; its text stays with its publisher."""
    return entity(
        "Article",
        _id("article", row["permalink"]),
        title=row["title"],
        author=row["byline"],
        publisher=row["publisher"],
        language=LANGUAGES.get(row["language"].partition("-")[0], ""),
        publishedAt=_time(row["published_at"]),
        modifiedAt=_time(row["updated_at"]),
        retrievedAt=_time(row["first_seen_at"]),
        sourceUrl=row["url"],
    )


def link(row: Values) -> Values:
    """That an article is about a ruling, or looks back at it."""
    return entity(
        "Documentation",
        _id("about", f"{row['permalink']} {row['ruling_id']}"),
        document=_id("article", row["permalink"]),
        entity=_id("ruling", row["ruling_id"]),
        role="about" if row["is_primary"] else "looks back at",
        summary=row["words"],
    )


def mention(row: Values) -> Values:
    """That an article names a party."""
    return entity(
        "Mention",
        _id("mention", f"{row['permalink']} {row['id']}"),
        document=_id("article", row["permalink"]),
        resolved=_id("party", row["id"]),
        name=row["name"],
        detectedSchema=schema_of(row["kind"]),
    )


MAKERS: dict[str, Callable[[Values], Values]] = {
    PARTIES: party, STRANGERS: stranger, RULINGS: case, SIDES: side, ARTICLES: article, LINKS: link, MENTIONS: mention,
}  # fmt: skip


def schema_of(kind: str) -> str:
    """The schema of a kind of party; LegalEntity where it may be a person, a firm or nobody knows what."""
    return SCHEMATA.get(kind, "LegalEntity")


def entity(schema: str, key: str, **properties: str | list[str]) -> Values:
    """An entity as it is written: all values are lists, and what is not known is not there."""
    values = {name: [value] if isinstance(value, str) else value for name, value in properties.items()}
    said = {name: [one for one in mine if one] for name, mine in values.items()}
    return {"id": key, "schema": schema, "properties": {name: mine for name, mine in said.items() if mine}}


def _id(kind: str, key: str) -> str:
    """The same in every export, and of characters that every store takes."""
    return f"rulingwire-{kind}-{hashlib.sha256(key.encode()).hexdigest()[:20]}"


def _time(moment: str | None) -> str:
    return (moment or "").partition("+")[0].rstrip("Z")
