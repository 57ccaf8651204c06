"""The published file: what it holds, what it never holds, and how snapshots come and go."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from db.public import LEAD_LENGTH, lead
from db.publish import is_stale, newest_snapshot, publish
from rulingwire.errors import CorpusError
from tests.small_corpus import OPEN_TEXT, PRIVATE_ENDING, PRIVATE_FIRST_DRAFT, TEXT, build

NOW = datetime(2025, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def working(tmp_path: Path) -> Path:
    return build(tmp_path / "rulings.db")


@pytest.fixture
def snapshot(working: Path, tmp_path: Path) -> Path:
    return publish(working, tmp_path / "snapshots", now=NOW)


def rows(path: Path, sql: str) -> list[tuple]:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def change(path: Path, sql: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(sql)
    connection.close()


def test_a_snapshot_is_a_folder_named_by_its_time(snapshot: Path, tmp_path: Path) -> None:
    assert snapshot == tmp_path / "snapshots" / "20251120T090000Z" / "rulings.db"
    assert newest_snapshot(tmp_path / "snapshots") == snapshot


def test_the_snapshot_holds_no_word_of_a_text_we_may_not_publish(snapshot: Path) -> None:
    held = snapshot.read_bytes()
    assert TEXT[:40].encode() in held
    for private in (PRIVATE_ENDING, PRIVATE_FIRST_DRAFT, "validator-of-ours"):
        assert private.encode() not in held
    found = "SELECT rowid FROM article_search WHERE article_search MATCH "
    assert rows(snapshot, found + "'published'") == []
    assert rows(snapshot, found + "'\"Tokyo District Court\"'") == [(1,)]


def test_a_text_we_may_publish_stays_whole(snapshot: Path) -> None:
    assert rows(snapshot, "SELECT text FROM article_texts WHERE article_id = 2") == [(OPEN_TEXT,)]
    assert rows(snapshot, "SELECT id, text_published FROM articles") == [(1, 0), (2, 1)]


def test_a_text_is_cut_when_any_source_that_showed_it_forbids_it(working: Path, tmp_path: Path) -> None:
    change(
        working,
        "INSERT INTO sightings SELECT 2, 'torrentfreak', first_seen_at, NULL, '', '', '' FROM articles WHERE id = 2",
    )
    path = publish(working, tmp_path / "snapshots", now=NOW)
    assert rows(path, "SELECT text_published FROM articles WHERE id = 2") == [(0,)]


def test_an_edit_of_a_text_we_may_not_publish_is_shown_by_five_quotes(working: Path, snapshot: Path) -> None:
    count = "SELECT count(*), (SELECT more FROM edits) FROM edit_changes WHERE field = 'text'"
    assert rows(working, count) == [(10, 0)]
    assert rows(snapshot, count) == [(5, 5)]
    assert rows(snapshot, "SELECT count(*) FROM edit_changes WHERE field <> 'text'") == [(2,)]
    assert rows(snapshot, "SELECT kind, changes FROM edit_list") == [("substantive", 12)]


def test_evidence_stays_with_its_words(snapshot: Path) -> None:
    assert ("Tokyo District Court",) in rows(snapshot, "SELECT quote FROM evidence WHERE kind = 'court'")


def test_publishing_leaves_the_working_file_as_it_was(working: Path, tmp_path: Path) -> None:
    before = list(Database(working).conn.iterdump())
    publish(working, tmp_path / "snapshots", now=NOW)
    assert list(Database(working).conn.iterdump()) == before


def test_one_story_is_one_row_with_all_its_tags(snapshot: Path) -> None:
    story = next(Database(snapshot)["stories"].rows)
    assert story["reports"] == 2
    assert story["sources"] == "TorrentFreak, Slashdot"
    assert story["parties"] == "Cloudflare, Kadokawa, Kodansha, Shogakukan, Shueisha"
    assert (story["jurisdictions"], story["courts"]) == ("JP", "Tokyo District Court")
    assert story["sums"] == "500 million yen"


def test_summaries_count_articles_and_stories(snapshot: Path) -> None:
    assert rows(snapshot, "SELECT articles, stories FROM party_stats WHERE party_id = 'cloudflare'") == [(2, 1)]
    assert rows(snapshot, "SELECT articles FROM party_jurisdictions WHERE party_id = 'cloudflare'") == [(2,)]
    assert rows(snapshot, "SELECT articles, stories FROM party_months WHERE party_id = 'kodansha'") == [(1, 1)]
    assert rows(snapshot, "SELECT * FROM month_counts") == [
        ("2025-11", "slashdot", 1),
        ("2025-11", "torrentfreak", 1),
    ]
    assert rows(snapshot, "SELECT articles FROM jurisdiction_stats UNION ALL SELECT articles FROM court_stats") == [
        (2,),
        (1,),
    ]
    assert rows(snapshot, "SELECT parties FROM article_list WHERE id = 2") == [("Cloudflare",)]


def test_what_is_tallied_is_what_the_view_of_the_working_file_counts(working: Path, tmp_path: Path) -> None:
    change(working, "UPDATE articles SET outcome = 'liable' WHERE id = 2")
    change(working, "UPDATE article_parties SET role = 'defendant', side = 'lost' WHERE party_id = 'cloudflare'")
    tallies = "SELECT * FROM tallies ORDER BY kind, key, part, value, what"
    counted = rows(working, tallies)
    assert rows(publish(working, tmp_path / "snapshots", now=NOW), tallies) == counted
    assert {part for _, _, part, _, what, _ in counted if what == "articles"} == {
        *("all", "outcome", "year", "role", "lost", "jurisdiction")
    }


def test_articles_that_are_not_relevant_are_not_counted(working: Path, tmp_path: Path) -> None:
    change(working, "UPDATE articles SET relevant = 0 WHERE id = 2")
    path = publish(working, tmp_path / "snapshots", now=NOW)
    assert rows(path, "SELECT articles FROM party_stats WHERE party_id = 'cloudflare'") == [(1,)]
    assert rows(path, "SELECT reports FROM stories") == [(1,)]


def test_source_health_tells_well_failing_and_never_asked(snapshot: Path) -> None:
    states = dict(rows(snapshot, "SELECT source_id, state FROM source_health"))
    assert states == {"torrentfreak": "well", "slashdot": "failing", "quiet-court": "never asked"}


def test_the_file_is_ready_to_be_served_by_a_reader_without_write_access(snapshot: Path) -> None:
    assert rows(snapshot, "PRAGMA journal_mode") == [("delete",)]
    assert rows(snapshot, "PRAGMA page_size") == [(8192,)]
    assert sorted(path.name for path in snapshot.parent.iterdir()) == [
        "exports",
        "inspect.json",
        "manifest.json",
        "rulings.db",
    ]


def test_the_index_agrees_with_the_texts_that_are_left(snapshot: Path) -> None:
    change(snapshot, "INSERT INTO article_search(article_search, rank) VALUES ('integrity-check', 1)")


def test_the_inspection_counts_every_table(snapshot: Path) -> None:
    inspection = json.loads((snapshot.parent / "inspect.json").read_text())["rulings"]
    assert inspection["tables"]["articles"] == {"count": 2}
    assert inspection["size"] == snapshot.stat().st_size
    assert "hosts" not in inspection["tables"]


def test_only_the_newest_snapshots_are_kept(working: Path, tmp_path: Path) -> None:
    made = [publish(working, tmp_path / "s", now=NOW + timedelta(hours=n), keep=2) for n in range(3)]
    assert [path.exists() for path in made] == [False, True, True]
    assert newest_snapshot(tmp_path / "s") == made[-1]


def test_what_a_killed_run_left_is_swept_away(working: Path, tmp_path: Path) -> None:
    left = tmp_path / "s" / ".20200101T000000Z.draft"
    left.mkdir(parents=True)
    publish(working, tmp_path / "s", now=NOW)
    assert not left.exists()


def test_an_existing_snapshot_is_never_touched(working: Path, snapshot: Path, tmp_path: Path) -> None:
    before = snapshot.read_bytes()
    with pytest.raises(CorpusError, match="exists"):
        publish(working, tmp_path / "snapshots", now=NOW)
    assert snapshot.read_bytes() == before


def test_a_row_that_points_nowhere_stops_publishing(working: Path, tmp_path: Path) -> None:
    change(working, "INSERT INTO article_parties VALUES (1, 'nobody', 'mentioned', '')")
    with pytest.raises(CorpusError, match="article_parties points to no row of parties"):
        publish(working, tmp_path / "snapshots", now=NOW)
    assert newest_snapshot(tmp_path / "snapshots") is None


def test_a_value_that_is_missing_stops_publishing(working: Path, tmp_path: Path) -> None:
    schema = "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, '{}', '{}')"
    strict, lax = "quote TEXT NOT NULL", "quote TEXT         "
    for statements in (
        schema.format(strict, lax),
        "UPDATE evidence SET quote = NULL WHERE kind = 'court'",
        schema.format(lax, strict),
    ):
        connection = sqlite3.connect(working)
        connection.executescript(statements)
        connection.close()
    with pytest.raises(CorpusError, match=r"not published; NULL value in evidence\.quote$"):
        publish(working, tmp_path / "snapshots", now=NOW)


def test_a_damaged_working_file_stops_publishing(working: Path, tmp_path: Path) -> None:
    size = working.stat().st_size
    with working.open("r+b") as file:
        file.seek(size // 3)
        file.write(b"\xff" * (size // 3))
    with pytest.raises(CorpusError):
        publish(working, tmp_path / "snapshots", now=NOW)


def test_a_failed_publishing_leaves_nothing_behind(
    working: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.publish.SEARCH", "SELECT nonsense;")
    with pytest.raises(sqlite3.OperationalError):
        publish(working, tmp_path / "snapshots", now=NOW)
    assert list((tmp_path / "snapshots").iterdir()) == []


def test_a_missing_working_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="crawl first"):
        publish(tmp_path / "none.db", tmp_path / "snapshots", now=NOW)


def test_a_fresh_snapshot_is_not_stale(working: Path, snapshot: Path) -> None:
    assert not is_stale(working, snapshot)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO runs(command, started_at) VALUES ('crawl', '2025-11-21')",
        "UPDATE source_states SET last_visit_at = '2025-11-21'",
        "UPDATE articles SET rules_version = '2' WHERE id = 1",
        "UPDATE corrections SET applied = 0",
    ],
)
def test_a_run_a_visit_or_other_rules_make_a_snapshot_stale(working: Path, snapshot: Path, sql: str) -> None:
    change(working, sql)
    assert is_stale(working, snapshot)


@given(st.text(alphabet="ab \n", max_size=2 * LEAD_LENGTH))
def test_a_lead_is_short_and_ends_at_a_word(text: str) -> None:
    short = lead(text)
    assert len(short) <= LEAD_LENGTH
    if short != text:
        kept = short.removesuffix("…")
        assert text.startswith(kept)
        assert short.endswith("…")
        assert text[len(kept)].isspace() or len(kept) == LEAD_LENGTH - 1


def test_a_lead_without_spaces_is_cut_where_it_is_full() -> None:
    assert len(lead("東京地裁\n\n" + "判" * 400)) == LEAD_LENGTH
