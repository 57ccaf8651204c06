"""The site, as Datasette serves it from a snapshot and from the working file."""

import asyncio
import html
import json
import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from datasette.app import Datasette
from sqlite_utils import Database

from db.alerts import queries
from db.publish import publish
from rulingwire.errors import ConfigError
from tests.small_corpus import PRIVATE_ENDING, TITLE, build
from web.site import WEB, build_metadata, datasette_command, settings, write_metadata

HOSTILE = "<script>alert('x')</script> \"quoted\" & \u202eright {{ 7*7 }}"
PAGES = [
    "/",
    "/explore",
    "/explore?q=Tokyo&party=cloudflare",
    "/explore?by=story",
    "/explore/overview",
    "/sources",
    "/article/tokyo-1",
    "/party/cloudflare",
    "/jurisdiction/JP",
]
PAGES += ["/court/jp-tokyo-district"]


def serve(path: Path, *, live: bool = False, public: bool = True) -> Datasette:
    db = Database(path)
    metadata = build_metadata(db)
    db.close()
    exports = [] if live else [("exports", str(path.with_name("exports")))]
    return Datasette(
        [str(path)] if live else [],
        immutables=[] if live else [str(path)],
        inspect_data=None if live else json.loads(path.with_name("inspect.json").read_text()),
        metadata=metadata,
        plugins_dir=str(WEB / "plugins"),
        template_dir=str(WEB / "templates"),
        static_mounts=[("static", str(WEB / "static")), *exports],
        settings=settings(live=live, public=public),
    )


class Site:
    """A Datasette to ask by path."""

    def __init__(self, datasette: Datasette) -> None:
        self.datasette = datasette

    def get(self, path: str):
        return asyncio.run(self.datasette.client.get(path))

    def text(self, path: str) -> str:
        response = self.get(path)
        assert response.status_code == 200, (path, response.text[:500])
        return response.text


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("web")
    return publish(build(folder / "rulings.db"), folder / "snapshots", now=datetime(2025, 11, 20, 9, tzinfo=UTC))


@pytest.fixture(scope="module")
def site(snapshot: Path) -> Site:
    return Site(serve(snapshot))


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(serve(build(tmp_path_factory.mktemp("live") / "rulings.db"), live=True, public=False))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_on_a_snapshot_and_on_the_live_file(site: Site, live: Site, path: str) -> None:
    for page in (site.text(path), live.text(path)):
        assert '<html lang="en">' in page
        assert '<main id="main">' in page
        assert page.count("<h1") == 1


@pytest.mark.parametrize("path", PAGES)
def test_our_pages_allow_no_script_and_hold_none(site: Site, path: str) -> None:
    response = site.get(path)
    assert response.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert "<script" not in response.text
    assert "style=" not in response.text


@pytest.mark.parametrize("path", ["/nothing", "/nothing/of/the/kind", "/rulings/nothing", "/rulings/articles/0"])
def test_an_address_that_nothing_stands_at_is_answered_so_in_our_words(site: Site, path: str) -> None:
    response = site.get(path)
    assert response.status_code == 404
    assert "There is no page at this address" in response.text
    assert site.get(path + ".json").json()["error"] == "Not found"


@pytest.mark.parametrize("path", ["/rulings", "/rulings/articles", "/rulings/articles/1", "/rulings/months"])
def test_datasettes_own_pages_stand_in_our_frame(site: Site, path: str) -> None:
    page = BeautifulSoup(site.text(path), "html.parser")
    assert page.html["lang"] == "en"
    assert [heading.name for heading in page.select("h1")] == ["h1"]
    assert page.select_one("main#main")
    assert page.select_one("header nav a[href='/cases']")
    assert not page.select("link[href*='app.css']")


