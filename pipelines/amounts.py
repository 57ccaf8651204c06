"""Sums of money as news prints them: "$3.2 million", "250.000 Euro", "5億円"."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple


class Amount(NamedTuple):
    """A sum where it stands: text[start:end] prints `units` whole units of an ISO 4217 currency."""

    start: int
    end: int
    currency: str
    units: int

    @property
    def key(self) -> str:
        """Currency and units, e.g. "JPY 500000000"."""
        return f"{self.currency} {self.units}"


# A bare dollar sign is a US dollar: the press of other dollar countries marks its own (A$, CA$).
_SIGNS = {
    "$": "USD",
    "US$": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "NT$": "TWD",
    "R$": "BRL",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "￥": "JPY",
    "₩": "KRW",
    "₹": "INR",
    "Rs": "INR",
    "Rs.": "INR",
}
_CODES = "USD|EUR|GBP|JPY|CNY|KRW|INR|BRL|AUD|CAD|NZD|HKD|SGD|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RUB|ILS|ZAR|KES|VND"
_WORDS = {
    "USD": r"(?:US|U\.S\.|american) dollars?|dollars?|ドル|米ドル|달러",
    "AUD": "australian dollars?",
    "CAD": "canadian dollars?",
    "EUR": r"euros?|€|ユーロ|유로",
    "GBP": "pounds?|pfund|£",
    "JPY": "(?:japanese )?yen|円|엔",
    "CNY": "yuan|元人民币|元|人民币",
    "KRW": "(?:korean )?won|원|ウォン",
    "INR": "rupees?",
    "BRL": "reais|real",
    "CHF": "(?:swiss )?francs|franken",
    "SEK": "(?:swedish )?kronor|svenska kronor|kronor",
    "DKK": "danish kroner|danske kroner",
    "NOK": "norwegian kroner|norske kroner",
    "PLN": "zloty|zlotys|złotych|zł",
    "VND": "(?:vietnamese )?dong",
    "RUB": r"roubles?|rubles?|рублей|рубля|руб",
}
_SCALES = {
    10**3: r"thousand|tausend|mille|mil|duizend|tusen|tys\.?|千|천",
    10**4: "万|萬|만",
    10**5: "lakhs?",
    10**6: "millions?|millionen|mill?iones|millón|milioni|milione|milhões|milhão|miljoen|miljoner|miljon"
    r"|milionów|miliony|milion|миллионов|млн|mio\.?|mln\.?|mn|m",
    10**7: "crores?",
    10**8: "億|亿|억",
    10**9: r"billions?|milliarden?|milliards?|miliardi|miliardo|miljard|miljarder|miliardów|млрд|mrd\.?|bn|b",
    10**12: "trillions?|tn|兆|조",
}


def _named(patterns: dict[str, str]) -> str:
    return "|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns.items())


def _end(word: str) -> str:
    """No letter of the same word may follow; Chinese, Japanese and Korean put no space there."""
    return rf"(?:{word})(?![^\W\d_\u1100-\uffdc])"


_NUMBER = re.compile(
    r"\d{1,3}(?:[.,'’ \u00a0\u202f]\d{2,3})*[.,'’ \u00a0\u202f]\d{3}(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?"
)
_BEFORE = re.compile(
    rf"(?<![\w$])(?P<sign>{'|'.join(map(re.escape, sorted(_SIGNS, key=len, reverse=True)))}|{_CODES})"
    r"[ \u00a0]?\Z"
)
_SCALE = re.compile(rf"[ \u00a0-]?{_end(_named({f'x{n}': p for n, p in _SCALES.items()}))}", re.IGNORECASE)
_AFTER = re.compile(
    rf"[ \u00a0-]?(?:(?:de|di|d['’]) ?)?(?:{_end(_named(_WORDS))}|(?P<code>{_CODES})\b)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_RANGE = re.compile(r"\s?[-–]\s?\d")
UNLIKELY = 10**15  # units; more than all the money there is, so a misprint or a misreading
_EAST_ASIAN = "千천万萬만億亿억兆조"


def find_amounts(text: str, end: int | None = None) -> Iterator[Amount]:
    """Every sum in text[:end] whose number and currency are both beyond doubt."""
    end = len(text) if end is None else end
    done = 0
    for number in _numbers(text, end):
        if number.start() < done or _RANGE.match(text, number.end()):
            continue
        parts, stop = _parts(text, number, end)
        before = _BEFORE.search(text, max(done, number.start() - 5), number.start())
        after = None if before else _AFTER.match(text, stop, end)
        if (before or after) and 0 < (units := int(sum(_value(*part) for part in parts))) < UNLIKELY:
            done = after.end() if after else stop
            start = before.start() if before else number.start()
            yield Amount(start, done, _currency(before, after), units)


def _numbers(text: str, end: int) -> Iterator[re.Match[str]]:
    at = 0
    while digit := _DIGIT.search(text, at, end):  # five times faster than trying _NUMBER everywhere
        number = _NUMBER.match(text, digit.start(), end)
        assert number
        yield number
        at = number.end()


def _currency(before: re.Match[str] | None, after: re.Match[str] | None) -> str:
    if before:
        return _SIGNS.get(before["sign"], before["sign"])
    assert after
    return (after["code"] or "").upper() or next(name for name in _WORDS if after[name])


def _parts(text: str, number: re.Match[str], end: int) -> tuple[list[tuple[str, int]], int]:
    """A number with its scale, and where it ends; in East Asian writing several follow on: 5億900万."""
    parts, stop = [], number.start()
    part: re.Match[str] | None = number
    while part:
        scale = _SCALE.match(text, part.end(), end)
        parts.append((part.group(), next(n for n in _SCALES if scale[f"x{n}"]) if scale else 1))
        stop = scale.end() if scale else part.end()
        part = _NUMBER.match(text, stop, end) if text[stop - 1] in _EAST_ASIAN else None
    return parts, stop


def _value(digits: str, scale: int) -> Decimal:
    """The value of a printed number; three digits after a mark are thousands, but for "1.168 million"."""
    marks = re.findall(r"[.,]", digits)
    whole, _, rest = digits.rpartition(marks[-1]) if marks else (digits, "", "")
    decimal = len(rest) < 3 or (scale > 1 and marks == ["."])
    if not decimal or marks.count(marks[-1] if marks else "") > 1:
        whole, rest = digits, ""
    return Decimal(re.sub(r"\D", "", whole) + "." + (rest or "0")) * scale
