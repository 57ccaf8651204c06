"""Two versions of an article -> the edit that lies between them: its kinds, and each change with before and after.

What changes by itself (ages, counts of comments, adverts) and what is merely read more fully is no edit.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipelines.differences import ENDS, Difference, Word, differences, read_words
from pipelines.edit_facts import Touched, quote, tag_changes
from pipelines.edit_kinds import kind_of
from pipelines.passages import article_alone
from pipelines.rules import Rules
from pipelines.rules.edit_words import fold_lines
from rulingwire.edits import KINDS, LONGEST_LINE, Edit, EditChange, Version
from rulingwire.models import Article, Tag

LONGEST = 200_000  # characters of a text that are compared
LONGEST_TAGGED = 30_000  # characters of a text whose tags are; finding them takes longer than comparing words
MOST = 12  # changes kept of one edit
MOST_SLIPS = 4  # of them cosmetic
AROUND = 60  # characters shown on each side of a change
LEAD = 300  # characters at the end of a text in which it may say that it is cut

_CUT = re.compile(r"\s*(?:\[?(?:…|\.\.\.)\]?)\s*\Z")
_NO_BREAK = re.compile(r"[^\n]")

Tagger = Callable[[Version], tuple[Tag, ...]]


def edits_of(versions: Sequence[Version], tags: Tagger, language: str, rules: Rules) -> list[Edit]:
    """The edit between each version and the one before it in time; `tags` are those of a version by these rules."""
    in_order = sorted(versions, key=lambda version: (version.seen_at, version.number))
    tagged = [(version, tags(version) if len(version.text) <= LONGEST_TAGGED else ()) for version in in_order]
    return [edit_between(*pair, language, rules) for pair in pairwise(tagged)]


Tagged = tuple[Version, tuple[Tag, ...]]


def edit_between(before: Tagged, after: Tagged, language: str, rules: Rules) -> Edit:
    """What the later version changed; an edit without kinds where it is nothing that counts."""
    old, new = (replace(version, text=version.text[:LONGEST]) for version in (before[0], after[0]))
    title = list(_title_changes(old.title, new.title, language, rules))
    found = _text_differences(old, new, language, rules)
    notices = list(_notices(old, new, rules))
    spans = [span for span, _ in notices]
    words = [
        _text_change(old, new, one._replace(new=(), new_at=(0, 0)) if told else one, "removed" if told else kind)
        for one, kind in found
        if not (told := _inside(one.new_at, spans)) or one.old
    ]
    touched = Touched(
        before=[one.old_at for one, kind in found if kind != "cosmetic"],
        after=[one.new_at for one, kind in found if kind != "cosmetic"],
        title=any(change.kind != "cosmetic" for change in title),
        record=None not in (old.record, new.record) and old.form == new.form and old.record != new.record,
    )
    tagged = max(len(version.text) for version, _ in (before, after)) <= LONGEST_TAGGED
    facts = tag_changes(before[1], after[1], touched) if tagged else ()
    changes = [*title, *(change for _, change in notices), *facts, *words]
    kinds = {change.kind for change in changes} | ({"retitled"} if title and title[0].kind == "substantive" else set())
    kept = _strongest(changes)
    return Edit(
        version=new.number,
        from_version=old.number,
        changed_at=new.seen_at,
        kinds=tuple(kind for kind in KINDS if kind in kinds),
        changes=tuple(kept),
        more=len(changes) - len(kept),
        words=_words_about(changes),
    )


def _words_about(changes: Sequence[EditChange]) -> str:
    """The strongest change on one line, and how many others there are."""
    if not changes:
        return ""
    first = min(changes, key=lambda change: KINDS.index(change.kind))
    what = f"{first.tag} " if first.tag else "title " if first.field == "title" else ""
    before, after = (f"“{side}”" if side else "" for side in (first.before, first.after))
    said = f"{before} became {after}" if before and after else f"new: {after}" if after else f"gone: {before}"
    others = f"; and {len(changes) - 1} more" if len(changes) > 1 else ""
    room = LONGEST_LINE - len(others)
    line = what + said
    return (line if len(line) <= room else f"{line[: room - 1]}…") + others


def version_of(article: Article, number: int) -> Version:
    """A version of an article that is about to be stored."""
    return Version(
        number=number,
        seen_at=article.seen_at.replace(microsecond=0),  # as the corpus keeps it
        form=article.form,
        title=article.title,
        text=article.text,
        record=article.record,
    )


def _strongest(changes: list[EditChange]) -> list[EditChange]:
    """The title and the strongest others, in the order of reading."""
    order = sorted(range(len(changes)), key=lambda n: (changes[n].field != "title", KINDS.index(changes[n].kind), n))
    slips = [n for n in order if changes[n].kind == "cosmetic"]
    kept = [n for n in order if n not in slips[MOST_SLIPS:]][:MOST]
    return [changes[n] for n in sorted(kept)]


# Title


def _title_changes(old: str, new: str, language: str, rules: Rules) -> Iterator[EditChange]:
    if old == new or not old:
        return
    kinds = {kind_of(one, language, rules) for one in differences(old, new)}
    if kinds <= {"cosmetic"}:
        kind = "cosmetic"
    elif "substantive" in kinds and _figures_only(old, new):
        kind = "substantive"
    else:
        kind = "retitled"
    yield EditChange(field="title", kind=kind, before=quote(old), after=quote(new))


def _figures_only(old: str, new: str) -> bool:
    """Is most of a title as before, so that a figure or name in it was changed rather than the title?"""
    changed = sum(len(one.old) + len(one.new) for one in differences(old, new))
    return changed * 2 <= len(read_words(old)) + len(read_words(new))


# Text


def _text_differences(old: Version, new: Version, language: str, rules: Rules) -> list[tuple[Difference, str]]:
    """Where the articles themselves differ, with kinds; texts read in other places cannot be compared."""
    if old.text == new.text or old.form != new.form:
        return []
    plain = _plain(old.text, rules), _plain(new.text, rules)
    cut = _is_cut(old.text, rules) or _is_cut(new.text, rules)
    found = [one for one in differences(*plain) if not (cut and one.last and not (one.old and one.new))]
    moved = _moved(found)
    return [(one, _kind(new, one, moved, language, rules)) for one in found]


def _kind(new: Version, one: Difference, moved: set[str], language: str, rules: Rules) -> str:
    if _line_of(one.old or one.new) in moved:
        return "cosmetic"
    kind = kind_of(one, language, rules)
    if kind in ("added", "removed", "reworded") and _is_caption(new.text, one, rules):
        return "cosmetic"
    return kind


def _moved(found: list[Difference]) -> set[str]:
    """Words taken out at one place and put in at another."""
    out = {_line_of(one.old) for one in found if not one.new}
    put = {_line_of(one.new) for one in found if not one.old}
    return (out & put) - {""}


def _line_of(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words if word.text != "\n")


def _is_caption(text: str, one: Difference, rules: Rules) -> bool:
    start = text.rfind("\n", 0, one.new_at[0]) + 1
    end = text.find("\n", max(one.new_at[0], one.new_at[1] - 2))
    return rules.edits.captions.fullmatch(fold_lines(text[start : end if end >= 0 else len(text)])) is not None


def _plain(text: str, rules: Rules) -> str:
    """The text with everything blank that changes by itself; as long as before."""
    alone = _CUT.sub(lambda end: " " * len(end.group()), article_alone(text, rules.footers))
    pieces, done = [], 0
    for found in rules.edits.boring.finditer(fold_lines(alone)):
        pieces += [alone[done : found.start()], _NO_BREAK.sub(" ", found.group())]
        done = found.end()
    return "".join([*pieces, alone[done:]])


def _is_cut(text: str, rules: Rules) -> bool:
    """Does a text say, or show by where it ends, that it is only the beginning?"""
    tail = text.rstrip()
    ended = tail[-1:] in ENDS | set(")」』") and not _CUT.search(tail)
    return bool(tail) and (not ended or rules.edits.cuts.search(fold_lines(tail[-LEAD:])) is not None)


def _text_change(old: Version, new: Version, one: Difference, kind: str) -> EditChange:
    text, (start, end) = (new.text, one.new_at) if one.new else (old.text, one.old_at)
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if start > AROUND and " " in before:
        before = before.split(" ", 1)[1]
    if end + AROUND < len(text) and " " in after:
        after = after.rsplit(" ", 1)[0]
    return EditChange(
        field="text",
        kind=kind,
        before=quote(old.text[slice(*one.old_at)]),
        after=quote(new.text[slice(*one.new_at)]),
        context_before=before.rsplit("\n", 1)[-1].lstrip(),
        context_after=after.split("\n", 1)[0].rstrip(),
    )


# Notices


def _notices(old: Version, new: Version, rules: Rules) -> Iterator[tuple[tuple[int, int], EditChange]]:
    """What the publisher says it did, where it did not say so before; each with its line in the text."""
    for kind, pattern in (("taken-down", rules.edits.gone), ("correction", rules.edits.notices)):
        for field, before, after in (("title", old.title, new.title), ("text", old.text, new.text)):
            if before == after or (kind == "correction" and field == "text" and old.form != new.form):
                continue  # what only the page says may have stood there before
            known = {_line(before, m.end()) for m in pattern.finditer(fold_lines(before))}
            for found in pattern.finditer(fold_lines(after)):
                if (line := _line(after, found.end())) not in known:
                    known.add(line)
                    start = after.rfind("\n", 0, found.end()) + 1 if field == "text" else -1
                    said = after[found.start() : start + len(line)] if field == "text" else line
                    change = EditChange(field=field, kind=kind, before="", after=quote(said))
                    yield (start, start + len(line)), change


def _line(text: str, at: int) -> str:
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    return text[start : end if end >= 0 else len(text)]


def _inside(span: tuple[int, int], lines: list[tuple[int, int]]) -> bool:
    """Does a change lie in the line of a notice, which is told already?"""
    return any(start <= span[0] and span[1] <= end + 2 for start, end in lines)
