"""Case numbers and citations: "6 U 149/22", "[2014] EWHC 3354 (Ch)", and what the address of a link tells of them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from pipelines.names import Found, Match, is_edge
from pipelines.rules import Rules
from pipelines.rules.entries import CHANGES, NumberForm

NEAR = 80  # characters between a number and words that prove it to be one
LEAD = 40  # characters in which the words that announce a number must lie
BESIDE = 60  # characters between a number and a court before it, at most
MARGIN = 30  # characters between an end of a number and the nearest digit in it, at most

_PLAIN = dict.fromkeys("\t\r\u00a0\u2007\u2009\u202f\u3000", " ") | dict.fromkeys("\u2044\u2215", "/")
_PLAIN |= dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-") | dict.fromkeys("\u2018\u2019\u02bc", "'")
_PLAIN |= dict.fromkeys("\u201c\u201d\u201e\u05f4", '"') | {"º": "°", "˚": "°"}
_PLAIN |= {"〔": "(", "〕": ")", "【": "[", "】": "]"} | {
    chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)
}
_ODD = re.compile(f"[{''.join(_PLAIN)}]")
_DIGITS = re.compile("[0-9]+")
_GLUED = re.compile(r"[0-9][-/.,:]|[A-Za-z_][-/]")  # right before a number: it is the end of something longer
_SERIES = re.compile(
    r"(?:,|;|/)? ?(?:(?:and|und|et|y|e|en|och|og|i|и|&|ja|sowie|及び|和|与|및|as well as) )?(?:nos?\. )?", re.IGNORECASE
)
_COURT_AFTER = re.compile(r" ?(?:(?P<opens>\()|in (?:the )?|at (?:the )?|before the |beim |vor dem )")
_CLOSES = re.compile(r"(?:,? (?:[A-Z][a-z]+\.? )?(?:\d{1,2}, )?(?:19|20)\d\d)?\)")  # "(N.D. Cal. Mar. 4, 2022)"


class CaseNumber(NamedTuple):
    """A case number where it stands: text[start:end] prints `number`, or an address tells it.

    `court` is the id of the court that the number, or the words right beside it, imply; else "". An address
    may tell a court and no number: then `number` is "".
    """

    start: int
    end: int
    number: str
    jurisdiction: str
    court: str
    rule: str


class _Part(str):
    """What a group of a pattern holds, as a template asks for it: {n:int}."""

    __slots__ = ()

    def __format__(self, change: str) -> str:
        return CHANGES[change](str(self))


def find_case_numbers(text: str, rules: Rules, names: Found | None = None) -> Iterator[CaseNumber]:
    """The case numbers in a text, in its order; where forms overlap, the longest.

    The very same words in the forms of two jurisdictions are nobody's number. `names` is what
    `rules.names` finds in the text, if the caller knows.
    """
    plain = _plain(text)
    windows = _windows(plain)
    holding: dict[str, list[tuple[int, int]]] = {}
    found = []
    for form in rules.case_numbers:
        if form.needs not in holding:
            holding[form.needs] = [window for window in windows if plain.find(form.needs, *window) >= 0]
        found += [_read(match, form, rules, "case") for match in _matches(plain, holding[form.needs], form)]
    for number in _longest(found):
        if not number.court:
            names = names or rules.names.find(text)
            number = number._replace(court=_court_beside(text, number, names.of("court"), rules))
        yield number


def case_numbers_of_url(url: str, rules: Rules) -> Iterator[CaseNumber]:
    """The case numbers that the address of a page tells, be it a court's, a publisher's or a PDF's."""
    found = [_read(match, form, rules, "link") for form in rules.case_links for match in form.pattern.finditer(url)]
    yield from (number for number in _longest(found) if number.number or number.court)


def _plain(text: str) -> str:
    """The text with plain hyphens, spaces, quotes, brackets and digits; as long as before."""
    return _ODD.sub(lambda odd: _PLAIN[odd[0]], text)


def _windows(plain: str) -> list[tuple[int, int]]:
    """The stretches around digits; nothing else can be a number."""
    windows: list[tuple[int, int]] = []
    for digits in _DIGITS.finditer(plain):
        start, end = max(0, digits.start() - MARGIN), min(len(plain), digits.end() + MARGIN)
        if windows and start <= windows[-1][1]:
            start = windows.pop()[0]
        windows.append((start, end))
    return windows


