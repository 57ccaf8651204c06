"""Doing as a host asks: robots.txt, Crawl-delay, Retry-After. A challenge is named, never fought."""

from asyncio import Lock
from collections import defaultdict
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
from rulingwire.memory import Memory
from rulingwire.models import HostState
from spiders.net.guard import AddressRefused
from spiders.net.never import why_never
from spiders.net.seat import memory_of

ROBOTS_KEPT = timedelta(days=1)  # RFC 9309 2.4
UNREAD_KEPT = timedelta(hours=1)  # a robots.txt that cannot be read is tried again sooner
ROBOTS_READ = 512_000  # bytes; RFC 9309 2.5 asks for 500 KiB at least
LONGEST_WAIT = timedelta(days=7)  # a poisoned Retry-After must not silence a source for ever
DEFAULT_WAIT = timedelta(minutes=30)  # 429 without Retry-After
LONGEST_DELAY = 60.0  # seconds; a poisoned Crawl-delay must not hold a run for days
BUSY = {429, 503}

asking: defaultdict[str, Lock] = defaultdict(Lock)  # by host: all spiders wait for one robots.txt


challenged: set[str] = set()  # hosts that challenged us in this run


class HostRefuses(IgnoreRequest):
    """The host asked not to be asked: robots.txt, or a Retry-After that has not passed."""


class ChallengedBefore(HostRefuses):
    """The host challenged us earlier in this run: it is left alone until the next."""


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


def refuse_early(state: HostState) -> None:
    """Raises HostRefuses while the time that a host asked us to wait has not passed."""
    if state.not_before and now() < state.not_before:
        raise HostRefuses(f"{state.host} asked us to wait until {state.not_before:%Y-%m-%d %H:%M} UTC: {state.why}")


def leave_alone(request: Request) -> None:
    """Raises ChallengedBefore for a question to a court site whose host has challenged us in this run."""
    if "question" in request.meta and urlsplit(request.url).netloc in challenged:
        raise ChallengedBefore(f"{request.url}: its host challenged us")


def heed(memory: Memory, response: Response) -> None:
    """Remember it where an answer asks us to wait."""
    if is_challenge(response):
        challenged.add(urlsplit(response.url).netloc)
    if response.status not in BUSY or is_challenge(response):
        return
    moment, host = now(), urlsplit(response.url).netloc
    wait = retry_after(header(response, "Retry-After"), moment)
    if wait or response.status == 429:
        until = moment + (wait or DEFAULT_WAIT)
        memory.remember_host(replace(memory.host_state(host), not_before=until, why=f"HTTP {response.status}"))


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
        if why := why_never(request.url):
            raise HostRefuses(why)
        refuse_early(self.memory.host_state(host))
        leave_alone(request)
        if self.obeys and not (request.meta.get("robots") or request.meta.get("api")):
            async with asking[host]:
                state = await self._robots_of(request, host)
            self._ask_robots(request, host, state)

    async def _robots_of(self, request: Request, host: str) -> HostState:
        state = self.memory.host_state(host)
        kept = UNREAD_KEPT if _is_unread(state) else ROBOTS_KEPT
        if state.robots_at is None or now() - state.robots_at >= kept:
            state = await self._fetch_robots(request, state)
            self.parsed.pop(host, None)
        return state

    def _ask_robots(self, request: Request, host: str, state: HostState) -> None:
        if _is_unread(state):
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

    def _slow_down(self, request: Request, asked: float) -> None:
        assert self.crawler.engine
        downloader = self.crawler.engine.downloader
        key = downloader.get_slot_key(request)
        delay = max(min(asked, LONGEST_DELAY), self.crawler.settings.getfloat("DOWNLOAD_DELAY"))
        downloader.per_slot_settings[key] = {"delay": delay}  # the slot is made with the first request
        if key in downloader.slots:
            downloader.slots[key].delay = delay


def _is_unread(state: HostState) -> bool:
    """Was robots.txt asked for in vain? Too busy to show it is no permission."""
    return state.robots_at is not None and (state.robots_status in (0, 429) or state.robots_status >= 500)
