"""TorrentFreak: a WordPress site whose feed is sometimes cut.

No capture of its feed or pages is at hand (known_from: unverified); what follows is inferred from text
copies and from WordPress itself. Guids are `https://torrentfreak.com/?p=N`; slugs ended in `-YYMMDD`
until about mid-2025. Entries and pages end in "From: TF, for the latest news on copyright battles,
piracy and more." The theme's paths have changed, so nothing is selected by them.
"""

import json
import re
from dataclasses import replace
from typing import Any, ClassVar

from bs4 import BeautifulSoup
from scrapy.http import Response

from rulingwire.models import RawArticle, Reading, Source
from spiders.documents import Document
from spiders.feed import FeedSpider, feed_reading

TAIL = re.compile(
    r"(<p[^<>]*>\s*)?(From|Source):\s*(<a\s[^<>]*>\s*)?(TF|TorrentFreak)\b\s*(</a>)?,\s*for the latest\b.*\Z",
    re.IGNORECASE | re.DOTALL,
)
BODY = ".article__body, .entry-content, .post-content, article .content"
NOT_BODY = (
    "nav, aside, footer, form, .share, .sharedaddy, .article__share, .article__tags, .article__nav,"
    " .related, .jp-relatedposts, .breadcrumb, .breadcrumbs, .article__meta"
)
AFTER_BODY = ("Previous Post", "Next Post", "Tagged In:", "You Might Also Like:")


class TorrentFreakSpider(FeedSpider):
    """The feed, and the article page where the feed is cut."""

    name = "torrentfreak"
    kind: ClassVar[str] = "torrentfreak"

    def refine(self, article: RawArticle) -> RawArticle:
        return replace(article, html=without_tail(article.html))

    def read(self, response: Response, frame: Reading) -> Reading:
        if "/wp-json/" in response.url:
            return feed_reading(frame, parse_posts(response.body, frame.source.id))
        if "sitemap" in response.url:
            return feed_reading(frame, parse_sitemap(response.body, frame.source.id))
        return super().read(response, frame)

    def read_page(self, response: Response, source: Source) -> RawArticle | None:
        return parse_page(response.body, response.url, source.id) or super().read_page(response, source)


def without_tail(html: str) -> str:
    """The body without the line that every article ends with."""
    return TAIL.sub("", html)


def parse_posts(body: bytes, source_id: str) -> Document:
    """Posts of the WordPress API, `/wp-json/wp/v2/posts`, as documented there."""
    try:
        posts = json.loads(body)
        return Document(articles=tuple(_post(post, source_id) for post in posts))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        return Document(trouble=f"not a list of WordPress posts: {type(error).__name__}")


def _post(post: dict[str, Any], source_id: str) -> RawArticle:
    # WordPress writes *_gmt without a zone.
    return RawArticle(
        source_id=source_id,
        url=post["link"],
        guid=post["guid"]["rendered"],
        title=post["title"]["rendered"],
        html=without_tail(post["content"]["rendered"]),
        published=f"{post['date_gmt']}Z",
        updated=f"{post['modified_gmt']}Z",
        complete=True,
    )


def parse_sitemap(body: bytes, source_id: str) -> Document:
    """Article addresses of a sitemap; each page is read for the rest."""
    page = BeautifulSoup(body, "xml")
    urls = [loc.get_text(strip=True) for loc in page.select("url > loc")]
    if page.find("urlset") is None:
        return Document(trouble="not a sitemap")
    return Document(articles=tuple(RawArticle(source_id=source_id, url=url) for url in urls))


def parse_page(body: bytes, url: str, source_id: str) -> RawArticle | None:
    """An article page without breadcrumb, share, navigation and related blocks; None where none is found."""
    page = BeautifulSoup(body, "lxml")
    article = page.select_one(BODY)
    if article is None:
        return None
    for block in article.select(NOT_BODY):
        block.decompose()
    for mark in article.find_all(string=lambda text: text and text.strip().startswith(AFTER_BODY)):
        for after in [mark.parent, *mark.parent.find_next_siblings()] if mark.parent else []:
            after.decompose()
    title, author = page.find("h1"), page.select_one('a[rel~="author"]')
    when = page.select_one('meta[property="article:published_time"][content]')
    return RawArticle(
        source_id=source_id,
        url=url,
        title=title.get_text(" ", strip=True) if title else "",
        byline=author.get_text(" ", strip=True) if author else "",
        published=str(when["content"]) if when else "",
        html=without_tail(article.decode_contents()),
        form="page",
        complete=True,
    )
