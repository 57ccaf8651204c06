"""The pages of rulings: what was decided, and what each outlet says of it."""

import html
import json
import re
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from datasette.plugins import pm
from sqlite_utils import Database

from db.publish import publish
from rulingwire.vocabulary import COUNTS, SUMS
from tests.builders import desk
from tests.small_corpus import build
from tests.small_rulings import APPEAL, CANDIDATE, KNOWN, NAME
from tests.test_web import HOSTILE, Site, serve

PAGES = ["/cases", f"/ruling/{KNOWN}", f"/ruling/{APPEAL}", f"/ruling/{CANDIDATE}"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("rulings")
    return Site(serve(publish(build(folder / "rulings.db"), folder / "s", now=datetime(2025, 11, 20, tzinfo=UTC))))


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(serve(build(tmp_path_factory.mktemp("live") / "rulings.db"), live=True, public=False))


@pytest.fixture(scope="module")
def page(site: Site) -> Tag:
    return BeautifulSoup(site.text(f"/ruling/{KNOWN}"), "html.parser")


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ", strip=True).split())


def headed(page: Tag, title: str) -> Tag:
    """The list or section that follows a heading."""
    (heading,) = [one for one in page.select("h2, h3") if words(one) == title]
    return heading.parent if heading.name == "h3" else heading.find_next_sibling(["ul", "ol", "dl"])


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_of_rulings_open_on_both_files_without_script(site: Site, live: Site, path: str) -> None:
    for server in (site, live):
        response = server.get(path)
        assert response.status_code == 200
        assert response.headers["content-security-policy"].startswith("default-src 'none'")
        assert "<script" not in response.text
        assert response.text.count("<h1") == 1


@pytest.mark.parametrize("path", PAGES)
def test_no_heading_of_a_ruling_skips_a_level(site: Site, path: str) -> None:
    main = BeautifulSoup(site.text(path), "html.parser").main
    levels = [int(heading.name[1]) for heading in main.select("h1, h2, h3, h4")]
    assert levels[0] == 1
    assert all(level <= before + 1 for before, level in pairwise(levels))


@pytest.mark.parametrize("path", PAGES)
def test_every_inner_link_of_a_ruling_leads_somewhere(site: Site, path: str) -> None:
    links = {html.unescape(link) for link in re.findall(r'href="(/[^"#]*)"', site.text(path))}
    assert {link: site.get(link).status_code for link in links if site.get(link).status_code != 200} == {}


def test_a_ruling_says_what_was_decided_by_whom_and_against_whom(page: Tag) -> None:
    told = {words(row.dt): words(row.dd) for row in page.select("section.entry dl > div")}
    assert told["Outcome"] == "Held liable, or convicted"
    assert told["Court"] == "Tokyo District Court , Japan"
    assert told["Decided"] == "2025-11-19"
    assert told["Plaintiff"] == "Kodansha , Shonen Books"
    assert told["Defendant"] == "Cloudflare"
    assert told["Case number"] == "令和4年(ワ)第1号"
    assert told["Next"] == "Cloudflare says that it will appeal"
    assert told["Known from"] == "court.example/tokyo"


def test_a_claim_stands_apart_from_the_award(page: Tag) -> None:
    awarded, asked = headed(page, "Awarded"), headed(page, "Asked for")
    assert "decided" in awarded["class"]
    assert "asked" in asked["class"]
    assert "JPY 3,600,000,000" in words(asked)
    assert "JPY 3,600,000,000" not in words(awarded)
    titles = [words(title) for title in page.select("section.told h3")]
    assert titles == ["Awarded", "Costs of the case", "Asked for"]


def test_figures_that_differ_stand_side_by_side_and_a_shared_one_once(page: Tag) -> None:
    exact, about = [words(one) for one in headed(page, "Awarded").select(":scope > ul > li")]
    assert exact == "JPY 500,900,928 roughly US$3.3 million at the mean rate of 2025 the sources of the case"
    assert about.count("JPY 500,000,000") == 1
    assert "TorrentFreak , Slashdot" in about


def test_an_outlets_own_conversion_stands_beside_the_sum_it_converts(page: Tag) -> None:
    _, about = headed(page, "Awarded").select(":scope > ul > li")
    assert "USD 3,200,000 as converted by TorrentFreak" in words(about)
    assert "roughly US$3.2" not in words(page)


def test_no_sum_in_dollars_is_made_up_where_no_rate_is_at_hand(page: Tag) -> None:
    costs = words(headed(page, "Costs of the case"))
    assert "JPY 12,000" in costs
    assert "roughly" not in costs


def test_each_figure_comes_with_the_words_of_each_outlet(page: Tag) -> None:
    quotes = [words(quote) for quote in headed(page, "Awarded").select("details q")]
    assert quotes == ["about 500 million yen", "The sum is 500 million yen"]


def test_what_reports_agree_on_is_one_line_and_what_they_tell_differently_is_side_by_side(page: Tag) -> None:
    told = {words(row.dt): [words(value) for value in row.select("dd")] for row in page.select("dl.said > div")}
    assert told["Court"] == [
        "Tokyo District Court 2 reports In which words TorrentFreak : Tokyo District Court Slashdot : a Tokyo court"
    ]
    assert [value.split(" In which")[0] for value in told["Outcome told differently"]] == [
        "damages awarded Slashdot",
        "liable TorrentFreak",
    ]
    assert told["Works infringed"][0].startswith("4,000 1 report")


def test_a_report_that_says_less_of_a_party_does_not_differ(page: Tag) -> None:
    labels = [words(row.dt) for row in page.select("dl.said > div")]
    assert "Cloudflare" in labels
    assert "Cloudflare, won or lost" in labels


def test_the_days_of_a_case_stand_in_order_with_what_is_behind_each(page: Tag) -> None:
    days = [words(day) for day in headed(page, "What happened when").select("li")]
    assert [day.split(" ")[0] for day in days] == ["2022-02", "2025-11-19", "2025-11-19", "2025-11-19", "2027-03-01"]
    assert days[1] == "2025-11-19 Decided: liable"
    assert days[2].startswith("2025-11-19 First report: Tokyo court finds Cloudflare liable")
    assert "Cloudflare says that it will appeal: Cloudflare said it would appeal TorrentFreak" in days[3]
    assert f"Decided: affirmed: {NAME} (appeal)" in days[4]


def test_the_page_of_an_appeal_leads_back_to_what_it_reviews(site: Site) -> None:
    assert f'href="/ruling/{KNOWN}"' in site.text(f"/ruling/{APPEAL}")


def test_the_coverage_says_why_each_article_counts(page: Tag) -> None:
    reports = headed(page, "Coverage")
    first = reports.li
    assert "because court, parties and day are named (likely)" in words(first)
    assert "Kodansha had sued Cloudflare" in words(first)
    assert "because the other reports of its story are (likely)" in words(reports)


def test_a_courts_own_document_and_a_changed_report_are_named(page: Tag) -> None:
    assert "Decision of 2025-11-19 , Tokyo District Court" in words(headed(page, "Documents"))
    assert "a fact was changed" in words(headed(page, "Changed after publication"))


def test_a_candidate_says_that_nobody_has_checked_it(site: Site, page: Tag) -> None:
    candidate = BeautifulSoup(site.text(f"/ruling/{CANDIDATE}"), "html.parser")
    assert words(candidate.select_one("p.note")) == "Unconfirmed: read from 1 report by machine, checked by nobody."
    assert page.select_one("p.note") is None
    for path in ("/cases", "/party/cloudflare"):
        listed = BeautifulSoup(site.text(path), "html.parser")
        marked = [one.find_previous("a")["href"] for one in listed.select("li .unconfirmed")]
        assert set(marked) == {f"/ruling/{CANDIDATE}"}


def test_what_looks_back_at_a_ruling_is_no_coverage(site: Site) -> None:
    page = BeautifulSoup(site.text(f"/ruling/{CANDIDATE}"), "html.parser")
    assert "because the ruling was read from this story" in words(headed(page, "Look back at it"))
    assert not [one for one in page.select("h2") if words(one) == "Coverage"]


def test_a_case_leads_to_its_first_ruling(site: Site) -> None:
    response = site.get(f"/case/{APPEAL}")
    assert (response.status_code, response.headers["location"]) == (302, f"/ruling/{KNOWN}")


@pytest.mark.parametrize("path", ["/ruling/none", "/case/none", "/ruling/a%00b", "/ruling/%3Cscript%3E"])
def test_an_unknown_ruling_is_not_found(site: Site, path: str) -> None:
    response = site.get(path)
    assert response.status_code == 404
    assert "There is no page at this address" in response.text


@pytest.mark.parametrize(
    "path", ["/", "/article/tokyo-1", "/party/cloudflare", "/court/jp-tokyo-district", "/jurisdiction/JP"]
)
def test_the_other_pages_lead_to_the_ruling(site: Site, path: str) -> None:
    assert f'href="/ruling/{KNOWN}"' in site.text(path)


def test_all_rulings_are_listed_once_the_newest_first(tmp_path: Path) -> None:
    path = build(tmp_path / "rulings.db")
    db = Database(path)
    known = next(db["rulings"].rows_where("id = ?", [KNOWN]))
    days = ["2025-01-01"] * 20 + [""] * 20
    db["rulings"].insert_all(known | {"id": f"r{n:02}", "decided_on": day} for n, day in enumerate(days))
    db.close()
    site = Site(serve(path, live=True, public=False))
    found, address = [], "/cases"
    while address:
        text = site.text(address)
        found += re.findall(r'<h3><a class="ruling" href="/ruling/([^"]*)"', text)
        older = re.search(r'href="([^"]*before=[^"]*)"', text)
        address = html.unescape(older[1]) if older else ""
    dated, undated = [f"r{n:02}" for n in range(19, -1, -1)], [f"r{n:02}" for n in range(39, 19, -1)]
    assert found == [APPEAL, KNOWN, *dated, CANDIDATE, *undated]


def test_every_known_case_has_a_page(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.form_stories()
    known = {row["id"]: row["name"] for row in at.db["rulings"].rows}
    at.db.close()
    site = Site(serve(tmp_path / "rulings.db", live=True, public=False))
    assert len(known) == len(at.rules.cases) > 100
    assert [
        key
        for key, name in known.items()
        if html.escape(name, quote=False).split("'")[0] not in site.text(f"/ruling/{key}")
    ] == []


@pytest.mark.parametrize("before", ["nothing", "'", "9" * 300, "%00"])
def test_a_strange_place_to_go_on_from_is_no_error(site: Site, before: str) -> None:
    assert site.get(f"/cases?before={before}").status_code == 200


def test_hostile_words_stay_text(tmp_path: Path) -> None:
    path = build(tmp_path / "rulings.db")
    db = Database(path)
    for table, column in (
        ("rulings", "name"), ("rulings", "says"), ("rulings", "outcome"), ("ruling_claims", "quote"),
        ("ruling_sums", "quote"), ("ruling_articles", "words"), ("article_steps", "printed"),
        ("ruling_numbers", "number"),
    ):  # fmt: skip
        db.conn.execute(f"UPDATE {table} SET {column} = ?", [HOSTILE])
    db.conn.execute("UPDATE ruling_sources SET url = 'javascript:alert(1)'")
    db.conn.commit()
    db.close()
    site = Site(serve(path, live=True, public=False))
    for address in (f"/ruling/{KNOWN}", "/cases", "/article/tokyo-1", "/party/cloudflare", "/"):
        text = site.text(address)
        assert "&lt;script&gt;alert" in text
        assert "<script" not in text
        assert 'href="javascript' not in text


def test_sums_and_fields_are_those_of_the_vocabulary(site: Site) -> None:
    plugin = pm.get_plugin("rulings.py")
    assert set(plugin.SUMS) == set(SUMS)
    assert {name: plugin.FIELDS[name] for name in COUNTS if name in ("works", "visits")} == {
        "works": COUNTS["works"],
        "visits": COUNTS["visits"],
    }
    assert COUNTS.keys() <= plugin.FIELDS.keys()


def test_sums_that_convert_each_other_both_stand(site: Site) -> None:
    plugin = pm.get_plugin("rulings.py")
    row = {"kind": "fine", "usd": None, "meaning": "Fine imposed"}
    yen = row | {"currency": "JPY", "amount": 5e8, "conversion_of": "USD 3200000"}
    dollars = row | {"currency": "USD", "amount": 3.2e6, "conversion_of": "JPY 500000000"}
    ((_, figures),) = plugin.sums([yen, dollars])
    assert [(one["currency"], one["amount"]) for one in figures] == [("JPY", 500_000_000), ("USD", 3_200_000)]


def test_reports_that_differ_are_found_by_ruling_and_field(site: Site) -> None:
    def found(arguments: str) -> set[tuple[str, str]]:
        answer = json.loads(site.text(f"/rulings/disagreements.json?_shape=array&{arguments}"))
        return {(row["field"], row["value"]) for row in answer}

    differing = {("outcome", "liable"), ("outcome", "damages-awarded")}
    assert found("") == found(f"ruling={KNOWN}") == found("field=outcome") == differing
    assert found(f"ruling={APPEAL}") == found("field=court") == set()


def test_rulings_are_found_by_party_role_country_and_day(site: Site) -> None:
    def found(arguments: str) -> list[str]:
        answer = json.loads(site.text(f"/rulings/rulings_against.json?_shape=array&{arguments}"))
        return [row["ruling_id"] for row in answer]

    assert found("party=cloudflare") == [KNOWN, CANDIDATE]
    assert found("party=cloudflare&role=defendant&country=jp&since=2025-01-01") == [KNOWN]
    assert found("party=cloudflare&role=plaintiff") == found("party=cloudflare&country=DE") == []


def test_the_views_name_courts_parties_and_outlets(site: Site) -> None:
    (row,) = json.loads(site.text(f"/rulings/ruling_list.json?_shape=array&id={KNOWN}"))
    assert (row["court"], row["jurisdiction"]) == ("Tokyo District Court", "Japan")
    assert row["parties"] == "Kodansha (plaintiff), Shonen Books (plaintiff), Cloudflare (defendant)"
    told = json.loads(site.text(f"/rulings/sum_list.json?_shape=array&ruling_id={KNOWN}&kind=damages-claimed"))
    assert [(one["told_by"], one["amount"]) for one in told] == [("TorrentFreak", 3.6e9)]
