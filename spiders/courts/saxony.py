"""Saxony, ESAMOSplus: ordinary courts of the state (Leipzig and Dresden heard Sony against Quad9), an ASP.NET form.

Only the list of newest decisions under the form is read: ten rows, newest decision first, and the `title` of a number
holds the Leitsatz. The form itself, its pages and the documents (PDF) want the view state of the page before, sent
back by POST; they are left alone, so no entry has an address of its own and all link to the form. File names are cut
("4W3.26...") and no names of anything. The list's date is the day of the decision. It may show one court only: all ten
were of Dresden's Oberlandesgericht in May 2026.
"""

import re
from collections.abc import Iterable

from bs4 import BeautifulSoup, Tag

from rulingwire.models import RawArticle, Source
from rulingwire.records import Record
from spiders.courts.reading import article, day, needed, numbers, one_line, words
from spiders.courts.sites import About, Answer, PageSite

TABLE = "#DV16_Table"
COURTS = {
    "Oberlandesgericht Dresden": "de-olg-dresden",
    "Landgericht Dresden": "de-lg-dresden",
    "Landgericht Leipzig": "de-lg-leipzig",
}


class Site(PageSite):
    """The newest decisions."""

    never_empty = True

    def rows(self, page: BeautifulSoup) -> Iterable[Tag]:
        return page.select(f"{TABLE} tr:has(td)")

    def about(self, page: BeautifulSoup, answer: Answer) -> About:
        return About(trouble="" if page.select_one(TABLE) else "no table of newest decisions")

    def row(self, row: Tag, source: Source) -> RawArticle | None:
        date, number, name = (_cell(row, column) for column in range(3))
        court, docket, decided = words(name), words(number), day(words(date), "%d.%m.%Y")
        record = Record(
            court="de-ag-generic" if court.startswith("Amtsgericht ") else COURTS.get(court, ""),
            court_printed=court,
            numbers=numbers(docket=docket),
            decided=decided,
            summary=_headnote(str(number.get("title") or "")),
        )
        name_of_row = f"saxony:{court} {docket} {decided}"
        return article(source, record, url=source.url, title=f"{court}, {docket}", site_id=name_of_row)


def _cell(row: Tag, column: int) -> Tag:
    return needed(row.select_one(f"[id$=_Col{column}_C1]"), f"column {column}")


def _headnote(title: str) -> str:
    """A Leitsatz without its heading, its paragraphs apart."""
    parts = re.split(r"\n\s*\n", title.strip().removeprefix("Leitsatz:"))
    return "\n\n".join(one_line(part) for part in parts if part.strip())
