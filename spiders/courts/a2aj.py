"""A2AJ (Access to Algorithmic Justice): decisions of Canadian courts, gathered from their sites, as JSON with search.

Every field stands twice, `_en` and `_fr`; a decision in one language leaves the other empty. `document_date` is the day
of the decision, and so are the days of the search: a decision taken up late is only found in a long window. An answer
holds 50 hits and there is no second page, so a full one is asked again by halves of the window. A text can be asked for
by its citation only: that call is the address of an entry here, and the court's own page is among its papers. The text
is unofficial. Known from the API's documentation and from code of 2026; no answer was seen.
"""

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote_plus, urljoin

from rulingwire.models import RawArticle, Source
from rulingwire.records import Number, Paper, Record
from spiders.courts.reading import article, day, needed, paragraphs, versus
from spiders.courts.sites import About, Answer, JsonSite, list_at

SIZE = 50  # the most that one answer holds
COURTS = {"SCC": "ca-scc", "FCA": "ca-fca", "FC": "ca-fc", "ONCA": "ca-onca", "BCCA": "ca-bcca", "BCSC": "ca-bcsc"}
NEUTRAL = re.compile(r"\d{4} [A-Z]{2,6} \d+")


class Site(JsonSite):
    """The search, and the text behind a citation."""

    def rows(self, page: Any) -> Iterable[Any]:
        return list_at(page, "results")

    def about(self, page: Any, answer: Answer) -> About:
        shown = len(list_at(page, "results"))
        at_least = shown + 1 if shown >= SIZE else shown  # a full answer without a total holds back one or more
        return About(total=page.get("total") or at_least, ceiling=SIZE)

    def row(self, row: Any, source: Source) -> RawArticle | None:
        citation = needed(_said(row, "citation"), "citation of the decision")
        url = urljoin(source.url, f"/fetch?citation={quote_plus(citation)}&output_language=both")
        title, language = _said(row, "name"), _language(row, "name")
        return article(source, _record(row), url=url, title=title, site_id=f"a2aj:{citation}", language=language)

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        found = list_at(json.loads(answer.body), "results")
        if not found or not (text := _said(found[0], "unofficial_text")):
            return None
        row = found[0]
        title, language = _said(row, "name"), _language(row, "unofficial_text")
        return article(source, _record(row), url=answer.url, title=title, html=paragraphs(text), language=language)


def _record(row: Any) -> Record:
    """A hit of the search or a decision with its text: they say the same."""
    court, url = COURTS.get(row["dataset"], ""), _said(row, "url")
    citations = filter(None, (_said(row, "citation"), _said(row, "citation2")))
    return Record(
        court=court,
        court_printed="" if court else row["dataset"],
        numbers=tuple(Number(kind=_kind(value), value=value) for value in citations),
        parties=versus(_said(row, "name")),
        decided=day(_said(row, "document_date")[:10], "%Y-%m-%d"),
        papers=(Paper(url=url, media_type="text/html"),) if url else (),
    )


def _kind(citation: str) -> str:
    return "neutral" if NEUTRAL.fullmatch(citation) else "citation"


def _said(row: Any, name: str) -> str:
    """A field in English, else in French."""
    return str(row.get(f"{name}_en") or row.get(f"{name}_fr") or "").strip()


def _language(row: Any, name: str) -> str:
    return "en" if row.get(f"{name}_en") else "fr"
