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


def test_the_tokyo_ruling_is_one_story_told_and_quoted_in_three_languages(rows):
    story = rows(
        "SELECT a.source_id FROM articles a WHERE story_id IN"
        " (SELECT story_id FROM articles WHERE title LIKE '%Tokyo%' AND source_id = 'torrentfreak')"
    )
    assert sorted(story) == [("arstechnica",), ("heise",), ("itmedia-news",), ("slashdot",), ("torrentfreak",)]
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


def test_the_tokyo_ruling_tells_award_and_claim_apart_and_that_an_appeal_is_announced(rows):
    ruling = "jp-tokyo-2025-kodansha-v-cloudflare"
    told = rows(
        "SELECT m.kind, m.currency, m.amount, count(DISTINCT a.source_id) FROM ruling_sums m"
        f" JOIN articles a ON a.id = m.article_id WHERE ruling_id = '{ruling}' GROUP BY 1, 2, 3"
    )
    assert {
        ("damages-awarded", "JPY", 500_900_928, 1),
        ("damages-awarded", "JPY", 500_000_000, 5),
        ("damages-awarded", "USD", 3_200_000, 2),
        ("damages-awarded", "USD", 3_300_000, 1),
        ("damages-claimed", "JPY", 460_000_000, 1),
        ("loss-estimate", "JPY", 3_600_000_000, 3),
    } <= set(told)
    steps = rows(
        "SELECT DISTINCT k.step, k.party_id FROM article_steps k JOIN ruling_articles r USING (article_id)"
        f" WHERE r.ruling_id = '{ruling}' AND k.step = 'appeal-announced'"
    )
    assert steps == [("appeal-announced", "cloudflare")]


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


RULINGS = [  # source, jurisdiction, court, a number, day
    ("cellar", "EU", "eu-cjeu", "ECLI:EU:C:2017:456", "2017-06-14"),
    ("cellar", "EU", "eu-cjeu", "C-682/18", "2021-06-22"),
    ("courtlistener-opinions", "US", "us-cand", "3:19-cv-01356", "2021-10-06"),
    ("courtlistener-opinions", "US", "us-ca2", "23-1260", "2024-09-04"),
    ("find-case-law", "GB", "gb-uksc", "[2018] UKSC 28", "2018-06-13"),
    ("hudoc", "ECHR", "echr", "40397/12", "2013-02-19"),
    ("lexum-fca", "CA", "ca-fca", "2021 FCA 100", "2021-05-26"),
    ("nrw", "DE", "de-lg-koeln", "14 O 171/19", "2020-01-30"),
    ("nrw", "DE", "de-olg-koeln", "6 U 32/20", "2020-10-09"),
    ("nrw", "DE", "de-olg-koeln", "6 U 149/22", "2023-11-03"),
    ("rechtspraak", "NL", "nl-hr", "ECLI:NL:HR:2018:1046", "2018-06-29"),
    ("rechtspraak", "NL", "nl-hof-amsterdam", "ECLI:NL:GHAMS:2020:1421", "2020-06-02"),
    ("rechtspraak", "NL", "nl-rb-mnl", "ECLI:NL:RBMNE:2020:4399", "2020-10-08"),
    ("saos", "PL", "pl-sn", "II CSKP 3/22", "2022-05-27"),
]


def test_rulings_of_courts_stand_beside_the_news(rows):
    found = rows(
        "SELECT a.source_id, j.jurisdiction, c.court_id, n.number, d.decided_on FROM decisions d"
        " JOIN articles a ON a.id = d.article_id AND a.relevant JOIN decision_numbers n USING (article_id)"
        " JOIN article_jurisdictions j ON j.article_id = a.id AND j.is_primary"
        " JOIN article_courts c ON c.article_id = a.id AND c.is_primary AND c.court_id = d.court_id"
        " WHERE d.kind = 'decision'"
    )
    assert set(RULINGS) <= set(found)
    assert rows("SELECT count(*) FROM decisions") == [(len(RULINGS),)]
    assert len({jurisdiction for _, jurisdiction, *_ in RULINGS}) >= 6


