"""What every table and column means, read from the comments SQLite keeps with the schema.

python -m db.dictionary            write docs/data-dictionary.md
python -m db.dictionary --check    fail when that page is not what the schema says
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from db.migrations import migrations
from db.public import hide
from db.publish import summarize

PAGE = Path(__file__).parents[1] / "docs" / "data-dictionary.md"

HEAD = """# Data dictionary

Generated from the comments in the schema by `python -m db.dictionary`; do not edit.

The working file belongs to the crawler. The published file is a copy of it without what is private,
with summaries that are written anew each time. Times are UTC.
"""

COMMENT = r"(?:-- *(.*)|/\* *(.*?) *\*/.*)$"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableComment:
    """What a table or view is for, and its columns in order; "" where nothing is said."""

    comment: str
    columns: dict[str, str]


def describe(db: Database) -> dict[str, TableComment]:
    """The comments of all tables and views but SQLite's own and those of the full-text index."""
    return {name: _describe(db, name, sql) for name, sql in _tables(db)}


def _tables(db: Database) -> Iterator[tuple[str, str]]:
    yield from db.execute(
        """
        SELECT name, sql FROM pragma_table_list JOIN sqlite_master USING (name)
        WHERE pragma_table_list.schema = 'main' AND pragma_table_list.type IN ('table', 'view')
          AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_%' ESCAPE '\\'
        ORDER BY sqlite_master.rowid
        """
    )


def _describe(db: Database, name: str, sql: str) -> TableComment:
    # table_xinfo: table_info leaves generated columns out
    columns = [row[0] for row in db.execute("SELECT name FROM pragma_table_xinfo(?)", [name])]
    return TableComment(
        comment=_comment(r"CREATE (?:TABLE|VIEW) .*?", sql),
        columns={column: _comment(_column(column), sql) for column in columns},
    )


def _column(name: str) -> str:
    """A column where its line begins, or behind another where it was added later."""
    return rf"(?:[ ,]*{re.escape(name)}\b.*?|.*, {re.escape(name)}\b[^,\n]*?)"


def _comment(before: str, sql: str) -> str:
    found = re.search("^" + before + COMMENT, sql, re.MULTILINE)
    return (found[1] or found[2]).strip() if found else ""


def render() -> str:
    """The page, made from the schema of this version."""
    db = Database(memory=True)
    migrations.apply(db)
    working = describe(db)
    hide(db.conn)
    summarize(db.conn)
    published = describe(db)
    sections = [_section(name, table, "working") for name, table in working.items() if name not in published]
    sections += [_section(name, table, "published") for name, table in published.items() if name not in working]
    both = [_both(name, working[name], published[name]) for name in working if name in published]
    return "\n".join([HEAD, *both, *sections])


def _both(name: str, working: TableComment, published: TableComment) -> str:
    columns = dict(working.columns)
    for column in working.columns.keys() - published.columns.keys():
        columns[column] += " (only in the working file)"
    for column in published.columns.keys() - working.columns.keys():
        columns[column] = published.columns[column] + " (only in the published file)"
    return _table(name, working.comment, columns)


def _section(name: str, table: TableComment, file: str) -> str:
    return _table(name, f"{table.comment} Only in the {file} file.", table.columns)


def _table(name: str, comment: str, columns: dict[str, str]) -> str:
    rows = [f"| {column} | {meaning.replace('|', '/')} |" for column, meaning in columns.items()]
    return "\n".join([f"## {name}", "", comment, "", "| column | meaning |", "|---|---|", *rows, ""])


def main(arguments: list[str]) -> int:
    """Write or check the page; 1: it is stale."""
    page = render()
    if "--check" not in arguments:
        PAGE.write_text(page, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page:
        return 0
    print(f"{PAGE.name} is not what the schema says: run python -m db.dictionary", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
