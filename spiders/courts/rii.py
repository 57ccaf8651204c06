"""Germany's federal courts, Rechtsprechung im Internet: an RSS feed each.

A title reads "BGH 11. Zivilsenat, Beschluss vom 03.02.2026, XI ZR 65/24": court and senate, type, day and number. The
description holds the Leitsatz and is often empty; the guid ("jb-KORE...") names the document. `pubDate` is the day of
publication. robots.txt bars all machines but the crawler of the ECLI search, pages and archives of decisions alike
(read by others in July 2026): documents are left alone, NeuRIS has the same texts.
"""

import re

from rulingwire.models import RawArticle, Source
from rulingwire.records import Record
from spiders.courts.reading import article, day, markup, needed, numbers, one_line, only_court, posted, words
from spiders.courts.sites import FeedSite

TITLE = re.compile(r"(?P<court>.+?), (?P<type>[^,]+) vom (?P<day>\d\d\.\d\d\.\d{4}), (?P<number>.+)")


class Site(FeedSite):
    """The feed of a court; which one, its entry in feeds.yml says."""

    def entry(self, raw: RawArticle, source: Source) -> RawArticle | None:
        title = one_line(raw.title)
        found = needed(TITLE.fullmatch(title), f"title as we know it: {title!r}")
        record = Record(
            court=only_court(source),
            court_printed=found["court"],
            numbers=numbers(docket=found["number"]),
            decided=day(found["day"], "%d.%m.%Y"),
            published=posted(raw),
            type=found["type"],
            summary=words(markup(raw.html)),
        )
        return article(source, record, url=raw.url, title=title, site_id=f"rii:{raw.guid}" if raw.guid else "")
