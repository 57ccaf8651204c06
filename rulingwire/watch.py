"""watch.yml -> what court sites are asked for: words by topic and language, and the cases followed by number."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from rulingwire.codes import is_language
from rulingwire.errors import ConfigError
from rulingwire.models import Source
from rulingwire.records import Record

DOCKETS = "dockets"  # the topic of sites that are asked for case numbers
_US_CASE = re.compile(r"(?:\d:)?\d{2}-(?:cv|cr|mc|md|mj)-\d{3,5}", re.IGNORECASE)
_SIGNS = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedCase:
    """A case that is followed by its number."""

    court: str  # id in rules/courts.yml
    number: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """The standing questions."""

    topics: dict[str, dict[str, tuple[str, ...]]]  # topic -> language or "any" -> words
    cases: tuple[WatchedCase, ...]

    def terms(self, source: Source) -> tuple[str, ...]:
        """The words a source is asked for, each once, most wanted first; () where it has no topics.

        A topic gives its words for any language and for that of the source, or the one it names: "blocking.fr".
        """
        found: list[str] = []
        for topic in source.topics:
            if topic == DOCKETS:
                found += [case.number for case in self.cases if case.court in source.courts]
                continue
            name, _, language = topic.partition(".")
            own = language or (source.language or "any").split("-")[0]
            found += [word for known in ("any", own) for word in self.topics[name].get(known, ())]
        return tuple(dict.fromkeys(found))

    def why(self, record: Record) -> str:
        """Why a decision is kept whatever its words; "" where no case that we watch has its number."""
        numbers = {plain_number(n.value) for n in record.numbers if n.kind == "docket"}
        same = (case for case in self.cases if case.court == record.court and plain_number(case.number) in numbers)
        return next((case.why for case in same), "")


def plain_number(printed: str) -> str:
    """A case number without signs, leading zeros and the initials of judges: "2:24-cv-00012-ABC" is "2 24 cv 12"."""
    found = _US_CASE.search(printed)
    parts = _SIGNS.split((found[0] if found else printed).casefold())
    return " ".join(part.lstrip("0") or "0" for part in parts if part)


@lru_cache(maxsize=4)
def load_watch(path: Path) -> Watch:
    """Read watch.yml; ConfigError lists every mistake. Without the file nothing is watched."""
    if not path.exists():
        return Watch(topics={}, cases=())
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError([f"{path.name}: not YAML: {' '.join(str(error).split())}"]) from error
    mistakes = [f"{path.name}: {fault}" for fault in _faults(content)]
    if mistakes:
        raise ConfigError(mistakes)
    topics = {
        topic: {language: tuple(words) for language, words in lists.items()}
        for topic, lists in content["topics"].items()
    }
    return Watch(topics=topics, cases=tuple(WatchedCase(**case) for case in content["cases"]))


def _faults(content: Any) -> list[str]:
    if not isinstance(content, dict) or content.keys() != {"topics", "cases"}:
        return ["must hold `topics` and `cases`, nothing else"]
    topics, cases = content["topics"], content["cases"]
    if not isinstance(topics, dict) or not isinstance(cases, list):
        return ["`topics` must be lists by name and language, `cases` a list"]
    return [fault for name, lists in topics.items() for fault in _topic_faults(name, lists)] + [
        f"case {number}: must say court, number and why, each as text; quote a number"
        for number, case in enumerate(cases, start=1)
        if not isinstance(case, dict)
        or case.keys() != {"court", "number", "why"}
        or not all(isinstance(value, str) and value for value in case.values())
    ]


def _topic_faults(name: Any, lists: Any) -> list[str]:
    if name == DOCKETS or not isinstance(lists, dict):
        return [f"{name}: must hold lists of words by language; `{DOCKETS}` is no name for one"]
    faults = []
    for language, words in lists.items():
        if language != "any" and not is_language(str(language)):
            faults.append(f"{name}: {language!r} is no language; write a code such as en, or any")
        if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
            faults.append(f"{name}: {language}: must be a list of words; quote what YAML takes for something else")
    return faults
