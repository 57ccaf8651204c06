"""Thin Scrapy adapters around the stages, and the desk they share."""

from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from sqlite_utils import Database

from db.corpus import open_corpus, write_sources, write_vocabulary
from db.corrections import note_stories, write_corrections
from db.edits import edited_articles, write_all_edits
from db.lock import take_lock
from db.memory import CorpusMemory
from db.recall import StoredCorpus
from db.retag import Change, retag
from db.rulings import (
    delete_ruling,
    forget_others,
    reports_about,
    reports_of_story,
    unlink_strays,
    write_links,
    write_ruling,
    written_by,
)
from db.runs import begin_run, end_run
from db.store import carry_out
from db.stored import Stored, stored_of
from db.stories import first_waiting
from pipelines.corrections import with_corrections
from pipelines.edits import edits_of
from pipelines.forming import Forming
from pipelines.rules import Rules, check_patterns, load_rules
from pipelines.rulings import link_story, ruling_of
from pipelines.work import judge_and_tag, plan, tags_of
from rulingwire.clock import now
from rulingwire.corrections import CORRECTIONS
from rulingwire.errors import RulingwireError
from rulingwire.models import Reading, TaggedArticle
from rulingwire.plans import Tally
from rulingwire.sources import load_sources


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

    def apply_corrections(self) -> list[Change]:
        """Tag again the articles of which people now say other things than at the last run."""
        with self.db.atomic():
            touched = write_corrections(self.db, self.rules.corrections)
            changes = list(retag(self.db, stored_of(self.db, touched), self.tagged))
            self.compare_versions(touched)
            return changes

    def tagged(self, stored: Stored) -> TaggedArticle:
        """What the rules and people say of a stored article."""
        return judge_and_tag(stored.article, self.rules, stored.names)

    def compare_versions(self, among: Iterable[int] | None = None) -> None:
        """Say anew what the versions of every edited article changed, or of those `among` some."""
        for stored, versions in edited_articles(self.db, among):
            tags = partial(tags_of, article=stored.article, rules=self.rules, names=stored.names)
            edits = edits_of(versions, tags, stored.article.language, self.rules)
            with self.db.atomic():
                write_all_edits(self.db, stored.number, edits)

    def form_stories(self) -> None:
        """Place every article from the first that waits for its place, in the order of time."""
        while (first := first_waiting(self.db)) is not None:
            forming = Forming(self.db, self.rules, first)
            forming.read()
            with self.db.atomic():
                self.find_rulings(forming.write())
        self.find_rulings(())
        note_stories(self.db, self.rules.corrections)

    def find_rulings(self, stories: Iterable[int]) -> None:
        """Say anew which rulings these stories are about, and what is known of the rulings that this touches."""
        with self.db.atomic():
            touched = unlink_strays(self.db)
            for story in sorted(stories):
                reports = reports_of_story(self.db, story)
                touched |= write_links(self.db, link_story(reports, self.rules))
            known = {case.id for case in self.rules.cases}
            forget_others(self.db, known)
            touched |= known - written_by(self.db, self.rules.version)
            for ruling in sorted(touched):
                reports = reports_about(self.db, ruling)
                found = ruling_of(ruling, reports, self.rules)
                if found:
                    write_ruling(self.db, found, self.rules.version)
                else:
                    delete_ruling(self.db, ruling)


@cache
def open_desk(database: Path, feeds: Path) -> Desk:
    """The desk of a database, told what feeds.yml and the rules hold; one a process."""
    rules = with_corrections(load_rules(), feeds.with_name(CORRECTIONS))
    check_patterns(rules)
    db = open_corpus(database)
    write_sources(db, load_sources(feeds))
    write_vocabulary(
        db,
        ((p.id, p.name, p.kind, p.country) for p in rules.parties),
        ((c.id, c.name, c.jurisdiction, c.level, c.city) for c in rules.courts),
        ((j.code, j.name) for j in rules.jurisdictions),
        ((p.id, name, int(sure)) for p in rules.parties for name, sure in p.names.items()),
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
            desk_of(self.crawler).apply_corrections()
            desk_of(self.crawler).form_stories()
            end_run(desk_of(self.crawler).db, self.run_id, now(), 0)
            self.lock.release()
