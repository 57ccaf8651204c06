"""One reader must not take the memory of all: without a limit one query can build a value of gigabytes."""

import sqlite3

from datasette import hookimpl

LARGEST_VALUE = 2_000_000  # bytes; longer than any article


@hookimpl
def prepare_connection(conn):
    """Refuse values longer than LARGEST_VALUE, however a query makes them."""
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
