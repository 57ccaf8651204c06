"""The front page and the overview: what is new, and the corpus at a glance."""

import json
import re
from pathlib import Path

import pytest
from bs4 import Tag
from datasette.plugins import pm
from sqlite_utils import Database

from pipelines.rules import load_rules
from tests.small_corpus import build
from tests.small_rulings import APPEAL, CANDIDATE, KNOWN, NAME
from tests.test_explore import change, snapshot, soup, words
from tests.test_web import Site, serve


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return snapshot(build(tmp_path_factory.mktemp("front") / "rulings.db"))


def cards(page: Tag) -> dict[str, Tag]:
    return {card.select_one("a.ruling")["href"].rpartition("/")[2]: card for card in page.select(".card")}


def test_the_front_page_tells_of_a_ruling_all_that_a_reader_asks_first(site: Site) -> None:
    page = soup(site, "/")
    assert list(cards(page)) == [APPEAL, KNOWN, CANDIDATE]
    told = words(cards(page)[KNOWN])
    for said in (
        NAME, "Held liable, or convicted", "Awarded : JPY 500,900,928", "told differently", "2025-11-19",
        "Tokyo District Court , Japan", "Kodansha plaintiff", "Cloudflare defendant", "2 outlets · first: TorrentFreak",
    ):  # fmt: skip
        assert said.replace(" : ", ": ") in told
    assert "unconfirmed" not in told
    assert "unconfirmed" in words(cards(page)[CANDIDATE])


def test_a_sum_of_the_ruling_below_is_no_sum_of_the_one_that_refuses_it(tmp_path: Path) -> None:
    path = build(tmp_path / "rulings.db")
    change(path, f"UPDATE rulings SET outcome = 'not-liable' WHERE id = '{KNOWN}'")
    site = snapshot(path)
    assert "JPY" not in words(cards(soup(site, "/"))[KNOWN])
    assert "No sum was awarded or fined yet" in site.text("/explore/overview")


def test_the_week_is_counted_from_the_newest_visit(site: Site) -> None:
    week = soup(site, "/").select_one("section[aria-labelledby=week]")
    told = words(week)
    assert "Seven days to the newest visit, 2025-11-20 08:00 UTC" in told
    assert [link["href"] for link in week.select("a.ruling")] == [f"/ruling/{KNOWN}"]
    assert "A fact was changed 1 article" in told
    assert "Slashdot since 2025-11-19" in told


def test_a_quiet_week_says_so(tmp_path: Path) -> None:
    path = build(tmp_path / "rulings.db")
    change(path, "UPDATE source_states SET last_visit_at = '2026-05-01T00:00:00Z', failures = 0")
    told = words(soup(snapshot(path), "/").select_one("section[aria-labelledby=week]"))
    for said in ("None was reported first", "None that we saw", "All are well"):
        assert said in told


def test_a_corpus_without_anything_has_a_front_page(tmp_path: Path) -> None:
    path = build(tmp_path / "rulings.db")
    change(path, "DELETE FROM source_states", "DELETE FROM ruling_claims", "UPDATE articles SET relevant = 0")
    site = Site(serve(path, live=True, public=False))
    assert "No source has been read yet" in site.text("/")
    assert "Nothing found" in site.text("/explore")


def test_rulings_are_paged_forth_and_back(tmp_path: Path) -> None:
    path = build(tmp_path / "rulings.db")
    db = Database(path)
    known = next(db["rulings"].rows_where("id = ?", [KNOWN]))
    days = ["2025-01-01"] * 30 + [""] * 20
    db["rulings"].insert_all(known | {"id": f"r{n:02}", "decided_on": day} for n, day in enumerate(days))
    db.close()
    site = Site(serve(path, live=True, public=False))

    def walk(address: str, direction: str) -> list[list[str]]:
        seen = []
        while address:
            page = soup(site, address)
            seen.append(list(cards(page)))
            further = page.select_one(f"a[rel={direction}]")
            address = further["href"] if further else ""
        return seen

    forth = walk("/", "next")
    assert [len(page) for page in forth] == [20, 20, 13]
    assert len({key for page in forth for key in page}) == 53
    assert walk(f"/?after={forth[2][0]}", "prev") == [forth[1], forth[0]]
    assert "prev" not in str(soup(site, "/").select("a[rel]"))


def test_a_cell_of_the_overview_leads_to_as_many_articles_as_it_says(site: Site) -> None:
    page = soup(site, "/explore/overview")
    cells = page.select("#main .wide table")[0].select("td a")
    assert len(cells) == 10
    for cell in cells:
        assert words(soup(site, cell["href"]).select_one("#found")).startswith(f"{words(cell)} article")


def test_sums_by_year_count_one_figure_of_each_ruling_that_decided_it(site: Site) -> None:
    rows = [words(row) for row in soup(site, "/explore/overview").select("table.bars")[1].select("tbody tr")]
    assert rows == ["2025 US$3.3 million 1 ruling – – –"]
    assert json.loads(site.text("/rulings/sum_years.json?_shape=array")) == [
        {"year": "2025", "kind": "damages-awarded", "confirmed": 1, "rulings": 1, "usd": 3348971.16}
    ]


def test_every_country_of_the_rules_has_one_place_on_the_map(site: Site) -> None:
    plugin = pm.get_plugin("overview.py")
    codes = re.findall(r"[A-Z]{2}", plugin.WORLD)
    assert len(codes) == len(set(codes)) == len(plugin.PLACES)
    countries = {one.code for one in load_rules().jurisdictions if len(one.code) == 2 and one.code != "EU"}
    assert countries == set(codes)


def test_jurisdictions_that_lie_nowhere_stand_below_the_map(site: Site) -> None:
    plugin = pm.get_plugin("overview.py")
    told = [("JP", "Japan", 99), ("EU", "European Union", 1)]
    world = plugin.world([dict(zip(("value", "name", "articles"), one, strict=True)) for one in told])
    places = {tile["code"]: (tile["row"], tile["level"]) for tile in world["tiles"] if tile["told"]}
    assert places["EU"] == (plugin.HIGH, 1)
    assert places["JP"][1] == plugin.LEVELS
    assert world["high"] == plugin.HIGH + 1


def test_months_without_articles_are_shown_as_such(site: Site) -> None:
    plugin = pm.get_plugin("overview.py")
    months = plugin.without_holes([{"value": "2024-11", "articles": 1}, {"value": "2025-02", "articles": 2}])
    assert [(one["value"], one["articles"]) for one in months] == [
        ("2024-11", 1), ("2024-12", 0), ("2025-01", 0), ("2025-02", 2),
    ]  # fmt: skip
    assert plugin.without_holes([]) == []


@pytest.mark.parametrize(
    ("usd", "said"),
    [(1e9, "1.0 billion"), (12.3e9, "12 billion"), (3348971, "3.3 million"), (91039, "91,000"), (950, "950")],
)
def test_sums_are_told_roughly(site: Site, usd: float, said: str) -> None:
    assert pm.get_plugin("overview.py").rough(usd) == said


def test_the_overview_of_the_working_file_says_where_its_tables_are(tmp_path: Path) -> None:
    live = Site(serve(build(tmp_path / "rulings.db"), live=True, public=False))
    assert "made when the corpus is published" in live.text("/explore/overview")
