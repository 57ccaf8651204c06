"""Sentences as the cues see them: parties, courts, sums and dates are single signs, asides are left out.

"On Monday, the publishers Kodansha and Shueisha (two of four) also sued Cloudflare Inc." is read as "P sued P",
so that one pattern fits many tellings. Each sign knows the words it stands for.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pipelines.passages import Passage
from pipelines.rules.languages import DATE, Cue, Language

_PARENTHESIS = re.compile(r" ?[(（][^()（）]{0,80}[)）]")
_LEFT_OUT_BEFORE = re.compile(r"^[\s,]+")


class Slot(NamedTuple):
    """Words that a sign stands for: passage.text[start:end] names `keys`."""

    sign: str
    start: int
    end: int
    keys: tuple[str, ...]
    weight: float = 1.0  # less where a noun stands for the name


class _Cut(NamedTuple):
    start: int
    end: int
    slot: Slot | None  # None: words that are left out


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence in small letters, with signs in place of what we know."""

    passage: Passage
    number: int  # within its passage, from 0
    text: str
    slots: dict[int, Slot]  # by the place of the sign in `text`
    dates: tuple[Slot, ...]  # said in the sentence, in or left out of `text`
    cues: dict[str, list[Cue]]  # worth trying, by list
    marks: list[tuple[int, int]]  # places in `text` and in the passage, ascending

    def place(self, at: int) -> int:
        """Where in the passage text[at] stands."""
        here, there = self.marks[bisect_right(self.marks, (at, len(self.passage.text))) - 1]
        return there + at - here


def read_sentences(
    parts: Iterable[Passage], slots: dict[str, list[Slot]], language: Language, *, dated: bool = False
) -> Iterator[Sentence]:
    """The sentences of title and text; `slots` are by field, in order, and do not overlap.

    Dates are left out unless asked for: they stand anywhere in a sentence and would part what belongs together.
    """
    for part in parts:
        folded, mine = part.folded, slots.get(part.field, [])
        for number, (start, end) in enumerate(zip(part.breaks, part.breaks[1:], strict=False)):
            inside = [slot for slot in mine if start <= slot.start < end]
            if not dated or any(slot.sign == DATE for slot in inside):
                cuts = _cuts(inside, folded, (start, end), language, dated=dated)
                dates = tuple(slot for slot in inside if slot.sign == DATE)
                yield _sentence(part, number, (start, end), cuts, dates, language)


def _cuts(slots: list[Slot], folded: str, span: tuple[int, int], language: Language, *, dated: bool) -> Iterator[_Cut]:
    """What is replaced or left out, in order, without overlaps."""
    cuts = [_Cut(slot.start, slot.end, slot if dated or slot.sign != DATE else None) for slot in slots]
    cuts += [_Cut(*found.span(), None) for found in language.asides.finditer(folded, *span)]
    taken = [slot.start for slot in slots]
    cuts += [
        _Cut(*found.span(), None)
        for found in _PARENTHESIS.finditer(folded, *span)
        if not any(found.start() <= at < found.end() for at in taken) and not language.kept.search(found.group())
    ]
    done = span[0]
    for cut in sorted(cuts, key=lambda cut: (cut.start, -cut.end)):
        if cut.start >= done:
            yield cut
            done = cut.end


def _sentence(
    part: Passage, number: int, span: tuple[int, int], cuts: Iterable[_Cut], dates: tuple[Slot, ...], language: Language
) -> Sentence:
    start, folded = span[0], part.folded[slice(*span)]
    pieces: list[str] = []
    slots: dict[int, Slot] = {}
    marks = [(0, start)]
    size, done = 0, 0
    for cut in cuts:
        kept = folded[done : cut.start - start]
        done = cut.end - start
        last = kept[-1:] or (pieces[-1] if pieces else "")
        if cut.slot is None and last in ("", " "):  # no gap where words are left out
            gap = _LEFT_OUT_BEFORE.match(folded[done:])
            done += gap.end() if gap else 0
        pieces += [piece for piece in (kept, cut.slot.sign if cut.slot else "") if piece]
        size += len(kept)
        if cut.slot:
            slots[size] = cut.slot
            size += 1
        marks.append((size, start + done))
    text = "".join([*pieces, folded[done:]])
    return Sentence(
        passage=part, number=number, text=text, slots=slots, dates=dates, cues=language.cues_for(text), marks=marks
    )
