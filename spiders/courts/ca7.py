"""US Court of Appeals for the Seventh Circuit: a search of the last month's opinions, as RSS.

Description: "FinalOpinion in case# 21-2345 A v. B (cr) {Hamilton} [uploaded: 12/22/2022]", of late with "v" for "v.".
pubDate is when the item entered the feed, stamped anew at each rebuilding: not used. The day of filing stands in the
path of the link (Path=Y2022/D12-22/), the day of publication in "uploaded". Separate opinions are items of their own
with the same document number N: {Hamiltonconcurs}; the link, a PDF, differs in J alone. Consolidated cases come as one
item each. The feed's guid is made of the stamp, so number and judge of the link stand for it.
"""

import re
from html import unescape

from rulingwire.models import RawArticle, Source
from rulingwire.records import Record
from spiders.courts.reading import article, day, numbers, one_line, pdf_paper, versus
from spiders.courts.sites import FeedSite

DESCRIPTION = re.compile(
    r"(?P<type>.+?) in case# (?P<docket>\S+) (?P<case>.+) \(\w+\) "
    r"\{(?P<judge>.+?)(?P<part>concurs.*|dissents.*)?\} \[uploaded: (?P<uploaded>[\d/]+)\]"
)
LINK = re.compile(r"Path=Y(?P<filed>\d{4}/D\d\d-\d\d)/.*:J:(?P<judge>[^:]+:\w+):T:\w+:N:(?P<number>\d+)")


class Site(FeedSite):
    """The opinions of the last month."""

    never_empty = True

    def entry(self, raw: RawArticle, source: Source) -> RawArticle | None:
        said, link = DESCRIPTION.fullmatch(one_line(unescape(raw.html))), LINK.search(raw.url)
        if not (said and link):
            raise ValueError(f"not an opinion as we know it: {raw.html[:120]!r} {raw.url!r}")
        record = Record(
            kind="order" if said["type"].startswith("Order") else "decision",
            court="us-ca7",
            numbers=numbers(docket=said["docket"]),
            parties=versus(said["case"]),
            decided=day(link["filed"], "%Y/D%m-%d"),
            published=day(said["uploaded"], "%m/%d/%Y"),
            type=" ".join(filter(None, (said["type"], said["part"]))),
            judges=() if said["judge"] == "PerCuriam" else (said["judge"],),
            papers=(pdf_paper(raw.url),),
        )
        site_id = f"ca7:{link['number']}:{link['judge']}"
        return article(source, record, url=raw.url, title=said["case"], site_id=site_id)
