"""Judilibre, the open data of the French civil courts: a search in JSON, and each decision as JSON.

It wants the header KeyId of a PISTE account; a subscription to Legifrance does not open it. Documented by the Court of
Cassation, with sample answers of 2022 to 2025:

- Courts come as codes ("ca_paris", "7501") or, with resolve_references=true, by name. A first-instance court may be
  named by its city alone: `jurisdiction` says what it is.
- The excerpts depend on the words asked for and are not kept. Courts other than the Court of Cassation give no
  summary: the decisions are read.
- `decision_date` is the day of decision. First-instance decisions come out months later, so the list is asked for
  without dates. `update_date` stands in the decision only, and no list says when it came out.
- Private names are replaced by letters, and nobody is named as a party but in the prose.
- A search shows 10,000 hits at most.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from rulingwire.models import RawArticle, Source
from rulingwire.records import Record
from spiders.courts.reading import article, day, numbers, paragraphs
from spiders.courts.sites import About, Answer, JsonSite, Question, list_at

PAGE = "https://www.courdecassation.fr/decision/"
CASSATION = ("cc", "cour de cassation")
KINDS = {
    "cour d'appel": "ca",
    "tribunal judiciaire": "tj",
    "tribunal de commerce": "tcom",
    "tribunal des activites economiques": "tcom",
}
PLACE = re.compile(rf"(?:(?P<kind>{'|'.join(KINDS)}|ca)[ _])?(?:de |d'|du )?(?P<city>.+)")
SHORT = {"aix-en-provence": "aix", "aix_provence": "aix", "clermont-ferrand": "clermont"}
# The courts of rules/courts.yml, by kind and city.
CITIES = {
    "ca": "agen aix amiens angers besancon bordeaux bourges caen chambery colmar dijon douai grenoble limoges lyon metz"
    " montpellier nancy nimes orleans paris pau poitiers reims rennes riom rouen toulouse versailles",
    "tj": "aix angers besancon bordeaux caen clermont creteil dijon evry grenoble meaux metz montpellier nantes nice"
    " nimes orleans paris pontoise reims rouen strasbourg toulon tours versailles",
    "tcom": "paris",
}


class Site(JsonSite):
    """The search, and the decisions behind it."""

    page_from = 0
    per_page = 50

    def about(self, page: Any, answer: Answer) -> About:
        return About(total=page["total"], ceiling=10_000)

    def rows(self, page: Any) -> Iterable[Any]:
        return list_at(page, "results")

    def row(self, row: Any, source: Source) -> RawArticle | None:
        return _read(row, source)

    def document(self, url: str, source: Source) -> Question:
        decision = f"decision?id={url.removeprefix(PAGE)}&resolve_references=true"
        return Question(url=urljoin(source.url, decision))

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        page = json.loads(answer.body)
        text = (page.get("text") or "").replace("\r\n", "\n")
        return _read(page, source, paragraphs(text)) if text.strip() else None


def _read(row: Any, source: Source, html: str = "") -> RawArticle:
    """A hit of the search or a decision: they say the same."""
    place = row.get("location") or row["jurisdiction"]
    dockets = row.get("numbers") or [row["number"]]
    form = row["type"] or ""
    record = Record(
        kind="order" if form.lower().startswith("ordonnance") else "decision",
        court=_court(row["jurisdiction"], row.get("location") or ""),
        court_printed=place,
        numbers=numbers(ecli=row["ecli"], docket=dockets),
        decided=day(row["decision_date"], "%Y-%m-%d"),
        modified=day(row.get("update_date"), "%Y-%m-%d"),
        type=form,
        summary=row["summary"],
    )
    url, title = PAGE + row["id"], f"{place}, {dockets[0]}"
    return article(source, record, url=url, title=title, html=html, site_id=f"judilibre:{row['id']}")


def _court(jurisdiction: str, location: str) -> str:
    """The id of a court by what it is and where it sits."""
    place = _plain(location or jurisdiction)
    if place in CASSATION:
        return "fr-cass"
    found = PLACE.fullmatch(place)
    if found is None:
        return ""
    printed = found["kind"] or _plain(jurisdiction)
    kind, city = KINDS.get(printed, printed), SHORT.get(found["city"], found["city"])
    return f"fr-{kind}-{city}" if city in CITIES.get(kind, "").split() else ""


def _plain(name: str) -> str:
    """A name in small letters without accents."""
    letters = unicodedata.normalize("NFD", name.lower().replace("’", "'"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
