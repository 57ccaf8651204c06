"""One request at a time to a host, whichever spider asks; none to a host that has just asked us to wait.

Each kind of source has a downloader of its own, and a request that waits there is past every middleware.
What must hold for the whole process, up to the moment of sending, is held here.
"""

from asyncio import Lock
from collections import defaultdict
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from spiders.net.manners import heed, refuse_early
from spiders.net.seat import memory_of

turns: defaultdict[str, Lock] = defaultdict(Lock)  # by host name


class InTurn(HTTP11DownloadHandler):
    """Scrapy's handler for http and https, one request to a host at a time."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.memory = memory_of(crawler)

    async def download_request(self, request: Request) -> Response:
        host = urlsplit(request.url)
        async with turns[host.hostname or ""]:
            refuse_early(self.memory.host_state(host.netloc))
            response = await super().download_request(request)
            heed(self.memory, response)
        return response
