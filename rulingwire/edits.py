"""What a publisher changed in an article after we first read it: the values that travel from stage to corpus."""

from dataclasses import dataclass
from datetime import datetime

from rulingwire.records import Record

# Kinds of edits, the strongest first; what each means stands in docs/decisions/0010-edits.md.
KINDS = ("taken-down", "substantive", "correction", "removed", "added", "retitled", "reworded", "cosmetic")
LONGEST_LINE = 200  # characters of the line about an edit
LONGEST_WORDS = 300  # characters quoted of one side of a change: a quote, never a copy
GONE = 0  # the version of an edit that left no version behind: the page is gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One stored version of an article, as far as comparing needs it."""

    number: int
    seen_at: datetime
    form: str  # "feed" or "page"
    title: str
    text: str
    record: Record | None = None  # of a decision: what the court's entry had said by then


@dataclass(frozen=True, slots=True, kw_only=True)
class EditChange:
    """One thing that changed, with the words of both sides.

    A change of a tag holds the keys of the tags in `before` and `after` and the sentences that prove them in
    the contexts; all others hold words, and the words that stand around them.
    """

    field: str  # title, text or tag
    kind: str
    before: str  # "": nothing stood there
    after: str  # "": nothing stands there now
    context_before: str = ""
    context_after: str = ""
    tag: str = ""  # of a tag: party, amount ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What one version changed against the version before it in time; no kinds: nothing that counts as an edit."""

    version: int
    from_version: int
    changed_at: datetime  # when we first saw it
    kinds: tuple[str, ...] = ()  # the strongest first
    changes: tuple[EditChange, ...] = ()  # in the order of reading
    more: int = 0  # further changes that are not kept
    words: str = ""  # about it, on one line

    @property
    def kind(self) -> str:
        """The strongest kind; "" where there is none."""
        return self.kinds[0] if self.kinds else ""
