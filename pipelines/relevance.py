"""Is an article about a ruling we track? Two keys must turn: the subject, and a court or authority."""

from typing import NamedTuple

from pipelines.learned import Model, Sums, find_terms, leaning
from pipelines.passages import Passage, passages
from pipelines.rules import Rules
from rulingwire.models import Article, Evidence, Relevance

LEAD = 700  # characters of a text that say what it is about
TITLE, LATER = 2.0, 0.5  # what a word counts in the title, and after the lead
SLIGHT, MOST_SLIGHT = 1.0, 3.0  # words of so little weight count at most so much together
DEEP = 2  # words of the subject that the text of a decision must hold after its lead for any to count
MOST_WORDS = 4  # shown of each key
SIGNS = (("work", "unlicensed", "carrier"), ("work", "owner", "host"))
SIGNS_OF_RECORD = (("owner", "host"), ("unlicensed", "host"))  # in a court's entry, whose words are few
SIGN_OF = dict.fromkeys(("rightsholder", "industry-group"), "owner") | dict.fromkeys(
    ("cdn", "dns-resolver", "hosting", "isp", "pirate-site", "platform", "registrar", "registry", "search", "vpn"),
    "host",
)  # what the name of a party of a kind is a sign of


class Word(NamedTuple):
    """A word of the lexicon where it stands first: passage.text[start:end], and what it counts there."""

    group: str
    passage: Passage
    start: int
    end: int
    weight: float
    slight: bool


class Weighed(NamedTuple):
    """What the lexicon says of an article."""

    parts: tuple[Passage, ...]
    words: tuple[list[Word], ...]  # of the subject, signs of it, of courts, against
    sums: Sums

    @property
    def score(self) -> float:
        """The weaker of the two sums: 1 is just enough, 0.5 is half of it."""
        return max(0.0, min(self.sums))


def judge(article: Article, rules: Rules) -> Relevance:
    """The verdict with the words that decided; a score of 1 is just enough, 0.5 is half of it."""
    found = judge_by(article, rules, rules.learned)
    watched = article.record.watched if article.record else ""
    if not watched:
        return found
    proof = Evidence(rule="relevance:watched", field="record", start=0, end=len(watched), quote=watched)
    return Relevance(relevant=True, score=max(found.score, 1.0), evidence=(proof, *found.evidence))


def judge_by(article: Article, rules: Rules, model: Model | None) -> Relevance:
    """The verdict by the lexicon, moved by a model where one is given and both keys have turned a little."""
    weighed = weigh(article, rules)
    score, shown = weighed.score, [_evidence(word) for words in weighed.words for word in _heaviest(words)]
    if model and score:
        score, terms = _moved(weighed, model)
        shown += terms
    score = round(max(0.0, score), 2)
    return Relevance(relevant=score >= 1, score=score, evidence=tuple(shown))


def weigh(article: Article, rules: Rules) -> Weighed:
    """Both sums of the lexicon, each divided by what rules/relevance.yml asks of it, with their words.

    Where nothing speaks of the subject nothing else is looked at: most articles of a general feed end here.
    """
    parts = passages(article, rules.words, rules.footers)
    subject, court = _words(parts, "subject", rules), _words(parts, "court", rules)
    if article.record:
        subject = _without_passing(subject)
    enough = max(_sum(court) / rules.need["court"], 1.0 if article.record else 0.0)
    said = _sum(subject) / rules.need["subject"]
    asked = SIGNS + SIGNS_OF_RECORD if article.record else SIGNS
    signs = _signs(parts, asked, rules) if said < 1 <= enough else []
    if not (subject or signs):
        return Weighed(parts, (), Sums(0, enough))
    against = _words(parts, "against", rules)
    sums = Sums((1.0 if signs else said) - _sum(against) / rules.need["subject"], enough)
    return Weighed(parts, (subject, signs, court, against), sums)


def _words(parts: tuple[Passage, ...], group: str, rules: Rules) -> list[Word]:
    """Each different word where it stands first, the title before the text."""
    words: dict[str, Word] = {}
    for part in parts:
        title = part.field == "title"
        for start, end, name in part.found.of(group):
            if name.key not in words:
                weight = rules.weights[group, name.key]
                times = TITLE if title else 1.0 if start < LEAD else LATER
                words[name.key] = Word(group, part, start, end, weight * times, weight <= SLIGHT)
    return list(words.values())


def _without_passing(subject: list[Word]) -> list[Word]:
    """The words of a decision without a single one deep in its text: decisions cite others on everything."""
    late = [word for word in subject if word.passage.field == "text" and word.start >= LEAD]
    places = {word.start for word in late}
    return subject if len(places) >= DEEP else [word for word in subject if word not in late]


def _sum(words: list[Word]) -> float:
    heavy = slight = 0.0
    for word in words:
        if word.slight:
            slight += word.weight
        else:
            heavy += word.weight
    return heavy + min(slight, MOST_SLIGHT)


def _signs(parts: tuple[Passage, ...], asked: tuple[tuple[str, ...], ...], rules: Rules) -> list[Word]:
    """A work, its owner or that nobody allowed it, and a place on the net: all in title and lead, or nothing."""
    first: dict[str, Word] = {}
    for part in parts:
        named = ((SIGN_OF.get(rules.kind_of.get(match.name.key, "")), match) for match in part.found.of("subject"))
        worded = ((sign, match) for sign, found in rules.signs.find(part.text, LEAD).groups.items() for match in found)
        for sign, (start, end, _) in (*named, *worded):
            if sign and end <= LEAD:
                first.setdefault(sign, Word(sign, part, start, end, SLIGHT, True))
    return next(([first[sign] for sign in signs] for signs in asked if first.keys() >= set(signs)), [])


def _heaviest(words: list[Word]) -> list[Word]:
    return sorted(words, key=lambda word: -word.weight)[:MOST_WORDS] if len(words) > 1 else words


def _moved(weighed: Weighed, model: Model) -> tuple[float, list[Evidence]]:
    """The score with what the model adds to it, and the terms that speak loudest."""
    found = find_terms(weighed.parts)
    loudest = sorted(found.keys() & model.terms.keys(), key=lambda term: (-abs(model.terms[term]), term))[:MOST_WORDS]
    shown = [_evidence(Word("learned", *found[term], model.terms[term], False)) for term in loudest]
    return weighed.score + leaning(model.log_odds(found, weighed.sums)), shown


def _evidence(word: Word) -> Evidence:
    _, passage, start, end, _, _ = word
    quote = passage.text[start:end]
    return Evidence(rule=f"relevance:{word.group}", field=passage.field, start=start, end=end, quote=quote)
