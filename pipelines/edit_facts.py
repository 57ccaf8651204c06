"""The facts of the case that an edit changed: the tags gained and lost, with the words that prove them."""

from collections.abc import Iterator
from typing import NamedTuple

from rulingwire.edits import LONGEST_WORDS, EditChange
from rulingwire.models import Tag

SAID = ("party", "court", "case", "amount", "date", "outcome")  # kinds of tags that are facts of the case

Spans = list[tuple[int, int]]


class Touched(NamedTuple):
    """Where something other than a slip was changed."""

    before: Spans  # of the older text
    after: Spans  # of the newer
    title: bool
    record: bool  # the court's own entry


def tag_changes(before: tuple[Tag, ...], after: tuple[Tag, ...], touched: Touched) -> Iterator[EditChange]:
    """The facts gained and lost whose words were changed; a fact that other words tell as before is none."""
    old, new = ({_claim(tag): tag for tag in tags if _counts(tag)} for tags in (before, after))
    lost = [t for key, t in old.items() if key not in new and _told(t, touched.before, touched)]
    gained = [t for key, t in new.items() if key not in old and _told(t, touched.after, touched)]
    for kind in SAID:
        a, b = [t for t in lost if t.kind == kind], [t for t in gained if t.kind == kind]
        for number in range(max(len(a), len(b))):
            yield _tag_change(kind, *(side[number] if number < len(side) else None for side in (a, b)))


def _counts(tag: Tag) -> bool:
    return tag.kind in SAID and (tag.kind != "outcome" or tag.primary)


def _claim(tag: Tag) -> tuple[str, str]:
    return tag.kind, tag.key


def _told(tag: Tag, spans: Spans, touched: Touched) -> bool:
    """Do its words stand where something was changed?"""
    return any(
        (e.field == "record" and touched.record)
        or (e.field == "title" and touched.title)
        or (e.field == "text" and any(e.start <= end and start <= e.end for start, end in spans))
        for e in tag.evidence
    )


def _tag_change(kind: str, old: Tag | None, new: Tag | None) -> EditChange:
    return EditChange(
        field="tag",
        kind="substantive",
        before=old.key if old else "",
        after=new.key if new else "",
        context_before=_proof(old),
        context_after=_proof(new),
        tag=kind,
    )


def _proof(tag: Tag | None) -> str:
    return quote(tag.evidence[0].quote) if tag and tag.evidence else ""


def quote(words: str) -> str:
    """Words on one line, cut where they are long."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_WORDS else line[: LONGEST_WORDS - 1].rstrip() + "…"
