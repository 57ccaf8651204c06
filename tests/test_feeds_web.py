"""Feeds: what can be subscribed to, as Atom and as JSON Feed."""

import asyncio
import json
import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import feedparser
import pytest
from bs4 import BeautifulSoup
from datasette.plugins import pm
from datasette.utils import MultiParams
from sqlite_utils import Database

from db.alerts import find_news
from db.corpus import open_corpus
from db.publish import publish
from db.searches import expression
from rulingwire.alerts import Alert, Target
from tests.small_corpus import PRIVATE_ENDING, PRIVATE_FIRST_DRAFT, TITLE, build
from tests.small_rulings import APPEAL, CANDIDATE, KNOWN
from tests.test_web import Site, serve

ATOM = "{http://www.w3.org/2005/Atom}"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
TAG_URI = re.compile(r"tag:[a-z0-9.-]+,\d{4}(?:-\d\d){0,2}:[^\s]+")
HOSTILE = "<script>alert('x')</script> & ]]> \u202e\x00\x0b\x1b\ufffe {{ 7*7 }}"
FEEDS = [
    "/feeds/rulings", "/feeds/articles", "/feeds/changes", "/feeds/sources", f"/feeds/ruling/{KNOWN}",
    "/feeds/query/disagreements", "/feeds/query/changed_after_publication",
]  # fmt: skip
NOON = datetime(2025, 11, 20, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("feeds")
    return publish(build(folder / "rulings.db"), folder / "snapshots", now=NOON)


@pytest.fixture(scope="module")
def site(snapshot: Path) -> Site:
    return Site(serve(snapshot))


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(serve(build(tmp_path_factory.mktemp("live") / "rulings.db"), live=True, public=False))


def checked(text: str) -> ElementTree.Element:
    """A feed that keeps the musts of RFC 4287 that concern us, as its root."""
    root = ElementTree.fromstring(text)
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (only,) = element.findall(ATOM + name)
            assert only.text
        assert TAG_URI.fullmatch(element.findtext(f"{ATOM}id"))
        times = [*element.findall(f"{ATOM}updated"), *element.findall(f"{ATOM}published")]
        assert [one.text for one in times if not TIME.fullmatch(one.text)] == []
        assert len(element.findall(f"{ATOM}published")) <= 1
        assert element.find(f"{ATOM}link[@rel='alternate']") is not None
        assert all(urlsplit(one.get("href")).scheme in ("http", "https") for one in element.iter(f"{ATOM}link"))
        assert all(one.findtext(f"{ATOM}name") for one in element.iter(f"{ATOM}author"))
    ids = [element.findtext(f"{ATOM}id") for element in root.iter(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    assert root.find(f"{ATOM}link[@rel='self']") is not None
    assert root.find(f"{ATOM}author") is not None
    return root


def entries(site: Site, path: str) -> list:
    text = site.text(path)
    checked(text)
    found = feedparser.parse(text)
    assert not found.bozo
    return found.entries


def keys(site: Site, path: str) -> list[str]:
    return [entry.id.removeprefix("tag:rulingwire,2025:") for entry in entries(site, path)]


def linked(root: ElementTree.Element, relation: str) -> str | None:
    link = root.find(f"{ATOM}link[@rel='{relation}']")
    return None if link is None else link.get("href")


@pytest.mark.parametrize("path", FEEDS)
def test_every_feed_is_valid_on_a_snapshot_and_on_the_live_file(site: Site, live: Site, path: str) -> None:
    for place in (site, live):
        assert entries(place, f"{path}.atom")
        response = place.get(f"{path}.atom")
        assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
        assert response.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("path", FEEDS)
def test_the_json_feed_says_the_same(site: Site, path: str) -> None:
    response = site.get(f"{path}.json")
    assert response.headers["content-type"] == "application/feed+json; charset=utf-8"
    feed, atom = response.json(), entries(site, f"{path}.atom")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert urlsplit(feed["feed_url"]).path == f"{path}.json"
    assert [(one["id"], one["title"], one["url"]) for one in feed["items"]] == [
        (one.id, one.title, one.link) for one in atom
    ]
    assert all(one["content_text"] and TIME.fullmatch(one["date_modified"]) for one in feed["items"])


def test_an_article_leads_to_our_page_and_to_the_original_and_says_why(site: Site) -> None:
    (newest,) = entries(site, "/feeds/articles.atom?party=kodansha&party=cloudflare")
    assert urlsplit(newest.link).path == "/article/tokyo-1"
    assert [link.href for link in newest.links if link.rel == "related"] == ["https://torrentfreak.com/tokyo-ruling/"]
    assert [author.name for author in newest.authors] == ["TorrentFreak", "A. Writer"]
    assert "Names Cloudflare as defendant: “Cloudflare”" in newest.summary
    assert newest.updated == "2025-11-20T08:00:00+00:00"  # the day of the edit, not of the first report


def test_a_ruling_is_told_in_one_sentence_and_a_candidate_as_unchecked(site: Site) -> None:
    told = {entry.id.rpartition("/")[2]: entry.summary for entry in entries(site, "/feeds/rulings.atom")}
    assert list(told) == [APPEAL, KNOWN, CANDIDATE]
    assert told[KNOWN].splitlines() == [
        "Ruling of the Tokyo District Court, Japan, against Cloudflare: liable, 2025-11-19",
        "Sum: JPY 500,900,928, damages awarded",
    ]
    assert told[CANDIDATE].endswith("Unconfirmed: read from 1 report by machine, checked by nobody")


def test_a_change_is_told_with_what_stood_there_before(site: Site) -> None:
    (change,) = entries(site, "/feeds/changes.atom")
    assert change.id.endswith(":change/tokyo-1/2")
    assert "sum changed after publication: JPY 50000000 -> JPY 500000000" in change.summary
    assert f"title changed after publication: Tokyo court rules -> {TITLE}" in change.summary


def test_trouble_with_a_source_is_one_entry_as_long_as_it_lasts(site: Site) -> None:
    (trouble,) = entries(site, "/feeds/sources.atom")
    assert trouble.id.endswith(":trouble/slashdot/2025-11-19T12:00:00+00:00")
    assert "Has not answered as it should since 2025-11-19, the last time so: refused" in trouble.summary


def test_the_feed_of_a_ruling_holds_its_case_its_reports_and_their_changes(site: Site) -> None:
    assert set(keys(site, f"/feeds/ruling/{KNOWN}.atom")) == {
        f"ruling/{KNOWN}", f"ruling/{APPEAL}", "article/tokyo-1", "article/tokyo-2", "change/tokyo-1/2",
    }  # fmt: skip
    root = checked(site.text(f"/feeds/ruling/{KNOWN}.atom"))
    assert urlsplit(linked(root, "alternate")).path == f"/ruling/{KNOWN}"


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ("party=kodansha", [KNOWN]),
        ("party=cloudflare", [KNOWN, CANDIDATE]),
        ("court=jp-tokyo-district", [APPEAL, KNOWN]),
        ("jurisdiction=JP&party=cloudflare", [KNOWN, CANDIDATE]),
        ("subject=manga", [APPEAL, KNOWN, CANDIDATE]),
        ("subject=manga&court=jp-tokyo-district&party=kodansha", [KNOWN]),
        ("jurisdiction=DE", []),
        ("party=cloudflare&court=no", []),
    ],
)
def test_rulings_are_narrowed_by_party_court_jurisdiction_and_subject(
    site: Site, arguments: str, found: list[str]
) -> None:
    assert keys(site, f"/feeds/rulings.atom?{arguments}") == [f"ruling/{key}" for key in found]


SEARCHES = [
    "q=manga", "q=%22a+Tokyo+court%22", "party=cloudflare", "party=kodansha&party=cloudflare", "role=plaintiff",
    "party=kodansha&role=plaintiff", "jurisdiction=JP", "court=jp-tokyo-district", "outcome=liable", "event=ruling",
    "source=slashdot", "language=en", "year=2025", "year=2025-11", "year=2024", "subject=cdn", "q=NEAR%28+%22+a*",
    "q=%22&party=%22%22",
]  # fmt: skip


@pytest.mark.parametrize("arguments", SEARCHES)
def test_the_feed_of_a_search_holds_what_the_search_finds_and_so_does_an_alert(
    site: Site, snapshot: Path, arguments: str
) -> None:
    explore = pm.get_plugin("explore.py")
    asked = explore.read(MultiParams(parse_qs(arguments)))
    assert expression({name: tuple(values) for name, values in asked.items()}) == explore.expression(asked)
    listed = re.findall(r'href="/article/([^"#?]*)"', site.text(f"/explore?{arguments}"))
    assert keys(site, f"/feeds/articles.atom?{arguments}") == [f"article/{key}" for key in dict.fromkeys(listed)]


@pytest.mark.parametrize("query", ["disagreements", "changed_after_publication", "quotes", "ruling_timeline"])
def test_the_feed_of_a_query_and_an_alert_of_it_tell_the_same(site: Site, snapshot: Path, query: str) -> None:
    where = {"ruling": (KNOWN,)} if query == "ruling_timeline" else {}
    to = Target(kind="command", words=("true",))
    db = open_corpus(snapshot)
    news = find_news(db, Alert(name="a", kind="query", where=where, query=query, to=to), NOON)
    db.close()
    feed = json.loads(site.text(f"/feeds/query/{query}.json?ruling={KNOWN if where else ''}"))
    assert [
        (one["id"].removeprefix("tag:rulingwire,2025:"), one["title"], urlsplit(one["url"]).path, one["content_text"])
        for one in feed["items"]
    ] == [(one.key, one.title, one.page, one.why) for one in news]


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/ruling/none.atom",
        "/feeds/query/none.atom",
        "/feeds/query/months.atom",
        "/feeds/no.atom",
        "/feeds/rulings.rss",
    ],
)
def test_a_feed_that_there_is_not_is_not_found(site: Site, path: str) -> None:
    assert site.get(path).status_code == 404


