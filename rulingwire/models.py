"""The values that travel from feeds.yml to the corpus, one frozen type per stage.

    Source -> Capture -> RawArticle -> Article -> TaggedArticle
              `------ Reading ------'

Times are aware UTC, URLs canonical where the name says so, text NFC. Nothing here does work.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from rulingwire.outcomes import Outcome
from rulingwire.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One entry of feeds.yml: a place that publishes, and what we know and may do there."""

    id: str
    title: str
    url: str
    kind: str  # "feed", or the name of the spider that knows the site
    language: str | None = None  # BCP 47; None: the source writes in several
    jurisdiction: str | None = None  # ISO 3166-1 alpha-2, or EU, ECHR, UPC, WIPO
    also_at: tuple[str, ...] = ()  # earlier or parallel addresses of the same feed
    past: tuple[str, ...] = ()  # addresses of older entries: {n} is 1, 2, 3 ..., {day} is 20251119
    keep: str = "relevant"  # "all" or "relevant"
    full_text: bool = False  # follow the link where the feed is cut
    at_least: timedelta = timedelta(hours=1)  # never ask more often than this
    at_most: timedelta = timedelta(days=1)  # never wait longer than this
    min_items: int = 1  # fewer items in a document is an issue
    every: timedelta | None = None  # a longer silence is an issue
    may_store_text: bool = True
    may_publish_text: bool = False
    # Of a court site
    courts: tuple[str, ...] = ()  # ids in rules/courts.yml of the courts it publishes; () where it has too many
    topics: tuple[str, ...] = ()  # lists of watch.yml that fill {query} in its address
    window: timedelta = timedelta(days=14)  # each visit reads so much of the past again
    pages: int = 3  # most pages of one question at a visit
    documents: str = "none"  # fetch the document of "none" of its decisions, of those "kept", or of "all" listed
    zone: str = "UTC"  # time zone of times that the site prints without one
    date_is: str = "published"  # what the date of its list means: decided, published or modified
    api: bool = False  # a documented API with terms and quotas of its own, which robots.txt is not about
    names: str = "organisations"  # names of parties that may be published: "none", "organisations" we know, or "all"
    per_minute: int = 0  # requests that its host allows us; 0: no such limit
    per_hour: int = 0
    per_day: int = 0
    key_env: str = ""  # environment variable that holds the key it wants
    per_day_with_key: int = 0  # 0: the same
    key_header: str = ""  # header that carries it, e.g. "Authorization: Token {key}"
    key_param: str = ""  # argument of the address that carries it, where no header does
    key_required: bool = False  # False: it answers without, a little less
    known_from: str = "unverified"  # capture, documentation or unverified
    note: str = ""
    active: bool = True

    @property
    def reads_pages(self) -> bool:
        """Are the pages behind its entries read?"""
        return self.full_text or self.documents != "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One response as it was fetched, and where the archive keeps it."""

    url: str
    fetched_at: datetime
    status: int
    body_hash: str  # SHA-256 (hex) of the decoded body; "" where there was none
    size: int = 0  # bytes of the decoded body
    warc_file: str = ""
    warc_offset: int = 0
    payload_digest: str = ""  # as the WARC record names it


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something unknown or refused, in words a person can act on."""

    kind: str  # e.g. "unknown-date", "salvaged", "link-refused"
    words: str  # the words or address it is about
    hint: str = ""  # what to do next


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link out of an article; role "via" marks the article it quotes."""

    url: str
    role: str = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawArticle:
    """One entry as the site sent it: nothing cleaned, nothing judged."""

    source_id: str
    url: str = ""  # as printed
    guid: str = ""  # as printed
    public_id: str = ""  # the site's own number for the story, e.g. "slashdot:25/11/19/2247224"
    title: str = ""  # may hold markup and entities
    html: str = ""  # the fullest body the response holds
    byline: str = ""
    published: str = ""  # as printed
    updated: str = ""  # as printed
    language: str = ""  # as declared by the entry or its document
    form: str = "feed"  # "feed" or "page": where the body was read
    complete: bool = False  # is the body the whole article?
    categories: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()  # e.g. ("slashdot:department", "...")
    links: tuple[Link, ...] = ()  # links the spider knows the role of
    issues: tuple[Issue, ...] = ()
    record: Record | None = None  # of a court site: its entry of the decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """How often the publisher wants to be asked, as far as it says."""

    wait: timedelta | None = None  # from ttl, sy:update*, Cache-Control, Expires
    skip_hours: tuple[int, ...] = ()  # UTC hours
    skip_days: tuple[int, ...] = ()  # 0 = Monday
    retry_after: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one response said: the unit that is stored in one transaction."""

    source: Source
    capture: Capture
    outcome: Outcome
    why: str = ""  # the words behind an outcome that is not plain
    purpose: str = "visit"  # "visit", "query" (another question of a visit), "page" or "backfill"
    question: str = ""  # of a court site: what was asked, in words
    asked_at: datetime | None = None  # when the visit began that it belongs to
    since: datetime | None = None  # of a court site: begin of the window that was asked for
    missed: str = ""  # why a list that was read does not show the whole window
    full_fetch: bool = True  # False: the request was conditional
    articles: tuple[RawArticle, ...] = ()
    issues: tuple[Issue, ...] = ()
    hints: Hints = field(default_factory=Hints)
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""  # target of a permanent redirect
    page_of: str = ""  # purpose "page": the address that was wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """One name an article answers to; lower rungs are surer."""

    key: str  # e.g. "guid:torrentfreak:https://torrentfreak.com/?p=1"
    rung: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A cleaned article, ready to be recognised, judged and tagged."""

    source_id: str
    url: str  # canonical; "" where the site gives none
    title: str
    text: str  # paragraphs separated by a blank line
    byline: str
    language: str  # BCP 47, "und" where unknown
    published_at: datetime | None
    updated_at: datetime | None
    seen_at: datetime
    form: str
    complete: bool
    aliases: tuple[Alias, ...]
    guid: str = ""
    categories: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    links: tuple[Link, ...] = ()
    issues: tuple[Issue, ...] = ()
    record: Record | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that prove a tag: field[start:end] == quote, always."""

    rule: str  # id of the rule, e.g. "party:cloudflare"
    field: str  # "title", "text"; "link": the quote is the address of a link; "record": a value of the court's entry
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One claim about an article, never without evidence."""

    kind: str  # party, court, jurisdiction, case, amount, count, date, event, outcome, step or subject
    key: str  # id of the party or court, code of the jurisdiction, "JPY 500000000", "2025-11-19", "liable" ...
    role: str = ""  # of a party its role, of an amount, count, date or step what it is; words of rulingwire.vocabulary
    side: str = ""  # of a party: "won", "lost", or "" where the words do not say
    primary: bool = False  # the jurisdiction, court or outcome the article is about
    printed: str = ""  # of an amount, a case number, a count, a date or a step: as printed where first named
    conversion_of: str = ""  # of an amount: key of the sum it gives in another currency
    jurisdiction: str = ""  # of a case number: the one it belongs to
    court: str = ""  # of a case number: the court it names, if any
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLink:
    """An article is about a ruling, and the words that say so."""

    case: str  # id of a known case, or of a candidate
    how: str  # "number", "parties" (court, parties and day), "story" (as the others of its story) or "correction"
    certainty: str  # "certain", "likely" or "candidate"
    primary: bool  # the ruling the article is about most; the others are its background
    evidence: tuple[Evidence, ...]  # one for each tag that decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Relevance:
    """Is the article about a ruling we track, and the words that decided."""

    relevant: bool
    score: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedArticle:
    """An article with everything we say about it, and the version of the rules that said so."""

    article: Article
    relevance: Relevance
    tags: tuple[Tag, ...]
    rules_version: str
    named: Mapping[str, str] = field(default_factory=dict)  # of a decision: name as printed -> id of the party
    corrections: Mapping[str, str] = field(default_factory=dict)  # id of each that is about it -> why it fails, or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What we remember of a source between visits."""

    source_id: str
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    last_visit_at: datetime | None = None
    last_success_at: datetime | None = None
    last_full_fetch_at: datetime | None = None
    last_new_at: datetime | None = None
    next_visit_at: datetime | None = None
    interval: timedelta | None = None  # the rhythm learnt so far
    last_outcome: str = ""
    last_why: str = ""
    failures: int = 0  # in a row
    failing_since: datetime | None = None
    gone_at: datetime | None = None
    moved_to: str = ""
    moved_count: int = 0  # visits in a row that saw moved_to
    moved_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HostState:
    """What we remember of a host: when it wants us back, and its robots.txt."""

    host: str
    not_before: datetime | None = None
    why: str = ""
    robots: str = ""
    robots_status: int = 0  # 0: never answered
    robots_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPage:
    """An article page a feed pointed to and we have not read yet."""

    url: str
    source_id: str
    wanted_at: datetime
    tries: int = 0
