"""The rules: parties, courts, jurisdictions, roles and words of relevance, read from the files beside this one.

What each file may hold stands at its head; docs/rules.md tells how to add a name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.learned import MODEL, Model, load_model
from pipelines.names import Matcher, Name, fold
from pipelines.rules.calendars import Calendar, load_calendar
from pipelines.rules.checks import Files, sure_names
from pipelines.rules.content import once, read_content
from pipelines.rules.credit_forms import CreditForms, broken_credits, credit_forms
from pipelines.rules.edit_words import EditWords, broken_edits, load_edit_words
from pipelines.rules.entries import Court, Jurisdiction, NumberForm, Party, beside, broken_forms, number_forms
from pipelines.rules.known_cases import Case, index_of, known_cases
from pipelines.rules.languages import Language, Languages, broken_patterns
from pipelines.rules.subject_words import SubjectWords, subject_words
from pipelines.rules.theme_words import theme_words
from pipelines.rules.version import version_of
from rulingwire.corrections import Corrections

FOLDER = Path(__file__).parent
# A text too short to tell is likely English; court news in Norwegian reads as in Danish.
READ_AS = {"und": "en", "no": "da", "nb": "da"}

__all__ = ["FOLDER", "Case", "Court", "Jurisdiction", "Party", "Rules", "check_patterns", "load_rules"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Everything judging and tagging need to know."""

    version: str  # 12 hex digits over the content of all files
    kept: Path  # where the content is kept
    parties: tuple[Party, ...]
    courts: tuple[Court, ...]
    jurisdictions: tuple[Jurisdiction, ...]
    cases: tuple[Case, ...]  # those that articles may be about
    cases_with: dict[str, tuple[Case, ...]]  # id of a party, or a number -> the cases with it
    languages: Languages  # by code; "any" serves those without a file
    lands: frozenset[str]  # codes of the jurisdictions
    names: Matcher  # groups: party, court, near, country, authority, law
    seat_of: dict[str, str]  # id of a court -> jurisdiction
    kind_of: dict[str, str]  # id of a party -> kind
    regulates: dict[str, str]  # id of a party that is an authority -> jurisdiction
    between: re.Pattern[str]  # what may stand between a country and its authority
    words: Matcher  # groups: subject, court, against
    weights: dict[tuple[str, str], float]  # (group, key) of a word -> weight
    signs: Matcher  # groups: work, unlicensed, carrier, owner, host
    learned: Model | None  # from people's corrections, where there is one
    need: dict[str, float]  # group -> sum that turns its key
    calendar: Calendar
    case_numbers: tuple[NumberForm, ...]  # forms in a text
    case_links: tuple[NumberForm, ...]  # forms in the address of a link
    beside: re.Pattern[str]  # what may stand between a court and its case number
    printed_roles: dict[str, str]  # what courts call a party -> its role
    footers: re.Pattern[str]  # the beginning of a line that is no part of an article
    credits: CreditForms  # outlets, and how articles name them as where they have their story from
    subjects: SubjectWords  # what cases are about
    themes: Matcher  # a group for each thing that reports speak of
    edits: EditWords  # what tells kinds of edits apart
    corrections: Corrections = field(default_factory=Corrections)  # what people say against them

    def language(self, code: str) -> Language:
        """The cues for an article's language ("pt-BR" is read as "pt")."""
        return self.languages.get(read_as(code), self.languages["any"])


def read_as(code: str) -> str:
    """The language whose rules read an article: "pt-BR" is read as "pt"."""
    known = code.split("-")[0].lower()
    return READ_AS.get(known, known)


def check_patterns(rules: Rules) -> None:
    """Compile every pattern, once for each content; ConfigError lists those that are none."""
    forms = rules.case_numbers + rules.case_links
    once(
        rules.kept,
        lambda: [
            *broken_patterns(rules.languages),
            *broken_forms(forms),
            *broken_credits(rules.credits),
            *broken_edits(rules.edits),
        ],
    )


def load_rules(folder: Path | None = None) -> Rules:
    """The rules of a folder, read once; ConfigError lists every mistake in its files."""
    return _load((folder or FOLDER).resolve())


