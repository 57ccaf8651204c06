"""Germany's federal courts, Rechtsprechung im Internet: the list of all its decisions since 2010, made every night.

One file of 23 MB with 83,000 items (July 2026): court and senate, day, number, archive of the decision and the moment
it was last touched. Nothing tells the subject, so it serves to see that a case we follow was published. Whole courts
are touched anew in one night, and old decisions appear anywhere in the list. Only the items touched last are read. The
archives are barred by robots.txt and named, never fetched; the address is the one the decision gives of itself.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from rulingwire.models import RawArticle, Source
from rulingwire.records import Paper, Record
from spiders.courts.reading import article, day, numbers, words
from spiders.courts.sites import About, Answer, Listing, PageSite

MOST = 2000  # items read of one file
ITEM = re.compile(rb"<item>.*?</item>", re.DOTALL)
TOUCHED = re.compile(rb"<modified>([^<]*)")
PAGE = "/jportal/?quelle=jlink&docid=jb-{}&psml=bsjrsprod.psml&max=true"
COURTS = {"BGH": "de-bgh", "BVerfG": "de-bverfg", "BVerwG": "de-bverwg", "BPatG": "de-bpatg"}


class Site(PageSite):
    """The table of contents."""

    never_empty = True
    parser = "xml"

    def discover(self, answer: Answer, source: Source) -> Listing:
        items = ITEM.findall(answer.body)
        if not items:
            return super().discover(answer, source)
        few = b"<items>" + b"".join(_last_touched(items)) + b"</items>"
        listing = super().discover(replace(answer, body=few), source)
        return replace(listing, about=replace(listing.about, total=len(items)))

    def rows(self, page: BeautifulSoup) -> Iterable[Tag]:
        return page.select("items > item")

    def about(self, page: BeautifulSoup, answer: Answer) -> About:
        return About(trouble="" if page.select_one("items") else "no table of contents")

    def row(self, row: Tag, source: Source) -> RawArticle | None:
        said = {child.name: words(child) for child in row.find_all(True)}
        archive = said["link"]
        document = archive.rpartition("/jb-")[2].removesuffix(".zip")
        court, number = said.get("gericht", ""), said.get("aktenzeichen", "")
        record = Record(
            court=COURTS.get(court.partition(" ")[0], ""),
            court_printed=court,
            numbers=numbers(docket=number),
            decided=day(said.get("entsch-datum", ""), "%Y%m%d"),
            modified=said["modified"],
            papers=(Paper(url=archive, media_type="application/zip"),),
        )
        url = urljoin(source.url, PAGE.format(document))
        return article(source, record, url=url, title=f"{court}, {number}", site_id=f"rii-toc:{document}")


def _last_touched(items: list[bytes]) -> list[bytes]:
    """The items touched last, in the order printed."""
    moments = [touched[1] if (touched := TOUCHED.search(item)) else b"" for item in items]
    latest = sorted(range(len(items)), key=moments.__getitem__, reverse=True)[:MOST]
    return [items[index] for index in sorted(latest)]
