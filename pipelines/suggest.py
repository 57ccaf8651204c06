"""Names we do not know yet that stand where a party stands: offered to people, never tagged."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipelines.cues import weigh_cues
from pipelines.passages import Passage
from pipelines.rules import Rules
from pipelines.rules.languages import PARTY
from pipelines.sentences import Slot, read_sentences
from pipelines.study import Study, by_field, study
from rulingwire.models import Article

_WORD = r"[^\W\d_a-zß-ÿа-я][\w&'’+.-]*\w"
_CAPITALISED = re.compile(rf"{_WORD}(?: (?:(?:&|of|and|de|for) )?{_WORD})*")
_COMPANY = re.compile(r"(?:株式会社)?[\u30a0-\u30ffA-Za-z]{2,}(?=社)|株式会社[\u30a0-\u30ff\u4e00-\u9fff]{2,}")


class Suggestion(NamedTuple):
    """An unknown name in the place of a party, and the sentence that puts it there."""

    name: str
    role: str
    sentence: str


def suggest_names(article: Article, rules: Rules) -> Iterator[Suggestion]:
    """The capitalised names that a cue of the language gives a role, though no rule knows them."""
    read = study(article, rules)
    candidates = list(_candidates(read))
    slots = by_field([*read.slots, *candidates])
    sentences = read_sentences(read.names.parts, slots, read.language)
    seen: set[str] = set()
    for hit, hedge in weigh_cues("roles", sentences, read.language):
        for role, _, slot in hit.slots:
            if not hedge and slot.keys[0].startswith("?") and slot.keys[0] not in seen:
                seen.add(slot.keys[0])
                part = hit.sentence.passage
                start, end = part.sentence(slot.start, slot.end)
                yield Suggestion(slot.keys[0][1:], role, part.printed[start:end])


def _candidates(read: Study) -> Iterator[tuple[Passage, Slot]]:
    for part in read.names.parts:
        beginnings = set(part.breaks)
        for pattern in (_CAPITALISED, _COMPANY):
            for found in pattern.finditer(part.text):
                single = " " not in found.group() and found.start() in beginnings
                if not single and _is_new(found, part, read):  # any word is capitalised at the beginning
                    yield part, Slot(PARTY, *found.span(), (f"?{found.group()}",))


def _is_new(found: re.Match[str], part: Passage, read: Study) -> bool:
    return not any(
        slot.start < found.end() and found.start() < slot.end for other, slot in read.slots if other.field == part.field
    )
