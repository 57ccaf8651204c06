"""North Rhine-Westphalia, NRWE: all courts of the state, Cologne's among them, behind a form that is sent by POST.

The list says court, number, ECLI and day, but neither parties nor subject: the documents must be read. `page2=2` asks
the same form for its second page. Its only dates are those of the decisions (`von`, `bis`), and decisions appear months
after they were made, so a visit asks for a long window. The list's date is the day of the decision. The search left
www.justiz.nrw.de for nrwesuche.justiz.nrw.de by 2026; documents stand on nrwe.justiz.nrw.de, and some are but a Tenor.
"""

import re
from urllib.parse import urlencode

from bs4 import BeautifulSoup, Tag

from rulingwire.models import RawArticle, Source
from rulingwire.records import Record
from spiders.courts.reading import article, day, inner, markup, needed, numbers, one_line, target, whole_number, words
from spiders.courts.sites import FORM_BODY, About, Answer, PageSite, Question, Visit

PER_PAGE = 100
EMPTY = "gerichtstyp gerichtsbarkeit gerichtsort entscheidungsart date validFrom von2 bis2 aktenzeichen schlagwoerter"
FORM = {
    **dict.fromkeys(EMPTY.split(), ""),
    "method": "stem",
    "qSize": PER_PAGE,
    "sortieren_nach": "datum_absteigend",
    "absenden": "Suchen",
    "advanced_search": "true",
}
COURTS = {
    "Amtsgericht": "de-ag-generic",
    "Landgericht Aachen": "de-lg-aachen",
    "Landgericht Bielefeld": "de-lg-bielefeld",
    "Landgericht Bochum": "de-lg-bochum",
    "Landgericht Bonn": "de-lg-bonn",
    "Landgericht Dortmund": "de-lg-dortmund",
    "Landgericht Duisburg": "de-lg-duisburg",
    "Landgericht Düsseldorf": "de-lg-duesseldorf",
    "Landgericht Essen": "de-lg-essen",
    "Landgericht Köln": "de-lg-koeln",
    "Landgericht Mönchengladbach": "de-lg-moenchengladbach",
    "Landgericht Münster": "de-lg-muenster",
    "Landgericht Wuppertal": "de-lg-wuppertal",
    "Oberlandesgericht Düsseldorf": "de-olg-duesseldorf",
    "Oberlandesgericht Hamm": "de-olg-hamm",
    "Oberlandesgericht Köln": "de-olg-koeln",
    "Oberverwaltungsgericht NRW": "de-ovg-muenster",
    "Verwaltungsgericht Düsseldorf": "de-vg-duesseldorf",
    "Verwaltungsgericht Köln": "de-vg-koeln",
}


class Site(PageSite):
    """The answers of the form."""

    per_page = PER_PAGE

    def question(self, source: Source, visit: Visit, term: str, page: int) -> Question:
        form = FORM | {"von": f"{visit.since:%d.%m.%Y}", "bis": f"{visit.until:%d.%m.%Y}", "q": term}
        if page > 1:
            form[f"page{page}"] = page
        return Question(url=source.url, method="POST", body=urlencode(form), headers=FORM_BODY, term=term, page=page)

    def rows(self, page: BeautifulSoup) -> list[Tag]:
        return page.select("div.alleErgebnisse div.einErgebnis")

    def about(self, page: BeautifulSoup, answer: Answer) -> About:
        found = page.select_one("#anzahlGefunden")
        if found is None and not self.rows(page):
            return About(trouble="no list of results")
        printed = words(found)
        return About(total=whole_number(printed) if re.search(r"\d", printed) else None)

    def row(self, row: Tag, source: Source) -> RawArticle | None:
        link = needed(row.select_one("a[href]"), "link to the decision")
        lines = [one_line(line).partition(":") for line in row.stripped_strings]
        said = {name: value.strip() for name, _, value in lines}
        said["Datum"] = said["Entscheidungsdatum"]
        if "ECLI" in said:
            said["ECLI"] = f"ECLI:{said['ECLI']}"
        return _decision(source, said, target(link, source.url))

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        page = markup(answer.body)
        names = page.select("div.feldbezeichnung")
        said = {words(name).rstrip(":"): words(name.find_next_sibling("div")) for name in names}
        if "Tenor" not in said and not page.select(".absatzLinks"):
            return None
        # The first part repeats the list; the numbers in the margin are no words of the court.
        parts = page.select("div.maindiv:not(#enclosingDiv)")
        return _decision(source, said, answer.url, html="".join(inner(part, ".absatzRechts") for part in parts))


def _decision(source: Source, said: dict[str, str], url: str, html: str = "") -> RawArticle:
    """The article of a decision by the labels of its page; those of the list are fewer."""
    court, docket = said["Gericht"], said["Aktenzeichen"]
    record = Record(
        court=COURTS.get(court, COURTS.get(court.partition(" ")[0], "")),
        court_printed=court,
        numbers=numbers(ecli=said.get("ECLI"), docket=docket),
        decided=day(said["Datum"], "%d.%m.%Y"),
        type=said.get("Entscheidungsart", ""),
        summary=said.get("Leitsätze", "") or said.get("Schlagworte", ""),
    )
    return article(source, record, url=url, title=f"{court}, {docket}", html=html)
