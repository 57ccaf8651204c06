"""Stories at size: what a run costs when the corpus is large.

    python -m benchmarks.stories.scale [ARTICLES]

Writes synthetic articles of the sizes and densities of news (150 a day, stories of one to twenty reports, words by
Zipf's law, some themes, a weekday, two parties an article) with their tags into a corpus, in a random order of arrival,
then forms stories. Says the CPU time of an article among the last tenth, that of a later run with ten new articles, and
the memory; and whether a second corpus, which saw them in another order, has the same stories.
"""

import argparse
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from db.articles import write_intent
from db.corpus import open_corpus, write_sources, write_vocabulary
from pipelines.identify import article_id, permalink
from pipelines.rules import Rules, load_rules
from pipelines.steps import Desk
from rulingwire.models import Alias, Article, Evidence, Relevance, Source, Tag, TaggedArticle
from rulingwire.plans import Decision, Intent, Verdict

A_DAY = 150
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
WORDS = 30_000  # of the language
OUTLETS = 40
SPOKEN = ("prison", "police", "appeal", "football", "films", "manga", "books", "music", "games", "servers", "raid")
LANGUAGES = ("en", "en", "en", "de", "fr", "ja")


def word(number: int) -> str:
    """A word of letters for a number."""
    letters = "bcdfghklmnprstvw"
    return "".join(letters[(number >> shift) & 15] + "aeiou"[(number >> shift) % 5] for shift in (0, 4, 8, 12))


LANGUAGE = [word(number) for number in range(WORDS)]
ZIPF = list(accumulate(1 / (rank + 10) for rank in range(WORDS)))


@dataclass(frozen=True, slots=True)
class Event:
    """What some synthetic reports tell of."""

    at: datetime
    reports: int
    topic: tuple[int, ...]  # words
    themes: tuple[str, ...]  # words of what they speak of
    parties: tuple[str, ...]
    court: str
    land: str


def events(rules: Rules, articles: int, chance: random.Random) -> Iterator[Event]:
    days = articles / A_DAY
    parties, courts = [p.id for p in rules.parties], rules.courts
    left = articles
    while left > 0:
        court = chance.choice(courts)
        reports = min(left, 1 + int(chance.paretovariate(1.2)) if chance.random() < 0.5 else 1, 20)
        left -= reports
        yield Event(
            at=BEGIN + timedelta(days=chance.random() * days),
            reports=reports,
            topic=tuple(chance.randrange(WORDS) for _ in range(12)),
            themes=tuple(chance.sample(SPOKEN, 5)),
            parties=tuple(chance.sample(parties, 2)),
            court=court.id,
            land=court.jurisdiction,
        )


def article(event: Event, chance: random.Random) -> TaggedArticle:
    """A report of 250 to 700 words on an event."""
    text = chance.choices(LANGUAGE, cum_weights=ZIPF, k=chance.randint(250, 700))
    told = [*(LANGUAGE[number] for number in chance.sample(event.topic, 6)), *text[:8]]
    for number in event.topic:
        text[chance.randrange(60)] = LANGUAGE[number]
    for word in (*event.themes, *chance.choices(SPOKEN, k=5), f"{event.at:%A}"):
        text[chance.randrange(200)] = word
    at = event.at + timedelta(hours=chance.random() * 60)
    outlet = f"outlet{chance.randrange(OUTLETS)}"
    address = f"https://{outlet}.example/{at:%Y/%m/%d}/{chance.randrange(10**9)}"
    title = " ".join(told).capitalize()
    proof = (Evidence(rule="scale", field="title", start=0, end=4, quote=title[:4]),)
    tags = [Tag(kind="party", key=party, role="defendant", evidence=proof) for party in event.parties]
    tags += [
        Tag(kind="court", key=event.court, primary=True, evidence=proof),
        Tag(kind="jurisdiction", key=event.land, primary=True, evidence=proof),
        Tag(kind="outcome", key="liable", primary=True, evidence=proof),
        Tag(kind="event", key="ruling", primary=True, evidence=proof),
    ]
    body = Article(
        source_id=outlet,
        url=address,
        title=title,
        text=" ".join(text),
        byline="",
        language=chance.choice(LANGUAGES),
        published_at=at.replace(microsecond=0),
        updated_at=None,
        seen_at=at.replace(microsecond=0),
        form="feed",
        complete=True,
        aliases=(Alias(key=f"url:{address}", rung=3),),
    )
    return TaggedArticle(
        article=body, relevance=Relevance(relevant=True, score=2.0), tags=tuple(tags), rules_version="scale"
    )


