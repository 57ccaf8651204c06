"""Doing as a host asks: robots.txt, Crawl-delay, Retry-After. A challenge is named, never fought."""

from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from rulingwire.clock import now
from rulingwire.models import HostState
from spiders.net.guard import AddressRefused
from spiders.net.seat import memory_of

ROBOTS_KEPT = timedelta(days=1)  # RFC 9309 2.4
ROBOTS_READ = 512_000  # bytes; RFC 9309 2.5 asks for 500 KiB at least
LONGEST_WAIT = timedelta(days=7)  # a poisoned Retry-After must not silence a source for ever
DEFAULT_WAIT = timedelta(minutes=30)  # 429 without Retry-After
BUSY = {429, 503}


class HostRefuses(IgnoreRequest):
    """The host asked not to be asked: robots.txt, or a Retry-After that has not passed."""


def retry_after(value: str, moment: datetime) -> timedelta | None:
    """How long a Retry-After header asks to wait, given as seconds or as a date; None if it says nothing."""
    value = value.strip()
    if value.isdecimal():
        return min(timedelta(seconds=int(value[:9])), LONGEST_WAIT)
    try:
        wait = parsedate_to_datetime(value) - moment
    except (ValueError, TypeError):
        return None
    return min(max(wait, timedelta()), LONGEST_WAIT)


def is_challenge(response: Response) -> bool:
    """Is this a Cloudflare challenge page rather than an answer?"""
    mitigated = response.headers.get("cf-mitigated", b"")
    return bool(response.status in (403, 429, 503) and mitigated and mitigated.lower() == b"challenge")


def header(response: Response, name: str) -> str:
    """A header as text; "" where there is none."""
    value = response.headers.get(name)
    return value.decode("latin-1").strip() if value else ""


class Manners:
    """Downloader middleware that asks the host's leave before each request of ours."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.memory = memory_of(crawler)
        self.agent = crawler.settings["USER_AGENT"]
        self.obeys = crawler.settings.getbool("RULINGWIRE_ROBOTS")
        self.parsed: dict[str, Protego] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        host = urlsplit(request.url).netloc
        state = self.memory.host_state(host)
        if state.not_before and now() < state.not_before:
            raise HostRefuses(f"{host} asked us to wait until {state.not_before:%Y-%m-%d %H:%M} UTC: {state.why}")
        if self.obeys and not request.meta.get("robots"):
            await self._ask_robots(request, host, state)

    def process_response(self, request: Request, response: Response) -> Response:
        if response.status in BUSY and not is_challenge(response):
            moment, host = now(), urlsplit(request.url).netloc
            wait = retry_after(header(response, "Retry-After"), moment)
            if wait or response.status == 429:
                until = moment + (wait or DEFAULT_WAIT)
                state = self.memory.host_state(host)
                self.memory.remember_host(replace(state, not_before=until, why=f"HTTP {response.status}"))
        return response

    async def _ask_robots(self, request: Request, host: str, state: HostState) -> None:
        if state.robots_at is None or now() - state.robots_at >= ROBOTS_KEPT:
            state = await self._fetch_robots(request, state)
            self.parsed.pop(host, None)
        if state.robots_status == 0 or state.robots_status >= 500:
            raise HostRefuses(f"robots.txt of {host} cannot be read, so nothing there is fetched")
        rules = self.parsed.get(host) or self.parsed.setdefault(host, Protego.parse(state.robots))
        if not rules.can_fetch(request.url, self.agent):
            raise HostRefuses(f"robots.txt of {host} does not allow {urlsplit(request.url).path}")
        delay = rules.crawl_delay(self.agent)
        if delay:
            self._slow_down(request, float(delay))

    async def _fetch_robots(self, request: Request, state: HostState) -> HostState:
        parts = urlsplit(request.url)
        url = f"{parts.scheme}://{parts.netloc}/robots.txt"
        question = Request(url, meta={"robots": True, "visit_at": now()}, dont_filter=True, priority=100)
        try:
            assert self.crawler.engine
            response = await self.crawler.engine.download_async(question)
            status = response.status
            text = response.body[:ROBOTS_READ].decode("utf-8", "replace") if status < 400 else ""
        except AddressRefused:
            raise
        except Exception:  # whatever went wrong, an unreadable robots.txt forbids (RFC 9309 2.3.1.4)
            status, text = 0, ""
        known = self.memory.host_state(state.host)
        state = replace(known, robots=text, robots_status=status, robots_at=now())
        self.memory.remember_host(state)
        return state

    def _slow_down(self, request: Request, delay: float) -> None:
        assert self.crawler.engine
        slot = self.crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        if slot and slot.delay < delay:
            slot.delay = delay
