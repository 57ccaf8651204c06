"""The page of the data dictionary."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sqlite_utils import Database

from db.dictionary import describe
from db.publish import publish
from tests.small_corpus import build
from tests.test_web import Site, serve


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("dictionary") / "rulings.db")


@pytest.fixture(scope="module")
def site(working: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(serve(publish(working, tmp_path_factory.mktemp("s"), now=datetime(2025, 11, 20, tzinfo=UTC))))


@pytest.fixture(scope="module")
def live(working: Path) -> Site:
    return Site(serve(working, live=True, public=False))


def test_the_dictionary_page_explains_every_table_and_column_of_the_file(site: Site, live: Site, working: Path) -> None:
    page = BeautifulSoup(live.text("/dictionary"), "html.parser")
    told = {section.h2.get_text(): section for section in page.select("main section")}
    db = Database(working)
    expected = {name: list(table.columns) for name, table in describe(db).items() if name != "article_search_content"}
    db.close()
    assert {name: [code.get_text() for code in section.select("th code")] for name, section in told.items()} == expected
    assert all(cell.get_text() for cell in page.select("main section td"))
    assert "3 rows" in told["sources"].p.get_text()
    published = BeautifulSoup(site.text("/dictionary"), "html.parser")
    names = [heading.get_text() for heading in published.select("main h2")]
    assert names.index("coverage") < names.index("articles")
    assert "A view." in published.find(id="coverage").find_next("p").get_text()


def test_the_dictionary_opens_each_table(site: Site) -> None:
    links = re.findall(r'href="(/rulings/[^"#]*)"', site.text("/dictionary"))
    assert len(links) > 40
    assert {link: site.get(link).status_code for link in links if site.get(link).status_code != 200} == {}
