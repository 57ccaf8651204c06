"""Tribunal Constitucional (Spain), Sistema HJ: judgments (STC), orders (ATC) and declarations (DTC).

A resolution page was at hand, the list is read in others' code only (August 2026). The search form carries a token;
the POST must bring it, the cookie of the form and, for words, a span of days. A redirect leads to the list, ten a page,
newest first, kept in the session of the cookie; a form that comes back says no. A title prints day and month of the
decision, its number the year; in brackets the day of publication in the BOE. The rest stands on the resolution page.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile
from urllib.parse import urlencode, urljoin

from bs4 import BeautifulSoup, Tag

from rulingwire.models import RawArticle, Source
from rulingwire.records import PartyName, Record
from spiders.courts.reading import article, day, inner, markup, needed, numbers, target, whole_number, words
from spiders.courts.sites import FORM_BODY, About, Answer, PageSite, Question, Visit

MONTHS = " enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
SERIES = {"SENTENCIA": "STC", "AUTO": "ATC", "DECLARACIÓN": "DTC"}
TITLE = re.compile(r"(?P<type>SENTENCIA|AUTO|DECLARACIÓN) (?P<number>\d+/(?P<year>\d{4})), de (?P<day>\d+ de \w+)")
GAZETTE = re.compile(r"BOE núm\. \d+, de (\d+ de \w+ de \d{4})")
PARTY = re.compile(
    r"\b(?:promovid|interpuest|plantead)[oa] por (?:.{,300}?\ben nombre y representación del? )?"
    r"(?:la (?:entidad|mercantil|sociedad) |el |la |los |las |don |doña )?(.{2,200}?),? "
    r"(?:y otr[oa]s |representad|asistid|defendid|contra |frente a |en relación |respecto )"
)


class Site(PageSite):
    """The search and the resolutions behind it."""

    def opening(self, source: Source) -> Question | None:
        return Question(url=source.url)  # for its cookie

    def following(self, source: Source, visit: Visit, asked: Question, about: About) -> Question | None:
        page = asked.page + 1
        if asked.page == 1:
            span = {"FECHA_DESDE": f"{visit.since:%d/%m/%Y}", "FECHA_HASTA": f"{visit.until:%d/%m/%Y}"}
            form = {"TIPO_BUSQUEDA_LIBRE": "0", "BUSQUEDA_LIBRE": asked.term} | span  # 0: in the whole text
            url, _, token = about.more.partition("?")
            body = f"{token}&{urlencode(form)}"
            return replace(asked, url=url, method="POST", body=body, headers=FORM_BODY, page=page)
        if (about.total or 0) <= 10 * (asked.page - 1):
            return None
        url = urljoin(source.url, f"/es/Resolucion/List?sortOrder=desc&page={asked.page}")
        return Question(url=url, term=asked.term, page=page)

    def about(self, page: BeautifulSoup, answer: Answer) -> About:
        if found := re.search(r"Se han encontrado ([\d.]+)", words(page)):
            return About(total=whole_number(found[1]))
        token = page.select_one("#search_form-container input[name=__RequestVerificationToken]")
        if token is None:
            return About(trouble="neither a list nor the search form")
        if answer.question and answer.question.page > 1:
            return About(trouble="the search form came back: the question was not accepted")
        sent = urlencode({"__RequestVerificationToken": token["value"]})
        return About(more=urljoin(answer.url, f"/es/Busqueda/Buscar?{sent}"))

    def rows(self, page: BeautifulSoup) -> Iterable[Tag]:
        return page.select('a.resolucion-item[href*="/Resolucion/Show/"]')

    def row(self, row: Tag, source: Source) -> RawArticle | None:
        parts = row.find_all_next(["th", "td", "a"])
        own = takewhile(lambda part: "resolucion-item" not in part.get_attribute_list("class"), parts)
        told = _told(part for part in own if part.name != "a")
        return _resolution(source, target(row, source.url), words(row), Record(summary=_summary(told)))

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        page = markup(answer.body)
        text = page.select_one("#complete_resolucion")
        if text is None:
            return None
        told = _told(page.select("#ficha-tecnica th, #ficha-tecnica td"))
        docket = re.search(r"\d+-\d{4}", told["Tipo y número de registro"])
        party = PARTY.search(words(text.select_one("#resolucion-sentencia")))
        judges = re.split(r", | y (?=do)", told["Magistrados"].strip(" ."))
        record = Record(
            court_printed=told["Órgano"],
            numbers=numbers(ecli=words(page.select_one("label.ecli")), docket=docket[0] if docket else ""),
            parties=(PartyName(name=party[1]),) if party else (),
            judges=tuple(re.sub(r"^[Dd]oña |^[Dd]on ", "", name) for name in judges),
            summary=_summary(told),
        )
        title = words(page.select_one("#resolucion-identifier h2"))
        return _resolution(source, answer.url, title, record, html=inner(text))


def _resolution(source: Source, url: str, title: str, record: Record, html: str = "") -> RawArticle:
    """The article of a resolution by its title, "Sala Segunda. SENTENCIA 117/2016, de 20 de junio (BOE núm. ...)"."""
    found, gazette = needed(TITLE.search(title), f"title as we know it: {title!r}"), GAZETTE.search(title)
    record = replace(
        record,
        kind="order" if found["type"] == "AUTO" else "decision",
        court="es-tc",
        court_printed=record.court_printed or title[: found.start()].strip(" ."),
        numbers=(*record.numbers, *numbers(neutral=f"{SERIES[found['type']]} {found['number']}")),
        decided=_day(f"{found['day']} de {found['year']}"),
        published=_day(gazette[1]) if gazette else "",
        type=found["type"],
    )
    title = f"Tribunal Constitucional, {found[0]}"
    site_id = f"tribunal-constitucional:{url.rpartition('/')[2]}"
    return article(source, record, url=url, title=title, html=html, site_id=site_id)


def _day(printed: str) -> str:
    """The ISO day of "20 de junio de 2016"."""
    number, month, year = printed.split(" de ")
    return day(f"{number} {MONTHS.split(' ').index(month)} {year}", "%d %m %Y")


def _told(cells: Iterable[Tag]) -> dict[str, str]:
    """Cells that hold name and value in turn."""
    printed = [words(cell) for cell in cells]
    return dict(zip(printed[::2], printed[1::2], strict=False))


def _summary(told: dict[str, str]) -> str:
    return "\n\n".join(told[name] for name in ("Síntesis Descriptiva", "Síntesis Analítica") if told.get(name))
