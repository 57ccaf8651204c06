"""US Court of Appeals for the Tenth Circuit: the Drupal feed of the day's decisions.

Description: "Docket#: 24-2057 - Date Issued: Tue Aug 26 2025 - Published Opinion"; pubDate is the moment of posting,
the creator is the court below. The link is the PDF. The feed holds about a day and has missed decisions that the
court's search shows (seen by others in 2025).
"""

import re
from html import unescape

from rulingwire.models import RawArticle, Source
from rulingwire.records import Record
from spiders.courts.reading import article, day, numbers, one_line, pdf_paper, posted, versus
from spiders.courts.sites import FeedSite

DESCRIPTION = re.compile(r"Docket#: (?P<docket>\d+-\d+) - Date Issued: (?P<issued>\w+ \w+ \d+ \d+) - (?P<type>.+)")


class Site(FeedSite):
    """The feed daily_decisions.rss."""

    def entry(self, raw: RawArticle, source: Source) -> RawArticle | None:
        said = DESCRIPTION.fullmatch(one_line(unescape(raw.html)))
        if not (said and raw.guid and raw.url):
            raise ValueError(f"not a decision as we know it: {raw.guid!r} {raw.url!r} {raw.html[:120]!r}")
        title = one_line(unescape(raw.title))
        record = Record(
            court="us-ca10",
            numbers=numbers(docket=said["docket"]),
            parties=versus(title),
            decided=day(said["issued"], "%a %b %d %Y"),
            published=posted(raw),
            type=said["type"],
            papers=(pdf_paper(raw.url),),
        )
        return article(source, record, url=raw.url, title=title, site_id=f"ca10:{raw.guid}")
