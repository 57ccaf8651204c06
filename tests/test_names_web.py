"""The page of names: a list looked up at once."""

import csv
import html
import io
import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from sqlite_utils import Database

from db.publish import publish
from tests.small_corpus import build
from tests.small_rulings import KNOWN
from tests.test_web import HOSTILE, Site, serve

LISTED = [
    "Cloudflare",
    "kodansha",
    "クラウドフレア",
    "Flare",
    "Cloudflare, Inc.",
    "four manga publishers",
    "Nobody Ltd",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("names")
    return Site(serve(publish(build(folder / "rulings.db"), folder / "s", now=datetime(2025, 11, 20, tzinfo=UTC))))


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(serve(build(tmp_path_factory.mktemp("live") / "rulings.db"), live=True, public=False))


def address(*names: str, page: str = "/names") -> str:
    return f"{page}?names=" + quote("\r\n".join(names))


def looked_up(site: Site, *names: str) -> dict[str, list[str]]:
    """Of each name, how it was matched, and what stands under rulings and articles."""
    page = BeautifulSoup(site.text(address(*names)), "html.parser")
    rows = [
        [" ".join(cell.get_text(" ", strip=True).split()) for cell in row.find_all(["th", "td"])]
        for row in page.select("tbody > tr")
    ]
    return {name: rest for name, *rest in rows}


def read_csv(site: Site, *names: str) -> list[dict[str, str]]:
    text = site.get(address(*names, page="/names.csv")).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_each_name_says_how_it_was_matched(site: Site, live: Site) -> None:
    for server in (site, live):
        assert {name: row[0] for name, row in looked_up(server, *LISTED).items()} == {
            "Cloudflare": "as a party: Cloudflare",
            "kodansha": "as a party: Kodansha",
            "クラウドフレア": "as a party, by another name of it: Cloudflare",
            "Flare": "as a party, by a name that may mean others too: Cloudflare",
            "Cloudflare, Inc.": "as a party, without its ending: Cloudflare",
            "four manga publishers": "by its words in the texts",
            "Nobody Ltd": "not found",
        }


def test_a_name_shows_its_rulings_and_articles_with_links(site: Site) -> None:
    _, rulings, articles = looked_up(site, "kodansha")["kodansha"]
    assert rulings.startswith("1 2025-11-19 Kodansha and others v. Cloudflare")
    assert articles.startswith("1 2025-11-19 TorrentFreak: Tokyo court finds Cloudflare liable")
    links = {html.unescape(link) for link in re.findall(r'href="(/[^"#]*)"', site.text(address(*LISTED)))}
    assert {f"/ruling/{KNOWN}", "/party/kodansha", "/article/tokyo-1"} <= links
    assert {link: site.get(link).status_code for link in links if site.get(link).status_code >= 400} == {}


def test_words_lead_to_the_rulings_that_their_articles_are_about(site: Site) -> None:
    _, rulings, _ = looked_up(site, "four manga publishers")["four manga publishers"]
    assert "Kodansha and others v. Cloudflare" in rulings


def test_words_of_a_name_must_stand_in_a_row_and_not_among_the_tags(site: Site) -> None:
    assert looked_up(site, "publishers manga", "srctorrentfreak") == {
        "publishers manga": ["not found", "0", "0"],
        "srctorrentfreak": ["not found", "0", "0"],
    }


def test_the_csv_has_a_row_for_each_find_and_one_for_a_name_without(site: Site) -> None:
    rows = read_csv(site, "kodansha", "Nobody Ltd")
    assert [(row["name"], row["what"], row["day"]) for row in rows] == [
        ("kodansha", "ruling", "2025-11-19"),
        ("kodansha", "article", "2025-11-19"),
        ("Nobody Ltd", "", ""),
    ]
    assert rows[0]["page"].endswith(f"/ruling/{KNOWN}")
    assert rows[1]["url"] == "https://torrentfreak.com/tokyo-ruling/"
    assert "attachment" in site.get("/names.csv?names=x").headers["content-disposition"]


def test_a_cell_that_a_spreadsheet_would_calculate_is_text(site: Site) -> None:
    assert [row["name"] for row in read_csv(site, "=1+1", "@SUM(A1)", "-2", "plain")] == [
        "'=1+1",
        "'@SUM(A1)",
        "'-2",
        "plain",
    ]


def test_a_list_is_cut_at_two_hundred_names_and_says_so(site: Site) -> None:
    page = site.text(address(*(f"Name No. {number}" for number in range(203))))
    assert "200 names" in page
    assert "3 more were left out" in page


def test_a_name_given_twice_is_looked_up_once_and_semicolons_part_names_too(site: Site) -> None:
    assert list(looked_up(site, "Akamai; akamai ;Kodansha", "", "  Kodansha  ")) == ["Akamai", "Kodansha"]


@pytest.mark.parametrize(
    "name", ['"', "*", "a AND", "title:x", "NEAR(", "'; drop table articles", "\0\0", "()", "--", HOSTILE]
)
def test_no_name_breaks_the_page_or_becomes_markup(site: Site, name: str) -> None:
    response = site.get(address(name))
    assert response.status_code == 200
    assert "<script" not in response.text
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert site.get(address(name, page="/names.csv")).status_code == 200


def test_the_page_without_names_is_a_form_with_a_label(site: Site, live: Site) -> None:
    for server in (site, live):
        page = BeautifulSoup(server.text("/names"), "html.parser")
        assert page.select_one("label[for=names]").get_text() == "Names, one a line"
        assert page.select("table") == []


def test_of_a_name_in_many_articles_it_says_that_there_are_more(tmp_path: Path) -> None:
    path = build(tmp_path / "rulings.db")
    db = Database(path)
    article = next(db["articles"].rows_where("id = 2"))
    del article["month"]
    for number in range(10, 120):
        db["articles"].insert({**article, "id": number, "story_id": number, "permalink": f"p{number}"})
        db["article_parties"].insert({"article_id": number, "party_id": "kodansha", "role": "mentioned"})
    db.conn.commit()
    db.close()
    site = Site(serve(path, live=True, public=False))
    assert looked_up(site, "Kodansha")["Kodansha"][2].startswith("100+ 2025-11-19")
    assert len(read_csv(site, "Kodansha")) == 101
