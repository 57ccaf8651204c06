"""US Court of Appeals for the Ninth Circuit: feeds of opinions and of memoranda, the newest 25 (100 in 2023).

pubDate is the day of filing as MM/DD/YYYY; when a decision was put up is not said. The list is in the order of
upload, so an older day may stand below known entries. An entry's only number is the name of its PDF, in a folder that
says opinions or memoranda. Titles are in capitals; a bare "&" in one (captures of 2023) damages the XML, and the feed
reader would make "H&M;" of it. Moved from /opinions/ and /memoranda/ to /decisions/ in May 2026.
"""

import re
from dataclasses import replace
from html import unescape

from rulingwire.models import RawArticle, Source
from rulingwire.records import Record
from spiders.courts.reading import article, day, needed, numbers, one_line, pdf_paper, versus
from spiders.courts.sites import Answer, FeedSite, Listing

PDF = re.compile(r"/(?P<type>opinions|memoranda)/\d{4}/\d\d/\d\d/(?P<docket>\d+-\d+)[^/]*\.pdf$")
BARE = re.compile(rb"&(?!#?\w+;)")
TYPES = {"opinions": "Opinion", "memoranda": "Memorandum"}


class Site(FeedSite):
    """One of the two feeds."""

    never_empty = True

    def discover(self, answer: Answer, source: Source) -> Listing:
        return super().discover(replace(answer, body=BARE.sub(b"&amp;", answer.body)), source)

    def entry(self, raw: RawArticle, source: Source) -> RawArticle | None:
        pdf = needed(PDF.search(raw.url), f"address of a decision: {raw.url!r}")
        title = one_line(unescape(raw.title))
        record = Record(
            court="us-ca9",
            numbers=numbers(docket=pdf["docket"]),
            parties=versus(title),
            decided=day(raw.published, "%m/%d/%Y"),
            type=TYPES[pdf["type"]],
            papers=(pdf_paper(raw.url),),
        )
        return article(source, record, url=raw.url, title=title)
