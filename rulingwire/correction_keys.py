"""The keys an entry of corrections.yml may have, and how the value of each is read."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict
from datetime import date
from functools import partial

from yaml.nodes import MappingNode, Node, ScalarNode

from rulingwire.corrections import Claim, is_permalink
from rulingwire.errors import NotHttp
from rulingwire.source_keys import CONTROLS, WrongValue, suggestion
from rulingwire.urls import canonical_url
from rulingwire.vocabulary import COUNTS, DATES, EVENTS, OUTCOMES, ROLES, SIDES, STEPS, SUBJECTS, SUMS

# What may be said of a tag of each kind beside its key.
BESIDE = {
    "party": ("role", "side"),
    "court": ("primary",),
    "jurisdiction": ("primary",),
    "outcome": ("primary",),
    "event": (),
    "case": ("jurisdiction", "court"),
    "amount": ("role",),
    "count": (),
    "date": ("role",),
    "step": (),
    "subject": (),
}
ROLES_OF = {"party": ROLES, "amount": SUMS, "date": DATES}
NEEDED = {"case": "jurisdiction", "date": "role"}  # without which a tag cannot be made
LONGEST = 300  # characters of a quote
AMOUNT = re.compile(r"[A-Z]{3} (0|[1-9]\d*)(\.\d+)?", re.ASCII)
CASE_ID = re.compile(
    r"[a-z]+(-[a-z0-9]+)+"
)  # a number of a case has a figure, a capital or a sign before the first hyphen

Ids = Mapping[str, Collection[str]]  # "party", "court", "jurisdiction" and "ruling" -> the ids there are
Reader = Callable[[Node], object]


def known_keys(ids: Ids) -> dict[str, Reader]:
    """Map each key to its reader, which raises WrongValue."""
    claim = partial(_claim, ids=ids)
    ruling = partial(_ruling, ids=ids)
    return {
        "article": _article,
        "wrong": claim,
        "right": claim,
        "relevant": _true_or_false,
        "about": ruling,
        "not_about": ruling,
        "same_story": _article,
        "other_story": _article,
        "words": _words,
        "on": _day,
        "by": _text,
        "why": _text,
    }


def _text(node: Node) -> str:
    """A value as printed, whatever YAML takes it for; line breaks are blanks."""
    if not isinstance(node, ScalarNode):
        raise WrongValue("not a text; write it in quotes")
    text = " ".join(node.value.split())
    if not text or CONTROLS.search(text):
        raise WrongValue("is empty or holds a control character; write a value")
    return text


def _words(node: Node) -> str:
    text = _text(node)
    if len(text) > LONGEST:
        raise WrongValue(f"longer than {LONGEST} characters; quote only what proves it, for it is published")
    return text


def _article(node: Node) -> str:
    text = _text(node)
    try:
        return text if is_permalink(text) else canonical_url(text)
    except NotHttp:
        raise WrongValue(f"{text!r} is no article; write its address, or its permalink of 16 digits") from None


def _day(node: Node) -> str:
    text = _text(node)
    try:
        if len(text) != len("2025-11-19"):
            raise ValueError
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise WrongValue(f"{text!r} is no day; write it as in 2025-11-19") from None


def _true_or_false(node: Node) -> str:
    text = _text(node)
    if text not in ("true", "false"):
        raise WrongValue("neither true nor false; write one of them")
    return text


def _ruling(node: Node, ids: Ids) -> str:
    text = _text(node)
    if CASE_ID.fullmatch(text) and text not in ids["ruling"]:
        raise WrongValue(f"no case of cases.yml has the id {text}; {_meant(text, ids['ruling'])}")
    return text


def _claim(node: Node, ids: Ids) -> Claim:
    """A tag: its kind with its key first, then what else is said of it."""
    if not isinstance(node, MappingNode) or not node.value:
        raise WrongValue("not a tag; write its kind and key in braces, as in {party: cloudflare, role: defendant}")
    pairs = {str(key.value): value for key, value in node.value}
    kind, *beside = pairs
    if kind not in BESIDE:
        raise WrongValue(f"{kind!r} is no kind of tag; {suggestion(kind, BESIDE)}")
    if unknown := [name for name in beside if name not in BESIDE[kind]]:
        known = f"known are {', '.join(BESIDE[kind])}" if BESIDE[kind] else f"only the {kind} itself is said"
        raise WrongValue(f"{unknown[0]!r} is not said of a tag of kind {kind}; {known}")
    said = {name: _beside(kind, name, pairs[name], ids) for name in beside}
    return Claim(**{**asdict(Claim(kind=kind, key=_key(kind, _text(pairs[kind]), ids))), **said})


def _beside(kind: str, name: str, node: Node, ids: Ids) -> str | bool:
    text = _text(node)
    if name == "primary":
        if text != "true":
            raise WrongValue("primary: write true, or leave it out")
        return True
    lists: Ids = {"role": ROLES_OF.get(kind, ()), "side": SIDES}
    return _known(name, text, lists.get(name) or ids[name])


def _key(kind: str, text: str, ids: Ids) -> str:
    lists: Ids = {"outcome": OUTCOMES, "event": EVENTS, "subject": SUBJECTS}
    match kind:
        case "amount" if not AMOUNT.fullmatch(text):
            raise WrongValue(f"{text!r} is no sum; write it as in JPY 500000000")
        case "count":
            thing, _, number = text.partition(" ")
            if thing not in COUNTS or not number.isdecimal():
                raise WrongValue(f"{text!r} is no count; write a number after one of {', '.join(COUNTS)}")
        case "step":
            step, _, party = text.partition(" ")
            if step not in STEPS or party not in ("", *ids["party"]):
                raise WrongValue(f"{text!r} is no step; write one of {', '.join(STEPS)}, and the party that takes it")
        case "date" if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            raise WrongValue(f"{text!r} is no day; write it as in 2025-11-19")
        case "party" | "court" | "jurisdiction" | "outcome" | "event" | "subject":
            return _known(kind, text, lists.get(kind) or ids[kind])
    return text


def _known(name: str, text: str, known: Collection[str]) -> str:
    if text not in known:
        raise WrongValue(f"{name}: {text!r} is not known; {_meant(text, known)}")
    return text


def _meant(text: str, known: Collection[str]) -> str:
    hint = suggestion(text, known)
    return "see the files in pipelines/rules/ for those known" if hint.startswith("see ") else hint
