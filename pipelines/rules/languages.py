"""The languages we read: how each gives a party its role, tells an outcome, names a sum. One file for each in cues/."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from ahocorasick_rs import AhoCorasick

from pipelines.amounts import NUMBER
from pipelines.rules.triggers import SIGNS, find_signs, find_triggers
from rulingwire.vocabulary import SIDES

PARTY, COURT, SUM, DATE = tuple(SIGNS)
HEDGE = 50  # characters before a cue in which a hedge takes it back
MOST_BEFORE = 60  # characters before a name that may describe it: "the US network operator Cloudflare"

_NUMBER = rf"(?P<number>{NUMBER})(?! ?%|\d)"
_SIGN_OF = {"court": COURT, "sum": SUM, "date": DATE}
_SIDES = tuple(SIDES)  # "won", "lost"
_SLOT = re.compile(r"\{([a-z][a-z -]*)\}(?=(.?))", re.DOTALL)
_MACRO = re.compile(r"<([a-z][a-z-]*)>")
_CLAUSE_END = re.compile(
    r"[.!?;:。]|, (?:and|but|while|und|aber|während|mais|et|pero|y|ma|mas|men|och|og|maar|а|но|и|ale|lecz) "
)
_APPOSITION = rf"(?:, [^,{SIGNS}]{{2,80}},)?"
_WITHOUT_SPACES = ("ja", "zh", "ko", "th")

# The lists of cues a language may hold, and the key that says what a cue of the list gives.
CUE_LISTS = {
    "roles": "",
    "outcomes": "outcome",
    "events": "event",
    "sums": "kind",
    "counts": "thing",
    "dates": "date",
    "steps": "step",
}
HINTED = ("sums", "outcomes", "events")
WORD_LISTS = ("hedges", "asides", "tails", "before_names", "compounds", "about", "or", "between", "kept")


@dataclass(frozen=True, kw_only=True)
class Cue:
    """Words that prove something of the signs they stand around."""

    id: str
    gives: str  # the outcome, event, step, kind of sum ...; "" where the slots say it
    source: str  # a regular expression over `pipelines.sentences.Sentence.text`
    slots: tuple[tuple[str, str], ...]  # what the groups s0, s1 ... stand for: (role, "won" or "lost" or "")
    only: str  # "title": counts in titles alone; "again": for parties that the article names elsewhere too
    weight: float

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when first used: most runs never read most languages."""
        return re.compile(self.source)

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """The signs without which it cannot match."""
        return tuple(sorted(find_signs(self.source)))

    def may_hold(self, field: str, text: str) -> bool:
        """Is it worth trying on this sentence of title or text?"""
        return self.only in ("", "again", field) and all(sign in text for sign in self.needs)


