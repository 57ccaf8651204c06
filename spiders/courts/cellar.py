"""CELLAR, the store of the EU's publications: judgments, orders and opinions of the EU courts, by SPARQL.

Sector 6 is case law; as an untyped literal it matches nothing. There is no full-text search: titles hold type, parties,
keywords and case number, split by "#". A decision may be several works; a search ends at 10,000 (since January 2026).
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import quote, unquote, urlencode

from bs4 import BeautifulSoup

from rulingwire.models import RawArticle, Source
from rulingwire.records import PartyName, Record
from spiders.courts.reading import article, day, inner, markup, numbers, one_line, versus, words
from spiders.courts.sites import About, Answer, JsonSite, Question, Visit, list_at

PER_PAGE = 500
QUERY = f"""PREFIX cdm: <http://publications.europa.eu/ontology/cdm#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX kind: <http://publications.europa.eu/resource/authority/resource-type/>
SELECT DISTINCT ?work ?celex ?ecli ?date ?type ?title ?modified WHERE {{
?work cdm:resource_legal_id_sector "6"^^xsd:string; cdm:resource_legal_id_celex ?celex; cdm:work_date_document ?date;
cdm:work_has_resource-type ?type; <http://publications.europa.eu/ontology/cdm/cmr#lastModificationDate> ?modified.
FILTER(?type IN (kind:JUDG, kind:ORDER, kind:OPIN_AG) && ?modified >= "$since"^^xsd:dateTime)
OPTIONAL {{?work cdm:case-law_ecli ?ecli}} OPTIONAL {{?text cdm:expression_belongs_to_work ?work;
cdm:expression_title ?title; cdm:expression_uses_language <http://publications.europa.eu/resource/authority/language/ENG>}}
}} ORDER BY DESC(?modified) ?celex LIMIT {PER_PAGE} OFFSET $start"""
KINDS = {"JUDG": "decision", "ORDER": "order", "OPIN_AG": "notice", "JUDGMENT": "decision", "OPINION": "notice"}
COURTS = {"C": ("eu-cjeu", "Court of Justice"), "T": ("eu-gc", "General Court"), "F": ("", "Civil Service Tribunal")}
CELEX = re.compile(r"^6\d\d(\d\d)([CTF])[A-Z]0*(\d+).*")  # 62018CJ0311 is C-311/18
DOCKET = re.compile(r"(?:[CTF]-)?\d+/\d\d(?: [A-Z]+\b(?:\([A-Z]+\))?)*")
CASES = re.compile(rf"\b(?:Joined )?Cases? (?:(?:, | and | to )?{DOCKET.pattern})+")
DAY = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}")


class Site(JsonSite):
    """Results of a SPARQL query."""

    def fill(self, source: Source, visit: Visit, term: str, page: int) -> str:
        query = QUERY.replace("$since", f"{visit.since:%Y-%m-%dT%H:%M:%SZ}")
        query = query.replace("$start", str((page - 1) * PER_PAGE))
        return f"{source.url}?{urlencode({'query': query, 'format': 'application/sparql-results+json'})}"

    def rows(self, page: Any) -> Iterable[Any]:
        return list_at(page, "results", "bindings")

    def about(self, page: Any, answer: Answer) -> About:
        return About(full=len(list_at(page, "results", "bindings")) >= PER_PAGE)

    def row(self, row: Any, source: Source) -> RawArticle | None:
        said = {name: cell["value"] for name, cell in row.items()}
        celex, code = said["celex"], said["type"].rpartition("/")[2]
        head, names, keywords, cases = _title(said.get("title", ""))
        record = Record(
            kind=KINDS[code],
            numbers=numbers(ecli=said.get("ecli"), celex=celex),
            parties=versus(names, joint=" and ") or ((PartyName(name=names),) if names else ()),
            decided=day(said["date"], "%Y-%m-%d"),
            modified=said.get("modified", ""),
            type=head or code,
            summary="\n\n".join(keywords),
        )
        cases = cases or CELEX.sub(r"\2-\3/\1", celex)
        url = f"https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:{quote(celex, safe='')}"
        return _named(source, record, cases, names, url=url, site_id=f"cellar:{said['work'].rpartition('/')[2]}")

    def document(self, url: str, source: Source) -> Question:
        celex = quote(unquote(url.rpartition("CELEX:")[2]), safe="")
        headers = (("Accept", "application/xhtml+xml"), ("Accept-Language", "eng"))
        # An identifier rather than a place: CELLAR writes it with http, and archives keep documents under it.
        return Question(url=f"http://publications.europa.eu/resource/celex/{celex}", headers=headers)

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        page = markup(answer.body, "xml")
        lines = [words(p).replace("\N{NON-BREAKING HYPHEN}", "-") for p in page.find_all("p")]
        cases = next((found[0] for line in lines[:60] if (found := CASES.search(line))), "")
        head = next((line for line in lines[:5] if line.partition(" ")[0] in KINDS), "")  # after "Provisional text"
        if not cases or not head or page.body is None:
            return None
        parties, names = _sides(page)
        record = Record(
            kind=KINDS[head.partition(" ")[0]],
            numbers=numbers(celex=celex if CELEX.match(celex := words(page.title)) else ""),
            parties=parties,
            decided=next((day(found[0], "%d %B %Y") for line in lines[:9] if (found := DAY.search(line))), ""),
            type=head,
        )
        return _named(source, record, cases, names, url=answer.url, html=inner(page.body))


def _title(printed: str) -> tuple[str, str, list[str], str]:
    """Type and day, parties, keywords and case numbers of a title, of which only the first is always there."""
    head, *parts = (one_line(part).removesuffix(".") for part in printed.split("#"))
    cases = [part for part in parts if CASES.match(part)]
    others = [part for part in parts if part not in cases]
    return head, "".join(others[:1]), others[1:], " ".join(cases)


def _named(source: Source, record: Record, cases: str, names: str, **more: str) -> RawArticle:
    """The article of a decision, with its court; before 1989 there was one court, and cases had no letter."""
    dockets = numbers(docket=DOCKET.findall(cases))
    first = dockets[0].value
    court, name = COURTS[first[0] if "-" in first else "C"]
    record = replace(record, court=court, court_printed=name, numbers=record.numbers + dockets)
    return article(source, record, title=names or f"{name} {first}", language="en", **more)


def _sides(page: BeautifulSoup) -> tuple[tuple[PartyName, ...], str]:
    """The names in bold before the composition of the court, and who sues whom; "intervener:" is a label."""
    sides, role = [list[PartyName]()], ""
    for line in page.select("p[class$=normal]"):
        if (text := words(line)).startswith("THE "):  # "THE COURT (Grand Chamber),"
            break
        role = text.rstrip(":") if text.endswith(":") else role
        if text in ("v", "v."):
            sides.append([])
        elif line.select_one("span[class$=bold]"):
            sides[-1].append(PartyName(name=text.rstrip(","), role=role))
    named = [side[0].name for side in sides if side and len(sides) > 1]
    return tuple(party for side in sides for party in side), " v ".join(named)
