"""Indian High Courts: the open data index of their judgments in an S3 bucket, filled each quarter from eCourts.

The list is a listing of keys, 1,000 a page, in the order of case numbers: it cannot be asked for what is new, and a
key tells no more than the CNR (the number of the case in all courts), the order and its day. The rest is in a JSON
document: its `raw_html` is the row of eCourts with case, parties, judges, disposal and the first lines of the text. The
day of a key is that of the decision; `modified` is when the index wrote the document. The judgment itself is a PDF
under the same name, and missing for some. Known from the index's documentation; nothing was seen raw.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote_plus, urljoin

from bs4 import BeautifulSoup, Tag

from rulingwire.models import RawArticle, Source
from rulingwire.records import Record
from spiders.courts.reading import (
    article,
    day,
    markup,
    needed,
    numbers,
    only_court,
    paragraphs,
    parted,
    pdf_paper,
    versus,
    words,
)
from spiders.courts.sites import About, Answer, PageSite, Question

KEY = re.compile(
    r"metadata/json/(?P<place>year=\d{4}/court=\d+_\d+/bench=[^/]+)/"
    r"(?P<name>(?P<cnr>[A-Z0-9]{16})_\d+_(?P<day>\d{4}-\d\d-\d\d))\.json"
)
FACT = re.compile(r"[\s|:]+")


class Site(PageSite):
    """A listing of the bucket, and the documents under its keys."""

    parser = "xml"

    def rows(self, page: BeautifulSoup) -> Iterable[Tag]:
        return page.find_all("Contents")

    def about(self, page: BeautifulSoup, answer: Answer) -> About:
        if page.find("ListBucketResult") is None:
            return About(trouble=f"no listing: {words(page)[:120]!r}")
        token = words(page.find("NextContinuationToken"))
        start = answer.url.partition("&continuation-token=")[0]
        return About(more=f"{start}&continuation-token={quote_plus(token)}" if token else "")

    def row(self, row: Tag, source: Source) -> RawArticle | None:
        key = words(row.find("Key"))
        found = needed(KEY.fullmatch(key), f"order in the key {key!r}")
        url = urljoin(source.url, f"/data/pdf/{found['place']}/{found['name']}.pdf")
        record = Record(
            court=only_court(source),
            numbers=numbers(docket=found["cnr"]),
            decided=day(found["day"], "%Y-%m-%d"),
            modified=words(row.find("LastModified")),
            papers=(pdf_paper(url),),
        )
        return article(source, record, url=url, title=found["cnr"], site_id=f"indian-high-courts:{found['name']}")

    def document(self, url: str, source: Source) -> Question:
        return Question(url=url.replace("/data/pdf/", "/metadata/json/").removesuffix(".pdf") + ".json")

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        row = markup(json.loads(answer.body).get("raw_html", "")).body
        if row is None or row.button is None:
            return None
        case, _, title = words(row.button).partition(" of ")
        facts = {
            FACT.sub(" ", words(name)).strip(): words(name.find_next_sibling("font"))
            for name in row.select(".caseDetailsTD span")
        }
        judges = words(row.select_one("strong:not(.caseDetailsTD)")).partition(":")[2]
        record = Record(
            court=only_court(source),
            numbers=numbers(docket=case),
            parties=versus(title),
            decided=day(facts["Decision Date"], "%d-%m-%Y"),
            judges=parted(judges, ","),
            summary=facts.get("Disposal Nature", ""),
        )
        text = paragraphs(" ".join(str(part) for part in row.children if isinstance(part, str)))
        url = answer.url.replace("/metadata/json/", "/data/pdf/").removesuffix(".json") + ".pdf"
        found = article(source, record, url=url, title=title, html=text)
        return replace(found, form="page", complete=False)  # the first lines of the judgment, no more
