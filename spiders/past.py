"""The addresses a source's past stands at, and whose address a capture is."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from rulingwire.errors import NotHttp
from rulingwire.models import Source
from rulingwire.source_keys import COURT_KINDS
from rulingwire.urls import url_key


def past_addresses(source: Source, count: int, by: str, moment: datetime) -> Iterator[str]:
    """The first `count` pages, or the `count` days before `moment`, by the first way that holds the words `by`."""
    way = next((way for way in source.past if by in way), "")
    for number in range(1, count + 1 if way else 1):
        day = moment - timedelta(days=number)
        yield way.replace("{n}", str(number)).replace("{day}", f"{day:%Y%m%d}")


class AddressBook:
    """Finds the source of a captured address."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self.sources = tuple(sources)
        self.visits = {url_key(url): s for s in self.sources for url in (s.url, *s.also_at) if "{" not in url}
        asked = [pair for s in self.sources if s.kind in COURT_KINDS for pair in _beginnings(s)]
        self.asked = sorted(asked, key=lambda pair: -len(pair[0]))  # the longest beginning knows best
        self.past = [(_pattern(way), s) for s in self.sources for way in s.past]

    def find(self, url: str) -> tuple[Source | None, str]:
        """The source and the purpose ("visit", "query" or "backfill") of an address; None where it is nobody's."""
        try:
            source = self.visits.get(url_key(url))
        except NotHttp:
            return None, ""
        if source:
            return source, "visit"
        asked = next((s for begin, s in self.asked if url.startswith(begin)), None)
        if asked:
            return asked, "query"
        return next((s for pattern, s in self.past if pattern.fullmatch(url)), None), "backfill"


def _beginnings(source: Source) -> list[tuple[str, Source]]:
    """What the addresses that a court site is asked begin with."""
    return [(url.split("{")[0], source) for url in (source.url, *source.also_at)]


def _pattern(way: str) -> re.Pattern[str]:
    return re.compile(re.escape(way).replace(r"\{n\}", r"\d+").replace(r"\{day\}", r"\d{8}"))
