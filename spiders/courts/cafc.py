"""US Court of Appeals for the Federal Circuit: the WordPress feed of its opinions and orders.

Title: "20-1046: A v. B [OPINION], Precedential"; the body links to the PDF, the only document. pubDate is the moment
of posting; the day of decision stands in the name of the PDF ("20-1046.OPINION.1-21-2022_1896055.pdf") and may lie
years before (seen: an order of 2018 posted in 2022). The post's number is printed with "www." and without. The
site has refused user agents with 403 (seen by others).
"""

import re
from html import unescape

from rulingwire.models import RawArticle, Source
from rulingwire.records import PartyName, Record
from spiders.courts.reading import article, day, markup, numbers, one_line, pdf_paper, posted, target, versus
from spiders.courts.sites import FeedSite

TITLE = re.compile(r"(?P<docket>\d+-\d+): (?P<case>.+) \[(?P<type>.+)\], (?P<status>\w+)")
DECIDED = re.compile(r"\.(\d\d?-\d\d?-\d{4})_\d+\.pdf$", re.IGNORECASE)
IN_RE = re.compile(r"^in re:? ", re.IGNORECASE)  # then the petitioner or appellant stands alone
POST = re.compile(r"\?p=(\d+)$")
KINDS = {"ORDER": "order", "ERRATA": "notice"}


class Site(FeedSite):
    """The feed of category opinion-order."""

    never_empty = True

    def entry(self, raw: RawArticle, source: Source) -> RawArticle | None:
        title = TITLE.fullmatch(one_line(unescape(raw.title)))
        pdf = markup(raw.html).select_one('a[href$=".pdf" i]')
        decided = DECIDED.search(str(pdf["href"])) if pdf else None
        post = POST.search(raw.guid)
        if not (title and pdf and decided and post):
            raise ValueError(f"not a decision as we know it: {raw.title!r} {raw.guid!r} {raw.html[:120]!r}")
        url = target(pdf, raw.url)
        record = Record(
            kind=KINDS.get(title["type"], "decision"),
            court="us-cafc",
            numbers=numbers(docket=title["docket"]),
            parties=versus(title["case"]) or (PartyName(name=IN_RE.sub("", title["case"])),),
            decided=day(decided[1], "%m-%d-%Y"),
            published=posted(raw),
            type=f"{title['type']}, {title['status']}",
            papers=(pdf_paper(url),),
        )
        return article(source, record, url=url, title=title["case"], site_id=f"cafc:{post[1]}")
