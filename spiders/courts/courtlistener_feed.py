"""CourtListener (Free Law Project), Atom feeds: /feed/search/ of a question, /docket/<id>/feed/ of a docket.

As its source code of 2026 makes them; a feed itself was not seen. A search gives 20 entries: title is the case, author
the court, the id is the address, the day midnight in California (or of the court): that of the decision or of the
filing, so only its date counts. Text is cut after 500 words. A docket gives 30 entries, "Entry #5 in A v. B, 23-cv-1",
which name no court. A question it cannot read is 400. robots.txt bars the pages: they are linked to, never fetched.
"""

import re
from html import unescape

from rulingwire.models import RawArticle, Source
from rulingwire.records import Record
from spiders.courts.reading import article, day, markup, needed, numbers, only_court, versus, words
from spiders.courts.sites import FeedSite

CIRCUITS = ["First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth", "Eleventh"]
FIXED = {
    "Supreme Court of the United States": "us-scotus",
    "Court of Appeals for the D.C. Circuit": "us-cadc",
    "Court of Appeals for the Federal Circuit": "us-cafc",
    "District Court, District of Columbia": "us-dcd",
    "District Court, Northern Mariana Islands": "us-nmid",
    "District Court, Virgin Islands": "us-vid",
    "United States Court of Federal Claims": "us-cofc",
} | {f"Court of Appeals for the {name} Circuit": f"us-ca{number}" for number, name in enumerate(CIRCUITS, start=1)}
DISTRICT = re.compile(r"District Court, (?:([CEMNSW])\.)?D\. (.+)")
STATES = (
    "Alabama:al Alaska:ak Arizona:az Arkansas:ar California:ca Colorado:co Connecticut:ct Delaware:de Florida:fl "
    "Georgia:ga Guam:gu Hawaii:hi Idaho:id Illinois:il Indiana:in Iowa:ia Kansas:ks Kentucky:ky Louisiana:la "
    "Maine:me Maryland:md Massachusetts:ma Michigan:mi Minnesota:mn Mississippi:ms Missouri:mo Montana:mt "
    "Nebraska:ne Nevada:nv New Hampshire:nh New Jersey:nj New Mexico:nm New York:ny North Carolina:nc North "
    "Dakota:nd Ohio:oh Oklahoma:ok Oregon:or Pennsylvania:pa Puerto Rico:pr Rhode Island:ri South Carolina:sc South "
    "Dakota:sd Tennessee:tn Texas:tx Utah:ut Vermont:vt Virginia:va Washington:wa West Virginia:wv Wisconsin:wi "
    "Wyoming:wy"
)
CODES = dict(re.findall(r"(\w[\w ]+):(\w+)", STATES))
GONE = {"cad", "iled", "ild", "ind", "ohd", "pad", "sced", "scwd", "tnd"}  # districts of the 19th century
PAGE = re.compile(r"/((?:opinion|docket)/\d+(?:/\d+)*)/[^#]*(#.+)?$")
ENTRY = re.compile(r"(?:Entry #\S+|Minute entry from .+?) in (?P<case>.+?)(?:, (?P<docket>[^, ]*\d[^,]*))?")


class Site(FeedSite):
    """A feed of either kind."""

    def entry(self, raw: RawArticle, source: Source) -> RawArticle | None:
        title = unescape(raw.title)
        updates = ENTRY.fullmatch(title)
        text = markup(raw.html)
        record = Record(
            kind="decision" if "/opinion/" in raw.url else "filing",
            court=only_court(source) if updates else _court(raw.byline),
            court_printed="" if updates else raw.byline,
            numbers=numbers(docket=updates["docket"] if updates else ""),
            parties=versus(updates["case"] if updates else title),
            decided=day(raw.published[:10], "%Y-%m-%d"),
            summary=words(text.p or text),  # of a search a link to the page follows
        )
        return article(source, record, url=raw.url, title=title, site_id=f"courtlistener-feed:{_name(raw.url)}")


def _court(printed: str) -> str:
    """The id of a federal court by its name in the feed."""
    found = DISTRICT.fullmatch(printed)
    if found is None or found[2] not in CODES:
        return FIXED.get(printed, "")
    code = f"{CODES[found[2]]}{(found[1] or '').lower()}d"
    return "" if code in GONE else f"us-{code}"


def _name(url: str) -> str:
    """What a page goes by: "opinion/123", "docket/45/6", "docket/45#entry-6"."""
    found = needed(PAGE.search(url), f"page of a decision or docket: {url!r}")
    return found[1] + (found[2] or "")
