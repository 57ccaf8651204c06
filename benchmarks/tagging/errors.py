"""Every error by article, with the words of the article that explain it."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from benchmarks.tagging.score import FIELDS
from benchmarks.tagging.systems import Read

AROUND = 80  # characters shown on each side of a name
KINDS = {  # of the tags behind a field
    "party": "party",
    "party+role, all pairs": "party",
    "party+role, roles given": "party",
    "court": "court",
    "jurisdiction": "jurisdiction",
    "primary jurisdiction": "jurisdiction",
    "amount": "amount",
    "amount kind": "amount",
    "case number": "case",
    "event": "event",
    "outcome": "outcome",
    "date decided": "date",
}


class Error(NamedTuple):
    """One thing told that is not so ("false"), or not told that is so ("missed")."""

    file: str
    item: str
    language: str
    field: str
    sort: str
    value: str
    words: str

    def line(self) -> str:
        return f"{self.field}: {self.file} {self.item} {self.language} {self.sort} {self.value}: {self.words!r}"


def find_errors(reads: Iterable[Read], field: str = "all") -> Iterator[Error]:
    """The errors of the product in one field, or in all; sealed articles are left out."""
    for one in reads:
        if not one.item.sealed:
            for name in FIELDS if field == "all" else [field]:
                if "all articles" not in name:
                    yield from _errors(one, name)


def _errors(one: Read, field: str) -> Iterator[Error]:
    compared = FIELDS[field](one.want, one.product)
    if compared is None:
        return
    where = one.item.file, one.item.id, one.item.language, field
    for value in sorted(compared.false):
        yield Error(*where, "false", value, _proof(one, field, value))
    for value in sorted(compared.missed):
        yield Error(*where, "missed", value, _place(one, field, value))


def _proof(one: Read, field: str, value: str) -> str:
    """The first quote behind a false tag; of a false verdict the words that decided."""
    if field == "relevance":
        return "; ".join(evidence.quote for evidence in one.relevance.evidence)
    for tag in one.published:
        if tag.kind == KINDS[field] and value in (tag.key, f"{tag.key} {tag.role}"):
            return tag.evidence[0].quote
    return ""


def _place(one: Read, field: str, value: str) -> str:
    """The text around what was missed; where the labels do not say which words, its beginning."""
    text = f"{one.item.article.title}\n{one.item.article.text}"
    for words in _printed(one.item.labels, field, value):
        if found := re.search(re.escape(words), text, re.IGNORECASE):
            return text[max(0, found.start() - AROUND) : found.end() + AROUND]
    return text[: 2 * AROUND]


def _printed(labels: dict[str, Any], field: str, value: str) -> Iterator[str]:
    """The words that may stand in the text for a labelled value."""
    key = value.split(" ")[0]
    if KINDS.get(field) == "party":
        yield from (party["name"] for party in labels["parties"] if party["id"] == key)
    elif field == "court":
        pairs = zip(labels["courts"], labels["court_ids"], strict=True)
        yield from (name for name, court in pairs if court == key)
    elif KINDS.get(field) == "amount":
        digits = value.split(" ")[1].rstrip("0")
        yield from (digits[:1] + mark + digits[1:] for mark in (".", ",", "") if digits[1:] or not mark)
        yield from (digits[:2] + mark + digits[2:] for mark in (".", ",") if digits[2:])
    elif field == "case number":
        yield value
