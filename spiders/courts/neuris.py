"""Germany's federal courts, NeuRIS, the coming law information system: full-text search as Hydra JSON, in test.

Results are wrapped: `member[].item`. `view.next` forgets the words asked for, so pages are counted. 10,000 hits at
most are shown. `headline` is a title or repeats court, day and number; `textMatches` change with the question and are
left out. The path was /v1/case-law until October 2026, then /v1/rechtsprechung (the old one answers 410): addresses are
taken from the answer. The list's date is the day of the decision; no day of publication is given. Pages have sections
(leitsatz, tenor, tatbestand, entscheidungsgruende, gruende), but neither number nor ECLI.
"""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from rulingwire.models import RawArticle, Source
from rulingwire.records import Record
from spiders.courts.reading import article, day, inner, markup, needed, numbers, words
from spiders.courts.sites import About, Answer, JsonSite, list_at

DOCUMENT = re.compile(r"/(\w+)\.html$")
COURTS = {"BGH": "de-bgh", "BVerfG": "de-bverfg", "BVerwG": "de-bverwg", "BPatG": "de-bpatg"}


class Site(JsonSite):
    """The search for decisions."""

    page_from = 0
    per_page = 100

    def rows(self, page: Any) -> Iterable[Any]:
        return list_at(page, "member")

    def about(self, page: Any, answer: Answer) -> About:
        errors = "; ".join(error["message"] for error in page.get("errors", ()))
        return About(total=page.get("totalItems"), ceiling=10_000, trouble=errors)

    def row(self, row: Any, source: Source) -> RawArticle | None:
        item = row["item"]
        court, dockets = item["courtName"] or item["courtType"], item["fileNumbers"]
        record = Record(
            court=COURTS.get(item["courtType"], ""),
            court_printed=court,
            numbers=numbers(ecli=item["ecli"], docket=dockets),
            decided=day(item["decisionDate"], "%Y-%m-%d"),
            type=item["documentType"],
            summary=item["headline"],
        )
        pages = [one["contentUrl"] for one in item["encoding"] if one["encodingFormat"] == "text/html"]
        url, title = urljoin(source.url, needed(pages, "page of the decision")[0]), f"{court}, {', '.join(dockets)}"
        return article(source, record, url=url, title=title, site_id=f"neuris:{item['documentNumber']}")

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        page = markup(answer.body, "html.parser")  # others end a heading at the first paragraph within
        if page.body is None or not page.select("section"):
            return None
        html = inner(page.body, "script, style, dt.number")
        record = Record(summary=" ".join(words(part) for part in page.select("#leitsatz > :not(h2)")))
        found = DOCUMENT.search(answer.url)
        site_id = f"neuris:{found[1]}" if found else ""
        return article(source, record, url=answer.url, title=words(page.h1), html=html, site_id=site_id)
