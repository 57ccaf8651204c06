"""Is an article about a ruling we track? Two keys must turn: the subject, and a court or authority."""

from collections.abc import Iterator

from pipelines.names import Match
from pipelines.passages import Passage, passages
from pipelines.rules import Rules
from rulingwire.models import Article, Evidence, Relevance

TITLE_TIMES = 2  # a word of the title counts twice
MOST_WORDS = 4  # shown of each key

Place = tuple[Passage, Match]


def judge(article: Article, rules: Rules) -> Relevance:
    """The verdict with the words that decided; a score of 1 is just enough, 0.5 is half of it.

    The score is the weaker of the two sums, each divided by what rules/relevance.yml asks of it.
    """
    parts = passages(article, rules.words, rules.footers)
    subject, court, against = (_words(parts, group) for group in ("subject", "court", "against"))
    sums = {
        "subject": _sum(subject, "subject", rules) - _sum(against, "against", rules),
        "court": _sum(court, "court", rules),
    }
    score = round(max(0.0, min(sums[group] / need for group, need in rules.need.items())), 2)
    shown = [*_shown(subject, "subject", rules), *_shown(court, "court", rules), *_shown(against, "against", rules)]
    return Relevance(relevant=score >= 1, score=score, evidence=tuple(shown))


def _words(parts: tuple[Passage, ...], group: str) -> dict[str, Place]:
    """Each different word where it stands first, the title before the text."""
    words: dict[str, Place] = {}
    for part in parts:
        for match in part.found.of(group):
            words.setdefault(match.name.key, (part, match))
    return words


def _sum(words: dict[str, Place], group: str, rules: Rules) -> float:
    return sum(_weight(word, place, group, rules) for word, place in words.items())


def _weight(word: str, place: Place, group: str, rules: Rules) -> float:
    times = TITLE_TIMES if place[0].field == "title" else 1
    return rules.weights[group, word] * times


def _shown(words: dict[str, Place], group: str, rules: Rules) -> Iterator[Evidence]:
    """The heaviest words, as evidence."""
    heaviest = sorted(words, key=lambda word: -_weight(word, words[word], group, rules))[:MOST_WORDS]
    for part, match in (words[word] for word in heaviest):
        quote = part.text[match.start : match.end]
        yield Evidence(rule=f"relevance:{group}", field=part.field, start=match.start, end=match.end, quote=quote)
