"""Documents of others: feedparser's own conformance tests and captured feeds, and bytes that hypothesis makes up.

What counts as active: the store holds plain text, so words that look like markup ("History of the <blink> tag",
escaped twice by its author) are words, and stay. No text may hold what stood *inside* a script or a style, and no
column of addresses may hold anything but http(s). `fetches.why` and `issues` quote what was refused.
"""

import html
import re
import time
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.feed_captures import feeds_below, packed_feeds, survey
from pipelines.clean import clean
from rulingwire.settings import ROOT
from spiders.documents import Document, parse_feed
from tests.builders import NOON
from tests.test_documents import URL, json_feed, read, rss

SAMPLES = ROOT.parent / "shared" / "samples"
CONFORMANCE = SAMPLES / "feeds-conformance" / "feedparser-tests.tar.xz"
NEWS = SAMPLES / "news"
needs_samples = pytest.mark.skipif(
    not CONFORMANCE.exists(), reason="the samples of others (../shared/samples) are not here"
)
QUOTES = {"issues", "fetches"}
ADDRESSES = {("articles", "url"), ("sightings", "url"), ("article_links", "url"), ("pages", "url")}
HTTP = ("http://", "https://")
HANDLER = re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE)
# Double-escaped by their authors, so that readers see markup as words.
WORDS = {"<br />", "History of the <blink> tag"}


@cache
def documents() -> tuple[tuple[str, bytes], ...]:
    return tuple((name.removeprefix("feedparser/tests/"), body) for name, body in packed_feeds(CONFORMANCE))


def text_columns(db):
    for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%search_%'"):
        for column in db.execute(f"PRAGMA table_info({table})").fetchall():
            values = db.execute(f"SELECT {column[1]} FROM {table} WHERE typeof({column[1]}) = 'text'")
            yield table, column[1], [row[0] for row in values]


def assert_nothing_active(db):
    """No address but http(s), and no markup in any column that does not quote what was refused."""
    for table, column, values in text_columns(db):
        if (table, column) in ADDRESSES:
            assert [v for v in values if v and not v.startswith(HTTP)] == [], (table, column)
        elif table not in QUOTES and not table.startswith("sqlite"):
            assert [v for v in values if HANDLER.search(v) or "<script" in v.lower()] == [], (table, column)


# The conformance tests of feedparser


@pytest.fixture(scope="module")
def surveyed(tmp_path_factory):
    rows, desk = survey(documents(), tmp_path_factory.mktemp("conformance"))
    yield rows, desk.db
    desk.db.close()


@needs_samples
def test_no_conformance_document_is_refused_but_those_in_cdf_and_the_empty_one(surveyed):
    rows, _ = surveyed
    assert sum(row.files for row in rows.values()) == 2107
    unread = sorted(line.partition(":")[0] for row in rows.values() for line in row.unread)
    assert [name for name in unread if "/cdf/" not in name] == ["illformed/rss_empty_document.xml"]
    assert len(unread) == 8  # CDF, Microsoft's format of 1997, holds channels without entries


@needs_samples
def test_no_conformance_entry_fails(surveyed):
    _, db = surveyed
    assert db.execute("SELECT words FROM issues WHERE kind = 'entry-failed'").fetchall() == []
    assert db.execute("SELECT count(*) FROM articles").fetchone()[0] > 100


@needs_samples
def test_nothing_active_reaches_the_store(surveyed):
    assert_nothing_active(surveyed[1])


@needs_samples
def test_no_conformance_entry_says_what_stood_in_a_script():
    odd = []
    for name, body in documents():
        for raw in parse_feed(body, "wire", URL).articles:
            article = clean(raw, (), NOON)
            said = f"{article.title}\n{article.byline}\n{article.text}"
            if re.search(r"<\w|document\.|alert\(|location\.replace|javascript:|@import", said):
                odd.append((name, said.strip()))
            assert all(
                u.startswith(("http://", "https://")) for u in (article.url, *(x.url for x in article.links)) if u
            )
    assert {said for _, said in odd} <= WORDS, odd


@needs_samples
def test_each_conformance_document_is_read_in_seconds_without_files_or_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a document made us open something")

    bodies = [body for _, body in documents()]
    read(rss())  # what is imported late is imported now
    for name in ("builtins.open", "io.open", "os.open", "socket.socket", "urllib.request.urlopen"):
        monkeypatch.setattr(name, refuse)
    monkeypatch.setattr("urllib.request.OpenerDirector.open", refuse)
    slowest, troubles = 0.0, []
    for body in bodies:
        begin = time.monotonic()
        troubles.append(parse_feed(body, "wire", URL).trouble)
        slowest = max(slowest, time.monotonic() - begin)
    monkeypatch.undo()
    assert slowest < 5
    assert {trouble for trouble in troubles if "Assertion" in trouble} == set()


