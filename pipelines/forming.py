"""Forms stories in a corpus: a batch of reports is placed and compared, then all that was found is written at once."""

from dataclasses import replace

from sqlite_utils import Database

from db.corrections import pairs_said, stories_of
from db.prints import write_prints
from db.stories import Kept, Told, last_of, so_many_before, stories_before, stories_now, told, write_places
from pipelines.cases import fitting_case
from pipelines.cluster import NOWHERE, WINDOW, Clusterer, Stands
from pipelines.corrections import stands_said
from pipelines.derivation import WINDOW as SHARING
from pipelines.deriving import Deriving, before
from pipelines.likeness import MEMORY
from pipelines.prints import print_of, report_of, vector_of
from pipelines.rules import Rules
from pipelines.tellings import Telling, telling
from rulingwire.plans import Placed, Print


class Forming:
    """Reads a batch of reports, from the first that waits for its place, and writes where they stand.

    Those before it are remembered as they stood then, from their prints where these are kept.
    """

    BATCH = 3_000  # reports; more would need more memory

    def __init__(self, db: Database, rules: Rules, first: int) -> None:
        self.db, self.rules, self.first = db, rules, first
        self.last = last_of(db, first, self.BATCH)
        self.near, self.sharing = before(first, WINDOW), before(first, SHARING)  # what it is compared with
        self.counted = so_many_before(db, self.near, MEMORY)  # from here on words count
        self.clusterer, self.deriving = Clusterer(), Deriving(db, rules, first, self.last)
        self.places: list[tuple[int, Placed]] = []
        self.prints: list[Print] = []

    def read(self) -> None:
        """Place the batch, and find what its reports share with others."""
        said = list(pairs_said(self.db, self.rules.corrections))
        numbers = [number for _, *pair in said for number in pair]
        named = stories_of(self.db, numbers) | stories_before(self.db, self.first, numbers)
        together, apart = stands_said(said, named)
        for one in told(self.db, min(self.counted, self.sharing), self.first, self.last):
            if isinstance(one, Kept):
                self._recall(one)
            elif one.stored.number < self.first:
                self._remember(one)
            else:
                number = one.stored.number
                self._place(one, together.get(number, NOWHERE), apart.get(number, NOWHERE))

    def write(self) -> set[int]:
        """Write what was found; gives the stories that have changed. Call it in a transaction."""
        stood = stories_now(self.db, self.sharing, self.last)
        write_places(self.db, self.first, self.last, self.places)
        write_prints(self.db, self.first, min(self.counted, self.sharing), self.prints)
        self.deriving.write()
        stand = stories_now(self.db, self.sharing, self.last)
        return {story for one, story in stand.items() if one >= self.first or stood.get(one) != story}

    def _recall(self, one: Kept) -> None:
        number = one.print.number
        if number >= self.sharing:
            self.deriving.remember(report_of(one.print), is_court=one.print.is_court)
        if number >= self.near:
            self.clusterer.remember(vector_of(one.print), one.story)
        elif number >= self.counted:
            self.clusterer.learn(vector_of(one.print))

    def _remember(self, one: Told) -> None:
        number = one.stored.number
        if number >= self.sharing:
            self.deriving.remember(self.deriving.report(one), is_court=bool(one.stored.article.record))
        if number >= self.near:
            self.clusterer.remember(self._telling(one), one.story)
        elif number >= self.counted:
            self.clusterer.learn(self._telling(one))

    def _place(self, one: Told, together: Stands, apart: Stands) -> None:
        number = one.stored.number
        report, reused = self.deriving.read(one)
        seen = self._telling(replace(one, quotes=(*one.quotes, *reused)))
        self.places.append((number, self.clusterer.place(seen, together, apart)))
        vector = self.clusterer.vectors[number]
        self.prints.append(print_of(vector, report, is_court=bool(one.stored.article.record)))

    def _telling(self, one: Told) -> Telling:
        number, article = one.stored.number, one.stored.article
        day = (article.published_at or article.seen_at).date()
        case = fitting_case(one.tags, day, self.rules)
        return telling(number, article, one.tags, self.rules, case, one.quotes, one.quoted_by)
