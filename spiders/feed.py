"""Every source of kind `feed`: no code per source."""

from dataclasses import replace
from typing import ClassVar

from scrapy.http import Response

from rulingwire.models import Hints, Issue, RawArticle, Reading
from rulingwire.outcomes import Outcome
from spiders.documents import Document, parse_feed
from spiders.net.manners import header
from spiders.visiting import VisitingSpider


class FeedSpider(VisitingSpider):
    """Reads feeds; a subclass may know more about the entries of its site (`refine`)."""

    name = "feed"
    kind: ClassVar[str] = "feed"

    def read(self, response: Response, frame: Reading) -> Reading:
        _, _, charset = header(response, "Content-Type").lower().partition("charset=")
        charset = charset.split(";")[0].strip(" \"'")
        document = parse_feed(response.body, frame.source.id, response.url, charset)
        articles = tuple(self.refine(article) for article in document.articles)
        return feed_reading(frame, replace(document, articles=articles))

    def refine(self, article: RawArticle) -> RawArticle:
        """An entry with what only its site's spider knows; here nothing."""
        return article


def feed_reading(frame: Reading, document: Document) -> Reading:
    """The reading of a feed document: read, empty or unreadable are three different results."""
    if document.trouble:
        issue = Issue(kind=Outcome.UNREADABLE.value, words=document.trouble, hint=frame.capture.url)
        return replace(frame, outcome=Outcome.UNREADABLE, why=document.trouble, issues=(*document.issues, issue))
    hints = Hints(
        wait=max(filter(None, (document.hints.wait, frame.hints.wait)), default=None),
        skip_hours=document.hints.skip_hours,
        skip_days=document.hints.skip_days,
        retry_after=frame.hints.retry_after,
    )
    outcome = Outcome.READ if document.articles else Outcome.EMPTY
    issues = frame.issues + document.issues
    return replace(frame, outcome=outcome, articles=document.articles, hints=hints, issues=issues)
