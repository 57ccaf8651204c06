"""What edits.yml says of edits, ready to be asked: notices, lines that change by themselves, negations, small words."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pipelines.names import fold

PATTERNS = ("notices", "gone", "idle", "passing", "cuts", "captions")
SPOKEN = ("negations", "small")
UNSPACED = frozenset({"ja", "ko", "zh"})  # a negation is part of a word
_BEGINS = r"(?m)(?:^[^\w\n]*|[.!?。！？][\"')]* +|[(（\[【※])\s*"
_LINE = r"(?m)^[ \t*•·|>»(\[-]*(?:{})[ \t.!…|»›→>)\]]*$"
_SHAPES = {  # what must stand around the patterns of a list
    "notices": _BEGINS + "(?:{})",
    "gone": _BEGINS + "(?:{})",
    "idle": _LINE,
    "passing": "(?:{})",
    "cuts": _LINE,
    "captions": _LINE,
}
_WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


@dataclass(frozen=True, kw_only=True)
class EditWords:
    """The words that tell one kind of edit from another; texts must be folded (`fold_lines`)."""

    entries: dict[str, list[dict[str, Any]]]  # by list, as in the file

    @cached_property
    def notices(self) -> re.Pattern[str]:
        """Where a publisher says that it changed its article."""
        return self._all("notices")

    @cached_property
    def gone(self) -> re.Pattern[str]:
        """Where a page says that its article is not there any more."""
        return self._all("gone")

    @cached_property
    def cuts(self) -> re.Pattern[str]:
        """Lines that say that what stands here is only the beginning."""
        return self._all("cuts")

    @cached_property
    def captions(self) -> re.Pattern[str]:
        """Lines that tell what a picture shows."""
        return self._all("captions")

    @cached_property
    def boring(self) -> re.Pattern[str]:
        """Everything that changes by itself, or is no part of the article."""
        sources = [self._all(name).pattern.removeprefix("(?m)") for name in ("idle", "cuts", "passing")]
        return re.compile(f"(?m){'|'.join(sources)}")

    @cached_property
    def negations(self) -> dict[str, frozenset[str]]:
        """Words without which a sentence says the opposite, by language."""
        return {entry["id"]: frozenset(entry["words"]) for entry in self.entries["negations"]}

    @cached_property
    def denials(self) -> dict[str, frozenset[str]]:
        """Words that say it otherwise, by language."""
        return {entry["id"]: frozenset(entry.get("also", ())) for entry in self.entries["negations"]}

    @cached_property
    def small(self) -> dict[str, frozenset[str]]:
        """Words whose change alone is a slip of grammar, by language."""
        return {entry["id"]: frozenset(entry["words"]) for entry in self.entries["small"]}

    def _all(self, name: str) -> re.Pattern[str]:
        return _compiled(name, self.entries[name])


def fold_lines(text: str) -> str:
    """A text in small letters with plain quotes and hyphens, its lines as they are; as long as before."""
    folded, lines, at = fold(text), [], 0
    for line in text.split("\n"):
        lines.append(folded[at : at + len(line)])
        at += len(line) + 1
    return "\n".join(lines)


def load_edit_words(content: dict[str, Any]) -> EditWords:
    """The words of edits.yml; patterns are compiled when first asked for."""
    return EditWords(entries={name: content[name] for name in (*PATTERNS, *SPOKEN)})


def holds_for(name: str, entry: dict[str, Any]) -> Callable[[str], bool]:
    """Does one entry of a list hold for a sentence?"""
    if name in PATTERNS:
        pattern = _compiled(name, [entry])
        return lambda text: pattern.search(fold_lines(text)) is not None
    words = frozenset(entry["words"])
    if name == "small":
        return lambda text: words.issuperset(_WORDS.findall(fold(text)))
    return lambda text: (
        any(negates(word, words) for word in _WORDS.findall(fold(text)))
        or (entry["id"] in UNSPACED and any(word in text for word in words))
    )


def negates(word: str, words: frozenset[str]) -> bool:
    """Is a folded word a negation, or does it end in one: "didn't"?"""
    return word in words or ("n't" in words and word.endswith("n't"))


def broken_edits(words: EditWords) -> list[str]:
    """Patterns of edits.yml that are none."""
    return [
        f"edits.yml: {fault}" for name in PATTERNS for entry in words.entries[name] for fault in _faults(name, entry)
    ]


def _faults(name: str, entry: dict[str, Any]) -> Iterator[str]:
    try:
        _compiled(name, [entry])
    except re.error as error:
        yield f"{entry['id']}: {error}"


def _compiled(name: str, entries: list[dict[str, Any]]) -> re.Pattern[str]:
    either = "|".join(pattern for entry in entries for pattern in entry["patterns"])
    return re.compile(_SHAPES[name].replace("{}", either))
