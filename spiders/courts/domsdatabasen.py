"""Denmark: domsdatabasen.dk, its RSS of the last days and its search, `POST Case/advanced`.

As others read it in 2026; none of its answers was at hand. A case is a headline, a court ("office"), participants by
role, judges and lawyers among them, and documents; verdictDateTime is the day of the judgment, pubDate of the RSS that
of publication. An ECLI may carry the year it was given rather than that of the judgment. A person opens
https://domsdatabasen.dk/#sag/<id>: all cases are one address to whoever drops what stands behind the #, so an entry
goes by the address of its JSON. That JSON holds first pages where it does not hold the text.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from rulingwire.models import RawArticle, Source
from rulingwire.records import Paper, PartyName, Record
from spiders.courts.reading import article, day, inner, markup, needed, numbers, posted, words
from spiders.courts.sites import JSON_BODY, About, Answer, JsonOrFeedSite, Question, Visit

CASE_PAGE = re.compile(r"#sag/(\d+)")
COURTS = {
    "Højesteret": "dk-hr", "Østre Landsret": "dk-olr", "Vestre Landsret": "dk-vlr",
    "Sø- og Handelsretten": "dk-shr", "Københavns Byret": "dk-cph", "Retten på Frederiksberg": "dk-frb",
    "Retten i Nykøbing Falster": "dk-nykobing",
}  # fmt: skip
TOWNS = (
    "Aarhus Odense Aalborg Lyngby Glostrup Roskilde Kolding Esbjerg Randers Viborg Holstebro Hillerød Helsingør"
    " Næstved Horsens Herning Svendborg Sønderborg Holbæk Hjørring"
)
ASCII = str.maketrans({"ø": "o", "æ": "ae"})
COURTS |= {f"Retten i {town}": f"dk-{town.lower().translate(ASCII)}" for town in TOWNS.split()}
JUDGE, LAWYERS = "Dommer", ("Forsvarer", "Advokat")


class Site(JsonOrFeedSite):
    """The cases of a search; of a source whose address is that of the RSS, its entries."""

    feed_mark = "/Case/rss"
    per_page = 50

    def question(self, source: Source, visit: Visit, term: str, page: int) -> Question:
        if self.is_feed(source):
            return Question(url=source.url, term=term)
        body = json.dumps({"searchValue": term, "pageIndex": page - 1, "pageSize": self.per_page})
        return Question(url=source.url, method="POST", body=body, headers=JSON_BODY, term=term, page=page)

    def rows(self, page: Any) -> Iterable[Any]:
        return page["cases"] or ()  # null where there are none

    def about(self, page: Any, answer: Answer) -> About:
        return About(total=page["totalCount"])

    def row(self, row: Any, source: Source) -> RawArticle | None:
        return _case(row, source)

    def entry(self, raw: RawArticle, source: Source) -> RawArticle | None:
        """Headline, link and day of publication; which court it was only the case says."""
        number = needed(CASE_PAGE.search(f"{raw.url} {raw.guid}"), f"#sag/<id> in {raw.url!r}")[1]
        record = Record(published=posted(raw), papers=_page_of(number, source), summary=words(markup(raw.html)))
        url, site_id = _address(number, source), f"domsdatabasen:{number}"
        return article(source, record, url=url, title=raw.title, site_id=site_id)

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        case = json.loads(answer.body)
        documents = case.get("documents") or ()
        html = "".join(one.get("contentHtml") or one.get("firstPageHtml") or "" for one in documents)
        text, whole = inner(markup(html)), all(one.get("contentHtml") for one in documents)
        return replace(_case(case, source), html=text, form="page", complete=whole) if text.strip() else None


def _case(case: Any, source: Source) -> RawArticle:
    """A case of the search or of the call for one: they say the same."""
    number, documents = case["id"], case.get("documents") or ()
    verdict = _verdict(documents)
    people = [(_said(one.get("role")), one["name"]) for one in case.get("participants") or () if one.get("name")]
    record = Record(
        court=COURTS.get(case["officeName"], ""),
        court_printed=case["officeName"],
        numbers=numbers(ecli=verdict.get("ecli"), docket=case.get("courtCaseNumber")),
        parties=tuple(PartyName(name=name, role=role) for role, name in people if role not in (JUDGE, *LAWYERS)),
        decided=day((verdict.get("verdictDateTime") or "")[:10], "%Y-%m-%d"),
        type=_said(verdict.get("documentType")),
        judges=tuple(name for role, name in people if role == JUDGE),
        papers=_page_of(number, source),
    )
    url, site_id = _address(number, source), f"domsdatabasen:{number}"
    found = article(source, record, url=url, title=case["headline"], site_id=site_id)
    return replace(found, categories=tuple(_said(one) for one in case.get("caseSubjects") or ()))


def _verdict(documents: Any) -> Any:
    """The document that is the judgment: the first with an ECLI, else the first with a day."""
    for mark in ("ecli", "verdictDateTime"):
        for one in documents:
            if one.get(mark):
                return one
    return {}


def _address(number: Any, source: Source) -> str:
    """The address of the JSON of a case."""
    return urljoin(source.url, f"/webapi/api/Case/get/{number}")


def _page_of(number: Any, source: Source) -> tuple[Paper, ...]:
    return (Paper(url=urljoin(source.url, f"/#sag/{number}"), media_type="text/html"),)


def _said(value: Any) -> str:
    return str((value or {}).get("displayText") or "")
