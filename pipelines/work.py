"""From a reading to a plan: recognise, clean, decide, judge and tag every entry of one document."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from pipelines import agcom
from pipelines.clean import clean
from pipelines.corrections import corrected, judged
from pipelines.edits import edits_of, version_of
from pipelines.history import changes
from pipelines.identify import (
    article_id,
    content_hash,
    decide,
    fingerprint,
    ladder,
    permalink,
    recognise,
    same_content,
)
from pipelines.records import name_parties
from pipelines.relevance import judge
from pipelines.rules import Rules
from pipelines.tag import tag
from rulingwire.edits import Edit, Version
from rulingwire.models import (
    Alias,
    Article,
    Issue,
    RawArticle,
    Reading,
    Relevance,
    SourceState,
    Tag,
    TaggedArticle,
)
from rulingwire.plans import Corpus, Decision, Found, Intent, Known, Plan, Verdict, failed_entry
from rulingwire.records import Entry, Record, joined
from rulingwire.schedule import after, has_moved


def plan(reading: Reading, corpus: Corpus, rules: Rules) -> Plan:
    """Everything a reading changes, decided without writing anything."""
    entry = corpus.entry(reading.page_of) if reading.purpose == "page" else None
    if entry:
        reading = replace(reading, articles=tuple(_behind(entry, article) for article in reading.articles))
    names = ladder(reading.articles)
    keys = [alias.key for aliases in names for alias in aliases]
    found = corpus.find(reading.source.id, keys)
    worker = _Worker(reading=reading, corpus=corpus, rules=rules, found=found, entry=entry)
    pairs = list(zip(reading.articles, names, strict=True))
    intents = tuple(worker.intents(pairs))
    known = {recognise(aliases, found.articles) for aliases in names} - {None}
    made = {i.article_id for i in intents if i.decision.verdict is not Verdict.PASSED}
    new = sum(i.decision.verdict is Verdict.NEW for i in intents)
    state = corpus.state(reading.source.id)
    following = after(state, reading, new=new) if reading.purpose == "visit" else state
    return Plan(
        reading=reading,
        state=following,
        intents=intents,
        present=frozenset(i for i in known if i is not None) | frozenset(made),
        issues=(
            *reading.issues,
            *_document_issues(reading, names, state, following),
            *(changes(reading, corpus.history(reading.source.id)) if reading.since else ()),
            *worker.troubles,
        ),
    )


def _behind(entry: Entry, document: RawArticle) -> RawArticle:
    """A document with what its list said: we had passed over the entry, so nothing else holds it."""
    record = joined(entry.record, document.record or entry.record)
    return replace(
        document,
        title=entry.title or document.title,
        guid=entry.guid,
        published=document.published or record.published or record.decided,
        record=record,
    )


def _document_issues(
    reading: Reading, names: list[tuple[Alias, ...]], before: SourceState, following: SourceState
) -> tuple[Issue, ...]:
    issues = []
    if any(not aliases for aliases in names):
        issues.append(Issue(kind="no-identity", words="entries without guid, link and title", hint="Left out."))
    guids = [article.guid for article in reading.articles if article.guid]
    if len(set(guids)) < len(guids):
        issues.append(Issue(kind="repeated-guid", words="one guid for several entries", hint="Told apart by address."))
    count = len(reading.articles)
    if reading.purpose == "visit" and reading.outcome in ("read", "empty") and count < reading.source.min_items:
        words = f"fewer than {reading.source.min_items} entries"
        issues.append(Issue(kind="few-items", words=words, hint="Has the feed changed? See `expect` in feeds.yml."))
    silence = following.last_visit_at and following.last_new_at and following.last_visit_at - following.last_new_at
    if reading.source.every and silence and silence > reading.source.every:
        words = f"nothing new for longer than {reading.source.every.days or 1} days"
        issues.append(Issue(kind="silent", words=words, hint="Is the feed abandoned, or has it moved?"))
    if has_moved(following) and not has_moved(before):
        hint = f"Write the new address into feeds.yml: {following.moved_to}"
        issues.append(Issue(kind="moved", words=reading.source.url, hint=hint))
    return tuple(issues)


# Sources whose texts follow a form of their own, and the stage that reads it.
ENRICHED = {"agcom": agcom.enriched}


def _unchanged(article: Article) -> Article:
    return article


def untagged(article: Article) -> TaggedArticle:
    """An article about which nothing is said."""
    return TaggedArticle(article=article, relevance=Relevance(relevant=False, score=0), tags=(), rules_version="")


def judge_and_tag(article: Article, rules: Rules, names: Collection[str] = ()) -> TaggedArticle:
    """What the rules say of an article: tags are claims about a ruling, so the irrelevant get none.

    People's corrections, found by the names the article goes by, win over the rules.
    """
    said = rules.corrections.about(names)
    relevance = judged(judge(article, rules), article, said)
    tags = tag(article, rules) if relevance.relevant else ()
    named = name_parties(article.record, rules) if article.record else {}
    found = TaggedArticle(article=article, relevance=relevance, tags=tags, rules_version=rules.version, named=named)
    return corrected(found, said)


def tags_of(version: Version, article: Article, rules: Rules, names: Collection[str] = ()) -> tuple[Tag, ...]:
    """The tags of one version of an article by the present rules."""
    said = replace(article, title=version.title, text=version.text, record=version.record, seen_at=version.seen_at)
    return judge_and_tag(said, rules, names).tags


@dataclass(frozen=True, slots=True, kw_only=True)
class _Worker:
    reading: Reading
    corpus: Corpus
    rules: Rules
    found: Found
    entry: Entry | None = None  # what a list said of the decision whose document this is
    troubles: list[Issue] = field(default_factory=list)
    given: set[int] = field(default_factory=set)  # numbers of new articles

    def intents(self, pairs: list[tuple[RawArticle, tuple[Alias, ...]]]) -> Iterator[Intent]:
        """One intent for each entry that changes something; the first of two entries of one article wins."""
        done: set[str] = set()
        for raw, aliases in pairs:
            intent = self.safe_intent(raw, aliases) if aliases else None
            if intent and done.isdisjoint(_names(intent)):
                done |= _names(intent)
                yield intent

    def safe_intent(self, raw: RawArticle, aliases: tuple[Alias, ...]) -> Intent | None:
        try:
            return self.intent(raw, aliases)
        except Exception as error:  # one bad entry never stops a source; it leaves a trace
            self.troubles.append(failed_entry(aliases[0].key, error))
            return None

    def intent(self, raw: RawArticle, aliases: tuple[Alias, ...]) -> Intent | None:
        """What one entry changes; None where the corpus holds all of it."""
        mark = self.entry.fingerprint if self.entry else fingerprint(raw)
        number = recognise(aliases, self.found.articles)
        shown = self.found.shown.get(number) if number is not None else None
        if raw.form == "feed" and (mark == shown or self._passed_before(mark, aliases)):
            return None
        if number is not None and raw.form == "feed" and same_content(mark, shown):
            return self._facts_only(raw, aliases, number, mark)
        source = self.reading.source
        known = self.corpus.load(number) if number is not None else None
        article = clean(raw, aliases, self.reading.capture.fetched_at, source.language)
        article = ENRICHED.get(source.kind, _unchanged)(article)
        if not source.may_store_text:
            article = replace(article, text=_lead(article.text))
        at_home = known is None or known.source_id == source.id
        wants = source.reads_pages and at_home and raw.form == "feed" and not raw.complete
        intent = self._decided(self._joined(article, known), known, mark, wants_page=wants)
        return replace(intent, said=raw.record, said_by_list=raw.form == "feed")

    def _passed_before(self, mark: str, aliases: tuple[Alias, ...]) -> bool:
        """Was this very entry judged and passed over, with nobody speaking of it?"""
        same = mark == self.found.passed.get(aliases[0].key)
        return same and not self.rules.corrections.about([alias.key for alias in aliases])

    def _facts_only(self, raw: RawArticle, aliases: tuple[Alias, ...], number: int, mark: str) -> Intent:
        article = Article(
            source_id=raw.source_id,
            url="",
            title="",
            text="",
            byline="",
            language="",
            published_at=None,
            updated_at=None,
            seen_at=self.reading.capture.fetched_at,
            form="feed",
            complete=False,
            aliases=aliases,
            facts=raw.facts,
        )
        return Intent(
            decision=Decision(verdict=Verdict.FACTS),
            article_id=number,
            permalink="",
            content="",
            fingerprint=mark,
            tagged=untagged(article),
        )

    def _joined(self, article: Article, known: Known | None) -> Article:
        """A page knows its text best, a feed its title: neither replaces the other's."""
        if known is None:
            return article
        article = replace(article, record=_record(article, known))
        if article.form == "page":
            return replace(article, title=known.title or article.title)
        if known.present.form == "page":
            text = self.corpus.text(known.article_id, known.present.text_version)
            return replace(article, text=text, form="page", complete=True)
        return article

    def _decided(self, article: Article, known: Known | None, mark: str, *, wants_page: bool) -> Intent:
        decision = decide(article, known)
        tagged, source = self._tagged(article, decision, known), self.reading.source
        if decision.verdict is Verdict.NEW and self._passes_over(tagged):
            decision = Decision(verdict=Verdict.PASSED)
        link = permalink(article.aliases)
        return Intent(
            decision=decision,
            article_id=known.article_id if known else self._free_number(article, link),
            permalink=link,
            content=content_hash(article.title, article.text, article.record),
            fingerprint=mark,
            tagged=tagged,
            wants_page=wants_page and (decision.verdict is not Verdict.PASSED or source.documents == "all"),
            edits=tuple(self._edits(tagged, decision, known)) if known else (),
        )

    def _edits(self, tagged: TaggedArticle, decision: Decision, known: Known) -> list[Edit]:
        """What a new version changed, and what the next changed against one that was read late."""
        if decision.verdict not in (Verdict.VERSION, Verdict.EARLIER):
            return []
        article, new = tagged.article, version_of(tagged.article, decision.version)

        def tags(version: Version) -> tuple[Tag, ...]:
            if version is new and tagged.rules_version:
                return tagged.tags
            return tags_of(version, article, self.rules, known.names)

        around = self.corpus.around(known.article_id, new.seen_at)
        return edits_of([*around, new], tags, article.language, self.rules)

    def _tagged(self, article: Article, decision: Decision, known: Known | None) -> TaggedArticle:
        if decision.verdict in (Verdict.SIGHTING, Verdict.EARLIER):
            return untagged(article)
        names = known.names if known else {permalink(article.aliases)}
        return judge_and_tag(article, self.rules, names | {alias.key for alias in article.aliases})

    def _passes_over(self, tagged: TaggedArticle) -> bool:
        """Is it none of ours? What people speak of is kept, so that readers see what they say."""
        ours = tagged.relevance.relevant or tagged.corrections
        return self.reading.source.keep == "relevant" and not ours

    def _free_number(self, article: Article, link: str) -> int:
        number = article_id(article.published_at or article.seen_at, link)
        while number in self.given or self.corpus.is_taken(number):
            number += 1
        self.given.add(number)
        return number


def _names(intent: Intent) -> set[str]:
    return {str(intent.article_id), intent.permalink} - {""}


def _record(article: Article, known: Known) -> Record | None:
    """What list and document of a decision say together, this one newest."""
    listed = article.record if article.form == "feed" else known.listed
    document = article.record if article.form != "feed" else known.document
    return joined(listed, document or listed) if listed else document


LEAD = 280  # characters of a text that may not be stored whole


def _lead(text: str) -> str:
    return text if len(text) <= LEAD else text[:LEAD].rsplit(" ", 1)[0]
