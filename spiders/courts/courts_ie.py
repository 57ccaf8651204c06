"""Courts Service of Ireland: the judgments uploaded last, three pages of them; the lists of a year look the same.

"Date Delivered" is the day of decision, "Date Uploaded" of publication: a judgment of 2024 may be uploaded today. The
list of a year has no column for the court and names it above. No list prints a citation, and names of files are not to
be trusted ("2025_IESC_31" has held [2026] IESC 31): the page of a judgment and the head of its PDF say it. Each judge's
judgment in a case is a PDF of its own with the citation of all. The first UUID in an address is the document's.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote, urljoin

from bs4 import BeautifulSoup, Tag

from rulingwire.models import RawArticle, Source
from rulingwire.records import Paper, PartyName, Record
from spiders.courts.reading import (
    article,
    day,
    is_pdf,
    markup,
    needed,
    numbers,
    parted,
    pdf_paper,
    target,
    versus,
    whole_number,
    words,
)
from spiders.courts.sites import About, Answer, PageSite, Question

COURTS = {"Supreme Court": "ie-sc", "Court of Appeal": "ie-ca", "High Court": "ie-hc"}
TOTAL = re.compile(r"^([\d,]+) results?\b")
VIEW = re.compile(r"/view/judgments(?:-year)?/([0-9a-f-]{36})/[^/]+/(.+)$")
HEAD = re.compile(r"\[?(\d{4})\]? (IE[A-Z]+) (\d+)\b")
NOTE = re.compile(r"\s*\([^)]*[;,][^)]*\)\s*$")  # "(Beneficial Interest; resulting trusts)": no part of the last name


class Site(PageSite):
    """A table of judgments."""

    never_empty = True

    def rows(self, page: BeautifulSoup) -> Iterable[Tag]:
        return page.select("table.alfresco-table tr:has(td)")

    def about(self, page: BeautifulSoup, answer: Answer) -> About:
        if page.select_one("div.alfresco-table") is None:
            return About(trouble="no table of judgments")
        total, more = TOTAL.match(words(page.select_one(".search-amount"))), page.select_one(".pager-next a[href]")
        return About(
            total=whole_number(total[1]) if total else None,
            more=target(more, answer.url) if more else "",
        )

    def row(self, row: Tag, source: Source) -> RawArticle | None:
        table = needed(row.find_parent("table"), "table around the row")
        amount = row.find_previous("div", class_="search-amount")
        said = dict(zip(map(words, table.select("th")), row.find_all("td", recursive=False), strict=True))
        title, link = words(said["Title"]), needed(said["Title"].find("a", href=True), "link to the judgment")
        url = _address(link, source)
        court = words(said["Court"]) if "Court" in said else _court_above(words(amount))
        record = Record(
            court=COURTS.get(court, ""),
            court_printed=court,
            parties=_parties(title),
            decided=day(words(said["Date Delivered"]), "%d/%m/%Y"),
            published=day(words(said["Date Uploaded"]), "%d/%m/%Y"),
            judges=parted(words(said["Judge"]), ";"),
            papers=_papers(said[""], source),
        )
        uuid = needed(VIEW.search(url), f"judgment at {url!r}")[1]
        return article(source, record, url=url, title=title, site_id=f"courts-ie:{uuid}")

    def document(self, url: str, source: Source) -> Question:
        uuid, name = needed(VIEW.search(url), f"judgment at {url!r}").groups()
        return Question(url=urljoin(source.url, f"/acc/alfresco/{uuid}/{name}"))

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        if not is_pdf(answer.body):
            return _view(markup(answer.body), answer.url, source)
        found = super().fetch(answer, source)
        head = HEAD.search(re.sub(r"(?:\s|<[^>]*>)+", " ", found.html[:1000])) if found else None
        if found is None or head is None:
            return found
        return replace(found, record=Record(numbers=numbers(neutral=f"[{head[1]}] {head[2]} {head[3]}")))


def _view(page: BeautifulSoup, url: str, source: Source) -> RawArticle | None:
    """What the page of a judgment says; its text is in the PDF. None for another page."""
    labels = page.select(".alfresco-properties .cell-title")
    said = {words(label.extract()): words(cell) for label in labels if (cell := label.parent)}
    title = words(page.select_one(".alfresco-title"))
    if not labels:
        return None
    record = Record(
        court=COURTS.get(said["Court"], ""),
        court_printed=said["Court"],
        numbers=numbers(neutral=said.get("Neutral Citation"), docket=said.get("Record Number")),
        parties=_parties(title),
        decided=day(said["Date Delivered"], "%d %B %Y"),
        published=day(said["Date Uploaded"], "%d %B %Y"),
        judges=parted(said.get("Judgment By", ""), ";"),
        papers=_papers(page.select_one(".download-icon"), source),
    )
    return replace(article(source, record, url=url, title=title), form="page")


def _court_above(amount: str) -> str:
    """The court that the words above the list of a year name last, in quotation marks."""
    courts: list[str] = re.findall("“([^“”]+)“", amount)
    return needed(courts, "court above the list")[-1]


def _address(link: Tag, source: Source) -> str:
    """Where a link leads; blanks and brackets are printed as they are."""
    return urljoin(source.url, quote(str(link["href"]).partition("#")[0], safe="/%"))


def _papers(place: Tag | None, source: Source) -> tuple[Paper, ...]:
    links = place.select("a[href]") if place else ()
    return tuple(pdf_paper(url) for url in dict.fromkeys(_address(link, source) for link in links))


def _parties(title: str) -> tuple[PartyName, ...]:
    """Both sides of each case: "A -v- B, C -v- D" holds two."""
    return versus(NOTE.sub("", title), joint=", ")
