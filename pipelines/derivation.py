"""What articles share with those of the weeks before: words in a row, on other sites, that are no formula of a site.

This finds facts only: who shares which words with whom. `pipelines.quoting` says what they mean. Articles come in the
order of time; each is compared with those of WINDOW before it, so the same articles give the same facts, whether all
are read at once or only the last (docs/decisions/0011-derivation.md).
"""

from array import array
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, partial

from pipelines.credits import Outlets
from pipelines.names import fold
from pipelines.passages import body_end
from pipelines.rules import Rules
from pipelines.shingles import Run, Shingled, shared_runs, shingled
from rulingwire.derivations import ENOUGH, Shared
from rulingwire.models import Article
from rulingwire.urls import site_of

WINDOW = timedelta(days=30)  # an older article is no longer compared with
MOST = 8  # articles that may hold a passage; what more of them hold is a formula, or everybody's
OF_ONE_SITE = 3  # articles of one site that make a passage the site's own formula
KEPT = 64  # texts in shingles: what is compared once is compared again soon
LONGEST_PASSAGE = 240  # characters kept of a passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An article as derivation sees it."""

    number: int  # grows with time
    at: datetime
    source_id: str
    url: str
    marks: "array[int]"  # of its text
    credits: frozenset[str]  # outlets that it names as where it has its story from
    linked: frozenset[int]  # articles that it links or that link it

    @property
    def site(self) -> str:
        """Whose it is, as far as its address tells."""
        return site_of(self.url) or self.source_id


class Deriver:
    """Compares articles, one by one, in the order of time."""

    def __init__(self, outlets: Outlets, texts: Callable[[int], str]) -> None:
        """`texts` gives the text of an article by its number, as often as it is asked."""
        self.outlets = outlets
        self.rules = outlets.rules
        self.shingled = lru_cache(maxsize=KEPT)(partial(_shingled, texts, self.rules))
        self.recent: deque[int] = deque()
        self.known: dict[int, Report] = {}
        self.holders: dict[int, int | set[int]] = {}  # mark -> the article that holds it, or all that do

    def report(self, number: int, article: Article, named: frozenset[str], linked: frozenset[int]) -> Report:
        """What of an article is compared; `named` are the outlets it credits, `linked` as in `Report`."""
        return Report(
            number=number,
            at=article.published_at or article.seen_at,
            source_id=article.source_id,
            url=article.url,
            marks=array("I", sorted(self.shingled(number).marks)),
            credits=named,
            linked=linked,
        )

    def read(self, new: Report) -> tuple[Shared, ...]:
        """What a report, which must be later than all before, shares with them."""
        self._forget(new.at)
        near, common = self._near(new)
        found = (self._shared(new, self.known[number], common) for number in sorted(near))
        shared = tuple(one for one in found if one)
        self._keep(new)
        return shared

    def remember(self, old: Report) -> None:
        """Take a report that was read before, as `read` left it."""
        self._forget(old.at)
        self._keep(old)

    def _near(self, new: Report) -> tuple[set[int], set[int]]:
        """Articles of other sites that may share words or are linked, and the marks that prove nothing."""
        near = {number for number in new.linked if number in self.known}
        common = set()
        for mark in self.holders.keys() & new.marks:
            holders = self.holders[mark]
            numbers = {holders} if isinstance(holders, int) else holders
            if self._is_formula(new, numbers):
                common.add(mark)
            else:
                near |= numbers
        return {number for number in near if not self._same_site(new, self.known[number])}, common

    def _is_formula(self, new: Report, holders: set[int]) -> bool:
        if len(holders) >= MOST:
            return True
        sites = Counter([new.site, *(self.known[number].site for number in holders)])
        return max(sites.values()) >= OF_ONE_SITE

    @staticmethod
    def _same_site(one: Report, two: Report) -> bool:
        return one.site == two.site or one.source_id == two.source_id

    def _shared(self, new: Report, old: Report, common: set[int]) -> Shared | None:
        mine, theirs = self.shingled(new.number), self.shingled(old.number)
        if theirs.size != mine.size:
            return None
        tied = self._are_tied(new, old)
        least = 1 if tied and not common else ENOUGH  # what is left of a formula is short
        runs = [run for run in shared_runs(mine, theirs, common) if self._counts(run, mine, theirs, tied)]
        longest = max(runs, key=lambda run: run.shingles, default=None)
        if longest is None or longest.shingles < least:
            return None
        return Shared(
            article=new.number,
            other=old.number,
            shingles=sum(run.shingles for run in runs),
            words=longest.words,
            passage=_passage(mine.text, *longest.here),
            quoted_here=mine.is_quoted(longest.here),
            quoted_there=theirs.is_quoted(longest.there),
        )

    def _counts(self, run: Run, mine: Shingled, theirs: Shingled, tied: bool) -> bool:
        """Not where both quote somebody, unless one names the other; nor where a site speaks of itself."""
        if not tied and mine.is_quoted(run.here) and theirs.is_quoted(run.there):
            return False
        return not self.rules.credits.own.search(fold(mine.text[slice(*run.here)]))

    def _are_tied(self, new: Report, old: Report) -> bool:
        """Does one link or name the other?"""
        return old.number in new.linked or any(
            self.outlets.is_of(name, other.source_id, other.url)
            for one, other in ((new, old), (old, new))
            for name in one.credits
        )

    # What is remembered

    def _keep(self, new: Report) -> None:
        self.recent.append(new.number)
        self.known[new.number] = new
        for mark in new.marks:
            holders = self.holders.get(mark)
            if holders is None:
                self.holders[mark] = new.number
            elif isinstance(holders, int):
                self.holders[mark] = {holders, new.number}
            else:
                holders.add(new.number)

    def _forget(self, now: datetime) -> None:
        while self.recent and now - self.known[self.recent[0]].at > WINDOW:
            old = self.recent.popleft()
            for mark in self.known.pop(old).marks:
                holders = self.holders[mark]
                if isinstance(holders, int) or len(holders) == 1:
                    del self.holders[mark]
                else:
                    holders.discard(old)


def _shingled(texts: Callable[[int], str], rules: Rules, number: int) -> Shingled:
    text = texts(number)
    return shingled(text[: body_end(text, rules.footers)])


def _passage(text: str, start: int, end: int) -> str:
    """The words of a run, or their beginning, cut between words where there are blanks."""
    if end - start <= LONGEST_PASSAGE:
        return text[start:end]
    cut = text[start : start + LONGEST_PASSAGE]
    blank = cut.rfind(" ")
    return cut[:blank] if blank > LONGEST_PASSAGE // 2 else cut
