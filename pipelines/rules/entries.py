"""What the rules files hold: a small frozen type for each kind of entry, and the shape of each file."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from string import Formatter
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A company, site or body."""

    id: str
    name: str
    kind: str
    country: str = ""
    also: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()

    @property
    def names(self) -> dict[str, bool]:
        """Its names without the star of open endings; True: it means this party wherever it stands."""
        sure = dict.fromkeys(name.removesuffix("*") for name in (self.name, *self.also))
        weak = {name.removesuffix("*") for name in self.weak}
        return {name: name not in weak for name in (*sure, *sorted(weak - sure.keys()))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Court:
    """A court, or a body that decides like one."""

    id: str
    name: str
    jurisdiction: str
    level: str
    city: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """A country or union whose courts we follow."""

    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class NumberForm:
    """A form of case numbers, in a text or in the address of a link."""

    id: str
    jurisdiction: str  # a template over the groups of the pattern, as `number` and `court` are
    number: str
    court: str
    courts: dict[str, str]  # what `court` may give -> id of a court
    source: str
    needs: str  # characters without which the pattern cannot match: what lacks them is not searched
    sources: dict[str, str]  # lead, near, not_before, not_after: what must or must not stand around a match

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when first used: most runs read no article."""
        return re.compile(self.source, re.ASCII)

    @property
    def templates(self) -> tuple[str, str, str]:
        """What is filled with the groups of the pattern."""
        return self.number, self.jurisdiction, self.court

    @cached_property
    def around(self) -> dict[str, re.Pattern[str]]:
        """The patterns of `sources`, compiled when the form is first met."""
        return {key: re.compile(source) for key, source in self.sources.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The keys a mapping must and may have, and what each holds."""

    must: dict[str, str]
    may: dict[str, str] = field(default_factory=dict)


TEXT, WORDS, NUMBERS, ENTRIES = "text", "a list of words", "numbers by name", "a list of entries"
NUMBER = "a number"
TEXTS = "texts by name"
TEXTS_BY_LIST = "texts by name, by list"
AROUND = ("lead", "near", "not_before", "not_after")  # words around a case number
PROOF = {"hit": WORDS, "miss": WORDS}
NAMED = {"also": WORDS, "weak": WORDS, "near": WORDS, "others": WORDS, **PROOF}

WEIGHED = ("subject", "court", "against", "signs")  # the lists of relevance.yml

_EDITS = ("notices", "gone", "idle", "passing", "cuts", "captions", "negations", "small")  # the lists of edits.yml
FILES = {
    "parties.yml": Shape(must={"parties": ENTRIES}),
    "courts.yml": Shape(must={"courts": ENTRIES}),
    "jurisdictions.yml": Shape(must={"authorities": WORDS, "between": WORDS, "jurisdictions": ENTRIES}),
    "relevance.yml": Shape(must={"need": NUMBERS, "kinds": NUMBERS, **dict.fromkeys(WEIGHED, ENTRIES), **PROOF}),
    "calendar.yml": Shape(must={"months": TEXTS, "weekdays": TEXTS, "ago": TEXTS, "before": WORDS, **PROOF}),
    "printed_roles.yml": Shape(must={"printed": ENTRIES}),
    "footers.yml": Shape(must={"lines": WORDS, **PROOF}),
    "subjects.yml": Shape(must={"subjects": ENTRIES}),
    "edits.yml": Shape(must=dict.fromkeys(_EDITS, ENTRIES)),
    "credits.yml": Shape(must={"outlets": ENTRIES, "credits": ENTRIES, "between": WORDS, "own": WORDS, **PROOF}),
    "case_numbers.yml": Shape(must={"marks": WORDS, "between": WORDS, "numbers": ENTRIES, "links": ENTRIES}),
}
# Beside FILES, each entry of which needs a sentence that proves it: a case has its sources, and a theme tags nothing.
UNPROVEN = {"cases.yml": Shape(must={"cases": ENTRIES}), "themes.yml": Shape(must={"themes": ENTRIES})}
_FORM = Shape(
    must={"id": TEXT, "jurisdiction": TEXT, "pattern": TEXT, "hit": TEXTS, "miss": WORDS},
    may={"number": TEXT, "court": TEXT, "courts": TEXTS, "needs": TEXT, **dict.fromkeys(AROUND, WORDS)},
)
_PATTERNS = Shape(must={"id": TEXT, "patterns": WORDS, **PROOF})
_SPOKEN = Shape(must={"id": TEXT, "words": WORDS, **PROOF}, may={"also": WORDS})  # the id is a language
LISTS = {
    **dict.fromkeys(_EDITS[:-2], _PATTERNS),
    **dict.fromkeys(_EDITS[-2:], _SPOKEN),
    "parties": Shape(must={"id": TEXT, "name": TEXT, "kind": TEXT}, may={"country": TEXT, **NAMED}),
    "courts": Shape(
        must={"id": TEXT, "name": TEXT, "jurisdiction": TEXT, "level": TEXT},
        may={"city": TEXT, "also": WORDS, "weak": WORDS, **PROOF},
    ),
    "jurisdictions": Shape(
        must={"code": TEXT, "name": TEXT},
        may={"adjectives": WORDS, "places": WORDS, "regulators": WORDS, "laws": WORDS, **PROOF},
    ),
    "numbers": _FORM,
    "links": _FORM,
    "subject": Shape(must={"weight": NUMBER, "words": WORDS}),
    "court": Shape(must={"weight": NUMBER, "words": WORDS}),
    "against": Shape(must={"weight": NUMBER, "words": WORDS}),
    "subjects": Shape(
        must=dict.fromkeys(("words", "hit"), WORDS) | {"id": TEXT},
        may=dict.fromkeys(("weak", "parties", "kinds", "except", "unless", "others", "miss", "passing"), WORDS),
    ),
    "printed": Shape(must={"role": TEXT, "words": WORDS}),
    "themes": Shape(must={"id": TEXT, "words": WORDS}),
    "signs": Shape(must={"sign": TEXT, "words": WORDS}),
    "outlets": Shape(must={"id": TEXT, "name": TEXT}, may={"also": WORDS, "hosts": WORDS}),
    "credits": Shape(must={"id": TEXT, "language": TEXT, "patterns": WORDS, **PROOF}),
    "cases": Shape(
        must={
            **dict.fromkeys(("id", "name", "jurisdiction", "stage", "says"), TEXT),
            "parties": ENTRIES,
            "subject": WORDS,
            "sources": WORDS,
        },
        may={
            **dict.fromkeys(("court", "ecli", "celex", "neutral", "decided", "filed", "outcome", "appeals_from"), TEXT),
            "numbers": WORDS,
            "sums": ENTRIES,
        },
    ),
}
# The lists inside an entry.
PARTS = {
    "cases": {
        "parties": Shape(must={"role": TEXT}, may={"party": TEXT, "name": TEXT}),
        "sums": Shape(must={"currency": TEXT, "amount": NUMBER, "kind": TEXT}),
    }
}

# What the template of a case number may do to a group of its pattern: {n:int}
CHANGES: dict[str, Callable[[str], str]] = {
    "": str,
    "lower": str.lower,
    "upper": str.upper,
    "title": str.title,
    "int": lambda digits: digits.lstrip("0"),
    "digits": lambda text: re.sub(r"[^0-9]", "", text),
    "colon": lambda part: f"{part}:" if part else "",
    "spaced": lambda part: f" {part}" if part else "",
}
# Where a number ends: no digit or letter of something longer may follow. Addresses go on with anything but a digit.
_STOPS = {"numbers": r"(?![0-9A-Za-z]|[-/.,:][0-9])", "links": r"(?![0-9])"}


def number_forms(content: dict[str, Any], key: str) -> tuple[NumberForm, ...]:
    """The forms of one list of case_numbers.yml, `numbers` or `links`."""
    return tuple(_number_form(entry, content["marks"], _STOPS[key]) for entry in content[key])


def beside(words: list[str]) -> re.Pattern[str]:
    """What may stand between a court and its case number: these words, marks and dates."""
    dates = r"\d{1,2}\.? ?[^\W\d_]+\.? (?:19|20)\d\d|\d{1,2}\.\d{1,2}\.(?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d"
    return re.compile(rf"(?:[\s,;:.()/–（）、，：・-]|{_said(words)}|{dates})*")


def broken_forms(forms: tuple[NumberForm, ...]) -> list[str]:
    """What is wrong with patterns, and with templates that ask them for more than they hold; this compiles them all."""
    broken = []
    for form in forms:
        try:
            groups = form.pattern.groupindex
            asked = [field[1:3] for text in form.templates for field in Formatter().parse(text) if field[1] is not None]
        except (re.error, ValueError) as error:
            broken.append(f"case_numbers.yml: {form.id}: {error}")
            continue
        wrong = [f"{{{group}:{change}}}" for group, change in asked if group not in groups or change not in CHANGES]
        broken += [f"case_numbers.yml: {form.id}: the pattern has no {field}" for field in wrong]
    return broken


def _number_form(entry: dict[str, Any], marks: list[str], stop: str) -> NumberForm:
    said = {key: _said(entry[key]) for key in AROUND if key in entry}
    for key in said.keys() & {"lead", "not_before"}:
        said[key] += rf"[.:]?(?: ?{_said(marks)}[.:]?)*[ :(\"'\[]*\Z"
    if "not_after" in said:
        said["not_after"] = rf"[ ,-]{{0,2}}{said['not_after']}"
    return NumberForm(
        id=entry["id"],
        jurisdiction=entry["jurisdiction"],
        number=entry.get("number", ""),
        court=entry.get("court", "{court}" if "courts" in entry else ""),
        courts=entry.get("courts", {}),
        source=f"(?:{entry['pattern']}){stop}",
        needs=entry.get("needs", ""),
        sources=said,
    )


def _said(words: list[str]) -> str:
    """A pattern for any of the words; a star stands for any ending, small letters for any writing."""
    return f"(?:{'|'.join(map(_word, sorted(words, key=len, reverse=True)))})"


def _word(word: str) -> str:
    pattern = re.escape(word).replace(r"\*", r"\w*")
    opens, closes = (r"(?<!\w)" if word[0].isalnum() else ""), (r"(?!\w)" if word[-1].isalnum() else "")
    return opens + (f"(?i:{pattern})" if word.islower() else pattern) + closes
