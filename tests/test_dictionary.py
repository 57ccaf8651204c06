"""The data dictionary is the schema's own comments."""

import pytest
from sqlite_utils import Database

from db import dictionary
from db.dictionary import describe
from db.migrations import migrations
from db.public import hide
from db.publish import summarize


@pytest.fixture
def db() -> Database:
    db = Database(memory=True)
    migrations.apply(db)
    return db


def unexplained(db: Database) -> list[str]:
    tables = describe(db)
    missing = [name for name, table in tables.items() if not table.comment]
    # the index's content is nobody's reading: its comment suffices
    named = {name: table for name, table in tables.items() if name != "article_search_content"}
    return missing + [f"{name}.{column}" for name, t in named.items() for column, said in t.columns.items() if not said]


def test_every_table_and_column_of_the_working_file_is_explained(db: Database) -> None:
    assert len(describe(db)) > 20
    assert unexplained(db) == []


def test_every_table_view_and_column_of_the_published_file_is_explained(db: Database) -> None:
    hide(db.conn)
    summarize(db.conn)
    assert {"stories", "article_list", "source_health"} <= describe(db).keys()
    assert unexplained(db) == []


def test_comments_are_read_as_written() -> None:
    db = Database(memory=True)
    db.execute(
        """CREATE TABLE fish ( -- Fish, and where they swim.
          id INTEGER PRIMARY KEY, -- Number; never reused
          sea TEXT GENERATED ALWAYS AS ('n' || id) VIRTUAL, -- The sea
          depth REAL
        )"""
    )
    db.execute("ALTER TABLE fish ADD COLUMN fins INTEGER /* How many */")
    table = describe(db)["fish"]
    assert table.comment == "Fish, and where they swim."
    assert table.columns == {"id": "Number; never reused", "sea": "The sea", "depth": "", "fins": "How many"}


def test_the_index_and_sqlites_own_tables_are_left_out(db: Database) -> None:
    db.execute("ANALYZE")
    assert not [
        name
        for name in describe(db)
        if name.startswith(("sqlite_", "_", "article_search_d")) or name == "article_search"
    ]


def test_the_page_is_what_the_schema_says() -> None:
    assert dictionary.main(["--check"]) == 0


def test_a_stale_page_is_told(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(dictionary, "PAGE", tmp_path / "page.md")
    assert dictionary.main(["--check"]) == 1
    assert "run python -m db.dictionary" in capsys.readouterr().err
    assert dictionary.main([]) == 0
    assert dictionary.main(["--check"]) == 0