def corpus(folder: Path, rules: Rules) -> Desk:
    db = open_corpus(folder / "rulings.db")
    names = [f"outlet{number}" for number in range(OUTLETS)]
    write_sources(db, [Source(id=name, title=name, url=f"https://{name}.example/feed", kind="feed") for name in names])
    write_vocabulary(
        db,
        ((p.id, p.name, p.kind, p.country) for p in rules.parties),
        ((c.id, c.name, c.jurisdiction, c.level, c.city) for c in rules.courts),
        ((land.code, land.name) for land in rules.jurisdictions),
        ((p.id, name, int(sure)) for p in rules.parties for name, sure in p.names.items()),
    )
    return Desk(db, rules)


def write(desk: Desk, tagged: list[TaggedArticle]) -> None:
    with desk.db.atomic():
        for one in tagged:
            link = permalink(one.article.aliases)
            at = one.article.published_at or one.article.seen_at
            decision = Decision(verdict=Verdict.NEW, change="first", version=1, text_version=1)
            number = article_id(at, link)
            intent = Intent(
                decision=decision,
                article_id=number,
                permalink=link,
                content=link,
                fingerprint=link,
                tagged=one,
            )
            write_intent(desk.db, intent)


def form(folder: Path) -> tuple[float, float]:
    """Form the stories of a corpus in a process of its own: its CPU seconds and MB."""
    command = [sys.executable, "-m", "benchmarks.stories.scale", "--form", str(folder)]
    seconds, memory = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), float(memory)


def form_here(folder: Path) -> None:
    desk = Desk(open_corpus(folder / "rulings.db"), load_rules())
    begin = time.process_time()
    desk.form_stories()
    print(time.process_time() - begin, most_memory())


def most_memory() -> float:
    """The most MB this process has held; `getrusage` would count what its parent held when it began."""
    found = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    assert found, "Linux says so there"
    return int(found[1]) / 1024


def told_of(rules: Rules, count: int) -> list[TaggedArticle]:
    """Synthetic articles in the order of time."""
    chance = random.Random(1)
    told = [article(event, chance) for event in events(rules, count, chance) for _ in range(event.reports)]
    return sorted(told, key=lambda one: (one.article.seen_at, one.article.url))


def same_in_any_order(rules: Rules, told: list[TaggedArticle], folder: Path) -> bool:
    """Do two corpora that saw the same articles in other orders have the same stories?"""
    found = []
    for seed in (1, 2):
        desk = corpus(folder / str(seed), rules)
        write(desk, random.Random(seed).sample(told, len(told)))
        desk.form_stories()
        found.append(list(desk.db.execute("SELECT id, story_id FROM articles ORDER BY id")))
    return found[0] == found[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=int, default=100_000)
    parser.add_argument("--form", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.form:
        form_here(options.form)
        return
    count, rules = options.articles, load_rules()
    told, last = told_of(rules, count), count // 10
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "one"
        desk = corpus(place, rules)
        write(desk, random.Random(3).sample(told[:-last], count - last))
        first, most = form(place)
        write(desk, told[-last:-10])
        tenth, memory = form(place)
        write(desk, told[-10:])
        run, _ = form(place)
        (stories,) = desk.db.execute("SELECT count(DISTINCT story_id) FROM articles").fetchone()
        same = same_in_any_order(rules, told[: count // 20], Path(folder))
    print(f"{count} articles, {stories} stories")
    print(f"the first nine tenths at once   {first / (count - last) * 1000:8.2f} ms an article")
    print(f"the last tenth                  {tenth / last * 1000:8.2f} ms an article")
    print(f"a run with ten new articles     {run:8.2f} s")
    print(f"memory                          {max(most, memory):8.0f} MB")
    print(f"the same stories in any order   {same}")


if __name__ == "__main__":
    main()
