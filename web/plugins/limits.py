"""One reader must not take the memory of all.

The time limit does not stop a single step of SQLite, and one step can build gigabytes. So each
connection has limits on values, on answers and on what SQLite may hold; docs/safety.md has the measured
figures.
"""

import sqlite3
from weakref import WeakKeyDictionary

from datasette import Response, hookimpl
from datasette.database import QueryInterrupted

LARGEST_VALUE = 2_000_000  # bytes; longer than any article
LARGEST_ANSWER = 16_000_000  # bytes of all rows of one query; JSON and HTML take about six times as much
HEAP = 96_000_000  # bytes SQLite may hold, all connections of the process together
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LARGEST_VALUE,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 50_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}


@hookimpl
def prepare_connection(conn):
    """Set the limits."""
    for limit, most in LIMITS.items():
        conn.setlimit(limit, most)
    conn.execute(f"PRAGMA hard_heap_limit = {HEAP}")
    conn.row_factory = ration()
    conn.set_authorizer(allowed)


@hookimpl
def handle_exception(datasette, request, exception):
    """What runs into the limit of the heap is the reader's mistake, what runs into that of time may be ours."""
    if isinstance(exception, MemoryError):
        return Response.text("This question takes more memory than one reader may have.\n", status=400)
    if isinstance(exception, QueryInterrupted):
        return Response.text("This question takes too long. Narrow it, or ask again later.\n", status=503)
    return None


def ration():
    """A maker of rows for one connection that counts what each answer holds, and ends one that holds too much."""
    held = WeakKeyDictionary()

    def row(cursor, values):
        held[cursor] = total = held.get(cursor, 0) + sum(len(v) for v in values if isinstance(v, str | bytes))
        if total > LARGEST_ANSWER:
            raise sqlite3.OperationalError(f"the answer holds more than {LARGEST_ANSWER:,} characters: ask for less")
        return sqlite3.Row(cursor, values)

    return row


def allowed(action, what, *_):
    """Refuse other files, and keep to ourselves where ours lies; Datasette copes with an empty list."""
    if action == sqlite3.SQLITE_ATTACH:
        return sqlite3.SQLITE_DENY
    hidden = action == sqlite3.SQLITE_PRAGMA and what == "database_list"
    return sqlite3.SQLITE_IGNORE if hidden else sqlite3.SQLITE_OK
