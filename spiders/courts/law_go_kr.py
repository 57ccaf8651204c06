"""South Korea: decisions in the open API of the law ministry, www.law.go.kr/DRF, XML (its JSON is broken).

As others read it in 2026; none of its answers was at hand. It wants the argument OC, an id given for an address (IP)
registered there: the spider adds it, no address of ours holds it, and the links of a list, which do, are never kept.
Refusals and mistakes come as HTTP 200: <result> and <msg>, or HTML. The one date is that of the decision. A list says
court, number and name of the cause; parties and holdings stand in the document, roles in 【】 before the names, persons
as "원고 1". `search=2` asks the text.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qs, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from rulingwire.models import RawArticle, Source
from rulingwire.records import PartyName, Record
from spiders.courts.reading import article, day, markup, numbers, one_line, words
from spiders.courts.sites import About, Answer, PageSite, Question

TOWNS = {
    "서울중앙": "seoul-central", "서울동부": "seoul-east", "서울남부": "seoul-south", "서울북부": "seoul-north",
    "서울서부": "seoul-west", "의정부": "uijeongbu", "인천": "incheon", "수원": "suwon", "춘천": "chuncheon",
    "대전": "daejeon", "청주": "cheongju", "대구": "daegu", "부산": "busan", "울산": "ulsan", "창원": "changwon",
    "광주": "gwangju", "전주": "jeonju", "제주": "jeju",
}  # fmt: skip
HIGH = {"서울": "seoul"} | {town: TOWNS[town] for town in ("대전", "대구", "부산", "광주", "수원")}
COURTS = {"대법원": "kr-sc", "특허법원": "kr-patent"}
COURTS |= {f"{town}{kind}": f"kr-dc-{name}" for town, name in TOWNS.items() for kind in ("지방법원", "지법")}
COURTS |= {f"{town}{kind}": f"kr-hc-{name}" for town, name in HIGH.items() for kind in ("고등법원", "고법")}
PARTY = re.compile(r"【([^】]*(?:원\s*고|피\s*고|신청인|채권자|채무자|상\s*고\s*인|항고인)[^】]*)】([^\n【]+)")
COUNSEL = re.compile(r"\s*\((?:소송|법정|대리)")


class Site(PageSite):
    """A list of decisions."""

    parser = "xml"
    per_page = 100

    def rows(self, page: BeautifulSoup) -> Iterable[Tag]:
        return page.find_all("prec")

    def about(self, page: BeautifulSoup, answer: Answer) -> About:
        found = page.find("PrecSearch")
        if found is None:
            said = words(page) or answer.body.decode("utf-8", "replace")
            return About(trouble=f"no list of decisions: {said[:150]}")
        return About(total=int(words(found.find("totalCnt"))))

    def row(self, row: Tag, source: Source) -> RawArticle | None:
        return _case(row, _text(row, "판례일련번호"), source)

    def document(self, url: str, source: Source) -> Question:
        serial = parse_qs(urlsplit(url).query)["precSeq"][0]
        return Question(url=urljoin(source.url, f"/DRF/lawService.do?target=prec&type=XML&ID={serial}"))

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        case = markup(answer.body, "xml").find("PrecService")
        if case is None or not (html := _text(case, "판례내용")).strip():
            return None
        return _case(case, _text(case, "판례정보일련번호"), source, html)


def _case(case: Tag, serial: str, source: Source, html: str = "") -> RawArticle:
    """A row of a list or a document: they name their fields alike."""
    if not serial.isdigit():
        raise ValueError(f"no serial number of a decision: {serial!r}")
    court, number, name = (words(case.find(field)) for field in ("법원명", "사건번호", "사건명"))
    record = Record(
        court=next((COURTS[known] for known in COURTS if court.startswith(known)), ""),
        court_printed=court,
        numbers=numbers(docket=number),
        parties=tuple(_parties(_plain(html))),
        decided=day(words(case.find("선고일자")), "%Y.%m.%d", "%Y%m%d"),
        type=words(case.find("판결유형")),
        summary=one_line(" ".join(_plain(_text(case, field)) for field in ("판시사항", "판결요지"))),
    )
    title, url = " ".join((court, number, name)), urljoin(source.url, f"/LSW/precInfoP.do?precSeq={serial}")
    return article(source, record, url=url, title=title, html=html, site_id=f"law-go-kr:{serial}")


def _text(case: Tag, name: str) -> str:
    """What a field holds: often HTML, in CDATA."""
    field = case.find(name)
    return field.get_text() if field else ""


def _plain(html: str) -> str:
    return markup(html).get_text("\n")


def _parties(text: str) -> Iterator[PartyName]:
    """The names after their roles; counsel stand in brackets behind them."""
    for role, name in PARTY.findall(text):
        if party := one_line(COUNSEL.split(name)[0]):
            yield PartyName(name=party, role=one_line(role))
