"""The rules: parties, courts, jurisdictions, roles and words of relevance, read from the files beside this one.

What each file may hold stands at its head; docs/rules.md tells how to add a name.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from pipelines.names import Matcher, Name, fold
from pipelines.rules.checks import Files, read_files, sure_names
from pipelines.rules.entries import Court, Jurisdiction, Party, Role
from rulingwire.errors import ConfigError

FOLDER = Path(__file__).parent

__all__ = ["FOLDER", "Court", "Jurisdiction", "Party", "Role", "Rules", "load_rules"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Everything judging and tagging need to know."""

    version: str  # 12 hex digits over the content of all files
    parties: tuple[Party, ...]
    courts: tuple[Court, ...]
    jurisdictions: tuple[Jurisdiction, ...]
    roles: tuple[Role, ...]
    roles_after: tuple[Role, ...]  # those that need no words before the party
    role_lead: re.Pattern[str]  # any words before a party that a role asks for
    hedges: re.Pattern[str]  # words that take a role back
    names: Matcher  # groups: party, court, near, country, authority, law
    seat_of: dict[str, str]  # id of a court -> jurisdiction
    regulates: dict[str, str]  # id of a party that is an authority -> jurisdiction
    between: re.Pattern[str]  # what may stand between a country and its authority
    words: Matcher  # groups: subject, court, against
    weights: dict[tuple[str, str], float]  # (group, key) of a word -> weight
    need: dict[str, float]  # group -> sum that turns its key
    footers: re.Pattern[str]  # the beginning of a line that is no part of an article


def load_rules(folder: Path | None = None) -> Rules:
    """The rules of a folder, read once; ConfigError lists every mistake in its files."""
    return _load((folder or FOLDER).resolve())


@cache
def _load(folder: Path) -> Rules:
    files, mistakes = read_files(folder)
    if mistakes:
        raise ConfigError(mistakes)
    parties, courts = files["parties.yml"]["parties"], files["courts.yml"]["courts"]
    lands, relevance = files["jurisdictions.yml"]["jurisdictions"], files["relevance.yml"]
    weighed = list(_weighed(relevance, parties))
    roles = tuple(_role(entry) for entry in files["roles.yml"]["roles"])
    return Rules(
        version=_version(files),
        parties=tuple(Party(**_only(p, "id", "name", "kind", "country")) for p in parties),
        courts=tuple(Court(**_only(c, "id", "name", "jurisdiction", "level", "city")) for c in courts),
        jurisdictions=tuple(Jurisdiction(**_only(land, "code", "name")) for land in lands),
        roles=roles,
        roles_after=tuple(role for role in roles if not role.before),
        role_lead=re.compile("|".join(role.before.pattern for role in roles if role.before)),
        hedges=re.compile(rf"\b(?:{_any(files['roles.yml']['hedges'])})\b", re.IGNORECASE),
        names=Matcher(_names(files), overlapping=frozenset({"near"})),
        seat_of={court["id"]: court["jurisdiction"] for court in courts},
        regulates={party: land["code"] for land in lands for party in land.get("regulators", ())},
        between=re.compile(rf"(?:'s|’s)?[ -](?:(?:{_any(files['jurisdictions.yml']['between'])}) ){{0,2}}|の?"),
        words=Matcher(name for name, _ in weighed),
        weights={(name.group, name.key): weight for name, weight in weighed},
        need=relevance["need"],
        footers=re.compile(rf"^(?:{_any(files['footers.yml']['lines'])})\s*(?:[:：|].*)?$", re.MULTILINE),
    )


def _names(files: Files) -> Iterator[Name]:
    for group, entries in (("party", files["parties.yml"]["parties"]), ("court", files["courts.yml"]["courts"])):
        for entry in entries:
            near = frozenset(map(fold, entry.get("near", ())))
            yield from (Name(text, group, entry["id"]) for text in sure_names(entry))
            yield from (Name(text, group, entry["id"], False, near) for text in entry.get("weak", ()))
            yield from (Name(text, "near", fold(text)) for text in entry.get("near", ()))
            yield from (Name(text, group, "") for text in entry.get("others", ()))
    for land in files["jurisdictions.yml"]["jurisdictions"]:
        code = land["code"]
        yield from (Name(t, "country", code) for t in (*land.get("adjectives", ()), *land.get("places", ())))
        yield from (Name(text, "law", code) for text in land.get("laws", ()))
    yield from (Name(text, "authority", fold(text)) for text in files["jurisdictions.yml"]["authorities"])


def _weighed(relevance: dict[str, Any], parties: list[dict[str, Any]]) -> Iterator[tuple[Name, float]]:
    for group in ("subject", "court", "against"):
        for entry in relevance[group]:
            yield from ((Name(word, group, word), float(entry["weight"])) for word in entry["words"])
    for party in parties:
        if weight := relevance["kinds"].get(party["kind"]):
            yield from ((Name(text, "subject", party["id"]), float(weight)) for text in sure_names(party))


def _role(entry: dict[str, Any]) -> Role:
    before = re.compile(rf"(?:{entry['before']})\Z") if "before" in entry else None
    after = re.compile(entry["after"]) if "after" in entry else None
    return Role(id=entry["id"], role=entry["role"], only=entry.get("only", ""), before=before, after=after)


def _any(words: list[str]) -> str:
    """An alternative of words, the longest first; a star stands for any ending."""
    return "|".join(re.escape(word).replace(r"\*", r"\w*") for word in sorted(words, key=len, reverse=True))


def _only(entry: dict[str, Any], *keys: str) -> dict[str, str]:
    return {key: entry[key] for key in keys if key in entry}


def _version(files: Files) -> str:
    """A hash that changes with the content, never with the order of entries, words or keys."""
    return blake2b(_canonical(files).encode(), digest_size=6).hexdigest()


def _canonical(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(sorted(f"{json.dumps(k)}:{_canonical(v)}" for k, v in value.items())) + "}"
    if isinstance(value, list):
        return "[" + ",".join(sorted(map(_canonical, value))) + "]"
    return json.dumps(value)
