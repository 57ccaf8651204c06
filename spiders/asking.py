"""Asks an address once, and the feed that its page announces; stores nothing."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from rulingwire.clock import now
from rulingwire.discovery import FoundFeed, find_feeds
from spiders.documents import Document, parse_feed
from spiders.net.answers import judge_failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an address answered; `trouble` in words where it did not."""

    url: str
    document: Document = field(default_factory=Document)
    feeds: tuple[FoundFeed, ...] = ()  # where the answer is a page: those it announces
    trouble: str = ""


class AskSpider(Spider):
    """Fetches the address given and, where it is a page, its first feed, with all the manners of a visit."""

    name = "ask"

    def __init__(self, url: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.url = url

    async def start(self) -> AsyncIterator[Request]:
        yield self.request(self.url, may_be_page=True)

    def request(self, url: str, *, may_be_page: bool) -> Request:
        return Request(
            url,
            self.parse,
            errback=self.on_failure,
            meta={"visit_at": now()},
            cb_kwargs={"may_be_page": may_be_page},
            dont_filter=True,
        )

    def parse(self, response: Response, may_be_page: bool = False) -> Iterator[Answer | Request]:
        trouble = "" if response.status == 200 else f"HTTP {response.status}"
        document = parse_feed(response.body, "new", response.url)
        page = may_be_page and document.trouble and not trouble
        feeds = find_feeds(response.body, response.url) if page else ()
        yield Answer(url=response.url, document=document, feeds=feeds, trouble=trouble)
        if feeds:
            yield self.request(feeds[0].url, may_be_page=False)

    def on_failure(self, failure: Failure) -> Iterator[Answer]:
        _, why = judge_failure(failure.value)
        yield Answer(url=failure.request.url, trouble=why)
