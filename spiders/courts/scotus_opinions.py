"""US Supreme Court, slip opinions: one page a term, /opinions/slipopinion/24.

A term begins on the first Monday of October. Columns: R-number, date, docket, name, justice, citation. The `title`
of the link holds the Court's one-sentence holding, where it is given: case names say little. A revised opinion is a
row of its own without a link to the first. robots.txt (read by others in October 2026) asks for a second between
requests and bars /rss/, where dockets lie in JSON; we leave those alone.
"""

from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup, Tag

from rulingwire.models import RawArticle, Source
from rulingwire.records import Record
from spiders.courts.reading import article, day, needed, numbers, one_line, pdf_paper, target, versus, words
from spiders.courts.sites import About, Answer, PageSite, Question, Visit
from spiders.courts.windows import terms_between


class Site(PageSite):
    """The page of a term."""

    def ask(self, source: Source, visit: Visit) -> Iterator[Question]:
        for year in terms_between(visit.since, visit.until):
            yield Question(url=source.url.format(page=f"{year % 100:02}"))

    def rows(self, page: BeautifulSoup) -> Iterable[Tag]:
        return page.select("table.table-bordered tr:is(:has(td), :not(:has(th)))")

    def about(self, page: BeautifulSoup, answer: Answer) -> About:
        heads = {words(head) for head in page.select("table.table-bordered th")}
        return About(trouble="" if {"Docket", "Name"} <= heads else "no table of opinions")

    def row(self, row: Tag, source: Source) -> RawArticle | None:
        _, date, docket, name, justice, citation = row.find_all("td", recursive=False)
        link = needed(name.find("a", href=True), "link to the opinion")
        url, title = target(link, source.url), words(link)
        record = Record(
            court="us-scotus",
            numbers=numbers(docket=words(docket), citation=_given(words(citation))),
            parties=versus(title),
            decided=day(words(date), "%m/%d/%y"),
            type="Opinion",
            judges=(words(justice),),
            papers=(pdf_paper(url),),
            summary=one_line(str(link.get("title") or "")),
        )
        return article(source, record, url=url, title=title)


def _given(citation: str) -> str:
    """A citation, unless its page is not known yet: "607 U.S. ___"."""
    return "" if "_" in citation else citation
