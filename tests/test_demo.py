"""The demo from its samples to the pages: what a new user sees must be there."""

import asyncio
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from datasette.app import Datasette

from rulingwire.settings import ROOT
from tests.builders import said


def rulingwire(*words, check=True):
    command = [sys.executable, "-c", "from rulingwire.cli import main; main()", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, check=check, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    rulingwire("pack", ROOT / "demo/captures/MANIFEST.jsonl", folder / "samples.warc.gz")
    crawled = replayed(folder)
    assert crawled.returncode == 1  # some sources of the demo fail on purpose
    return folder


def replayed(folder, samples=None):
    samples = samples or folder / "samples.warc.gz"
    feeds = ROOT / "demo/feeds.yml"
    return rulingwire("--data", folder, "--feeds", feeds, "crawl", "--replay", samples, check=False)


@pytest.fixture
def rows(demo):
    connection = sqlite3.connect(demo / "rulings.db")
    yield lambda sql: connection.execute(sql).fetchall()
    connection.close()


def test_sixty_entries_in_six_languages_from_eight_sources(rows):
    shown = rows("SELECT count(*) FROM sightings")[0][0] + rows("SELECT count(*) FROM passed_over")[0][0]
    assert shown >= 60
    assert len(rows("SELECT DISTINCT language FROM articles")) >= 6
    assert len(rows("SELECT DISTINCT source_id FROM sightings")) >= 8


def test_the_tokyo_ruling_is_one_story_told_and_quoted(rows):
    story = rows(
        "SELECT a.source_id FROM articles a WHERE story_id IN"
        " (SELECT story_id FROM articles WHERE title LIKE '%Tokyo%' AND source_id = 'torrentfreak')"
    )
    assert sorted(story) == [("slashdot",), ("torrentfreak",)]
    assert rows(
        "SELECT p.role, j.jurisdiction, c.court_id FROM articles a JOIN article_parties p ON p.article_id = a.id"
        " JOIN article_jurisdictions j ON j.article_id = a.id JOIN article_courts c ON c.article_id = a.id"
        " WHERE a.title LIKE '%Tokyo%' AND a.source_id = 'torrentfreak' AND p.party_id = 'cloudflare'"
        " AND j.is_primary AND c.is_primary"
    ) == [("defendant", "JP", "jp-dc-tokyo")]
    sums = rows(
        "SELECT currency, amount FROM article_amounts JOIN articles ON id = article_id"
        " WHERE title LIKE '%Tokyo%' AND source_id = 'torrentfreak'"
    )
    assert {("JPY", 500_000_000), ("USD", 3_200_000)} <= set(sums)


def test_the_slashdot_story_stands_in_both_feeds_as_one_row(rows):
    seen = rows(
        "SELECT group_concat(s.source_id) FROM sightings s JOIN articles a ON a.id = s.article_id"
        " WHERE a.title LIKE '%Tokyo%' AND a.source_id = 'slashdot' GROUP BY a.id"
    )
    assert sorted(seen[0][0].split(",")) == ["slashdot", "slashdot-yro"]


def test_an_edit_keeps_the_old_words(rows):
    changes = rows("SELECT change FROM article_versions WHERE version > 1")
    assert ("title+text",) in changes
    assert ("fuller",) in changes


def test_every_trouble_leaves_its_trace(rows):
    kinds = {row[0] for row in rows("SELECT kind FROM issues")}
    assert {"repeated-guid", "unknown-date", "missing-date", "link-refused", "salvaged", "challenged", "gone"} <= kinds


def test_every_quote_reproduces(rows):
    wrong = rows(
        "SELECT e.quote FROM evidence e JOIN article_versions v USING (article_id, version)"
        " JOIN article_texts t ON t.article_id = v.article_id AND t.version = v.text_version"
        " WHERE quote <> substr(CASE field WHEN 'title' THEN v.title ELSE t.text END, start + 1, end - start)"
    )
    assert wrong == []
    assert rows("SELECT count(*) FROM evidence")[0][0] > 200


def test_no_tag_stands_without_evidence(rows):
    for table, kind, key in (
        ("article_parties", "party", "party_id"),
        ("article_courts", "court", "court_id"),
        ("article_jurisdictions", "jurisdiction", "jurisdiction"),
        ("article_amounts", "amount", "currency || ' ' || amount"),
    ):
        bare = rows(
            f"SELECT {key} FROM {table} t WHERE NOT EXISTS (SELECT 1 FROM evidence e"
            f" WHERE e.article_id = t.article_id AND e.kind = '{kind}' AND e.key = {key})"
        )
        assert bare == []


def test_replaying_again_changes_nothing(demo, rows):
    before = said(sqlite3.connect(demo / "rulings.db"))
    assert replayed(demo).returncode == 0  # nothing left to visit, so nothing fails
    assert said(sqlite3.connect(demo / "rulings.db")) == before


def test_rebuilding_from_the_archive_gives_the_same_corpus(demo, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(demo, copy)
    rulingwire("--data", copy, "--feeds", ROOT / "demo/feeds.yml", "rebuild", check=False)
    before = said(sqlite3.connect(copy / "rulings.before-rebuild.db"))
    assert said(sqlite3.connect(copy / "rulings.db")) == before


def test_retagging_by_the_same_rules_changes_nothing(demo):
    done = rulingwire("--data", demo, "--feeds", ROOT / "demo/feeds.yml", "retag")
    assert "0 articles changed, +0 -0 tags" in done.stdout


@pytest.mark.parametrize("after", [0.9, 1.2, 1.5])
def test_a_killed_replay_resumes_to_the_same_corpus(demo, tmp_path, after):
    samples, feeds = demo / "samples.warc.gz", ROOT / "demo/feeds.yml"
    words = ["--data", tmp_path, "--feeds", feeds, "crawl", "--replay", samples]
    command = [sys.executable, "-c", "from rulingwire.cli import main; main()", *map(str, words)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(after)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    replayed(tmp_path, samples)
    assert said(sqlite3.connect(tmp_path / "rulings.db")) == said(sqlite3.connect(demo / "rulings.db"))


def test_a_second_run_finds_the_lock_taken(demo, tmp_path):
    from db.lock import take_lock

    lock = take_lock(tmp_path)
    try:
        done = replayed(tmp_path, demo / "samples.warc.gz")
    finally:
        lock.release()
    assert (done.returncode, "another run" in done.stderr) == (3, True)


def test_the_published_corpus_answers_in_json(demo):
    done = rulingwire("--data", demo, "publish")
    snapshot = Path(done.stdout.strip())
    metadata = json.loads(snapshot.with_name("metadata.json").read_text("utf-8"))
    datasette = Datasette([], immutables=[str(snapshot)], metadata=metadata, plugins_dir=str(ROOT / "web/plugins"))

    async def ask(path):
        await datasette.invoke_startup()
        return (await datasette.client.get(path)).json()

    found = asyncio.run(ask("/rulings/articles.json?_search=cloudflare&_shape=array&_size=50"))
    assert any("Tokyo" in article["title"] for article in found)
