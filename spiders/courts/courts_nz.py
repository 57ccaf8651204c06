"""Courts of New Zealand: the RSS of the judgments of a court.

Titles are terse ("Re X") and may end in the neutral citation or, before 2005, in the file number. The date of an entry
is that on which it was put up; the day of judgment stands in the PDF only, which hangs on a case page whose address
says nothing of it: documents are not fetched. The feed may show a case at two addresses. Known from code of 2026; no
copy of the feed was seen.
"""

import re

from rulingwire.models import RawArticle, Source
from rulingwire.records import Record
from spiders.courts.reading import (
    CITED,
    article,
    markup,
    needed,
    numbers,
    one_line,
    only_court,
    posted,
    versus,
    words,
)  # fmt: skip
from spiders.courts.sites import FeedSite

FILE = re.compile(r"(?P<name>.+?)\s+(?:[-–—]\s*)?(?P<docket>SC (?:[A-Z]+ )?\d+/\d{4})")


class Site(FeedSite):
    """The feed of a court."""

    def entry(self, raw: RawArticle, source: Source) -> RawArticle | None:
        title = needed(one_line(raw.title), "title")
        cited, filed = CITED.fullmatch(title), FILE.fullmatch(title)
        found = cited or filed
        name = found["name"] if found else title
        record = Record(
            court=only_court(source),
            numbers=numbers(neutral=cited["citation"] if cited else "", docket=filed["docket"] if filed else ""),
            parties=versus(name),
            published=posted(raw),
            type="Judgment",
            summary=words(markup(raw.html)),
        )
        slug = raw.url.rstrip("/").rpartition("/")[2]
        return article(source, record, url=raw.url, title=name, site_id=f"courts-nz:{slug}")
