"""rechtspraak.nl, the open data of the Dutch courts: an Atom list of ECLIs, and each document as XML.

No words can be asked for and an entry says a sentence at most: the address filters by court (`creator`) and field of
law (`subject`), and the documents are read. Of the cases about piracy some are filed under intellectual property,
some under civil law in general. Seen in captures of 2016 to August 2026:

- The list is ordered by the day of change. `updated` of an entry is UTC; `modified` in the address is Amsterdam time,
  so a window in UTC begins up to two hours early.
- A summary that is missing is printed as "-". An entry with the attribute `deleted` says that a text was withdrawn.
- A document describes itself twice. The first description is of the entry; `issued` of the second is the day its text
  came out. An entry without text has neither `uitspraak` nor `conclusie`.
- The parties stand in the prose only, private ones as [appellant].
"""

import re
from collections.abc import Iterable
from urllib.parse import parse_qs, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from rulingwire.models import RawArticle, Source
from rulingwire.records import Record
from spiders.courts.reading import article, day, inner, markup, moment, needed, numbers, words
from spiders.courts.sites import About, Answer, PageSite, Question

TITLE = re.compile(r"(?P<ecli>ECLI:\S+), (?P<court>.+?), (?P<day>\d\d-\d\d-\d{4})(?:, ?(?P<docket>.*))?")
TOTAL = re.compile(r"gevonden ECLI's: (\d+)")
LINE_BREAK = re.compile(r"<\?linebreak\s*\?>")
PAGE = "https://uitspraken.rechtspraak.nl/details?id="
# The code of a court in an ECLI. The courts of before 2013 live on in old cases.
COURTS: dict[str, str] = dict(
    re.findall(
        r"(\w+)=(\S+)",
        """HR=nl-hr RVS=nl-rvs CBB=nl-cbb
        GHAMS=nl-hof-amsterdam GHDHA=nl-hof-denhaag GHSGR=nl-hof-denhaag GHSHE=nl-hof-denbosch
        GHARL=nl-hof-arnhem GHARN=nl-hof-arnhem GHLEE=nl-hof-arnhem
        RBAMS=nl-rb-amsterdam RBDHA=nl-rb-denhaag RBSGR=nl-rb-denhaag RBGEL=nl-rb-gelderland RBLIM=nl-rb-limburg
        RBMNE=nl-rb-mnl RBUTR=nl-rb-utrecht RBNHO=nl-rb-haarlem RBHAA=nl-rb-haarlem RBNNE=nl-rb-noord-nederland
        RBOBR=nl-rb-oost-brabant RBOVE=nl-rb-overijssel RBROT=nl-rb-rotterdam RBZWB=nl-rb-zwb""",
    )
)
HTML = {"para": "p", "title": "h3", "bridgehead": "h4", "listitem": "li", "row": "tr", "entry": "p"}


class Site(PageSite):
    """The list by day of change, and the documents behind it."""

    parser = "xml"
    page_from = 0
    page_step = 1000
    per_page = 1000

    def about(self, page: BeautifulSoup, answer: Answer) -> About:
        total = TOTAL.search(words(page.select_one("feed > subtitle")))
        return About(total=int(total[1])) if total else About(trouble="no feed that says how many ECLIs were found")

    def rows(self, page: BeautifulSoup) -> Iterable[Tag]:
        return page.select("feed > entry:not([deleted])")

    def row(self, row: Tag, source: Source) -> RawArticle | None:
        printed = words(row.select_one("title"))
        found = needed(TITLE.fullmatch(printed), f"title as we know it: {printed!r}")
        record = Record(
            court=_court(found["ecli"]),
            court_printed=found["court"],
            numbers=numbers(ecli=found["ecli"], docket=found["docket"]),
            decided=day(found["day"], "%d-%m-%Y"),
            modified=words(row.select_one("updated")),
            summary=_given(words(row.select_one("summary"))),
        )
        return _article(source, record)

    def document(self, url: str, source: Source) -> Question:
        ecli = parse_qs(urlsplit(url).query)["id"][0]
        return Question(url=urljoin(source.url, f"content?id={ecli}"))

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        page = markup(answer.body, "xml")
        body = page.select_one("uitspraak[id], conclusie[id]")
        if body is None:
            return None
        entry, *text = page.select("RDF > Description")
        said = {part.name.split(":")[-1]: words(part) for part in entry.find_all(recursive=False)}
        record = Record(
            court=_court(said["identifier"]),
            court_printed=said["creator"],
            numbers=numbers(ecli=said["identifier"], docket=map(words, entry.select("zaaknummer"))),
            decided=day(said["date"], "%Y-%m-%d"),
            published=day(words(text[0].select_one("issued")) if text else said["issued"], "%Y-%m-%d"),
            modified=moment(said["modified"], source),
            type=said["type"],
            summary=_given(words(page.select_one("inhoudsindicatie"))),
        )
        return _article(source, record, _html(body))


def _article(source: Source, record: Record, html: str = "") -> RawArticle:
    ecli, *dockets = (number.value for number in record.numbers)
    title = f"{record.court_printed}, {dockets[0] if dockets else ecli}"
    return article(source, record, url=PAGE + ecli, title=title, html=html, site_id=f"rechtspraak:{ecli}")


def _court(ecli: str) -> str:
    return COURTS.get(ecli.split(":")[2], "")


def _given(summary: str) -> str:
    return "" if summary == "-" else summary


def _html(body: Tag) -> str:
    """The text of a document; its own elements become those of HTML."""
    for number in body.select("title > nr"):
        number.append(" ")
    for element in body.find_all(list(HTML)):
        element.name = HTML[element.name]
    return LINE_BREAK.sub("<br/>", inner(body))
