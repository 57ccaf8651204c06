"""Reading the rules files, and everything that can be wrong with them: told all at once, by file and entry."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from pipelines.rules.entries import (
    ENTRIES,
    FILES,
    LISTS,
    NUMBER,
    NUMBERS,
    PARTS,
    TEXT,
    TEXTS,
    TEXTS_BY_LIST,
    UNPROVEN,
    WORDS,
    Shape,
)
from pipelines.rules.known_cases import case_faults
from pipelines.rules.subject_words import subject_faults
from pipelines.rules.theme_words import theme_faults

# Whoever installs PyYAML without libyaml gets the slow loader, and the same rules.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Files = dict[str, dict[str, Any]]


def read_files(folder: Path) -> tuple[Files, list[str]]:
    """The content of every rules file that has its shape, and what is wrong with the others."""
    files: Files = {}
    mistakes: list[str] = []
    for name, shape in (FILES | UNPROVEN).items():
        content, faults = read_file(folder / name)
        faults = faults or list(faults_of(content, shape)) or list(_entry_faults(content, shape))
        mistakes += [f"{name}: {fault}" for fault in faults]
        files[name] = content
    # A court that is wrong would be wrong again in each of its cases.
    return files, mistakes or list(_between_files(files)) or [
        *case_faults(files),
        *subject_faults(files),
        *theme_faults(files),
    ]


def sure_names(entry: dict[str, Any]) -> list[str]:
    """The names of a party or court that need no other proof."""
    weak = set(entry.get("weak", ()))
    return [name for name in (entry["name"], *entry.get("also", ())) if name not in weak]


def read_file(path: Path) -> tuple[Any, list[str]]:
    """The content of one file, or why it cannot be read."""
    try:
        return yaml.load(path.read_bytes(), Loader=_LOADER), []  # noqa: S506 - a safe loader, either way
    except OSError as error:
        return None, [f"cannot be read: {error.strerror}"]
    except yaml.YAMLError as error:
        return None, [f"is not YAML: {' '.join(str(error).split())}"]


def _entry_faults(content: dict[str, Any], shape: Shape) -> Iterator[str]:
    for key in [key for key, kind in shape.must.items() if kind == ENTRIES and key in LISTS]:
        seen: set[str] = set()
        for number, entry in enumerate(content[key], 1):
            label = _label(entry, f"{key} {number}")
            faults = list(faults_of(entry, LISTS[key])) or list(_part_faults(entry, PARTS.get(key, {})))
            yield from (f"{label}: {fault}" for fault in faults)
            if label in seen:
                yield f"{label}: stands twice"
            seen.add(label)


def _part_faults(entry: dict[str, Any], parts: dict[str, Shape]) -> Iterator[str]:
    for part, shape in parts.items():
        for number, item in enumerate(entry.get(part, ()), 1):
            yield from (f"{part} {number}: {fault}" for fault in faults_of(item, shape))


def _label(entry: Any, otherwise: str) -> str:
    name = (entry.get("id") or entry.get("code")) if isinstance(entry, dict) else None
    return str(name or otherwise)


def faults_of(mapping: Any, shape: Shape) -> Iterator[str]:
    """Where a mapping has not its shape."""
    if not isinstance(mapping, dict):
        yield f"must be a mapping, not {mapping!r}"
        return
    known = shape.must | shape.may
    yield from (f"`{key}` is missing" for key in shape.must if key not in mapping)
    for key, value in mapping.items():
        if key not in known:
            yield f"`{key}` is no key of ours; known are {', '.join(known)}"
        elif not _is(known[key], value):
            yield f"`{key}` must be {known[key]}, not {value!r}; quote words that YAML takes for something else"


def _is(kind: str, value: Any) -> bool:
    if kind == NUMBER:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0
    if kind == NUMBERS:
        return isinstance(value, dict) and all(isinstance(k, str) and _is(NUMBER, v) for k, v in value.items())
    if kind == TEXTS_BY_LIST:
        return isinstance(value, dict) and all(isinstance(k, str) and _is(TEXTS, v) for k, v in value.items())
    if kind == TEXTS:
        return isinstance(value, dict) and all(isinstance(k, str) and _is(TEXT, v) for k, v in value.items())
    if kind == TEXT:
        return isinstance(value, str) and bool(value.strip())
    items = value if isinstance(value, list) else []
    return bool(items) and (kind == ENTRIES or (kind == WORDS and all(_is(TEXT, item) for item in items)))


def _between_files(files: Files) -> Iterator[str]:
    """What is wrong between entries that are right one by one."""
    parties, courts = files["parties.yml"]["parties"], files["courts.yml"]["courts"]
    lands, ids = files["jurisdictions.yml"]["jurisdictions"], {party["id"] for party in parties}
    codes = {land["code"] for land in lands}
    for court in courts:
        if court["jurisdiction"] not in codes:
            yield f"courts.yml: {court['id']}: {court['jurisdiction']} is not in jurisdictions.yml"
    for land in lands:
        for regulator in set(land.get("regulators", ())) - ids:
            yield f"jurisdictions.yml: {land['code']}: no party has the id {regulator}"
    for kind in files["relevance.yml"]["kinds"].keys() - {party["kind"] for party in parties}:
        yield f"relevance.yml: kinds: no party is of the kind {kind}"
    yield from (f"parties.yml: {fault}" for fault in _name_faults(parties, needs=("near", "hit", "miss")))
    yield from (f"courts.yml: {fault}" for fault in _name_faults(courts, needs=("hit", "miss")))
    for form in (*files["case_numbers.yml"]["numbers"], *files["case_numbers.yml"]["links"]):
        if form["jurisdiction"] not in codes and not form["jurisdiction"].startswith("{"):
            yield f"case_numbers.yml: {form['id']}: {form['jurisdiction']} is not in jurisdictions.yml"


def _name_faults(entries: list[dict[str, Any]], needs: tuple[str, ...]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for entry in entries:
        if missing := [need for need in needs if "weak" in entry and need not in entry]:
            yield f"{entry['id']}: has weak names, so it also needs {', '.join(missing)}"
        for name in sure_names(entry):
            if (owner := owners.setdefault(name, entry["id"])) != entry["id"]:
                yield f"{entry['id']}: the name {name!r} belongs to {owner} already"
