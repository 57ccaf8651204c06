"""What every court site is to the spider: questions to ask, a list to discover, a document to fetch.

A site is a subclass of FeedSite (RSS, Atom, JSON Feed), PageSite (HTML, XML), JsonSite or JsonOrFeedSite, named
`Site`, in a file named like the `kind` of its sources. It holds no state and asks nobody: it turns bytes into values.

    ask        -> Question ...   what a visit asks, one `question` a term: the template in feeds.yml, filled in
    discover   -> Listing        the cheap list
    document   -> Question       where the document behind an entry stands
    fetch      -> RawArticle     the document
"""

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote_plus
from xml.parsers import expat

from bs4 import BeautifulSoup, Tag

from rulingwire.errors import RulingwireError
from rulingwire.models import Hints, Issue, RawArticle, Source
from spiders.courts.reading import markup, pdf_article
from spiders.documents import parse_feed
from spiders.patience import TookTooLong, at_most

if TYPE_CHECKING:
    from spiders.courts.windows import Whole

logger = logging.getLogger(__name__)
NEVER_EMPTY = "no entry, where there always are some"
LONGEST_WORK = 10  # seconds of processor time for one answer
JSON_BODY = (("Content-Type", "application/json"),)  # headers of a question asked by POST
FORM_BODY = (("Content-Type", "application/x-www-form-urlencoded"),)
# What reading something else than expected raises; RecursionError for what is nested too deep on purpose.
UNREADABLE = (
    RulingwireError, ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError,
    expat.ExpatError,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request to a court site."""

    url: str
    method: str = "GET"
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    term: str = ""  # the words asked for, "" where the site takes none
    page: int = 1  # 1, 2, 3 ... of the same question
    since: datetime | None = None  # the window asked for; None: that of the visit
    until: datetime | None = None
    half_of: "Whole | None" = None  # of a window that was cut: what its halves must show together


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    url: str
    body: bytes
    question: Question | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a list says of itself. Raises TypeError where a site gives something else than numbers and text."""

    total: int | None = None  # hits in all, where it says
    more: str = ""  # address of the next page, where it gives one
    full: bool | None = None  # where no total is said: is the page full, so that another may follow?
    trouble: str = ""  # an error dressed as an answer, in words
    ceiling: int | None = None  # hits after which the site shows no more

    def __post_init__(self) -> None:
        if not (isinstance(self.total, int | None) and isinstance(self.more, str) and isinstance(self.trouble, str)):
            raise TypeError(f"neither numbers nor text: {self!r:.150}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What an answer lists. Where `trouble` is said it could not be read at all."""

    articles: tuple[RawArticle, ...] = ()
    about: About = field(default_factory=About)
    hints: Hints = field(default_factory=Hints)
    issues: tuple[Issue, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What a visit wants to know."""

    terms: tuple[str, ...]  # words of watch.yml for this source, most wanted first; () where it takes none
    since: datetime  # begin of the trailing window
    until: datetime


class Site:
    """A court site. `page_from` and `page_step` say how it counts pages: 0 and 20 where it counts offsets."""

    never_empty: ClassVar[bool] = False  # True: its first page always has entries, and one without is trouble
    page_from: ClassVar[int] = 1
    page_step: ClassVar[int] = 1
    per_page: ClassVar[int] = 0  # entries on a full page; 0: only `more` or `full` leads on

    def ask(self, source: Source, visit: Visit) -> Iterator[Question]:
        """The first page of each question."""
        for term in visit.terms or ("",):
            yield self.question(source, visit, term, 1)

    def question(self, source: Source, visit: Visit, term: str, page: int) -> Question:
        """One page of one question; to be overridden where it is more than an address."""
        return Question(url=self.fill(source, visit, term, page), term=term, page=page)

    def fill(self, source: Source, visit: Visit, term: str, page: int) -> str:
        """The address of one page: that of feeds.yml with {query}, {since}, {until} and {page}."""
        number = self.page_from + (page - 1) * self.page_step
        return source.url.format(query=quote_plus(term), since=visit.since, until=visit.until, page=number)

    def following(self, source: Source, visit: Visit, asked: Question, about: About) -> Question | None:
        """The question after this one; None where the list has no more."""
        if about.more:
            return replace(asked, url=about.more, page=asked.page + 1)
        if about.full or (self.per_page and (about.total or 0) > asked.page * self.per_page):
            return self.question(source, visit, asked.term, asked.page + 1)
        return None

    def opening(self, source: Source) -> Question | None:
        """What must be asked before anything else, where the site wants a session."""
        return None

    def opened(self, answer: Answer, cookies: str) -> dict[str, str]:
        """The headers that carry a session: from the answer to `opening`, and the cookies that came with it."""
        return {"Cookie": cookies} if cookies else {}

    def discover(self, answer: Answer, source: Source) -> Listing:
        """The entries of a list, in the order printed."""
        raise NotImplementedError

    def check_whole(self, body: bytes) -> None:
        """Raise where a list without entries does not reach its end: it is none."""

    def document(self, url: str, source: Source) -> Question:
        """Where the document behind an entry's address stands."""
        return Question(url=url)

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        """What a document says; None where it holds no decision. Unless a site says otherwise it is a PDF."""
        return pdf_article(answer.body, answer.url, source)


class FeedSite(Site):
    """A site with a feed; `entry` says what its entries mean."""

    def discover(self, answer: Answer, source: Source) -> Listing:
        feed = parse_feed(answer.body, source.id, answer.url)
        listing = _each(feed.articles, lambda one: self.entry(one, source), answer)
        empty = NEVER_EMPTY if self.never_empty and not feed.articles else ""
        trouble = feed.trouble or listing.trouble or empty
        return replace(listing, hints=feed.hints, issues=feed.issues + listing.issues, trouble=trouble)

    def entry(self, raw: RawArticle, source: Source) -> RawArticle | None:
        """An entry of the feed as a decision; None where it is none."""
        raise NotImplementedError


class PageSite(Site):
    """A site that prints its list as HTML or XML."""

    parser: ClassVar[str] = "lxml"  # "xml" for XML

    def discover(self, answer: Answer, source: Source) -> Listing:
        return _listing(self, lambda: markup(answer.body, self.parser), answer, source)

    def check_whole(self, body: bytes) -> None:
        if self.parser == "xml":
            expat.ParserCreate().Parse(body.strip(), True)
        elif b"</html>" not in body.lower():
            raise ValueError("no entry, and the page is cut")

    def rows(self, page: BeautifulSoup) -> Iterable[Tag]:
        """The elements that hold one entry each."""
        raise NotImplementedError

    def row(self, row: Tag, source: Source) -> RawArticle | None:
        """One entry as a decision; None where it is none, such as a heading."""
        raise NotImplementedError

    def about(self, page: BeautifulSoup, answer: Answer) -> About:
        """Total, next page, and whether the page is an error."""
        return About()


class JsonSite(Site):
    """A site that answers in JSON."""

    def discover(self, answer: Answer, source: Source) -> Listing:
        return _listing(self, lambda: json.loads(answer.body), answer, source)

    def rows(self, page: Any) -> Iterable[Any]:
        """The values that hold one entry each."""
        raise NotImplementedError

    def row(self, row: Any, source: Source) -> RawArticle | None:
        """One entry as a decision; None where it is none."""
        raise NotImplementedError

    def about(self, page: Any, answer: Answer) -> About:
        """Total, next page, and whether the answer is an error."""
        return About()


class JsonOrFeedSite(JsonSite, FeedSite):
    """A site that answers in JSON, and has a feed: `feed_mark` stands in the address of a source that is one."""

    feed_mark: ClassVar[str]

    def is_feed(self, source: Source) -> bool:
        return self.feed_mark in source.url

    def discover(self, answer: Answer, source: Source) -> Listing:
        base = FeedSite if self.is_feed(source) else JsonSite
        return base.discover(self, answer, source)


def _listing(site: Any, parse: Callable[[], Any], answer: Answer, source: Source) -> Listing:
    """Read a list; what is not a list of this site at all is trouble, a row that cannot be read an issue."""
    try:
        with at_most(LONGEST_WORK):
            page = parse()
            about = site.about(page, answer)
            if about.trouble:
                return Listing(about=about, trouble=about.trouble)
            rows = list(site.rows(page))
            if not rows:
                _check_empty(site, about, answer)
            return replace(_each(rows, lambda row: site.row(row, source), answer), about=about)
    except json.JSONDecodeError:
        return Listing(trouble="something else instead of JSON")
    except (*UNREADABLE, TookTooLong) as error:
        return Listing(trouble=f"not the list we know: {type(error).__name__}: {error}"[:200])


def _check_empty(site: Site, about: About, answer: Answer) -> None:
    """Raise where a list in which no entry was found cannot be an empty one."""
    first = answer.question is None or answer.question.page <= 1
    if first and about.total:
        raise ValueError(f"{about.total} hits, but no entry")
    if first and site.never_empty:
        raise ValueError(NEVER_EMPTY)
    site.check_whole(answer.body)


def read_document(site: Site, answer: Answer, source: Source) -> RawArticle | None:
    """What a document says; None where it is not the document we know, whatever is wrong with it."""
    try:
        with at_most(LONGEST_WORK):
            return site.fetch(answer, source)
    except (*UNREADABLE, TookTooLong):
        logger.exception("%s: a document of %s cannot be read", answer.url, source.id)
        return None


def _each(rows: Iterable[Any], read: Callable[[Any], RawArticle | None], answer: Answer) -> Listing:
    """What the rows of a list say. One bad row is an issue; several and no good one mean another kind of list."""
    articles, issues = [], []
    for number, row in enumerate(rows, start=1):
        try:
            article = read(row)
        except UNREADABLE as error:
            words = f"{type(error).__name__}: {error}"[:200]
            issues.append(Issue(kind="entry-unread", words=words, hint=f"Entry {number} of {answer.url}"))
            continue
        if article:  # whatever it holds, it was read in a list
            articles.append(replace(article, form="feed"))
    none = len(issues) > 1 and not articles
    trouble = f"none of {len(issues)} entries can be read: {issues[0].words}" if none else ""
    return Listing(articles=tuple(articles), issues=tuple(issues), trouble=trouble)


def list_at(page: Any, *names: str) -> list[Any]:
    """The list under these names of a JSON answer, one within the other. Raises where something else stands."""
    for name in names:
        page = page[name]
    if not isinstance(page, list):
        raise TypeError(f"no list of {names[-1]}")
    return page


def trailing(source: Source, moment: datetime, terms: tuple[str, ...]) -> Visit:
    """What a visit at a moment asks: whole days, so that a replay, a little later that day, asks the same."""
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return Visit(terms=terms, since=day - source.window, until=day + timedelta(days=1))
