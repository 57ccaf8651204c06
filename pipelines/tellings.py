"""What of an article is compared with others: its words, its names, and what its tags say."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from sys import intern

from pipelines.names import EAST_ASIAN, Match, fold
from pipelines.rules import Rules
from pipelines.rules.theme_words import ROUNDUP
from pipelines.said_dates import find_dates
from rulingwire.models import Article, Tag

LEAD = 300  # characters of a text that say what it is about
READ = 2500  # characters of a text whose words, themes and days are compared
NAMED = 10_000  # ... whose names and figures are
RECENT, SOON = 21, 1  # days before and behind publication; what is older is what the case looks back on
TITLE = 2  # times a word of the title counts
# What a tag weighs beside how rare it is.
KINDS = {"party": 1.0, "court": 1.0, "case": 2.5, "amount": 1.5, "date": 1.0, "jurisdiction": 0.5, "count": 1.0}
SIDES = frozenset({"plaintiff", "defendant", "appellant", "respondent", "intermediary"})
# What a case is about, in words that read the same in any language.
SUBJECTS = re.compile(r"(?<![a-z])(dns|vpn|iptv|cdn|usenet|torrent)", re.IGNORECASE)
_TERM = re.compile(f"[{EAST_ASIAN}]+|[^\\W_]{{3,}}")
# A word with a capital letter that begins neither a line nor a sentence: a name, or a German noun.
_FIGURE = re.compile(r"\d[\d.,'\u00a0\u2009\u202f ]*\d|\d")
_NO_DIGIT = re.compile(r"\D")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAME = re.compile(r"(?<![.!?:«“\"„]\s)(?<!^)\b([A-ZÀ-ÝŁŚŻ][\w’'.-]*\w)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An article as forming stories sees it."""

    number: int  # grows with time
    at: datetime
    source: str
    language: str
    terms: Mapping[str, float]  # how often it holds them, or, once weighed, how much that says
    names: frozenset[str]
    figures: frozenset[str]
    marks: Mapping[str, float]  # "party cloudflare" -> what its kind weighs; once weighed, how much that says
    themes: Mapping[str, float]  # "theme prison" -> how often it speaks of it; once weighed, how much that says
    case: str = ""  # the known case that fits best
    court: str = ""  # the one it is about
    land: str = ""  # the jurisdiction it is about
    lands: frozenset[str] = frozenset()  # the jurisdictions it names
    numbers: frozenset[str] = frozenset()  # of cases
    days: frozenset[str] = frozenset()  # of the last weeks, that it names
    event: str = ""
    subjects: frozenset[str] = frozenset()  # in its title and lead
    parties: frozenset[str] = frozenset()
    sides: frozenset[str] = frozenset()  # parties with a role in the case
    titled: frozenset[str] = frozenset()  # parties that its title names
    is_roundup: bool = False  # its title says that it tells of many things
    quotes: frozenset[int] = field(default_factory=frozenset)  # numbers of the articles it quotes
    quoted_by: frozenset[int] = field(default_factory=frozenset)


def telling(
    number: int,
    article: Article,
    tags: Iterable[Tag],
    rules: Rules,
    case: str = "",
    quotes: Iterable[int] = (),
    quoted_by: Iterable[int] = (),
) -> Telling:
    """What of an article is compared. `case` is the known case that fits it best (`pipelines.cases.fitting_case`)."""
    mine, at = list(tags), article.published_at or article.seen_at
    read = f"{article.title}\n{article.text[:READ]}"
    said = rules.themes.find(read).groups
    return Telling(
        number=number,
        at=at,
        source=article.source_id,
        language=article.language.split("-")[0],
        terms=Counter([*terms_of(article.title)] * TITLE + [*terms_of(article.text[:READ])]),
        names=frozenset(names_of(f"{article.title}\n{article.text[:NAMED]}")),
        figures=frozenset(figures_of(f"{article.title}\n{article.text[:NAMED]}")),
        marks={f"{tag.kind} {tag.key}": KINDS[tag.kind] for tag in mine if tag.kind in KINDS},
        themes=dict(_themes(said, mine)),
        case=case,
        court=_primary(mine, "court"),
        land=_primary(mine, "jurisdiction"),
        lands=frozenset(tag.key for tag in mine if tag.kind == "jurisdiction"),
        numbers=frozenset(tag.key for tag in mine if tag.kind == "case"),
        days=frozenset(_days(read, at.date(), rules)),
        event=_primary(mine, "event"),
        subjects=frozenset(map(str.lower, SUBJECTS.findall(f"{article.title}\n{article.text[:LEAD]}"))),
        parties=frozenset(tag.key for tag in mine if tag.kind == "party"),
        sides=frozenset(tag.key for tag in mine if tag.kind == "party" and tag.role in SIDES),
        titled=frozenset(tag.key for tag in mine if tag.kind == "party" and _in_title(tag)),
        is_roundup=any(match.end <= len(article.title) for match in said.get(ROUNDUP, ())),
        quotes=frozenset(quotes),
        quoted_by=frozenset(quoted_by),
    )


def _primary(tags: Iterable[Tag], kind: str) -> str:
    return next((tag.key for tag in tags if tag.kind == kind and tag.primary), "")


def _in_title(tag: Tag) -> bool:
    return any(proof.field == "title" for proof in tag.evidence)


def _themes(said: Mapping[str, list[Match]], tags: Iterable[Tag]) -> Iterator[tuple[str, float]]:
    """Each theme with how often it is spoken of, and each subject."""
    yield from ((f"theme {theme}", len(matches)) for theme, matches in said.items() if theme != ROUNDUP)
    yield from ((f"subject {tag.key}", 1.0) for tag in tags if tag.kind == "subject")


def _days(text: str, published: date, rules: Rules) -> Iterable[str]:
    """The days of the last weeks that a text names: "on Wednesday", "19 November"."""
    earliest, latest = ((published + timedelta(days=n)).isoformat() for n in (-RECENT, SOON))
    days = (said.day for said in find_dates(fold(text), published, rules.calendar))
    return (day for day in days if len(day) == len(latest) and earliest <= day <= latest)


def terms_of(text: str) -> Iterable[str]:
    """Words of three letters and more; pairs of characters where a script sets no blanks."""
    for run in _TERM.findall(fold(text)):
        if run[0] >= "\u2e80":
            yield from (intern(run[at : at + 2]) for at in range(len(run) - 1))
        else:
            yield intern(run)  # thousands of articles hold the same words


def names_of(text: str) -> Iterable[str]:
    """Words with a capital letter inside a sentence, folded: they often read the same in another language."""
    return (name for name in map(fold, _NAME.findall(text)) if len(name) > 2)


def figures_of(text: str) -> Iterable[str]:
    """The digits of numbers of two digits and more, but years, without zeros at the end: "1.600" is "1,6"."""
    digits = (_NO_DIGIT.sub("", found) for found in _FIGURE.findall(text))
    return (number.rstrip("0") or number for number in digits if len(number) > 1 and not _YEAR.fullmatch(number))
