"""What kind of change a difference of words is: a fact, a sentence more or less, other words, or a slip mended."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipelines.currencies import SCALES, SPELT
from pipelines.differences import ENDS, Difference, Word
from pipelines.names import fold
from pipelines.rules import Rules
from pipelines.rules.calendars import Calendar
from pipelines.rules.edit_words import UNSPACED, negates

FEW = 8  # words: in a longer difference the sentence is no longer the same
SENTENCE = 4  # words that make one
KNOWN_AS = {"no": "da", "nb": "da", "nn": "da", "und": "en"}
NOUNS_IN_CAPITALS = frozenset({"de", "lb"})
NOT_ONLY_DATES = frozenset({"mars", "march", "mart"})
POINT_IS_DECIMAL = frozenset({"en", "ja", "ko", "zh"})
OTHER_WORDS = frozenset({("en", "due"), ("en", "cent"), ("en", "sex")})  # numbers in another language
MONEY = frozenset("$€£¥₩₹")
KANJI = dict(zip("二三四五六七八九十", range(2, 11), strict=True))

_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_PARTS = re.compile("[ -]")  # of a name
_HIRAGANA = re.compile("[\u3041-\u309f]{0,2}")

Words = tuple[Word, ...]


def kind_of(one: Difference, language: str, rules: Rules) -> str:
    """substantive, added, removed, reworded or cosmetic."""
    language = language.split("-")[0].lower()
    language = KNOWN_AS.get(language, language)
    old, new = letters(one.old), letters(one.new)
    if not one.old and not one.new:
        return "reworded"  # too long to be read word by word
    if "".join(old) == "".join(new) and _money(one.old) == _money(one.new):
        return "cosmetic"
    if max(len(old), len(new)) <= FEW and (
        _other_figures(one, language, rules.calendar) or _negated(one, language, rules) or _renamed(one, language)
    ):
        return "substantive"
    if not (old and new) and is_sentence(one.old or one.new, one.left):
        return "added" if new else "removed"
    small = rules.edits.small.get(language, frozenset())
    return "cosmetic" if _is_slip(old, new, small) else "reworded"


def letters(words: Sequence[Word]) -> list[str]:
    """The words without marks, in small letters; those that spell a number are digits: "two-pound" is 2 pound."""
    parts = [part for word in words if word.text[0].isalnum() for part in fold(word.text).split("-")]
    return [str(SPELT[part]) if part in SPELT and len(part) > 2 else part.replace("'", "") for part in parts]


def is_sentence(words: Words, left: str) -> bool:
    """Do the words make sentences or lines of their own?"""
    if left and left not in ENDS:
        return False
    marks = [word.text for word in words if word.text in ENDS]
    return (bool(marks and words[-1].text in ENDS) and len(words) - len(marks) >= SENTENCE) or words[-1].text == "\n"


# Figures


def _other_figures(one: Difference, language: str, calendar: Calendar) -> bool:
    """Do both sides give a figure, and not the same; or is "million" put behind one?"""
    old, new = (list(_figures(words, language, calendar)) for words in (one.old, one.new))
    if old and new:
        return Counter(old) != Counter(new)
    scales = all(figure.startswith("x") for figure in old + new)
    return bool(old or new) and scales and any(word[:1].isdigit() for word in (one.left, one.right))


def _money(words: Words) -> list[str]:
    return [word.text for word in words if word.text in MONEY]


def _figures(words: Words, language: str, calendar: Calendar) -> Iterator[str]:
    marks = ",." if language not in POINT_IS_DECIMAL else ","
    for said in (part for word in words for part in fold(word.text).split("-") if part):
        if said[0].isdigit():
            yield said.translate(dict.fromkeys(map(ord, marks))) if _THOUSANDS.fullmatch(said) else said
        elif said in MONEY:
            yield said
        elif said in KANJI or (len(said) > 2 and SPELT.get(said, 0) > 1 and (language, said) not in OTHER_WORDS):
            yield str(KANJI.get(said) or SPELT[said])
        elif scale := _scale(said):
            yield f"x{scale}"
        elif len(said) > 3 and said in calendar.weekdays:
            yield f"weekday {calendar.weekdays[said]}"
        elif len(said) > 3 and said in calendar.months and said not in NOT_ONLY_DATES:
            yield f"month {calendar.months[said]}"


@lru_cache(maxsize=4096)
def _scale(word: str) -> int:
    if len(word) < 3 and word not in "千万億亿兆":
        return 0
    return next((size for size, pattern in SCALES.items() if re.fullmatch(pattern, word)), 0)


# Yes and no


def _negated(one: Difference, language: str, rules: Rules) -> bool:
    """Does one side deny what the other says, in the same words?"""
    negations = rules.edits.negations.get(language, frozenset())
    if language in UNSPACED:
        old, new = ("".join(word.text for word in words) for words in (one.old, one.new))
        sides = [any(word in one.left + side + one.right for word in negations) for side in (old, new)]
        return sides[0] != sides[1] and min(len(old), len(new)) <= 2
    denials = rules.edits.denials.get(language, frozenset())
    sides = [any(negates(w, negations) for w in _folded(words)) for words in (one.old, one.new)]
    if sides[0] == sides[1] or any(w in denials for w in _folded(one.old + one.new)):
        return False
    small = rules.edits.small.get(language, frozenset()) | AUXILIARIES
    rest = [[w for w in _folded(words) if w not in small and not negates(w, negations)] for words in (one.old, one.new)]
    return _alike(" ".join(rest[0]), " ".join(rest[1]), 3)


def _folded(words: Words) -> list[str]:
    return [fold(word.text) for word in words if word.text[0].isalnum()]


AUXILIARIES = frozenset(
    {"do", "does", "did", "will", "would", "can", "could", "may", "might", "should", "shall", "must"}
)


# Names


def _renamed(one: Difference, language: str) -> bool:
    """Does another name stand in the place of a name, in a language that keeps capitals for names?"""
    if language in NOUNS_IN_CAPITALS or not one.left or one.left in ENDS:
        return False
    old, new = (" ".join(w.text for w in words if w.text[0].isalnum()) for words in (one.old, one.new))
    if not all(_is_name(words) for words in (one.old, one.new)):
        return False
    if set(_PARTS.split(old)) <= set(_PARTS.split(new)) or set(_PARTS.split(new)) <= set(_PARTS.split(old)):
        return False  # the same name, given more or less fully
    return not _alike(old.lower(), new.lower(), 2) and _initials(old) != new and _initials(new) != old


def _is_name(words: Words) -> bool:
    """One to three words in capitals, and nothing else."""
    return 0 < len(words) <= 3 and all(len(w.text) > 1 and w.text[0].isupper() for w in words)


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())


# Slips


def _is_slip(old: list[str], new: list[str], small: frozenset[str]) -> bool:
    """Is it a misprint, or a small word put right?"""
    contracted = {f"{word}s" for word in small} | small  # it's
    if contracted.issuperset(old) and contracted.issuperset(new):
        return True
    if all(_HIRAGANA.fullmatch("".join(side)) for side in (old, new)):
        return True
    a, b = " ".join(old), " ".join(new)
    longest = max(len(a), len(b))
    return len(old) == len(new) == 1 and (
        (longest > 3 and _alike(a, b, 1)) or (longest > 7 and a[:1] == b[:1] and _alike(a, b, 2))
    )


def _alike(a: str, b: str, most: int) -> bool:
    """Can one be made the other by so many letters put in, taken out, changed, or changed in their order?"""
    if abs(len(a) - len(b)) > most:
        return False
    older: list[int] = []
    line = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, last, line = line, older, [i]
        for j, y in enumerate(b, 1):
            cost = min(older[j] + 1, line[j - 1] + 1, older[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, last[j - 2] + 1)
            line.append(cost)
    return line[-1] <= most
