"""The base of every spider: it visits sources, or plays captures of them, and yields readings."""

from asyncio import Event
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any, ClassVar, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from rulingwire.clock import now
from rulingwire.memory import Memory
from rulingwire.models import Capture, Hints, Issue, RawArticle, Reading, Source, WantedPage
from rulingwire.outcomes import Outcome
from rulingwire.schedule import address, due
from rulingwire.sources import load_sources
from spiders.net.answers import capture_of, conditional_headers, fresh_for, judge_answer, judge_failure
from spiders.net.manners import header, retry_after
from spiders.net.replay import Played, load_index, replay_files
from spiders.net.seat import memory_of
from spiders.past import AddressBook, past_addresses

Output = Iterator[Reading]
PAST_THE_END = (400, 404, 410)  # WordPress answers 400 to a page of its API after the last
PAGE_FIRST = 10  # pages go before the next visit, so that a replay reads them in the order of the past


class VisitingSpider(Spider):
    """Visits the sources of one kind. Subclasses say how to read a document (`read`) and a page (`read_page`).

    Settings: RULINGWIRE_FEEDS, RULINGWIRE_REPLAY (WARC files; none: the network), RULINGWIRE_FORCE,
    RULINGWIRE_BACKFILL (pages or days of the past), RULINGWIRE_BACKFILL_BY (words of the way to take).
    Argument: `sources`, ids separated by commas.
    """

    kind: ClassVar[str] = ""
    kinds: ClassVar[frozenset[str]] = frozenset()  # where it knows several

    def __init__(self, sources: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.chosen = [part.strip() for part in sources.split(",") if part.strip()]
        self.sources: tuple[Source, ...] = ()
        self.memory: Memory
        self.replays: tuple[Path, ...] = ()
        self.force = False
        self.backfill, self.backfill_by = 0, ""
        self.quiet = Event()
        self.open_requests = 0
        self.asked: dict[str, datetime] = {}  # page -> the wish it was asked for

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.memory = memory_of(crawler)
        crawler.signals.connect(spider.on_stored, signals.item_scraped)
        for trouble in (signals.spider_error, signals.item_error, signals.item_dropped):
            crawler.signals.connect(spider.on_done, trouble)
        spider.replays = replay_files(crawler)
        spider.backfill = crawler.settings.getint("RULINGWIRE_BACKFILL")
        spider.backfill_by = crawler.settings.get("RULINGWIRE_BACKFILL_BY") or ""
        spider.force = crawler.settings.getbool("RULINGWIRE_FORCE")
        loaded = load_sources(Path(crawler.settings["RULINGWIRE_FEEDS"]))
        spider.sources = tuple(
            s
            for s in loaded
            if s.kind in (cls.kinds or {cls.kind})
            and (s.id in spider.chosen if spider.chosen else s.active or spider.replays)
        )
        return spider

    # Hooks

    def read(self, response: Response, frame: Reading) -> Reading:
        """The reading of a document; `frame` says everything but what the document says."""
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
            for wanted in self.memory.wanted_pages(source.id, gaps=not self.replays) if source.reads_pages else ():
                yield self.page_request(wanted, source, wanted.wanted_at)
        visits = self.replayed_visits() if self.replays else chain(self.due_visits(), self.past_visits())
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

    def past_visits(self) -> Iterator[Request]:
        """Requests for older entries: as many pages, or days, of each source as a back-fill asks for."""
        moment = now()
        for source in self.sources:
            for url in past_addresses(source, self.backfill, self.backfill_by, moment):
                yield self.visit_request(url, source, moment, {}, purpose="backfill")

    def replayed_visits(self) -> Iterator[Request]:
        """A request for each capture of a source, in the order of the past; stored ones are left out."""
        address_book = AddressBook(self.sources)
        for played in load_index(self.replays).captures:
            source, purpose = address_book.find(played.url)
            if source and not self.memory.has_fetch(source.id, played.url, played.fetched_at):
                yield self.visit_request(played.url, source, played.fetched_at, {}, purpose, played)

    def visit_request(
        self,
        url: str,
        source: Source,
        moment: datetime,
        headers: dict[str, str],
        purpose: str = "visit",
        played: Played | None = None,
    ) -> Request:
        meta = {"visit_at": moment, "purpose": purpose} | ({"play": played} if played else {})
        return Request(
            url,
            callback=self.on_visit,
            errback=self.on_failure,
            headers=headers,
            meta=meta,
            cb_kwargs={"source": source},
            dont_filter=True,
        )

    def page_request(self, wanted: WantedPage, source: Source, moment: datetime) -> Request:
        self.asked[wanted.url] = wanted.wanted_at
        request = Request(
            wanted.url,
            callback=self.on_page,
            errback=self.on_failure,
            meta={"visit_at": moment, "purpose": "page", "page_of": wanted.url},
            cb_kwargs={"source": source},
            dont_filter=True,
            priority=PAGE_FIRST,
        )
        return self.counted(request)

    # Answers

    def on_visit(self, response: Response, source: Source) -> Output:
        frame = self.reading_of(response, source)
        yield self.read(response, frame) if frame.outcome is Outcome.READ else frame

    def on_page(self, response: Response, source: Source) -> Output:
        assert response.request
        frame = self.reading_of(response, source)
        article = self.read_page(response, source) if frame.outcome is Outcome.READ else None
        if article:
            # The address wanted names the article, whatever the page was moved to.
            article = replace(article, url=response.request.meta["page_of"])
            frame = replace(frame, articles=(article,))
        elif frame.outcome is Outcome.READ:
            frame = replace(frame, outcome=Outcome.UNREADABLE, why="no article found on the page")
        yield frame

    def on_failure(self, failure: Failure) -> Output:
        yield self.failed_reading(failure.value, failure.request)

    def failed_reading(self, error: BaseException, request: Request) -> Reading:
        outcome, why = judge_failure(error)
        moment = request.meta["visit_at"] if self.replays else now()
        return Reading(
            source=request.cb_kwargs["source"],
            capture=Capture(url=request.url, fetched_at=moment, status=0, body_hash=""),
            outcome=outcome,
            why=why,
            purpose=request.meta["purpose"],
            page_of=request.meta.get("page_of", ""),
            issues=(Issue(kind=outcome.value, words=why, hint=request.url),),
            hints=Hints(retry_after=getattr(error, "until", None)),
        )

    def reading_of(self, response: Response, source: Source) -> Reading:
        """The frame of a reading: everything but what the document says."""
        assert response.request
        request = response.request
        capture = capture_of(response)
        outcome, why = judge_answer(response)
        purpose = request.meta["purpose"]
        conditional = b"If-None-Match" in request.headers or b"If-Modified-Since" in request.headers
        if outcome is Outcome.UNCHANGED and not conditional and not self.replays:
            outcome, why = Outcome.FAILED, "HTTP 304 to a request that asked for the whole document"
        if outcome is Outcome.READ and purpose == "visit":
            outcome = self.unless_same_body(capture, source)
        past_the_end = purpose == "backfill" and capture.status in PAST_THE_END
        outcome = Outcome.GONE if past_the_end else outcome
        issues = () if outcome.good or past_the_end else (Issue(kind=outcome.value, words=why, hint=response.url),)
        return Reading(
            source=source,
            capture=capture,
            outcome=outcome,
            why=why,
            purpose=purpose,
            full_fetch=response.status == 200,
            issues=issues,
            hints=_http_hints(response, capture.fetched_at),
            etag=header(response, "ETag"),
            last_modified=header(response, "Last-Modified"),
            moved_to=_moved_to(request, response),
            page_of=request.meta.get("page_of", ""),
        )

    def unless_same_body(self, capture: Capture, source: Source) -> Outcome:
        same = capture.body_hash and capture.body_hash == self.memory.source_state(source.id).body_hash
        return Outcome.UNCHANGED if same else Outcome.READ

    # One request, one reading. When it is stored, it is known which pages are wanted; and in a replay the
    # next visit waits until this one and its pages are done, as they were in the past.

    def counted(self, request: Request) -> Request:
        self.open_requests += 1
        self.quiet.clear()
        return request

    def on_stored(self, item: Reading) -> None:
        if item.purpose != "page" and item.source.reads_pages:
            for wanted in self.memory.wanted_pages(item.source.id):
                if self.asked.get(wanted.url) != wanted.wanted_at:
                    assert self.crawler.engine
                    self.crawler.engine.crawl(self.page_request(wanted, item.source, item.capture.fetched_at))
        self.on_done()

    def on_done(self) -> None:
        self.open_requests -= 1
        if not self.open_requests:
            self.quiet.set()

    async def until_quiet(self) -> None:
        if self.open_requests:
            await self.quiet.wait()


def _http_hints(response: Response, moment: datetime) -> Hints:
    wait = retry_after(header(response, "Retry-After"), moment)
    return Hints(wait=fresh_for(response, moment), retry_after=moment + wait if wait else None)


def _moved_to(request: Request, response: Response) -> str:
    """Where a chain of nothing but permanent redirects ended."""
    reasons = request.meta.get("redirect_reasons", ())
    return response.url if reasons and all(reason in (301, 308) for reason in reasons) else ""
