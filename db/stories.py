"""Stories: an article and the reports that quote it share the number of the article that began it."""

from sqlite_utils import Database

LONGEST_CHAIN = 10  # a quotes b quotes c ...; a ring must end


def place_in_story(db: Database, article_id: int, depth: int = 0) -> None:
    """Give an article, and those that quote it, the story of the article quoted; in any order of arrival."""
    db.execute(
        "UPDATE articles SET story_id = ?1 WHERE id = ?2 AND story_id <> ?1",
        [_root(db, article_id), article_id],
    )
    if depth < LONGEST_CHAIN:
        for reporter in _quoting(db, article_id):
            place_in_story(db, reporter, depth + 1)


def _root(db: Database, article_id: int) -> int:
    chain = [article_id]
    while len(chain) <= LONGEST_CHAIN:
        quoted = _quoted(db, chain[-1])
        if quoted is None or quoted in chain:
            break
        chain.append(quoted)
    return chain[-1]


def _quoted(db: Database, article_id: int) -> int | None:
    row = db.execute(
        "SELECT min(a.article_id) FROM article_links l JOIN aliases a ON a.key = 'url:' || l.key"
        " WHERE l.article_id = ?1 AND l.role = 'via' AND a.article_id <> ?1",
        [article_id],
    ).fetchone()
    return row[0] if row else None


def _quoting(db: Database, article_id: int) -> list[int]:
    rows = db.execute(
        "SELECT DISTINCT l.article_id FROM aliases a JOIN article_links l ON l.key = substr(a.key, 5)"
        " WHERE a.article_id = ?1 AND a.rung = 2 AND l.role = 'via' AND l.article_id <> ?1 ORDER BY 1",
        [article_id],
    )
    return [row[0] for row in rows]
