"""Japan: the courts' own collection, www.courts.go.jp/hanrei, as rebuilt in 2026; search1 all courts, search7 IP cases.

As others read it in 2026; no page was at hand. Only chosen judgments appear, at times months late, and the one date is
that of the judgment, in an era's years: the window must be long. One reader got no list but for all fields of the form.
Over 2,000 hits it shows none. No parties, names mostly letters: a search by name misses cases. Lines of a row: number,
name; day, court, where there are any branch, division, kind, result, court below; then rights. The page of a case
(detail<n>, its robots meta says noindex) is dl/dt/dd; its text is a PDF that bears the same id.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode, urljoin

from bs4 import BeautifulSoup, Tag

from rulingwire.models import RawArticle, Source
from rulingwire.records import Paper, Record
from spiders.courts.reading import article, is_pdf, markup, needed, numbers, one_line, target, whole_number, words
from spiders.courts.sites import About, Answer, PageSite, Question, Visit

ERAS = {"令和": (date(2019, 5, 1), 2018), "平成": (date(1989, 1, 8), 1988), "昭和": (date(1926, 12, 25), 1925)}
DAY = re.compile(r"(令和|平成|昭和)(元|\d+)年(\d+)月(\d+)日")
TOTAL = re.compile(r"([\d,]+)件中")
ID = re.compile(r"(?<=/hanrei/)\d+(?=/detail)|(?<=/hanrei-pdf-)\d+")
UNIT = re.compile(r".*(支部|部|[小大]法廷)")
HOLDINGS = ("判示事項", "判示事項の要旨", "裁判要旨", "要旨")
NAMES = """東京 tokyo 大阪 osaka 名古屋 nagoya 広島 hiroshima 福岡 fukuoka 仙台 sendai 札幌 sapporo 高松 takamatsu
    京都 kyoto 神戸 kobe 熊本 kumamoto 横浜 yokohama さいたま saitama 千葉 chiba 水戸 mito 宇都宮 utsunomiya
    前橋 maebashi 静岡 shizuoka 甲府 kofu 長野 nagano 新潟 niigata 大津 otsu 奈良 nara 和歌山 wakayama 津 tsu
    岐阜 gifu 福井 fukui 金沢 kanazawa 富山 toyama 山口 yamaguchi 岡山 okayama 鳥取 tottori 松江 matsue 佐賀 saga
    長崎 nagasaki 大分 oita 鹿児島 kagoshima 宮崎 miyazaki 那覇 naha 福島 fukushima 山形 yamagata 盛岡 morioka
    秋田 akita 青森 aomori 函館 hakodate 旭川 asahikawa 釧路 kushiro 徳島 tokushima 高知 kochi 松山 matsuyama"""
TOWNS = re.findall(r"(\S+) (\w+)", NAMES)
COURTS = {"最高裁判所": "jp-sc", "知的財産高等裁判所": "jp-iphc"}
COURTS |= {f"{town}地方裁判所": f"jp-dc-{town_id}" for town, town_id in TOWNS}
COURTS |= {f"{town}高等裁判所": f"jp-hc-{town_id}" for town, town_id in TOWNS[:8]}  # the seats of the High Courts


class Site(PageSite):
    """A list of decisions."""

    page_from, page_step, per_page = 0, 30, 30

    def fill(self, source: Source, visit: Visit, term: str, page: int) -> str:
        """The form asks for each day in the years of its era, of which ERAS has the latest first."""
        asked = {"filter[judgeDateMode]": "2"}
        for end, day in (("From", visit.since.date()), ("To", visit.until.date())):
            era, before = next((era, before) for era, (first, before) in ERAS.items() if day >= first)
            asked |= {f"filter[judgeGengo{end}]": era, f"filter[judgeYear{end}]": str(day.year - before)}
            asked |= {f"filter[judgeMonth{end}]": str(day.month), f"filter[judgeDay{end}]": str(day.day)}
        return f"{super().fill(source, visit, term, page)}&{urlencode(asked)}"

    def rows(self, page: BeautifulSoup) -> Iterable[Tag]:
        return page.select("table.search-result-table tr:has(td)")

    def about(self, page: BeautifulSoup, answer: Answer) -> About:
        said, table = words(page.select_one("#searched")), page.select_one("table.search-result-table")
        total = TOTAL.search(said)
        if (total is None or table is None) and "該当する裁判例がありませんでした" not in said:
            too_many = "検索結果が2000件を超えました" in page.get_text()
            return About(trouble="over 2,000 hits, none shown" if too_many else "neither hits nor the words for none")
        return About(total=whole_number(total[1]) if total else 0, ceiling=2000)

    def row(self, row: Tag, source: Source) -> RawArticle | None:
        link = needed(row.select_one("th a[href]"), "link to the decision")
        (number, *name), (printed, court, *facts), *rest = (_lines(one) for one in row.select("td:not(.file-col) p"))
        units = [one for one in facts if UNIT.fullmatch(one)]  # branch and division, where there are any
        said = {
            "事件番号": number,
            "事件名": " ".join(name),
            "裁判年月日": printed,
            "裁判所名": " ".join((court, *units)),
            "裁判種別": next((one for one in facts if one in ("判決", "決定", "命令")), ""),
        }
        found = _case(said, _papers(row.select("td.file-col a[href]"), source.url), target(link, source.url), source)
        return replace(found, categories=tuple(line for lines in rest for line in lines))

    def document(self, url: str, source: Source) -> Question:
        return Question(url=urljoin(url, f"/assets/hanrei/hanrei-pdf-{_id(url)}.pdf"))

    def fetch(self, answer: Answer, source: Source) -> RawArticle | None:
        if is_pdf(answer.body):
            return super().fetch(answer, source)
        page = markup(answer.body)
        said = {words(one.dt): words(one.dd) for one in page.select("main dl")}
        if "事件番号" not in said:
            return None
        meta = page.select_one('meta[property="og:url"][content]')
        url = str(meta["content"]) if meta else answer.url
        return _case(said, _papers(page.select("main dd a[href]"), url), url, source)


def _case(said: dict[str, str], papers: tuple[Paper, ...], url: str, source: Source) -> RawArticle:
    """The article of a case by the names that its page prints."""
    court = said.get("裁判所名・部") or said.get("法廷名") or f"{said['裁判所名']} {said.get('部名', '')}".strip()
    record = Record(
        court=next((COURTS[known] for known in COURTS if court.startswith(known)), ""),
        court_printed=court,
        numbers=numbers(docket=said["事件番号"], citation=said.get("判例集等巻・号・頁")),
        decided=_day(said["裁判年月日"]),
        type=said.get("裁判種別", ""),
        papers=papers,
        summary=" ".join(said[name] for name in HOLDINGS if said.get(name)),
    )
    title = " ".join((court, said["事件番号"], said["事件名"]))
    return article(source, record, url=url, title=title, site_id=f"courts-jp:{_id(url)}")


def _id(url: str) -> str:
    """The id of a decision in the address of its page or its PDF."""
    return needed(ID.search(url), f"id in {url!r}")[0]


def _papers(links: Iterable[Tag], base: str) -> tuple[Paper, ...]:
    return tuple(Paper(url=target(one, base), title=words(one)) for one in links)


def _day(printed: str) -> str:
    """An ISO day from one of an era: 令和7年11月19日. Raises ValueError."""
    found = needed(DAY.fullmatch(printed), f"day of an era: {printed!r}")
    year = ERAS[found[1]][1] + (1 if found[2] == "元" else int(found[2]))
    return date(year, int(found[3]), int(found[4])).isoformat()


def _lines(element: Tag) -> list[str]:
    return [one_line(line) for line in element.get_text().splitlines() if line.strip()]