@cache
def _load(folder: Path) -> Rules:
    content, learned = read_content(folder), load_model(folder)
    files = content.files
    parties, courts = files["parties.yml"]["parties"], files["courts.yml"]["courts"]
    lands, relevance = files["jurisdictions.yml"]["jurisdictions"], files["relevance.yml"]
    cases = known_cases(files["cases.yml"]["cases"])
    weighed = list(_weighed(relevance, parties))
    return Rules(
        version=_version(content.version, learned),
        kept=content.kept,
        parties=tuple(_party(entry) for entry in parties),
        courts=tuple(Court(**_only(c, "id", "name", "jurisdiction", "level", "city")) for c in courts),
        jurisdictions=tuple(Jurisdiction(**_only(land, "code", "name")) for land in lands),
        cases=cases,
        cases_with=index_of(cases),
        languages=Languages(content.languages),
        lands=frozenset(land["code"] for land in lands),
        names=Matcher(_names(files), overlapping=frozenset({"near"})),
        kind_of={party["id"]: party["kind"] for party in parties},
        seat_of={court["id"]: court["jurisdiction"] for court in courts},
        regulates={party: land["code"] for land in lands for party in land.get("regulators", ())},
        between=re.compile(rf"(?:'s|’s)?[ -](?:(?:{_any(files['jurisdictions.yml']['between'])}) ){{0,2}}|の?"),
        words=Matcher(name for name, _ in weighed),
        weights={(name.group, name.key): weight for name, weight in weighed},
        signs=Matcher(Name(word, entry["sign"], word) for entry in relevance["signs"] for word in entry["words"]),
        learned=learned,
        need=relevance["need"],
        calendar=load_calendar(files["calendar.yml"]),
        case_numbers=number_forms(files["case_numbers.yml"], "numbers"),
        case_links=number_forms(files["case_numbers.yml"], "links"),
        beside=beside(files["case_numbers.yml"]["between"]),
        printed_roles={
            fold(word): entry["role"] for entry in files["printed_roles.yml"]["printed"] for word in entry["words"]
        },
        subjects=subject_words(files["subjects.yml"], parties),
        themes=theme_words(files["themes.yml"]),
        edits=load_edit_words(files["edits.yml"]),
        footers=re.compile(rf"^(?:{_any(files['footers.yml']['lines'])})\s*(?:[:：|].*)?$", re.MULTILINE),
        credits=credit_forms(files["credits.yml"]),
    )


def _party(entry: dict[str, Any]) -> Party:
    also, weak = tuple(entry.get("also", ())), tuple(entry.get("weak", ()))
    return Party(
        id=entry["id"], name=entry["name"], kind=entry["kind"], country=entry.get("country", ""), also=also, weak=weak
    )


def _version(version: str, learned: Model | None) -> str:
    return version_of({"rules": {"version": version}, MODEL: learned.content()}) if learned else version


def _names(files: Files) -> Iterator[Name]:
    for group, entries in (("party", files["parties.yml"]["parties"]), ("court", files["courts.yml"]["courts"])):
        for entry in entries:
            near = frozenset(map(fold, entry.get("near", ())))
            yield from (Name(text, group, entry["id"]) for text in sure_names(entry))
            yield from (Name(text, group, entry["id"], False, near) for text in entry.get("weak", ()))
            yield from (Name(text, "near", fold(text)) for text in entry.get("near", ()))
            yield from (Name(text, group, "") for text in entry.get("others", ()))
    for land in files["jurisdictions.yml"]["jurisdictions"]:
        code = land["code"]
        yield from (Name(t, "country", code) for t in (*land.get("adjectives", ()), *land.get("places", ())))
        yield from (Name(text, "law", code) for text in land.get("laws", ()))
    yield from (Name(text, "authority", fold(text)) for text in files["jurisdictions.yml"]["authorities"])


def _weighed(relevance: dict[str, Any], parties: list[dict[str, Any]]) -> Iterator[tuple[Name, float]]:
    for group in ("subject", "court", "against"):
        for entry in relevance[group]:
            yield from ((Name(word, group, word), float(entry["weight"])) for word in entry["words"])
    for party in parties:
        if weight := relevance["kinds"].get(party["kind"]):
            yield from ((Name(text, "subject", party["id"]), float(weight)) for text in sure_names(party))


def _any(words: list[str]) -> str:
    """An alternative of words, the longest first; a star stands for any ending."""
    return "|".join(re.escape(word).replace(r"\*", r"\w*") for word in sorted(words, key=len, reverse=True))


def _only(entry: dict[str, Any], *keys: str) -> dict[str, str]:
    return {key: entry[key] for key in keys if key in entry}
