"""Every court site: one spider that asks what the site asks (`spiders.courts`), page by page, and loses nothing.

A visit asks each question of a site for the trailing window of its source. It compares whole pages and never stops
at the first known entry; a page on which everything is older than the window ends the question. What a list holds
back (a ceiling, more pages than we read) is asked for again by halves of the window, or noted as missed.
"""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from rulingwire.clock import now
from rulingwire.models import Hints, Issue, RawArticle, Reading, Source, WantedPage
from rulingwire.outcomes import Outcome
from rulingwire.schedule import address, due
from rulingwire.source_keys import COURT_KINDS
from rulingwire.watch import Watch, load_watch
from spiders.courts.registry import load_site
from spiders.courts.sites import Answer, Listing, Question, Visit, read_document, trailing
from spiders.courts.windows import halves_of, older
from spiders.net.answers import conditional_headers
from spiders.net.keys import has_key, key_headers, with_key
from spiders.net.manners import ChallengedBefore
from spiders.net.naming import archive_name
from spiders.net.replay import Played
from spiders.visiting import PAGE_FIRST, VisitingSpider

logger = logging.getLogger(__name__)
HOUR = timedelta(hours=1)  # a request may wait so long before it is sent


class CourtSpider(VisitingSpider):
    """Visits the court sites."""

    name = "court"
    kind: ClassVar[str] = "court"
    kinds: ClassVar[frozenset[str]] = COURT_KINDS

    def __init__(self, sources: str = "", **kwargs: Any) -> None:
        super().__init__(sources, **kwargs)
        self.watch: Watch
        self.sessions: dict[str, dict[str, str]] = {}  # source -> the headers that carry its session

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.watch = load_watch(Path(crawler.settings["RULINGWIRE_FEEDS"]).with_name("watch.yml"))
        return spider

    # Requests

    async def start(self) -> AsyncIterator[Request]:
        if not self.replays:
            self.sources = tuple(source for source in self.sources if has_key(source))
            for source in self.sources:
                opening = load_site(source.kind).opening(source) if self.is_wanted(source) else None
                if opening and (trouble := await self.open_session(opening, source)):
                    self.sources = tuple(other for other in self.sources if other is not source)
                    self.open_requests += 1
                    yield trouble  # type: ignore[misc]  # Scrapy takes items here too
        async for request in super().start():
            yield request

    def is_due(self, source: Source) -> bool:
        """Is it time to ask this source?"""
        return self.force or due(self.memory.source_state(source.id), now())

    def is_wanted(self, source: Source) -> bool:
        """Will anything be asked of this source?"""
        return self.is_due(source) or bool(self.memory.wanted_pages(source.id))

    async def open_session(self, question: Question, source: Source) -> Reading | None:
        """Ask what a site wants to be asked first; where that fails, this is how the visit ended."""
        assert self.crawler.engine
        visit = self.questions(source, now())[0]
        opening = replace(question, term=visit.term, since=visit.since, until=visit.until)
        request = self.ask(opening, source, now(), "visit", {})
        try:
            response = await self.crawler.engine.download_async(request)
            reading = self.asked_for(self.reading_of(response, source), request.meta)
            if reading.outcome not in (Outcome.READ, Outcome.UNCHANGED):
                return reading
        except Exception as error:
            return self.asked_for(self.failed_reading(error, request), request.meta)
        cookies = "; ".join(c.decode("latin-1").split(";")[0] for c in response.headers.getlist("Set-Cookie"))
        try:
            self.sessions[source.id] = load_site(source.kind).opened(answer_of(response), cookies)
        except (ValueError, KeyError, TypeError) as error:
            why = f"no session: {type(error).__name__}: {error}"[:200]
            return replace(reading, outcome=Outcome.UNREADABLE, why=why)
        return None

    @contextmanager
    def told(self, source: Source) -> Iterator[None]:
        """One bad source never stops a run: what goes wrong before its first answer is told with the run."""
        try:
            yield
        except Exception:
            logger.exception("%s cannot be asked", source.id)
            self.crawler.signals.send_catch_log(signals.spider_error, failure=Failure(), response=None, spider=self)

    def due_visits(self) -> Iterator[Request]:
        for source in self.sources:
            if self.is_due(source):
                with self.told(source):
                    yield from self.visits_to(source, now())

    def visits_to(self, source: Source, moment: datetime) -> list[Request]:
        """The requests of a visit: its first one stands for the visit."""
        state = self.memory.source_state(source.id)
        validators = conditional_headers(state, moment)
        questions = self.questions(source, moment)
        if questions and questions[0].url == source.url:
            questions[0] = replace(questions[0], url=address(source, state))
        return [
            self.ask(one, source, moment, "query" if number else "visit", {} if number else validators)
            for number, one in enumerate(questions)
        ]

    def questions(self, source: Source, moment: datetime) -> list[Question]:
        """The first page of each question of a visit at a moment."""
        visit = trailing(source, moment, self.watch.terms(source))
        asked = load_site(source.kind).ask(source, visit)
        return [replace(one, since=one.since or visit.since, until=one.until or visit.until) for one in asked]

    def ask(
        self, question: Question, source: Source, moment: datetime, purpose: str, headers: dict[str, str]
    ) -> Request:
        request = self.visit_request(with_key(question.url, source), source, moment, headers, purpose)
        request = request.replace(method=question.method, body=question.body.encode())
        request.headers.update(dict(question.headers) | key_headers(source) | self.sessions.get(source.id, {}))
        request.meta["question"] = question
        request.meta["api"] = source.api and urlsplit(question.url).netloc == urlsplit(source.url).netloc
        request.meta["archive_as"] = archive_name(question.url, question.method, question.body)
        return request

    def page_request(self, wanted: WantedPage, source: Source, moment: datetime) -> Request:
        """Documents come after all lists: a budget is spent on what is new before it is spent on details."""
        question = Question(url=wanted.url)
        with self.told(source):
            question = load_site(source.kind).document(wanted.url, source)
        request = self.ask(question, source, moment, "page", {})
        request.meta["page_of"] = wanted.url
        self.asked[wanted.url] = wanted.wanted_at
        return self.counted(
            request.replace(callback=self.on_page, priority=PAGE_FIRST if self.replays else -PAGE_FIRST)
        )

    def visit_request(
        self,
        url: str,
        source: Source,
        moment: datetime,
        headers: dict[str, str],
        purpose: str = "visit",
        played: Played | None = None,
    ) -> Request:
        if played:
            found, purpose = self.question_of(played, source)
        request = super().visit_request(url, source, moment, headers, purpose, played)
        if played:
            request.meta.update({"question": found, "archive_as": url})
        return request

    def question_of(self, played: Played, source: Source) -> tuple[Question, str]:
        """The question that a capture answers, on its day or the day before, and whether it stands for the visit.

        A later page of a question stands for itself.
        """
        for moment in (played.fetched_at, played.fetched_at - HOUR):
            for number, asked in enumerate(self.questions(source, moment)):
                if archive_name(asked.url, asked.method, asked.body) == played.url:
                    return asked, "query" if number else "visit"
        visit = trailing(source, played.fetched_at, ())
        return Question(url=played.url, page=0, since=visit.since, until=visit.until), "query"

    # Answers

    def on_visit(self, response: Response, source: Source) -> Iterator[Reading | Request]:  # type: ignore[override]
        question: Question = response.meta["question"]
        frame = self.asked_for(self.reading_of(response, source), response.meta)
        if frame.outcome is not Outcome.READ:
            yield frame
            return
        listing = load_site(source.kind).discover(answer_of(response), source)
        reading = listed(frame, listing, self.watch)
        if self.replays or listing.trouble:
            yield reading
            return
        more, missed = self.following(question, listing, source)
        yield replace(reading, missed=missed)
        for one in more:
            yield self.counted(self.ask(one, source, frame.capture.fetched_at, "query", {}))

    def following(self, question: Question, listing: Listing, source: Source) -> tuple[list[Question], str]:
        """What to ask next, and what is missed for good where nothing can be asked."""
        assert question.since
        assert question.until
        site, about = load_site(source.kind), listing.about
        missed = question.half_of.add(about.total or 0) if question.half_of and question.page == 1 else ""
        if about.ceiling and (about.total or 0) > about.ceiling and question.page == 1:
            halves = halves_of(question, source, about.total or 0)
            cut = f"{about.total} hits, of which {about.ceiling} are shown; the window cannot be cut"
            return halves, missed if halves else cut
        visit = Visit(terms=(question.term,), since=question.since, until=question.until)
        following = site.following(source, visit, question, about)
        if following is None or older(listing.articles, source, question.since):
            return [], missed
        if question.page >= source.pages:
            return [], f"more than the {source.pages} pages that are read of a question"
        same = {name: getattr(question, name) for name in ("term", "since", "until", "half_of")}
        return [replace(following, page=question.page + 1, **same)], missed

    def on_page(self, response: Response, source: Source) -> Iterator[Reading | Request]:  # type: ignore[override]
        listed: RawArticle | None = response.meta.get("listed")
        for reading in super().on_page(response, source):
            articles = tuple(completed(_behind(listed, one), source, self.watch) for one in reading.articles)
            paper = paper_behind(articles[0]) if articles and not listed else ""
            yield replace(reading, articles=() if paper else articles)
            if paper:
                yield self.paper_request(paper, articles[0], source, response)

    def paper_request(self, url: str, listed: RawArticle, source: Source, response: Response) -> Request:
        """A request for the paper behind a page that holds no text itself."""
        request = self.ask(Question(url=url), source, response.meta["visit_at"], "page", {})
        request.meta.update({"page_of": response.meta["page_of"], "listed": listed})
        return self.counted(request.replace(callback=self.on_page))

    def read_page(self, response: Response, source: Source) -> RawArticle | None:
        return read_document(load_site(source.kind), answer_of(response), source)

    def on_failure(self, failure: Failure) -> Iterator[Reading]:
        if isinstance(failure.value, ChallengedBefore):
            self.on_done()  # the challenge itself has left its trace
            return
        yield self.asked_for(self.failed_reading(failure.value, failure.request), failure.request.meta)

    def asked_for(self, reading: Reading, meta: dict[str, Any]) -> Reading:
        """A reading that says what it answers."""
        question: Question = meta["question"]
        return replace(reading, question=question.term, since=question.since, asked_at=meta["visit_at"])


