"""Copyright Claims Board (eCCB): the papers of all its cases, newest first, a hundred a page.

As others' programs read it in 2023 to 2026; a page itself was not seen. A row has six cells: docket, number of the
paper, title, type, party, day and time of filing. The title carries words for screen readers ("Download", "(Opens new
window)"). A paper is a PDF, a claim a page that may ask for a login. Numbers grow, but some appear late. No feed.
Claimants and respondents are mostly private people.
"""

import re

from bs4 import BeautifulSoup, Tag

from rulingwire.models import RawArticle, Source
from rulingwire.records import Paper, PartyName, Record
from spiders.courts.reading import article, day, numbers, one_line, pdf_paper, target, whole_number, words
from spiders.courts.sites import About, Answer, PageSite

BOARD = "Copyright Claims Board"
ASIDE = re.compile(r"^(?:Download|View) |\(Opens new window\)|Toggle tooltip \(.*\)$")
KINDS = {"determination": "decision", "order": "order", "notice": "notice"}
FULL_PAGE = 100


class Site(PageSite):
    """A page of the list of papers."""

    never_empty = True
    page_from = 0
    page_step = FULL_PAGE

    def about(self, page: BeautifulSoup, answer: Answer) -> About:
        if page.select_one("table tr > :is(td, th):nth-child(6)") is None:
            return About(trouble="no table of papers, which has six columns")
        return About(full=len(self.rows(page)) == FULL_PAGE)

    def rows(self, page: BeautifulSoup) -> list[Tag]:
        return page.select("table tr:has(td)")

    def row(self, row: Tag, source: Source) -> RawArticle | None:
        docket, number, name, kind, party, filed = row.find_all("td", recursive=False)
        link = name.find("a", href=True)
        url = target(link, source.url) if link else ""
        paper = pdf_paper(url) if "/download/" in url else Paper(url=url)
        record = Record(
            kind=next((ours for word, ours in KINDS.items() if word in words(kind).lower()), "filing"),
            court="us-ccb",
            numbers=numbers(docket=words(docket)),
            parties=(PartyName(name=words(party)),) if words(party) not in ("", BOARD) else (),
            decided=day(words(filed)[:10], "%m/%d/%Y"),
            type=words(kind),
            papers=(paper,) if url else (),
        )
        title = f"{BOARD} {words(docket)}: {one_line(ASIDE.sub('', words(name)))}"
        return article(source, record, url=url, title=title, site_id=f"ccb:{whole_number(words(number))}")
