"""Orders of AGCOM, the Italian communications authority: what their text says of number, day, sites and companies.

The text may come from a PDF in any way: lines joined or not, the page header in the middle of a sentence, a courtesy
translation behind it. Only the Italian order counts. Recitals name sites of earlier orders too, so the blocked ones
are read from the operative part, and from the title where that only points to an annex.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from rulingwire.models import Article

MONTHS = ["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"]
MONTHS += ["luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"]

_TITLE = re.compile(
    r"\b(?:DETERMINA|DELIBERA|ORDINANZA)(?:ZIONE)?\s+N\s?\.?\s*(\d{1,4}/\d\d/[A-Z]{2,5})\b", re.IGNORECASE
)
_TRANSLATION = re.compile(r"\[?COURTESY TRANSLATION|\b(?:DECISION|RESOLUTION|DETERMINATION) N[Oo°]\.? ?\d")
_RECITALS = re.compile(r"\bVIST[AEIO]\b")
_OPERATIVE = re.compile(r"\b(?:DISPONE|ORDINA|DELIBERA|DETERMINA)\b(?!-| N\b)")
_DAY = rf"(\d{{1,2}})°? ({'|'.join(MONTHS)}) (\d{{4}})"
_SIGNED = re.compile(rf"\b(?:Roma|Napoli),? (?:(?:lì|li|il|addì) )?{_DAY}", re.IGNORECASE)
_MEETING = re.compile(rf"\briunione .{{0,60}}?\bde(?:l|ll'|llo) ?{_DAY}", re.IGNORECASE)

_POWER = re.compile(
    r"\bai sensi (?:del|dell'|degli|della) ?"
    r"(art.{1,120}?\b(?:regolamento\b|legge (?:n\. ?\d+(?:/\d+)?|\d{1,2}°? [a-z]+ \d{4}, ?n\. ?\d+)))",
    re.IGNORECASE,
)
_ACT = re.compile(
    r"\bVIST[AO],? (?:la|il|lo|l') ?((?:legge|decreto legislativo|decreto-legge) \d{1,2}°? [a-z]+ \d{4}, ?n\. ?\d+"
    r"|regolamento \(UE\) (?:n\. ?)?\d{4}/\d+|direttiva (?:\(UE\) )?(?:n\. ?)?\d+/\d+(?:/C?E)?"
    r"|delibera n\. ?\d+/\d\d/[A-Z]+)",
    re.IGNORECASE,
)

_NAME = r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_]{2,24}"
_LINK = rf"https?://({_NAME})"
_BARE = re.compile(
    rf"(?:sit[oi](?: internet| web)?|(?:sotto)?dominio?|FQDN)(?: denominat[oi])?:? "
    rf"(?P<list>(?:(?:https?://)?{_NAME}[^\s,;)]*(?:, | e | ed | - | – |; )?)+)",
)
_OURS = re.compile(r"(?:^|\.)agcom\.it$")

_FORM = (
    r"(?:Inc|LLC|L\.L\.C|Ltd|Limited|Corp|Corporation|Co|PLC|LP|GmbH|AG|S\.?A\.?S|S\.?r\.?l|S\.?p\.?A|S\.?A|S\.?L|S\.?L\.?U"
    r"|B\.?V|N\.?V|AB|A/S|ApS|Oy|OÜ|SIA|UAB|EOOD|OOD|Kft|d\.o\.o|s\.r\.o|a\.s|ehf|Pty|Pte|FZE|Sp\. ?z ?\.?o\.?o)\b\.?"
)
_COMPANY = re.compile(
    rf"\bsociet[àa]['’]? (?P<name>[A-Z0-9][^,;()“”\"]{{1,80}}?(?:, ?{_FORM})?)"
    rf"(?=,(?! ?{_FORM})|[;(“”\"]| \(| ed? (?=[a-zà])| con sede| avente| raggiungibil| contattabil| localizzat"
    r"| (?:è|appar|risult)| per conto|\. (?=[A-ZÈ])|\.?$)"
)
_TWO = re.compile(rf"(.+ {_FORM}) ed? ([A-Z].+)")
_TECHNICAL = re.compile(r"\bregistrat[oi]\b|\bhosting\b|\breverse proxy\b", re.IGNORECASE)
_POINT = re.compile(r"(?<=[;.:”]) (?=\d{1,2}\. )")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What an order says of itself."""

    number: str  # "47/26/DDA"
    day: str  # ISO day of the signature or of the meeting; "" where none is printed, as in determinations of 2026
    domains: tuple[str, ...]  # host names to be blocked, as printed without scheme and path
    providers: tuple[str, ...]  # companies named as registrar, CDN or host, or told to do something
    legal_basis: tuple[str, ...]  # the provision the title goes by, then the acts the order has regard to


