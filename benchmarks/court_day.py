"""A day of all court sites by replay, and a simulated week against their budgets: two Markdown tables.

    python -m benchmarks.court_day

The day: every source of a court site, also those at rest, is visited at the shortest rhythm of its entry, and answers
each question with the first list of its samples. The week: the same visits, each followed by as many documents as the
list has entries, against the budgets of feeds.yml, on a clock of its own.
"""

import asyncio
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from rulingwire.cli.crawling import run
from rulingwire.cli.place import Place
from rulingwire.memory import Blank
from rulingwire.models import Source
from rulingwire.settings import ROOT
from rulingwire.source_keys import COURT_KINDS
from rulingwire.sources import load_sources
from rulingwire.watch import load_watch
from spiders.courts.registry import load_site
from spiders.courts.sites import Answer, Question, trailing
from spiders.net import budget
from spiders.net.archive import make_record
from spiders.net.budget import Budgets, BudgetSpent, limits_of
from spiders.net.naming import archive_name

SAMPLES = ROOT / "tests" / "samples" / "courts"
BEGIN = datetime.fromisoformat("2026-07-01T00:00:00+00:00")
DAY = timedelta(days=1)


def sites() -> list[Source]:
    return [source for source in load_sources(ROOT / "feeds.yml") if source.kind in COURT_KINDS]


def sample_of(source: Source) -> bytes:
    """The first list of a source's samples, or of another source of its kind."""
    same_kind = [source.id, *(other.id for other in sites() if other.kind == source.kind)]
    paths = (path for name in same_kind for path in sorted((SAMPLES / name).glob("20260701-list.*")))
    return next(path for path in paths if not path.name.endswith(".expected.json")).read_bytes()


def questions(source: Source, moment: datetime) -> list[Question]:
    terms = load_watch(ROOT / "watch.yml").terms(source)
    return list(load_site(source.kind).ask(source, trailing(source, moment, terms)))


def visits(source: Source, span: timedelta) -> Iterator[datetime]:
    moment = BEGIN
    while moment < BEGIN + span:
        yield moment
        moment += source.at_least


def pack_day(path: Path) -> int:
    """Write the answers of a day; gives their number."""
    captures = sorted(
        ((moment, source) for source in sites() for moment in visits(source, DAY)),
        key=lambda pair: (pair[0], pair[1].id),
    )
    count = 0
    with path.open("wb") as file:
        for moment, source in captures:
            for number, question in enumerate(questions(source, moment)):
                name = archive_name(question.url, question.method, question.body)
                at = moment + timedelta(seconds=number)
                file.write(make_record(name, 200, [("Content-Type", "text/plain")], sample_of(source), at))
                count += 1
    return count


def replay_day() -> None:
    with tempfile.TemporaryDirectory() as folder:
        warc = Path(folder) / "day.warc.gz"
        count = pack_day(warc)
        began = time.process_time()
        code = run(Place(data=Path(folder) / "data", feeds=ROOT / "feeds.yml"), "replay", (), (warc,))
        seconds = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("| answers | exit code | CPU s | answers a CPU second | peak MB |")
    print("|---|---|---|---|---|")
    print(f"| {count} | {code} | {seconds:.1f} | {count / seconds:.0f} | {memory:.0f} |\n")


class Week:
    """Budgets on a clock of its own."""

    def __init__(self) -> None:
        self.now = BEGIN
        self.sent: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.postponed: Counter[str] = Counter()
        self.memory = Blank()
        budget.now = lambda: self.now
        budget.sleep = self.sleep
        self.budgets = Budgets(sites(), self.memory)

    async def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def ask(self, host: str, moment: datetime) -> None:
        self.now = max(self.now, moment) + timedelta(seconds=5)
        try:
            asyncio.run(self.budgets.spend(host))
        except BudgetSpent:
            self.postponed[host] += 1
            return
        self.sent[host] += 1
        if self.budgets.limits.get(host):
            self.most[host] = max(self.most[host], len(self.memory.requests_since(host, self.now - DAY)))


def play_week() -> int:
    """Print what each host was asked in a week; gives the number of hosts asked more than they allow."""
    week = Week()
    wishes = sorted((moment, source.id, source) for source in sites() for moment in visits(source, DAY * 7))
    for moment, _, source in wishes:
        host = urlsplit(source.url).netloc
        listing = load_site(source.kind).discover(Answer(url=source.url, body=sample_of(source)), source)
        documents = len(listing.articles) if source.documents != "none" and moment == BEGIN else 0
        for _ in range(len(questions(source, moment)) + documents):
            week.ask(host, moment)
    allowed = {urlsplit(s.url).netloc: limits_of(s)[0].requests for s in sites() if s.per_day}
    print("| host | requests in a week | most in 24 hours | allowed in 24 hours | postponed |")
    print("|---|---|---|---|---|")
    for host, count in sorted(week.sent.items()):
        limit = allowed.get(host)
        print(f"| {host} | {count} | {week.most[host] or ''} | {limit or ''} | {week.postponed[host] or ''} |")
    return sum(week.most[host] > limit for host, limit in allowed.items())


if __name__ == "__main__":
    replay_day()
    sys.exit(play_week())
