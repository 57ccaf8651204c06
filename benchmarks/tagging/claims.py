"""What is said of an article, in one shape for labels, tags and baselines."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from benchmarks.tagging.gold import Item
from pipelines.rules import Rules
from rulingwire.models import Tag
from rulingwire.vocabulary import ROLES

NONE = "none"
MENTIONED = "mentioned"
_NO_KIND = ("", MENTIONED)
_LEGAL_FORM = re.compile(r"[\s,.]*(?:(?:Inc|Ltd|Limited|LLC|LLP|Corp|Co|GmbH|AG|AB|plc)\b[\s,.]*)*")

Words = frozenset[str]
Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What is said of one article. None: nobody was asked."""

    relevant: bool = False
    pairs: Pairs = frozenset()  # party, role
    courts: Words = frozenset()
    jurisdictions: Words = frozenset()
    primary: str = ""
    amounts: Pairs = frozenset()  # "JPY 500000000", kind or ""
    event: str = NONE
    outcome: str = NONE
    numbers: Words | None = frozenset()
    dates: Words | None = frozenset()
    excused: Words = frozenset()  # ids of parties and courts that are neither wanted nor false


def _role(label: str) -> str:
    """A labelled role in the words of tags; the labels know three that tags do not (rightsholder, platform, other)."""
    return label if label in ROLES else MENTIONED


def wanted(item: Item, rules: Rules) -> Claims:
    """The labels of an item; of an irrelevant article no tag is wanted."""
    labels = item.labels
    numbers = _asked(item, "numbers", labels.get("numbers", ()))
    dates = _asked(item, "dates", _decided(labels.get("dates", {})))
    if not item.relevant:
        return Claims(numbers=numbers, dates=dates)
    return Claims(
        relevant=True,
        pairs=frozenset((party["id"], _role(party["role"])) for party in labels["parties"] if party["id"]),
        courts=frozenset(court for court in labels["court_ids"] if court),
        jurisdictions=frozenset(labels["jurisdictions"]),
        amounts=frozenset((amount_key(a["currency"], a["amount"]), a["kind"]) for a in labels["amounts"]),
        event=labels["event"] or NONE,
        outcome=labels["outcome"] or NONE,
        numbers=numbers,
        dates=dates,
        excused=frozenset(_excused(labels, rules)),
    )


def told(tags: Iterable[Tag], *, relevant: bool = True) -> Claims:
    """What tags say."""
    by_kind: dict[str, list[Tag]] = {}
    for tag in tags:
        by_kind.setdefault(tag.kind, []).append(tag)
    keys = {kind: frozenset(tag.key for tag in mine) for kind, mine in by_kind.items()}
    dates = by_kind.get("date", ())
    return Claims(
        relevant=relevant,
        pairs=frozenset((tag.key, tag.role) for tag in by_kind.get("party", ())),
        courts=keys.get("court", frozenset()),
        jurisdictions=keys.get("jurisdiction", frozenset()),
        primary=_chief(by_kind.get("jurisdiction", []), ""),
        amounts=frozenset((t.key, "" if t.role in _NO_KIND else t.role) for t in by_kind.get("amount", ())),
        event=_chief(by_kind.get("event", []), NONE, only=True),
        outcome=_chief(by_kind.get("outcome", []), NONE, only=True),
        numbers=keys.get("case", frozenset()),
        dates=frozenset(tag.key for tag in dates if tag.role == "decided"),
    )


def amount_key(currency: str, value: float) -> str:
    """A sum as tags name it: currency and whole units."""
    return f"{currency} {int(value)}"


def _chief(tags: list[Tag], otherwise: str, *, only: bool = False) -> str:
    """The primary one; `only`: a tag that stands alone need not say that it is primary."""
    chief = sorted(tag.key for tag in tags if tag.primary)
    if not chief and only and len(tags) == 1:
        return tags[0].key
    return chief[0] if chief else otherwise


def _asked(item: Item, key: str, words: Iterable[str]) -> Words | None:
    """What is wanted, where the item has the key at all."""
    if key not in item.labels:
        return None
    return frozenset(words) if item.relevant else frozenset()


def _decided(dates: dict[str, Any]) -> Iterator[str]:
    decided = dates.get("decided") or ()
    yield from [decided] if isinstance(decided, str) else decided


def _excused(labels: dict[str, Any], rules: Rules) -> Iterator[str]:
    """Ids of ours whose name covers, whole, a name labelled without an id."""
    for party in labels["parties"]:
        if not party["id"]:
            yield from _covering(party["name"], "party", rules, sure=False)
    for name, court in zip(labels["courts"], labels["court_ids"], strict=True):
        if not court:
            yield from _covering(name, "court", rules, sure=True)


def _covering(name: str, group: str, rules: Rules, *, sure: bool) -> Iterator[str]:
    for match in rules.names.find(name).of(group):
        whole = match.start == 0 and _LEGAL_FORM.fullmatch(name, match.end)
        if whole and match.name.key and (match.name.sure or not sure):
            yield match.name.key
