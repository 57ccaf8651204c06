"""corrections.yml -> Corrections; every mistake is reported at once, with its line and its remedy."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node

from rulingwire.correction_keys import NEEDED, Ids, Reader, known_keys
from rulingwire.corrections import OF_RULINGS, VERBS, Claim, Correction, Corrections
from rulingwire.entry_files import Report, entries_of, line_of, replace_file, text_of, with_entry
from rulingwire.errors import ConfigError
from rulingwire.source_keys import WrongValue, suggestion

Read = tuple[Node, Correction]


def load_corrections(path: Path, ids: Ids) -> Corrections:
    """Read corrections.yml; ConfigError lists every mistake. Without the file nothing is corrected."""
    return parse_corrections(text_of(path), path.name, ids) if path.exists() else Corrections()


def append_correction(path: Path, one: Correction, ids: Ids) -> str:
    """Add an entry at the end of corrections.yml, keeping all that stands there; gives the entry as written.

    Raises ConfigError and writes nothing if the file would not load, or would say something else.
    """
    before = text_of(path) if path.exists() else ""
    entry = printed(one)
    text = with_entry(before, entry)
    if parse_corrections(text, path.name, ids).entries[-1] != one:
        raise ConfigError([f"{path.name}: {one.article}: does not survive being written; write it by hand"])
    if not path.exists():
        path.touch()
    replace_file(path.resolve(), text)
    return entry


def printed(one: Correction) -> str:
    """An entry as a person would write it."""
    target = one.target == "true" if one.verb == "relevant" else one.target
    said: dict[str, Any] = {"article": one.article, one.verb: one.claim.printed() if one.claim else target}
    if one.words:
        said["words"] = one.words
    # The bare word `on` is a truth value in old YAML, which would quote it; we read keys as printed.
    lines = [_line(key, value) for key, value in said.items()]
    lines += [f'on: "{one.on}"\n', _line("by", one.by), _line("why", one.why)]
    return "- " + "  ".join(lines)


def _line(key: str, value: Any) -> str:
    """A key with its value, a tag in braces."""
    braces = None if isinstance(value, dict) else False
    line: str = yaml.safe_dump(
        {key: value}, sort_keys=False, allow_unicode=True, width=10_000, default_flow_style=braces
    )
    return line


def parse_corrections(text: str, file: str, ids: Ids) -> Corrections:
    """The corrections that a text holds; ConfigError lists every mistake by `file`, line and entry."""
    report, keys = Report(file), known_keys(ids)
    read: list[Read] = []
    for number, node in enumerate(entries_of(text, file, of="corrections", begin="article"), start=1):
        if one := _read_entry(node, f"entry {number}", keys, report):
            read.append((node, one))
    _check_together(read, report)
    report.raise_if_any()
    return Corrections(entries=tuple(one for _, one in read))


def _read_entry(node: Node, entry: str, keys: dict[str, Reader], report: Report) -> Correction | None:
    if not isinstance(node, MappingNode):
        report.add(node, entry, "not a set of keys; begin it with '- article: ...'")
        return None
    values: dict[str, Any] = {}
    found = len(report.mistakes)
    for key_node, value in node.value:
        key = str(key_node.value)
        if key not in keys:
            report.add(key_node, entry, f"unknown key {key!r}; {suggestion(key, keys)}")
        elif key in values:
            report.add(key_node, entry, f"{key} is written twice; keep one")
        else:
            try:
                values[key] = keys[key](value)
            except WrongValue as error:
                values[key] = None
                report.add(value, entry, f"{key}: {error}")
    for fault in _faults(values):
        report.add(node, entry, fault)
    return _correction(values) if len(report.mistakes) == found else None


def _faults(values: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the keys of an entry as a whole."""
    yield from (f"no {key}; add '{key}: ...'" for key in ("article", "on", "by", "why") if key not in values)
    verbs = [verb for verb in VERBS if verb in values]
    if len(verbs) != 1:
        said = " and ".join(verbs) or "nothing"
        yield f"says {said}; say one of {', '.join(VERBS)} in an entry"
    if "right" in verbs:
        if "words" not in values:
            yield "no words; add 'words: ...', those of the article that prove the tag"
        claim = values["right"]
        if claim and (needed := NEEDED.get(claim.kind)) and not getattr(claim, needed):
            yield f"right: no {needed}; a tag of kind {claim.kind} cannot do without"
    if "wrong" in verbs and values["wrong"] and values["wrong"].primary:
        yield "wrong: a tag is not wrong for being the news; say of another that it is right and primary"
    if "words" in values and "right" not in verbs and values.get("relevant") != "true":
        yield "words prove what is right or relevant; remove them"


def _correction(values: dict[str, Any]) -> Correction:
    (verb,) = (verb for verb in VERBS if verb in values)
    said = values[verb]
    tag = isinstance(said, Claim)
    return Correction(
        verb=verb,
        claim=said if tag else None,
        target="" if tag else said,
        **{key: values.get(key, "") for key in ("article", "words", "on", "by", "why")},
    )


# What two entries may not say together


def _check_together(read: list[Read], report: Report) -> None:
    """Report every entry that repeats or contradicts one before it."""
    topics: dict[object, list[Read]] = defaultdict(list)
    for node, one in read:
        for before, other in topics[_topic(one)]:
            if _same(other, one):
                report.add(node, one.article, f"says again what line {line_of(before)} says; keep one")
            elif _contradict(other, one):
                report.add(node, one.article, f"contradicts line {line_of(before)}; keep the one that holds")
        topics[_topic(one)].append((node, one))


def _topic(one: Correction) -> object:
    """What an entry is about; entries on different topics have nothing to do with each other."""
    if one.others:
        return frozenset({one.names, one.others})
    return one.names, one.target if one.verb in OF_RULINGS else ""


def _same(one: Correction, two: Correction) -> bool:
    told = bool(one.others) or (one.claim, one.target) == (two.claim, two.target)
    return one.verb == two.verb and told


def _contradict(one: Correction, two: Correction) -> bool:
    """Can two entries on one topic, which do not say the same, not both hold?"""
    if one.claim and two.claim:
        return _claims_contradict(one.verb, one.claim, two.verb, two.claim)
    if one.claim or two.claim:  # an article about no ruling has no tags
        return "false" in (one.target, two.target)
    return True


def _claims_contradict(verb: str, one: Claim, other_verb: str, two: Claim) -> bool:
    beside = ((one.role, two.role), (one.side, two.side))
    differ = any(a and b and a != b for a, b in beside)
    if (one.kind, one.key) != (two.kind, two.key):
        single = one.kind == two.kind and (one.kind == "event" or (one.primary and two.primary))
        return single and verb == other_verb == "right"
    return verb == other_verb == "right" if differ else verb != other_verb
