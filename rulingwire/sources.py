"""feeds.yml -> tuple[Source, ...]; every mistake is reported at once, with its line and its remedy.

The file is read as a tree of YAML nodes: they know their line, and what was printed before YAML
turned `no` into false and `2025-11-19` into a date.
"""

import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from rulingwire.errors import ConfigError
from rulingwire.models import Source
from rulingwire.source_keys import GROUPS, KINDS, REQUIRED, UNITS, Keys, WrongValue, known_keys, suggestion
from rulingwire.urls import url_key

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # PyYAML may be built without the fast one
DEFAULTS: dict[str, Any] = {field.name: field.default for field in fields(Source)}


def load_sources(path: Path, kinds: Collection[str] = KINDS) -> tuple[Source, ...]:
    """Read feeds.yml; raises ConfigError with one `feeds.yml:LINE: ENTRY: wrong; remedy` per mistake."""
    return _parse_sources(_text_of(path), path.name, frozenset(kinds))


def append_source(path: Path, source: Source, kinds: Collection[str] = KINDS) -> None:
    """Add an entry at the end of feeds.yml, keeping its comments; all or nothing.

    Raises ConfigError and writes nothing if the file would not load, or would say something else.
    """
    entry = yaml.safe_dump([_entry(source)], sort_keys=False, allow_unicode=True, width=100)
    text = f"{_text_of(path).rstrip()}\n\n{entry}".lstrip()
    if _parse_sources(text, path.name, frozenset(kinds))[-1] != source:
        raise ConfigError([f"{path.name}: {source.id}: does not survive being written; write it by hand"])
    _replace(path.resolve(), text)


class _Report:
    """The mistakes found so far, each with its line."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.mistakes: list[tuple[int, str]] = []

    def add(self, node: Node, entry: str, what: str) -> None:
        self.mistakes.append((node.start_mark.line + 1, f"{entry}: {what}"))

    def raise_if_any(self) -> None:
        if self.mistakes:
            raise ConfigError([f"{self.file}:{line}: {what}" for line, what in sorted(self.mistakes)])


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([f"{path.name}: cannot be read: {error}; it must be a UTF-8 file"]) from error


@lru_cache(maxsize=1)  # the parts of one run each ask for the same file
def _parse_sources(text: str, file: str, kinds: frozenset[str]) -> tuple[Source, ...]:
    report = _Report(file)
    pairs = [
        (node, _read_entry(node, number, known_keys(kinds), report))
        for number, node in enumerate(_entries(text, file), start=1)
    ]
    _check_unique(pairs, report)
    report.raise_if_any()
    return tuple(Source(**values) for _, values in pairs)


def _entries(text: str, file: str) -> list[Node]:
    try:
        root = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigError([f"{file}:{line}: not YAML: {error.problem}; mend the line"]) from error
    except yaml.YAMLError as error:
        raise ConfigError([f"{file}:1: not YAML: {error}; mend the file"]) from error
    if not isinstance(root, SequenceNode) or not root.value:
        raise ConfigError([f"{file}:1: no list of sources; begin each entry with '- id: ...'"])
    return list(root.value)


def _read_entry(node: Node, number: int, known: Keys, report: _Report) -> dict[str, Any]:
    entry = f"entry {number}"
    if not isinstance(node, MappingNode):
        report.add(node, entry, "not a set of keys; begin it with '- id: ...'")
        return {}
    printed = {str(key.value): value for key, value in node.value}
    if isinstance(printed.get("id"), ScalarNode):
        entry = printed["id"].value or entry
    for key in REQUIRED:
        if key not in printed:
            report.add(node, entry, f"no {key}; add '{key}: ...'")
    values = _read_keys(node, entry, known, report)
    waits = DEFAULTS | values
    if waits["at_least"] > waits["at_most"]:
        report.add(node, entry, "at_least is longer than at_most; make at_most the longer one")
    return values


def _read_keys(node: MappingNode, entry: str, known: Keys, report: _Report) -> dict[str, Any]:
    values: dict[str, Any] = {}
    seen: set[str] = set()
    for key_node, value in node.value:
        key = str(key_node.value)
        field = known.get(key)
        if key in seen:
            report.add(key_node, entry, f"{key} is written twice; keep one")
        elif field is None:
            report.add(key_node, entry, f"unknown key {key!r}; {_remedy(key, known)}")
        elif isinstance(field, Mapping):
            if isinstance(value, MappingNode):
                values |= _read_keys(value, entry, field, report)
            else:
                report.add(value, entry, f"{key} holds keys of its own; write {', '.join(field)} below it")
        else:
            try:
                values[key] = field(value)
            except WrongValue as error:
                report.add(value, entry, f"{key}: {error}")
        seen.add(key)
    return values


def _check_unique(pairs: Iterable[tuple[Node, dict[str, Any]]], report: _Report) -> None:
    ids: dict[str, int] = {}
    urls: dict[str, str] = {}
    for node, values in pairs:
        entry = values.get("id", "an entry")
        line = node.start_mark.line + 1
        if "id" in values and ids.setdefault(entry, line) != line:
            report.add(node, entry, f"id already used in line {ids[entry]}; choose another")
        for url in (values.get("url"), *values.get("also_at", ())):
            if url and url_key(url) in urls:
                owner = urls[url_key(url)]
                report.add(
                    node,
                    entry,
                    f"{url} already stands under {owner}; remove one (scheme and www. do not count)",
                )
            elif url:
                urls[url_key(url)] = entry


def _remedy(key: str, known: Keys) -> str:
    for group, keys in GROUPS.items():
        if key in keys and group in known:
            return f"it belongs under {group}:"
    return suggestion(key, known)


def _entry(source: Source) -> dict[str, Any]:
    """Say a source in the keys of feeds.yml, leaving out what is the default anyway."""
    entry: dict[str, Any] = {}
    for field in fields(source):
        value = getattr(source, field.name)
        if field.name in REQUIRED or value != DEFAULTS[field.name]:
            group = next((name for name, keys in GROUPS.items() if field.name in keys), None)
            target = entry.setdefault(group, {}) if group else entry
            target[field.name] = _printed(value)
    return entry


def _printed(value: Any) -> Any:
    if isinstance(value, timedelta):
        unit = next((unit for unit in "dh" if not value % UNITS[unit]), "m")
        return f"{value // UNITS[unit]}{unit}"
    return list(value) if isinstance(value, tuple) else value


def _replace(path: Path, text: str) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        shutil.copymode(path, name)
        os.replace(name, path)
    except OSError:
        os.unlink(name)
        raise
