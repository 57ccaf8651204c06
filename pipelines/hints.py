"""Single words that settle what no cue has told: the kind of a sum by the nearest one, the news by title and lead.

They prove less than a cue, so they count only where no cue holds, and never say who won or lost.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipelines.outcomes import LEAD, Verdict, is_question
from pipelines.passages import Proof
from pipelines.rules.languages import SUM, Language
from pipelines.sentences import Sentence

NEAREST = 70  # characters between a sum and the word that says what it is
TITLE, TEXT = 2, 1  # what a word counts for the news
ENOUGH = 2


class Hint(NamedTuple):
    """A word that hints: passage.text[start:end]."""

    gives: str
    proof: Proof
    at: int  # in the sentence
    size: int


def find_hints(name: str, sentence: Sentence, language: Language) -> Iterator[Hint]:
    """The words of a sentence that hint at something of one list ("sums", "outcomes", "events")."""
    pattern, gives = language.hints[name]
    for found in pattern.finditer(sentence.text):
        if not language.hedge(sentence.text, found.start()):
            told = gives[int((found.lastgroup or "g0")[1:])]
            start, end = sentence.place(found.start()), sentence.place(found.end() - 1) + 1
            proof = Proof(sentence.passage, start, max(end, start + 1), f"hint:{language.code}-{told}")
            yield Hint(told, proof, found.start(), len(found.group()))


def hint_kinds(sentences: Iterable[Sentence], unknown: set[str], language: Language) -> dict[str, Hint]:
    """For sums of unknown kind, by key: the word nearest to them in the first sentence that has one."""
    kinds: dict[str, Hint] = {}
    for sentence in sentences:
        for at, slot in sentence.slots.items():
            keys = [key for key in slot.keys if slot.sign == SUM and key in unknown - kinds.keys()]
            if keys and (hint := _nearest(at, find_hints("sums", sentence, language))):
                kinds.update(dict.fromkeys(keys, hint))
    return kinds


def _nearest(at: int, hints: Iterable[Hint]) -> Hint | None:
    """A word before the sum is nearer than one as far behind it."""
    near = [(abs(hint.at + (hint.size if hint.at < at else 0) - at) + (hint.at > at), hint) for hint in hints]
    return min((pair for pair in near if pair[0] <= NEAREST), key=lambda pair: pair[0], default=(0, None))[1]


def hint_news(name: str, sentences: Iterable[Sentence], language: Language) -> dict[str, Verdict]:
    """What the words of title and lead hint at most, if they are enough and agree."""
    scores: dict[str, float] = defaultdict(float)
    proofs: dict[str, list[Proof]] = defaultdict(list)
    for sentence in sentences:
        title = sentence.passage.field == "title"
        if (title or sentence.number < LEAD) and not is_question(sentence):
            told = {hint.gives: hint for hint in find_hints(name, sentence, language)}
            for gives, hint in told.items():
                scores[gives] += TITLE if title else TEXT
                proofs[gives].append(hint.proof)
    best = sorted(scores, key=lambda gives: (-scores[gives], gives))[:2]
    clear = best and scores[best[0]] >= ENOUGH and (len(best) == 1 or scores[best[0]] > scores[best[1]])
    return {best[0]: Verdict(scores[best[0]], proofs=proofs[best[0]])} if clear else {}
