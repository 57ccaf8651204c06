"""What the rules files hold: a small frozen type for each kind of entry, and the shape of each file."""

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A company, site or body."""

    id: str
    name: str
    kind: str
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Court:
    """A court, or a body that decides like one."""

    id: str
    name: str
    jurisdiction: str
    level: str
    city: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """A country or union whose courts we follow."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """Words right before or after a party that give it a role."""

    id: str
    role: str
    only: str = ""  # "title": counts in titles alone
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The keys a mapping must and may have, and what each holds."""

    must: dict[str, str]
    may: dict[str, str] = field(default_factory=dict)


TEXT, WORDS, NUMBERS, ENTRIES = "text", "a list of words", "numbers by name", "a list of entries"
NUMBER = "a number"
PROOF = {"hit": WORDS, "miss": WORDS}
NAMED = {"also": WORDS, "weak": WORDS, "near": WORDS, "others": WORDS, **PROOF}

FILES = {
    "parties.yml": Shape(must={"parties": ENTRIES}),
    "courts.yml": Shape(must={"courts": ENTRIES}),
    "jurisdictions.yml": Shape(must={"authorities": WORDS, "between": WORDS, "jurisdictions": ENTRIES}),
    "roles.yml": Shape(must={"hedges": WORDS, "roles": ENTRIES}),
    "relevance.yml": Shape(
        must={"need": NUMBERS, "kinds": NUMBERS, "subject": ENTRIES, "court": ENTRIES, "against": ENTRIES, **PROOF}
    ),
    "footers.yml": Shape(must={"lines": WORDS, **PROOF}),
}
LISTS = {
    "parties": Shape(must={"id": TEXT, "name": TEXT, "kind": TEXT}, may={"country": TEXT, **NAMED}),
    "courts": Shape(
        must={"id": TEXT, "name": TEXT, "jurisdiction": TEXT, "level": TEXT},
        may={"city": TEXT, "also": WORDS, "weak": WORDS, **PROOF},
    ),
    "jurisdictions": Shape(
        must={"code": TEXT, "name": TEXT},
        may={"adjectives": WORDS, "places": WORDS, "regulators": WORDS, "laws": WORDS, **PROOF},
    ),
    "roles": Shape(must={"id": TEXT, "role": TEXT, **PROOF}, may={"only": TEXT, "before": TEXT, "after": TEXT}),
    "subject": Shape(must={"weight": NUMBER, "words": WORDS}),
    "court": Shape(must={"weight": NUMBER, "words": WORDS}),
    "against": Shape(must={"weight": NUMBER, "words": WORDS}),
}