def test_every_ruling_of_a_court_names_a_party_we_know(rows):
    bare = rows(
        "SELECT article_id FROM decisions d WHERE NOT EXISTS"
        " (SELECT 1 FROM article_parties p WHERE p.article_id = d.article_id)"
    )
    assert bare == []
    assert rows(
        "SELECT p.name, p.role, p.party_id FROM decision_parties p JOIN decision_numbers n USING (article_id)"
        " WHERE n.number = '[2018] UKSC 28' ORDER BY p.position"
    ) == [
        ("Cartier International AG and others", "Respondent", "cartier"),
        ("British Telecommunications Plc and another", "Appellant", "bt"),
    ]


def test_the_news_tells_of_at_least_five_of_them_by_number(rows):
    told = rows(
        "SELECT DISTINCT n.number FROM decisions d JOIN article_case_numbers n USING (article_id)"
        " JOIN article_case_numbers m ON m.jurisdiction = n.jurisdiction AND m.number = n.number"
        " JOIN articles a ON a.id = m.article_id AND a.relevant"
        " WHERE a.id NOT IN (SELECT article_id FROM decisions) AND n.court_id = d.court_id"
    )
    assert len({number for (number,) in told} & {number for *_, number, _ in RULINGS}) >= 5


def test_a_correction_by_a_court_keeps_what_it_said_before(rows):
    said = rows(
        "SELECT json_extract(r.record, '$.summary') LIKE '%KPN%', v.change FROM article_records r"
        " JOIN decision_numbers n USING (article_id) JOIN article_versions v USING (article_id, version)"
        " WHERE n.number = 'ECLI:NL:RBMNE:2020:4399' AND r.form = 'page' ORDER BY version"
    )
    assert said == [(0, "fuller"), (1, "text+record")]


def test_an_outage_of_a_court_site_is_a_gap(rows):
    assert rows("SELECT source_id, question, first_day, last_day, outcome FROM gaps") == [
        ("saos", "Chomikuj", "2025-11-18", "2025-11-26", "unreadable")
    ]


def test_a_watched_case_says_why_it_is_kept(rows):
    (row,) = rows("SELECT watched FROM decisions WHERE watched <> ''")
    assert row == ("Mon Cheri v. Cloudflare: is a CDN liable for its customers?",)


def test_corrections_by_people_take_effect_and_are_shown(rows):
    assert rows("SELECT DISTINCT applied, trouble FROM corrections") == [(1, "")]
    told = rows("SELECT kind, key FROM evidence JOIN corrections ON rule = 'correction:' || id ORDER BY kind")
    assert told == [("court", "us-scotus"), ("outcome", "liable")]


def test_every_quote_reproduces(rows):
    wrong = rows(
        "SELECT e.quote FROM evidence e JOIN article_versions v USING (article_id, version)"
        " JOIN article_texts t ON t.article_id = v.article_id AND t.version = v.text_version"
        " WHERE field <> 'record'"
        " AND quote <> substr(CASE field WHEN 'title' THEN v.title ELSE t.text END, start + 1, end - start)"
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
    datasette = Datasette(
        [],
        immutables=[str(snapshot)],
        metadata=metadata,
        plugins_dir=str(ROOT / "web/plugins"),
        template_dir=str(ROOT / "web/templates"),
    )

    async def ask(path):
        await datasette.invoke_startup()
        return await datasette.client.get(path)

    found = asyncio.run(ask("/rulings/articles.json?_search=cloudflare&_shape=array&_size=50")).json()
    assert any("Tokyo" in article["title"] for article in found)
    sources = asyncio.run(ask("/sources")).text
    assert "Days we have not seen" in sources
    assert "1 gap" in sources
