"""Real captures of others, replayed: a year and a half of one feed, a month of another."""

import sqlite3
import tarfile
from pathlib import Path

import pytest

from rulingwire.settings import ROOT
from tests.builders import said
from tests.test_demo import rulingwire

SAMPLES = ROOT.parent / "shared" / "samples"
HISTORY = SAMPLES / "news/arstechnica/arstechnica_feed_history_2024-03_2025-12.tar.xz"
FEEDS = """
- {id: arstechnica, title: Ars, kind: feed, keep: all, url: "https://feeds.arstechnica.com/arstechnica/index"}
- {id: slashdot, title: Slashdot, kind: slashdot, keep: all, url: "https://rss.slashdot.org/Slashdot/slashdotMain"}
"""

pytestmark = pytest.mark.skipif(not HISTORY.exists(), reason="the real captures (../shared/samples) are not here")


@pytest.fixture(scope="module")
def replayed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("captures")
    with tarfile.open(HISTORY) as tar:
        tar.extractall(folder, filter="data")
    (folder / "feeds.yml").write_text(FEEDS)
    ars, slashdot = folder / "ars.warc.gz", folder / "slashdot.warc.gz"
    history = folder / "arstechnica_feed_history"
    rulingwire("pack", history, ars, "--url", "https://feeds.arstechnica.com/arstechnica/index")
    under = ("--under", "news/slashdot/rdf/slashdot_2018", "--url", "http://rss.slashdot.org/Slashdot/slashdotMain")
    rulingwire("pack", SAMPLES / "MANIFEST.jsonl", slashdot, *under)
    play(folder)
    return folder


def play(folder: Path) -> None:
    words = ("--data", folder, "--feeds", folder / "feeds.yml", "crawl")
    rulingwire(*words, "--replay", folder / "ars.warc.gz", "--replay", folder / "slashdot.warc.gz")


@pytest.fixture
def rows(replayed):
    connection = sqlite3.connect(replayed / "rulings.db")
    yield lambda sql: connection.execute(sql).fetchall()
    connection.close()


def test_every_capture_is_a_visit(rows):
    visits = rows("SELECT source_id, count(*) FROM fetches WHERE outcome = 'read' GROUP BY 1")
    assert visits == [("arstechnica", 1072), ("slashdot", 42)]


def test_there_are_as_many_articles_as_guids(rows):
    assert rows("SELECT source_id, count(*) FROM articles GROUP BY 1") == [("arstechnica", 6761), ("slashdot", 383)]


def test_every_retitled_article_keeps_its_old_titles(rows):
    retitled = rows(
        "SELECT source_id, count(*) FROM (SELECT a.source_id FROM articles a JOIN article_versions v"
        " ON v.article_id = a.id GROUP BY a.id HAVING count(DISTINCT v.title) > 1) GROUP BY 1"
    )
    assert retitled == [("arstechnica", 131)]


def test_comment_counts_are_facts_and_no_versions(rows):
    assert rows("SELECT count(*) FROM article_facts WHERE name = 'slash:comments'")[0][0] > 300
    titles = rows("SELECT count(*) FROM article_versions v JOIN articles a ON a.id = article_id"
                  " WHERE a.source_id = 'slashdot' AND change LIKE '%title%'")  # fmt: skip
    assert titles == [(0,)]


def test_playing_everything_again_writes_nothing(replayed):
    before = said(sqlite3.connect(replayed / "rulings.db"))
    play(replayed)
    assert said(sqlite3.connect(replayed / "rulings.db")) == before
