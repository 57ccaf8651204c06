"""Words in a row that two texts share: shingles, their marks, and the runs they make.

A shingle is 8 words in a row; in Chinese and Japanese, which set no blanks, 16 characters. Two texts that share five
in a row share a run of 12 words, which nobody writes twice by chance (docs/decisions/0011-derivation.md).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple
from zlib import crc32

from pipelines.names import fold
from rulingwire.derivations import ENOUGH

WORDS, CHARACTERS = 8, 16  # tokens of a shingle
SLACK = {WORDS: 30, CHARACTERS: 8}  # characters of a quoted run that may stand outside the quotation marks
LONGEST = 120_000  # characters of a text that are read
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f"
_UNSPACED_ONE = re.compile(f"[{_UNSPACED}]")
_TOKEN = re.compile(f"[{_UNSPACED}]|[^\\W_{_UNSPACED}]+")
# Quotation marks as `fold` leaves them. A quotation that nobody closes ends with its paragraph.
_QUOTATION = re.compile(
    r'"[^"\n]*(?:"|$)|«[^»\n]*(?:»|$)|»[^«\n]*(?:«|$)|「[^「」\n]*(?:」|$)|『[^『』\n]*(?:』|$)'
    r"|(?<!\w)'(?=\w)[^\"\n]{20,500}?(?<!\s)'(?!\w)",
    re.MULTILINE,
)


class Run(NamedTuple):
    """Tokens that two texts share in a row, and where they stand in the text of each."""

    shingles: int
    words: int  # tokens
    here: tuple[int, int]
    there: tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Shingled:
    """A text in shingles; what costs time is worked out when first asked for."""

    text: str
    size: int  # tokens of a shingle
    shingles: tuple[int, ...]  # a number for each, in the order of the text

    @cached_property
    def marks(self) -> frozenset[int]:
        """The smallest of every five shingles in a row: what shares five in a row shares one of these.

        Schleimer, Wilkerson and Aiken 2003, "Winnowing".
        """
        if len(self.shingles) < ENOUGH:
            return frozenset(self.shingles)
        return frozenset(map(min, *(self.shingles[at:] for at in range(ENOUGH))))

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        """Where the tokens stand."""
        return [token.span() for token in _TOKEN.finditer(fold(self.text))]

    @cached_property
    def first_place(self) -> dict[int, int]:
        """Where each shingle stands first."""
        return dict(zip(reversed(self.shingles), range(len(self.shingles) - 1, -1, -1), strict=True))

    @cached_property
    def quotations(self) -> tuple[list[int], list[int]]:
        """Where quotations begin and end."""
        spans = [found.span() for found in _QUOTATION.finditer(fold(self.text))]
        return [start for start, _ in spans], [end for _, end in spans]

    def is_quoted(self, place: tuple[int, int]) -> bool:
        """Does a run stand in quotation marks, but for a word or two?"""
        starts, ends = self.quotations
        outside = place[1] - place[0]
        for number in range(max(0, bisect_right(starts, place[0]) - 1), bisect_left(starts, place[1])):
            outside -= max(0, min(ends[number], place[1]) - max(starts[number], place[0]))
        return outside <= SLACK[self.size]


def shingled(text: str) -> Shingled:
    """The shingles of a text."""
    text = text[:LONGEST]
    folded = fold(text)
    tokens = _TOKEN.findall(folded)
    size = CHARACTERS if 2 * len(_UNSPACED_ONE.findall(folded)) > len(tokens) else WORDS
    return Shingled(text=text, size=size, shingles=tuple(_numbers(tokens, size)))


def _numbers(tokens: list[str], size: int) -> list[int]:
    """A number for every so many tokens in a row, the same on every machine."""
    data = [token.encode() + b" " for token in tokens]
    whole, ends = b"".join(data), [0, *accumulate(map(len, data))]
    return [crc32(whole[start:end]) for start, end in zip(ends, ends[size:], strict=False)]


def shared_runs(here: Shingled, there: Shingled, common: Iterable[int] = ()) -> Iterator[Run]:
    """The runs that two texts share, each shingle once; none reaches into a `common` one, which proves nothing."""
    left_out, places = set(common), there.first_place
    begin, last = -1, -1  # shingles here; where the last stands there
    for at, shingle in enumerate(here.shingles):
        found = -1 if shingle in left_out else places.get(shingle, -1)
        left_out.add(shingle)
        if begin >= 0 and found != last + 1:
            yield _run(here, there, (begin, at), last + 1)
            begin = -1
        if begin < 0 and found >= 0:
            begin = at
        last = found
    if begin >= 0:
        yield _run(here, there, (begin, len(here.shingles)), last + 1)


def _run(here: Shingled, there: Shingled, span: tuple[int, int], end: int) -> Run:
    number, size = span[1] - span[0], here.size
    return Run(
        shingles=number,
        words=number + size - 1,
        here=(here.places[span[0]][0], here.places[span[1] + size - 2][1]),
        there=(there.places[end - number][0], there.places[end + size - 2][1]),
    )
