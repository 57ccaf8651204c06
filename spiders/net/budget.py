"""How many requests a host allows us: counted in the corpus, so that a budget survives restarts.

All sources of a host share its budget, and the smallest limit holds. A window rolls: what counts is the last
minute, hour and day before each request. A full minute is waited for; a full hour or day postpones the rest.
"""

import os
from asyncio import sleep
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from scrapy.crawler import Crawler

from rulingwire.clock import now
from rulingwire.memory import Memory
from rulingwire.models import Source
from rulingwire.sources import load_sources
from spiders.net.manners import HostRefuses
from spiders.net.seat import memory_of

PATIENCE = timedelta(minutes=1)  # the longest wait for a place in a window


class BudgetSpent(HostRefuses):
    """We have asked this host as often as it allows."""

    def __init__(self, words: str, until: datetime) -> None:
        super().__init__(words)
        self.until = until


class Limit(NamedTuple):
    """So many requests in so much time."""

    requests: int
    span: timedelta


class Budgets:
    """The limits of all hosts, and what was spent."""

    def __init__(self, sources: Iterable[Source], memory: Memory) -> None:
        self.memory = memory
        self.limits: dict[str, list[Limit]] = {}
        for source in sources:
            host = urlsplit(source.url).netloc
            self.limits.setdefault(host, []).extend(limits_of(source))

    @classmethod
    def of(cls, crawler: Crawler) -> "Budgets":
        """The budgets that a crawler's feeds.yml names."""
        return cls(load_sources(Path(crawler.settings["RULINGWIRE_FEEDS"])), memory_of(crawler))

    async def spend(self, host: str) -> None:
        """Note one request; waits for a place in the minute, and raises BudgetSpent where an hour or day is full."""
        for limit in self.limits.get(host, ()):
            while until := self._full_until(host, limit):
                if limit.span > PATIENCE:
                    words = f"our {limit.requests} requests to {host} in {_words(limit.span)} are spent"
                    raise BudgetSpent(f"{words} until {until:%Y-%m-%d %H:%M} UTC", until)
                await sleep(max(0.05, (until - now()).total_seconds()))
        if self.limits.get(host):
            self.memory.note_request(host, now())

    def _full_until(self, host: str, limit: Limit) -> datetime | None:
        """When a full window has a place again; None where it has one."""
        sent = self.memory.requests_since(host, now() - limit.span)
        return sent[-limit.requests] + limit.span if len(sent) >= limit.requests else None


def limits_of(source: Source) -> list[Limit]:
    """The limits that a source names for its host; a key may widen the day."""
    keyed = source.key_env and os.environ.get(source.key_env)
    day = source.per_day_with_key if keyed and source.per_day_with_key else source.per_day
    spans = ((day, timedelta(days=1)), (source.per_hour, timedelta(hours=1)), (source.per_minute, timedelta(minutes=1)))
    return [Limit(requests, span) for requests, span in spans if requests]


def _words(span: timedelta) -> str:
    return "a day" if span >= timedelta(days=1) else "an hour"
