"""WIPO Arbitration and Mediation Center: domain name cases under the UDRP, one page a case, by year and running number.

No page was at hand; the labels of case.jsp are read in others' code (2018 to 2026). A number not given yet is answered
with HTTP 200 and "no matching case": the end, no error. A case without a decision is a complaint. `Decision Date` is
the day of the decision; no day of publication. text.jsp leads to the decision: HTML to 2021, PDF after. Thousands of
cases a year are about domain names and few about piracy, so the cases asked for are those that watch.yml names.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlencode, urljoin

from bs4 import BeautifulSoup, Tag

from rulingwire.models import RawArticle, Source
from rulingwire.records import PartyName, Record
from spiders.courts.reading import article, day, inner, is_pdf, markup, needed, numbers, versus, words
from spiders.courts.sites import About, Answer, PageSite, Question, Visit

CENTER = "WIPO Arbitration and Mediation Center"
CASE = re.compile(r"\bCase No\.? (D[A-Z]{0,3}\d{4}-\d{4})\b")
DATED = re.compile(r"\bDated?: ([A-Z][a-z]+ \d{1,2}, \d{4})")
HEADING = "ADMINISTRATIVE PANEL DECISION"
ROLES = ("Complainant", "Respondent")


class Site(PageSite):
    """The pages of the cases."""

    def ask(self, source: Source, visit: Visit) -> Iterator[Question]:
        for number in visit.terms:
            yield Question(url=source.url.format(query=_query(number)), term=number)

    def about(self, page: BeautifulSoup, answer: Answer) -> About:
        if self.rows(page):
            return About()
        unknown = "no matching case" in words(page).lower()
        return About(trouble="" if unknown else "neither a case nor word that there is none")

    def rows(self, page: BeautifulSoup) -> list[Tag]:
        return [table for table in page.select("table:not(:has(table))") if "WIPO Case Number" in words(table)]

    def row(self, row: Tag, source: Source) -> RawArticle | None:
        lines = (line.select("td") for line in row.select("tr"))
        told = {words(cells[0]): words(cells[-1]) for cells in lines if len(cells) > 1}
        number, decided = told["WIPO Case Number"], told.get("Decision Date", "")
        record = Record(
            kind="decision" if decided else "filing",
            court="wipo-amc",
            court_printed=CENTER,
            numbers=numbers(docket=number),
            parties=tuple(PartyName(name=told[role], role=role) for role in ROLES),
            decided=day(decided, "%d-%m-%Y"),
            type=told.get("Decision", ""),
            judges=(panel,) if (panel := told.get("Panelist", "")) else (),
            summary=f"Domain name(s): {told['Domain name(s)']}",
        )
        page = f"text.jsp?case={number}" if decided else f"case.jsp?{_query(number)}"
        url = urljoin(source.url, page)
        title = " v. ".join(told[role] for role in ROLES)
        return article(source, record, url=url, title=title, site_id=f"wipo-udrp:{number}")

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        if is_pdf(answer.body):
            return super().fetch(answer, source)
        page = markup(answer.body)
        text = words(page)
        heading, number, dated = page.find(string=re.compile(HEADING)), CASE.search(text), DATED.search(text)
        if heading is None or number is None:
            return None
        title = text[text.index(HEADING) + len(HEADING) : number.start()].strip()
        sides = zip(versus(title), ROLES, strict=False)
        record = Record(
            court="wipo-amc",
            court_printed=CENTER,
            numbers=numbers(docket=number[1]),
            parties=tuple(PartyName(name=side.name, role=role) for side, role in sides),
            decided=day(dated[1], "%B %d, %Y") if dated else "",
        )
        marks = (number[0], dated[0] if dated else number[0])
        # The smallest part of the page that holds heading, number and date is the decision.
        whole = (part for part in heading.parents if all(mark in words(part) for mark in marks))
        html, site_id = inner(needed(next(whole, None), "decision")), f"wipo-udrp:{number[1]}"
        return article(source, record, url=answer.url, title=title, html=html, site_id=site_id)


def _query(number: str) -> str:
    """What is asked of case.jsp: "D2026-0001" has prefix D, year 2026 and running number 1."""
    head, seq = number.split("-")
    return urlencode({"case_prefix": head[:-4], "case_year": head[-4:], "case_seq": int(seq)})
