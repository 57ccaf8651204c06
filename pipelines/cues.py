"""Where the cues of a language hold: a pattern over a sentence, not taken back by a hedge."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipelines.passages import Proof
from pipelines.rules.languages import Cue, Language
from pipelines.sentences import Sentence, Slot

# Sums that only threaten, are asked for or guessed: "could", "may" and "if" belong to them.
NEVER_FACTS = ("statutory-max", "penalty", "damages-claimed", "loss-estimate", "bond")


class Hit(NamedTuple):
    """A cue where it holds: sentence.text[start:end]."""

    cue: Cue
    sentence: Sentence
    start: int
    end: int
    slots: tuple[tuple[str, str, Slot], ...]  # role and side that the cue gives, and to whom
    number: str = ""  # digits of {number}, as printed

    @property
    def printed(self) -> str:
        """The words as the article prints them, with the whole of a name or date that ends them."""
        last = self.sentence.slots.get(self.end - 1)
        end = last.end if last else self.sentence.place(self.end - 1) + 1
        return self.sentence.passage.printed[self.sentence.place(self.start) : end]

    def proof(self, kind: str) -> Proof:
        """The words themselves, as the proof of a tag."""
        start, end = self.sentence.place(self.start), self.sentence.place(self.end - 1) + 1
        return Proof(self.sentence.passage, start, max(end, start + 1), f"{kind}:{self.cue.id}")


def weigh_cues(name: str, sentences: Iterable[Sentence], language: Language) -> Iterator[tuple[Hit, str]]:
    """Every hit of the cues of one list with the hedge that takes it back, "" where none does.

    In the order of the text; a cue counts once for the same words, whichever of its patterns finds them.
    """
    for sentence in sentences:
        for hit in _hits(name, sentence):
            yield hit, "" if hit.cue.gives in NEVER_FACTS else language.hedge(sentence.text, hit.start)


def _hits(name: str, sentence: Sentence) -> list[Hit]:
    hits: dict[tuple[tuple[int, ...], str], Hit] = {}
    for cue in sentence.cues.get(name, ()):
        if cue.may_hold(sentence.passage.field, sentence.text):
            for found in cue.pattern.finditer(sentence.text):
                hit = _hit(cue, sentence, found)
                place = (tuple(slot.start for _, _, slot in hit.slots) or (hit.start,), cue.id)
                known = hits.setdefault(place, hit)
                hits[place] = min(known, hit, key=lambda one: (one.start, -one.end))
    return [hits[place] for place in sorted(hits)]


def _hit(cue: Cue, sentence: Sentence, found: re.Match[str]) -> Hit:
    slots = tuple(
        (role, side, sentence.slots[found.start(f"s{n}")])
        for n, (role, side) in enumerate(cue.slots)
        if found[f"s{n}"]  # a slot may be optional
    )
    number = found["number"] if "number" in cue.pattern.groupindex else ""
    return Hit(cue, sentence, found.start(), found.end(), slots, number)
