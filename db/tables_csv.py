"""Whole tables as CSV files, for people who work in a spreadsheet.

UTF-8 with a byte order mark: without it Excel takes the file for the code page of the country, and
every name beyond ASCII is spoilt; pandas, R, sqlite-utils and LibreOffice pass over it. Lines end as
RFC 4180 says.
"""

import csv
import gzip
import io
import re
import sqlite3
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import IO

from rulingwire.errors import CorpusError

SPREADSHEET_ROWS = 1_048_575  # what Excel can open beneath a line of names; longer tables come as gzip alone
BATCH = 5_000  # rows held at a time
LEAST_EFFORT = 1  # of gzip: publishing waits for it, and more effort saves little
PROCESSES = 2  # one for evidence, which is as long as all others together, and one for these

# What makes a spreadsheet take a text for a formula. Japanese Excel reads the full-width signs as well.
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile:
    """One table, and the files that hold all of it."""

    table: str
    rows: int
    paths: tuple[Path, ...]


def write_tables(database: Path, folder: Path, counts: Mapping[str, int]) -> list[TableFile]:
    """Write each table of `counts` to the folder, complete or not at all.

    Raises CorpusError where other than the counted rows were written; what is in the folder then must
    not be used.
    """
    folder.mkdir()
    longest_first = sorted(counts, key=lambda table: -counts[table])
    rows = [counts[table] for table in longest_first]
    with ProcessPoolExecutor(PROCESSES) as pool:
        written = list(pool.map(_write_table, repeat(database), repeat(folder), longest_first, rows))
    return sorted(written, key=lambda one: list(counts).index(one.table))


def safe(value: object) -> object:
    """A cell no spreadsheet will calculate: led by an apostrophe where it looks like a formula, and is no number."""
    if isinstance(value, str):
        return f"'{value}" if value[:1] in FORMULA and not NUMBER.fullmatch(value) else value
    return value.hex() if isinstance(value, bytes) else value


def _write_table(database: Path, folder: Path, table: str, expected: int) -> TableFile:
    plain = folder / f"{table}.csv"
    paths = [folder / f"{table}.csv.gz", *([plain] if expected <= SPREADSHEET_ROWS else [])]
    with ExitStack() as stack:
        connection = stack.enter_context(closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)))
        files = [stack.enter_context(_open(path)) for path in paths]
        written = 0
        for rows, piece in _pieces(connection.execute(f"SELECT * FROM [{table}]")):
            written += rows
            for file in files:
                file.write(piece)
    if written != expected:
        raise CorpusError(f"{table}: {written} of {expected} rows were written; nothing is published")
    return TableFile(table=table, rows=written, paths=tuple(sorted(paths)))


def _open(path: Path) -> IO[bytes]:
    # no time and no name within: the same rows give the same bytes
    return gzip.GzipFile(path, "wb", LEAST_EFFORT, mtime=0) if path.suffix == ".gz" else path.open("wb")  # type: ignore[return-value]


def _pieces(cursor: sqlite3.Cursor) -> Iterator[tuple[int, bytes]]:
    """The document in pieces, each with how many rows it holds; the first is the line of names."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([column[0] for column in cursor.description])
    yield 0, b"\xef\xbb\xbf" + buffer.getvalue().encode()
    while batch := cursor.fetchmany(BATCH):
        buffer.seek(0)
        buffer.truncate()
        # asked here too: a call for each of a hundred million cells takes longer than all the rest
        writer.writerows(
            [v if type(v) is int or (type(v) is str and v[:1] not in FORMULA) else safe(v) for v in row]
            for row in batch
        )
        yield len(batch), buffer.getvalue().encode("utf-8", "replace")
