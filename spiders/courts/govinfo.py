"""govinfo, USCOURTS: opinions of US courts that take part, days to weeks late; its search is asked by POST.

No key is wanted. A row is one opinion (granule) of a case (package); court, docket text and day stand in `line2`, one
after the other, and a long name is cut there. The day is that of the opinion. `teaser` shows the words around the
hit, so another question shows others. How it counts pages was not seen: we ask for the most it gives at once, and more
than that counts as its ceiling. An opinion is a PDF; of a whole case there is MODS, with the roles of the parties.
"""

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from bs4 import Tag

from rulingwire.models import RawArticle, Source
from rulingwire.records import Paper, PartyName, Record
from spiders.courts.reading import article, day, is_pdf, markup, needed, numbers, paragraphs, pdf_paper, versus, words
from spiders.courts.sites import JSON_BODY, About, Answer, JsonSite, Question, Visit, list_at

MOST = 100
LINE = re.compile(
    r"United States Courts Opinions\. (?P<court>.+?)\. (?:(?P<text>.+) )?(?P<day>[A-Z]\w+day, \w+ \d{1,2}, \d{4})\.",
    re.DOTALL,
)
COURT = re.compile(r"ca\d+|ca[df]c|cofc|nmid|[a-z]{2}[cemnsw]?d")


class Site(JsonSite):
    """A page of search results."""

    def question(self, source: Source, visit: Visit, term: str, page: int) -> Question:
        query = f"collection:(USCOURTS) AND publishdate:range({visit.since:%Y-%m-%d},{visit.until:%Y-%m-%d})"
        if term:
            query += f" AND content:({term})"
        body = json.dumps({"query": query, "offset": 0, "pageSize": MOST, "sortBy": "2"})
        return Question(url=source.url, method="POST", body=body, headers=JSON_BODY, term=term, page=page)

    def about(self, page: Any, answer: Answer) -> About:
        return About(total=page["iTotalCount"], ceiling=MOST)

    def rows(self, page: Any) -> Iterable[Any]:
        return list_at(page, "resultSet")

    def row(self, row: Any, source: Source) -> RawArticle | None:
        facts = row["fieldMap"]
        line = needed(LINE.fullmatch(row["line2"]), f"court and day in {row['line2']!r}")
        record = Record(
            court=_court(facts["packageid"].split("-")[1]),
            court_printed=line["court"],
            numbers=numbers(docket=row["line1"].partition(" - ")[0]),
            parties=versus(facts["title"]),
            decided=day(line["day"], "%A, %B %d, %Y"),
            papers=(pdf_paper(facts["url"]),),
            summary="\n\n".join(filter(None, [line["text"], facts.get("teaser")])),
        )
        package, granule = facts["packageid"], facts.get("granuleid")
        url = urljoin(source.url, f"/app/details/{package}/{granule}" if granule else f"/app/details/{package}")
        return article(source, record, url=url, title=facts["title"], site_id=f"govinfo:{granule or package}")

    def document(self, url: str, source: Source) -> Question:
        package, _, granule = url.partition("/app/details/")[2].partition("/")
        pdf, mods = f"/content/pkg/{package}/pdf/{granule}.pdf", f"/metadata/pkg/{package}/mods.xml"
        return Question(url=urljoin(source.url, pdf if granule else mods))

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        if is_pdf(answer.body):
            return super().fetch(answer, source)
        mods = markup(answer.body, "xml").mods
        return _case(mods, source) if mods else None


def _case(mods: Tag, source: Source) -> RawArticle:
    """A whole case: its text are the docket texts of its opinions."""
    opinions = mods.find_all("relatedItem", type="constituent", recursive=False)
    texts = [words(opinion.docketText) for opinion in opinions]
    parties = (PartyName(name=str(one["fullName"]), role=str(one["role"])) for one in mods.find_all("party"))
    record = Record(
        court=_court(words(mods.courtCode)),
        court_printed=words(mods.courtName),
        numbers=numbers(docket=words(mods.caseNumber)),
        parties=tuple(dict.fromkeys(parties)),
        decided=max(words(opinion.dateIssued) for opinion in opinions),
        published=words(mods.dateIngested),
        modified=words(mods.recordChangeDate),
        type=words(mods.natureSuit),
        papers=tuple(_paper(opinion) for opinion in opinions),
        summary="\n\n".join(texts),
    )
    package, title = words(mods.accessId), words(mods.find("title"))
    url = urljoin(source.url, f"/app/details/{package}")
    return article(source, record, url=url, title=title, html=paragraphs(*texts), site_id=f"govinfo:{package}")


def _paper(opinion: Tag) -> Paper:
    link = opinion.find("url", access="raw object")
    return pdf_paper(words(link), words(opinion.dateIssued))


def _court(code: str) -> str:
    return f"us-{code}" if COURT.fullmatch(code) else ""