@pytest.mark.parametrize("kind", ["articles", "changes", "rulings"])
def test_older_entries_are_read_page_by_page_each_once(tmp_path: Path, kind: str) -> None:
    path = build(tmp_path / "rulings.db")
    db = Database(path)
    article = next(db["articles"].rows_where("id = 2"))
    del article["month"]
    ruling = next(db["rulings"].rows_where("id = ?", [KNOWN]))
    edit = next(db["edits"].rows)
    for number in range(10, 130):
        more = {"id": number, "permalink": f"p-{number}", "story_id": number}
        db["articles"].insert(article | more)
        db["edits"].insert(edit | {"article_id": number})
        db["rulings"].insert(ruling | {"id": f"r{number}", "decided_on": f"2024-{1 + number % 12:02}"})
    db.close()
    site, found, address = Site(serve(path, live=True, public=False)), [], f"/feeds/{kind}.atom"
    pages = 0
    while address:
        found += keys(site, address)
        pages += 1
        following = linked(checked(site.text(address)), "next")
        address = following and urlsplit(following)._replace(scheme="", netloc="").geturl()
    assert pages == 3
    assert len(found) == len(set(found)) == {"articles": 122, "changes": 121, "rulings": 123}[kind]


def test_hostile_words_leave_a_feed_well_formed(tmp_path: Path) -> None:
    path = build(tmp_path / "rulings.db")
    db = Database(path)
    for table, column in (
        ("articles", "title"), ("articles", "byline"), ("articles", "language"), ("sources", "title"),
        ("rulings", "name"), ("rulings", "says"), ("edit_changes", "after"), ("evidence", "quote"),
        ("source_states", "last_why"), ("ruling_claims", "quote"), ("ruling_claims", "value"), ("parties", "name"),
    ):  # fmt: skip
        db.conn.execute(f"UPDATE OR IGNORE {table} SET {column} = ?", [HOSTILE])
    db.conn.execute("UPDATE articles SET url = 'javascript:alert(1)', published_at = 'yesterday'")
    db.conn.execute("UPDATE ruling_sources SET url = 'javascript:alert(1)'")
    db.conn.commit()
    db.close()
    site = Site(serve(path, live=True, public=False))
    for feed in FEEDS:
        text = site.text(f"{feed}.atom")
        checked(text)
        assert "<script" not in text
        assert "javascript:" not in text
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", text)
        assert "javascript:" not in json.dumps(site.get(f"{feed}.json").json())


