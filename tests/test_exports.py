"""Whole tables as files: complete or refused, safe in a spreadsheet, and told by the manifest and the page."""

import csv
import gzip
import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sqlite_utils import Database

from db import tables_csv
from db.manifest import count_rows, digest, find_faults, read_manifest
from db.publish import SERVING, publish
from db.tables_csv import safe, write_tables
from rulingwire.errors import CorpusError
from tests.small_corpus import PRIVATE_ENDING, PRIVATE_FIRST_DRAFT, build
from tests.test_web import Site, serve

NOW = datetime(2025, 11, 20, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    working = build(folder / "rulings.db", title='=HYPERLINK("https://evil.example","see")')
    return publish(working, folder / "snapshots", now=NOW)


@pytest.fixture(scope="module")
def site(snapshot: Path) -> Site:
    return Site(serve(snapshot))


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_every_table_is_a_file_with_every_row(snapshot: Path) -> None:
    connection = sqlite3.connect(snapshot)
    counts = count_rows(connection, views=True)
    assert {"articles", "evidence", "rulings", "article_list", "ruling_list"} <= counts.keys()
    for table, rows in counts.items():
        lines = read(snapshot.parent / "exports" / f"{table}.csv")
        columns = [column[0] for column in connection.execute(f"SELECT * FROM [{table}]").description]
        assert lines[0] == columns
        assert len(lines) == rows + 1
    connection.close()


def test_a_file_opens_as_utf8_in_excel_and_is_the_same_compressed(snapshot: Path) -> None:
    plain = (snapshot.parent / "exports" / "decisions.csv").read_bytes()
    assert plain.startswith(b"\xef\xbb\xbf")
    assert "東京地方裁判所".encode() in plain
    assert gzip.decompress((snapshot.parent / "exports" / "decisions.csv.gz").read_bytes()) == plain


@pytest.mark.parametrize("cell", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "--1", "+", "-1-2"])
def test_a_cell_that_a_spreadsheet_would_calculate_begins_with_an_apostrophe(cell: str) -> None:
    assert safe(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "word", "a=b", "-5", "+1.5", "-1,000", 7, -7, 2.5, -2.5, None, "2025-11-19"])
def test_numbers_and_plain_words_are_left_alone(cell: object) -> None:
    assert safe(cell) == cell


def test_a_title_that_is_a_formula_is_text_in_the_file(snapshot: Path) -> None:
    names, first, *_ = read(snapshot.parent / "exports" / "articles.csv")
    assert dict(zip(names, first, strict=True))["title"].startswith("'=HYPERLINK")


def test_what_is_private_is_in_no_file(snapshot: Path) -> None:
    names = {path.name.partition(".")[0] for path in (snapshot.parent / "exports").iterdir()}
    assert not names & {"hosts", "article_records", "prints", "_sqlite_migrations", "article_search_content"}
    for path in (snapshot.parent / "exports").glob("*.csv"):
        held = path.read_bytes()
        for private in (PRIVATE_ENDING, PRIVATE_FIRST_DRAFT, "validator-of-ours"):
            assert private.encode() not in held


def test_a_row_that_is_missing_refuses_the_whole_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    working = build(tmp_path / "rulings.db")
    monkeypatch.setattr("db.publish.count_rows", lambda *_, **__: {"articles": 3})
    with pytest.raises(CorpusError, match="articles: 2 of 3 rows"):
        publish(working, tmp_path / "snapshots", now=NOW)
    assert list((tmp_path / "snapshots").iterdir()) == []


def test_a_table_longer_than_a_spreadsheet_comes_compressed_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables_csv, "SPREADSHEET_ROWS", 2)
    connection = sqlite3.connect(tmp_path / "t.db")
    connection.executescript("CREATE TABLE t(a); INSERT INTO t VALUES (1), (2), (x'ff');")
    connection.close()
    (file,) = write_tables(tmp_path / "t.db", tmp_path / "exports", {"t": 3})
    assert [path.name for path in file.paths] == ["t.csv.gz"]
    assert gzip.decompress(file.paths[0].read_bytes()) == b"\xef\xbb\xbfa\r\n1\r\n2\r\nff\r\n"


def test_the_manifest_tells_rows_sizes_and_hashes_of_every_file(snapshot: Path) -> None:
    manifest = read_manifest(snapshot)
    assert manifest is not None
    assert manifest["made_at"] == "2025-11-20T09:00:00+00:00"
    assert manifest["newest_visit"] == "2025-11-20T08:00:00+00:00"
    assert manifest["tables"]["articles"] == 2
    assert manifest["rules_versions"]
    assert manifest["schema_version"] == Database(snapshot)["_sqlite_migrations"].count
    held = {str(path.relative_to(snapshot.parent)) for path in snapshot.parent.rglob("*") if path.is_file()}
    assert held == {file["name"] for file in manifest["files"]} | {"manifest.json"}
    for file in manifest["files"]:
        path = snapshot.parent / file["name"]
        assert (file["bytes"], file["sha256"]) == (path.stat().st_size, digest(path))


def test_a_copy_that_is_not_whole_is_told_by_its_manifest(tmp_path: Path) -> None:
    snapshot = publish(build(tmp_path / "rulings.db"), tmp_path / "snapshots", now=NOW)
    assert find_faults(snapshot) == []
    (snapshot.parent / "exports" / "courts.csv").unlink()
    with snapshot.open("ab") as file:
        file.write(b"more")
    assert [fault.split(":")[0] for fault in find_faults(snapshot)] == ["exports/courts.csv", "rulings.db"]
    snapshot.with_name("manifest.json").unlink()
    assert "no manifest.json" in find_faults(snapshot)[0]


def test_the_snapshot_a_server_stands_on_is_never_swept_away(tmp_path: Path) -> None:
    working, folder = build(tmp_path / "rulings.db"), tmp_path / "snapshots"
    first = publish(working, folder, now=NOW)
    (folder / SERVING).write_text(first.parent.name)
    second = publish(working, folder, now=NOW.replace(hour=10), keep=1)
    third = publish(working, folder, now=NOW.replace(hour=11), keep=1)
    assert [path.exists() for path in (first, second, third)] == [True, False, True]


def test_the_page_of_files_lists_each_with_rows_size_and_hash_and_each_can_be_had(site: Site, snapshot: Path) -> None:
    page = BeautifulSoup(site.text("/exports"), "html.parser")
    assert page.caption is not None
    row = page.select_one("#articles")
    assert row.select_one("td.number").get_text() == "2"
    hashes = {code.get_text() for code in page.select("code.hash")}
    manifest = json.loads(site.text("/exports.json"))
    assert hashes == {file["sha256"] for file in manifest["files"] if file["name"] != "inspect.json"}
    for link in page.select("main td a"):
        assert site.get(link["href"]).status_code == 200
    held = (snapshot.parent / "exports" / "articles.csv").read_bytes()
    assert site.get("/exports/articles.csv").content == held
    assert "/exports#articles" in site.text("/rulings/articles")


def test_the_working_file_says_that_files_come_with_publishing(tmp_path: Path) -> None:
    live = Site(serve(build(tmp_path / "rulings.db"), live=True, public=False))
    assert "Files are made when the corpus is published" in live.text("/exports")
    assert live.get("/exports.json").status_code == 404
