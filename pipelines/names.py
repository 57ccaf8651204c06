"""Many names in one text, found in one pass: normalise, scan, test the edges, keep the longest.

Why Aho-Corasick, and what it was measured against: docs/decisions/0003-names-by-aho-corasick.md.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

_SAME = dict.fromkeys("\t\n\r\u00a0\u2007\u2009\u202f\u3000", " ")
_SAME |= dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-")
_SAME |= dict.fromkeys("\u2018\u2019\u02bc", "'") | dict.fromkeys("\u201c\u201d\u201e", '"') | {"ς": "σ"}
_WIDE = {c: chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}
_KATAKANA = re.compile("[\u30a0-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
EAST_ASIAN = "\u2e80-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff"  # for a class of characters
_EAST_ASIAN = re.compile(f"[{EAST_ASIAN}]")
_ANY_WIDE = re.compile("[\uff01-\uff5e]")


FIT_FOR_GENITIVE = 6  # letters; a shorter name with an s may be another word


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


class _Form(NamedTuple):
    opens: bool  # a word must begin where it begins
    closes: bool  # a word must end where it ends
    genitive: bool  # an s may end it: "Cloudflares Berufung"
    names: list[tuple[Name, frozenset[str], bool]]  # with the writings it may have; True: any ending will do


_WRITINGS = {
    "capitals": frozenset({"capitals"}),
    "small": frozenset({"capitals", "mixed", "small"}),
    "mixed": frozenset({"capitals", "mixed"}),
}


class Matcher:
    """Finds a fixed set of names, each in the writing its own letters ask for.

    A name in capitals ("DISH") is found in capitals only, a name in small letters in any writing, any
    other unless the text writes it all in small letters.
    """

    def __init__(self, names: Iterable[Name], overlapping: frozenset[str] = frozenset()) -> None:
        """`overlapping` are the groups whose names do not compete."""
        self._names = names
        self._overlapping = overlapping

    @cached_property
    def _built(self) -> tuple[AhoCorasick, list[_Form]]:
        """The automaton and the forms it finds, made when first needed: a run without news needs none."""
        by_form: dict[str, list[Name]] = defaultdict(list)
        for name in self._names:
            by_form[fold(name.text.rstrip("*"))].append(name)
        forms = [_form(form, names) for form, names in by_form.items()]
        return AhoCorasick(list(by_form), matchkind=MatchKind.Standard), forms

    def find(self, text: str, end: int | None = None) -> Found:
        """The names in text[:end], the longest where names of one group overlap."""
        folded = fold(text if end is None else text[:end])
        automaton, forms = self._built
        groups: dict[str, list[Match]] = defaultdict(list)
        for index, start, stop in automaton.find_matches_as_indexes(folded, overlapping=True):
            form = forms[index]
            if form.opens and not is_edge(folded, start):
                continue
            stop += form.genitive and _is_genitive(folded, stop)
            whole = not form.closes or is_edge(folded, stop)
            writing = _writing(text[start:stop])
            for name, writings, stem in form.names:
                if writing in writings and (whole or stem):
                    groups[name.group].append(Match(start, stop if whole else _word_end(folded, stop), name))
        return Found({group: self._resolved(group, matches) for group, matches in groups.items()})

    def _resolved(self, group: str, matches: list[Match]) -> list[Match]:
        matches.sort(key=lambda match: (match.start, -match.end, match.name.key))
        return matches if group in self._overlapping else _longest(matches)


@lru_cache(maxsize=4)  # one article is read for several sets of names
def fold(text: str) -> str:
    """The text in small letters with plain quotes, hyphens and spaces; as long as before, always."""
    lower = text.lower()
    if len(lower) != len(text):  # a letter such as the Turkish capital I with a dot becomes two
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for odd, plain in _SAME.items():  # ten times faster than one str.translate
        lower = lower.replace(odd, plain)
    return lower.translate(_WIDE) if _ANY_WIDE.search(lower) else lower


def is_edge(text: str, at: int) -> bool:
    """Can a word end or begin between the characters before and after this place?

    Chinese, Japanese and Korean put no spaces between words, so there it can; but not inside Katakana,
    which writes foreign names letter by letter.
    """
    if at == 0 or at == len(text):
        return True
    before, after = text[at - 1], text[at]
    if not (before.isalnum() and after.isalnum()):
        return True
    if before < "\u2e80" and after < "\u2e80":
        return False
    if _KATAKANA.match(before) and _KATAKANA.match(after):
        return False
    return bool(_EAST_ASIAN.match(before) or _EAST_ASIAN.match(after))


def _is_genitive(text: str, at: int) -> bool:
    return text[at : at + 1] == "s" and is_edge(text, at + 1)


def _word_end(text: str, at: int) -> int:
    while not is_edge(text, at):
        at += 1
    return at


def _writing(words: str) -> str:
    return "capitals" if words.isupper() else "small" if words.islower() else "mixed"


def _form(form: str, names: list[Name]) -> _Form:
    """What a folded form is tested for when it is met."""
    allowed = [(name, _WRITINGS[_writing(name.text)], name.text.endswith("*")) for name in names]
    genitive = len(form) >= FIT_FOR_GENITIVE and form[-1].isalpha() and all(name.sure for name in names)
    return _Form(form[0].isalnum(), form[-1].isalnum(), genitive and names[0].group == "party", allowed)


def _longest(matches: list[Match]) -> list[Match]:
    """Of sorted matches the leftmost, then longest; names with the very same words all stay."""
    kept: list[Match] = []
    for match in matches:
        if not kept or match.start >= kept[-1].end or match[:2] == kept[-1][:2]:
            kept.append(match)
    return kept
