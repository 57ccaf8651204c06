"""Switzerland, federal and cantonal courts: the search of entscheidsuche.ch, Elasticsearch asked by POST.

As others read it in 2026; none of its answers was at hand. `date` is the day of the decision; courts publish months
later, so the window must be long. `scrapedate` is the day the site found it: no date of the court. A title is court,
day and number; parties are not listed. The text is in the index, cut after 100,000 characters; the address of a
document ends in its id. Errors of the index may come through the site's PHP as HTTP 200.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urljoin, urlsplit

from rulingwire.models import RawArticle, Source
from rulingwire.records import Number, Paper, Record
from spiders.courts.reading import article, day, one_line, paragraphs
from spiders.courts.sites import JSON_BODY, About, Answer, JsonSite, Question, Visit, list_at

MOST_HITS = 10_000  # Elasticsearch pages no further
CUT = 100_000  # characters of a text that the index keeps
LANGUAGES = ("de", "fr", "it", "en")
COURTS = {
    "CH_BGER": "ch-bger", "CH_BGE": "ch-bger", "CH_BVGER": "ch-bvger", "CH_BVGE": "ch-bvger",
    "ZH_HG": "ch-hgz", "ZH_OG": "ch-ogzh",
}  # fmt: skip
DAY = re.compile(r"\s+\d{1,2}\.\d{1,2}\.\d{4}\b")
REPORTER = re.compile(r"(BGE|ATF|DTF|BVGE|ATAF|DTAF)\s")


class Site(JsonSite):
    """The hits of a search."""

    per_page = 50

    def ask(self, source: Source, visit: Visit) -> Iterator[Question]:
        terms = " OR ".join(f"({term})" for term in visit.terms)  # in three languages, yet one request
        yield self.question(source, visit, terms, 1)

    def question(self, source: Source, visit: Visit, term: str, page: int) -> Question:
        return replace(_post(source, self._query(visit, term, page)), term=term, page=page)

    def _query(self, visit: Visit, term: str, page: int) -> dict[str, Any]:
        """The search in the language of Elasticsearch, newest first; the texts are not asked for."""
        decided = {"gte": f"{visit.since:%Y-%m-%d}", "lte": f"{visit.until:%Y-%m-%d}"}
        asked = {"query_string": {"query": term or "*", "default_operator": "AND"}}
        return {
            "size": self.per_page,
            "from": (page - 1) * self.per_page,
            "track_total_hits": True,
            "_source": {"excludes": ["attachment.content"]},
            "query": {"bool": {"must": asked, "filter": [{"range": {"date": decided}}]}},
            "sort": [{"date": "desc"}, {"id": "desc"}],
        }

    def rows(self, page: Any) -> Iterable[Any]:
        return list_at(page, "hits", "hits")

    def about(self, page: Any, answer: Answer) -> About:
        if "error" in page:
            return About(trouble=f"the search failed: {json.dumps(page['error'])[:150]}")
        if page.get("timed_out"):
            return About(trouble="the search ran out of time: its hits are not all")
        return About(total=page["hits"]["total"]["value"], ceiling=MOST_HITS)

    def row(self, row: Any, source: Source) -> RawArticle | None:
        said, attachment = row["_source"], row["_source"]["attachment"]
        language = str(attachment.get("language") or "")
        title, url = _in(language, said["title"]), urljoin(source.url, attachment["content_url"])
        record = Record(
            court=next((COURTS[code.upper()] for code in said["hierarchy"] if code.upper() in COURTS), ""),
            court_printed=DAY.split(title)[0],
            numbers=tuple(
                Number(kind="citation" if REPORTER.match(number) else "docket", value=number)
                for number in said["reference"]
            ),
            decided=day(said["date"], "%Y-%m-%d"),
            papers=(Paper(url=url, media_type=str(attachment.get("content_type") or "")),),
            summary=_in(language, said.get("abstract") or {}),
        )
        return article(source, record, url=url, title=title, site_id=f"entscheidsuche:{row['_id']}", language=language)

    def document(self, url: str, source: Source) -> Question:
        return _post(source, {"size": 1, "query": {"ids": {"values": [PurePosixPath(urlsplit(url).path).stem]}}})

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        for hit in list_at(json.loads(answer.body), "hits", "hits"):
            text, found = hit["_source"]["attachment"].get("content") or "", self.row(hit, source)
            if found and text.strip():
                return replace(found, html=paragraphs(text), form="page", complete=len(text) < CUT)
        return None


def _post(source: Source, query: dict[str, Any]) -> Question:
    return Question(url=source.url, method="POST", body=json.dumps(query), headers=JSON_BODY)


def _in(language: str, printed: Mapping[str, str]) -> str:
    """A text in the language of the decision, else in another that it is printed in."""
    return next((one_line(printed[code]) for code in (language, *LANGUAGES) if printed.get(code)), "")