def paper_behind(article: RawArticle) -> str:
    """The first paper of a page that has papers and no text."""
    papers = article.record.papers if article.record and not article.complete else ()
    return papers[0].url if papers else ""


def _behind(listed: RawArticle | None, paper: RawArticle) -> RawArticle:
    """The text of a paper with what the page before it said."""
    return replace(listed, html=paper.html, form="page", complete=True) if listed else paper


def answer_of(response: Response) -> Answer:
    """A response as the sites see it."""
    question: Question = response.meta["question"]
    return Answer(url=response.url, body=response.body, question=question)


def listed(frame: Reading, listing: Listing, watch: Watch) -> Reading:
    """The reading of a list: read, empty or unreadable are three different results."""
    if listing.trouble:
        issue = Issue(kind=Outcome.UNREADABLE.value, words=listing.trouble, hint=frame.capture.url)
        return replace(frame, outcome=Outcome.UNREADABLE, why=listing.trouble, issues=(*frame.issues, issue))
    hints = Hints(
        wait=max(filter(None, (listing.hints.wait, frame.hints.wait)), default=None),
        skip_hours=listing.hints.skip_hours,
        skip_days=listing.hints.skip_days,
        retry_after=frame.hints.retry_after,
    )
    return replace(
        frame,
        outcome=Outcome.READ if listing.articles else Outcome.EMPTY,
        articles=tuple(completed(article, frame.source, watch) for article in listing.articles),
        hints=hints,
        issues=frame.issues + listing.issues,
    )


def completed(article: RawArticle, source: Source, watch: Watch) -> RawArticle:
    """An article that says so if its case is one that we watch, and where a court is that we do not know."""
    record = article.record
    if record is None:
        return article
    land = "" if record.court else source.jurisdiction or ""
    return replace(article, record=replace(record, watched=watch.why(record), jurisdiction=land))
