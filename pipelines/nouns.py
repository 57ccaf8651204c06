"""Nouns that can mean only one party of the article: "the host", where one hosting company is named; "the labels".

A role said of the noun is a role of the party, but counts less than one said of its name.
"""

from collections.abc import Iterable, Iterator
from re import Match

from pipelines.passages import Passage, Proof
from pipelines.rules.languages import PARTY, Language
from pipelines.sentences import Slot

COUNTS = 0.6  # times what a role counts that is said of the name

Placed = tuple[Passage, Slot]


def noun_slots(
    parts: Iterable[Passage],
    parties: dict[str, list[Proof]],
    lists: list[Placed],
    kinds: dict[str, str],
    language: Language,
) -> Iterator[Placed]:
    """Each noun that means a party, or a list of parties, named before it."""
    for part in parts:
        for found, meant in language.find_nouns(part.folded):
            keys = _list_of(lists, kinds) if meant == ("list",) else _only(parties, meant, kinds)
            if keys and all(_named_before(parties[key], part, found) for key in keys):
                yield part, Slot(PARTY, *found.span(), keys, COUNTS)


def _only(parties: dict[str, list[Proof]], meant: tuple[str, ...], kinds: dict[str, str]) -> tuple[str, ...]:
    """The party of these kinds, if the article names only one."""
    found = [party for party in parties if kinds[party] in meant]
    return (found[0],) if len(found) == 1 else ()


def _list_of(lists: list[Placed], kinds: dict[str, str]) -> tuple[str, ...]:
    """The rightsholders named in one list, if all such lists are parts of the longest."""
    found = [
        slot.keys for _, slot in lists if len(slot.keys) > 1 and all(kinds[k] == "rightsholder" for k in slot.keys)
    ]
    longest = max(found, key=len, default=())
    return tuple(dict.fromkeys(longest)) if all(set(keys) <= set(longest) for keys in found) else ()


def _named_before(proofs: list[Proof], part: Passage, found: Match[str]) -> bool:
    return any(
        proof.passage.field == "title" or proof.start < found.start() for proof in proofs if part.field == "text"
    )
