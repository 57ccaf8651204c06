"""Who quotes whom in a corpus: what the stages find in the articles of a run is written, and what it means."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from sqlite_utils import Database

from db.derivations import (
    linked,
    shared_passages,
    titles_of_sources,
    witnesses,
    write_derivations,
    write_facts,
)
from db.stories import Told, name_stories, oldest_told
from pipelines.credits import Outlets
from pipelines.derivation import WINDOW, Deriver
from pipelines.identify import ID_BITS
from pipelines.quoting import AHEAD, Quotations
from pipelines.rules import Rules
from rulingwire.derivations import Shared


class Deriving:
    """Reads articles on their way to the clusterer, from the first that is new; writes what they have from whom."""

    def __init__(self, db: Database, rules: Rules, first: int) -> None:
        self.db, self.first = db, first
        self.outlets = Outlets(rules, titles_of_sources(db))
        self.deriver = Deriver(self.outlets)
        self.credited: list[tuple[int, str, str, str]] = []
        self.shared: list[Shared] = []
        self.courts: set[int] = set()
        self.oldest = oldest_told(db, first)

    def watch(self, articles: Iterable[Told]) -> Iterator[Told]:
        """The same articles in the same order, each also quoting those whose words it holds."""
        begin = before(self.first, WINDOW)
        for one in articles:
            yield self._read(one) if one.stored.number >= begin else one

    def _read(self, one: Told) -> Told:
        number, article = one.stored.number, one.stored.article
        if article.record:
            self.courts.add(number)
        named = self.outlets.find(article)
        outlets = frozenset(credit.outlet for credit in named)
        report = self.deriver.report(number, article, outlets, linked(self.db, number) | set(one.quoted_by))
        if number < self.first:
            self.deriver.remember(report)
            return one
        shared = self.deriver.read(report)
        self.shared += shared
        self.credited += [(number, c.outlet, c.rule, article.text[c.start : c.end]) for c in named]
        return replace(one, quotes=(*one.quotes, *self._reused(number, shared)))

    def _reused(self, number: int, shared: Iterable[Shared]) -> list[int]:
        """Reports of one event share words; courts share formulas, and news of two cases the words of one law."""
        if number in self.courts:
            return []
        return [one.other for one in shared if one.is_reuse and one.other not in self.courts]

    def write(self) -> None:
        """Write what was found, and say anew who quotes whom as far back as it can change that.

        The stories must have been written.
        """
        write_facts(self.db, self.first, self.credited, self.shared)
        # An article changes what was said of those that it may share words or a story with, before and now. What was
        # said of them hangs on those that they share words with, and these among each other.
        since = min(before(self.first, WINDOW + AHEAD), self.oldest, oldest_told(self.db, self.first))
        context = before(since, 2 * WINDOW)
        found = Quotations(self.outlets, witnesses(self.db, context), shared_passages(self.db, context))
        write_derivations(self.db, since, found.derivations(), set(found.common()))
        name_stories(self.db, since)


def before(number: int, time: timedelta) -> int:
    """The least number of an article that is at most so much older than another."""
    return number - (int(time.total_seconds()) << ID_BITS)
