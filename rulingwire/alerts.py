"""alerts.yml -> tuple[Alert, ...]; every mistake is reported at once, with its line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from rulingwire.codes import JURISDICTIONS, is_language
from rulingwire.entry_files import Report, entries_of, text_of
from rulingwire.vocabulary import EVENTS, OUTCOMES, ROLES, SUBJECTS

ALERTS = "alerts.yml"
# What can be watched, and what each may be narrowed by; a query has the parameters that it has
KINDS = {
    "articles": (
        "q", "source", "language", "party", "role", "jurisdiction", "court", "outcome", "subject", "event", "year",
    ),
    "rulings": ("jurisdiction", "party", "court", "subject"),
    "changes": (),
    "sources": (),
    "query": (),
}  # fmt: skip
SEVERAL = ("party", "role", "jurisdiction", "court", "subject")  # of articles: all of the values must hold
TARGETS = ("email", "webhook", "command", "apprise")
WORDS: Mapping[str, Any] = {
    "role": ROLES, "outcome": OUTCOMES, "subject": SUBJECTS, "event": EVENTS, "jurisdiction": JURISDICTIONS,
}  # fmt: skip
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_YEAR = re.compile(r"\d{4}(?:-\d\d)?")
_MAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Who is told."""

    kind: str  # email, webhook, command or apprise
    words: tuple[str, ...]  # addresses, the one URL, the words of a command, or the variable that holds URLs
    private: bool = False  # a webhook may be at an address that is not public


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A standing question, and who is told its new answers."""

    name: str
    kind: str  # a key of KINDS
    where: Mapping[str, tuple[str, ...]]
    query: str  # of the kind query: its name in db/queries.yml
    to: Target


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One new answer: an article, a ruling, a change, a source in trouble or a row of a query."""

    key: str  # lasting name; the same thing is told once
    title: str
    page: str  # path of our page
    url: str  # the original; "" where there is none
    outlet: str
    seen: str  # when we first had it, as the corpus writes times; "" where a query does not say
    why: str


def load_alerts(path: Path) -> tuple[Alert, ...]:
    """Read alerts.yml; ConfigError lists every mistake. Without the file there are no alerts."""
    if not path.exists():
        return ()
    text = text_of(path)
    nodes = entries_of(text, path.name, of="alerts", begin="name")
    entries: list[Any] = yaml.safe_load(text) or []
    report, names = Report(path.name), set[str]()
    for number, (node, entry) in enumerate(zip(nodes, entries, strict=True), start=1):
        name = str(entry.get("name", "")) if isinstance(entry, dict) else ""
        for fault in _faults(entry, names):
            report.add(node, name or f"entry {number}", fault)
        names.add(name)
    report.raise_if_any()
    return tuple(_alert(entry) for entry in entries)


def _alert(entry: dict[str, Any]) -> Alert:
    kind, words = next((kind, entry["to"][kind]) for kind in TARGETS if kind in entry["to"])
    return Alert(
        name=entry["name"],
        kind=entry["what"],
        where={name: _values(value) for name, value in entry.get("where", {}).items()},
        query=entry.get("query", ""),
        to=Target(kind=kind, words=_values(words), private=entry["to"].get("private", False)),
    )


def _values(value: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in (value if isinstance(value, list) else [value]))


def _faults(entry: Any, names: set[str]) -> Iterator[str]:
    if not isinstance(entry, dict) or not {"name", "what", "to"} <= entry.keys():
        yield "must say name, what and to"
        return
    if unknown := sorted(map(str, entry.keys() - {"name", "what", "where", "query", "to"})):
        yield f"{', '.join(unknown)}: no such key; there are name, what, where, query and to"
    if not isinstance(entry["name"], str) or not _NAME.fullmatch(entry["name"]):
        yield f"name: {entry['name']!r}: write small letters, digits and hyphens, such as cloudflare-in-japan"
    if entry["name"] in names:
        yield "name: another alert has it; what was told is remembered by name"
    if entry["what"] not in KINDS:
        yield f"what: {entry['what']!r}: must be one of {', '.join(KINDS)}"
    else:
        yield from _where_faults(entry["what"], entry.get("where", {}))
        if (entry["what"] == "query") != isinstance(entry.get("query"), str):
            yield "query: names a query of db/queries.yml, and goes with `what: query` only"
    yield from _target_faults(entry["to"])


def _where_faults(kind: str, where: Any) -> Iterator[str]:
    if not isinstance(where, dict):
        yield "where: must be names and values, such as {party: cloudflare}"
        return
    for name, value in where.items():
        values = value if isinstance(value, list) else [value]
        if kind != "query" and name not in KINDS[kind]:
            yield f"where: {name}: {kind} can be narrowed by {', '.join(KINDS[kind]) or 'nothing'}"
        elif not values or not all(one and type(one) in (str, int) for one in values):
            yield f"where: {name}: must be text; quote what YAML takes for something else"
        elif len(values) > 1 and (kind != "articles" or name not in SEVERAL):
            yield f"where: {name}: takes one value"
        elif kind != "query":
            yield from (f"where: {name}: {fault}" for one in values if (fault := _value_fault(name, str(one))))


def _value_fault(name: str, value: str) -> str:
    if name in WORDS and value not in WORDS[name]:
        return f"{value!r} is none of the words of rulingwire; see the table vocabulary, or jurisdictions"
    if name == "language" and not is_language(value):
        return f"{value!r} is no language; write a code such as en"
    if name == "year" and not _YEAR.fullmatch(value):
        return f"{value!r} is no year or month; write 2025 or 2025-11"
    return ""


def _target_faults(target: Any) -> Iterator[str]:
    if not isinstance(target, dict) or len(target.keys() - {"private"}) != 1 or not target.keys() & set(TARGETS):
        yield f"to: must be one of {', '.join(TARGETS)}; for two targets write two alerts"
        return
    kind = next(iter(target.keys() - {"private"}))
    words = target[kind] if isinstance(target[kind], list) else [target[kind]]
    if not words or not all(isinstance(word, str) and word for word in words):
        yield f"to: {kind}: must be text, or a list of texts"
    elif kind == "email" and not all(_MAIL.fullmatch(word) for word in words):
        yield "to: email: must be addresses such as desk@example.org"
    elif kind == "webhook" and not (len(words) == 1 and _is_web(words[0])):
        yield "to: webhook: must be one http or https address"
    elif kind == "apprise" and not (len(words) == 1 and _VARIABLE.fullmatch(words[0])):
        yield "to: apprise: must be the name of an environment variable that holds the addresses, for these are secret"
    if "private" in target and (kind != "webhook" or not isinstance(target["private"], bool)):
        yield "to: private: is true or false, and belongs to a webhook"


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
