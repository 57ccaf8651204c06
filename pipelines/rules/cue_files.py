"""Reading the files of cues/, and everything that can be wrong with them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.rules.checks import faults_of, read_file
from pipelines.rules.entries import ENTRIES, NUMBER, PROOF, TEXT, TEXTS, TEXTS_BY_LIST, WORDS, Shape
from pipelines.rules.languages import CUE_LISTS, HINTED, WORD_LISTS, expand
from rulingwire.vocabulary import COUNTS, DATES, EVENTS, OUTCOMES, ROLES, SIDES, STEPS, SUMS

FILE = Shape(
    must={"language": TEXT},
    may={
        "macros": TEXTS,
        "ands": TEXTS,
        "nouns": TEXTS,
        "hints": TEXTS_BY_LIST,
        "hint_hits": TEXTS,
        "hint_misses": WORDS,
        "noun_hits": TEXTS,
        **dict.fromkeys(WORD_LISTS, WORDS),
        **dict.fromkeys(CUE_LISTS, ENTRIES),
    },
)
WORDS_OF = {"outcomes": OUTCOMES, "events": EVENTS, "sums": SUMS, "counts": COUNTS, "dates": DATES, "steps": STEPS}

Languages = dict[str, dict[str, Any]]


def read_languages(folder: Path) -> tuple[Languages, list[str]]:
    """The content of every file of a folder by language, and what is wrong with them."""
    languages: Languages = {}
    mistakes: list[str] = []
    seen: set[str] = set()
    for path in sorted(folder.glob("*.yml")):
        content, faults = read_file(path)
        faults = faults or list(faults_of(content, FILE))
        if not faults:
            languages[content["language"]] = content
            faults = list(_entry_faults(content, languages.get("any", {}), seen))
        mistakes += [f"cues/{path.name}: {fault}" for fault in faults]
    if not mistakes and "ands" not in languages.get("any", {}):
        mistakes = ["cues/any.yml: cannot be read, or has no `ands`"]
    return languages, mistakes


def _hint_faults(content: dict[str, Any]) -> Iterator[str]:
    for name, words in content.get("hints", {}).items():
        if name not in HINTED:
            yield f"hints: `{name}` is none of {', '.join(HINTED)}"
        for gives in words.keys() - WORDS_OF.get(name, {}).keys():
            yield f"hints: {name}: `{gives}` is none of {', '.join(WORDS_OF.get(name, {}))}"


def _entry_faults(content: dict[str, Any], shared: dict[str, Any], seen: set[str]) -> Iterator[str]:
    yield from _hint_faults(content)
    for tail in content.get("tails", ()):
        yield from (f"tails: {fault}" for fault in _pattern_faults(tail, [shared, content]))
    for name, gives in CUE_LISTS.items():
        must = {"id": TEXT, "patterns": WORDS, **PROOF} | ({gives: TEXT} if gives else {})
        shape = Shape(must=must, may={"only": TEXT, "weight": NUMBER})
        for number, entry in enumerate(content.get(name, ()), 1):
            label = entry.get("id", f"{name} {number}") if isinstance(entry, dict) else f"{name} {number}"
            found = list(faults_of(entry, shape)) or list(_cue_faults(name, entry, [shared, content]))
            yield from (f"{label}: {fault}" for fault in found)
            if label in seen:
                yield f"{label}: stands twice"
            seen.add(label)


def _cue_faults(name: str, entry: dict[str, Any], contents: list[dict[str, Any]]) -> Iterator[str]:
    gives = entry.get(CUE_LISTS[name], "")
    if name in WORDS_OF and gives not in WORDS_OF[name]:
        yield f"`{gives}` is none of {', '.join(WORDS_OF[name])}"
    if entry.get("only", "title") not in ("title", "again"):
        yield "`only` can be `title` or `again`, nothing else"
    for pattern in entry["patterns"]:
        yield from _pattern_faults(pattern, contents)


def _pattern_faults(pattern: str, contents: list[dict[str, Any]]) -> Iterator[str]:
    if re.search(r"(?<!\\)(?<!\(\?)[A-ZÀ-Þ]", pattern):
        yield f"{pattern!r}: sentences are read in small letters, so a capital never matches"
    try:
        _, slots = expand(pattern, contents)
    except KeyError as error:
        yield f"{pattern!r}: no macro is called {error}"
    else:
        known = {*ROLES, "party", "court", "sum", "date"}
        for role, side in slots:
            if role not in known or (side and side not in SIDES):
                yield f"{pattern!r}: `{{{role} {side}}}` is no role of ours; known are {', '.join(sorted(known))}"
