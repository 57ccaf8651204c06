"""Other packages, in a Python of their own: PYTHON -m benchmarks.tagging.peers < task.json > answers.json

    python3 -m venv peers && peers/bin/pip install spacy==3.8.18 price-parser==0.5.1 eyecite==2.7.8

The task is {"texts": [...], "parties": {name: id}, "courts": {name: id}}; the answer has, for each package,
its version and its claims for each text, or what is missing. Imports nothing of ours.

- spaCy: PhraseMatcher over our names, by small letters, on the blank pipeline for many languages; the
  longest of overlapping matches counts. It cuts words at spaces, so it hardly reads Japanese.
- price-parser reads one sum in a string, so it is given each sentence that holds a digit; "million" it
  does not know. Its "$" is taken for USD.
- eyecite: US reporter citations, in its corrected form.
"""

import json
import re
import sys
from importlib.metadata import version
from typing import Any

_SENTENCE = re.compile(r"(?<=[.!?。\n])\s*(?=\S)")
_CURRENCIES = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "円": "JPY", "R$": "BRL", "₹": "INR"}
_CURRENCIES |= {"Rs": "INR", "Rs.": "INR", "A$": "AUD", "CA$": "CAD", "zł": "PLN", "₩": "KRW", "Euro": "EUR"}

Answers = list[dict[str, list[str]]]


def spacy(task: dict[str, Any]) -> Answers:
    from spacy import blank, util
    from spacy.matcher import PhraseMatcher

    reader = blank("xx")
    matcher = PhraseMatcher(reader.vocab, attr="LOWER")
    for group in ("parties", "courts"):
        for name, owner in task[group].items():
            matcher.add(f"{group} {owner}", [reader.make_doc(name.rstrip("*"))])
    answers = []
    for text in task["texts"]:
        found: dict[str, set[str]] = {"parties": set(), "courts": set()}
        for span in util.filter_spans(matcher(reader.make_doc(text), as_spans=True)):
            group, owner = span.label_.split(" ", 1)
            found[group].add(owner)
        answers.append({group: sorted(owners) for group, owners in found.items()})
    return answers


def price_parser(task: dict[str, Any]) -> Answers:
    from price_parser import Price

    def sums(text: str) -> set[str]:
        prices = (Price.fromstring(part) for part in _SENTENCE.split(text) if re.search(r"\d", part))
        known = ((_CURRENCIES.get(p.currency, p.currency), p.amount) for p in prices if p.currency and p.amount)
        return {f"{currency} {int(amount)}" for currency, amount in known}

    return [{"amounts": sorted(sums(text))} for text in task["texts"]]


def eyecite(task: dict[str, Any]) -> Answers:
    from eyecite import get_citations
    from eyecite.models import FullCaseCitation

    def cited(text: str) -> set[str]:
        return {c.corrected_citation() for c in get_citations(text) if isinstance(c, FullCaseCitation)}

    return [{"numbers": sorted(cited(text))} for text in task["texts"]]


PEERS = {"spacy": spacy, "price-parser": price_parser, "eyecite": eyecite}


def answer(task: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What each package says, or why it says nothing."""
    said: dict[str, dict[str, Any]] = {}
    for name, peer in PEERS.items():
        try:
            said[name] = {"version": version(name), "answers": peer(task)}
        except ImportError as error:  # also where the package is not installed
            said[name] = {"missing": str(error)}
    return said


if __name__ == "__main__":
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
