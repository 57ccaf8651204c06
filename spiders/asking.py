"""Asks a few addresses once and hands the answers over; stores nothing."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from rulingwire.clock import now
from spiders.net.answers import judge_failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an address answered; `trouble` in words where it did not."""

    url: str
    body: bytes = b""
    trouble: str = ""


class AskSpider(Spider):
    """Fetches the addresses given, with all the manners of a visit."""

    name = "ask"

    def __init__(self, urls: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.urls = urls

    async def start(self) -> AsyncIterator[Request]:
        for url in self.urls:
            yield Request(url, self.parse, errback=self.on_failure, meta={"visit_at": now()}, dont_filter=True)

    def parse(self, response: Response) -> Iterator[Answer]:
        trouble = "" if response.status == 200 else f"HTTP {response.status}"
        yield Answer(url=response.url, body=response.body, trouble=trouble)

    def on_failure(self, failure: Failure) -> Iterator[Answer]:
        _, why = judge_failure(failure.value)
        yield Answer(url=failure.request.url, trouble=why)