@pytest.mark.parametrize(
    "path", ["/rulings", "/rulings/articles", "/rulings/articles.json", "/static/rulingwire.css", "/party/no"]
)
def test_every_answer_carries_security_headers(site: Site, path: str) -> None:
    headers = site.get(path).headers
    assert (
        "object-src 'none'" in headers["content-security-policy"]
        or "default-src 'none'" in headers["content-security-policy"]
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_front_page_shows_one_story_with_all_that_is_known_of_it(site: Site) -> None:
    page = site.text("/")
    assert page.count(TITLE) == 1
    for words in (
        "TorrentFreak, Slashdot",
        "2 reports",
        "Kodansha",
        "Japan",
        "Tokyo District Court",
        "JPY 500,000,000",
    ):
        assert words in page
    assert "2 articles in 1 story" in page
    assert "1 of 3 sources in trouble" in page


def test_every_inner_link_of_our_pages_leads_somewhere(site: Site) -> None:
    links = {html.unescape(link) for path in PAGES for link in re.findall(r'href="(/[^"#]*)"', site.text(path))}
    assert len(links) > 15
    assert {link: site.get(link).status_code for link in links if site.get(link).status_code != 200} == {}


def test_an_article_shows_the_words_and_the_rule_behind_each_tag(site: Site) -> None:
    page = site.text("/article/tokyo-1")
    assert "<code>court:jp-tokyo-district</code>" in page
    assert ">Tokyo District Court</q>" in page
    assert "JPY 500,000,000" in page
    assert "defendant" in page
    assert "Tokyo court rules" in page
    assert "title+text" in page


def test_an_article_tells_what_comes_next_and_who_takes_the_step(site: Site) -> None:
    page = BeautifulSoup(site.text("/article/tokyo-1"), "html.parser")
    terms = [" ".join(term.get_text(" ").split()) for term in page.select(".proof dt")]
    assert "appeal announced what comes next, by Cloudflare" in terms


def test_an_article_and_the_report_that_quotes_it_name_each_other(site: Site) -> None:
    assert re.search(r"tokyo-2.*quotes this article", site.text("/article/tokyo-1"))
    report = site.text("/article/tokyo-2")
    assert "Whom it quotes" in report
    assert "/article/tokyo-1" in report
    assert "Who quotes it" in site.text("/article/tokyo-1")


def test_an_outlet_that_is_named_is_shown_with_the_words_that_name_it(site: Site) -> None:
    assert "according to Reuters" in site.text("/article/tokyo-1")


def test_a_list_says_who_quotes_whom_and_an_article_why_it_stands_for_its_story(site: Site) -> None:
    assert "Slashdot (quoting TorrentFreak)" in site.text("/")
    # the small corpus says that the report of Slashdot is a court's own document
    assert "stands for the story" in site.text("/article/tokyo-2")


def test_a_text_that_may_not_be_published_shows_its_lead_only(site: Site, live: Site) -> None:
    for page in (site.text("/article/tokyo-1"), live.text("/article/tokyo-1")):
        assert "ruled for four manga publishers" in page
        assert PRIVATE_ENDING not in page
        assert "the text belongs to its publisher" in page
    assert "The sum is 500 million yen." in site.text("/article/tokyo-2")


def test_search_marks_the_words_it_found(site: Site) -> None:
    assert "<mark>Tokyo</mark>" in site.text("/explore?q=tokyo")
    assert "Nothing found" in site.text("/explore?q=unheardof")
    assert "/article/tokyo-1" in site.text('/explore?q="four manga publishers"')


@pytest.mark.parametrize(
    "q", ['"', "a AND", "title:", "*", "^", "(", "tags:x", "'; drop table articles", "%00", "!!!", "NEAR("]
)
def test_no_search_words_break_the_search(site: Site, q: str) -> None:
    assert site.get("/explore?q=" + q.replace(" ", "+")).status_code == 200
    assert site.get("/rulings/search.json?_shape=array&words=" + q.replace(" ", "+")).status_code < 500


def test_search_words_are_not_looked_up_among_the_tags(site: Site) -> None:
    assert "Nothing found" in site.text("/explore?q=srctorrentfreak")


@pytest.mark.parametrize(
    "path", ["/party/nobody", "/jurisdiction/XX", "/court/none", "/article/none", "/article/a%00b"]
)
def test_an_unknown_name_is_not_found(site: Site, path: str) -> None:
    response = site.get(path)
    assert response.status_code == 404
    assert "There is no page at this address" in response.text


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "٣", "9223372036854775807"])
def test_a_strange_place_to_go_on_from_is_no_error(site: Site, before: str) -> None:
    assert site.get(f"/?before={before}").status_code == 200


def test_lists_go_on_with_older_stories(tmp_path: Path) -> None:
    path = build(tmp_path / "rulings.db")
    db = Database(path)
    article = next(db["articles"].rows_where("id = 2"))
    del article["month"]
    for number in range(10, 50):
        db["articles"].insert(
            {**article, "id": number, "story_id": number, "permalink": f"p{number}", "title": f"No. {number}"}
        )
        db["article_parties"].insert({"article_id": number, "party_id": "cloudflare", "role": "defendant"})
    db.close()
    site = Site(serve(path, live=True, public=False))
    for start in ("/explore?by=story", "/party/cloudflare"):
        first = site.text(start)
        older = html.unescape(re.search(r'href="([^"]*before=[^"]*)"', first)[1])
        titles = re.findall(r"No\. \d+|" + TITLE, first + site.text(older))
        assert titles == [f"No. {number}" for number in range(49, 9, -1)] + [TITLE]


