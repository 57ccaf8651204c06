"""What of the working file is public, and how it gets into a new file.

What is private never enters that file: nothing has to be taken out of it again, and no free page of it can hold
words that were. Indexes are made from the rows once these are there, so a damaged one is not handed on.
"""

import sqlite3
from pathlib import Path

LEAD_LENGTH = 280  # characters of a text we may not publish

# Tables that nobody else needs, and columns that only one of the two files has.
# The comment is written /* */ because SQLite cannot add a column that ends in a line comment.
DIFFERENCES = """
DROP TABLE hosts;
DROP TABLE article_records;
DROP TABLE prints;
DROP TABLE alert_states;
DROP TABLE alert_told;
ALTER TABLE pages DROP COLUMN entry;
ALTER TABLE source_states DROP COLUMN etag;
ALTER TABLE source_states DROP COLUMN last_modified;
ALTER TABLE source_states DROP COLUMN body_hash;
ALTER TABLE articles ADD COLUMN text_published INTEGER NOT NULL DEFAULT 1 /* 1: whole text, 0: its lead */;
"""

# One source that forbids it is enough. A name of a court's own document goes by the strictest of its sources.
CLOSED = """
CREATE TEMP TABLE closed(article_id INTEGER PRIMARY KEY);
INSERT OR IGNORE INTO closed
  SELECT article_id FROM working.sightings JOIN working.sources ON id = source_id WHERE NOT may_publish_text
  UNION ALL
  SELECT a.id FROM working.articles a JOIN working.sources s ON s.id = a.source_id WHERE NOT may_publish_text;
CREATE TEMP TABLE nameless(article_id INTEGER PRIMARY KEY, wholly INTEGER NOT NULL);
INSERT INTO nameless
  SELECT article_id, max(names = 'none') FROM working.sightings JOIN working.sources ON id = source_id
  WHERE names <> 'all' GROUP BY article_id;
"""

# Values that the working file does not hold so, and rows that do not all go; the others are copied as they are.
VALUES = {
    ("articles", "text_published"): "id NOT IN closed",
    ("article_texts", "text"): "iif(article_id IN closed, lead(text), text)",
    ("decisions", "summary"): "iif(article_id IN closed, lead(summary), summary)",
    ("edits", "more"): """more + iif(article_id IN closed, (
        SELECT max(0, count(*) - 5) FROM working.edit_changes c
        WHERE c.article_id = edits.article_id AND c.version = edits.version AND c.field = 'text'), 0)""",
}
ROWS = {
    "article_texts": """article_id NOT IN closed
        OR version = (SELECT text_version FROM working.articles WHERE id = article_id)""",
    "edit_changes": """article_id NOT IN closed OR field <> 'text' OR (
        SELECT count(*) FROM working.edit_changes c WHERE c.article_id = edit_changes.article_id
        AND c.version = edit_changes.version AND c.field = 'text' AND c.position < edit_changes.position) < 5""",
    "decision_parties": """article_id NOT IN (SELECT article_id FROM nameless WHERE wholly OR party_id IS NULL)""",
}

MADE = """
SELECT type, tbl_name, sql FROM working.sqlite_master WHERE sql IS NOT NULL
AND name NOT IN (SELECT name FROM pragma_table_list WHERE schema = 'working' AND type = 'shadow')
AND name NOT GLOB 'sqlite_*' ORDER BY rowid
"""
TABLES = "SELECT name FROM pragma_table_list WHERE schema = ? AND type = 'table' AND name NOT GLOB 'sqlite_*'"


def copy_public(working: Path, db: sqlite3.Connection) -> None:
    """Copy what is public of the working file into an empty database, all as it is at one moment.

    The connection must understand addresses as file names and begin no transaction by itself. Raises what SQLite
    raises where rows are damaged; that the copy holds together, its caller has to check.
    """
    db.create_function("lead", 1, lead, deterministic=True)
    db.execute("ATTACH ? AS working", [f"{working.absolute().as_uri()}?mode=ro"])
    db.execute("BEGIN")
    later = _make_tables(db)
    _run(db, CLOSED)
    for (table,) in db.execute(TABLES, ["main"]).fetchall():
        db.execute(_copying(db, table))
    for sql in later:
        db.execute(sql)
    db.execute("COMMIT")
    db.execute("DETACH working")


def hide(db: sqlite3.Connection) -> None:
    """Make the tables of a working file those of a published one; they should be empty."""
    _run(db, DIFFERENCES)


def lead(text: str) -> str:
    """The beginning of a text, at most LEAD_LENGTH characters, cut between words where it has spaces."""
    if len(text) <= LEAD_LENGTH:
        return text
    cut = text[:LEAD_LENGTH]
    end = max(cut.rfind(" "), cut.rfind("\n"))
    # Japanese and Chinese set no spaces: a far one is no end of a word
    return cut[: end if end > LEAD_LENGTH // 2 else LEAD_LENGTH - 1].rstrip() + "…"


def _make_tables(db: sqlite3.Connection) -> list[str]:
    """Make the tables and views; gives the statements that make the rest, to be run when the rows are there."""
    made = db.execute(MADE).fetchall()
    for kind, _, sql in made:
        if kind in ("table", "view"):
            db.execute(sql)
    hide(db)
    kept = {name for (name,) in db.execute(TABLES, ["main"])}
    return [sql for kind, table, sql in made if kind in ("index", "trigger") and table in kept]


def _copying(db: sqlite3.Connection, table: str) -> str:
    """The statement that copies a table: where all of it goes as it is, SQLite does not take its rows apart."""
    ours, theirs = (
        [name for (name,) in db.execute("SELECT name FROM pragma_table_info(?, ?)", [table, schema])]
        for schema in ("main", "working")
    )
    values = [VALUES.get((table, column), column) for column in ours]
    if table not in ROWS and values == theirs:
        return f"INSERT INTO [{table}] SELECT * FROM working.[{table}]"
    columns, picked = ", ".join(ours), ", ".join(values)
    return f"INSERT INTO [{table}] ({columns}) SELECT {picked} FROM working.[{table}] WHERE {ROWS.get(table, 'true')}"


def _run(db: sqlite3.Connection, script: str) -> None:
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)
