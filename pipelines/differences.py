"""Two texts -> what differs between them, word by word.

Lines are aligned first, so that long texts stay fast; the words of the lines that differ are compared by difflib.
A text built to be slow is not compared word by word: what differs is then one piece.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from pipelines.names import EAST_ASIAN

MOST_LINES = 5000  # that are aligned
MOST_WORDS = 2000  # that are compared in one stretch, what it begins and ends with alike not counted
MOST_READ = 100_000  # characters of all stretches that are read word by word

_THAI = "\u0e00-\u0e7f"
_HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3"  # Korean sets spaces
_WORD = re.compile(
    r"\d+(?:[.,:]\d+)*"
    "|[\u30a1-\u30fa\u30fc]+"  # a word in Katakana is most often a name
    rf"|[{_HANGUL}]+"
    rf"|[{EAST_ASIAN}]|[{_THAI}][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*"
    rf"|[^\W\d_{EAST_ASIAN}{_THAI}]+(?:['’-][^\W\d_{EAST_ASIAN}{_THAI}]+)*"
    r"|\S|\n+"
)
_REST = re.compile(r"\s*\S")  # does anything follow?
ENDS = frozenset(".!?…。！？\n\"”»’'")  # what a sentence may end with


class Word(NamedTuple):
    """A word, a mark or an end of line where it stands: text[start:end]."""

    text: str
    start: int
    end: int


class Difference(NamedTuple):
    """Words that one text has in place of those of the other; one side may be empty."""

    old: tuple[Word, ...]
    new: tuple[Word, ...]
    old_at: tuple[int, int]  # where they stand in the text; of no words: where they would stand
    new_at: tuple[int, int]
    left: str  # the word in front of them, in both texts; "" at the beginning
    right: str  # the word behind them
    last: bool  # do both texts end here?


def read_words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of text[start:end]; scripts that set no spaces are read by character."""
    found = _WORD.finditer(text, start, len(text) if end is None else end)
    return [Word("\n" if m.group()[0] == "\n" else m.group(), *m.span()) for m in found]


def differences(before: str, after: str) -> list[Difference]:
    """Everything that differs between two texts, in order."""
    found: list[Difference] = []
    left = MOST_READ
    for old_span, new_span in _stretches(before, after):
        size = old_span[1] - old_span[0] + new_span[1] - new_span[0]
        fine = size <= left
        left -= size if fine else 0
        old = read_words(before, *old_span) if fine else []
        new = read_words(after, *new_span) if fine else []
        pairs = _compared([w.text for w in old], [w.text for w in new])
        stretch = _Stretch(before, after, old, new, old_span, new_span)
        found += [_difference(stretch, pair) for pair in pairs] if fine else [_whole(stretch)]
    return found


class _Stretch(NamedTuple):
    before: str
    after: str
    old: list[Word]
    new: list[Word]
    old_span: tuple[int, int]
    new_span: tuple[int, int]


def _stretches(before: str, after: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Where lines differ: a span of each text."""
    old, new = _lines(before), _lines(after)
    for a, b, c, d in _aligned([line for line, _ in old], [line for line, _ in new], MOST_LINES):
        yield _span(old, a, b, before), _span(new, c, d, after)


def _lines(text: str) -> list[tuple[str, int]]:
    """The lines that are not blank, and where each begins."""
    lines, at = [], 0
    for line in text.split("\n"):
        if line and (bare := line.strip()):
            lines.append((bare, at))
        at += len(line) + 1
    return lines


def _span(lines: list[tuple[str, int]], first: int, last: int, text: str) -> tuple[int, int]:
    """From the beginning of a line to the beginning of another."""
    start = lines[first][1] if first < len(lines) else len(text)
    return start, lines[last][1] if last < len(lines) else len(text)


def _aligned(old: Sequence[str], new: Sequence[str], most: int) -> Iterator[tuple[int, int, int, int]]:
    """Where two sequences differ, (from, to) of each; what they begin and end with alike is set aside first."""
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    tail = next((n for n in range(shorter - head) if old[-1 - n] != new[-1 - n]), shorter - head)
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    if max(len(a), len(b)) > most:
        yield head, len(old) - tail, head, len(new) - tail
        return
    for name, i, j, k, m in SequenceMatcher(None, a, b).get_opcodes():
        if name != "equal":
            yield head + i, head + j, head + k, head + m


def _compared(old: list[str], new: list[str]) -> list[tuple[int, int, int, int]]:
    """Where words differ, as a reader would mark it: no crumbs between two big changes, whole sentences whole."""
    pairs = _joined(list(_aligned(old, new, MOST_WORDS)))
    return [_slid(old, new, pair) for pair in pairs]


def _joined(pairs: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Pieces parted by fewer equal words than either of them has are one."""
    done: list[tuple[int, int, int, int]] = []
    for pair in pairs:
        while done and pair[0] - done[-1][1] <= min(_size(done[-1]), _size(pair)) / 2:
            a, _, c, _ = done.pop()
            pair = (a, pair[1], c, pair[3])
        done.append(pair)
    return done


def _size(pair: tuple[int, int, int, int]) -> int:
    return max(pair[1] - pair[0], pair[3] - pair[2])


def _slid(old: list[str], new: list[str], pair: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Words put in ". So it was" are rather "So it was." where the same words stand at both ends."""
    a, b, c, d = pair
    if (a == b) == (c == d):
        return pair
    words, first, last = (new, c, d) if a == b else (old, a, b)
    left = right = 0
    while left < first and words[first - left - 1] == words[last - left - 1]:
        left += 1
    while last + right < len(words) and words[first + right] == words[last + right]:
        right += 1
    for step in sorted(range(-left, right + 1), key=abs):
        if first + step == 0 or words[first + step - 1] in ENDS:
            return a + step, b + step, c + step, d + step
    return pair


def _difference(stretch: _Stretch, pair: tuple[int, int, int, int]) -> Difference:
    a, b, c, d = pair
    old_at = _place(stretch.old, a, b, stretch.old_span)
    new_at = _place(stretch.new, c, d, stretch.new_span)
    return Difference(
        old=tuple(stretch.old[a:b]),
        new=tuple(stretch.new[c:d]),
        old_at=old_at,
        new_at=new_at,
        left=stretch.old[a - 1].text if a else "\n" if old_at[0] else "",
        right=stretch.old[b].text if b < len(stretch.old) else "\n",
        last=_is_last(stretch, old_at, new_at),
    )


def _whole(stretch: _Stretch) -> Difference:
    """A stretch that is too long to be read word by word."""
    last = _is_last(stretch, stretch.old_span, stretch.new_span)
    return Difference((), (), stretch.old_span, stretch.new_span, "\n", "\n", last)


def _is_last(stretch: _Stretch, old_at: tuple[int, int], new_at: tuple[int, int]) -> bool:
    return not _REST.match(stretch.before, old_at[1]) and not _REST.match(stretch.after, new_at[1])


def _place(words: list[Word], first: int, last: int, span: tuple[int, int]) -> tuple[int, int]:
    """Where words stand; of no words, where they would."""
    bare = [word for word in words[first:last] if word.text != "\n"] or words[first:last]
    if bare:
        return bare[0].start, bare[-1].end
    at = words[first].start if first < len(words) else words[-1].end if words else span[0]
    return at, at
