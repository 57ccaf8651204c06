"""Scottish Courts and Tribunals Service: hits of a search as JSON, and the 200 newest judgments as RSS.

The search is a POST of JSON to an address that no one promises to keep (reworked in May 2025). Words without quotes
are joined by "or", so each term is sent as a phrase; hits come in order of relevance, so the window is a filter on
`date`, the day of publication. `additionalDate` is the day of decision. A row may be listed twice.
Neither list prints a citation: the head of the PDF does, and the number of the case below it. Titles part the parties
by "against" or "v"; one that begins with the kind of process may be about the process alone.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from rulingwire.models import RawArticle, Source
from rulingwire.records import Record
from spiders.courts.reading import article, numbers, one_line, only_court, pdf_paper, posted, versus
from spiders.courts.sites import JSON_BODY, About, Answer, JsonOrFeedSite, Question, Visit, list_at

SITE = "https://www.scotcourts.gov.uk"  # where the documents are; the lists come from another host
COURTS = {"Court of Session": "gb-cs", "High Court of Justiciary": "gb-hcj"}
PROCESS = re.compile(r"(?:appeal|application|bill|note|petition|reclaiming|reference|stated|in the)\b", re.IGNORECASE)
HEAD = re.compile(
    r"(\[\d{4}\] (?:CSIH|CSOH|HCJAC|SAC \((?:Civ|Crim)\)|SC [A-Z]{3}|UT) ?\d+)\s+([A-Z]+[-/]?\w*\d[\w/-]*)?"
)


class Site(JsonOrFeedSite):
    """Hits of a search, or the feed where the address of the source names it."""

    feed_mark = "/rss/"
    per_page = 50

    def ask(self, source: Source, visit: Visit) -> Iterator[Question]:
        return super().ask(source, visit) if visit.terms or self.is_feed(source) else iter(())

    def question(self, source: Source, visit: Visit, term: str, page: int) -> Question:
        if self.is_feed(source):
            return super().question(source, visit, term, page)
        window = {"field": "Date", "value": f"{visit.since:%Y-%m-%d}|{visit.until:%Y-%m-%d}"}
        body = {"query": f'"{term}"', "filters": [window], "page": page, "limit": self.per_page}
        body |= {"indexType": "Judgments", "category": ""}
        headers = (*JSON_BODY, ("Accept", "application/json"))
        return Question(url=source.url, method="POST", body=json.dumps(body), headers=headers, term=term, page=page)

    def rows(self, page: Any) -> Iterable[Any]:
        return list_at(page, "results")

    def about(self, page: Any, answer: Answer) -> About:
        return About(total=int(page["pagination"]["count"]["total"]))

    def row(self, row: Any, source: Source) -> RawArticle | None:
        courts = row["court"]
        record = Record(
            court=COURTS.get(courts[0], "") if len(courts) == 1 else "",
            court_printed=", ".join(courts),
            decided=_day(row["additionalDate"]),
            published=_day(row["date"]),
            judges=tuple(row["judges"]),
        )
        return replace(_entry(source, record, row["title"], row["documentLink"]), categories=tuple(row["tags"]))

    def entry(self, raw: RawArticle, source: Source) -> RawArticle | None:
        record = Record(court=only_court(source), published=posted(raw))
        return _entry(source, record, raw.title, urlsplit(raw.url).path)

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        found = super().fetch(answer, source)
        start = re.sub(r"(?:\s|<[^>]*>)+", " ", found.html[:1000]) if found else ""
        head = HEAD.search(start)
        if found is None or head is None:
            return found
        return replace(found, record=Record(numbers=numbers(neutral=head[1], docket=head[2] or "")))


def _entry(source: Source, record: Record, title: str, link: str) -> RawArticle:
    title, url = one_line(title), urljoin(SITE, link)
    parties = () if PROCESS.match(title) else versus(title)
    record = replace(record, parties=parties, papers=(pdf_paper(url),))
    return article(source, record, url=url, title=title)


def _day(printed: str | None) -> str:
    """The day of a moment that stands for a day: midnight UTC."""
    return datetime.fromisoformat(printed).date().isoformat() if printed else ""
