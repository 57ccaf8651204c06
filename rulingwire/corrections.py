"""What people say against the rules: one value for each entry of corrections.yml."""

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import blake2b

from rulingwire.urls import public_id, url_key

CORRECTIONS = "corrections.yml"  # stands beside feeds.yml

# What a person may say of an article, and how a page tells it.
VERBS = {
    "wrong": "this tag is wrong",
    "right": "this tag is right",
    "relevant": "is it about a ruling we track?",
    "about": "it is about this ruling",
    "not_about": "it is not about this ruling",
    "same_story": "it tells the same story as this article",
    "other_story": "it tells another story than this article",
}
OF_STORIES = ("same_story", "other_story")
OF_RULINGS = ("about", "not_about")
RULE = "correction:"  # begins the rule of evidence that a person gave
_PERMALINK = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A tag as a person names it; what is empty is left as it is."""

    kind: str  # as in `models.Tag`
    key: str
    role: str = ""
    side: str = ""
    primary: bool = False  # True: it is what the article is about
    jurisdiction: str = ""  # of a case number
    court: str = ""  # of a case number

    def printed(self) -> dict[str, str | bool]:
        """The claim as corrections.yml writes it: its kind and key first, then what else is said."""
        said = {name: value for name, value in asdict(self).items() if value and name not in ("kind", "key")}
        return {self.kind: self.key} | said


@dataclass(frozen=True, kw_only=True)
class Correction:
    """One entry: what a person says of an article, why, and under which public name."""

    article: str  # address or permalink, as written
    verb: str  # one of VERBS
    claim: Claim | None = None  # of right and wrong
    target: str = ""  # true or false, a known case or its number, or another article
    words: str = ""  # of the article, which prove it
    on: str  # day, as in 2025-11-19
    by: str
    why: str

    @cached_property
    def id(self) -> str:
        """Eight hexadecimal digits that change with every word of the entry."""
        return blake2b(json.dumps(asdict(self), sort_keys=True).encode(), digest_size=4).hexdigest()

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that the article may answer to."""
        return names_of(self.article)

    @cached_property
    def others(self) -> frozenset[str]:
        """The names of the other article of a story."""
        return names_of(self.target) if self.verb in OF_STORIES else frozenset()

    @property
    def rule(self) -> str:
        """The rule that evidence of it carries."""
        return RULE + self.id

    @property
    def said(self) -> str:
        """What is said to be right, wrong or the case, in a few words."""
        if self.claim is None:
            return self.target
        (kind, key), *more = self.claim.printed().items()
        return ", ".join([f"{kind} {key}", *("the news" if value is True else str(value) for _, value in more)])


@dataclass(frozen=True, kw_only=True)
class Corrections:
    """All entries in the order of the file, found by the names of an article."""

    entries: tuple[Correction, ...] = ()

    def about(self, names: Collection[str]) -> tuple[Correction, ...]:
        """What is said of an article that goes by these names: keys of its aliases, and its permalink."""
        found = {place for name in names for place in self._places.get(name, ())}
        return tuple(self.entries[place] for place in sorted(found))

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, one in enumerate(self.entries):
            for name in sorted(one.names | one.others):
                places.setdefault(name, []).append(place)
        return places


def is_permalink(name: str) -> bool:
    """Is this the lasting short name of an article?"""
    return len(name) == 16 and _PERMALINK.issuperset(name)


def names_of(article: str) -> frozenset[str]:
    """The names, as `models.Alias` writes them, of the article with this address or permalink. Raises NotHttp."""
    if is_permalink(article):
        return frozenset({article})
    number = public_id(article)
    return frozenset({f"url:{url_key(article)}"} | ({f"id:{number}"} if number else set()))


def mark_of(said: Iterable[Correction]) -> str:
    """What the version of the rules carries for an article of which people speak: "+" and six digits; else ""."""
    ids = " ".join(one.id for one in said)
    return f"+{blake2b(ids.encode(), digest_size=3).hexdigest()}" if ids else ""
