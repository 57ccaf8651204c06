"""CURIA, the site of the Court of Justice of the European Union: judgments and press releases in one RSS feed.

No answer of it has been seen. The address is said to work over http (2026), the fields of an entry are not confirmed:
only what every RSS entry has is read, and the words of the title say what it is. A press release is a notice, whatever
it reports. The case number tells the court. The date is the day of publication.
"""

import re

from rulingwire.models import RawArticle, Source
from rulingwire.records import Record
from spiders.courts.reading import article, markup, numbers, one_line, posted, versus, words
from spiders.courts.sites import FeedSite

COURTS = {"C": "eu-cjeu", "T": "eu-gc"}
KINDS = {"judgment": "decision", "order": "order"}
DOCKET = re.compile(r"\b[CTF]-\d+/\d\d(?: (?:PPU|RENV|REV|P)\b)?(?:\(R\))?")


class Site(FeedSite):
    """The feed."""

    def entry(self, raw: RawArticle, source: Source) -> RawArticle | None:
        title = one_line(raw.title)
        plain = title.replace("\N{NON-BREAKING HYPHEN}", "-")
        cases = DOCKET.findall(plain)
        names = DOCKET.split(plain)[-1] if cases else ""
        names = re.sub(r"\s*\(.*\)\s*$", "", names).strip(" |:,-–—")
        kind = title.partition(" ")[0]
        record = Record(
            kind=KINDS.get(kind.lower(), "notice"),
            court=COURTS.get(cases[0][0] if cases else "C", ""),
            numbers=numbers(docket=cases),
            parties=versus(names, joint=" and "),
            published=posted(raw),
            type=title.partition(":")[0] if kind.lower() == "press" else kind,
            summary=words(markup(raw.html)),
        )
        return article(source, record, url=raw.url, title=title, site_id=raw.guid)
