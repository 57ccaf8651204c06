"""The base of every spider: it visits sources, or plays captures of them, and yields readings."""

from asyncio import Event
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from rulingwire.clock import now
from rulingwire.errors import NotHttp
from rulingwire.memory import Memory
from rulingwire.models import Capture, Hints, Issue, RawArticle, Reading, Source
from rulingwire.outcomes import Outcome
from rulingwire.schedule import address, due
from rulingwire.sources import load_sources
from rulingwire.urls import canonical_url, url_key
from spiders.net.answers import capture_of, conditional_headers, judge_answer, judge_failure, max_age
from spiders.net.manners import header, retry_after
from spiders.net.replay import Played, load_index
from spiders.net.seat import memory_of

Output = Iterator[Reading | Request]
PAGE_FIRST = 10  # pages go before the next visit, so that a replay reads them in the order of the past


class VisitingSpider(Spider):
    """Visits the sources of one kind. Subclasses say how to read a document (`read`) and a page (`read_page`).

    Settings: RULINGWIRE_FEEDS, RULINGWIRE_REPLAY (WARC files; none: the network), RULINGWIRE_FORCE.
    Argument: `sources`, ids separated by commas.
    """

    kind: ClassVar[str] = ""

    def __init__(self, sources: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.chosen = [part.strip() for part in sources.split(",") if part.strip()]
        self.sources: tuple[Source, ...] = ()
        self.memory: Memory
        self.replays: tuple[Path, ...] = ()
        self.force = False
        self.quiet = Event()
        self.open_requests = 0
        self.asked: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.memory = memory_of(crawler)
        spider.replays = tuple(crawler.settings.getlist("RULINGWIRE_REPLAY"))
        spider.force = crawler.settings.getbool("RULINGWIRE_FORCE")
        loaded = sources_of(Path(crawler.settings["RULINGWIRE_FEEDS"]))
        spider.sources = tuple(
            s
            for s in loaded
            if s.kind == cls.kind and (s.id in spider.chosen if spider.chosen else s.active or spider.replays)
        )
        return spider

    # Hooks

    def read(self, response: Response, source: Source) -> Reading:
        """What a document of the source says; `reading_of` gives the frame."""
        raise NotImplementedError

    def read_page(self, response: Response, source: Source) -> RawArticle | None:
        """What an article page says; None where it holds no article."""
        return RawArticle(
            source_id=source.id,
            url=response.url,
            html=response.text,
            form="whole-page",
            complete=True,
        )

    # Requests

    async def start(self) -> AsyncIterator[Request]:
        for source in self.sources:
            for wanted in self.memory.wanted_pages(source.id) if source.full_text else ():
                yield self.page_request(wanted.url, source, wanted.wanted_at)
        visits = self.replayed_visits() if self.replays else self.due_visits()
        for visit in visits:
            if self.replays:
                await self.until_quiet()
            yield self.counted(visit)

    def due_visits(self) -> Iterator[Request]:
        """A request to each source whose time has come."""
        moment = now()
        for source in self.sources:
            state = self.memory.source_state(source.id)
            if self.force or due(state, moment):
                headers = conditional_headers(state, moment)
                yield self.visit_request(address(source, state), source, moment, headers)

    def replayed_visits(self) -> Iterator[Request]:
        """A request for each capture of a source, in the order of the past; stored ones are left out."""
        by_key = {url_key(url): source for source in self.sources for url in (source.url, *source.also_at)}
        for played in load_index(self.replays).captures:
            source = by_key.get(url_key(played.url))
            if source and not self.memory.has_fetch(source.id, played.url, played.fetched_at):
                yield self.visit_request(played.url, source, played.fetched_at, {}, played)

    def visit_request(
        self,
        url: str,
        source: Source,
        moment: datetime,
        headers: dict[str, str],
        played: Played | None = None,
    ) -> Request:
        meta = {"visit_at": moment} | ({"play": played} if played else {})
        return Request(
            url,
            callback=self.on_visit,
            errback=self.on_failure,
            headers=headers,
            meta=meta,
            cb_kwargs={"source": source},
            dont_filter=True,
        )

    def page_request(self, url: str, source: Source, moment: datetime) -> Request:
        self.asked.add(url)
        request = Request(
            url,
            callback=self.on_page,
            errback=self.on_failure,
            meta={"visit_at": moment, "page_of": url},
            cb_kwargs={"source": source},
            dont_filter=True,
            priority=PAGE_FIRST,
        )
        return self.counted(request)

    # Answers

    def on_visit(self, response: Response, source: Source) -> Output:
        try:
            frame = self.reading_of(response, source)
            reading = self.read(response, source) if frame.outcome is Outcome.READ else frame
            yield reading
            for url in self.pages_to_read(reading):
                yield self.page_request(url, source, reading.capture.fetched_at)
        finally:
            self.done()

    def on_page(self, response: Response, source: Source) -> Output:
        assert response.request
        try:
            frame = self.reading_of(response, source)
            article = self.read_page(response, source) if frame.outcome is Outcome.READ else None
            if article:
                # The address wanted names the article, whatever the page was moved to.
                article = replace(article, url=response.request.meta["page_of"])
                frame = replace(frame, articles=(article,))
            elif frame.outcome is Outcome.READ:
                frame = replace(frame, outcome=Outcome.UNREADABLE, why="no article found on the page")
            yield frame
        finally:
            self.done()

    def on_failure(self, failure: Failure) -> Output:
        request: Request = failure.request
        try:
            yield self.failed_reading(failure.value, request)
        finally:
            self.done()

    def failed_reading(self, error: BaseException, request: Request) -> Reading:
        outcome, why = judge_failure(error)
        page = request.meta.get("page_of", "")
        moment = request.meta["visit_at"] if self.replays else now()
        return Reading(
            source=request.cb_kwargs["source"],
            capture=Capture(url=request.url, fetched_at=moment, status=0, body_hash=""),
            outcome=outcome,
            why=why,
            purpose="page" if page else "visit",
            page_of=page,
            issues=(Issue(kind=outcome.value, words=why, hint=request.url),),
        )

    def reading_of(self, response: Response, source: Source) -> Reading:
        """The frame of a reading: everything but what the document says."""
        assert response.request
        request = response.request
        capture = capture_of(response)
        outcome, why = judge_answer(response)
        page = request.meta.get("page_of", "")
        conditional = b"If-None-Match" in request.headers or b"If-Modified-Since" in request.headers
        if outcome is Outcome.UNCHANGED and not conditional and not self.replays:
            outcome, why = Outcome.FAILED, "HTTP 304 to a request that asked for the whole document"
        if outcome is Outcome.READ and not page:
            outcome = self.unless_same_body(capture, source)
        issues = () if outcome.good else (Issue(kind=outcome.value, words=why, hint=response.url),)
        return Reading(
            source=source,
            capture=capture,
            outcome=outcome,
            why=why,
            purpose="page" if page else "visit",
            full_fetch=response.status == 200,
            issues=issues,
            hints=_http_hints(response, capture.fetched_at),
            etag=header(response, "ETag"),
            last_modified=header(response, "Last-Modified"),
            moved_to=_moved_to(request, response),
            page_of=page,
        )

    def unless_same_body(self, capture: Capture, source: Source) -> Outcome:
        same = capture.body_hash and capture.body_hash == self.memory.source_state(source.id).body_hash
        return Outcome.UNCHANGED if same else Outcome.READ

    def pages_to_read(self, reading: Reading) -> list[str]:
        """Addresses of cut entries whose page was never wanted, and of those wanted again."""
        if not reading.source.full_text:
            return []
        cut = [_canonical(a.url) for a in reading.articles if not a.complete]
        unknown = self.memory.unknown_pages([url for url in cut if url])
        wanted = [page.url for page in self.memory.wanted_pages(reading.source.id)]
        return [url for url in dict.fromkeys(unknown + wanted) if url not in self.asked]

    # Replaying in order: one visit, its pages, then the next visit

    def counted(self, request: Request) -> Request:
        self.open_requests += 1
        self.quiet.clear()
        return request

    def done(self) -> None:
        self.open_requests -= 1
        if not self.open_requests:
            self.quiet.set()

    async def until_quiet(self) -> None:
        if self.open_requests:
            await self.quiet.wait()


@cache
def sources_of(path: Path) -> tuple[Source, ...]:
    """The sources of a feeds.yml, read once a process."""
    return load_sources(path)


def _canonical(url: str) -> str:
    try:
        return canonical_url(url)
    except NotHttp:
        return ""


def _http_hints(response: Response, moment: datetime) -> Hints:
    wait = retry_after(header(response, "Retry-After"), moment)
    return Hints(wait=max_age(response), retry_after=moment + wait if wait else None)


def _moved_to(request: Request, response: Response) -> str:
    """Where a chain of nothing but permanent redirects ended."""
    reasons = request.meta.get("redirect_reasons", ())
    return response.url if reasons and all(reason in (301, 308) for reason in reasons) else ""
