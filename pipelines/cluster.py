"""Which articles tell of one event: stories, formed in the order of time.

An article is compared with those of the days before it (`pipelines.likeness`). It joins the story that is nearest in
the mean and at its nearest member, or begins one; where it shows two stories to be one, they are brought together.
Everything depends on the articles and their order in time only, so the same articles give the same stories, in
whatever order they came (docs/decisions/0009-stories.md).
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from pipelines.likeness import Rarity, Vector, likeness, reasons
from pipelines.tellings import Telling
from rulingwire.plans import Merged, Placed

WINDOW = timedelta(days=14)  # an older article is no longer compared with
TOP = 0.3  # what the nearest member of a story weighs, beside the mean of all
ENOUGH = 0.3  # likeness with a story that is enough to join it
RARE = 16  # words, and as many names, the rarest of an article, by which it is compared with others
EVERYWHERE = "jurisdiction "  # a mark that says too little to find anything by
COMMON = 200  # recent articles; what more of them hold finds none
Stands = Mapping[int, int]  # number of an article -> the story it stands in
NOWHERE: Stands = MappingProxyType({})


class _Match(NamedTuple):
    """How like two stories are, or an article and a story."""

    score: float
    story: int
    one: int
    two: int


class Clusterer:
    """Places tellings into stories, one by one, in the order of time."""

    def __init__(self) -> None:
        self.rarity = Rarity()
        self.recent: deque[Telling] = deque()
        self.vectors: dict[int, Vector] = {}  # of the recent
        self.likenesses: dict[int, dict[int, float]] = {}  # of the recent with those before
        self.holders: dict[str, list[int]] = defaultdict(list)  # what they hold -> recent tellings, the oldest first
        self.story_of: dict[int, int] = {}
        self.members: dict[int, list[int]] = defaultdict(list)
        self.lands: dict[int, set[str]] = defaultdict(set)  # what the members of a story are about; "": not known
        self.named: dict[int, set[str]] = defaultdict(set)  # jurisdictions that they name
        self.apart: dict[int, set[int]] = defaultdict(set)  # articles that people hold apart from one

    def learn(self, telling: Telling | Vector) -> None:
        """Count the words of a telling that nothing is compared with."""
        self.rarity.learn(telling)

    def remember(self, old: Telling | Vector, story: int) -> None:
        """Take a telling that was placed before, as `place` left it; where it was weighed then, its weights hold."""
        self._take(old)
        self._keep(old.number, story)

    def place(self, new: Telling, together: Stands = NOWHERE, apart: Stands = NOWHERE) -> Placed:
        """Put a telling, which must be later than all before, into its story.

        People may say that it stands together with articles before it, or apart from them.
        """
        self._take(new)
        if apart:
            self.apart[new.number] |= apart.keys()
        barred = {self.story_of.get(number, story) for number, story in apart.items()}
        near = self._near(new)
        placed = (
            self._said(together)
            or self._quoted(new, barred)
            or self._nearest(new, near - barred)
            or Placed(story=new.number, likeness=0.0)
        )
        self._keep(new.number, placed.story)
        united = tuple(self._unite(new.number, together))
        merged = tuple(self._merge(self.story_of[new.number], near))
        return replace(placed, merged=united + merged)

    def _said(self, together: Stands) -> Placed | None:
        """The story of the first article that people say it stands with."""
        for number, story in sorted(together.items()):
            return Placed(story=self.story_of.get(number, story), likeness=1.0, nearest=number, how="said")
        return None

    def _quoted(self, new: Telling, barred: Collection[int]) -> Placed | None:
        """The story of an article that it quotes or that quotes it, whichever came first."""
        for how, numbers in (("quotes", new.quotes), ("quoted", new.quoted_by)):
            for number in sorted(n for n in numbers & self.story_of.keys() if self.story_of[n] not in barred):
                return Placed(story=self.story_of[number], likeness=1.0, nearest=number, how=how)
        return None

    def _nearest(self, new: Telling, near: Iterable[int]) -> Placed | None:
        best = self._best([new.number], near)
        if best is None:
            return None
        why = reasons(self.vectors[new.number], self.vectors[best.two])
        return Placed(story=best.story, likeness=best.score, nearest=best.two, how="alike", why=why)

    def _unite(self, new: int, together: Stands) -> Iterator[Merged]:
        """Bring together all the stories that people say a new article stands in."""
        for number, story in sorted(together.items()):
            mine, other = self.story_of[new], self.story_of.get(number, story)
            if other != mine and other in self._allowed(mine, {other}):
                yield self._join(_Match(1.0, other, new, number), mine)

    def _merge(self, story: int, near: Iterable[int]) -> Iterator[Merged]:
        """Bring the story of a new article and others near it together, while any is like it enough."""
        while others := [other for other in near if other != story and other in self.members]:
            best = self._best(self.members[story], self._allowed(story, others))
            if best is None:
                return
            merged = self._join(best, story)
            story = merged.kept
            yield merged

    def _join(self, match: _Match, story: int) -> Merged:
        """Make a story and the one it matches one, which goes by the earlier."""
        kept, gone = sorted((story, match.story))
        self.lands[kept] |= self.lands.pop(gone, set())
        self.named[kept] |= self.named.pop(gone, set())
        for number in self.members.pop(gone, ()):
            self.story_of[number] = kept
            self.members[kept].append(number)
        return Merged(gone=gone, kept=kept, likeness=match.score, one=match.one, two=match.two)

    def _allowed(self, story: int, others: Iterable[int]) -> set[int]:
        """Stories that nobody holds apart from one."""
        if not self.apart:
            return set(others)
        mine = set(self.members[story])
        held = set().union(*(self.apart[number] for number in mine if number in self.apart))
        return {
            other
            for other in others
            if held.isdisjoint(self.members[other])
            and all(mine.isdisjoint(self.apart.get(number, ())) for number in self.members[other])
        }

    def _near(self, new: Telling) -> set[int]:
        """Stories with a member that a new telling is like enough; no other can be its story."""
        stories = {self.story_of[number] for number in self._candidates(new)}
        return {
            story
            for story in stories
            if self._may_meet(new, story)
            and any(self._likeness(new.number, number) >= ENOUGH for number in self._recent(story))
        }

    def _may_meet(self, new: Telling, story: int) -> bool:
        """Is any member of a story not apart from a new telling (`pipelines.likeness.are_apart`)?"""
        lands = self.lands[story]
        return not new.land or "" in lands or new.land in self.named[story] or not lands.isdisjoint(new.lands)

    def _recent(self, story: int) -> Iterable[int]:
        return (number for number in self.members[story] if number in self.vectors)

    def _best(self, numbers: Iterable[int], stories: Iterable[int]) -> _Match | None:
        """The story that recent ones of some articles are most like, if enough."""
        mine = [number for number in numbers if number in self.vectors]
        matches = (self._match(mine, story) for story in sorted(stories))
        return max((m for m in matches if m.score >= ENOUGH), key=lambda m: (m.score, -m.story), default=None)

    def _match(self, mine: list[int], story: int) -> _Match:
        values = [(self._likeness(one, two), -one, -two) for two in self._recent(story) for one in mine]
        if not values:
            return _Match(0.0, story, 0, 0)
        top, one, two = max(values)
        mean = sum(value for value, _, _ in values) / len(values)
        return _Match(TOP * top + (1 - TOP) * mean, story, -one, -two)

    def _likeness(self, one: int, two: int) -> float:
        later, earlier = max(one, two), min(one, two)
        known = self.likenesses[later]
        if earlier not in known:
            known[earlier] = likeness(self.vectors[later], self.vectors[earlier])
        return known[earlier]

    # What is remembered

    def _candidates(self, new: Telling) -> set[int]:
        """Recent tellings that share something with it that is not common."""
        found: set[int] = set()
        for key in self._rarest(self.vectors[new.number]):
            holders = self.holders.get(key, ())
            if len(holders) <= COMMON:
                found.update(holders)
        return found

    def _rarest(self, vector: Vector) -> Iterable[str]:
        """By what a telling finds those that it is compared with."""
        words = sorted(vector.terms.items(), key=lambda pair: (-pair[1], pair[0]))
        names = sorted(vector.names.items(), key=lambda pair: (-pair[1], pair[0]))
        rare = [name for name, _ in names[:RARE]]
        yield from rare  # among the words of others
        yield from self._keys(vector.telling, (word for word, _ in words[:RARE]), rare)

    @staticmethod
    def _keys(telling: Telling, words: Iterable[str], names: Iterable[str]) -> Iterable[str]:
        """What a telling holds, with some of its words and names."""
        yield from words
        yield from map("name {}".format, names)
        yield from map("number {}".format, telling.figures)
        yield from (mark for mark in telling.marks if not mark.startswith(EVERYWHERE))
        if telling.case:
            yield f"known {telling.case}"

    def _take(self, one: Telling | Vector) -> None:
        self._forget(one.at)
        self.rarity.learn(one)
        self.vectors[one.number] = one if isinstance(one, Vector) else self.rarity.weigh(one)
        self.likenesses[one.number] = {}

    def _keep(self, number: int, story: int) -> None:
        telling = self.vectors[number].telling
        self.story_of[telling.number] = story
        self.members[story].append(telling.number)
        self.lands[story].add(telling.land)
        self.named[story] |= telling.lands
        self.recent.append(telling)
        for key in self._keys(telling, telling.terms, telling.names):
            self.holders[key].append(telling.number)

    def _forget(self, now: datetime) -> None:
        """Leave out what is too old to be compared with; a story lives while one of its members does."""
        while self.recent and now - self.recent[0].at > WINDOW:
            old = self.recent.popleft()
            for key in self._keys(old, old.terms, old.names):
                del self.holders[key][0]  # it came first
                if not self.holders[key]:
                    del self.holders[key]
            del self.vectors[old.number], self.likenesses[old.number]
