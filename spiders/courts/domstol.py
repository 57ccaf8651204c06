"""Sweden: the courts' open data, rattspraxis.etjanst.domstol.se/api/v1, an array without an envelope.

As others read it in 2026; none of its answers was at hand. Superior courts only: reports since 1981, judgments since
March 2025. avgorandedatum is the day of the decision, publiceringstid (Stockholm time) the publication, at times years
later, and the list goes by the former: ask for one court, whose list is short, rather than for new ones; `sortorder`
and `publicerad_fran_och_med` do not do what they say. Of a judgment and its report the list shows one. The text is
HTML (`innehall`) or a PDF, hardly ever both; a withdrawn publication answers 200 with nothing. No ECLI, no parties.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urljoin

from rulingwire.models import RawArticle, Source
from rulingwire.records import Paper, Record
from spiders.courts.reading import article, day, is_pdf, moment, numbers, one_line
from spiders.courts.sites import About, Answer, JsonSite, Question

PAGE_SIZE = 100  # the most it gives
COURTS = {
    "PMOD": "se-pmod", "HDO": "se-hd", "HSV": "se-svea", "HGO": "se-hr-gota", "HVS": "se-hr-vastra",
    "HSB": "se-hr-skane", "HNN": "se-hr-nedre-norrland", "HON": "se-hr-ovre-norrland",
}  # fmt: skip
ID = re.compile(r"/sok/\?id=([\w-]+)$")


class Site(JsonSite):
    """The publications of a court."""

    never_empty = True
    page_from = 0

    def rows(self, page: Any) -> Iterable[Any]:
        return list(page)

    def about(self, page: Any, answer: Answer) -> About:
        if not isinstance(page, list):
            return About(trouble=f"no array of publications: {json.dumps(page)[:150]}")
        return About(full=len(page) == PAGE_SIZE)

    def row(self, row: Any, source: Source) -> RawArticle | None:
        court, papers = row["domstol"], _papers(row, source)
        record = Record(
            court=COURTS.get(court["domstolKod"], ""),
            court_printed=court["domstolNamn"],
            numbers=numbers(docket=row["malNummerLista"], citation=row.get("referatNummerLista")),
            decided=day(row["avgorandedatum"], "%Y-%m-%d"),
            published=moment(row["publiceringstid"][:19], source),
            type=row["typ"],
            papers=papers,
            summary=one_line(row.get("sammanfattning") or ""),
        )
        page = urljoin(source.url, f"/sok/?id={row['id']}")
        url = papers[0].url if papers and not row.get("innehall") else page
        found = article(source, record, url=url, title=_title(row), site_id=f"domstol:{row['id']}")
        return replace(found, categories=tuple(row.get("nyckelordLista") or ()))

    def document(self, url: str, source: Source) -> Question:
        found = ID.search(url)
        return Question(url=urljoin(source.url, f"/api/v1/publiceringar/{found[1]}") if found else url)

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        if is_pdf(answer.body):
            return super().fetch(answer, source)
        row = json.loads(answer.body) if answer.body.strip() else {}
        found = self.row(row, source) if row.get("innehall") else None
        return replace(found, html=row["innehall"], form="page", complete=True) if found else None


def _papers(row: Any, source: Source) -> tuple[Paper, ...]:
    """The attachments that are kept; now and then one is named only."""
    return tuple(
        Paper(
            url=urljoin(source.url, f"/api/v1/bilagor/{quote(one['fillagringId'], safe='')}"),
            media_type="application/pdf" if one["filnamn"].lower().endswith(".pdf") else "",
            title=one["filnamn"],
        )
        for one in row.get("bilagaLista") or ()
        if one.get("fillagringId")
    )


def _title(row: Any) -> str:
    """The name of the case and its number; the court and its number where it has no name."""
    number = ", ".join(row["malNummerLista"])
    name = one_line(row.get("benamning") or "")
    return f"{name} ({number})" if name else f"{row['domstol']['domstolNamn']} {number}"
