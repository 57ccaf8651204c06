"""CourtListener (Free Law Project), REST API v4: its search answers decisions (type=o) and dockets (type=r).

As of July 2026. It answers without a key, but less. `count` of dockets is an estimate, `next` carries a cursor. A
docket shows no more than three of its papers, those that hit the question, so another question shows others. The
day is that of the decision or of the first filing; `meta.timestamp` is when the row was indexed, no day of the
court, and left out. A case name may come in capitals, parties come without roles, some of them blank. robots.txt
bars the web pages, which we link to and never fetch; `opinions` has the text of a decision and wants a key.
"""

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from rulingwire.models import RawArticle, Source
from rulingwire.records import Paper, PartyName, Record
from spiders.courts.reading import article, day, numbers, one_line, paragraphs, versus
from spiders.courts.sites import About, Answer, JsonSite, Question, list_at

STORAGE = "https://storage.courtlistener.com/"
FEDERAL = re.compile(r"scotus|ca\d+|ca[df]c|nmid|[a-z]{2}[cemnsw]?d")
# Highest courts of the states go by an abbreviation of their own; ours by the postal code and "sc".
STATES = (
    "ala:al alaska:ak ariz:az ark:ar cal:ca colo:co conn:ct del:de fla:fl ga:ga haw:hi idaho:id ill:il ind:in "
    "iowa:ia kan:ks ky:ky la:la mass:ma me:me mich:mi minn:mn miss:ms mo:mo mont:mt nc:nc nd:nd neb:ne nev:nv nh:nh "
    "nj:nj nm:nm ohio:oh okla:ok or:or pa:pa ri:ri sc:sc sd:sd tenn:tn tex:tx utah:ut va:va vt:vt wash:wa wis:wi "
    "wva:wv wyo:wy"
)
OTHERS = {"ny": "us-nyca", "nysupct": "us-nysup", "delch": "us-dech", "uscfc": "us-cofc"}
NAMED = {name: f"us-{code}sc" for name, code in re.findall(r"(\w+):(\w+)", STATES)} | OTHERS


class Site(JsonSite):
    """A page of search results of either type."""

    def about(self, page: Any, answer: Answer) -> About:
        trouble = page.get("detail", "") or ("" if "results" in page else "no results in it")
        return About(total=page.get("count"), more=page.get("next") or "", trouble=trouble)

    def rows(self, page: Any) -> Iterable[Any]:
        return list_at(page, "results")

    def row(self, row: Any, source: Source) -> RawArticle | None:
        return _docket(row, source) if "docket_absolute_url" in row else _decision(row, source)

    def document(self, url: str, source: Source) -> Question:
        cluster = re.fullmatch(r".*/opinion/(\d+)/.*", url)
        opinions = f"/api/rest/v4/opinions/?cluster__id={cluster[1]}" if cluster else ""
        return Question(url=urljoin(source.url, opinions) if cluster else url)

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        """The opinions of a decision one after the other; what its list said of it stands."""
        opinions = list_at(json.loads(answer.body), "results")
        html = "".join(one["html_with_citations"] or paragraphs(one["plain_text"] or "") for one in opinions)
        if not html:
            return None
        url = urljoin(source.url, opinions[0]["absolute_url"])
        return RawArticle(source_id=source.id, url=url, html=html, form="page", complete=True)


def _decision(row: Any, source: Source) -> RawArticle:
    """A cluster: the opinions of one decision."""
    snippets = (one_line(opinion["snippet"] or "") for opinion in row["opinions"])
    record = Record(
        court=_court(row["court_id"]),
        court_printed=row["court"],
        numbers=numbers(neutral=row["neutralCite"], docket=row["docketNumber"], citation=row["citation"]),
        parties=versus(row["caseName"]),
        decided=day(row["dateFiled"], "%Y-%m-%d"),
        type=row["status"],
        judges=tuple(row["panel_names"] or filter(None, [row["judge"]])),
        papers=tuple(paper for opinion in row["opinions"] if (paper := _paper_of_opinion(opinion))),
        summary="\n\n".join(filter(None, [row["syllabus"], *snippets])),
    )
    url = urljoin(source.url, row["absolute_url"])
    return article(source, record, url=url, title=row["caseName"], site_id=f"courtlistener:{row['cluster_id']}")


def _docket(row: Any, source: Source) -> RawArticle:
    """A docket, which is dated by its first filing."""
    papers = row["recap_documents"]
    entries = {paper["docket_entry_id"]: _entry(paper) for paper in papers}  # several papers may belong to one
    record = Record(
        kind="filing",
        court=_court(row["court_id"]),
        court_printed=row["court"],
        numbers=numbers(docket=row["docketNumber"]),
        parties=tuple(PartyName(name=name) for name in row["party"] if name) or versus(row["caseName"]),
        decided=day(row["dateFiled"], "%Y-%m-%d"),
        type=row["suitNature"],
        judges=tuple(filter(None, [row["assignedTo"], row["referredTo"]])),
        papers=tuple(_paper_of_docket(paper, source) for paper in papers),
        summary="\n\n".join(entries.values()),
    )
    url = urljoin(source.url, row["docket_absolute_url"])
    return article(source, record, url=url, title=row["caseName"], site_id=f"courtlistener:docket/{row['docket_id']}")


def _court(printed: str) -> str:
    return NAMED.get(printed) or (f"us-{printed}" if FEDERAL.fullmatch(printed) else "")


def _entry(paper: Any) -> str:
    """The entry of the docket that a paper belongs to, in the clerk's words."""
    number = f"#{paper['entry_number']}" if paper["entry_number"] else ""
    return one_line(f"{paper['entry_date_filed'] or ''} {number} {paper['description'] or ''}")


def _paper_of_docket(paper: Any, source: Source) -> Paper:
    path = paper["filepath_local"]
    url = urljoin(STORAGE, path) if path else urljoin(source.url, paper["absolute_url"])
    title = paper["short_description"] or f"{paper['document_type']} {paper['document_number'] or ''}".strip()
    return Paper(url=url, media_type="application/pdf" if path else "text/html", title=title)


def _paper_of_opinion(opinion: Any) -> Paper | None:
    url = urljoin(STORAGE, opinion["local_path"]) if opinion["local_path"] else opinion["download_url"]
    kind = "application/pdf" if url and url.lower().endswith(".pdf") else ""
    return Paper(url=url, media_type=kind, title=opinion["type"]) if url else None
