"""One request at a time to a host, DOWNLOAD_DELAY apart, whichever spider asks; none to a host that asked us to wait.

Each kind of source has a downloader of its own, and a request that waits there is past every middleware.
What must hold for the whole process, up to the moment of sending, is held here.
"""

from asyncio import Lock, sleep
from collections import defaultdict
from time import monotonic
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from spiders.net.budget import Budgets
from spiders.net.manners import heed, leave_alone, refuse_early
from spiders.net.seat import memory_of

turns: defaultdict[str, Lock] = defaultdict(Lock)  # by host name
begun: dict[str, float] = {}  # when the last request to a host began, in seconds


class InTurn(HTTP11DownloadHandler):
    """Scrapy's handler for http and https, one request to a host at a time."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.memory = memory_of(crawler)
        self.delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self.budgets = Budgets.of(crawler)

    async def download_request(self, request: Request) -> Response:
        parts = urlsplit(request.url)
        host = parts.hostname or ""
        async with turns[host]:
            await sleep(max(0.0, begun.get(host, 0.0) + self.delay - monotonic()))
            begun[host] = monotonic()
            refuse_early(self.memory.host_state(parts.netloc))
            leave_alone(request)
            await self.budgets.spend(parts.netloc)
            response = await super().download_request(request)
            heed(self.memory, response)
        return response
