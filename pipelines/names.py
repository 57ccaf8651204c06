"""Many names in one text, found in one pass: normalise, scan, test the edges, keep the longest.

Why Aho-Corasick, and what it was measured against: docs/decisions/0003-names-by-aho-corasick.md.
"""

import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

_SPACES = "\t\n\r\u00a0\u2007\u2009\u202f\u3000"
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014"
_SAME = {ord(c): " " for c in _SPACES} | {ord(c): "-" for c in _HYPHENS}
_SAME |= {ord(c): "'" for c in "\u2018\u2019\u02bc"} | {ord(c): '"' for c in "\u201c\u201d\u201e"}
_SAME |= {c: chr(c - 0xFEE0).lower() for c in range(0xFF01, 0xFF5F)} | {ord("ς"): "σ"}


class Name(NamedTuple):
    """A name to look for.

    `text` may end in a star, which stands for any ending. Names of one `group` compete: where they
    overlap, the longest wins. `key` says whose name it is; a name that is not `sure` needs more proof
    than its own words, and `near` lists the words that give it.
    """

    text: str
    group: str
    key: str
    sure: bool = True
    near: frozenset[str] = frozenset()


class Match(NamedTuple):
    """A name where it stands: text[start:end] are its words."""

    start: int
    end: int
    name: Name


@dataclass(frozen=True)
class Found:
    """Everything one text holds, by group, in the order of the text."""

    groups: dict[str, list[Match]]

    def of(self, group: str) -> list[Match]:
        """The matches of one group."""
        return self.groups.get(group, [])

    @cached_property
    def starts(self) -> dict[tuple[str, str], list[int]]:
        """Where each (group, key) stands."""
        starts: dict[tuple[str, str], list[int]] = defaultdict(list)
        for group, matches in self.groups.items():
            for match in matches:
                starts[group, match.name.key].append(match.start)
        return dict(starts)

    def near(self, group: str, keys: Iterable[str], match: Match, distance: int) -> bool:
        """Does one of the keys stand within `distance` characters of a match, but outside it?"""
        return any(
            match.start - distance <= start < match.end + distance and not match.start <= start < match.end
            for key in keys
            for start in self._around(group, key, match, distance)
        )

    def _around(self, group: str, key: str, match: Match, distance: int) -> list[int]:
        starts = self.starts.get((group, key), [])
        return starts[bisect_left(starts, match.start - distance) : bisect_left(starts, match.end + distance)]


class Matcher:
    """Finds a fixed set of names, each in the writing its own letters ask for.

    A name in capitals ("DISH") is found in capitals only, a name in small letters in any writing, any
    other unless the text writes it all in small letters.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        by_form: dict[str, list[Name]] = defaultdict(list)
        for name in names:
            by_form[fold(name.text.rstrip("*"))].append(name)
        self._names = list(by_form.values())
        self._edges = [(form[0].isalnum(), form[-1].isalnum()) for form in by_form]
        self._automaton = AhoCorasick(list(by_form), matchkind=MatchKind.Standard)

    def find(self, text: str, end: int | None = None) -> Found:
        """The names in text[:end], the longest where names of one group overlap."""
        folded = fold(text if end is None else text[:end])
        groups: dict[str, list[Match]] = defaultdict(list)
        for index, start, stop in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            left, right = self._edges[index]
            if left and not is_edge(folded, start):
                continue
            closed = not right or is_edge(folded, stop)
            for name in self._names[index]:
                if (closed or name.text[-1] == "*") and _written_as(name.text, text[start:stop]):
                    groups[name.group].append(Match(start, stop if closed else _word_end(folded, stop), name))
        return Found({group: _longest(matches) for group, matches in groups.items()})


def fold(text: str) -> str:
    """The text in small letters with plain quotes, hyphens and spaces; as long as before, always."""
    lower = text.lower()
    if len(lower) != len(text):  # a letter such as the Turkish capital I with a dot becomes two
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lower if lower.isascii() and not _ODD.intersection(lower) else lower.translate(_SAME)


_ODD = frozenset("\t\n\r")


def is_edge(text: str, at: int) -> bool:
    """Can a word end or begin between the characters before and after this place?

    Scripts without spaces set no edges of their own, so Han and Hangul may go on; Katakana may not.
    """
    if at == 0 or at == len(text):
        return True
    before, after = text[at - 1], text[at]
    if not (before.isalnum() and after.isalnum()):
        return True
    if before < "\u2e80" and after < "\u2e80":
        return False
    script = _script(before)
    return script != _script(after) or script in ("CJK", "HANGUL")


def _script(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0].partition("-")[0] if character > "\u2e7f" else ""


def _word_end(text: str, at: int) -> int:
    while not is_edge(text, at):
        at += 1
    return at


def _written_as(name: str, words: str) -> bool:
    if name.isupper():
        return words.isupper()
    return name.islower() or not words.islower()


def _longest(matches: list[Match]) -> list[Match]:
    """Leftmost first, then longest; names with the very same words all stay."""
    kept: list[Match] = []
    for match in sorted(matches, key=lambda m: (m.start, -m.end, m.name.key)):
        if not kept or match.start >= kept[-1].end or match[:2] == kept[-1][:2]:
            kept.append(match)
    return kept
