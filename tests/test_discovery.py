"""A page's feeds are found: announced ones first, then plausible links, http(s) only."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulingwire.discovery import FoundFeed, find_feeds

HEISE = Path(__file__).parents[2] / "shared/samples/news/heise/html/heise_feedreader_autodiscovery.html"
PAGE = "https://example.org/news/page"


def found(html: str) -> list[tuple[str, str, str]]:
    return [(feed.url, feed.title, feed.media_type) for feed in find_feeds(html.encode(), PAGE)]


@pytest.mark.parametrize(
    "media_type",
    [
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "Application/RSS+XML; charset=utf-8",
    ],
)
def test_announced_feeds_are_found(media_type: str) -> None:
    html = f'<head><link rel="Alternate home" type="{media_type}" title=" All\nnews " href="/feed"></head>'
    assert found(html) == [("https://example.org/feed", "All news", media_type.partition(";")[0].lower())]


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="alternate" hreflang="de" href="/de/">',
        '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">',
        '<link rel="stylesheet" type="text/xml" href="/style.xml">',
        '<link rel="alternate" type="application/rss+xml">',
        '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">',
        '<link rel="alternate" type="application/rss+xml" href="feed://example.org/">',
        '<a href="/feedback">Feedback</a>',
        '<a href="/story/about-rss-readers">RSS</a>',
        '<a href="data:application/rss+xml,x">RSS</a>',
    ],
)
def test_other_links_are_not_feeds(link: str) -> None:
    assert found(link) == []


@pytest.mark.parametrize(
    "href",
    [
        "/feed/",
        "/blog/feed",
        "/index.xml",
        "/all.rss",
        "/news/rss",
        "/?feed=rss2",
        "https://feeds.example.net/all",
    ],
)
def test_plausible_links_are_found(href: str) -> None:
    (feed,) = find_feeds(f'<p><a href="{href}">News <b>feed</b></a></p>'.encode(), PAGE)
    assert (feed.title, feed.media_type) == ("News feed", "")


def test_announced_feeds_come_first_and_each_once() -> None:
    assert found(
        """<body><a href="/rss">RSS</a> <a href="http://www.example.org/feed/#top">Feed</a>
        <link rel="alternate" type="application/atom+xml" title="Atom" href="/feed">"""
    ) == [
        ("https://example.org/feed", "Atom", "application/atom+xml"),
        ("https://example.org/rss", "RSS", ""),
    ]


def test_addresses_resolve_against_the_base_of_the_page() -> None:
    assert found('<base href="//cdn.example.net/a/"><a href="rss">RSS</a>')[0][0] == "https://cdn.example.net/a/rss"
    assert found('<base href="javascript:x"><a href="rss">RSS</a>')[0][0] == "https://example.org/news/rss"


@pytest.mark.parametrize("body", [b"", b"\x00\xff\xfe", b"https://example.org/feed", b"<?xml version='1.0'?><rss/>"])
def test_a_body_that_is_no_page_holds_no_feeds(body: bytes) -> None:
    assert find_feeds(body, PAGE) == ()


@given(
    st.lists(st.sampled_from(["<a href='", "<link rel=alternate type=text/xml href=", "/feed", "http://", "'>", "é"]))
)
def test_every_address_found_is_http(parts: list[str]) -> None:
    assert all(feed.url.startswith(("http://", "https://")) for feed in find_feeds("".join(parts).encode(), PAGE))


def test_the_real_page_of_heise_announces_two_feeds() -> None:
    if not HEISE.is_file():
        pytest.skip("no heise page beside the checkout")
    feeds = find_feeds(HEISE.read_bytes(), "https://www.heise.de/")
    assert feeds[0] == FoundFeed(
        url="https://www.heise.de/rss/heise-atom.xml",
        title="Aktuelle News von heise online",
        media_type="application/atom+xml",
    )
    assert [feed.url for feed in feeds[1:]] == ["https://www.heise.de/rss/heise.rdf"]
