"""JUPORTAL, the Belgian case law: sitemaps with ECLI metadata, one index a day.

No capture was read. As others describe it (2026):

- The index of a day names sitemap_1.xml, sitemap_2.xml ...; each holds one judgment as a rule, with its metadata. We
  read the index, then the sitemaps from the last to the first: each names the one before it by its own number.
- The days are those of publication (`issued`), at times long after the judgment (`date`). They lag: on one day the
  last index was that of the day before.
- Abstracts come in French and Dutch, several of each; the number of the docket is a `reference` after the words
  "Numéro de rôle" or "Rolnummer". Since June 2026 it may read 26/CAS/0418.
- An ECLI may be replaced later; the page of the old one then shows the new one.
- robots.txt bars every robot but that of the EU justice portal, though it lists the sitemaps: without the consent of
  the ministry this source stays off.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta

from bs4 import BeautifulSoup, Tag

from rulingwire.models import RawArticle, Source
from rulingwire.records import Record
from spiders.courts.reading import article, day, needed, numbers, parted, versus, words
from spiders.courts.sites import About, Answer, PageSite, Question, Visit

SITEMAP = re.compile(r"(?<=/sitemap_)(\d+)(?=\.xml)")
DOCKET = re.compile(r"(?:Numéro de rôle|Rolnummer)\s*:?\s*(.+)")
# The code of a court in an ECLI, as far as it is confirmed.
COURTS = {"CASS": "be-cass", "GHCC": "be-const", "RVSCDE": "be-ce"}


class Site(PageSite):
    """The sitemaps, day by day."""

    parser = "xml"

    def ask(self, source: Source, visit: Visit) -> Iterator[Question]:
        for back in range(1, (visit.until - visit.since).days + 1):
            yield Question(url=source.url.format(since=visit.until - timedelta(days=back)))

    def about(self, page: BeautifulSoup, answer: Answer) -> About:
        if page.select_one("sitemapindex"):
            sitemaps = [words(loc) for loc in page.select("sitemap > loc")]
            return About(more=max(sitemaps, key=_number, default=""))
        if page.select_one("urlset") is None:
            return About(trouble="neither an index nor a sitemap")
        number = _number(answer.url)
        return About(more=SITEMAP.sub(str(number - 1), answer.url) if number > 1 else "")

    def rows(self, page: BeautifulSoup) -> Iterable[Tag]:
        return page.select("urlset > url")

    def row(self, row: Tag, source: Source) -> RawArticle | None:
        version = needed(row.select_one("isVersionOf[value]"), "ECLI")
        ecli = str(version["value"])
        references = (DOCKET.fullmatch(words(part)) for part in row.select("reference"))
        dockets = next((parted(found[1], ",") for found in references if found), ())
        name, court = words(row.select_one("title")), words(row.select_one("creator"))
        record = Record(
            court=COURTS.get(words(version.select_one("court")), ""),
            court_printed=court,
            numbers=numbers(ecli=ecli, docket=dockets),
            parties=versus(name),
            decided=day(words(row.select_one("metadata > date")), "%Y-%m-%d"),
            published=day(words(row.select_one("issued")), "%Y-%m-%d"),
            type=words(row.select_one("metadata > type")),
            summary="\n\n".join(dict.fromkeys(words(part) for part in row.select("abstract"))),
        )
        url = f"https://juportal.be/content/{ecli}"
        title = name if record.parties else f"{court or ecli.split(':')[2]}, {dockets[0] if dockets else ecli}"
        return article(source, record, url=url, title=title, site_id=f"juportal:{ecli}")


def _number(address: str) -> int:
    """The number of a sitemap in its address; 0 where it has none."""
    found = SITEMAP.search(address)
    return int(found[1]) if found else 0
