"""feeds.yml -> tuple[Source, ...]; every mistake is reported at once, with its line and its remedy."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

from rulingwire.entry_files import Report, entries_of, line_of, replace_file, text_of, with_entry
from rulingwire.errors import ConfigError
from rulingwire.models import Source
from rulingwire.source_keys import GROUPS, KINDS, REQUIRED, UNITS, Keys, WrongValue, known_keys, suggestion
from rulingwire.urls import url_key

DEFAULTS: dict[str, Any] = {field.name: field.default for field in fields(Source)}


def load_sources(path: Path, kinds: Collection[str] = KINDS) -> tuple[Source, ...]:
    """Read feeds.yml; raises ConfigError with one `feeds.yml:LINE: ENTRY: wrong; remedy` per mistake."""
    return _parse_sources(text_of(path), path.name, frozenset(kinds))


def append_source(path: Path, source: Source, kinds: Collection[str] = KINDS) -> None:
    """Add an entry at the end of feeds.yml, keeping its comments; all or nothing.

    Raises ConfigError and writes nothing if the file would not load, or would say something else.
    """
    entry = yaml.safe_dump([_entry(source)], sort_keys=False, allow_unicode=True, width=100)
    text = with_entry(text_of(path), entry)
    if _parse_sources(text, path.name, frozenset(kinds))[-1] != source:
        raise ConfigError([f"{path.name}: {source.id}: does not survive being written; write it by hand"])
    replace_file(path.resolve(), text)


@lru_cache(maxsize=1)  # the parts of one run each ask for the same file
def _parse_sources(text: str, file: str, kinds: frozenset[str]) -> tuple[Source, ...]:
    report = Report(file)
    pairs = [
        (node, _read_entry(node, number, known_keys(kinds), report))
        for number, node in enumerate(_entries(text, file), start=1)
    ]
    _check_unique(pairs, report)
    report.raise_if_any()
    return tuple(Source(**values) for _, values in pairs)


def _entries(text: str, file: str) -> list[Node]:
    nodes = entries_of(text, file, of="sources", begin="id")
    if not nodes:
        raise ConfigError([f"{file}:1: no list of sources; begin each entry with '- id: ...'"])
    return nodes


def _read_entry(node: Node, number: int, known: Keys, report: Report) -> dict[str, Any]:
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


def _read_keys(node: MappingNode, entry: str, known: Keys, report: Report) -> dict[str, Any]:
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


def _check_unique(pairs: Iterable[tuple[Node, dict[str, Any]]], report: Report) -> None:
    ids: dict[str, int] = {}
    urls: dict[str, str] = {}
    for node, values in pairs:
        entry = values.get("id", "an entry")
        line = line_of(node)
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
