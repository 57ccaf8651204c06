"""Federal Court of Australia: the RSS of its judgments, single judges and Full Court.

The feed rolls: it holds what was published last, catchwords included. A title ends in the medium neutral citation,
which names the court. The date of an entry is that of publication; the day of judgment is only on the page. The pages
stand behind a challenge of Cloudflare (403) and are left alone, so nothing but the feed is read. Known from code of
2025 and 2026; no copy of the feed was seen.
"""

from rulingwire.models import RawArticle, Source
from rulingwire.records import Record
from spiders.courts.reading import CITED, article, markup, needed, numbers, one_line, posted, versus, words
from spiders.courts.sites import FeedSite

COURTS = {"FCA": "au-fca", "FCAFC": "au-fcafc"}


class Site(FeedSite):
    """The feed."""

    never_empty = True

    def entry(self, raw: RawArticle, source: Source) -> RawArticle | None:
        found = needed(CITED.fullmatch(one_line(raw.title)), f"citation in {raw.title!r}")
        court = COURTS.get(found["code"], "")
        record = Record(
            court=court,
            court_printed="" if court else found["code"],
            numbers=numbers(neutral=found["citation"]),
            parties=versus(found["name"]),
            published=posted(raw),
            type="Judgment",
            summary=words(markup(raw.html)),
        )
        number = raw.url.rstrip("/").rpartition("/")[2]
        return article(source, record, url=raw.url, title=found["name"], site_id=f"fedcourt-au:{number}")