# Captured feeds


@pytest.fixture(scope="module")
def captured(tmp_path_factory):
    rows, desk = survey(feeds_below(NEWS, packed=False), tmp_path_factory.mktemp("captured"))
    yield rows, desk.db
    desk.db.close()


@needs_samples
def test_every_captured_feed_is_read(captured):
    rows, _ = captured
    assert [line for row in rows.values() for line in row.unread] == [
        "torrentfreak/torrentfreak_homepage_hyperlinks_20220731.json: not a feed"
    ]
    assert sum(row.read for row in rows.values()) == 125
    assert [name for name, row in rows.items() if not row.articles] == ["torrentfreak"]


@needs_samples
def test_nothing_but_missing_dates_is_refused_in_captured_feeds(captured):
    rows, db = captured
    assert {kind for row in rows.values() for kind in row.refused} == {"missing-date", "not a feed"}
    assert_nothing_active(db)


@needs_samples
def test_captured_feeds_have_a_title_and_an_address_in_every_article(captured):
    _, db = captured
    assert db.execute("SELECT source_id, url, title FROM articles WHERE url = '' OR title = ''").fetchall() == []


# Bytes that nobody sent

SCRAPS = [b"<rss version='2.0'>", b"<channel>", b"<item>", b"<link>", b"</link>", b"javascript:alert(1)", b"<guid>",
          b"</item>", b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<entry>", b"<link href='", b"'/>", b"&#x3c;",
          b"&#0;", b"<![CDATA[", b"]]>", b"\x00", b"\xff\xfe", b"<?xml version='1.0' encoding='utf-7'?>", b"<title>",
          b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", b"&a;", b"data:text/html,x", b"//host/", b"\xe9",
          b"<ttl>", b"<skipHours><hour>", b"</hour></skipHours>", b"99", b"<published>", b"<content>"]  # fmt: skip
SOUP = st.lists(st.sampled_from(SCRAPS) | st.binary(max_size=12), max_size=30).map(b"".join)
ODD_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "url", "authors", "name", "tags", "title"]), inner, max_size=4)
    ),
    max_leaves=12,
)
ODD_FEED = st.lists(ODD_JSON, max_size=4).map(lambda items: json_feed(*items))
SCHEMES = [
    "javascript:x",
    "JaVa\nScript:x",
    "data:text/html,x",
    "mailto:a@b",
    "file:///etc/passwd",
    "http://",
    "//h/x",
    "/x",
]
LINKS = st.sampled_from(SCHEMES) | st.text(max_size=20)
LINKED = LINKS.map(lambda link: rss(f"<item><title>t</title><link>{html.escape(link)}</link></item>"))
LINKED_JSON = LINKS.map(lambda link: json_feed({"url": link, "content_html": f'<a href="{html.escape(link)}">x</a>'}))
SOUP_IN_RSS = SOUP.map(lambda soup: rss("").replace(b"</channel>", soup))
BODIES = st.one_of(st.binary(max_size=300), SOUP, SOUP_IN_RSS, ODD_FEED, LINKED, LINKED_JSON)
CALM = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@CALM
@given(BODIES)
def test_no_bytes_raise_and_every_address_is_http_or_refused_by_name(body):
    for raw in read(body).articles:
        article = clean(raw, (), NOON)
        refused = [issue.words for issue in article.issues if issue.kind == "link-refused"]
        assert refused == ([] if article.url or not raw.url else [raw.url[:200]])
        assert [u for u in (article.url, *(link.url for link in article.links)) if u and not u.startswith(HTTP)] == []


LAUGHS = b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
BOMBS = {
    "skip bomb": rss(channel="<skipHours>" * 5900),
    "deep nest": rss("<item>" + "<a>" * 20_000 + "</item>"),
    "billion laughs": b'<!DOCTYPE l [<!ENTITY a "ha">' + LAUGHS + b"]>" + rss("<item><title>&j;</title></item>")[38:],
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_read_in_seconds(bomb):
    begin = time.monotonic()
    read(BOMBS[bomb])
    assert time.monotonic() - begin < 3


def test_a_body_of_unclosed_tags_is_cleaned_in_seconds():
    article = read(rss(f"<item><description>{'&lt;div&gt;' * 30_000}</description></item>")).articles[0]
    begin = time.monotonic()
    clean(article, (), NOON)
    assert time.monotonic() - begin < 1


@pytest.mark.parametrize("body", [b"/etc/passwd", b"https://wire.example/feed", b"file:///etc/passwd", b"feed:x"])
def test_a_body_that_names_a_file_or_an_address_opens_neither(body):
    assert read(body) == Document(trouble="not a feed")
