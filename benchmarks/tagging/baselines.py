"""Plain methods that anyone could write in an afternoon, as claims to be scored like the tags."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import yaml

from benchmarks.tagging.claims import MENTIONED, Claims, amount_key
from benchmarks.tagging.gold import Item
from pipelines.rules import FOLDER

Method = Callable[[Item], Claims]
Names = dict[str, str]  # name -> id

_EAST_ASIAN = re.compile("[\u2e80-\ud7ff\uf900-\ufaff]")
_SIGNS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "R$": "BRL", "₹": "INR"}
_CODES = {code.lower(): code for code in ("USD", "EUR", "GBP", "JPY", "INR", "CHF", "SEK")}
_CODES |= {"dollars": "USD", "euro": "EUR", "euros": "EUR", "pounds": "GBP", "yen": "JPY", "円": "JPY", "rupees": "INR"}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "m": 10**6, "bn": 10**9, "mio": 10**6, "億": 10**8}
_SUM = re.compile(
    rf"(?P<sign>{'|'.join(re.escape(s) for s in sorted(_SIGNS, key=len, reverse=True))})?\s?"
    rf"(?P<number>\d[\d.,]*)\s?(?P<scale>{'|'.join(_SCALES)})?\.?(?:\s?(?P<code>{'|'.join(_CODES)}))?",
    re.IGNORECASE,
)


def words_of(item: Item) -> str:
    """Title and text."""
    return f"{item.article.title}\n{item.article.text}"


def methods(items: tuple[Item, ...]) -> dict[str, Method]:
    """Every plain method by name."""
    parties, courts, lands = names("parties"), names("courts"), land_names()
    party_words, court_words, land_words = (pattern(group) for group in (parties, courts, lands))
    event, outcome = commonest(items, "event"), commonest(items, "outcome")

    def by_gazetteer(item: Item) -> Claims:
        text = words_of(item)
        return claims(parties=_ids(party_words, parties, text), courts=_ids(court_words, courts, text))

    def by_country(item: Item) -> Claims:
        counts = Counter(_all_ids(land_words, lands, words_of(item)))
        first = max(counts, key=lambda code: counts[code], default="")
        return Claims(relevant=True, jurisdictions=frozenset({first} - {""}), primary=first)

    return {
        "gazetteer, no cues": by_gazetteer,
        "country named most": by_country,
        "first sum": lambda item: Claims(relevant=True, amounts=first_sum(words_of(item))),
        "commonest label": lambda _: Claims(relevant=True, event=event, outcome=outcome),
    }


def claims(*, parties: Iterable[str] = (), courts: Iterable[str] = ()) -> Claims:
    """Names alone, without roles."""
    return Claims(relevant=True, pairs=frozenset((p, MENTIONED) for p in parties), courts=frozenset(courts))


def names(file: str) -> Names:
    """Every name of parties.yml or courts.yml with its id; of several owners the first in the file."""
    found: Names = {}
    for entry in _entries(file):
        for name in (entry["name"], *entry.get("also", ()), *entry.get("weak", ())):
            found.setdefault(name, entry["id"])
    return found


def land_names() -> Names:
    """Names, adjectives and places of jurisdictions.yml with the code."""
    found: Names = {}
    for entry in _entries("jurisdictions"):
        for name in (entry["name"], *entry.get("adjectives", ()), *entry.get("places", ())):
            found.setdefault(name, entry["code"])
    return found


def _entries(file: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{file}.yml").read_bytes())[file]
    return entries


def pattern(group: Names) -> re.Pattern[str]:
    """All names as whole words, the longest first; a star stands for any ending."""
    return re.compile("|".join(map(_word, sorted(group, key=lambda name: (-len(name), name)))), re.IGNORECASE)


def _word(name: str) -> str:
    """East Asian writing has no spaces, so there a word may end anywhere."""
    bare = name.rstrip("*")
    before = "" if _EAST_ASIAN.match(bare[0]) else r"(?<!\w)"
    after = "" if _EAST_ASIAN.match(bare[-1]) else r"\w*" if name != bare else r"(?!\w)"
    return before + re.escape(bare) + after


def _ids(words: re.Pattern[str], group: Names, text: str) -> set[str]:
    return set(_all_ids(words, group, text))


def _all_ids(words: re.Pattern[str], group: Names, text: str) -> Iterator[str]:
    owners = {name.rstrip("*").lower(): owner for name, owner in reversed(group.items())}
    stems = sorted((name for name in group if name.endswith("*")), key=len, reverse=True)
    for match in words.finditer(text):
        found = match.group().lower()
        yield owners.get(found) or next(group[s] for s in stems if found.startswith(s.rstrip("*").lower()))


def first_sum(text: str) -> frozenset[tuple[str, str]]:
    """The first number with a sign or word of money, as damages awarded."""
    for match in _SUM.finditer(text):
        currency = _SIGNS.get((match["sign"] or "").upper()) or _CODES.get((match["code"] or "").lower())
        digits = match["number"].rstrip(".,").replace(",", "")
        if currency and digits.count(".") < 2:
            value = round(float(digits) * _SCALES.get((match["scale"] or "").lower(), 1))
            return frozenset({(amount_key(currency, value), "damages-awarded")})
    return frozenset()


def commonest(items: Iterable[Item], key: str) -> str:
    """The label that most relevant articles have; of equals the first by name."""
    counts = Counter(str(item.labels[key]) for item in items if item.relevant)
    return min(counts, key=lambda label: (-counts[label], label), default="none")
