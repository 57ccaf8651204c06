"""US Supreme Court, orders: one page a term, /orders/ordersofthecourt/25 and /opinions/relatingtoorders/25.

A term begins on the first Monday of October. The first page lists days with a link to a PDF (as others saw it in July
2026): an "Order List" grants and denies review in many cases, a "Miscellaneous Order" is about a few. The second is
a table of what single Justices write on an order, such as a dissent from the denial of review; two of them may share
one PDF, told apart by the #page of the link. Days come as 1/21/16 or 10/29/2015; "Revised" names a later day. "Pt." is
volume and part of the reports, no citation. robots.txt (read by others in October 2026) asks for a second between
requests and bars /rss/.
"""

from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup, Tag

from rulingwire.models import RawArticle, Source
from rulingwire.records import Paper, Record
from spiders.courts.reading import article, day, numbers, pdf_paper, target, versus, words
from spiders.courts.sites import About, Answer, PageSite, Question, Visit
from spiders.courts.windows import terms_between

OPINIONS = "table.table-bordered"
ORDERS = 'span > a[href*="/courtorders/" i][href$=".pdf" i]'  # the date stands before it
DAYS = ("%m/%d/%y", "%m/%d/%Y")
COURT = "us-scotus"


class Site(PageSite):
    """The page of a term, of either kind."""

    def ask(self, source: Source, visit: Visit) -> Iterator[Question]:
        for year in terms_between(visit.since, visit.until):
            yield Question(url=source.url.format(page=f"{year % 100:02}"))

    def about(self, page: BeautifulSoup, answer: Answer) -> About:
        known = page.select_one(OPINIONS) or "Orders of the Court" in words(page.select_one("#pagemaindiv"))
        return About(
            trouble="" if known or page.select_one(ORDERS) else "neither a table of opinions nor a list of orders"
        )

    def rows(self, page: BeautifulSoup) -> Iterable[Tag]:
        return page.select(f"{OPINIONS} tr:has(td), {ORDERS}")

    def row(self, row: Tag, source: Source) -> RawArticle | None:
        return _opinion(row, source) if row.name == "tr" else _order(row, source)


def _order(link: Tag, source: Source) -> RawArticle:
    """A list of orders, or a few orders, of one day."""
    label = words(link)
    date = words(link.find_parent("div")).removesuffix(label).strip()
    url = target(link, source.url)
    record = Record(kind="order", court=COURT, decided=day(date, *DAYS), type=label, papers=(_paper(link, source),))
    title = f"Supreme Court of the United States: {label} {date}"
    return article(source, record, url=url, title=title, site_id=f"scotus-orders:{url.rpartition('/')[2]}")


def _opinion(row: Tag, source: Source) -> RawArticle:
    """What a Justice writes on an order."""
    cells = dict(zip(_columns(row), row.find_all("td", recursive=False), strict=True))
    docket, title, justice = (words(cells[name]) for name in ("Docket", "Name", "J."))
    record = Record(
        court=COURT,
        numbers=numbers(docket=docket),
        parties=versus(title),
        decided=day(words(cells["Date"]), *DAYS),
        modified=day(words(cells.get("Revised")), *DAYS),
        type="Opinion relating to an order",
        judges=(justice,),
        papers=tuple(_paper(link, source) for link in row.select("a[href]")),
    )
    name = f"scotus-orders:{docket}/{record.decided}/{justice}"
    return article(source, record, url=record.papers[0].url, title=title, site_id=name)


def _columns(row: Tag) -> list[str]:
    table = row.find_parent("table")
    return [words(head) for head in table.find_all("th")] if table else []


def _paper(link: Tag, source: Source) -> Paper:
    return pdf_paper(target(link, source.url), words(link))
