"""The explorer: articles by words and facets."""

import html
import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup, Tag
from datasette.plugins import pm
from datasette.utils import MultiParams
from sqlite_utils import Database

from db.publish import publish
from tests.small_corpus import build, fill_search
from tests.test_web import HOSTILE, Site, serve

NOW = datetime(2025, 11, 20, 9, tzinfo=UTC)
MANY = 1200


def snapshot(path: Path) -> Site:
    return Site(serve(publish(path, path.parent / "snapshots", now=NOW)))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    path = build(tmp_path_factory.mktemp("explore") / "rulings.db")
    change(path, "INSERT INTO article_subjects VALUES (1, 'manga'), (1, 'cdn'), (2, 'cdn')")
    return snapshot(path)


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working file with more articles than a page counts facets from; one in three is not relevant."""
    path = build(tmp_path_factory.mktemp("big") / "rulings.db")
    db = Database(path)
    article = next(db["articles"].rows_where("id = 2"))
    del article["month"]
    told = {"source_id": "slashdot", "published_at": "2019-03-01T00:00:00Z", "outcome": "", "title": "A report"}
    db["articles"].insert_all(
        article | told | {"id": n, "story_id": n, "permalink": f"p{n}", "relevant": int(n % 3 > 0)}
        for n in range(10, 10 + MANY * 3 // 2)
    )
    db.close()
    change(path, "INSERT INTO article_parties SELECT id, 'kodansha', 'mentioned', '' FROM articles WHERE id > 9")
    return path


@pytest.fixture(scope="module")
def big_site(big: Path) -> Site:
    return snapshot(big)


def change(path: Path, *statements: str) -> None:
    """Change a corpus, and index it as it then is."""
    db = Database(path)
    db.conn.execute("INSERT INTO article_search(article_search) VALUES ('delete-all')")
    for statement in statements:
        db.conn.execute(statement)
    fill_search(db)
    db.conn.commit()
    db.close()


def soup(site: Site, path: str) -> BeautifulSoup:
    return BeautifulSoup(site.text(path), "html.parser")


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ", strip=True).split())


def found(site: Site, query: str) -> list[str]:
    return [link["href"].rpartition("/")[2] for link in soup(site, f"/explore?{query}").select("h3 a.article")]


def facet(page: Tag, label: str) -> dict[str, str]:
    """The values of a facet with their numbers."""
    (box,) = [box for box in page.select(".facets > details") if words(box.summary) == label]
    return {words(one.find(["a", "span"])): words(one.small) for one in box.select("li")}


def links(page: Tag) -> dict[str, str]:
    return {words(link): html.unescape(link["href"]) for link in page.select(".facets a")}


@pytest.mark.parametrize(
    ("query", "permalinks"),
    [
        ("", ["tokyo-2", "tokyo-1"]),
        ("q=reader", ["tokyo-2"]),
        ("q=%22four+manga+publishers%22", ["tokyo-1"]),
        ("source=slashdot", ["tokyo-2"]),
        ("language=en", ["tokyo-2", "tokyo-1"]),
        ("language=de", []),
        ("party=kodansha", ["tokyo-1"]),
        ("party=kodansha&party=cloudflare", ["tokyo-1"]),
        ("role=plaintiff", ["tokyo-1"]),
        ("jurisdiction=jp", ["tokyo-2", "tokyo-1"]),
        ("court=jp-tokyo-district", ["tokyo-1"]),
        ("outcome=liable&event=ruling", ["tokyo-2", "tokyo-1"]),
        ("outcome=not-liable", []),
        ("subject=manga", ["tokyo-1"]),
        ("year=2025", ["tokyo-2", "tokyo-1"]),
        ("year=2025-11", ["tokyo-2", "tokyo-1"]),
        ("year=2025-10", []),
        ("q=court&party=cloudflare&source=torrentfreak&year=2025", ["tokyo-1"]),
    ],
)
def test_articles_are_found_by_words_and_every_facet(site: Site, query: str, permalinks: list[str]) -> None:
    assert found(site, query) == permalinks


def test_a_role_that_is_asked_with_a_party_is_that_partys(site: Site) -> None:
    assert found(site, "party=cloudflare&role=plaintiff") == []
    assert found(site, "party=kodansha&party=cloudflare&role=plaintiff") == ["tokyo-1"]
    assert facet(soup(site, "/explore?party=cloudflare"), "Role of a party") == {"defendant": "2"}


def test_each_facet_counts_its_values_and_each_leads_to_as_many_articles(site: Site) -> None:
    page = soup(site, "/explore?q=cloudflare")
    assert facet(page, "Party") == {
        "Cloudflare": "2", "Kadokawa": "1", "Kodansha": "1", "Shogakukan": "1", "Shueisha": "1",
    }  # fmt: skip
    assert facet(page, "Role of a party") == {"defendant": "2", "plaintiff": "1"}
    assert facet(page, "Subject") == {"cdn": "2", "manga": "1"}
    assert facet(page, "Language") == {"English": "2"}
    for one in page.select(".facets li"):
        assert words(soup(site, one.a["href"]).select_one("#found")).startswith(f"{words(one.small)} article")


def test_a_chosen_value_is_shown_and_can_be_taken_out(site: Site) -> None:
    page = soup(site, "/explore?q=tokyo&party=kodansha&language=en")
    chips = {words(one): one.a["href"] for one in page.select(".chips li")}
    assert chips == {
        "Words: tokyo remove": "/explore?party=kodansha&language=en",
        "Party: Kodansha remove": "/explore?q=tokyo&language=en",
        "Language: English remove": "/explore?q=tokyo&party=kodansha",
        "Remove all": "/explore",
    }
    assert words(page.select_one(".facets .chosen a")) == "remove"
    assert page.select_one("form input[name=party]")["value"] == "kodansha"


def test_a_further_party_narrows_and_another_source_takes_the_place_of_the_first(site: Site) -> None:
    assert links(soup(site, "/explore?party=cloudflare"))["Kodansha"] == "/explore?party=cloudflare&party=kodansha"
    assert found(site, "source=slashdot&source=torrentfreak") == ["tokyo-1"]


def test_a_search_has_one_address_whatever_the_order_of_its_parts(site: Site) -> None:
    plugin = pm.get_plugin("explore.py")

    def address(query: dict[str, list[str]]) -> str:
        return plugin.address(plugin.read(MultiParams(query)))

    assert address({"year": ["2025"], "x": ["y"], "q": ["a b"], "party": ["p", "p", "o"]}) == (
        "/explore?q=a+b&party=p&party=o&year=2025"
    )
    assert address({"year": [""], "q": [" "]}) == "/explore"


def test_words_that_are_found_are_marked_in_title_and_text(site: Site) -> None:
    page = soup(site, "/explore?q=tokyo&party=cloudflare")
    assert {words(one) for one in page.select("h3 mark")} == {"Tokyo"}
    assert {words(one) for one in page.select("p mark")} == {"Tokyo"}


def test_articles_are_grouped_by_story_where_that_is_asked(site: Site) -> None:
    page = soup(site, "/explore?q=tokyo&by=story")
    assert found(site, "q=tokyo&by=story") == ["tokyo-1"]
    assert "2 reports" in words(page.select_one("#main"))
    assert all("by=story" in link["href"] for link in page.select(".facets a"))


def test_csv_json_and_feed_hold_what_the_page_lists(site: Site) -> None:
    page = soup(site, "/explore?q=tokyo&source=slashdot")
    (json_link,) = [link["href"] for link in page.select("a") if words(link) == "JSON" and "matching" in link["href"]]
    assert [row["permalink"] for row in json.loads(site.text(json_link))] == ["tokyo-2"]
    feed = page.select_one("link[rel=alternate]")["href"]
    assert feed == "/feeds/articles.atom?q=tokyo&source=slashdot"
    assert "tokyo-2" in site.text(feed)


def test_the_address_of_old_searches_leads_on(site: Site) -> None:
    for old, new in (("/search?q=a+b%26", "/explore?q=a+b%26"), ("/search", "/explore")):
        response = site.get(old)
        assert (response.status_code, response.headers["location"]) == (301, new)


@pytest.mark.parametrize("value", ['"', "*", "' OR 1=1", "NEAR(a b)", "%00", "{", ")", "ü漢", "a" * 3000, "-", "^x"])
@pytest.mark.parametrize("name", ["q", "party", "role", "language", "year", "subject", "jurisdiction", "before"])
def test_no_value_breaks_the_explorer(site: Site, name: str, value: str) -> None:
    value = value if value == "%00" else quote(value)
    assert site.get(f"/explore?{name}={value}&party=cloudflare&role={value}").status_code == 200


def test_a_thousand_values_do_not_break_the_explorer(site: Site) -> None:
    assert site.get("/explore?" + "&".join(f"party=p{n}&role=r{n}" for n in range(1000))).status_code == 200


def test_hostile_titles_and_names_stay_text(tmp_path: Path) -> None:
    path = build(tmp_path / "rulings.db", title=HOSTILE)
    db = Database(path)
    hostile = ("parties", "name"), ("sources", "title"), ("courts", "name"), ("rulings", "name"), ("rulings", "says")
    for table, column in hostile:
        db.conn.execute(f"UPDATE {table} SET {column} = ?", [HOSTILE])
    db.conn.execute("UPDATE articles SET outcome = ?, language = ?", [HOSTILE, '"><script>'])
    db.conn.commit()
    db.close()
    change(path)
    site = snapshot(path)
    for address in ("/", "/explore", "/explore?by=story", "/explore/overview", f"/explore?q={quote(HOSTILE)}"):
        text = site.text(address)
        assert "&lt;script&gt;" in text
        assert "<script" not in text


# More articles than a page counts


def test_totals_are_exact_and_facets_of_many_hits_say_at_least(big_site: Site) -> None:
    page = soup(big_site, "/explore?q=report")
    assert words(page.select_one("#found")) == f"{MANY:,} articles, newest first"
    assert facet(page, "Party") == {"Kodansha": "1,000+"}
    assert facet(page, "Year") == {"2019": "100+"}
    assert "means “at least”" in words(page)


def test_hits_beyond_what_is_counted_are_told_as_more_than(big_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pm.get_plugin("explore.py"), "COUNTED", MANY - 1)
    page = soup(big_site, "/explore?q=report")
    assert words(page.select_one("#found")) == f"More than {MANY - 1:,} articles, newest first"


def test_the_whole_corpus_is_counted_when_it_is_published(big_site: Site) -> None:
    page = soup(big_site, "/explore")
    assert words(page.select_one("#found")) == f"{MANY + 2:,} articles, newest first"
    assert facet(page, "Party")["Kodansha"] == f"{MANY + 1:,}"
    assert facet(page, "Year") == {"2025": "2", "2019": f"{MANY:,}"}


def test_the_working_file_says_that_it_has_more_than_it_counted(big: Path) -> None:
    live = Site(serve(big, live=True, public=False))
    page = soup(live, "/explore")
    assert words(page.select_one("#found")) == "More than 1,000 articles, newest first"
    assert facet(page, "Year") == {"2025": "2", "2019": "100+"}
    assert words(soup(live, "/explore?q=report").select_one("#found")) == f"{MANY:,} articles, newest first"


def test_lists_are_paged_to_their_end_each_article_once(big: Path) -> None:
    site, seen, address = Site(serve(big, live=True, public=False)), [], "/explore?source=slashdot"
    while address:
        page = soup(site, address)
        seen += [link["href"] for link in page.select("h3 a.article")]
        older = page.select_one(".older a")
        address = older["href"] if older else ""
    assert len(seen) == len(set(seen)) == MANY + 1
