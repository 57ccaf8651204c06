"""Which articles tell of one event: stories, formed in the order of time.

An article is compared with those of the days before it: by its words, weighed by how rare they are in this corpus, in
one language; by what the tags say (parties, court, case number, sums, days) in any. It joins the story that is nearest
in the mean and at its nearest member, or begins one. Everything depends on the articles and their order in time only,
so the same articles give the same stories, in whatever order they came (docs/decisions/0009-stories.md).
"""

import math
import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipelines.names import EAST_ASIAN, fold
from rulingwire.models import Article, Tag

WINDOW = timedelta(days=14)  # an older article is no longer compared with
DECAY = 12.0  # days after which a likeness counts a third
MEMORY = 4000  # articles whose words say how rare a word is
LEAD = 300  # characters of a text that are compared
TITLE = 2  # times a word of the title counts
TOP = 0.3  # what the nearest member of a story weighs, beside the mean of all
ENOUGH = 0.36  # likeness with a story that is enough to join it
WORDS, MARKS = 0.8, 0.6  # what words and tags weigh in one language
ACROSS = 1.1  # what tags weigh across languages, where words say nothing
# Times likeness, where two articles disagree.
OTHER_COURT, OTHER_CASE, OTHER_DAY, OTHER_STEP = 0.2, 0.3, 0.4, 0.8
OTHER_PARTIES, OTHER_OUTCOME = 0.3, 0.8
SAME_CASE = 0.5  # added where they share a case number
KINDS = {"party": 1.0, "court": 1.0, "case": 2.5, "amount": 1.5, "date": 1.0, "jurisdiction": 0.5, "count": 1.0}
SIDES = frozenset({"plaintiff", "defendant", "appellant", "respondent", "intermediary"})
_TERM = re.compile(f"[{EAST_ASIAN}]+|[^\\W_]{{3,}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An article as clustering sees it."""

    number: int  # grows with time
    at: datetime
    language: str
    terms: Mapping[str, int]
    marks: Mapping[str, float]  # "party cloudflare" -> what its kind weighs
    court: str = ""  # the one it is about
    land: str = ""  # the jurisdiction it is about
    cases: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()  # on which it says the court decided
    event: str = ""
    outcome: str = ""
    sides: frozenset[str] = frozenset()  # parties of the case: those with a role in it, or in the title
    quotes: frozenset[int] = frozenset()  # numbers of the articles it quotes
    quoted_by: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where an article was put, and why."""

    story: int  # number of the article that begins the story
    likeness: float  # with that story; 0 where it begins one
    nearest: int = 0  # the member it quotes, or is most like
    how: str = "first"  # first, quotes, quoted or alike


def telling(
    number: int, article: Article, tags: Iterable[Tag], quotes: Iterable[int] = (), quoted_by: Iterable[int] = ()
) -> Telling:
    """What of an article is compared."""
    mine = list(tags)
    marks = {f"{tag.kind} {tag.key}": KINDS[tag.kind] for tag in mine if tag.kind in KINDS}
    return Telling(
        number=number,
        at=article.published_at or article.seen_at,
        language=article.language.split("-")[0],
        terms=Counter([*terms_of(article.title)] * TITLE + [*terms_of(article.text[:LEAD])]),
        marks=marks,
        court=next((tag.key for tag in mine if tag.kind == "court" and tag.primary), ""),
        land=next((tag.key for tag in mine if tag.kind == "jurisdiction" and tag.primary), ""),
        cases=frozenset(tag.key for tag in mine if tag.kind == "case"),
        days=frozenset(tag.key for tag in mine if tag.kind == "date" and tag.role == "decided"),
        event=next((tag.key for tag in mine if tag.kind == "event" and tag.primary), ""),
        outcome=next((tag.key for tag in mine if tag.kind == "outcome" and tag.primary), ""),
        sides=frozenset(tag.key for tag in mine if tag.kind == "party" and tag.role in SIDES),
        quotes=frozenset(quotes),
        quoted_by=frozenset(quoted_by),
    )


def terms_of(text: str) -> Iterable[str]:
    """Words of three letters and more; pairs of characters where a script sets no blanks."""
    for run in _TERM.findall(fold(text)):
        if run[0] >= "\u2e80":
            yield from (run[at : at + 2] for at in range(len(run) - 1))
        else:
            yield run


class Clusterer:
    """Places tellings into stories, one by one, in the order of time."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.counted: deque[tuple[str, ...]] = deque()
        self.recent: deque[Telling] = deque()
        self.story_of: dict[int, int] = {}
        self.members: dict[int, list[int]] = defaultdict(list)
        self.holders: dict[str, set[int]] = defaultdict(set)  # mark or rare term -> recent tellings that hold it
        self.known: dict[int, Telling] = {}
        self.vectors: dict[int, tuple[dict[str, float], dict[str, float]]] = {}

    def place(self, new: Telling) -> Placed:
        """Put a telling, which must be later than all before, into its story."""
        self._forget(new.at)
        self._count(new)
        placed = self._quoted(new) or self._nearest(new) or Placed(story=new.number, likeness=0.0)
        self._keep(new, placed.story)
        return placed

    def learn(self, telling: Telling) -> None:
        """Count the words of a telling that nothing is compared with."""
        self._count(telling)
        del self.vectors[telling.number]

    def remember(self, old: Telling, story: int) -> None:
        """Take a telling that was placed before, as `place` left it."""
        self._forget(old.at)
        self._count(old)
        self._keep(old, story)

    def _quoted(self, new: Telling) -> Placed | None:
        """The story of an article that it quotes or that quotes it, whichever came first."""
        for how, numbers in (("quotes", new.quotes), ("quoted", new.quoted_by)):
            for number in sorted(numbers & self.story_of.keys()):
                return Placed(story=self.story_of[number], likeness=1.0, nearest=number, how=how)
        return None

    def _nearest(self, new: Telling) -> Placed | None:
        best: Placed | None = None
        for story in sorted({self.story_of[number] for number in self._candidates(new)}):
            members = (self.known[number] for number in self.members[story] if number in self.known)
            likenesses = [(self.likeness(new, member), member.number) for member in members]
            top, nearest = max(likenesses, key=lambda pair: (pair[0], -pair[1]))
            mean = sum(value for value, _ in likenesses) / len(likenesses)
            score = TOP * top + (1 - TOP) * mean
            if score >= ENOUGH and (best is None or score > best.likeness):
                best = Placed(story=story, likeness=score, nearest=nearest, how="alike")
        return best

    def _candidates(self, new: Telling) -> set[int]:
        """Recent tellings that share a mark that few have, or enough rare words."""
        terms, marks = self.vectors[new.number]
        rare = sorted((*terms.items(), *marks.items()), key=lambda pair: (-pair[1], pair[0]))[:24]
        return {number for key, _ in rare for number in self.holders.get(key, ())} - {new.number}

    def likeness(self, one: Telling, two: Telling) -> float:
        """How likely two tellings are of one event, by what they share and where they disagree: from 0 to 1."""
        if one.land and two.land and one.land != two.land:
            return 0.0
        (terms, marks), (other_terms, other_marks) = self.vectors[one.number], self.vectors[two.number]
        by_marks = cosine(marks, other_marks)
        if one.language == two.language:
            value = WORDS * cosine(terms, other_terms) + MARKS * by_marks
        else:
            value = ACROSS * by_marks
        if one.cases & two.cases:
            value += SAME_CASE
        elif one.cases and two.cases:
            value *= OTHER_CASE
        if one.court and two.court and one.court != two.court:
            value *= OTHER_COURT
        if one.days and two.days and not one.days & two.days:
            value *= OTHER_DAY
        if one.event and two.event and one.event != two.event:
            value *= OTHER_STEP
        if one.outcome and two.outcome and one.outcome != two.outcome:
            value *= OTHER_OUTCOME
        if one.sides and two.sides:
            shared = len(one.sides & two.sides) / min(len(one.sides), len(two.sides))
            value *= OTHER_PARTIES + (1 - OTHER_PARTIES) * shared
        days = abs((one.at - two.at).total_seconds()) / 86400
        return min(1.0, value) * math.exp(-days / DECAY)

    # What is remembered

    def _count(self, new: Telling) -> None:
        keys = (*new.terms, *new.marks)
        self.counts.update(keys)
        self.counted.append(keys)
        if len(self.counted) > MEMORY:
            old = self.counted.popleft()
            self.counts.subtract(old)
            for key in old:
                if not self.counts[key]:
                    del self.counts[key]
        self.vectors[new.number] = (self._weighed(new.terms), self._weighed(new.marks))

    def _weighed(self, terms: Mapping[str, float]) -> dict[str, float]:
        """Term weights of length 1: how often, times how rare in the articles remembered."""
        total = len(self.counted) + 1
        weights = {key: _often(n) * math.log(1 + total / self.counts[key]) for key, n in terms.items()}
        size = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {key: weight / size for key, weight in weights.items()}

    def _keep(self, new: Telling, story: int) -> None:
        self.story_of[new.number] = story
        self.members[story].append(new.number)
        self.known[new.number] = new
        self.recent.append(new)
        for key in (*new.terms, *new.marks):
            self.holders[key].add(new.number)

    def _forget(self, now: datetime) -> None:
        """Leave out what is too old to be compared with; a story lives while one of its members does."""
        while self.recent and now - self.recent[0].at > WINDOW:
            old = self.recent.popleft()
            for key in (*old.terms, *old.marks):
                self.holders[key].discard(old.number)
                if not self.holders[key]:
                    del self.holders[key]
            del self.known[old.number], self.vectors[old.number]


def _often(times: float) -> float:
    return 1 + math.log(times) if times >= 1 else times


def cosine(one: Mapping[str, float], two: Mapping[str, float]) -> float:
    """The cosine of two vectors of length 1."""
    if len(one) > len(two):
        one, two = two, one
    return sum(weight * two[key] for key, weight in one.items() if key in two)
