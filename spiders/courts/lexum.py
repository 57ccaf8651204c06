"""Decisia by Lexum: Canada's Supreme Court, Federal Court and Federal Court of Appeal, as JSON Feed or RSS.

A feed holds the 100 documents put up or changed last, so a judgment of 1988 stands beside one of today (seen in October
2026): an entry is known by the number of its item. `date_published` and the day at the end of a title are the day of
the decision. `date_modified`, in RSS the words "Document updated on", is the day the document was put up, translated,
amended or corrected; only "published on" says that it was the first. The page of an item is an empty frame without
iframe=true. A captcha comes after some 200 pages at one a second: ask every three seconds, 60 pages a run, stop there.
"""

import re

from bs4 import BeautifulSoup, Tag

from rulingwire.models import RawArticle, Source
from rulingwire.records import Number, PartyName, Record
from spiders.courts.reading import (
    article,
    day,
    inner,
    markup,
    needed,
    one_line,
    only_court,
    parted,
    versus,
    words,
)
from spiders.courts.sites import Answer, FeedSite, Question

CHANGE = re.compile(r"(?:^|\s+-\s+)Document (?P<what>[a-z]+) on (?P<day>\d{4}-\d\d-\d\d)$")
ITEM = re.compile(r"/item/(\d+)/")
NEUTRAL = re.compile(r"\d{4} [A-Z]{2,6} \d+")
JOINT = re.compile(r"(?:,|\s+and)+$")  # what ties a name to the next one


class Site(FeedSite):
    """The feed of a court, and the pages of its decisions."""

    never_empty = True

    def entry(self, raw: RawArticle, source: Source) -> RawArticle | None:
        title, number, decided = one_line(raw.title).rsplit(" - ", 2)
        item = needed(ITEM.search(raw.url), f"item in {raw.url!r}")
        said = words(markup(raw.html))
        change = CHANGE.search(said)
        what, when = (change["what"], change["day"]) if change else ("", "")
        record = Record(
            court=only_court(source),
            numbers=_numbers(number),
            parties=versus(title),
            decided=day(decided, "%Y-%m-%d"),
            published=when if what == "published" else "",
            modified=day(raw.updated or ("" if what == "published" else when), "%Y-%m-%d"),
            summary=said[: change.start()] if change else said,
        )
        return article(source, record, url=raw.url, title=title, site_id=f"lexum:{item[1]}")

    def document(self, url: str, source: Source) -> Question:
        return Question(url=f"{url}{'&' if '?' in url else '?'}iframe=true")

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        page = markup(answer.body)
        body = page.select_one(".documentcontent")
        if body is None:
            return None
        facts, title = _facts(page), words(page.select_one("h3.title"))
        record = Record(
            court=only_court(source),
            numbers=_numbers(
                facts.get("neutral citation", ""),
                facts.get("report", ""),
                *re.split(r"[;,]", facts.get("case number") or facts.get("file numbers", "")),
            ),
            parties=_parties(body) or versus(title),
            decided=day(facts.get("date"), "%Y-%m-%d"),
            judges=parted(facts.get("judges", ""), ";"),
            summary=facts.get("subjects", ""),
        )
        html = inner(body, "script, style, nav, img")
        return article(source, record, url=answer.url.partition("?")[0], title=title, html=html)


def _numbers(*printed: str) -> tuple[Number, ...]:
    """Numbers by their form: "2026 SCC 31" is neutral, "[1988] 2 SCR 712" a report, "T-1169-19" a file."""
    values = [value.strip() for value in printed if value.strip()]
    return tuple(Number(kind=_kind(value), value=value) for value in values)


def _kind(value: str) -> str:
    if NEUTRAL.fullmatch(value):
        return "neutral"
    return "citation" if value.startswith("[") else "docket"


def _facts(page: BeautifulSoup) -> dict[str, str]:
    """The table above a decision; its labels may be in both languages, "Neutral citation / Référence neutre"."""
    facts = {}
    for row in page.select("div.metadata tr"):
        cells = row.find_all("td")
        if len(cells) == 2:
            label = words(cells[0]).partition("/")[0].strip().lower()
            facts[label] = " - ".join(map(one_line, cells[1].stripped_strings))
    return facts


def _parties(body: Tag) -> tuple[PartyName, ...]:
    """The parties as the Supreme Court prints them: the role stands at the last of those who share it."""
    parties: list[PartyName] = []
    names: list[str] = []
    for line in body.select("p.SCCLsocParty, p.SCCLsocLastPartyInRole"):
        role = words(line.select_one(".SCCLsocPartyRole"))
        names.append(JOINT.sub("", words(line).removesuffix(role).strip()))
        if role:
            parties += [PartyName(name=name, role=role) for name in names]
            names = []
    return tuple(dict.fromkeys(parties))
