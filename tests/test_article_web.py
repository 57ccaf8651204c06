"""The page of an article: words marked where they stand, how to cite it, and what the archive holds of it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from datasette.plugins import pm
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from db.publish import publish
from tests.small_corpus import OPEN_TEXT, SEEN, TITLE, build
from tests.small_rulings import KNOWN
from tests.test_web import Site, serve

FETCH = {"run_id": 1, "source_id": "torrentfreak", "purpose": "visit", "status": 200, "outcome": "read"}
FETCH |= {"url": "https://torrentfreak.com/feed/", "fetched_at": SEEN, "warc_file": "a-1.warc.gz", "warc_offset": 2136}


def build_more(folder: Path) -> Path:
    """The small corpus with a proof in a title, one at a wrong place, and the archive of the first article."""
    path = build(folder / "rulings.db")
    db = Database(path)
    _prove(db, "party", "cloudflare", "title", 0, "Cloudflare")
    _prove(db, "party", "cloudflare", "text", 3, "elsewhere")
    for kind, key, quote in (
        ("party", "cloudflare", "Cloudflare liable"),
        ("outcome", "liable", "liable"),
        ("relevance", "relevant", "court"),
    ):
        _prove(db, kind, key, "text", OPEN_TEXT.index(quote), quote)
    db["fetches"].insert({**FETCH, "id": 1, "payload_digest": "sha1:ABC"})
    db.conn.execute("UPDATE articles SET byline = 'Q. {Writer} & Co_' WHERE id = 2")
    db.conn.commit()
    db.close()
    return path


def _prove(db: Database, kind: str, key: str, field: str, start: int, quote: str) -> None:
    values = {"article_id": 2, "kind": kind, "key": key, "field": field, "start": start, "end": start + len(quote)}
    db["evidence"].insert({**values, "version": 1, "quote": quote, "rule": f"{kind}:{key}"})


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(serve(build_more(tmp_path_factory.mktemp("live")), live=True, public=False))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("articles")
    return Site(serve(publish(build_more(folder), folder / "s", now=datetime(2025, 11, 20, tzinfo=UTC))))


def read(site: Site, path: str) -> Tag:
    return BeautifulSoup(site.text(path), "html.parser")


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ", strip=True).split())


def test_the_words_that_prove_a_tag_are_marked_where_they_stand(site: Site, live: Site) -> None:
    for server in (site, live):
        text = read(server, "/article/tokyo-2").select_one(".text")
        assert [mark.get_text() for mark in text.select("mark")] == ["Cloudflare ", "liable"]
        assert text.get_text().strip().startswith("A reader writes that a Tokyo court holds Cloudflare liable. The sum")


def test_words_of_a_title_are_marked_too(site: Site) -> None:
    heading = read(site, "/article/tokyo-2").h1
    assert (heading.get_text(), heading.mark.get_text()) == ("Cloudflare Loses in Tokyo", "Cloudflare")


@pytest.mark.parametrize("path", ["/article/tokyo-1", "/article/tokyo-2"])
def test_every_quote_that_is_a_link_leads_to_its_words(site: Site, path: str) -> None:
    page = read(site, path)
    links = page.select('.proof a[href^="#"]')
    assert links
    for link in links:
        place = page.find(id=link["href"][1:])
        assert link.q.get_text().startswith(place.get_text().strip())


def test_words_of_relevance_can_be_jumped_to_but_are_not_marked(site: Site) -> None:
    place = read(site, "/article/tokyo-2").find(id=f"text-{OPEN_TEXT.index('court')}")
    assert (place.name, place.get_text()) == ("span", "court")


def test_a_proof_that_does_not_stand_where_it_says_is_a_quote_and_no_link(site: Site) -> None:
    (quote,) = [q for q in read(site, "/article/tokyo-2").select(".proof q") if q.get_text() == "elsewhere"]
    assert quote.find_parent("a") is None


def test_words_behind_the_lead_of_a_closed_text_are_shown_as_a_quote(site: Site, live: Site) -> None:
    for server in (site, live):
        page = read(server, "/article/tokyo-1")
        links = {q.get_text(): q.find_parent("a") is not None for q in page.select(".proof q")}
        assert links["Tokyo District Court"] is True
        assert links["Cloudflare said it would appeal"] is False
        assert "it would appeal" not in page.select_one(".text").get_text()


def test_an_article_is_cited_in_words_and_for_bibtex(site: Site) -> None:
    page = read(site, "/article/tokyo-2")
    address = page.select_one('a[rel="bookmark"]')
    assert address["href"] == "/article/tokyo-2"
    assert address.get_text().endswith("/article/tokyo-2")
    cited = page.select_one("details:has(pre)")
    assert "Q. {Writer} & Co_, “Cloudflare Loses in Tokyo”, Slashdot, 2025-11-19." in words(cited)
    lines = cited.pre.get_text().splitlines()
    assert lines[0] == "@misc{tokyo-2,"
    assert lines[1] == r"  author = {Q. \{Writer\} \& Co\_},"
    assert lines[-1] == "}"


def test_the_archive_is_named_with_the_place_of_the_record(site: Site, live: Site) -> None:
    for server in (site, live):
        text = words(read(server, "/article/tokyo-1"))
        assert "kept in the archive as a-1.warc.gz from byte 2,136, sha1:ABC" in text
    assert "In the archive" not in site.text("/article/tokyo-2")


def test_of_two_documents_of_one_second_none_is_named(tmp_path: Path) -> None:
    path = build_more(tmp_path)
    db = Database(path)
    db["fetches"].insert({**FETCH, "id": 2, "url": "https://torrentfreak.com/other/"})
    db.close()
    assert "In the archive" not in Site(serve(path, live=True, public=False)).text("/article/tokyo-1")


def test_an_article_leads_to_those_before_and_after_it(site: Site) -> None:
    first, second = read(site, "/article/tokyo-1"), read(site, "/article/tokyo-2")
    assert [link["href"] for link in first.select('.neighbours a[rel="next"]')] == ["/article/tokyo-2"]
    assert [words(link) for link in second.select('.neighbours a[rel="prev"]')] == [TITLE]
    assert not second.select('.neighbours a[rel="next"]')


def test_the_feed_of_its_ruling_is_linked(site: Site) -> None:
    links = read(site, "/article/tokyo-1").select('link[rel="alternate"]')
    assert [link["href"] for link in links] == [f"/feeds/ruling/{KNOWN}.atom"]


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("he-IL", "rtl"), ("ja", None), ("en", None)])
def test_title_and_text_say_their_language_and_direction(tmp_path: Path, language: str, direction: str | None) -> None:
    path = build(tmp_path / "rulings.db")
    db = Database(path)
    db.conn.execute("UPDATE articles SET language = ?", [language])
    db.conn.commit()
    db.close()
    page = read(Site(serve(path, live=True, public=False)), "/article/tokyo-1")
    for tag in (page.h1, page.select_one(".text")):
        assert (tag["lang"], tag.get("dir")) == (language, direction)


PLACE = st.tuples(st.integers(0, 40), st.integers(0, 40), st.booleans()).map(
    lambda place: (*sorted(place[:2]), place[2])
)


@given(st.text(alphabet="ab \n", max_size=40), st.lists(PLACE))
def test_pieces_are_the_text_whatever_overlaps(site: Site, text: str, proven: list[tuple[int, int, bool]]) -> None:
    plugin = pm.get_plugin("articles.py")
    inside = [place for place in proven if place[1] <= len(text) and place[0] < place[1]]
    shown = plugin.paragraphs(text, inside)
    assert "\n\n".join("".join(words for words, _, _ in part) for part in shown) == text
    anchors = [anchor for part in shown for _, _, anchor in part if anchor]
    assert len(anchors) == len(set(anchors))
