"""What is known of one ruling: a decision, order, settlement or filing, and what each article says of it."""

from dataclasses import dataclass
from datetime import date

from rulingwire.models import Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An article as rulings see it."""

    number: int
    permalink: str
    names: frozenset[str]  # keys of its aliases, and its permalink
    title: str
    published: date
    is_document: bool  # the court's own
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What an article or a document says of one field of a ruling, in which words."""

    field: str  # court, outcome, decided, filed, case number, party, works ...
    value: str  # id, day, number, "cloudflare defendant lost" ...
    article: int  # number
    quote: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A sum of money as told; outlets that disagree stand side by side, nothing is averaged."""

    kind: str  # a word of vocabulary.SUMS
    currency: str
    amount: float
    printed: str
    article: int | None  # None: a source of the known case says so
    quote: str = ""
    rule: str = ""
    conversion_of: str = ""  # key of the sum it gives in another currency, as the article says
    usd: float | None = None  # roughly, at the mean rate of `usd_year`; None: no rate at hand
    usd_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A ruling, known from cases.yml with sources, or a candidate read from articles that nobody has checked."""

    id: str  # id in cases.yml; "story-" and a permalink for a candidate
    name: str
    confirmed: bool
    case: str  # id of the first decision of the case, as far as it is known
    jurisdiction: str
    court: str = ""
    decided: str = ""  # "2025-11-19", "2025-11" or "2025"
    filed: str = ""
    stage: str = ""
    outcome: str = ""
    subject: tuple[str, ...] = ()
    says: str = ""
    appeals_from: str = ""
    numbers: tuple[tuple[str, str], ...] = ()  # kind and number
    parties: tuple[tuple[str, str, str], ...] = ()  # role, id or "", name or ""
    sources: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    figures: tuple[Figure, ...] = ()
