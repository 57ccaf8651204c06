"""Finlex, open data of the Finnish ministry of justice: one list a series of judgments, each judgment in Akoma Ntoso.

No capture was read; others disagree (2026) on whether the lists of judgments are served at all: some read them, some
got 404 for each, and an unknown type of document is answered with an empty list. To be tried by hand before use.

- A request without User-Agent is refused with 400, one that asks too fast with 429. Ten entries a page, no total.
- An entry is an address and a status (NEW, MODIFIED) since `publishedSince`: nothing can be judged by it, the
  judgments are read. Finnish and Swedish texts are entries of their own; we read those in the language of the source.
- The address printed is not the one that works: /judgment/ becomes /doc/, and the court in it goes. As numbers count
  by court, a judgment is known by the work it says it is.
- `dateIssued` is the day of decision, `datePublished` that of publication. Where the text is a PDF, the XML has none.
"""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from bs4 import Tag

from rulingwire.models import RawArticle, Source
from rulingwire.records import Record
from spiders.courts.reading import article, day, inner, markup, needed, numbers, words
from spiders.courts.sites import About, Answer, JsonSite

PER_PAGE = 10
WORK = re.compile(r"/akn/fi/(?:judgment|doc)/(?P<series>[a-z-]+)(?:/(?P<court>[a-z-]+))?/(?P<number>\d{4}/[^/@]+)")
EXPRESSIONS = {"fi": "fin@", "sv": "swe@"}
# By series, and court where a series has several.
COURTS = {
    "supreme-court-precedent": ("fi-kko", "Korkein oikeus"),
    "market-court-decision": ("fi-mao", "Markkinaoikeus"),
    "court-of-appeal-decision/helsinki": ("fi-helhof", "Helsingin hovioikeus"),
}


class Site(JsonSite):
    """The list of a series, and the judgments behind it."""

    def about(self, page: Any, answer: Answer) -> About:
        if not isinstance(page, list):
            return About(trouble="no list of addresses")
        return About(full=len(page) == PER_PAGE)

    def rows(self, page: Any) -> Iterable[Any]:
        return list(page)

    def row(self, row: Any, source: Source) -> RawArticle | None:
        if f"/{EXPRESSIONS[source.language or 'fi']}" not in row["akn_uri"]:
            return None
        found, series = _work(row["akn_uri"])
        court, name = COURTS.get(series, ("", series))
        return _article(source, Record(court=court, court_printed=name, type=row["status"]), found, series)

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        page = markup(answer.body, "xml")
        identity, body = page.select_one("identification"), page.select_one("judgmentBody:has(p)")
        if identity is None or body is None:
            return None
        found, series = _work(_said(identity, "FRBRuri", "value")[""])
        court, name = COURTS.get(series, ("", series))
        alias, dates = _said(identity, "FRBRalias", "value"), _said(identity, "FRBRdate", "date")
        citation = words(page.select_one("docNumber"))
        record = Record(
            court=court,
            court_printed=name,
            numbers=numbers(ecli=alias.get("ecli"), neutral=citation, docket=alias.get("diaryNumber")),
            decided=day(dates.get("dateIssued"), "%Y-%m-%d"),
            published=day(dates.get("datePublished"), "%Y-%m-%d"),
            summary=words(body.select_one("introduction")),
        )
        for heading in body.select("heading"):
            heading.name = "h3"
        return _article(source, record, found, series, citation, inner(body))


def _article(
    source: Source, record: Record, found: re.Match[str], series: str, title: str = "", html: str = ""
) -> RawArticle:
    """The article of a judgment; `found` are the parts of the address of its work."""
    number = found["number"]
    place = f"{found['series']}/{number}/{EXPRESSIONS[source.language or 'fi']}"
    url = urljoin(source.url, f"/finlex/avoindata/v1/akn/fi/doc/{place}")
    title = title or f"{record.court_printed}, {number}"
    return article(source, record, url=url, title=title, html=html, site_id=f"finlex:{series}/{number}")


def _said(identity: Tag, element: str, attribute: str) -> dict[str, str]:
    """What the elements of a kind say, by their names; what the work says goes before what its texts say."""
    return {str(one.get("name", "")): str(one[attribute]) for one in reversed(identity.select(element))}


def _work(address: str) -> tuple[re.Match[str], str]:
    """The parts of the address of a work, and its series, with its court where it has several."""
    found = needed(WORK.search(address), f"work at {address!r}")
    return found, "/".join(filter(None, (found["series"], found["court"])))