def test_no_feed_holds_a_text_that_may_not_be_published(site: Site, live: Site) -> None:
    for place in (site, live):
        told = "".join(place.text(f"{feed}.atom") for feed in FEEDS)
        assert PRIVATE_ENDING not in told
        assert PRIVATE_FIRST_DRAFT not in told


def test_a_reader_that_has_a_feed_of_a_snapshot_is_told_so(site: Site) -> None:
    for path in ("/feeds/rulings.atom", "/feeds/articles.json?party=cloudflare"):
        headers = site.get(path).headers
        assert asked(site, path, {"If-None-Match": f'"x", {headers["etag"]}'}).status_code == 304
        assert asked(site, path, {"If-Modified-Since": headers["last-modified"]}).status_code == 304
        earlier = parsedate_to_datetime(headers["last-modified"]) - timedelta(seconds=1)
        assert asked(site, path, {"If-Modified-Since": format_datetime(earlier, usegmt=True)}).status_code == 200
        assert (
            asked(site, path, {"If-None-Match": '"x"', "If-Modified-Since": headers["last-modified"]}).status_code
            == 200
        )
        assert asked(site, path, {"If-Modified-Since": "yesterday"}).status_code == 200
    assert site.get("/feeds/rulings.atom").headers["etag"] != site.get("/feeds/rulings.json").headers["etag"]


