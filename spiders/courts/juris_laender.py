"""Ten German states (BW BE HH HE RP MV SH SL ST TH): the same portal by juris, which answers in JSON by POST.

`also_at` is the portal's page for people: its path names the portal. A session is opened first: POST to `init` beside
`search` with clientID, clientVersion and r3ID gives `csrfToken` and cookies, without which the answer to a question is
{"msgId": "security_notAuthenticated"}. `titleList` is court with chamber, and numbers; `subtitleList` is the type,
then, where given, a Leitsatz or title cut after some 300 characters, and norms. The list's date is the day of the
decision; entries appear weeks later. Documents: `head`, a table of facts, and `text`.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from rulingwire.models import RawArticle, Source
from rulingwire.records import Record
from spiders.courts.reading import article, day, inner, markup, numbers, parted, words
from spiders.courts.sites import JSON_BODY, About, Answer, JsonSite, Question, Visit, list_at

CITIES = {
    "LG": "Berlin Darmstadt Erfurt Flensburg Frankfurt Freiburg Hamburg Heidelberg Karlsruhe Kassel Kiel Koblenz "
    "Konstanz Lübeck Magdeburg Mainz Mannheim Rostock Saarbrücken Stuttgart Wiesbaden",
    "OLG": "Frankfurt Karlsruhe Koblenz Naumburg Rostock Stuttgart Zweibrücken",
    "VG": "Berlin Hamburg Neustadt",
}
NAMED = {
    "AG": "de-ag-generic",
    "KG": "de-kg",
    "Hanseatisches Oberlandesgericht": "de-olg-hamburg",
    "Saarländisches Oberlandesgericht": "de-olg-saarbruecken",
    "Schleswig-Holsteinisches Oberlandesgericht": "de-olg-schleswig",
    "Thüringer Oberlandesgericht": "de-olg-jena",
}
HIDDEN = ".unsichtbar, #permalink, [name^=rd_], img, script, style"  # headings for the blind, numbers in the margin


class Site(JsonSite):
    """The search of a portal, newest decisions first."""

    per_page = 25

    def opening(self, source: Source) -> Question | None:
        question = _service(source, "init", {})
        portal = dict(question.headers)["juris-portalid"]
        return replace(question, headers=(*question.headers, ("Cookie", f'r3autologin="{portal}"')))

    def opened(self, answer: Answer, cookies: str) -> dict[str, str]:
        token: str = json.loads(answer.body)["csrfToken"]
        return {"x-csrf-token": token} | super().opened(answer, cookies)

    def question(self, source: Source, visit: Visit, term: str, page: int) -> Question:
        wanted = {"start": 1 + (page - 1) * self.per_page, "size": self.per_page, "sort": "date"}
        tasks = {"RESULT_LIST": wanted | {"addToHistory": True, "addCategory": True}}
        searches = [{"id": "FastSearch", "value": term}] if term else []
        asked = {"searchTasks": tasks, "filters": {"CATEGORY": ["Rechtsprechung"]}, "searches": searches}
        return replace(_service(source, "search", asked), term=term, page=page)

    def rows(self, page: Any) -> Iterable[Any]:
        return list_at(page, "resultList") if "resultList" in page else ()  # without hits there is none

    def about(self, page: Any, answer: Answer) -> About:
        if "resultList" not in page and page.get("hits") != 0:
            return About(trouble=f"no list of results: {page.get('msgId', 'no reason given')}")
        return About(total=page.get("hits"))

    def row(self, row: Any, source: Source) -> RawArticle | None:
        if row["categoryId"] != "Rechtsprechung":
            return None
        court, dockets = row["titleList"]
        kind, *said = row["subtitleList"]
        record = _record(court, dockets, row["date"])
        return _decision(source, replace(record, type=kind, summary="\n\n".join(said)), row["docId"])

    def document(self, url: str, source: Source) -> Question:
        place = {"source": "TL", "position": 1, "sort": "date", "category": "Rechtsprechung"}
        form = {"docId": url.rpartition("/")[2], "docPart": "L", "format": "xsl", "sourceParams": place}
        return _service(source, "document", {**form, "keyword": None, "searches": []})

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        page = json.loads(answer.body)
        text = markup(page["text"] or "")
        if not words(text):
            return None
        names = markup(page["head"]).select(".TD30")
        said = {words(name).rstrip(": "): words(name.find_next_sibling()) for name in names}
        facts = (said["Gericht"], said["Aktenzeichen"], said["Entscheidungsdatum"])
        record = replace(_record(*facts, said.get("ECLI", "")), type=said.get("Dokumenttyp", ""))
        document = json.loads(answer.question.body)["docId"] if answer.question else ""
        return _decision(source, record, document, html=inner(text, HIDDEN))


def _service(source: Source, service: str, asked: dict[str, Any]) -> Question:
    """What is sent to a service beside `search`."""
    page = source.also_at[0]
    portal = page.removesuffix("/search").rpartition("/")[2]
    headers = (*JSON_BODY, ("juris-portalid", portal), ("Referer", page))
    client = {"clientID": portal, "clientVersion": f"{portal} - V08_35_00", "r3ID": "2026-01-01T00:00:00.000Z"}
    body = json.dumps(asked | client, ensure_ascii=False)
    return Question(url=urljoin(source.url, service), method="POST", body=body, headers=headers)


def _record(court: str, dockets: str, decided: str, ecli: str = "") -> Record:
    every = numbers(ecli=ecli, docket=parted(dockets, ","))
    return Record(court=_court(court), court_printed=court, numbers=every, decided=day(decided, "%d.%m.%Y"))


def _court(printed: str) -> str:
    """The id of a court: "LG Hamburg 10. Zivilkammer"."""
    for name, key in NAMED.items():
        if printed == name or printed.startswith(f"{name} "):
            return key
    kind, _, place = printed.partition(" ")
    city = re.split(r"[^\w-]", place)[0]
    return f"de-{kind}-{city}".lower().replace("ü", "ue") if city in CITIES.get(kind, "").split() else ""


def _decision(source: Source, record: Record, document: str, html: str = "") -> RawArticle:
    title = f"{record.court_printed}, {', '.join(one.value for one in record.numbers if one.kind == 'docket')}"
    if not document:
        return article(source, record, url="", title=title, html=html)
    url = f"{source.also_at[0].removesuffix('/search')}/document/{document}"
    return article(source, record, url=url, title=title, html=html, site_id=f"juris-laender:{document}")
