"""OPML in and out: every feed is taken or refused with a reason, and no entity is ever expanded."""

from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulingwire.errors import ConfigError
from rulingwire.models import Source
from rulingwire.opml import read_opml, write_opml
from rulingwire.sources import load_sources

REPO = Path(__file__).parents[1]
EXPORT = REPO.parent / "shared/samples/news/opml/awesome-security-feed.opml"
titles = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), max_size=30)


def opml(*outlines: str) -> bytes:
    return f'<opml version="2.0"><head/><body>{"".join(outlines)}</body></opml>'.encode()


def outline(url: str, title: str = "A title") -> str:
    return f"<outline type='rss' text={quoteattr(title)} xmlUrl={quoteattr(url)}/>\n"


def test_feeds_are_found_in_folders_at_any_depth() -> None:
    deep = "<outline text='folder'>" * 5000 + outline("https://example.org/feed") + "</outline>" * 5000
    result = read_opml(opml(outline("https://example.com/rss", "Élan  vital!"), deep))
    assert result.refused == ()
    assert result.sources == (
        Source(id="elan-vital", title="Élan vital!", url="https://example.com/rss", kind="feed"),
        Source(id="a-title", title="A title", url="https://example.org/feed", kind="feed"),
    )
    assert {source.known_from for source in result.sources} == {"unverified"}


def test_ids_are_unique_and_fall_back_to_the_host() -> None:
    found = read_opml(
        opml(
            outline("https://example.org/1", "News"),
            outline("https://example.org/2", "News"),
            outline("https://example.jp/rss", "新着"),
            outline("https://example.net/rss", ""),
        )
    )
    assert [source.id for source in found.sources] == ["news", "news-2", "example-jp", "example-net"]
    assert found.sources[3].title == "example.net"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("javascript:alert(1)", "not an http(s) address"),
        ("feed://example.org/", "not an http(s) address"),
        ("", "not an http(s) address"),
        ("http://www.example.org/feed/", "same address as first"),
        ("https://me:secret@example.org/private", "holds a user name; sources are public"),
    ],
)
def test_a_refused_line_says_where_and_why(url: str, reason: str) -> None:
    result = read_opml(opml(outline("https://example.org/feed", "First"), outline(url, "Second")))
    assert [source.id for source in result.sources] == ["first"]
    (refused,) = result.refused
    assert (refused.line, refused.title, refused.url, refused.reason) == (2, "Second", url, reason)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (b'<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><opml>&b;</opml>', "declares a DTD"),
        (b'<!DOCTYPE opml SYSTEM "file:///etc/hostname"><opml/>', "declares a DTD"),
        (b"<opml><body>", "not XML"),
        (b'<?xml version="1.0" encoding="no-such"?><opml/>', "not XML"),
        (b"", "not XML"),
    ],
)
def test_what_is_no_plain_xml_is_refused_whole(document: bytes, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        read_opml(document)


@given(
    st.lists(
        st.builds(
            lambda number, title, language: Source(
                id=f"s-{number}",
                title=" ".join(title.split()) or "x",
                url=f"https://example.org/{number}?a=1&b=2",
                kind="feed",
                language=language,
            ),
            st.integers(0, 10**6),
            titles,
            st.sampled_from([None, "en", "pt-BR"]),
        ),
        max_size=5,
        unique_by=lambda source: source.url,
    )
)
def test_title_address_and_language_survive_being_written(sources: list[Source]) -> None:
    back = read_opml(write_opml(sources))
    assert back.refused == ()
    assert [(s.title, s.url, s.language) for s in back.sources] == [(s.title, s.url, s.language) for s in sources]
    assert write_opml(back.sources) == write_opml(sources)


def test_our_own_list_survives_being_written() -> None:
    sources = load_sources(REPO / "feeds.yml")
    assert [s.url for s in read_opml(write_opml(sources)).sources] == [s.url for s in sources]


def test_a_real_export_is_read_whole() -> None:
    if not EXPORT.is_file():
        pytest.skip("no OPML export beside the checkout")
    result = read_opml(EXPORT.read_bytes())
    assert len(result.sources) == 282
    assert [(line.line, line.reason) for line in result.refused] == [(293, "same address as brett-buerhaus")]
    assert len({source.id for source in result.sources}) == 282
