"""The letters without which a pattern cannot match: few sentences hold them, so few patterns need to be tried."""

import re
from collections.abc import Iterable
from typing import Any

_parser: Any = re._parser  # type: ignore[attr-defined]  # the parser of the standard library; it has no public name
SIGNS = "\ue000\ue001\ue002\ue003"  # what a sentence shows in place of a party, a court, a sum, a date
SHORTEST = 3  # letters; two where the script has no spaces
MOST = 60  # alternatives

Alternatives = frozenset[str]


def find_triggers(source: str, *, shortest: int = SHORTEST) -> Alternatives:
    """Strings one of which stands in whatever the regular expression matches; empty where none is sure."""
    found = _best(_of_sequence(_parser.parse(source)))
    return found if found and min(map(len, found)) >= shortest and len(found) <= MOST else frozenset()


def _of_sequence(parsed: Iterable[tuple[Any, Any]]) -> list[Alternatives]:
    """The sets of alternatives that must be met one after the other."""
    found: list[Alternatives] = []
    letters: list[str] = []
    for op, argument in parsed:
        name = str(op)
        if name == "LITERAL":
            letters.append(chr(argument))
            continue
        found += _joined(letters)
        letters = []
        found += _of_part(name, argument)
    return found + _joined(letters)


def _joined(letters: list[str]) -> list[Alternatives]:
    """Letters in a row; signs and spaces tell little, so they are cut off."""
    text = "".join(letters).strip(f" {SIGNS}")
    return [frozenset([text])] if text else []


def _of_part(name: str, argument: Any) -> list[Alternatives]:
    if name == "SUBPATTERN":
        return _of_sequence(argument[-1])
    if name in ("MAX_REPEAT", "MIN_REPEAT") and argument[0] >= 1:
        return _of_sequence(argument[2])
    if name == "BRANCH":
        branches = [_best(_of_sequence(branch)) for branch in argument[1]]
        return [frozenset().union(*branches)] if all(branches) else []
    return []


def _best(found: list[Alternatives]) -> Alternatives:
    """The set whose shortest word is longest: it is met least."""
    return max(found, key=lambda words: (min(map(len, words)), -len(words)), default=frozenset())


def find_signs(source: str) -> frozenset[str]:
    """The signs without which the regular expression cannot match; one in an optional part is none of them."""
    return _signs_of(_parser.parse(source))


def _signs_of(parsed: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    found: set[str] = set()
    for op, argument in parsed:
        name = str(op)
        if name == "LITERAL" and chr(argument) in SIGNS:
            found.add(chr(argument))
        elif name == "SUBPATTERN":
            found |= _signs_of(argument[-1])
        elif name in ("MAX_REPEAT", "MIN_REPEAT") and argument[0] >= 1:
            found |= _signs_of(argument[2])
        elif name == "BRANCH":
            found |= frozenset.intersection(*map(_signs_of, argument[1]))
    return frozenset(found)
