"""An address has one canonical form, and links that are not http(s) never pass."""

import html
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rulingwire.errors import NotHttp
from rulingwire.urls import LONGEST, canonical_url, http_url, public_id, url_key

SLASHDOT_SAMPLES = Path(__file__).parents[2] / "shared/samples/news/slashdot"
WRAPPED = (
    "http://slashdot.feedsportal.com/c/35028/f/647410/s/3f7c82d3/sc/36/l/0Lapple0Bslashdot0Borg0Cstory0C140C1"
    "0A0C150C1532310Ca0Eb0I10Dutm0Isource0Frss10B0Amainlinkanon0Gutm0Imedium0Ffeed/story01.htm"
)

urls = st.builds(
    "{}://{}{}{}".format,
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["example.org", "WWW.Example.org.", "bücher.example:80", "u:p@[::1]:8080", "h:443", "h:"]),
    st.text(st.sampled_from("/.%2fE~aü?&=+;:@[]|\\^ \"<>'#"), max_size=20),
    st.text(max_size=20),
)


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("HTTPS://Example.ORG", "https://example.org/"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("https://example.org:80/a", "https://example.org:80/a"),
        ("https://user:secret@example.org/a#top", "https://example.org/a"),
        ("https://example.org./a", "https://example.org/a"),
        ("https://example.org/a/./b/../c/..", "https://example.org/a/"),
        ("https://example.org/../a", "https://example.org/a"),
        ("https://example.org/a%2fb%7e%2E%2e", "https://example.org/a%2Fb~.."),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/é?q=é x", "https://example.org/%C3%A9?q=%C3%A9%20x"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("  https://example.org/a\n", "https://example.org/a"),
        ("https://example.org/a?", "https://example.org/a"),
        ("https://example.org/?b=2&a=1&utm_source=rss&fbclid=x&b=1", "https://example.org/?b=2&a=1&b=1"),
        ("https://example.org/?p=7&amp;utm_medium=feed", "https://example.org/?p=7"),
        ("https://example.org/?p=7&amp;amp;q=1", "https://example.org/?p=7&q=1"),
        ("https://example.org/a?source=rss", "https://example.org/a"),
        ("https://example.org/a?from=feedback", "https://example.org/a?from=feedback"),
        ("https://example.org/a?source=patent", "https://example.org/a?source=patent"),
        ("https://example.org/a?from=rss&wt_mc=rss.ho.beitrag.rdf", "https://example.org/a"),
        ("https://example.org/a?partner=rss&emc=rss", "https://example.org/a"),
        (WRAPPED, "http://apple.slashdot.org/story/14/10/15/153231/a-b_1"),
    ],
)
def test_canonical_form(printed: str, canonical: str) -> None:
    assert canonical_url(printed) == canonical


@given(urls)
@example("http://h/%%341")
@example("http://h/a?%75tm_source=1&&&x")
@example("http://h//x/..//")
@example("http://h/a?&%61mp;amp;x&%26amp;y")
@example("http://h/.%2e/a")
def test_canonical_form_is_its_own_canonical_form(url: str) -> None:
    try:
        once = canonical_url(url)
    except NotHttp:
        return
    assert canonical_url(once) == once
    assert http_url(once) == once


@given(st.text())
def test_any_text_is_an_address_or_refused(text: str) -> None:
    found = http_url(text)
    assert found is None or re.match("https?://[^/]", found, re.IGNORECASE)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        " \x01javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "mailto:a@example.org",
        "http:///path",
        "http://exa mple.org/",
        "http://example.org:99999/",
        "http://good.example\\@bad.example/",
        "http://[::1/",
        "http://a..b/",
        "http://[::1]x/",
        "https://example.org/a\ud800",
        "https://example.org/a\x00b",
        "https://example.org/" + "a" * LONGEST,
        "/relative/without/base",
        "",
    ],
)
def test_links_that_are_not_plain_http_are_refused(link: str) -> None:
    assert http_url(link) is None
    with pytest.raises(NotHttp):
        canonical_url(link)


def test_an_address_that_grows_too_long_by_escaping_is_refused() -> None:
    with pytest.raises(NotHttp, match="longer than 2048"):
        canonical_url("https://example.org/" + "é" * 1000)


@pytest.mark.parametrize(
    ("link", "resolved"),
    [
        ("/a", "https://example.org/a"),
        ("b?x=1", "https://example.org/dir/b?x=1"),
        ("//other.example/a", "https://other.example/a"),
        ("http://other.example/", "http://other.example/"),
        ("\n /a\n", "https://example.org/a"),
        ("javascript:alert(1)", None),
    ],
)
def test_links_resolve_against_their_page(link: str, resolved: str | None) -> None:
    assert http_url(link, "https://example.org/dir/page") == resolved


def test_key_forgets_scheme_www_and_last_slash() -> None:
    key = url_key("https://www.Example.org/feed/?utm_source=x#top")
    assert key == "example.org/feed" == url_key("http://example.org/feed")
    assert url_key("https://example.org/feed?p=1") != key


@pytest.mark.parametrize(
    ("url", "number"),
    [
        (
            "https://yro.slashdot.org/story/25/11/19/2247224/a-title?utm_source=rss",
            "slashdot:25/11/19/2247224",
        ),
        (
            "http://tech.slashdot.org/article.pl?sid=09%2F01%2F22%2F2338214&from=rss",
            "slashdot:09/01/22/2338214",
        ),
        ("http://games.slashdot.org/article.pl?sid=05/11/19/224214", "slashdot:05/11/19/224214"),
        ("https://slashdot.org/story%2F25%2F11%2F19%2F2247224", "slashdot:25/11/19/2247224"),
        (
            "http://rss.slashdot.org/~r/Slashdot/slashdot/~3/Xy_1/09%2F01%2F22%2F2338214",
            "slashdot:09/01/22/2338214",
        ),
        ("http://slashdot.org/articles/99/09/01/0943219.shtml", "slashdot:99/09/01/0943219"),
        (WRAPPED, "slashdot:14/10/15/153231"),
        ("http://rss.slashdot.org/~r/Slashdot/slashdot/~3/SJw3jsvzN3I/article.pl", ""),
        ("https://slashdot.org/", ""),
        ("https://example.org/story/25/11/19/2247224", ""),
        ("https://torrentfreak.com/?p=12345", "wp:torrentfreak.com:12345"),
        ("https://www.Torrentfreak.com/?p=12345&utm_source=rss", "wp:torrentfreak.com:12345"),
        ("https://arstechnica.com/?p=0", ""),
        ("https://arstechnica.com/a/?p=12", ""),
        ("urn:uuid:1", ""),
    ],
)
def test_public_number_of_a_story(url: str, number: str) -> None:
    assert public_id(url) == number


def test_every_story_address_in_the_slashdot_captures_gives_its_number() -> None:
    if not SLASHDOT_SAMPLES.is_dir():
        pytest.skip("no Slashdot captures beside the checkout")
    found = {
        html.unescape(url)
        for path in SLASHDOT_SAMPLES.glob("r*/*.xml")
        for url in re.findall(
            r'(?:about="|<guid[^>]*>|origLink>)([^<"]+(?:story|article)[^<"]*)', path.read_text("latin-1")
        )
    }
    stories = {url for url in found if re.search(r"slashdot\.org/(story|article)|0Cstory0C", url)}
    assert len(stories) > 500
    assert [url for url in stories if not re.fullmatch(r"slashdot:\d\d/\d\d/\d\d/\d+", public_id(url))] == []
    assert all(re.search(r"slashdot\.org/(story|article)", canonical_url(url)) for url in stories)
