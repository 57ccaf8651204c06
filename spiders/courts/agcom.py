"""AGCOM, the Italian communications authority: its decisions, /provvedimenti?page=0, 1, 2 ...

Thirty cards a page, newest first (March 2026, read in others' code only, no page at hand). No total that we know: the
next page is asked for until the `pages` of the source end. "Determina NN/YY/DDA" is a copyright blocking order; its
sites stand in the subtitle. The day of a card, at times behind "Roma,", is that of publication, up to a month after
the signature. A card leads to a page with a link to the PDF, the name of which follows no rule: fetching that page
gives the link, fetching the PDF its text.
"""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from rulingwire.models import RawArticle, Source
from rulingwire.records import Record
from spiders.courts.reading import article, day, is_pdf, markup, needed, numbers, pdf_paper, target, words
from spiders.courts.sites import About, Answer, PageSite, Question, Visit

AUTHORITY = "Autorità per le garanzie nelle comunicazioni"
LINKS = 'a[rel~="bookmark"][href^="/provvedimenti/"]'
NUMBER = re.compile(r"\b\d{1,4}/\d\d/[A-Z]{2,5}\b")  # "47/26/DDA"; a "Comunicazione" has none


class Site(PageSite):
    """The list of decisions."""

    page_from = 0

    def following(self, source: Source, visit: Visit, asked: Question, about: About) -> Question | None:
        return self.question(source, visit, asked.term, asked.page + 1)  # no total is known

    def about(self, page: BeautifulSoup, answer: Answer) -> About:
        return About(trouble="" if page.select_one(LINKS) else "no decision where thirty should stand")

    def rows(self, page: BeautifulSoup) -> Iterable[Tag]:
        return page.select(LINKS)

    def row(self, row: Tag, source: Source) -> RawArticle | None:
        card, title, url = _card(row), words(row), target(row, source.url)
        number = NUMBER.search(title)
        record = Record(
            kind="order" if number else "notice",
            court_printed=AUTHORITY,
            numbers=numbers(order=number[0] if number else ""),
            published=day(re.sub(r"^\w+,", "", _printed(card, ".data")), "%d/%m/%Y"),
            type=_printed(card, ".category"),
            summary=words(card.select_one(".card-subtitle")),
        )
        slug = urlsplit(url).path.rpartition("/")[2]
        return article(source, record, url=url, title=f"AGCOM, {title}", site_id=f"agcom:{slug}")

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        if is_pdf(answer.body):
            return super().fetch(answer, source)
        page = markup(answer.body)
        link, title = page.select_one('a[href^="/sites/default/files/"][href$=".pdf"]'), words(page.find("h1"))
        number = NUMBER.search(title)
        if link is None or number is None:
            return None
        paper = pdf_paper(target(link, answer.url), words(link))
        record = Record(kind="order", court_printed=AUTHORITY, numbers=numbers(order=number[0]), papers=(paper,))
        return article(source, record, url=answer.url, title=f"AGCOM, {title}")


def _card(link: Tag) -> Tag:
    """The largest element around a link that holds no other decision."""
    card = link
    while card.parent is not None and len(card.parent.select(LINKS)) == 1:
        card = card.parent
    return card


def _printed(card: Tag, selector: str) -> str:
    """The words of a part that every card has. Raises ValueError where there is none."""
    return needed(words(card.select_one(selector)), f"{selector} in the card")
