"""The keys an entry of feeds.yml may have, and how the value of each is read.

A reader takes the YAML node, which knows what was printed, and returns the value; it raises
WrongValue with what is wrong and the remedy.
"""

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from string import Formatter
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from yaml.nodes import Node, ScalarNode, SequenceNode

from rulingwire.codes import JURISDICTIONS, is_language
from rulingwire.errors import NotHttp
from rulingwire.urls import canonical_url

# A court site is known by its file.
COURTS = Path(__file__).parents[1] / "spiders" / "courts"
NOT_SITES = frozenset({"__init__", "registry", "sites", "reading", "windows"})
COURT_KINDS = frozenset(p.stem.replace("_", "-") for p in COURTS.glob("*.py") if p.stem not in NOT_SITES)
KINDS = COURT_KINDS | {"feed", "torrentfreak", "slashdot"}
REQUIRED = ("id", "title", "url", "kind")
GROUPS = {
    "schedule": ("at_least", "at_most"),
    "expect": ("min_items", "every"),
    "court": ("courts", "topics", "window", "pages", "documents", "zone", "date_is", "api", "names"),
    "budget": ("per_minute", "per_hour", "per_day", "per_day_with_key"),
    "key": ("key_env", "key_header", "key_param", "key_required"),
}
PLACES = {"query", "since", "until", "page"}  # what the address of a court site may leave open

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
DURATION = re.compile(r"([1-9]\d{0,4})([mhd])", re.ASCII)
UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
YAML_NAMES = {"bool": "true or false", "int": "a number", "float": "a number", "timestamp": "a date"}

Reader = Callable[[Node], object]
Keys = Mapping[str, "Reader | Keys"]


class WrongValue(Exception):
    """What is wrong with one value, and the remedy."""


def known_keys(kinds: Collection[str]) -> Keys:
    """Map each key to its reader, or to the keys below it."""
    return {
        "id": _id,
        "title": _text,
        "url": _address,
        "kind": partial(_choice, known=sorted(kinds)),
        "language": _language,
        "jurisdiction": partial(_choice, known=sorted(JURISDICTIONS)),
        "also_at": _addresses,
        "past": _past,
        "keep": partial(_choice, known=("all", "relevant")),
        "full_text": _yes_or_no,
        "schedule": {"at_least": _duration, "at_most": _duration},
        "expect": {"min_items": _count, "every": _duration},
        "court": {
            "courts": _texts,
            "topics": _texts,
            "window": _duration,
            "pages": _count,
            "documents": partial(_choice, known=("none", "kept", "all")),
            "zone": _zone,
            "date_is": partial(_choice, known=("decided", "published", "modified")),
            "api": _yes_or_no,
            "names": partial(_choice, known=("none", "organisations", "all")),
        },
        "budget": dict.fromkeys(GROUPS["budget"], _count),
        "key": {"key_env": _text, "key_header": _text, "key_param": _text, "key_required": _yes_or_no},
        "may_store_text": _yes_or_no,
        "may_publish_text": _yes_or_no,
        "known_from": partial(_choice, known=("capture", "documentation", "unverified")),
        "note": _text,
        "active": _yes_or_no,
    }


def suggestion(word: str, known: Iterable[str]) -> str:
    """Name the known word that was probably meant, or where to find them all."""
    choices = list(known)
    near = difflib.get_close_matches(word, choices, n=1)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"known are {', '.join(choices)}" if len(choices) < 20 else "see rulingwire/codes.py for those known"


def _text(node: Node) -> str:
    if not isinstance(node, ScalarNode):
        raise WrongValue("not a text; write it on one line")
    name = node.tag.rpartition(":")[2]
    if name == "null" or not node.value.strip():
        raise WrongValue("is empty; write a value or remove the key")
    if name != "str":
        meaning = YAML_NAMES.get(name, name)
        raise WrongValue(f'YAML reads {node.value} as {meaning}, not as text; write it in quotes: "{node.value}"')
    text = str(node.value).strip()
    if CONTROLS.search(text):
        raise WrongValue("holds a line break or a control character; write it on one line")
    return text


def _id(node: Node) -> str:
    text = _text(node)
    if not ID.fullmatch(text):
        raise WrongValue(f"{text!r} is no id; use lower-case letters, digits and single hyphens")
    return text


def _address(node: Node) -> str:
    text = _text(node)
    try:
        canonical_url(without_places(text))
    except NotHttp as error:
        raise WrongValue(f"{error}; write http:// or https://, host and path in full") from None
    if "#" in text:
        raise WrongValue("holds a fragment; remove the # and what follows it")
    if "@" in urlsplit(text).netloc:
        raise WrongValue("holds a user name; sources are public, use an address without one")
    return text


def without_places(address: str) -> str:
    """An address with nothing in the places it leaves open. Raises NotHttp for a place we do not know."""
    if "{" not in address:
        return address
    try:
        parts = list(Formatter().parse(address))
    except ValueError as error:
        raise NotHttp(f"{address!r}: {error}") from None
    unknown = {name for _, name, _, _ in parts if name is not None} - PLACES
    if unknown:
        raise NotHttp(f"{address!r} leaves {{{min(unknown)}}} open; known are {', '.join(sorted(PLACES))}")
    return "".join(text for text, _, _, _ in parts)


def _texts(node: Node) -> tuple[str, ...]:
    if not isinstance(node, SequenceNode):
        raise WrongValue("not a list; write it in [brackets]")
    return tuple(_text(item) for item in node.value)


def _addresses(node: Node) -> tuple[str, ...]:
    if not isinstance(node, SequenceNode):
        raise WrongValue("not a list; write one '- address' a line")
    return tuple(_address(item) for item in node.value)


def _past(node: Node) -> tuple[str, ...]:
    if not isinstance(node, SequenceNode):
        raise WrongValue("not a list; write one '- address' a line")
    ways = tuple(_text(item) for item in node.value)
    for way in ways:
        if ("{n}" in way) == ("{day}" in way) or not way.startswith(("http://", "https://")):
            raise WrongValue(f"{way!r} is no way into the past; write an address that holds {{n}} or {{day}}")
    return ways


def _choice(node: Node, known: Collection[str]) -> str:
    text = _text(node)
    if text not in known:
        raise WrongValue(f"{text!r} is not known; {suggestion(text, known)}")
    return text


def _language(node: Node) -> str:
    text = _text(node)
    if not is_language(text):
        raise WrongValue(f"{text!r} is no language we know; write a code such as en or pt-BR (rulingwire/codes.py)")
    return text


def _zone(node: Node) -> str:
    text = _text(node)
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise WrongValue(f"{text!r} is no time zone; write a name such as Europe/Berlin") from None
    return text


def _yes_or_no(node: Node) -> bool:
    if not isinstance(node, ScalarNode) or node.value not in ("true", "false") or node.style:
        raise WrongValue("neither true nor false; write one of them, without quotes")
    return bool(node.value == "true")


def _count(node: Node) -> int:
    if not isinstance(node, ScalarNode) or not re.fullmatch(r"0|[1-9]\d{0,5}", node.value) or node.style:
        raise WrongValue("not a whole number; write digits only, without quotes")
    return int(node.value)


def _duration(node: Node) -> timedelta:
    found = DURATION.fullmatch(node.value) if isinstance(node, ScalarNode) else None
    if found is None:
        raise WrongValue("not a duration; write minutes, hours or days as in 30m, 6h or 2d")
    return int(found[1]) * UNITS[found[2]]
