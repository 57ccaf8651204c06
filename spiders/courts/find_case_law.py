"""Find Case Law of the National Archives: courts of England and Wales and tribunals of the UK, as Atom and Akoma Ntoso.

`published` is the day of hand-down, `updated` the last change of any kind. An explicit order resets the page to ten
entries, so the address always says `per_page`; `last` counts pages of ten whatever it says, so only `next` leads on.
The address of a document is a court, year and number until April 2025, "d-" and a UUID since; a person opens the page
of the neutral citation. Press summaries stand in the list and are notices. Some documents are PDFs only.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from bs4 import BeautifulSoup, Tag

from rulingwire.models import RawArticle, Source
from rulingwire.records import Paper, PartyName, Record
from spiders.courts.reading import article, day, inner, markup, numbers, target, versus, words
from spiders.courts.sites import About, Answer, PageSite, Question

COURTS = {"UKSC": "gb-uksc", "EWCA": "gb-ewca", "EWHC": "gb-ewhc", "CAT": "gb-cat"}
SUMMARY = "Press Summary"
ROLE = re.compile(r"^(.+?)\s*\(([A-Z][a-z]+(?: and [A-Z][a-z]+)*)\)$")  # "Flynn Pharma Ltd and another (Appellants)"


class Site(PageSite):
    """The Atom feed of a search."""

    parser = "xml"

    def rows(self, page: BeautifulSoup) -> Iterable[Tag]:
        return page.select("feed > entry")

    def about(self, page: BeautifulSoup, answer: Answer) -> About:
        if page.find("feed") is None:
            return About(trouble="no Atom feed")
        more = page.select_one("feed > link[rel=next]")
        return About(more=target(more, answer.url) if more and page.find("entry") else "")

    def row(self, row: Tag, source: Source) -> RawArticle | None:
        links = {str(one.get("type") or "page"): target(one, source.url) for one in row.select("link")}
        citation, title = words(row.select_one("[type=ukncn]")), words(row.find("title"))
        date = datetime.fromisoformat(words(row.find("published"))).date().isoformat()
        judged = not title.startswith(SUMMARY)
        record = Record(
            kind="decision" if judged else "notice",
            court=_court(citation),
            court_printed=words(row.select_one("author name")),
            numbers=numbers(neutral=citation),
            parties=versus(title) if judged else (),
            decided=date if judged else "",
            published="" if judged else date,
            modified=words(row.find("updated")),
            type="" if judged else SUMMARY,
            papers=tuple(Paper(url=url, media_type=kind) for kind, url in links.items() if kind != "page"),
            summary=words(row.find("summary")),
        )
        site_id = f"find-case-law:{words(row.find('uri'))}"
        return article(source, record, url=links["page"], title=title, site_id=site_id)

    def document(self, url: str, source: Source) -> Question:
        return Question(url=f"{url}/data.xml")

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        page = markup(answer.body, "xml")
        head, body = page.find(["header", "preface"]), page.find(["judgmentBody", "mainBody"])
        if head is None or body is None:
            return None
        citation, judged = words(page.find("neutralCitation")), page.find("judgmentBody") is not None
        date = day(_given(page, "FRBRWork > FRBRdate", "date"), "%Y-%m-%d")
        record = Record(
            kind="decision" if judged else "notice",
            court=_court(citation),
            court_printed=_shown(page, _given(page, "FRBRWork > FRBRauthor", "href")),
            numbers=numbers(neutral=citation, docket=map(words, head.find_all("docketNumber"))),
            parties=tuple(dict.fromkeys(_parties(page, head))),
            decided=date if judged else "",
            published="" if judged else date,
            type=words(page.find("docType")),
            judges=tuple(words(judge) for judge in head.find_all("judge")),
        )
        title = _given(page, "FRBRWork > FRBRname", "value") or citation
        html = inner(head) + inner(body)
        return article(source, record, url=answer.url.removesuffix("/data.xml"), title=title, html=html)


def _court(citation: str) -> str:
    """The court that a neutral citation names: "[2023] EWHC 257 (Ch)"."""
    code = citation.split()[1] if " " in citation else ""
    return "gb-ipec" if citation.endswith("(IPEC)") else COURTS.get(code, "")


def _given(page: BeautifulSoup, place: str, name: str) -> str:
    """An attribute of the first element at a place; "" where there is none."""
    found = page.select_one(place)
    return str(found.get(name) or "") if found else ""


def _shown(page: BeautifulSoup, reference: str) -> str:
    """What a reference such as "#claimant" stands for."""
    named = {f"#{one['eId']}": str(one["showAs"]) for one in page.select("[eId][showAs]")}
    return named.get(reference, "")


def _parties(page: BeautifulSoup, head: Tag) -> Iterator[PartyName]:
    """The parties marked in the head of a judgment; of a press summary, those of the lines of its title."""
    for one in head.find_all("party"):
        yield PartyName(name=words(one), role=_shown(page, str(one.get("as") or "")))
    title = head.find("docTitle")
    for line in title.stripped_strings if title else ():
        for side in versus(line):
            found = ROLE.match(side.name)
            yield PartyName(name=found[1], role=found[2]) if found else side
