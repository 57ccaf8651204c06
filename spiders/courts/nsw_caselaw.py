"""NSW Caselaw: search over the courts and tribunals of New South Wales, and their decisions as HTML.

Pages count from 0 and hold 20 rows; the days of the search are those of the decision, as is the day printed. The code
of the citation names the court; semicolons part the cases, or the parties, of one title. A decision begins with a list
of facts ("coversheet"), an older one from Lotus Notes with tables, labels in capitals and an American "Last Modified"
(all seen in captures of 2022). The site asks search engines neither to index nor to archive its pages.
"""

import re
from collections.abc import Iterable

from bs4 import BeautifulSoup, Tag

from rulingwire.models import RawArticle, Source
from rulingwire.records import PartyName, Record
from spiders.courts.reading import (
    CITED,
    article,
    day,
    inner,
    markup,
    needed,
    numbers,
    parted,
    target,
    versus,
    words,
)
from spiders.courts.sites import About, Answer, PageSite

COURTS = dict.fromkeys(("NSWSC", "Supreme Court New South Wales", "New South Wales Supreme Court"), "au-nswsc")
COURTS["NSWDC"] = "au-nswdc"
OLD_NAMES = {"citation": "medium neutral citation", "judgment date": "decision date", "judgment of": "before"}
SIDE = "plaintiff|defendant|applicant|respondent|appellant|claimant|interven"
ROLE = re.compile(rf"(?P<name>.+?)\s*\((?P<role>[^()]*(?:{SIDE})[^()]*)\)", re.IGNORECASE)
CHANGED = re.compile(r"(?:Decision last updated|Last Modified):\s*(\d+ [A-Z][a-z]+ \d{4}|\d\d/\d\d/\d{4})")


class Site(PageSite):
    """The search, and the decisions."""

    page_from = 0
    per_page = 20

    def rows(self, page: BeautifulSoup) -> Iterable[Tag]:
        return page.select("div.row.result")

    def about(self, page: BeautifulSoup, answer: Answer) -> About:
        if page.select_one("form[name=advancedsearch]") is None:
            return About(trouble="not the page of the search")
        found = re.search(r"Displaying \d+ - \d+ of (\d+)", words(page))
        return About(total=int(found[1]) if found else None)

    def row(self, row: Tag, source: Source) -> RawArticle | None:
        link = needed(row.select_one("h4 a[href]"), "decision that could be opened")
        url, printed = target(link, source.url), _cited(words(link))
        facts = {words(head).lower(): words(head.find_next_sibling("li")) for head in row.select("li.head")}
        record = Record(
            court=COURTS.get(printed["code"], ""),
            court_printed="" if printed["code"] in COURTS else printed["code"],
            numbers=numbers(neutral=printed["citation"]),
            parties=_sides(printed["name"]),
            decided=day(facts["decision date"], "%d %B %Y"),
            judges=parted(facts.get("judgment of", ""), ";"),
            summary=" ".join(words(part) for part in row.select(".cntn > div > p")[1:]),
        )
        return article(source, record, url=url, title=printed["name"], site_id=f"nsw-caselaw:{url.rpartition('/')[2]}")

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        decision = markup(answer.body).select_one("#decisionDetail .judgment")
        if decision is None:
            return None
        facts, heading = _facts(decision), words(decision.select_one(".head h1, .body > div[align]"))
        printed, changed = _cited(facts["medium neutral citation"][0]), CHANGED.search(words(decision))
        court = COURTS.get(printed["code"]) or COURTS.get(heading, "")
        record = Record(
            court=court,
            court_printed="" if court else heading,
            numbers=numbers(neutral=printed["citation"], docket=facts.get("file number(s)")),
            parties=tuple(_party(line) for line in facts.get("parties", ())) or _sides(printed["name"]),
            decided=day(facts["decision date"][0], "%d %B %Y", "%d/%m/%Y"),
            modified=day(changed[1] if changed else "", "%d %B %Y", "%m/%d/%Y"),
            type=" ".join(facts.get("category", ())),
            judges=tuple(name for line in facts.get("before", ()) for name in parted(line, ";")),
            summary=" ".join(facts.get("catchwords", ())),
        )
        html = inner(decision, "script, style, nav, img, .decision-actions, .disclaimer, .lastupdate")
        return article(source, record, url=answer.url, title=printed["name"], html=html)


def _cited(title: str) -> re.Match[str]:
    return needed(CITED.fullmatch(title), f"citation in {title!r}")


def _sides(name: str) -> tuple[PartyName, ...]:
    """The parties of a title: "A v B; C v D", "A; B v C"; none of one that names no two sides."""
    sides = versus(name, joint=";")
    parts = tuple(PartyName(name=part) for side in sides for part in parted(side.name, ";"))
    return parts if len(parts) == 2 else tuple(dict.fromkeys(parts))  # "Brand v Brand" are two


def _party(line: str) -> PartyName:
    """A line of the coversheet: "Name", "Name (First Defendant)"."""
    found = ROLE.fullmatch(line)
    return PartyName(name=found["name"], role=found["role"]) if found else PartyName(name=line)


def _facts(decision: Tag) -> dict[str, list[str]]:
    """The lines of each fact of a decision; those of the court below are nested deeper, or named otherwise."""
    pairs = [(label, label.find_next_sibling("dd")) for label in decision.select(".coversheet dl > dt")]
    rows = [row.find_all("td", recursive=False) for row in decision.select("tr")]
    pairs += [(cells[1], cells[2]) for cells in rows if len(cells) == 3]
    named = {words(label).rstrip(" :").lower(): _lines(value) for label, value in pairs if value is not None}
    return {OLD_NAMES.get(name, name): lines for name, lines in named.items()}


def _lines(value: Tag) -> list[str]:
    """The lines of a fact: parted by <br> and <p>, never by the breaks of the source."""
    parts = re.split(r"<br\s*/?>|</p>", str(value))
    return [line for part in parts if (line := words(markup(f"<p>{part}")))]
