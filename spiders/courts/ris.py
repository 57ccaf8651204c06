"""Austria, RIS: the open data of the federal law information system, v2.6; JSON made of XML, all of it as text.

A single hit is an object, several are a list. Errors come as HTTP 200 in `OgdSearchResult.Error`. XML is sent unless
JSON is asked for. `ImRisSeit` is the trailing window: new or changed in RIS, however old the decision. A Rechtssatz
(JJR_) is a sentence of law: it bears the numbers of all decisions that repeated it, the day of the latest and an ECLI
of its own; a Text (JJT_) is one decision. Parties are anonymous. Lists hold keywords and norms only, documents all.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from bs4 import BeautifulSoup

from rulingwire.models import RawArticle, Source
from rulingwire.records import Number, Record
from spiders.courts.reading import article, day, markup, needed, numbers, one_line, paragraphs, parted
from spiders.courts.sites import About, Answer, JsonSite, Question, Visit

COURTS = {"OGH": "at-ogh", "OLG Wien": "at-olgw", "HG Wien": "at-hgw", "BVwG": "at-bvwg", "VwGH": "at-vwgh"}
BODY = ("Norm", "Kopf", "Spruch", "Text", "Begründung", "Rechtliche Beurteilung", "Rechtssatz", "Schlagworte")
PLACE = re.compile(r"/Dokumente/(\w+)/(\w+)/")
PAGE = "https://www.ris.bka.gv.at/Dokument.wxe?Abfrage={}&Dokumentnummer={}"


class Site(JsonSite):
    """The search in case law."""

    per_page = 100

    def question(self, source: Source, visit: Visit, term: str, page: int) -> Question:
        asked = super().question(source, visit, term, page)
        return replace(asked, headers=(("Accept", "application/json"),))

    def rows(self, page: Any) -> Iterable[Any]:
        return _many(page["OgdSearchResult"]["OgdDocumentResults"].get("OgdDocumentReference"))

    def about(self, page: Any, answer: Answer) -> About:
        said = page["OgdSearchResult"]
        if error := said.get("Error"):
            return About(trouble=error["Message"])
        return About(total=int(said["OgdDocumentResults"]["Hits"]["#text"]))

    def row(self, row: Any, source: Source) -> RawArticle | None:
        meta = row["Data"]["Metadaten"]
        technical, general, case = meta["Technisch"], meta["Allgemein"], meta["Judikatur"]
        of_court = case.get(technical["Applikation"]) or {}
        sentences = of_court.get("Rechtssatznummern") if case["Dokumenttyp"] == "Rechtssatz" else None
        court, ecli = of_court.get("Gericht") or technical["Organ"], case.get("EuropeanCaseLawIdentifier")
        record = Record(
            court=COURTS.get(court, ""),
            court_printed=court,
            numbers=_numbers(ecli, _many(sentences), _many(case["Geschaeftszahl"])),
            decided=day(case["Entscheidungsdatum"], "%Y-%m-%d"),
            published=day(general.get("Veroeffentlicht"), "%Y-%m-%d"),
            modified=day(general.get("Geaendert"), "%Y-%m-%d"),
            type=case["Dokumenttyp"],
            summary="\n\n".join(filter(None, (case.get("Schlagworte"), "; ".join(_many(case.get("Normen")))))),
        )
        return _decision(source, record, general["DokumentUrl"], technical["ID"])

    def document(self, url: str, source: Source) -> Question:
        asked = parse_qs(urlsplit(url).query)
        collection, number = asked["Abfrage"][0], asked["Dokumentnummer"][0]
        return Question(url=urljoin(url, f"/Dokumente/{collection}/{number}/{number}.xml"))

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        said = _parts(markup(answer.body, "xml"))
        if not said.keys() & {"Spruch", "Text", "Rechtssatz", "Rechtliche Beurteilung"}:
            return None
        html = "".join(f"<h4>{escape(name)}</h4>{paragraphs(*said[name])}" for name in said if name in BODY)
        court, ecli = said["Gericht"][0], said.get("European Case Law Identifier", [""])[0]
        record = Record(
            court=COURTS.get(court, ""),
            court_printed=court,
            numbers=_numbers(ecli, said.get("Rechtssatznummer", []), said["Geschäftszahl"]),
            decided=day(said["Entscheidungsdatum"][0], "%d.%m.%Y"),
            type="Rechtssatz" if "Rechtssatz" in said else "Text",
            summary="\n\n".join(said.get("Rechtssatz", ())),
        )
        place = PLACE.search(answer.url)
        url, site_id = (PAGE.format(*place.groups()), place[2]) if place else (answer.url, "")
        return _decision(source, record, url, site_id, html)


def _decision(source: Source, record: Record, url: str, site_id: str, html: str = "") -> RawArticle:
    named = needed([one.value for one in record.numbers if one.kind != "ecli"], "number of the decision")
    title = f"{record.court_printed}, {named[0]}"
    return article(source, record, url=url, title=title, html=html, site_id=f"ris:{site_id}" if site_id else "")


def _parts(page: BeautifulSoup) -> dict[str, list[str]]:
    """The paragraphs of a document under their headings, in order; heads and feet of pages left out."""
    for sign in page.select("absatz :empty"):
        sign.replace_with("–" if sign.name == "gdash" else " ")
    said: dict[str, list[str]] = {}
    heading = ""
    for part in page.find_all(["ueberschrift", "absatz", "listelem"]):
        text = one_line(part.get_text())
        if part.find_parent(["kzinhalt", "fzinhalt"]) or not text:
            continue
        if part.name == "ueberschrift" and part.get("typ") == "titel":
            heading = text
        else:
            said.setdefault(heading, []).append(text)
    return said


def _many(value: Any) -> list[Any]:
    """A value that is a list only where there are several, and may be wrapped."""
    bare = value["item"] if isinstance(value, dict) and "item" in value else value
    if isinstance(bare, list):
        return bare
    return [bare] if bare else []


def _numbers(ecli: str | None, sentences: list[str], printed: list[str]) -> tuple[Number, ...]:
    """ECLI, number of a Rechtssatz, and the numbers of decisions, each once."""
    dockets = [one for line in printed for one in parted(line, ";")]
    return numbers(ecli=ecli, citation="; ".join(sentences), docket=dockets)
