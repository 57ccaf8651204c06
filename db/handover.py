"""The reports of a ruling with the addresses they came from, for a reader who has no access to the corpus."""

import sqlite3
from pathlib import Path
from typing import Any

REPORTS = """
SELECT a.permalink, a.title, a.language, s.title AS source, a.url,
  substr(coalesce(a.published_at, a.first_seen_at), 1, 10) AS day, r.is_primary
FROM ruling_articles r JOIN articles a ON a.id = r.article_id JOIN sources s ON s.id = a.source_id
WHERE r.ruling_id = ? ORDER BY a.published_at, a.id
"""


def reports_of(database: Path, ruling: str) -> list[dict[str, Any]]:
    """What is held about a ruling, the oldest first."""
    connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        return [dict(row) for row in connection.execute(REPORTS, [ruling])]
    finally:
        connection.close()
