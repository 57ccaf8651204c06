"""Sums of money as news prints them: "$3.2 million", "250.000 Euro", "5億円"."""

import heapq
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from pipelines.currencies import CODES, LOCAL, SCALES, SIGNS, SPELT, WORDS


class Amount(NamedTuple):
    """A sum where it stands: text[start:end] prints `units` of an ISO 4217 currency."""

    start: int
    end: int
    currency: str
    units: Decimal

    @property
    def key(self) -> str:
        """Currency and units, e.g. "JPY 500000000" or "EUR 14247698.56"."""
        exact = self.units.quantize(_CENT).normalize()
        return f"{self.currency} {exact:f}"


def _named(patterns: dict[str, str]) -> str:
    return "|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns.items())


def _end(word: str) -> str:
    """No letter of the same word may follow; Chinese, Japanese and Korean put no space there."""
    return rf"(?:{word})(?![^\W\d_\u1100-\uffdc])"


_NUMBER = re.compile(
    r"\d{1,3}(?:[.,'’ \u00a0\u202f]\d{2,3})*[.,'’ \u00a0\u202f]\d{3}(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?"
)
_BEFORE = re.compile(
    rf"(?<![\w$])(?P<sign>{'|'.join(map(re.escape, sorted(SIGNS, key=len, reverse=True)))}|{CODES})"
    r"[ \u00a0]?\Z"
)
_SPELT_OUT = re.compile(  # "ten million dollars": only before a scale
    rf"(?<!\w)(?:{'|'.join(sorted(SPELT, key=len, reverse=True))})"
    r"(?=[ -](?:mil|mrd|mld|bil|tril|thousand|tausend|tusen|mio))",
    re.IGNORECASE,
)
_SCALE = re.compile(rf"(?:[ \u00a0-]|[余여])?{_end(_named({f'x{n}': p for n, p in SCALES.items()}))}", re.IGNORECASE)
_AFTER = re.compile(
    rf"[ \u00a0-]?(?:(?:de|di|d['’]) ?)?(?:{_end(_named(WORDS))}|(?P<code>{CODES})\b|(?P<local>kroner|kr)\b)",
    re.IGNORECASE,
)
NUMBER = rf"\d[\d.,' ]*(?<![., ])(?:[ -]?{_end('|'.join(SCALES.values()))}(?:\d+[千万億亿만천])*)?"  # for patterns
_DIGIT = re.compile(r"\d")
_RANGE = re.compile(r"\s?[-–]\s?\d")
_CENT = Decimal("0.01")
UNLIKELY = 10**15  # units; more than all the money there is, so a misprint or a misreading
_EAST_ASIAN = "千천万萬만億亿억兆조"


def find_amounts(text: str, language: str = "en", dollar: str = "USD") -> Iterator[Amount]:
    """Every sum in a text whose number and currency are both beyond doubt.

    `language` tells Swedish from Danish crowns, `dollar` is what a bare dollar sign means here.
    """
    done = 0
    for number in _numbers(text):
        if number.start() < done or _RANGE.match(text, number.end()):
            continue
        parts, stop = _parts(text, number, len(text))
        before = _BEFORE.search(text, max(done, number.start() - 5), number.start())
        after = None if before else _AFTER.match(text, stop)
        currency = _currency(before, after, language, dollar)
        if currency and 1 <= (units := _total(parts)) < UNLIKELY:
            done = after.end() if after else stop
            start = before.start() if before else number.start()
            yield Amount(start, done, currency, units)


def read_number(printed: str) -> int:
    """A printed number with its scale ("4,000", "300 million", 30億) as an integer; 0 where it is none."""
    number = _NUMBER.match(printed)
    if not number:
        return 0
    return int(_total(_parts(printed, number, len(printed))[0]))


def _numbers(text: str) -> Iterator[re.Match[str]]:
    return heapq.merge(_printed(text), _SPELT_OUT.finditer(text), key=lambda number: number.start())


def _printed(text: str) -> Iterator[re.Match[str]]:
    at = 0
    while digit := _DIGIT.search(text, at):  # five times faster than trying _NUMBER everywhere
        number = _NUMBER.match(text, digit.start())
        assert number
        yield number
        at = number.end()


def _currency(before: re.Match[str] | None, after: re.Match[str] | None, language: str, dollar: str) -> str:
    """The currency of a number, "" where none is told for sure."""
    if before:
        return dollar if before["sign"] == "$" else SIGNS.get(before["sign"], before["sign"])
    if not after:
        return ""
    if after["local"]:
        return LOCAL.get(language, {}).get(after["local"].lower(), "")
    return (after["code"] or "").upper() or next(name for name in WORDS if after[name])


def _parts(text: str, number: re.Match[str], end: int) -> tuple[list[tuple[str, int]], int]:
    """A number with its scale, and where it ends; in East Asian writing several follow on: 5億900万."""
    parts, stop = [], number.start()
    part: re.Match[str] | None = number
    while part:
        scale = _SCALE.match(text, part.end(), end)
        parts.append((part.group(), next(n for n in SCALES if scale[f"x{n}"]) if scale else 1))
        stop = scale.end() if scale else part.end()
        part = _NUMBER.match(text, stop, end) if text[stop - 1] in _EAST_ASIAN else None
    return parts, stop


def _total(parts: list[tuple[str, int]]) -> Decimal:
    return sum((_value(*part) for part in parts), Decimal(0))


def _value(digits: str, scale: int) -> Decimal:
    """The value of a printed number; three digits after a mark are thousands, but for "1.168 million"."""
    if digits.lower() in SPELT:
        return Decimal(SPELT[digits.lower()]) * scale
    marks = re.findall(r"[.,]", digits)
    whole, _, rest = digits.rpartition(marks[-1]) if marks else (digits, "", "")
    decimal = len(rest) < 3 or (scale > 1 and marks == ["."])
    if not decimal or marks.count(marks[-1] if marks else "") > 1:
        whole, rest = digits, ""
    return Decimal(re.sub(r"\D", "", whole) + "." + (rest or "0")) * scale
