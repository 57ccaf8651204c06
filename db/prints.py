"""Prints of the latest reports about rulings, which the next run forms stories with (`pipelines.prints`)."""

from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database

from db.times import moment, to_text
from rulingwire.plans import Print

SCHEMA = """
CREATE TABLE prints ( -- What forming stories keeps of the latest reports about rulings, so that none is read again.
  article_id INTEGER PRIMARY KEY REFERENCES articles(id), -- The article
  published_at TEXT NOT NULL, -- When it was published, or first seen
  is_court INTEGER NOT NULL, -- 1: a court's own document
  telling TEXT NOT NULL, -- Its words, names, figures and tags, with how rare each was then (JSON)
  report TEXT NOT NULL, -- Whose it is, and whom it credits (JSON)
  marks BLOB NOT NULL -- Marks of the words in a row that it holds, four bytes each
);
"""
COLUMNS = "p.article_id, p.published_at, p.is_court, p.telling, p.report, p.marks"


def print_in(row: tuple[Any, ...]) -> Print | None:
    """The print in a row of COLUMNS; None where none is kept."""
    number, at, is_court, telling, report, marks = row
    if number is None:
        return None
    return Print(number=number, at=moment(at), is_court=bool(is_court), telling=telling, report=report, marks=marks)


def write_prints(db: Database, first: int, begin: int, prints: Iterable[Print]) -> None:
    """Keep the prints of articles from `first` on, in place of those there; those before `begin` are let go."""
    db.execute("DELETE FROM prints WHERE article_id < ? OR article_id >= ?", [begin, first])
    db.conn.executemany(
        "INSERT INTO prints VALUES (?, ?, ?, ?, ?, ?)",
        ((one.number, to_text(one.at), one.is_court, one.telling, one.report, one.marks) for one in prints),
    )


def forget_print(db: Database, article_id: int) -> None:
    """Let go of the print of an article that has changed."""
    db.execute("DELETE FROM prints WHERE article_id = ?", [article_id])
