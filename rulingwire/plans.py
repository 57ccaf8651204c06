"""What a stage decides and the store carries out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from rulingwire.edits import Edit, Version
from rulingwire.models import Issue, Reading, SourceState, TaggedArticle
from rulingwire.records import Entry, Record


class Verdict(StrEnum):
    """What a reading of one entry means for the corpus."""

    SAME = "same"  # nothing to write
    NEW = "new"
    VERSION = "version"  # the source changed it
    EARLIER = "earlier"  # a version older than the present one, read late
    RETURN = "return"  # back to a version that is listed often enough
    SIGHTING = "sighting"  # known; seen elsewhere, or sent in another form
    FACTS = "facts"  # known; only facts differ, such as a count of comments
    PASSED = "passed"  # not relevant to us, in a source of which we keep the relevant


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownVersion:
    """A stored version; `content` is what `identify.content_hash` gave for it."""

    version: int
    text_version: int
    content: str
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the corpus holds of an article, as far as deciding needs it."""

    article_id: int
    source_id: str
    title: str
    version: int
    last_read_at: datetime
    versions: tuple[KnownVersion, ...]
    listed: Record | None = None  # of a decision: what the list last said,
    document: Record | None = None  # ... and its document
    names: frozenset[str] = frozenset()  # keys of its aliases, and its permalink

    @property
    def present(self) -> KnownVersion:
        return next(v for v in self.versions if v.version == self.version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A verdict with what the store needs to carry it out."""

    verdict: Verdict
    change: str = ""  # first, title, text, record, title+text ..., fuller
    version: int = 0  # the version to write, or to return to
    text_version: int = 0  # where its text stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A decision about one entry, and the entry."""

    decision: Decision
    article_id: int
    permalink: str
    content: str
    fingerprint: str
    tagged: TaggedArticle
    said: Record | None = None  # of a decision: what this very list or document says of it
    said_by_list: bool = True
    wants_page: bool = False  # the entry is cut and its page should be read
    edits: tuple[Edit, ...] = ()  # what a new version changed, and what the next changed against one read late


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything one reading changes: carried out whole or not at all."""

    reading: Reading
    state: SourceState  # of the source, after this reading
    intents: tuple[Intent, ...] = ()
    present: frozenset[int] = field(default_factory=frozenset)  # articles the document shows
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A story that turned out to be another."""

    gone: int  # number of the article that began it
    kept: int
    likeness: float
    one: int  # the two reports that are most alike
    two: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The story an article was put into, and why."""

    story: int  # number of the article that begins the story
    likeness: float  # with that story; 0 where it begins one
    nearest: int = 0  # the member it quotes, or is most like
    how: str = "first"  # first, said (by a person), quotes, quoted or alike
    why: str = ""  # of `alike`: what speaks for it most
    merged: tuple[Merged, ...] = ()  # stories that it shows to be one


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """What is kept of a report that was placed, for the reports after it (`pipelines.prints`)."""

    number: int
    at: datetime
    is_court: bool  # a court's own document
    telling: str  # JSON
    report: str  # JSON
    marks: bytes  # of its words, four bytes each


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What carrying out a plan wrote."""

    articles: int = 0
    versions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is stored under the names of a document's entries."""

    articles: Mapping[str, int]  # article by name
    shown: Mapping[int, str]  # fingerprint of the entry by article, for one source
    passed: Mapping[str, str]  # fingerprint by name, of entries judged not relevant


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVisit:
    """What a visit found."""

    at: datetime
    items: int
    new: int


class Corpus(Protocol):
    """What planning asks of the stored corpus; it never writes."""

    def find(self, source_id: str, keys: list[str]) -> Found:
        """What is stored under these names."""

    def load(self, article_id: int) -> Known:
        """An article with its versions."""

    def text(self, article_id: int, text_version: int) -> str:
        """The text of one version."""

    def around(self, article_id: int, seen_at: datetime) -> tuple[Version, ...]:
        """The versions last seen until a moment and first seen after it, where there are such."""

    def is_taken(self, article_id: int) -> bool:
        """Does an article hold this number?"""

    def state(self, source_id: str) -> SourceState:
        """The state of a source."""

    def entry(self, url: str) -> Entry | None:
        """What a list said of the decision whose page stands at this address, where nothing else is stored of it."""

    def history(self, source_id: str) -> tuple[PastVisit, ...]:
        """The good visits of a source that read its whole list, newest first."""


def failed_entry(name: str, error: Exception) -> Issue:
    """The trace of an entry that could not be worked or written."""
    words = f"{type(error).__name__}: {error}"[:200]
    return Issue(kind="entry-failed", words=f"{name}: {words}", hint="A fault of ours: please report it.")
