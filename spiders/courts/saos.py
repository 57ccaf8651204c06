"""SAOS, judgments of the Polish courts (but the administrative ones): a search in JSON, and each judgment as JSON.

No key. Seen in captures of June 2026, which hold judgments of 2012; how fresh the whole is could not be confirmed.

- `all` wants every word, in any inflection. Excerpts depend on the words asked for and are not kept, summaries are
  almost always missing: the judgments are read.
- The list is asked for by DATABASE_ID, the order in which judgments came in: their days come from scans, and some lie
  in the year 3013. `judgmentDate` is the day of decision; the day of publication stands in the judgment only.
- Parties are named in the prose only, by initials; companies are "(...)".
- While it is mended, SAOS answers with a page "Przerwa techniczna" and status 200.
"""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin, urlsplit

from rulingwire.models import RawArticle, Source
from rulingwire.records import Paper, Record
from spiders.courts.reading import article, day, numbers
from spiders.courts.sites import About, Answer, JsonSite, Question, list_at

# Courts that are the only one of their type; a common court is named in the entry.
ONLY = {
    "SUPREME": ("pl-sn", "Sąd Najwyższy"),
    "CONSTITUTIONAL_TRIBUNAL": ("pl-tk", "Trybunał Konstytucyjny"),
    "NATIONAL_APPEAL_CHAMBER": ("", "Krajowa Izba Odwoławcza"),
}
APPEAL = {
    "w Krakowie": "krakow",
    "w Warszawie": "warszawa",
    "w Poznaniu": "poznan",
    "we Wrocławiu": "wroclaw",
    "w Gdańsku": "gdansk",
    "w Katowicach": "katowice",
    "w Łodzi": "lodz",
    "w Lublinie": "lublin",
    "w Białymstoku": "bialystok",
    "w Rzeszowie": "rzeszow",
    "w Szczecinie": "szczecin",
}
REGIONAL = APPEAL | {
    "w Olsztynie": "olsztyn",
    "w Bydgoszczy": "bydgoszcz",
    "w Gliwicach": "gliwice",
    "w Częstochowie": "czestochowa",
    "w Kielcach": "kielce",
    "w Radomiu": "radom",
}
COURTS = {
    **{f"Sąd Apelacyjny {place}": f"pl-sa-{city}" for place, city in APPEAL.items()},
    **{f"Sąd Okręgowy {place}": f"pl-so-{city}" for place, city in REGIONAL.items()},
    "Sąd Rejonowy w Krośnie": "pl-sr-krosno",
    "Sąd Rejonowy w Ostródzie": "pl-sr-ostroda",
}
ORDERS = ("DECISION", "REGULATION")  # postanowienie, zarządzenie; a SENTENCE is a wyrok


class Site(JsonSite):
    """The search, and the judgments behind it."""

    def about(self, page: Any, answer: Answer) -> About:
        more = (link["href"] for link in page["links"] if link["rel"] == "next")
        return About(total=page["info"]["totalResults"], more=next(more, ""))

    def rows(self, page: Any) -> Iterable[Any]:
        return list_at(page, "items")

    def row(self, row: Any, source: Source) -> RawArticle | None:
        return _read(row, source)

    def document(self, url: str, source: Source) -> Question:
        return Question(url=urljoin(source.url, f"/api{urlsplit(url).path}"))

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        if not answer.body.lstrip().startswith(b"{"):
            return None
        judgment = json.loads(answer.body).get("data") or {}
        text = judgment.get("textContent") or ""
        return _read(judgment, source, text) if text else None


def _read(row: Any, source: Source, html: str = "") -> RawArticle:
    """A hit of the search; a judgment says a little more."""
    court, name = ONLY.get(row["courtType"]) or _common(row)
    dockets = [case["caseNumber"] for case in row["courtCases"]]
    origin = row.get("source") or {}
    record = Record(
        kind="order" if row["judgmentType"] in ORDERS else "decision",
        court=court,
        court_printed=name,
        numbers=numbers(docket=dockets),
        decided=day(row["judgmentDate"], "%Y-%m-%d"),
        published=day(origin.get("publicationDate"), "%Y-%m-%d"),
        type=row["judgmentType"],
        judges=tuple(judge["name"] for judge in row["judges"]),
        papers=(Paper(url=origin["judgmentUrl"]),) if origin.get("judgmentUrl") else (),
        summary=row.get("summary"),
    )
    url, title = urljoin(source.url, f"/judgments/{row['id']}"), f"{name}, {dockets[0]}"
    return article(source, record, url=url, title=title, html=html, site_id=f"saos:{row['id']}")


def _common(row: Any) -> tuple[str, str]:
    name = row["division"]["court"]["name"]
    return COURTS.get(name, ""), name
