"""Who has what from whom: the facts, and what they mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from rulingwire.urls import site_of

ENOUGH = 5  # shared shingles in a row that are no chance: a run of 12 words, or of 20 characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Words in a row that an article shares with an earlier one of another site."""

    article: int  # number of the later one
    other: int  # number of the earlier one
    shingles: int
    words: int  # of the longest run; characters where a script sets no blanks
    passage: str  # the longest run as the later article prints it, or its beginning
    quoted_here: bool  # does it stand in quotation marks in the later article?
    quoted_there: bool

    @property
    def is_reuse(self) -> bool:
        """Is it more than chance, without other signs?"""
        return self.shingles >= ENOUGH


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """An article that may quote or be quoted."""

    number: int  # grows with time
    at: datetime
    source_id: str
    url: str
    story: int
    is_court: bool  # a court's own document
    via: frozenset[int] = frozenset()  # articles it says it quotes, by a link
    links: frozenset[int] = frozenset()  # other articles it links
    credits: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # outlet -> rule, words

    @property
    def site(self) -> str:
        """Whose it is, as far as its address tells."""
        return site_of(self.url) or self.source_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """One article quotes another."""

    article: int
    source: int  # the article it quotes
    how: str  # link, cue or words
    rule: str
    shingles: int = 0
    words: int = 0
    passage: str = ""  # the longest run of shared words; else the words that name the outlet