def asked(site: Site, path: str, headers: dict[str, str]):
    return asyncio.run(site.datasette.client.get(path, headers=headers))


def test_a_reader_of_the_live_file_gets_what_is_new_and_else_nothing(tmp_path: Path) -> None:
    path = build(tmp_path / "rulings.db")
    site = Site(serve(path, live=True, public=False))
    etag = site.get("/feeds/articles.atom").headers["etag"]
    assert asked(site, "/feeds/articles.atom", {"If-None-Match": etag}).status_code == 304
    db = Database(path)
    db.conn.execute("UPDATE articles SET title = 'Another title' WHERE id = 1")
    db.conn.commit()
    db.close()
    assert asked(site, "/feeds/articles.atom", {"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("before", ["nothing", "'", "9" * 300, "%00", "1.", ".", "-1"])
@pytest.mark.parametrize("kind", ["articles", "changes", "rulings", "sources"])
def test_a_strange_place_to_go_on_from_is_no_error(site: Site, kind: str, before: str) -> None:
    entries(site, f"/feeds/{kind}.atom?before={before}")


def test_the_page_of_feeds_lists_those_that_there_are(site: Site) -> None:
    page = BeautifulSoup(site.text("/feeds/"), "html.parser")
    found = {link["href"] for link in page.select("main a") if link["href"].endswith((".atom", ".json"))}
    assert {
        f"/feeds/{kind}.{form}" for kind in ("rulings", "articles", "changes", "sources") for form in ("atom", "json")
    } < found
    assert "/feeds/query/disagreements.atom" in found
    assert "/feeds/query/months.atom" not in found
    assert site.get("/feeds").status_code == 200
    for path in found:
        if path.endswith(".atom"):
            checked(site.text(path))
