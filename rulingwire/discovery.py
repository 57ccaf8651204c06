"""Find the feeds a page announces, then those it links to."""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag
from bs4.filter import SoupStrainer

from rulingwire.errors import NotHttp
from rulingwire.urls import http_url, url_key

FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/xml",
        "text/xml",
    }
)
FEED_HOST = re.compile(r"(rss|feeds?)\d?\.")
FEED_PATH = re.compile(r"/(feeds?|rss|atom|rdf)(/|$)|\.(rss|rdf|atom)$|(feeds?|rss|atom|index)\.xml$", re.IGNORECASE)
FEED_QUERY = re.compile(r"(^|&)(feed|format|type|alt)=(rss|atom|feed|rdf)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """An address that says it is a feed; media_type is "" where only the look of a link says so."""

    url: str
    title: str
    media_type: str


def find_feeds(html: bytes, base_url: str) -> tuple[FoundFeed, ...]:
    """List the feeds of a page once each: announced ones first, then plausible links.

    Never returns an address that is not http(s); an announced address may still be no feed.
    """
    with warnings.catch_warnings():
        # A page served as XML, or a body that is a bare address, is read all the same.
        warnings.simplefilter("ignore", UserWarning)
        page = BeautifulSoup(html, "lxml", parse_only=SoupStrainer(["base", "link", "a"]))
    base = _base(page, base_url)
    found: dict[str, FoundFeed] = {}
    for feed in (*_announced(page, base), *_linked(page, base)):
        try:
            found.setdefault(url_key(feed.url), feed)
        except NotHttp:  # too long once it is escaped
            continue
    return tuple(found.values())


def _base(page: BeautifulSoup, base_url: str) -> str:
    tag = page.find("base", href=True)
    return (http_url(str(tag["href"]), base_url) if isinstance(tag, Tag) else None) or base_url


def _announced(page: BeautifulSoup, base: str) -> Iterator[FoundFeed]:
    for tag in page.find_all("link", href=True):
        media_type = str(tag.get("type") or "").partition(";")[0].strip().lower()
        relations = {relation.lower() for relation in tag.get_attribute_list("rel") if relation}
        if "alternate" in relations and media_type in FEED_TYPES:
            yield from _feed(tag, base, str(tag.get("title") or ""), media_type)


def _linked(page: BeautifulSoup, base: str) -> Iterator[FoundFeed]:
    for tag in page.find_all("a", href=True):
        for feed in _feed(tag, base, str(tag.get("title") or tag.get_text()), ""):
            parts = urlsplit(feed.url)
            if FEED_HOST.match(parts.netloc) or FEED_PATH.search(parts.path) or FEED_QUERY.search(parts.query):
                yield feed


def _feed(tag: Tag, base: str, title: str, media_type: str) -> Iterator[FoundFeed]:
    url = http_url(str(tag["href"]), base)
    if url is not None:
        yield FoundFeed(url=urldefrag(url).url, title=" ".join(title.split()), media_type=media_type)
