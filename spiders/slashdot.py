"""Slashdot: one story under several section hosts, feed flavours and decades.

The story is its sid (`/story/25/11/19/2247224/slug`); the date inside is not the date of publication.
Ids differ by flavour (RDF and Atom carry different utm marks), 2005-2013 links go through FeedBurner
(feedburner:origLink holds the true one), 2013-2015 ones are mangled by feedsportal. The story stands as
escaped HTML in the description, followed by a share block, "Read more of this story", a discuss iframe
and counting pixels. Stories quote an article: the link before the quote is what they are about (`via`). Since about
2016 the feed carries no links, so a story's page is read for it (`.story-sourcelnk`).
"""

import re
from dataclasses import replace
from typing import ClassVar

from bs4 import BeautifulSoup
from scrapy.http import Response

from rulingwire.models import Link, RawArticle, Reading, Source
from rulingwire.urls import http_url, public_id
from spiders.documents import Document, looks_like_html
from spiders.feed import FeedSpider, feed_reading

TAIL = re.compile(
    r"""<p>\s*<div\sclass="share_submission"
      | <p>\s*<a\s[^<>]*>\s*Read\s(more|the\scomments)
      | <iframe\b
      | <img\b[^<>]*(feedburner|feedads|feedsportal|slashdot-it\.pl)
      | <(p|div)\b[^<>]*>\s*<a\s[^<>]*(feedads|da\.feedsportal)""",
    re.IGNORECASE | re.VERBOSE,
)
# A quote follows its source within a few words: `reports <a href=...>TorrentFreak</a>: <i>"...`
QUOTED = re.compile(
    r'<a\s[^<>]*?href="([^"]+)"[^<>]*>(?:(?!<a\s).){0,400}?<(?:i|em|blockquote)\b', re.IGNORECASE | re.DOTALL
)
OWN = re.compile(r"https?://([a-z]+\.)?slashdot\.org(/|$)", re.IGNORECASE)


class SlashdotSpider(FeedSpider):
    """The front page and the sections of Slashdot."""

    name = "slashdot"
    kind: ClassVar[str] = "slashdot"

    def refine(self, article: RawArticle) -> RawArticle:
        number = public_id(article.url) or public_id(article.guid)
        body = TAIL.split(article.html, maxsplit=1)[0]
        links = quoted_links(body)
        return replace(
            article,
            url=story_address(article.url, number),
            public_id=number,
            html=body,
            complete=bool(links),
            links=links,
        )

    def read(self, response: Response, frame: Reading) -> Reading:
        if looks_like_html(response.body) and "issue=" in response.url:
            return feed_reading(frame, Document(articles=parse_issue(response.body, frame.source.id)))
        return super().read(response, frame)

    def read_page(self, response: Response, source: Source) -> RawArticle | None:
        return parse_story(response.body, response.url, source.id)


def story_address(url: str, number: str) -> str:
    """The address of a story; rebuilt from its sid where the feed gives only a counting link."""
    if number and not OWN.match(url):
        return f"https://slashdot.org/story/{number.removeprefix('slashdot:')}"
    return url


def quoted_links(body: str) -> tuple[Link, ...]:
    """The address that the first quote of a story comes from; none where nothing is quoted."""
    for match in QUOTED.finditer(body):
        url = http_url(match.group(1).replace("&amp;", "&"))
        if url and not OWN.match(url):
            return (Link(url=url, role="via"),)
    return ()


def parse_issue(body: bytes, source_id: str) -> tuple[RawArticle, ...]:
    """The stories of a day issue or front page: address and title; each page is read for the rest."""
    page = BeautifulSoup(body, "lxml")
    found: dict[str, RawArticle] = {}
    for link in page.select('span[id^="title-"] a[href], .story-title a[href], h2.story a[href]'):
        url = http_url(str(link["href"]), "https://slashdot.org/") or ""
        number = public_id(url)
        if number and number not in found:
            title = link.get_text(" ", strip=True)
            found[number] = RawArticle(source_id=source_id, url=url, public_id=number, title=title)
    return tuple(found.values())


def parse_story(body: bytes, url: str, source_id: str) -> RawArticle | None:
    """A story page; comments are never read. None where the page holds no story."""
    page = BeautifulSoup(body, "lxml")
    story = page.select_one('div[id^="text-"]') or page.select_one('div[id^="fhbody-"], div.body div.p')
    title = page.select_one('span[id^="title-"] a:not(.topic), .story-title a, h2.story a')  # 2010: a topic goes first
    if story is None or title is None:
        return None
    origin = page.select_one("a.story-sourcelnk")
    via = http_url(str(origin["href"])) if origin else None
    return RawArticle(
        source_id=source_id,
        url=url,
        public_id=public_id(url),
        title=title.get_text(" ", strip=True),
        html=story.decode_contents(),
        byline=_author(page),
        published=_day(page),
        form="page",
        complete=True,
        links=(Link(url=via, role="via"),) if via else quoted_links(story.decode_contents()),
    )


def _day(page: BeautifulSoup) -> str:
    """The day of "on Wednesday January 14, 2015 @08:20PM"; the time is the reader's own, so it says nothing."""
    when = page.select_one("time")
    said = str(when.get("datetime") or when.get_text(" ")) if when else ""
    match = re.search(r"([A-Z][a-z]+) (\d{1,2}), (\d{4})", said)
    return f"{match[2]} {match[1]} {match[3]}" if match else ""


def _author(page: BeautifulSoup) -> str:
    byline = page.select_one(".story-byline, .details")
    match = re.search(r"Posted\s+by\s+(\S+)", byline.get_text(" ", strip=True)) if byline else None
    return match.group(1) if match else ""