def _matches(plain: str, windows: list[tuple[int, int]], form: NumberForm) -> Iterator[re.Match[str]]:
    last = None  # where the number before ended, for "Nos. 24-171 and 24-181"
    for at, end in windows:
        while match := form.pattern.search(plain, at, end):
            if _stands_alone(plain, match.start()) and _is_meant(plain, match, form, last):
                at = last = match.end()
                yield match
            else:
                at = match.start() + 1


def _stands_alone(plain: str, start: int) -> bool:
    """Does nothing before the first character belong to it? Every pattern tests its own end."""
    return is_edge(plain, start) and not (start > 1 and _GLUED.match(plain, start - 2, start))


def _is_meant(plain: str, match: re.Match[str], form: NumberForm, last: int | None) -> bool:
    """Do the words around a match allow it to be a case number?"""
    (start, end), around = match.span(), form.around

    def before(key: str, distance: int = LEAD) -> bool:
        return bool(around[key].search(plain, max(0, start - distance), start))

    if "lead" in around and not before("lead") and not (last and _SERIES.fullmatch(plain, last, start)):
        return False
    if "near" in around and not before("near", NEAR) and not around["near"].search(plain, end, end + NEAR):
        return False
    if "not_before" in around and before("not_before"):
        return False
    return "not_after" not in around or not around["not_after"].match(plain, end)


def _read(match: re.Match[str], form: NumberForm, rules: Rules, kind: str) -> CaseNumber:
    parts = {name: _Part(part or "") for name, part in match.groupdict().items()}
    court = form.court.format_map(parts)
    court = form.courts.get(court, court)
    return CaseNumber(
        *match.span(),
        number=form.number.format_map(parts),
        jurisdiction=form.jurisdiction.format_map(parts),
        court=court if court in rules.seat_of else "",  # a template may name a court we do not follow
        rule=f"{kind}:{form.id}",
    )


def _longest(found: list[CaseNumber]) -> list[CaseNumber]:
    """Of overlapping numbers the longest; of the same words in two jurisdictions none."""
    found.sort(key=lambda number: (number.start - number.end, number.start, number.rule))
    taken = bytearray(max((number.end for number in found), default=0))
    kept: dict[tuple[int, int], CaseNumber] = {}
    for number in found:
        span = number.start, number.end
        if taken.find(1, *span) < 0:
            taken[slice(*span)] = b"\1" * (number.end - number.start)
            kept[span] = number
        elif span in kept and kept[span].jurisdiction != number.jurisdiction:
            del kept[span]  # its place stays taken
    return sorted(kept.values())


def _court_beside(text: str, number: CaseNumber, courts: list[Match], rules: Rules) -> str:
    """The court named right before a number or in brackets after it, where it sits in the same jurisdiction."""
    end = bisect_right(courts, number.start, key=lambda court: court.end)
    last = courts[end - 1] if end else None
    if last and number.start - last.end <= BESIDE and rules.beside.fullmatch(text, last.end, number.start):
        whole = last.start == 0 or text.endswith(("the ", "The "), 0, last.start)
        return _seated(courts[bisect_left(courts, last.start, key=_start) : end], whole, number, rules)
    if link := _COURT_AFTER.match(text, number.end):
        first, end = (bisect(courts, link.end(), key=_start) for bisect in (bisect_left, bisect_right))
        if first < end and (not link["opens"] or _CLOSES.match(text, courts[first].end)):
            return _seated(courts[first:end], True, number, rules)
    return ""


def _start(court: Match) -> int:
    return court.start


def _seated(courts: list[Match], whole: bool, number: CaseNumber, rules: Rules) -> str:
    """The only one of these courts that sits where the number comes from; a shared name must be a whole one.

    "Springfield Supreme Court, No. 24-0171" is not the Supreme Court's.
    """
    known = {court.name.key for court in courts if court.name.sure or whole}
    ours = {court for court in known if rules.seat_of.get(court) == number.jurisdiction}
    return ours.pop() if len(ours) == 1 else ""