def test_a_hostile_title_and_address_stay_text(tmp_path: Path) -> None:
    path = build(tmp_path / "rulings.db", title=HOSTILE, url="javascript:alert(1)")
    site = Site(serve(publish(path, tmp_path / "s", now=datetime(2025, 11, 20, tzinfo=UTC))))
    for address in ["/", "/article/tokyo-1", "/article/tokyo-2", "/explore?q=quoted", "/party/cloudflare"]:
        page = site.text(address)
        assert "&lt;script&gt;alert" in page
        assert "{{ 7*7 }}" in page
        assert "<script" not in page
        assert 'href="javascript' not in page


def test_a_decision_shows_the_courts_own_entry(site: Site) -> None:
    entry = BeautifulSoup(site.text("/article/tokyo-2"), "html.parser").select_one("section.entry")
    said = {row.dt.get_text(): row.dd.get_text(" ", strip=True) for row in entry.select("dl > div")}
    assert said["Docket number"] == "令和4年(ワ)第1号"
    assert said["Decided"] == "2025-11-19"
    assert said["被告"] == "クラウドフレア"
    assert said["原告"] == "A<b>"
    assert entry.select_one("a.party")["href"] == "/party/cloudflare"
    assert BeautifulSoup(site.text("/article/tokyo-1"), "html.parser").select_one("section.entry") is None


def test_days_not_seen_are_told_with_the_source(site: Site) -> None:
    gaps = BeautifulSoup(site.text("/sources"), "html.parser").select_one("details").get_text(" ", strip=True)
    assert "1 gap" in gaps
    assert "2025-11-18 to 2025-11-19 , asked for Cloudflare : refused HTTP 403" in gaps


def test_outer_links_give_nothing_away(site: Site) -> None:
    outer = re.findall(r'<a href="https?://[^>]*>', site.text("/article/tokyo-1") + site.text("/sources"))
    assert outer
    assert all('rel="noopener nofollow"' in link for link in outer)


def test_the_canned_search_narrows_by_tag(site: Site) -> None:
    def found(arguments: str) -> list[str]:
        answer = json.loads(site.text(f"/rulings/search.json?_shape=array&{arguments}"))
        return [row["permalink"] for row in answer]

    assert found("words=tokyo") == ["tokyo-2", "tokyo-1"]
    assert found("words=tokyo&source=torrentfreak") == ["tokyo-1"]
    assert found("words=tokyo&party=kodansha&jurisdiction=JP") == ["tokyo-1"]
    assert found("words=tokyo&jurisdiction=DE") == found("party=cloudflare&words=") == []


def test_an_article_shows_who_corrected_it_and_why(site: Site) -> None:
    page = site.text("/article/tokyo-1")
    assert "corrected by A. Reader: &lt;b&gt;It lost." in page
    assert "So it is: party cloudflare, lost" in page
    assert "Not so: party akamai" not in page
    other = site.text("/article/tokyo-2")
    assert "Not so: party akamai" in other
    assert "Not in effect: there is no such tag." in other


def test_an_article_shows_what_was_changed_with_both_wordings(site: Site) -> None:
    page = site.text("/article/tokyo-1")
    assert "Changed after publication: a fact was changed" in page
    assert "A fact was changed; the title was changed; words were changed" in page
    assert "Sum: <del>JPY 50,000,000</del> <ins>JPY 500,000,000</ins>" in page
    assert "…before <del>old 0</del> <ins>&lt;b&gt;new 0</ins> behind…" in page
    assert "and 5 further changes" in page
    assert "What was changed" not in site.text("/article/tokyo-2")


def test_changes_after_publication_are_found_by_source_party_kind_and_day(site: Site) -> None:
    def found(arguments: str) -> int:
        return len(json.loads(site.text(f"/rulings/changed_after_publication.json?_shape=array&{arguments}")))

    for arguments in ("", "source=torrentfreak", "party=cloudflare", "kind=retitled", "since=2025-11-20"):
        assert found(arguments) == 1
    for arguments in ("source=slashdot", "party=netflix", "kind=correction", "since=2025-11-21"):
        assert found(arguments) == 0