@dataclass(frozen=True, kw_only=True)
class Language:
    """What one language brings, with what holds for all (`any.yml`)."""

    code: str
    hedges: re.Pattern[str]  # words that take back what is said after them
    asides: re.Pattern[str]  # words left out of a sentence: "also", "jointly"
    kept: re.Pattern[str]  # words for which a bracket is not left out: "(plaintiff)"
    tails: re.Pattern[str]  # "and three other publishers", part of the name before
    before_names: frozenset[str]  # words that only describe the name after them
    compounds: tuple[str, ...]  # the same as ends of words: "-anbieter"
    abouts: re.Pattern[str]  # "about", "more than" before a sum
    nouns: re.Pattern[str]  # nouns that may mean a party, by kind
    noun_kinds: tuple[tuple[str, ...], ...]  # the kinds of parties that the groups n0, n1 ... of `nouns` mean
    hints: dict[str, tuple[re.Pattern[str], list[str]]]  # by list: single words, and what each group of them gives
    ands: str  # "and" before the last name of a list, as alternatives
    between: re.Pattern[str]  # "between", after which two names stand against each other
    conversion: re.Pattern[str]  # what may stand between a sum and its conversion
    cues: dict[str, tuple[Cue, ...]]  # by list: roles, outcomes, events, sums, counts, dates, steps

    @cached_property
    def _ears(self) -> tuple[AhoCorasick, list[list[tuple[str, Cue]]], dict[str, list[Cue]]]:
        """The triggers of all cues, the list and cue behind each, and the cues that must always be tried."""
        triggers: dict[str, list[tuple[str, Cue]]] = defaultdict(list)
        always: dict[str, list[Cue]] = defaultdict(list)
        for name, cues in self.cues.items():
            for cue in cues:
                found = find_triggers(cue.source)
                for word in found:
                    triggers[word].append((name, cue))
                if not found:
                    always[name].append(cue)
        words = sorted(triggers)
        return AhoCorasick(words), [triggers[word] for word in words], always

    def cues_for(self, text: str) -> dict[str, list[Cue]]:
        """The cues worth trying on a sentence, by list: those whose letters stand in it."""
        automaton, owners, always = self._ears
        heard: dict[str, dict[int, Cue]] = {name: {id(cue): cue for cue in always[name]} for name in self.cues}
        for index in {found[0] for found in automaton.find_matches_as_indexes(text, overlapping=True)}:
            for name, cue in owners[index]:
                heard[name][id(cue)] = cue
        return {name: list(cues.values()) for name, cues in heard.items()}

    def hedge(self, text: str, at: int) -> str:
        """The word that takes back what text[at:] says, if one stands before it in the clause."""
        found = self.hedges.search(_CLAUSE_END.split(text[max(0, at - HEDGE) : at])[-1])
        return found.group() if found else ""

    def lead(self, text: str, start: int) -> int:
        """Where the words begin that only describe the name at text[start:]."""
        words = text[max(0, start - MOST_BEFORE) : start].split(" ")
        at, lead = start + 1, start
        while words and (not words[-1] or self._describes(words[-1])):
            word = words.pop()
            at -= len(word) + 1
            lead = at if word else lead
        return lead

    def tail(self, text: str, end: int) -> int:
        """Where "and three other publishers" after the name that ends at text[end:] ends; 0 where nothing follows."""
        found = self.tails.match(text, end)
        return found.end() if found and not self.kept.search(found.group()) else 0

    def parted(self, text: str, start: int) -> bool:
        """Do the words before the names at text[start:] set two of them against each other?"""
        lead = self.lead(text, start)
        return bool(self.between.search(text, max(0, lead - MOST_BEFORE), lead))

    def find_nouns(self, text: str) -> Iterator[tuple[re.Match[str], tuple[str, ...]]]:
        """The nouns in a folded text that may mean a party, with the kinds of parties they mean."""
        for found in self.nouns.finditer(text):
            yield found, self.noun_kinds[int((found.lastgroup or "n0")[1:])]

    def about(self, text: str, start: int) -> int:
        """Where "about" or "more than" before the sum at text[start:] begins."""
        found = self.abouts.search(text, max(0, start - MOST_BEFORE), start)
        return found.start() if found else start

    def converts(self, between: str) -> bool:
        """Are these the words between a sum and the same in another currency?"""
        return bool(self.conversion.fullmatch(between))

    def _describes(self, word: str) -> bool:
        return word.removeprefix("l'") in self.before_names or word.endswith(self.compounds)


