"""What people's corrections teach: a linear model over words, which moves the score of the lexicon a little.

Logistic regression in plain Python, the same to the last digit for the same corrections. It moves no score where
the lexicon finds nothing (`pipelines.relevance`), and `rulingwire learn` keeps it only where it does no harm.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pipelines.names import EAST_ASIAN
from pipelines.passages import Passage
from rulingwire.errors import ConfigError

MODEL = "relevance-model.json"  # beside the rules; none is shipped
EPOCHS, RATE, DECAY = 40, 1.0, 1e-4
LEAST = 2  # corrections a term must stand in to be learnt
HIGHEST = 3.0  # a sum of the lexicon beyond three times its need says no more
_RUN = re.compile(f"[{EAST_ASIAN}]+|[^\\W\\d_\u2e80-\U0010ffff]+")


class Sums(NamedTuple):
    """What the lexicon says of an article: its two sums, each divided by what it needs."""

    subject: float
    court: float


class Example(NamedTuple):
    """One correction as the model sees it."""

    terms: frozenset[str]
    sums: Sums
    relevant: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Weights of terms and of the two sums, and what they were learnt from."""

    terms: dict[str, float]
    subject: float
    court: float
    bias: float
    corrections: int
    relevant: int
    date: str  # of the training, YYYY-MM-DD

    def log_odds(self, terms: Iterable[str], sums: Sums) -> float:
        """How much speaks for an article, as the logarithm of its odds."""
        known = [self.terms[term] for term in sorted(terms) if term in self.terms]
        words = sum(known) / math.sqrt(len(known) or 1)
        return self.bias + words + self.subject * _capped(sums.subject) + self.court * _capped(sums.court)

    def content(self) -> dict[str, Any]:
        """What a file of the model holds."""
        return asdict(self)

    def to_json(self) -> str:
        """The model as a file holds it, terms in the order of the alphabet."""
        return json.dumps(self.content(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def load_model(folder: Path) -> Model | None:
    """The model in a folder, if there is one; ConfigError where its file holds none."""
    path = folder / MODEL
    try:
        model = Model(**json.loads(path.read_text("utf-8")))
        model.log_odds(model.terms, Sums(1, 1))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ConfigError([f"{path.name}: is no model ({error}); learn it again, or delete it"]) from error
    return model


def find_terms(parts: Iterable[Passage]) -> dict[str, tuple[Passage, int, int]]:
    """Words and pairs of words, in Chinese, Japanese and Korean pairs of characters, where each stands first."""
    found: dict[str, tuple[Passage, int, int]] = {}
    for part in parts:
        for start, end in _spans(part.folded):
            found.setdefault(part.folded[start:end], (part, start, end))
    return found


def train(examples: Sequence[Example], date: str) -> Model:
    """The model that fits the corrections best, each passed over `EPOCHS` times in its order."""
    counts = Counter(term for example in examples for term in example.terms)
    known = [sorted(term for term in example.terms if counts[term] >= LEAST) for example in examples]
    weights = dict.fromkeys(sorted({term for terms in known for term in terms}), 0.0)
    bias = subject = court = 0.0
    for epoch in range(EPOCHS):
        rate = RATE / (1 + epoch)
        for terms, (_, sums, relevant) in zip(known, examples, strict=True):
            size = math.sqrt(len(terms) or 1)
            one, two = _capped(sums.subject), _capped(sums.court)
            odds = bias + sum(weights[term] for term in terms) / size + subject * one + court * two
            step = rate * (relevant - _probability(odds))
            for term in terms:
                weights[term] += step / size - rate * DECAY * weights[term]
            bias += step / 4
            subject, court = max(0.0, subject + step * one / 4), max(0.0, court + step * two / 4)  # never against
    return Model(
        terms={term: round(weight, 4) for term, weight in weights.items()},
        subject=round(subject, 4),
        court=round(court, 4),
        bias=round(bias, 4),
        corrections=len(examples),
        relevant=sum(example.relevant for example in examples),
        date=date,
    )


def leaning(log_odds: float) -> float:
    """Log-odds as a number between -1 (surely not) and 1 (surely), which is added to the score."""
    return 2 * _probability(log_odds) - 1


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def _capped(value: float) -> float:
    return max(0.0, min(value, HIGHEST))


def _spans(folded: str) -> Iterator[tuple[int, int]]:
    """Where terms stand in a folded text."""
    before, stop = 0, -2
    for start, end in (run.span() for run in _RUN.finditer(folded)):
        if folded[start] >= "\u2e80":
            yield from ((at, at + 2) for at in range(start, end - 1))
            continue
        yield start, end
        if stop == start - 1 and folded[stop] == " ":
            yield before, end
        before, stop = start, end
