"""US Supreme Court, the docket of one case: /docket/docketfiles/html/public/24-171.html, for cases of 2017 and later.

A page is one article; its text is what the docket says of the case and its proceedings, oldest first, so that each new
one makes a new version. The day is that of docketing, `modified` that of the newest proceeding. Until July 2025 a table
held the proceedings, and may still for cases closed by then; now each stands in a table of its own. Parties, friends
of the court among them, are those of the list of attorneys, under its headings. robots.txt (read by others in October
2026) asks for a second between requests and bars /rss/, where the same lies in JSON; we leave that alone.
"""

import re
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup, Tag

from rulingwire.models import RawArticle, Source
from rulingwire.records import Paper, PartyName, Record
from spiders.courts.reading import article, day, needed, numbers, paragraphs, pdf_paper, target, versus, words
from spiders.courts.sites import About, Answer, PageSite, Question, Visit

NUMBER = re.compile(r"No\. (\S+)")
ROLE = re.compile(r", (?:Petitioner|Applicant|Appellant|Plaintiff)s?(?= v\. |$)")
PARTY = "Party name: "


class Site(PageSite):
    """The page of a docket; the numbers to ask for are the terms of the visit."""

    def ask(self, source: Source, visit: Visit) -> Iterator[Question]:
        return super().ask(source, visit) if visit.terms else iter(())

    def about(self, page: BeautifulSoup, answer: Answer) -> About:
        return About(trouble="" if page.select_one("#docketinfo .title") else "no docket on the page")

    def rows(self, page: BeautifulSoup) -> Iterable[Tag]:
        return [page]

    def row(self, row: Tag, source: Source) -> RawArticle | None:
        facts = _facts(row)
        number = needed(NUMBER.match(words(row.select_one("#docketinfo .InfoTitle"))), "number of the docket")
        title = ROLE.sub("", facts.pop("Title:"))
        papers = tuple(_papers(row, source))
        proceedings = list(_proceedings(row))
        record = Record(
            kind="filing",
            court="us-scotus",
            numbers=numbers(docket=number[1]),
            parties=_parties(row) or versus(title),
            decided=day(facts.get("Docketed:"), "%B %d, %Y"),
            modified=max((day(date, "%b %d %Y") for date, _ in proceedings), default=""),
            type="Docket",
            papers=papers,
            summary=proceedings[-1][1] if proceedings else "",
        )
        head = [f"{label} {value}" for label, value in facts.items()]
        html = paragraphs(*head, *(f"{date}: {text}" for date, text in proceedings))
        url = source.url.format(query=number[1])
        return article(source, record, url=url, title=title, html=html, site_id=f"scotus-docket:{number[1]}")


def _facts(page: Tag) -> dict[str, str]:
    """What the head of the docket says, by its labels; labels without a value are left out."""
    rows = [[words(cell) for cell in row.find_all("td", recursive=False)] for row in page.select("#docketinfo tr")]
    return {row[0]: row[1] for row in rows if len(row) == 2 and all(row)}


def _proceedings(page: Tag) -> Iterator[tuple[str, str]]:
    """Day and text of each, without the names of the papers filed with it."""
    for links in page.select("#proceedings .documentlinks"):
        links.decompose()
    for row in page.select("#proceedings tr:not(:has(.proceedingheader))"):
        cells = [words(cell) for cell in row.find_all("td", recursive=False)]
        if len(cells) == 2 and all(cells):
            yield cells[0], cells[1]


def _papers(page: Tag, source: Source) -> Iterator[Paper]:
    for link in page.select('#docketinfo a[href$=".pdf" i], #proceedings a[href$=".pdf" i]'):
        yield pdf_paper(target(link, source.url), words(link))


def _parties(page: Tag) -> tuple[PartyName, ...]:
    """The parties under the headings of the list of attorneys: "Petitioners" for "Attorneys for Petitioners"."""
    role, parties = "", []
    for element in page.select("#Contacts :is(.card-heading, .ContactSubHeader, .partyname, .ContactParty)"):
        text = words(element)
        if text.startswith(PARTY):
            parties.append(PartyName(name=text.removeprefix(PARTY), role=role))
        elif text:
            role = text.removeprefix("Attorneys for ")
    return tuple(dict.fromkeys(parties))
