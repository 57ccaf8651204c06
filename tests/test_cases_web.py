"""The list of rulings, narrowed by what a reader asks."""

import csv
import html
import io
import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sqlite_utils import Database

from pipelines.rules import load_rules
from rulingwire.vocabulary import LANDS
from tests.test_rulings_web import APPEAL, CANDIDATE, KNOWN, build
from tests.test_web import Site, serve


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = build(tmp_path_factory.mktemp("cases") / "rulings.db")
    db = Database(path)
    db.execute("INSERT OR IGNORE INTO jurisdictions VALUES ('DE', 'Germany')")
    db.execute("INSERT OR IGNORE INTO regions VALUES ('europe', 'DE'), ('eu', 'DE'), ('asia', 'JP')")
    known = next(db["rulings"].rows_where("id = ?", [KNOWN]))
    db["rulings"].insert(known | {"id": "de-one", "jurisdiction": "DE", "decided_on": "2021-05", "court_id": None})
    db.execute("INSERT INTO ruling_parties VALUES ('de-one', 1, 'plaintiff', 'cloudflare', '')")
    db.execute("INSERT INTO ruling_subjects VALUES ('de-one', 'dns')")
    db.conn.commit()
    db.close()
    return path


@pytest.fixture(scope="module")
def site(path: Path) -> Site:
    return Site(serve(path, live=True, public=False))


def listed(site: Site, asked: str = "") -> list[str]:
    return re.findall(r'class="ruling" href="/ruling/([^"]*)"', site.text(f"/cases?{asked}"))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", [APPEAL, KNOWN, "de-one", CANDIDATE]),
        ("party=cloudflare&role=plaintiff", ["de-one"]),
        ("party=cloudflare&role=defendant", [KNOWN, CANDIDATE]),
        ("role=plaintiff&jurisdiction=jp", [KNOWN]),
        ("region=europe", ["de-one"]),
        ("region=EU&subject=dns", ["de-one"]),
        ("jurisdiction=JP&since=2025", [APPEAL, KNOWN]),
        ("since=2021-06", [APPEAL, KNOWN]),
        ("subject=nothing", []),
        ("party=%00&since=%27", [APPEAL, KNOWN, "de-one"]),
    ],
)
def test_rulings_are_narrowed_by_all_that_is_asked(site: Site, asked: str, found: list[str]) -> None:
    assert [one for one in listed(site, asked) if one in {APPEAL, KNOWN, CANDIDATE, "de-one"}] == found


def test_a_value_leads_to_as_many_rulings_as_it_says(site: Site) -> None:
    page = BeautifulSoup(site.text("/cases"), "html.parser")
    values = page.select("#narrow li")
    assert {one.a["href"].partition("?")[2].partition("=")[0] for one in values} == {
        "party", "role", "region", "jurisdiction", "subject", "outcome", "since",
    }  # fmt: skip
    for one in values:
        assert len(listed(site, one.a["href"].partition("?")[2])) == int(one.small.get_text()), one


def test_what_was_chosen_can_be_taken_back(site: Site) -> None:
    page = BeautifulSoup(site.text("/cases?subject=dns&party=cloudflare"), "html.parser")
    chips = {one.get_text(" ", strip=True): one.a["href"] for one in page.select(".chips li")}
    assert chips["Party: Cloudflare remove"] == "/cases?subject=dns"
    assert chips["Subject: dns remove"] == "/cases?party=cloudflare"


def test_country_by_country_each_ruling_stands_under_its_country(site: Site) -> None:
    page = BeautifulSoup(site.text("/cases?by=country&since=2021"), "html.parser")
    countries = {one.a.get_text(): one.find_next("ul").select("a.ruling") for one in page.select("main .lands h3")}
    assert [one["href"] for one in countries["Germany"]] == ["/ruling/de-one"]
    assert {one["href"] for one in countries["Japan"]} == {f"/ruling/{KNOWN}", f"/ruling/{APPEAL}"}


def test_the_table_holds_what_the_page_shows(site: Site) -> None:
    for asked in ("", "party=cloudflare&role=plaintiff", "region=europe", "jurisdiction=JP&since=2025"):
        page = BeautifulSoup(site.text(f"/cases?{asked}"), "html.parser")
        rows = csv.DictReader(io.StringIO(site.text(page.find("a", string="CSV")["href"])))
        assert sorted(row["ruling_id"] for row in rows) == sorted(listed(site, asked))


def test_a_feed_is_offered_where_it_can_ask_the_same(site: Site) -> None:
    feed = re.search(r'href="(/feeds/rulings.json[^"]*)"', site.text("/cases?jurisdiction=DE"))
    assert [entry["url"].rpartition("/")[2] for entry in json.loads(site.text(html.unescape(feed[1])))["items"]] == [
        "de-one"
    ]
    assert "/feeds/rulings" not in site.text("/cases?region=eu").partition("<footer")[0]


def test_every_jurisdiction_of_the_rules_lies_in_a_region() -> None:
    placed = {code for codes in LANDS.values() for code in codes.split()}
    assert {one.code for one in load_rules().jurisdictions} - placed == {"WIPO"}
