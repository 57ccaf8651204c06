"""Invented articles with the tags, evidence and links that news of rulings has; no word of them means anything."""

import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Generic, TypeVar

from benchmarks.stories.scale import WORDS, word
from pipelines.rules import Rules
from rulingwire.models import Alias, Article, Evidence, Link, Relevance, Tag, TaggedArticle
from rulingwire.records import Number, Record
from rulingwire.vocabulary import EVENTS, OUTCOMES, SUBJECTS, SUMS

Thing = TypeVar("Thing")

LANGUAGES = ("en", "en", "en", "de", "fr", "es", "it", "ja")
ROLES = ("plaintiff", "defendant", "intermediary", "mentioned")
CURRENCIES = ("USD", "EUR", "JPY", "GBP")
WHOLE = 0.1  # of the articles are held with their whole text, the others with the beginning
DOCUMENTS = 0.03  # are a court's own document
VOCABULARY = [word(number) for number in range(WORDS)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What some reports tell of."""

    at: datetime
    reports: int
    topic: tuple[str, ...]
    tags: tuple[tuple[str, str, str, bool], ...]  # kind, key, role, primary
    number: str
    court: str
    land: str


class Newsroom:
    """Invents the articles of a span of time, the same ones for the same seed."""

    def __init__(self, rules: Rules, sources: Sequence[str], seed: int = 1) -> None:
        self.chance = random.Random(seed)
        self.sources = Uneven(sources)
        self.parties = Uneven([party.id for party in rules.parties])
        self.courts = Uneven([court for court in rules.courts if court.id in rules.seat_of])
        self.lands = Uneven([land.code for land in rules.jurisdictions])
        self.version = rules.version

    def articles(self, count: int, begin: datetime, span: timedelta) -> list[TaggedArticle]:
        """So many articles in the order of time, all within a span."""
        told: list[TaggedArticle] = []
        while len(told) < count:
            told += self.reports(self.event(begin + span * 0.99 * self.chance.random()), begin + span)
        return sorted(told[:count], key=lambda one: (one.article.seen_at, one.article.url))

    def event(self, at: datetime) -> Event:
        """Something to report."""
        chance = self.chance
        court = self.courts.one(chance)
        happened = chance.choice(("filing", "filing", "enforcement", "commentary", *EVENTS))
        parties = dict.fromkeys(self.parties.one(chance) for _ in range(4))
        tags = [("party", party, role, False) for party, role in zip(parties, ROLES, strict=False)]
        tags += [("court", court.id, "", True), ("jurisdiction", court.jurisdiction, "", True)]
        tags += [("event", happened, "", True), ("outcome", chance.choice(list(OUTCOMES)), "", True)]
        tags += [("subject", subject, "", False) for subject in chance.sample(list(SUBJECTS), chance.randint(1, 3))]
        if chance.random() < 0.3 and (other := self.lands.one(chance)) != court.jurisdiction:
            tags.append(("jurisdiction", other, "", False))
        return Event(
            at=at,
            reports=min(int(chance.paretovariate(1.2)), 20),
            topic=tuple(VOCABULARY[chance.randrange(2000, WORDS)] for _ in range(12)),
            tags=tuple(tags),
            number=f"{chance.randrange(1, 9000)}/{at:%y}-{chance.randrange(10**6)}",
            court=court.id,
            land=court.jurisdiction,
        )

    def reports(self, event: Event, end: datetime) -> Iterator[TaggedArticle]:
        """The reports of an event; some link the first."""
        first = ""
        for number in range(event.reports):
            at = min(event.at + timedelta(hours=number * 3 * self.chance.random()), end - timedelta(seconds=1))
            made = self.report(event, at.replace(microsecond=0), first if self.chance.random() < 0.3 else "")
            first = first or made.article.url
            yield made

    def report(self, event: Event, at: datetime, quoted: str) -> TaggedArticle:
        """One article."""
        chance, source = self.chance, self.sources.one(self.chance)
        title = " ".join((*chance.sample(event.topic, 5), *self.words(4))).capitalize()
        text = self.text(event)
        address = f"https://{source}.example/{at:%Y/%m/%d}/{chance.randrange(10**12)}"
        document = chance.random() < DOCUMENTS
        body = Article(
            source_id=source,
            url=address,
            title=title,
            text=text,
            byline=" ".join(self.words(2)).title(),
            language=chance.choice(LANGUAGES),
            published_at=at,
            updated_at=None,
            seen_at=at,
            form="feed",
            complete=len(text) > 1000,
            aliases=(Alias(key=f"guid:{source}:{address}", rung=1), Alias(key=f"url:{address[8:]}", rung=2)),
            guid=address,
            links=(Link(url=quoted, role="via"),) if quoted else (),
            record=record_of(event, at) if document else None,
        )
        relevance = Relevance(relevant=True, score=4.0, evidence=tuple(self.proof("relevance", title, text)))
        tags = tuple(self.tag(event, title, text, *tag) for tag in (*event.tags, *self.own_tags(event, at)))
        return TaggedArticle(article=body, relevance=relevance, tags=tags, rules_version=self.version)

    def own_tags(self, event: Event, at: datetime) -> Iterator[tuple[str, str, str, bool]]:
        """What one report tells and another does not."""
        chance = self.chance
        if chance.random() < 0.7:
            sum_of = f"{chance.choice(CURRENCIES)} {chance.randint(1, 99) * 10 ** chance.randint(3, 7)}"
            yield "amount", sum_of, chance.choice(list(SUMS)), False
        if chance.random() < 0.4:
            yield "case", event.number, "", False
        if chance.random() < 0.4:
            yield "date", f"{at - timedelta(days=chance.randint(0, 2)):%Y-%m-%d}", "decided", False
        if chance.random() < 0.15:
            works = chance.randint(2, 9000)
            yield "count", f"works {works}", "works", False
        if chance.random() < 0.1:
            yield "step", "appeal-announced", "appeal-announced", False

    def tag(self, event: Event, title: str, text: str, kind: str, key: str, role: str, primary: bool) -> Tag:
        """A tag with the words that are said to prove it."""
        return Tag(
            kind=kind,
            key=key,
            role=role,
            side=self.chance.choice(("", "", "won", "lost")) if role == "defendant" else "",
            primary=primary,
            printed=key if kind in ("amount", "case", "count", "date", "step") else "",
            jurisdiction=event.land if kind == "case" else "",
            court=event.court if kind == "case" else "",
            evidence=tuple(self.proof(f"{kind}:{key}", title, text)),
        )

    def proof(self, rule: str, title: str, text: str) -> Iterator[Evidence]:
        """Quotes: sometimes of the title, always of the text."""
        if self.chance.random() < 0.3:
            yield Evidence(rule=rule, field="title", start=0, end=len(title), quote=title)
        begin = text.find(" ", self.chance.randrange(len(text) // 2)) + 1
        end = min(len(text), begin + self.chance.randint(30, 90))
        yield Evidence(rule=rule, field="text", start=begin, end=end, quote=text[begin:end])

    def text(self, event: Event) -> str:
        """250 to 700 words, or the beginning of an article."""
        whole = self.chance.random() < WHOLE
        words = self.words(self.chance.randint(250, 700) if whole else self.chance.randint(25, 55))
        for told in event.topic:
            words[self.chance.randrange(25)] = told
        for place in range(60, len(words), 60):
            words[place] = f"\n\n{words[place]}"
        return " ".join(words).replace(" \n", "\n")

    def words(self, count: int) -> list[str]:
        """Words by Zipf's law."""
        return [VOCABULARY[int(WORDS ** self.chance.random())] for _ in range(count)]


class Uneven(Generic[Thing]):
    """Things of which a few are in most of the news, by Zipf's law."""

    def __init__(self, things: Sequence[Thing]) -> None:
        self.things = things
        self.weights = list(accumulate(1 / (place + 3) for place in range(len(things))))

    def one(self, chance: random.Random) -> Thing:
        return self.things[bisect(self.weights, chance.random() * self.weights[-1])]


def record_of(event: Event, at: datetime) -> Record:
    """The court's own entry of what it decided."""
    number = Number(kind="docket", value=event.number)
    return Record(
        court=event.court, numbers=(number,), decided=f"{at:%Y-%m-%d}", published=f"{at:%Y-%m-%d}", type="Judgment"
    )