def test_a_party_is_counted_by_jurisdiction(site: Site) -> None:
    answer = json.loads(site.text("/rulings/party_in_jurisdiction.json?_shape=array&party=cloudflare"))
    assert answer == [{"code": "JP", "name": "Japan", "articles": 2}]


def test_the_stock_table_page_searches_texts_and_explains_columns(site: Site) -> None:
    assert len(json.loads(site.text("/rulings/articles.json?_shape=array&_search=publishers"))) == 1
    assert "Lasting short name for citations" in site.text("/rulings/articles")


def test_free_sql_is_closed_in_public_and_open_at_home(site: Site, live: Site) -> None:
    assert site.get("/rulings.json?sql=select+1").status_code == 403
    assert live.get("/rulings.json?sql=select+1").status_code == 200


def test_no_query_can_build_a_huge_value(live: Site) -> None:
    response = live.get("/rulings.json?sql=select+length(hex(zeroblob(400000000)))")
    assert response.status_code == 400
    assert "too big" in response.text


def test_a_snapshot_is_served_immutable_with_its_inspection(snapshot: Path, tmp_path: Path) -> None:
    command = datasette_command(snapshot, metadata_path=tmp_path / "metadata.json", public=True)
    assert command[command.index("-i") + 1] == str(snapshot)
    assert command[command.index("--inspect-file") + 1] == str(snapshot.with_name("inspect.json"))
    assert command[command.index("default_allow_sql") + 1] == "0"
    assert command[command.index("--host") + 1] == "127.0.0.1"


def test_the_working_file_is_served_mutable_and_never_in_public(tmp_path: Path) -> None:
    live = datasette_command(tmp_path / "rulings.db", metadata_path=tmp_path / "m.json", live=True)
    assert "-i" not in live
    assert "--inspect-file" not in live
    with pytest.raises(ConfigError, match="publish a snapshot"):
        datasette_command(tmp_path / "rulings.db", metadata_path=tmp_path / "m.json", live=True, public=True)


def test_a_file_of_another_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"must be called rulings\.db"):
        datasette_command(tmp_path / "corpus.db", metadata_path=tmp_path / "m.json")


def test_metadata_is_written_for_the_command(snapshot: Path, tmp_path: Path) -> None:
    write_metadata(snapshot, tmp_path / "metadata.json")
    tables = json.loads((tmp_path / "metadata.json").read_text())["databases"]["rulings"]["tables"]
    assert tables["articles"]["fts_table"] == "article_search"
    assert tables["aliases"]["hidden"]
    assert "hosts" not in tables
    assert not [name for name, table in tables.items() if "sort" in table or "sort_desc" in table]


@pytest.mark.parametrize("narrowed", ["", "language=en", "month=2025-11&_sort=title"])
def test_the_facets_of_articles_are_those_that_datasette_would_count(site: Site, live: Site, narrowed: str) -> None:
    for server in (site, live):
        for column in ("source_id", "language", "month"):
            answer = server.text(f"/rulings/articles.json?_facet={column}&{narrowed}")
            ours, stock = (json.loads(answer)["facet_results"][name] for name in (column, f"{column}_2"))
            assert [(one["value"], one["label"], one["count"], one["selected"]) for one in ours["results"]] == [
                (one["value"], one["label"], one["count"], one["selected"]) for one in stock["results"]
            ]
            assert ours["type"] == "column"


def test_a_facet_of_all_articles_leads_to_those_that_have_the_value(site: Site) -> None:
    first, later = (json.loads(site.text(f"/rulings/articles.json{page}")) for page in ("?_size=1", "?_size=1&_next=1"))
    assert [facet["results"] for facet in later["facet_results"].values()]
    for facet in later["facet_results"].values():
        assert sum(one["count"] for one in facet["results"]) == first["filtered_table_rows_count"] == 2
        for one in facet["results"]:
            assert "_next" not in one["toggle_url"]
            address = one["toggle_url"].removeprefix("http://localhost")
            assert json.loads(site.text(address))["filtered_table_rows_count"] == one["count"]


def test_queries_ask_only_tables_of_the_working_schema(tmp_path: Path) -> None:
    connection = sqlite3.connect(build(tmp_path / "rulings.db"))
    connection.create_function("escape_fts", 1, str)
    for query in queries().values():
        connection.execute("EXPLAIN " + query["sql"], dict.fromkeys(query.get("params", []), ""))
    connection.close()
