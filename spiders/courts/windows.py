"""The windows of time that court sites are asked for."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rulingwire.models import RawArticle, Source
from spiders.courts.registry import load_site
from spiders.courts.sites import Question, Visit

SHORTEST = timedelta(days=1)  # a window is not cut into less


@dataclass(slots=True)
class Whole:
    """A window that a site would not show whole: its halves must show as many hits as the site said there are."""

    total: int
    waiting: int = 0  # questions of its halves not answered yet
    shown: int = 0

    def add(self, shown: int) -> str:
        """Count the hits of a half; after the last, what is missing, in words."""
        self.waiting -= 1
        self.shown += shown
        missing = not self.waiting and self.shown < self.total
        return f"{self.total} hits, of which two halves of the window show {self.shown}" if missing else ""


def halves_of(question: Question, source: Source, total: int) -> list[Question]:
    """A question for each half of its window; none where the window is a day, or the site takes no dates.

    `total` is how many hits the site says there are in the whole.
    """
    assert question.since
    assert question.until
    middle = question.since + (question.until - question.since) / 2
    if question.until - question.since <= SHORTEST:
        return []
    windows = ((question.since, middle), (middle, question.until))
    site, whole = load_site(source.kind), Whole(total)
    halves = [
        replace(one, since=since, until=until, half_of=whole)
        for since, until in windows
        for one in site.ask(source, Visit(terms=(question.term,), since=since, until=until))
    ]
    whole.waiting = len(halves)
    same = (question.url, question.body)
    return [] if any((half.url, half.body) == same for half in halves) else halves


def older(articles: tuple[RawArticle, ...], source: Source, since: datetime) -> bool:
    """Is every entry older than the window, by the date that the list is about? An entry without that date is not."""
    days = [getattr(article.record, source.date_is)[:10] for article in articles]
    return bool(days) and all(day and day < since.date().isoformat() for day in days)


def terms_between(since: datetime, until: datetime) -> list[int]:
    """The terms of the US Supreme Court of two moments, newest first, by the year in which each began."""
    begun = set()
    for when in (since, until):
        october = datetime(when.year, 10, 1, tzinfo=when.tzinfo)
        first_monday = october + timedelta(days=-october.weekday() % 7)
        begun.add(when.year if when >= first_monday else when.year - 1)
    return sorted(begun, reverse=True)
