"""Giustizia Amministrativa (Italy): the administrative courts, from the TAR Lazio to the Consiglio di Stato.

The search is a Liferay portlet (July 2026). Its page gives a cookie and a token `p_auth`, and a POST with both gives
the hits, newest first, one page of at most 60; without the cookie the search page comes back. The year field does
nothing. A hit prints neither day nor parties, so the document is wanted of each: XML, some only PDF. There
`dataeluogo` is the day of the decision, `dataPubblicazione` that of its publication; `modifica` is the last saving
of the draft, days before, and no date of ours. The excerpt of a hit changes with the words asked for: no summary.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

from bs4 import BeautifulSoup, Tag

from rulingwire.models import RawArticle, Source
from rulingwire.records import Paper, PartyName, Record
from spiders.courts.reading import article, day, inner, is_pdf, markup, needed, numbers, target, whole_number, words
from spiders.courts.sites import FORM_BODY, About, Answer, PageSite, Question, Visit

COURTS = {"ROMA": "it-tar-lazio", "CONSIGLIO DI STATO": "it-cds"}
COURTS |= {"Tribunale Amministrativo Regionale per il Lazio": "it-tar-lazio", "Consiglio di Stato": "it-cds"}
PORTLET = "decisioni_pareri_web_DecisioniPareriWebPortlet_INSTANCE_XKc17mrB8J10"
PAGE_SIZE = 60
ORDERS = {"ORDINANZA", "DECRETO"}
ROLES = ["ricorrenti", "resistenti", "controinteressati", "intervenienti"]
LEAD = re.compile(
    r"^(?:.*\bpropost[oa] da)?\s*(?:(?:e )?(?:contro|nei confronti|con l'intervento)\b)?\s*(?:di |ad \w+ndum:? ?)?"
)
END = re.compile(r", (?:in persona|in proprio|rappresentat|non costituit|domiciliat|elettivamente|con domicilio)|;")
APART = re.compile(r", (?!(?:Inc|Ltd|LLC|L\.L\.C|Limited|Corp|S\.|s\.|A\.S|B\.V|N\.V)\b)")
JUDGE = re.compile(r"^(.+?), (?:Presidente|Consigliere|Primo Referendario|Referendario|Estensore)\b")


class Site(PageSite):
    """The search and the judgments behind it."""

    def opening(self, source: Source) -> Question | None:
        return Question(url=source.url)  # for its cookie

    def following(self, source: Source, visit: Visit, asked: Question, about: About) -> Question | None:
        if asked.method == "POST" or not about.more:
            return None
        form = {"searchtextProvvedimenti": asked.term, "sedeProvvedimenti": "", "TipoProvvedimentoItem": ""}
        form |= {"isAdvancedSearch": "false", "pageSize": str(PAGE_SIZE)}
        body = urlencode({f"_{PORTLET}_{name}": value for name, value in form.items()})
        return replace(asked, url=about.more, method="POST", body=body, headers=FORM_BODY, page=asked.page + 1)

    def about(self, page: BeautifulSoup, answer: Answer) -> About:
        if found := re.search(r"Trovati ([\d.]+) risultat", words(page)):
            return About(total=whole_number(found[1]), ceiling=PAGE_SIZE)
        token = re.search(rb"p_auth=(\w+)", answer.body)
        if token is None:
            return About(trouble="neither hits nor the search page")
        if answer.question and answer.question.method == "POST":
            return About(trouble="the search page came back: its cookie or token was not accepted")
        query = {"p_p_id": PORTLET, "p_p_lifecycle": "1", "p_p_state": "normal", "p_p_mode": "view"}
        query |= {f"_{PORTLET}_javax.portlet.action": "search", "p_auth": token[1].decode()}
        return About(more=f"{answer.url.partition('?')[0]}?{urlencode(query)}")

    def rows(self, page: BeautifulSoup) -> Iterable[Tag]:
        return page.select("article.ricerca--item")

    def row(self, row: Tag, source: Source) -> RawArticle | None:
        lines = (part for part in row.select("div.col-sm-12") if "numero provv.:" in words(part))
        line = needed(next(lines, None), "line with the number")
        sort, seat, section, number = (words(bold) for bold in line.select("b"))
        docket = re.search(r"Numero ricorso: (\d+)", words(row))
        ecli = re.search(r"\bECLI:IT:[A-Z0-9:]+", words(row))
        url = target(needed(row.select_one('a[href*="/visualizza/?"]'), "link to the text"), source.url)
        query = parse_qs(urlsplit(url).query)
        schema, name = query["schema"][0], query["nomeFile"][0]
        record = Record(
            kind="order" if sort.upper() in ORDERS else "decision",
            court=COURTS.get(seat, ""),
            court_printed=f"{seat}, {section}",
            numbers=numbers(ecli=ecli[0] if ecli else "", docket=docket[1] if docket else ""),
            type=sort,
            papers=(Paper(url=url, media_type="application/pdf" if name.endswith(".pdf") else "application/xml"),),
        )
        title = f"{seat}, {section}, {sort} {number}"
        site_id = f"giustizia-amministrativa:{schema}:{name.partition('.')[0]}"
        return article(source, record, url=url, title=title, site_id=site_id)

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        if is_pdf(answer.body):
            return super().fetch(answer, source)
        judgment = markup(answer.body, "xml").find("Provvedimento")
        return _judgment(judgment, answer, source) if judgment else None


def _judgment(judgment: Tag, answer: Answer, source: Source) -> RawArticle:
    """The XML of a judgment as an article."""
    bench = [words(line) for line in judgment.select("adunanza > div")]
    sort, court = words(judgment.find("tipologia")), re.sub(r"^(?:Il|Lo|La) ", "", bench[0])
    parties = tuple(party for role in ROLES for party in _parties(judgment, role))
    held = judgment.find("dataeluogo")
    docket = judgment.find("ricorso", NRG=True)
    record = Record(
        kind="order" if sort.upper() in ORDERS else "decision",
        court=COURTS.get(court, ""),
        court_printed=court,
        numbers=numbers(docket=str(docket["NRG"]) if docket else ""),
        parties=parties,
        decided=day(str(held.get("norm") or ""), "%d/%m/%Y") if held else "",
        published=day(words(judgment.find("dataPubblicazione")), "%d/%m/%Y"),
        type=sort,
        judges=tuple(found[1] for line in bench if (found := JUDGE.match(line))),
    )
    file = judgment.find("fascicolo")
    title = f"{court}, {sort} {file['n']}/{file['anno']}" if file else f"{court}, {sort}"
    sides = [next((party.name for party in parties if party.role == role), "") for role in ROLES[:2]]
    for line in judgment.find_all("div"):
        line.prefix = None  # "h:div": plain HTML from here on
    html = inner(judgment, without="meta")
    return article(source, record, url=answer.url, title=" v. ".join(sides) if all(sides) else title, html=html)


def _parties(judgment: Tag, role: str) -> Iterator[PartyName]:
    """The parties of a role; each line names those with the same lawyers."""
    for line in judgment.select(f"{role} > div"):
        names = END.split(LEAD.sub("", words(line)), maxsplit=1)[0]
        yield from (PartyName(name=name.strip(), role=role) for name in APART.split(names) if name.strip(" .:"))
