"""PACER / CM-ECF: a court's feed of its newest docket entries, which reaches back about a day.

The item links to the paid docket; its permalink (guid) adds the entry: "?492165&10" in district courts, "?265812-16739"
in bankruptcy courts, "&partId=" in courts of appeals, nothing in New York Eastern. The description holds a short text
in brackets and a link to the paid document, whose words are its number ("39"), or "Document", or "doc".
One filing may come as several items, such as each relief of a motion: those of one case and entry become one article
with the texts of all. The same paper in two cases is an entry of each.
The date is the moment of the docket entry, not the day of a decision. Titles are escaped twice and may name no party.
Which types of entry a feed holds its channel says, and that changes without notice.
"""

import re
from dataclasses import replace
from html import unescape

from rulingwire.models import Link, RawArticle, Source
from rulingwire.records import Paper, Record
from spiders.courts.reading import article, markup, numbers, one_line, paragraphs, parted, posted, versus, words
from spiders.courts.sites import Answer, FeedSite, Listing

# "1:17-cr-00554-MKB USA v. Doe": docket, then numbers of defendants and initials of judges, then the case
TITLE = re.compile(r"(?P<docket>(?:\d+:)?\d+-(?:[a-z~]+-)?\d+)(?P<rest>(?:-\w+)*) ?(?P<case>.*)")
SHORT = re.compile(r"\[ ?(.*?) ?\]")
DOCKET = re.compile(r"https://ecf\.(?P<court>\w+)\.uscourts\.gov/.*?(?:DktRpt\.pl\?|caseNum=)(?P<case>[\w-]+)$")
COURTS = re.compile(r"ca\d+|cadc|cafc|[a-z]+d")  # appeals and district; we keep no bankruptcy courts


class Site(FeedSite):
    """The feed of one court, which the links of its items name."""

    def discover(self, answer: Answer, source: Source) -> Listing:
        listing = super().discover(answer, source)
        return replace(listing, articles=_whole_filings(listing.articles))

    def entry(self, raw: RawArticle, source: Source) -> RawArticle | None:
        description = markup(raw.html)
        title = TITLE.fullmatch(one_line(unescape(raw.title)))
        short, docket = SHORT.search(words(description)), DOCKET.match(raw.url)
        if not (title and short and docket):
            raise ValueError(f"not a docket entry as we know it: {raw.title!r} {raw.html[:80]!r} {raw.url!r}")
        court, moment = docket["court"], posted(raw)
        known = COURTS.fullmatch(court)
        papers = tuple(Paper(url=str(a["href"]), title=words(a)) for a in description.select("a[href]"))
        record = Record(
            kind="filing",
            court=f"us-{court}" if known else "",
            court_printed="" if known else court,
            numbers=numbers(docket=title["docket"]),
            parties=versus(title["case"]),
            published=moment,
            type=short[1],
            judges=tuple(part for part in parted(title["rest"], "-") if not part.isdigit()),
            papers=papers,
            summary=short[1],
        )
        filing = article(
            source,
            record,
            url=_address(raw, papers),
            title=title["case"] or f"{court} {title['docket']}",
            site_id=f"pacer:{court}:{docket['case']}:{_entry(raw, papers) or moment}",
        )
        return replace(filing, links=(Link(url=raw.url),))


def _entry(raw: RawArticle, papers: tuple[Paper, ...]) -> str:
    """What tells an entry from others of its case: the end of its permalink, else its document; "" for neither."""
    end = re.search(r"\d+$", raw.guid.removeprefix(raw.url))
    return end[0] if end else "".join(f"document {paper.title}" for paper in papers[:1])


def _address(raw: RawArticle, papers: tuple[Paper, ...]) -> str:
    """The permalink, else the document. Never the docket alone: entries of one address would be one article."""
    return raw.guid if raw.guid != raw.url else "".join(paper.url for paper in papers[:1])


def _whole_filings(entries: tuple[RawArticle, ...]) -> tuple[RawArticle, ...]:
    """One article for each filing, in the order of their first items."""
    filings: dict[str, list[RawArticle]] = {}
    for one in entries:
        filings.setdefault(one.guid, []).append(one)
    return tuple(_joined(items) for items in filings.values())


def _joined(items: list[RawArticle]) -> RawArticle:
    """A filing with the short texts of all its items."""
    record = items[0].record
    if record is None or len(items) == 1:
        return items[0]
    texts = "; ".join(dict.fromkeys(item.record.type for item in items if item.record))
    return replace(items[0], html=paragraphs(texts), record=replace(record, type=texts, summary=texts))
