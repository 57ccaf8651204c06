"""What is handed over: a ruling as one file, and the corpus as FollowTheMoney entities."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from db.ftm import entities
from db.manifest import digest
from db.publish import publish
from rulingwire.cli import main
from rulingwire.errors import RulingwireError
from tests.small_corpus import PRIVATE_ENDING, TITLE, build
from web.handover import ruling_file

RULING = "jp-tokyo-2025-kodansha"

# Of followthemoney 4.11.2: the schemata we write, with the properties we use and those it requires.
PROPERTIES = {
    "CourtCase": {"name", "caseNumber", "court", "country", "fileDate", "type", "status", "summary", "description"}
    | {"keywords", "notes", "sourceUrl"},
    "CourtCaseParty": {"party", "case", "role"},
    "Company": {"name", "country", "sector"},
    "Organization": {"name", "country", "sector"},
    "PublicBody": {"name", "country", "sector"},
    "LegalEntity": {"name", "country", "sector"},
    "Article": {"title", "author", "publisher", "language", "publishedAt", "modifiedAt", "retrievedAt", "sourceUrl"},
    "Documentation": {"document", "entity", "role", "summary"},
    "Mention": {"document", "resolved", "name", "detectedSchema"},
}
REQUIRED = {"CourtCase": {"name"}, "CourtCaseParty": {"party", "case"}, "Company": {"name"}, "Organization": {"name"}}
REQUIRED |= {"PublicBody": {"name"}, "LegalEntity": {"name"}, "Documentation": {"document", "entity"}}
REQUIRED |= {"Mention": {"document", "name"}, "Article": {"title"}}
POINTERS = {"party", "case", "document", "entity", "resolved"}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("handover")
    return publish(build(folder / "rulings.db"), folder / "snapshots", now=datetime(2025, 11, 20, 9, tzinfo=UTC))


@pytest.fixture(scope="module")
def written(snapshot: Path) -> list[dict]:
    return [json.loads(line) for line in entities(snapshot)]


def test_a_ruling_is_one_file_that_asks_nothing_of_any_server(snapshot: Path) -> None:
    html = ruling_file(snapshot, RULING)
    page = BeautifulSoup(html, "html.parser")
    assert not page.select("script, link, img, iframe, object, embed, form, [src], [style]")
    assert not re.search(r"@import|url\(", html)
    assert page.select_one("meta[http-equiv]")["content"].startswith("default-src 'none'")
    assert [link["href"] for link in page.select("a[href]") if not re.match("https?://|#", link["href"])] == []


def test_the_file_says_what_the_page_says_with_every_quote_open(snapshot: Path) -> None:
    page = BeautifulSoup(ruling_file(snapshot, RULING), "html.parser")
    text = page.get_text(" ", strip=True)
    for words in ("Sums", "What happened when", "Coverage", TITLE, "tokyo-1", "https://torrentfreak.com/tokyo-ruling/"):
        assert words in text
    assert page.select("details")
    assert all(folding.has_attr("open") for folding in page.select("details"))
    assert "As data" not in text
    assert "Feed" not in text
    assert PRIVATE_ENDING not in text
    assert len(page.select("h1")) == 1


def test_the_file_tells_the_snapshot_it_was_made_from(snapshot: Path) -> None:
    html = ruling_file(snapshot, RULING, site="https://rulings.example/")
    assert "as published 2025-11-20T09:00:00+00:00 at https://rulings.example/" in html
    assert digest(snapshot) in html
    assert 'href="https://rulings.example/article/tokyo-1"' in html


def test_a_ruling_that_is_not_there_is_an_error_with_a_way_on(snapshot: Path) -> None:
    with pytest.raises(RulingwireError, match="no such ruling"):
        ruling_file(snapshot, "none")


def test_each_entity_has_the_properties_its_schema_knows_and_requires(written: list[dict]) -> None:
    assert {one["schema"] for one in written} >= {"CourtCase", "CourtCaseParty", "Article", "Documentation", "Mention"}
    for one in written:
        assert one["properties"].keys() <= PROPERTIES[one["schema"]], one
        assert one["properties"].keys() >= REQUIRED[one["schema"]], one
        assert all(value and isinstance(value, str) for values in one["properties"].values() for value in values)


def test_entities_have_ids_of_their_own_and_point_to_those_that_are_there(written: list[dict]) -> None:
    ids = [one["id"] for one in written]
    assert len(ids) == len(set(ids))
    seen: set[str] = set()
    for one in written:
        assert {value for name in POINTERS for value in one["properties"].get(name, [])} <= seen, one
        seen.add(one["id"])


def test_no_entity_holds_a_text_and_the_same_snapshot_gives_the_same_entities(snapshot: Path, written: list) -> None:
    assert PRIVATE_ENDING not in json.dumps(written)
    assert "bodyText" not in json.dumps(written)
    assert [json.loads(line) for line in entities(snapshot)] == written


def test_entities_pass_the_library_of_followthemoney_itself(written: list[dict]) -> None:
    """Not a dependency: it builds PyICU, which needs a compiler. Where it is installed, it judges."""
    followthemoney = pytest.importorskip("followthemoney", reason="followthemoney is not installed")
    for one in written:
        proxy = followthemoney.model.get_proxy(one, cleaned=False)
        kept = proxy.to_dict()["properties"]
        assert {name: sorted(kept.get(name, [])) for name in one["properties"]} == {
            name: sorted(set(values)) for name, values in one["properties"].items()
        }


def test_the_commands_write_a_file_or_to_standard_output(snapshot: Path, tmp_path: Path) -> None:
    data = snapshot.parents[2]
    printed = CliRunner().invoke(main, ["--data", str(data), "export", "ruling", RULING])
    assert printed.output.startswith("<!DOCTYPE html>")
    out = tmp_path / "entities.json"
    done = CliRunner().invoke(main, ["--data", str(data), "export", "ftm", "--out", str(out)])
    assert done.exit_code == 0
    assert out.read_text() == "".join(entities(snapshot))
    assert [path.name for path in tmp_path.iterdir()] == ["entities.json"]


def test_exporting_before_publishing_says_what_to_do(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["--data", str(tmp_path), "export", "ftm"])
    assert done.exit_code == 2
    assert "Run `rulingwire publish` first" in done.output
