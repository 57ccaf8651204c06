"""Who quotes whom in a corpus: what the stages find in the articles of a run is written, and what it means."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from sqlite_utils import Database

from db.derivations import (
    linked,
    shared_passages,
    titles_of_sources,
    witnesses,
    write_derivations,
    write_facts,
)
from db.stored import present_text
from db.stories import Told, name_stories, oldest_told
from pipelines.credits import Credit, Outlets
from pipelines.derivation import WINDOW, Deriver, Report
from pipelines.identify import ID_BITS
from pipelines.quoting import AHEAD, Quotations
from pipelines.rules import Rules
from rulingwire.derivations import Shared


class Deriving:
    """Reads the reports from `first` to `last`, after those before them; writes what they have from whom."""

    def __init__(self, db: Database, rules: Rules, first: int, last: int) -> None:
        self.db, self.first, self.last = db, first, last
        self.outlets = Outlets(rules, titles_of_sources(db))
        self.deriver = Deriver(self.outlets, partial(present_text, db))
        self.credited: list[tuple[int, str, str, str]] = []
        self.shared: list[Shared] = []
        self.courts: set[int] = set()
        self.oldest = oldest_told(db, first, last)

    def report(self, one: Told) -> Report:
        """What of an article is compared."""
        return self._report(one, self.outlets.find(one.stored.article))

    def remember(self, report: Report, *, is_court: bool) -> None:
        """Take a report that was read before; `is_court`: it is a court's own document."""
        self.deriver.remember(report)
        if is_court:
            self.courts.add(report.number)

    def read(self, one: Told) -> tuple[Report, list[int]]:
        """Find what an article shares with those before it; gives those whose words it holds, too."""
        number, article = one.stored.number, one.stored.article
        if article.record:
            self.courts.add(number)
        named = self.outlets.find(article)
        report = self._report(one, named)
        shared = self.deriver.read(report)
        self.shared += shared
        self.credited += [(number, c.outlet, c.rule, article.text[c.start : c.end]) for c in named]
        return report, self._reused(number, shared)

    def _report(self, one: Told, named: Iterable[Credit]) -> Report:
        outlets = frozenset(credit.outlet for credit in named)
        number = one.stored.number
        return self.deriver.report(number, one.stored.article, outlets, linked(self.db, number) | set(one.quoted_by))

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
        oldest = min(self.oldest, oldest_told(self.db, self.first, self.last))
        since = min(before(self.first, WINDOW + AHEAD), oldest)
        context = before(since, 2 * WINDOW)
        found = Quotations(self.outlets, witnesses(self.db, context, self.last), shared_passages(self.db, context))
        write_derivations(self.db, since, found.derivations(), set(found.common()))
        name_stories(self.db, since, self.last)


def before(number: int, time: timedelta) -> int:
    """The least number of an article that is at most so much older than another."""
    return number - (int(time.total_seconds()) << ID_BITS)
