"""The large corpus of the benchmark is one the product could have written; its pages are asked by keys it has."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from benchmarks.desk.__main__ import addresses
from benchmarks.desk.corpus import BEGIN, SPAN, build, copied
from benchmarks.desk.kinds import OURS, STOCK
from db.publish import publish
from db.times import to_text
from pipelines.rules import load_rules
from tests.test_web import serve

ARTICLES = 600


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    build(folder, ARTICLES, load_rules())
    return folder / "rulings.db"


@pytest.fixture(scope="module")
def snapshot(working: Path) -> Path:
    return publish(
        working, working.parent / "snapshots", now=datetime(2026, 1, 1, tzinfo=UTC)
    )  # refuses what is astray


def test_a_copy_has_the_rows_of_the_block(working: Path):
    db = Database(working)
    assert db["articles"].count == ARTICLES
    spans = [(to_text(BEGIN + SPAN * number), to_text(BEGIN + SPAN * (number + 1))) for number in (0, 1)]
    for table in ("article_parties", "evidence", "derivations", "edits", "ruling_articles"):
        joined = f"SELECT count(*) FROM {table} t JOIN articles a ON a.id = t.article_id"
        counted = f"{joined} WHERE a.first_seen_at >= ? AND a.first_seen_at < ?"
        (first,), (second,) = (db.execute(counted, span).fetchone() for span in spans)
        assert first == second > 0, table


def test_every_row_of_a_copy_points_into_its_own_copy(working: Path):
    db = Database(working)
    pairs = "SELECT a.first_seen_at, b.first_seen_at FROM derivations d JOIN articles a ON a.id = d.article_id"
    for here, there in db.execute(f"{pairs} JOIN articles b ON b.id = d.from_id"):
        assert abs(datetime.fromisoformat(here) - datetime.fromisoformat(there)) < SPAN
    strays = "SELECT count(*) FROM ruling_articles WHERE ruling_id NOT IN (SELECT id FROM rulings)"
    assert db.execute(strays).fetchone() == (0,)


def test_every_table_of_articles_is_copied(working: Path):
    assert {"articles", "article_texts", "evidence", "aliases", "rulings", "ruling_claims"} <= set(
        copied(Database(working))
    )


def test_the_index_holds_what_its_view_says(working: Path):
    Database(working).execute("INSERT INTO article_search(article_search, rank) VALUES ('integrity-check', 1)")


def test_every_kind_of_page_that_is_there_answers(snapshot: Path):
    site = serve(snapshot)
    for kind in (*OURS, *STOCK):
        for path in addresses(snapshot, kind, 1):
            assert asyncio.run(site.client.get(path)).status_code in (200, 404), path
