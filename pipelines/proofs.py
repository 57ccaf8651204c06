"""The rules prove themselves: every entry names sentences it must and must not hold for, and all are read here."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from pipelines.case_numbers import case_numbers_of_url, find_case_numbers
from pipelines.credits import Outlets
from pipelines.names import fold
from pipelines.passages import body_end
from pipelines.relevance import judge
from pipelines.rules import FOLDER, Rules
from pipelines.rules.checks import read_files
from pipelines.rules.cue_files import read_languages
from pipelines.rules.edit_words import holds_for
from pipelines.rules.languages import CUE_LISTS
from pipelines.said_dates import find_dates
from pipelines.study import names_of, study
from pipelines.subjects import LEAD, find_subjects
from pipelines.tag import tag
from rulingwire.models import Article

WRITTEN = datetime(2025, 11, 21, tzinfo=UTC)  # the day on which all sentences are written

FIRST_LINES = "It ruled. " * (LEAD // len("It ruled. "))

TAGGED = (
    ("parties.yml", "parties", "party"),
    ("courts.yml", "courts", "court"),
    ("jurisdictions.yml", "jurisdictions", "jurisdiction"),
)


class Sentence(NamedTuple):
    """A sentence of a rules file, and how to tell whether its entry holds for it."""

    file: str
    entry: str
    wanted: bool  # a `hit`; False: a `miss`
    text: str
    check: Callable[[str], bool]

    @property
    def holds(self) -> bool:
        """Does the entry hold for the sentence?"""
        return self.check(self.text)

    @property
    def proves_wrong(self) -> bool:
        """Does the entry hold where it must not, or not where it must?"""
        return self.holds is not self.wanted

    def __str__(self) -> str:
        must = "must be found in" if self.wanted else "must not be found in"
        return f"{self.file}: {self.entry}: {must} {self.text!r}"


def read_proofs(rules: Rules, folder: Path = FOLDER) -> Iterator[Sentence]:
    """Every sentence of every rules file, read by the rules."""
    files, _ = read_files(folder)
    for file, key, kind in TAGGED:
        for entry in files[file][key]:
            name = entry.get("id") or entry["code"]
            yield from _read(file, name, entry, _tagged(kind, name, rules))
    languages, _ = read_languages(folder / "cues")
    for language, content in languages.items():
        yield from _read_hints(language, content, rules)
        for kind in CUE_LISTS:
            for entry in content.get(kind, ()):
                yield from _read(f"cues/{language}.yml", entry["id"], entry, _cued(language, kind, entry, rules))
    for entry in files["credits.yml"]["credits"]:
        yield from _read("credits.yml", entry["id"], entry, _credited(entry, rules))
    for entry in files["subjects.yml"]["subjects"]:
        yield from _read("subjects.yml", entry["id"], entry, _about(entry, rules))
        in_passing = {"miss": entry.get("passing", ())}
        yield from _read("subjects.yml", entry["id"], in_passing, _about(entry, rules, FIRST_LINES))
    for name in rules.edits.entries:
        for entry in files["edits.yml"][name]:
            yield from _read("edits.yml", f"{name}: {entry['id']}", entry, holds_for(name, entry))
    for kind in ("numbers", "links"):
        for entry in files["case_numbers.yml"][kind]:
            yield from _read("case_numbers.yml", entry["id"], entry, _numbered(kind, entry, rules))
    whole: dict[str, Callable[[str], bool]] = {
        "relevance.yml": lambda text: judge(article(text), rules).relevant,
        "credits.yml": lambda text: bool(rules.credits.own.search(fold(text))),
        "footers.yml": lambda text: body_end(f"It ruled.\n\n{text}", rules.footers) == len("It ruled.\n\n"),
        "calendar.yml": lambda text: any(find_dates(fold(text), WRITTEN.date(), rules.calendar)),
    }
    for file, holds in whole.items():
        yield from _read(file, "all", files[file], holds)


def article(text: str, language: str = "en", title: str = "") -> Article:
    """An article of one sentence."""
    return Article(
        source_id="rules",
        url="",
        title=title,
        text=text,
        byline="",
        language=language,
        published_at=WRITTEN,
        updated_at=None,
        seen_at=WRITTEN,
        form="feed",
        complete=True,
        aliases=(),
    )


def _read(file: str, name: str, entry: dict[str, Any], holds: Callable[[str], bool]) -> Iterator[Sentence]:
    for side in ("hit", "miss"):
        for text in entry.get(side, ()):
            yield Sentence(file, name, side == "hit", text, holds)


def _read_hints(language: str, content: dict[str, Any], rules: Rules) -> Iterator[Sentence]:
    """What a hint must say of the sum in a sentence, and which party a noun must mean."""
    file = f"cues/{language}.yml"

    def hinted(text: str) -> bool:
        wanted = content.get("hint_hits", {}).get(text)
        found = {t.role for t in tag(article(text, language), rules) if t.kind == "amount" and t.role != "other"}
        return wanted in found if wanted else bool(found)

    def means(text: str) -> bool:
        slots = [slot for s in study(article(text, language), rules).bound for slot in s.slots.values()]
        return any(slot.keys == (content["noun_hits"][text],) and slot.weight < 1 for slot in slots)

    yield from _read(
        file, "hints", {"hit": content.get("hint_hits", ()), "miss": content.get("hint_misses", ())}, hinted
    )
    yield from _read(file, "nouns", {"hit": content.get("noun_hits", ())}, means)


def _tagged(kind: str, key: str, rules: Rules) -> Callable[[str], bool]:
    def holds(text: str) -> bool:
        found = names_of(article(text), rules)
        named = {"party": found.parties, "court": found.courts, "jurisdiction": {seat.code for seat in found.seats}}
        return key in named[kind]

    return holds


def _cued(language: str, kind: str, entry: dict[str, Any], rules: Rules) -> Callable[[str], bool]:
    def holds(text: str) -> bool:
        as_title = entry.get("only") == "title"
        read = article("" if as_title else text, language, text if as_title else "")
        return any(hit.cue.id == entry["id"] for hit in study(read, rules).cues(kind))

    return holds


def _credited(entry: dict[str, Any], rules: Rules) -> Callable[[str], bool]:
    outlets = Outlets(rules, {})

    def holds(text: str) -> bool:
        return any(credit.rule == f"credit:{entry['id']}" for credit in outlets.find(article(text, entry["language"])))

    return holds


def _about(entry: dict[str, Any], rules: Rules, before: str = "") -> Callable[[str], bool]:
    def holds(text: str) -> bool:
        found = names_of(article(before + text), rules)
        return entry["id"] in find_subjects(found.parts, found.parties, rules)

    return holds


def _numbered(kind: str, entry: dict[str, Any], rules: Rules) -> Callable[[str], bool]:
    """A hit of these says what its number is in normal form; a link may tell only a court."""
    find = find_case_numbers if kind == "numbers" else case_numbers_of_url
    rule = f"{'case' if kind == 'numbers' else 'link'}:{entry['id']}"

    def holds(text: str) -> bool:
        found = "; ".join(number.number or number.court for number in find(text, rules) if number.rule == rule)
        wanted: str | None = entry["hit"].get(text, found or None)
        return found == wanted

    return holds