def find_order(text: str) -> Order | None:
    """Read an order; None where the text is none of the authority. Never guesses: what is not printed stays empty."""
    plain = _plain(text)
    title = _TITLE.search(plain)
    order = _italian(plain, title) if title else ""
    recitals = _RECITALS.search(order)
    if title is None or recitals is None:
        return None
    begin = recitals.start()
    operative = _OPERATIVE.search(order, begin)
    end = operative.start() if operative else len(order)
    head, reasons, ruling = order[:begin], order[begin:end], order[end:]
    return Order(
        number=title[1],
        day=_day(head + reasons, ruling),
        domains=_domains(ruling) or _domains(head),
        providers=_providers(reasons, ruling),
        legal_basis=_legal_basis(head, reasons),
    )


def enriched(article: Article) -> Article:
    """An article with what its text says as an order: domains, companies and acts as facts, and its day."""
    order = find_order(article.text) if article.record else None
    if order is None or article.record is None:
        return article
    said = {"domains": order.domains, "providers": order.providers, "legal-basis": order.legal_basis}
    facts = tuple((f"agcom:{name}", "; ".join(values)) for name, values in said.items() if values)
    record = replace(article.record, decided=order.day or article.record.decided)
    return replace(article, record=record, facts=article.facts + facts)


def _plain(text: str) -> str:
    """The text on one line, with plain apostrophes."""
    text = unicodedata.normalize("NFC", text).translate({0x2019: "'", 0x2018: "'", 0xAD: None})
    return " ".join(text.split())


def _italian(plain: str, title: re.Match[str]) -> str:
    """The order from its title on, without its translation, page numbers and the header each page repeats."""
    translation = _TRANSLATION.search(plain, title.end())
    order = plain[title.start() : translation.start() if translation else len(plain)]
    header = plain[: title.start()].strip()
    return re.sub(rf"(?: \d{{1,3}})? {re.escape(header)}(?= )", "", order) if header else order


def _day(before: str, ruling: str) -> str:
    """The day of the signature, else of the meeting."""
    signed = [*_SIGNED.finditer(ruling)][-1:] or [*_MEETING.finditer(before)][:1]
    for found in signed:
        number, month, year = found.groups()
        with suppress(ValueError):  # a misprinted day is no day
            return date(int(year), MONTHS.index(month.lower()) + 1, int(number)).isoformat()
    return ""


def _domains(part: str) -> tuple[str, ...]:
    """Host names of links, and bare names right behind words such as "sito" or "dominio"."""
    named = [(m.start(1), m[1]) for m in re.finditer(_LINK, part)]
    for listed in _BARE.finditer(part):
        named += [(m.start(), m[1]) for m in re.compile(rf"(?<!\S)({_NAME})").finditer(part, *listed.span("list"))]
    return _once(name.lower() for _, name in sorted(named) if not _OURS.search(name.lower()))


def _providers(reasons: str, ruling: str) -> tuple[str, ...]:
    """Companies of the numbered points that tell who registers and hosts a site, and those the order is for."""
    points = [point for point in _POINT.split(reasons) if _TECHNICAL.search(point)]
    return _once(name for part in (*points, ruling) for name in _companies(part))


def _companies(part: str) -> Iterator[str]:
    for found in _COMPANY.finditer(part):
        two = _TWO.fullmatch(found["name"])
        for name in two.groups() if two else (found["name"],):
            yield name + "." if re.search(r"\.\w$", name) else name  # "S.r.l" lost its dot to the end of a sentence


def _legal_basis(head: str, reasons: str) -> tuple[str, ...]:
    power = _POWER.search(head)
    acts = (found[1] for found in _ACT.finditer(reasons))
    return _once([*([power[1].lower()] if power else []), *acts])


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
