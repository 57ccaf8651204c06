"""Thin Scrapy adapters around the stages, and the desk they share."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from sqlite_utils import Database

from db.corpus import open_corpus, write_sources, write_vocabulary
from db.lock import take_lock
from db.memory import CorpusMemory
from db.recall import StoredCorpus
from db.runs import begin_run, end_run
from db.store import carry_out
from db.stories import Told, first_waiting, told, write_places
from pipelines.cluster import MEMORY, WINDOW, Clusterer, telling
from pipelines.identify import ID_BITS
from pipelines.rules import Rules, check_patterns, load_rules
from pipelines.work import plan
from rulingwire.clock import now
from rulingwire.errors import RulingwireError
from rulingwire.models import Reading
from rulingwire.plans import Tally
from rulingwire.sources import load_sources


def places_from(first: int, articles: Iterable[Told]) -> Iterator[tuple[int, int, str, float, int]]:
    """The place of each article from a number on, for `db.stories`; those before it are only remembered."""
    clusterer = Clusterer()
    for one in articles:
        seen = telling(one.stored.number, one.stored.article, one.tags, one.quotes, one.quoted_by)
        if seen.number < first:
            clusterer.remember(seen, one.story)
        else:
            placed = clusterer.place(seen)
            yield seen.number, placed.story, placed.how, placed.likeness, placed.nearest


class Desk:
    """An open corpus and the rules: where a reading becomes rows."""

    def __init__(self, db: Database, rules: Rules) -> None:
        self.db, self.rules = db, rules
        self.corpus = StoredCorpus(db)
        self.memory = CorpusMemory(db)

    def close(self) -> None:
        """Close the database; the next to ask opens it anew."""
        self.db.close()
        open_desk.cache_clear()

    def take(self, reading: Reading, run_id: int) -> Tally:
        """Plan what a reading changes and carry it out."""
        return carry_out(self.db, plan(reading, self.corpus, self.rules), run_id)

    def form_stories(self) -> None:
        """Place every article from the first that waits for its place, in the order of time."""
        first = first_waiting(self.db)
        if first is not None:
            recent = first - (int(WINDOW.total_seconds()) << ID_BITS)  # the first that it is compared with
            write_places(self.db, list(places_from(first, told(self.db, recent, MEMORY))))


@cache
def open_desk(database: Path, feeds: Path) -> Desk:
    """The desk of a database, told what feeds.yml and the rules hold; one a process."""
    rules = load_rules()
    check_patterns(rules)
    db = open_corpus(database)
    write_sources(db, load_sources(feeds))
    write_vocabulary(
        db,
        ((p.id, p.name, p.kind, p.country) for p in rules.parties),
        ((c.id, c.name, c.jurisdiction, c.level, c.city) for c in rules.courts),
        ((j.code, j.name) for j in rules.jurisdictions),
    )
    return Desk(db, rules)


def desk_of(crawler: Crawler) -> Desk:
    """The desk that a crawler's settings name."""
    return open_desk(Path(crawler.settings["RULINGWIRE_DATABASE"]), Path(crawler.settings["RULINGWIRE_FEEDS"]))


def memory_for(crawler: Crawler) -> CorpusMemory:
    """The memory behind RULINGWIRE_MEMORY."""
    return desk_of(crawler).memory


class StoreReading:
    """The item pipeline: one reading, one transaction.

    RULINGWIRE_RUN names the run; without it (plain `scrapy crawl`) a run of its own is opened.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.run_id: int = crawler.settings.getint("RULINGWIRE_RUN")
        self.own_run = not self.run_id

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open_spider(self) -> None:
        try:
            if self.own_run:
                self.lock = take_lock(Path(self.crawler.settings["RULINGWIRE_DATABASE"]).parent)
                self.run_id = begin_run(desk_of(self.crawler).db, "scrapy", now())
        except RulingwireError as error:
            raise CloseSpider(str(error)) from error

    def process_item(self, item: Reading) -> Reading:
        tally = desk_of(self.crawler).take(item, self.run_id)
        assert self.crawler.stats
        self.crawler.stats.inc_value("rulingwire/readings")
        self.crawler.stats.inc_value("rulingwire/articles", tally.articles)
        self.crawler.stats.inc_value("rulingwire/versions", tally.versions)
        return item

    def close_spider(self) -> None:
        if self.own_run and self.run_id:
            desk_of(self.crawler).form_stories()
            end_run(desk_of(self.crawler).db, self.run_id, now(), 0)
            self.lock.release()
