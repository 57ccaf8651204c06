"""eLitigation: judgments of the Supreme Court of Singapore, as cards of a list and as HTML.

Ten cards a page, newest decision first; the list takes a year but no days, and whether it takes a phrase is not sure.
The code in the citation names the court: SGCA the Court of Appeal, SGHC and what begins with it the divisions of the
High Court. A system error, and a judgment that does not exist, come with status 200: a list without its count is
trouble, a page without a judgment is none. Newer judgments name their parts by class (HN-...), older ones do not: their
facts are those of the list. Known from code and test pages of 2026; no raw copy was seen.
"""

import re
from collections.abc import Iterable

from bs4 import BeautifulSoup, Tag

from rulingwire.models import RawArticle, Source
from rulingwire.records import Number, Record
from spiders.courts.reading import (
    article,
    day,
    inner,
    markup,
    needed,
    numbers,
    one_line,
    target,
    versus,
    whole_number,
    words,
)  # fmt: skip
from spiders.courts.sites import About, Answer, PageSite

COUNT = re.compile(r"Total Judgment\(s\) Found\s*:\s*([\d,]+)")
DATE = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")


class Site(PageSite):
    """The list, and the judgments."""

    per_page = 10

    def rows(self, page: BeautifulSoup) -> Iterable[Tag]:
        return page.select(".card.col-12")

    def about(self, page: BeautifulSoup, answer: Answer) -> About:
        text = words(page)
        found = COUNT.search(text)
        return About(total=whole_number(found[1])) if found else About(trouble=f"no judgments, but {text[:120]!r}")

    def row(self, row: Tag, source: Source) -> RawArticle | None:
        link = needed(row.select_one("a.gd-heardertext[href]"), "judgment in the card")
        url, title = target(link, source.url), words(link)
        citation = words(row.select_one(".citation-num-link")).strip(" |")
        printed = words(row.select_one(".decision-date-link")).strip(" |").removeprefix("Decision Date:")
        record = Record(
            court=_court(citation),
            court_printed=_code(citation),
            numbers=numbers(neutral=citation) + _dockets(row, ".case-num-link"),
            parties=versus(title),
            decided=day(printed, "%d %b %Y"),
            summary="; ".join(words(catchword).strip("[]") for catchword in row.select(".gd-cw")),
        )
        return article(source, record, url=url, title=title, site_id=f"elitigation:{url.rpartition('/')[2]}")

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        page = markup(answer.body)
        judgment = page.select_one("#divJudgement")
        if judgment is None:
            return None
        citation, title = words(judgment.select_one(".HN-NeutralCit")), words(judgment.select_one(".HN-CaseName"))
        date = DATE.search(words(judgment.select_one(".Judg-Date-Reserved")))
        record = Record(
            court=_court(citation),
            court_printed=_code(citation),
            numbers=numbers(neutral=citation) + _dockets(judgment, ".CaseNumber"),
            parties=versus(title),
            decided=day(date[0] if date else "", "%d %B %Y"),
            judges=_judges(judgment.select_one(".HN-Coram")),
        )
        html = inner(judgment, "script, style, nav, .modal-header, .modal-footer")
        return article(source, record, url=answer.url, title=title, html=html)


def _code(citation: str) -> str:
    """The court in "[2018] SGHC 206"."""
    return "".join(citation.split()[1:2])


def _court(citation: str) -> str:
    code = _code(citation)
    if code.startswith("SGHC"):
        return "sg-hc"
    return "sg-ca" if code in ("SGCA", "SGCA(I)") else ""


def _dockets(part: Tag, selector: str) -> tuple[Number, ...]:
    return numbers(docket=[words(element).strip(" |") for element in part.select(selector)])


def _judges(coram: Tag | None) -> tuple[str, ...]:
    """The judges: between the line of the court and that of the hearing."""
    text = coram.get_text("\n") if coram else ""
    lines = [one_line(line) for line in text.splitlines() if line.strip()]
    return tuple(name for line in lines[1:-1] for name in re.split(r",\s+|\s+and\s+", line) if name)
