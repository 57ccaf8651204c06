"""HUDOC, the case law of the European Court of Human Rights: hits of a search as JSON, and the newest as RSS.

The date of both is `kpdate`, the day of the document: of a judgment or decision the day it was given. Each language is
a row of its own, with the ECLI of all. A search ends at 10,000 hits; past them it answers with an empty list.
The feed has 2,000 entries, with addresses in a fragment and line breaks in names, after which a name may be repeated.
Documents are a piece of HTML without a title; old decisions have none (HTTP 204). Others report that a firewall
refuses plain clients since September 2026.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from rulingwire.models import RawArticle, Source
from rulingwire.records import Number, PartyName, Record
from spiders.courts.reading import (
    article,
    day,
    inner,
    markup,
    needed,
    numbers,
    one_line,
    parted,
    posted,
    versus,
    words,
)
from spiders.courts.sites import About, Answer, JsonOrFeedSite, Question, list_at

LANGUAGES = {"ENG": "en", "FRE": "fr"}
DECISION = re.compile(r"JUD|DEC|ADV", re.IGNORECASE)  # judgments, decisions, advisory opinions: HEJUD, HFDEC, HEADV
CASE = re.compile(r"^(?:CASE OF|AFFAIRE)\s+", re.IGNORECASE)
ITEM = re.compile(r"\b00\d-\d+\b")
APPLICATION = re.compile(r"\d{1,5}/\d{2}")
NOTE = re.compile(r"(?:\s*(?:\([^)]*\)|(?:- )?\[.*))+$")  # "(No. 2)", "[Extracts]", "- [German Translation] summary"


class Site(JsonOrFeedSite):
    """Hits of a search, or the feed of one where the address of the source names it."""

    feed_mark = "/transform/rss"
    page_from, page_step, per_page = 0, 50, 50

    def rows(self, page: Any) -> Iterable[Any]:
        return [row["columns"] for row in list_at(page, "results")]

    def about(self, page: Any, answer: Answer) -> About:
        return About(total=int(page["resultcount"]), ceiling=10_000)

    def row(self, row: Any, source: Source) -> RawArticle | None:
        said = {name: str(value or "") for name, value in row.items()}
        date = "" if said["kpdate"].startswith("0001") else day(said["kpdate"], "%Y-%m-%dT%H:%M:%S")
        code = said["languageisocode"]
        cited = numbers(ecli=said["ecli"]) + _dockets(said["appno"])
        entry = _entry(source, said["itemid"], said["docname"], cited, said["doctype"], date, said["conclusion"])
        return replace(entry, language=LANGUAGES.get(code, code.lower()))

    def entry(self, raw: RawArticle, source: Source) -> RawArticle | None:
        applications, _, kind = raw.html.partition(" - ")
        return _entry(source, _item(raw.url), raw.title, _dockets(applications), kind, posted(raw)[:10])

    def document(self, url: str, source: Source) -> Question:
        body = f"/app/conversion/docx/html/body?library=ECHR&id={_item(url)}"
        return Question(url=urljoin(source.url, body))

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        page = markup(answer.body)
        lines = [line for p in page.find_all("p") if (line := words(p))][:40]
        applications = next((found for line in lines if (found := APPLICATION.findall(line))), [])
        if not applications:
            return None
        name = next((line for line in lines if CASE.match(line)), "")
        record = Record(court="echr", numbers=_dockets(";".join(applications)), parties=_parties(name))
        asked = parse_qs(urlsplit(answer.url).query)
        url = _page(asked["id"][0], source) if "id" in asked else answer.url
        title = CASE.sub("", name) or f"European Court of Human Rights {applications[0]}"
        return article(source, record, url=url, title=title, html=inner(page))


def _entry(
    source: Source, item: str, name: str, cited: tuple[Number, ...], kind: str, date: str, summary: str = ""
) -> RawArticle:
    """An entry of either list. A name may be repeated after a line break."""
    name = one_line(name.strip().partition("\n")[0])
    decided = bool(DECISION.search(kind))
    record = Record(
        kind="decision" if decided else "notice",
        court="echr",
        numbers=cited,
        parties=_parties(name),
        decided=date if decided else "",
        published="" if decided else date,
        type=kind,
        summary=summary,
    )
    return article(source, record, url=_page(item, source), title=CASE.sub("", name), site_id=f"hudoc:{item}")


def _page(item: str, source: Source) -> str:
    """The address that a person opens."""
    return urljoin(source.url, f"/eng?i={item}")


def _item(url: str) -> str:
    """The number of a document in an address."""
    return needed(ITEM.search(url), f"number of a document in {url!r}")[0]


def _dockets(applications: str) -> tuple[Number, ...]:
    """Application numbers, parted by semicolons. Raises ValueError for what is none."""
    every = parted(applications, ";")
    if wrong := [one for one in every if not APPLICATION.fullmatch(one)]:
        raise ValueError(f"no application number: {wrong[0]!r}")
    return numbers(docket=every)


def _parties(name: str) -> tuple[PartyName, ...]:
    """Applicant and state; a note may stand behind the state."""
    return versus(NOTE.sub("", CASE.sub("", name)))