class Languages(Mapping[str, Language]):
    """The languages by code, each made when it is first asked for; "any" serves those without a file."""

    def __init__(self, files: dict[str, dict[str, Any]]) -> None:
        """`files` is the content of the files of cues/ by language."""
        self._files = files
        self._made: dict[str, Language] = {}

    def __getitem__(self, code: str) -> Language:
        if code not in self._made:
            self._made[code] = _language(code, [self._files["any"], self._files[code]])
        return self._made[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def broken_patterns(languages: Mapping[str, Language]) -> list[str]:
    """The cues whose pattern is no regular expression; compiling all takes seconds, so loading leaves it out."""
    broken: list[str] = []
    for code, language in languages.items():
        for cue in chain.from_iterable(language.cues.values()):
            try:
                re.compile(cue.source)
            except re.error as error:
                broken.append(f"cues/{code}.yml: {cue.id}: {cue.source!r} is no regular expression: {error}")
    return broken


def _language(code: str, contents: list[dict[str, Any]]) -> Language:
    contents = contents if code != "any" else contents[:1]
    nouns: dict[str, str] = dict(sorted(contents[-1].get("nouns", {}).items()))
    words = {key: [w for content in contents for w in content.get(key, ())] for key in WORD_LISTS}
    return Language(
        code=code,
        hedges=_any(words["hedges"]),
        asides=_any(words["asides"], " "),
        kept=re.compile(_either(words["kept"])),
        tails=re.compile("|".join(_expanded(tail, contents) for tail in words["tails"]) or r"(?!)"),
        before_names=frozenset(words["before_names"]),
        compounds=tuple(words["compounds"]) or ("\0",),
        abouts=re.compile(rf"(?:{_either(words['about'])})(?: ?(?:{_either(words['about'])}))* ?\Z"),
        nouns=re.compile(
            "|".join(rf"(?P<n{n}>{_whole(code, noun)})" for n, noun in enumerate(nouns.values())) or r"(?!)"
        ),
        noun_kinds=tuple(tuple(kinds.split()) for kinds in nouns),
        hints={name: _hints(code, contents[-1].get("hints", {}).get(name, {})) for name in HINTED},
        ands=contents[0]["ands"].get(code, contents[0]["ands"]["en"]),
        between=re.compile(rf"(?<!\w)(?:{_either(words['between'])}) ?\Z"),
        conversion=_conversion(words["about"], words["or"]),
        cues={name: tuple(_cues(name, contents)) for name in CUE_LISTS},
    )


def _conversion(about: list[str], either: list[str]) -> re.Pattern[str]:
    """What stands between a sum and its conversion: a bracket, "or about", or ", roughly"."""
    roughly = rf"(?:{_either(about)})"
    return re.compile(rf" ?(?:[(（/=]|,? (?:{_either(either)})) ?(?:{roughly} ?)*|, (?:{roughly} )+")


def _hints(code: str, words: dict[str, str]) -> tuple[re.Pattern[str], list[str]]:
    ordered = sorted(words)  # of a word that stands twice, never the order of the file decides
    either = "|".join(rf"(?P<g{n}>{_whole(code, words[gives])})" for n, gives in enumerate(ordered)) or r"(?!)"
    return re.compile(either), ordered


def _whole(code: str, pattern: str) -> str:
    """A pattern that matches whole words only, where the language parts its words."""
    return pattern if code in _WITHOUT_SPACES else rf"(?<!\w)(?:{pattern})(?!\w)"


def _any(words: list[str], then: str = "") -> re.Pattern[str]:
    """Any of the words as a whole; a star stands for any ending."""
    return re.compile(rf"(?<!\w)(?:{_either(words)})(?!\w){then}" if words else r"(?!)")


def _either(words: list[str]) -> str:
    return "|".join(re.escape(word).replace(r"\*", r"\w*") for word in sorted(words, key=len, reverse=True)) or "(?!)"


def _cues(name: str, contents: list[dict[str, Any]]) -> Iterator[Cue]:
    for content in contents:
        for entry in content.get(name, ()):
            for pattern in entry["patterns"]:
                source, slots = expand(pattern, contents)
                yield Cue(
                    id=entry["id"],
                    gives=entry.get(CUE_LISTS[name], ""),
                    source=_whole(content["language"], source),
                    slots=slots,
                    only=entry.get("only", ""),
                    weight=float(entry.get("weight", 1)),
                )


def expand(pattern: str, contents: list[dict[str, Any]]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A pattern as a regular expression, and what its groups stand for."""
    slots: list[tuple[str, str]] = []

    def slot(match: re.Match[str]) -> str:
        if match[1] == "number":
            return _NUMBER
        *role, side = match[1].split() if match[1].endswith(_SIDES) else (match[1], "")
        slots.append((" ".join(role), side))
        sign = _SIGN_OF.get(match[1], PARTY)
        goes_on = sign == PARTY and match[2] == " "
        return f"(?P<s{len(slots) - 1}>{sign})" + (_APPOSITION if goes_on else "")

    return _SLOT.sub(slot, _expanded(pattern, contents)), tuple(slots)


def _expanded(pattern: str, contents: list[dict[str, Any]]) -> str:
    macros = {name: words for content in contents for name, words in content.get("macros", {}).items()}
    while macro := _MACRO.search(pattern):
        if macro[1] not in macros:
            raise KeyError(macro[1])
        pattern = pattern.replace(macro[0], f"(?:{macros[macro[1]]})")
    return pattern
