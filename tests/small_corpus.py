"""A small corpus by hand: one ruling told by two sources, an edited article, a source in trouble."""

from pathlib import Path

from sqlite_utils import Database

from db.migrations import migrations
from tests.small_rulings import fill_rulings

TITLE = "Tokyo court finds Cloudflare liable for manga piracy"
PRIVATE_ENDING = "The last sentence is kept from the published file."
PRIVATE_FIRST_DRAFT = "An earlier wording that was mended within the hour."
TEXT = (
    "The Tokyo District Court ruled for four manga publishers on 19 November 2025. "
    "Kodansha, Shueisha, Shogakukan and Kadokawa had sued Cloudflare, whose network kept serving two "
    "manga sites after it was told of them.\n\n"
    "The judges set damages of about 500 million yen. Cloudflare said it would appeal, and pointed out "
    "that a network which passes pages on is not the one who posts them. " + PRIVATE_ENDING
)
OPEN_TEXT = "A reader writes that a Tokyo court holds Cloudflare liable. The sum is 500 million yen."
SEEN = "2025-11-19T12:00:00+00:00"
LATER = "2025-11-20T08:00:00+00:00"


def build(path: Path, *, title: str = TITLE, url: str = "https://torrentfreak.com/tokyo-ruling/") -> Path:
    """Write the corpus to a new file; the title and address of its first article may be chosen."""
    db = Database(path)
    db.conn.execute("PRAGMA journal_mode = WAL")
    migrations.apply(db)
    _sources(db)
    _entities(db)
    _articles(db, title, url)
    _tags(db)
    _corrections(db)
    _court_site(db)
    fill_rulings(db)
    fill_search(db)
    db.conn.commit()
    db.close()
    return path


def fill_search(db: Database) -> None:
    """Index the articles as the store does."""
    db.conn.execute(
        "INSERT INTO article_search(rowid, title, text, tags) SELECT id, title, text, tags FROM article_search_content"
    )


def _court_site(db: Database) -> None:
    """What a court site said: its entry of the second article, and a day that nobody has seen."""
    db["decisions"].insert(
        {
            "article_id": 2,
            "kind": "decision",
            "court_id": "jp-tokyo-district",
            "court": "東京地方裁判所",
            "decided_on": "2025-11-19",
            "published_at": "",
            "modified_at": "",
            "type": "判決",
            "judges": "",
            "summary": "",
            "watched": "",
        }
    )
    db["decision_numbers"].insert({"article_id": 2, "kind": "docket", "number": "令和4年(ワ)第1号"})
    db["decision_parties"].insert_all(
        [
            {"article_id": 2, "position": 1, "name": "クラウドフレア", "role": "被告", "party_id": "cloudflare"},
            {"article_id": 2, "position": 2, "name": "A<b>", "role": "原告", "party_id": None},
        ]
    )
    db["gaps"].insert(
        {
            "source_id": "quiet-court",
            "question": "Cloudflare",
            "first_day": "2025-11-18",
            "last_day": "2025-11-19",
            "outcome": "refused",
            "why": "HTTP 403",
            "opened_at": LATER,
        }
    )


def _sources(db: Database) -> None:
    common = {
        "kind": "feed",
        "language": "en",
        "keep": "relevant",
        "known_from": "capture",
        "note": "",
        "active": 1,
    }
    db["sources"].insert_all(
        [
            {
                **common,
                "id": "torrentfreak",
                "title": "TorrentFreak",
                "url": "https://torrentfreak.com/feed/",
                "may_publish_text": 0,
            },
            {
                **common,
                "id": "slashdot",
                "title": "Slashdot",
                "url": "https://rss.slashdot.org/Slashdot/slashdot",
                "may_publish_text": 1,
            },
            {
                **common,
                "id": "quiet-court",
                "title": "Quiet Court",
                "url": "https://court.example/feed",
                "may_publish_text": 1,
            },
        ]
    )
    state = {"last_visit_at": LATER, "last_success_at": LATER, "last_outcome": "read", "failures": 0}
    db["source_states"].insert_all(
        [
            {**state, "source_id": "torrentfreak", "etag": '"validator-of-ours"', "failing_since": None},
            {
                **state,
                "source_id": "slashdot",
                "etag": "",
                "failures": 3,
                "last_outcome": "refused",
                "failing_since": SEEN,
            },
        ]
    )
    db["hosts"].insert({"host": "torrentfreak.com", "robots": "User-agent: *"})
    db["runs"].insert({"id": 1, "command": "crawl", "started_at": SEEN, "ended_at": LATER})
    db["issues"].insert(
        {
            "source_id": "slashdot",
            "kind": "unknown-date",
            "words": "yesterday",
            "first_at": SEEN,
            "last_at": LATER,
        }
    )


def _entities(db: Database) -> None:
    publishers = ["Kodansha", "Shueisha", "Shogakukan", "Kadokawa"]
    db["parties"].insert({"id": "cloudflare", "name": "Cloudflare", "kind": "cdn", "country": "US"})
    db["parties"].insert_all(
        {"id": name.lower(), "name": name, "kind": "rightsholder", "country": "JP"} for name in publishers
    )
    names = ("Cloudflare", 1), ("クラウドフレア", 1), ("Flare", 0)
    db["party_names"].insert_all({"party_id": "cloudflare", "name": name, "is_sure": sure} for name, sure in names)
    db["courts"].insert(
        {
            "id": "jp-tokyo-district",
            "name": "Tokyo District Court",
            "jurisdiction": "JP",
            "level": "first instance",
            "city": "Tokyo",
        }
    )
    db["jurisdictions"].insert_all([{"code": "JP", "name": "Japan"}, {"code": "DE", "name": "Germany"}])


def _articles(db: Database, title: str, url: str) -> None:
    common = {
        "story_id": 1,
        "language": "en",
        "published_at": SEEN,
        "first_seen_at": SEEN,
        "last_read_at": SEEN,
        "complete": 1,
        "relevant": 1,
        "relevance": 0.9,
        "rules_version": "1",
        "event": "ruling",
        "outcome": "liable",
    }
    second = "Cloudflare Loses in Tokyo"
    db["articles"].insert_all(
        [
            {
                **common,
                "id": 1,
                "permalink": "tokyo-1",
                "source_id": "torrentfreak",
                "title": title,
                "url": url,
                "byline": "A. Writer",
                "version": 2,
                "text_version": 2,
            },
            {
                **common,
                "id": 2,
                "permalink": "tokyo-2",
                "source_id": "slashdot",
                "title": second,
                "url": "https://slashdot.org/story/2",
                "byline": "",
                "version": 1,
                "text_version": 1,
            },
        ]
    )
    version = {"seen_at": SEEN, "form": "feed", "byline": "", "content_hash": ""}
    db["article_versions"].insert_all(
        [
            {
                **version,
                "article_id": 1,
                "version": 1,
                "text_version": 1,
                "change": "first",
                "title": "Tokyo court rules",
            },
            {
                **version,
                "article_id": 1,
                "version": 2,
                "text_version": 2,
                "change": "title+text",
                "title": title,
            },
            {**version, "article_id": 2, "version": 1, "text_version": 1, "change": "first", "title": second},
        ]
    )
    db["article_texts"].insert_all(
        [
            {"article_id": 1, "version": 1, "text": PRIVATE_FIRST_DRAFT},
            {"article_id": 1, "version": 2, "text": TEXT},
            {"article_id": 2, "version": 1, "text": OPEN_TEXT},
        ]
    )
    _edit(db)
    sighting = {"first_seen_at": SEEN, "url": "", "guid": "", "fingerprint": ""}
    db["sightings"].insert_all(
        {**sighting, "article_id": number, "source_id": source}
        for number, source in [(1, "torrentfreak"), (2, "slashdot")]
    )
    key = url.removeprefix("https://")
    db["aliases"].insert(
        {"key": f"url:{key}", "article_id": 1, "rung": 2, "source_id": "torrentfreak", "first_seen_at": SEEN}
    )
    db["article_links"].insert({"article_id": 2, "url": url, "role": "via", "key": key})
    shared = {"shingles": 0, "words": 0, "passage": "", "rule": "link:via"}
    db["derivations"].insert({"article_id": 2, "from_id": 1, "how": "link", **shared})
    db["credits"].insert(
        {"article_id": 1, "outlet": "Reuters", "rule": "credit:en-reported-by", "quote": "according to Reuters"}
    )


def _edit(db: Database) -> None:
    """The sum of the first article was put right the next morning, and nothing said so; ten words besides."""
    db["edits"].insert(
        {
            "article_id": 1,
            "version": 2,
            "from_version": 1,
            "kind": "substantive",
            "kinds": "substantive, retitled, reworded",
            "changed_at": LATER,
            "words": "amount “JPY 50000000” became “JPY 500000000”; and 11 more",
            "more": 0,
        }
    )
    changes = [("title", "", "retitled", "Tokyo court rules", TITLE, "", "")]
    sums = "JPY 50000000", "JPY 500000000"
    changes.append(("tag", "amount", "substantive", *sums, "A sum of 50 million yen.", "A sum of 500 million yen."))
    changes += [("text", "", "reworded", f"old {n}", f"<b>new {n}", "before ", " behind") for n in range(10)]
    names = ("field", "tag", "kind", "before", "after", "context_before", "context_after")
    db["edit_changes"].insert_all(
        {"article_id": 1, "version": 2, "position": place, **dict(zip(names, change, strict=True))}
        for place, change in enumerate(changes, start=1)
    )


def _tags(db: Database) -> None:
    publishers = ["kodansha", "shueisha", "shogakukan", "kadokawa"]
    for article in (1, 2):
        db["article_parties"].insert(
            {"article_id": article, "party_id": "cloudflare", "role": "defendant", "side": "lost"}
        )
        db["article_outcomes"].insert({"article_id": article, "outcome": "liable", "is_primary": 1})
        db["article_jurisdictions"].insert({"article_id": article, "jurisdiction": "JP", "is_primary": 1})
        db["article_amounts"].insert(
            {"article_id": article, "currency": "JPY", "amount": 500_000_000, "printed": "500 million yen"}
        )
    db["article_parties"].insert_all({"article_id": 1, "party_id": name, "role": "plaintiff"} for name in publishers)
    db["article_courts"].insert({"article_id": 1, "court_id": "jp-tokyo-district", "is_primary": 1})
    number = {"number": "令和4年(ワ)第2388号", "jurisdiction": "JP", "court_id": "jp-tokyo-district"}
    db["article_case_numbers"].insert({**number, "article_id": 1, "printed": "令和4年（ワ）2388"})
    db["article_counts"].insert({"article_id": 1, "thing": "works", "number": 4000, "printed": "4,000 works"})
    db["article_dates"].insert({"article_id": 1, "kind": "decided", "day": SEEN[:10], "printed": "on Wednesday"})
    _prove(db, "outcome", "liable", "Cloudflare")
    _prove(db, "party", "cloudflare", "Cloudflare")
    _prove(db, "party", "kodansha", "Kodansha")
    _prove(db, "step", "appeal-announced cloudflare", "Cloudflare said it would appeal")
    _prove(db, "court", "jp-tokyo-district", "Tokyo District Court")
    _prove(db, "jurisdiction", "JP", "Tokyo District Court")
    _prove(db, "amount", "JPY 500000000", "500 million yen")


def _corrections(db: Database) -> None:
    """A reader put a side right, and said in vain that the second article is about nothing."""
    said = {"said_on": LATER[:10], "said_by": "A. Reader", "why": "<b>It lost.", "other_id": None}
    right = {"verb": "right", "said": "party cloudflare, lost", "words": "set damages", "applied": 1, "trouble": ""}
    idle = {"verb": "wrong", "said": "party akamai", "words": "", "applied": 0, "trouble": "there is no such tag"}
    db["corrections"].insert_all(
        [
            {"id": "c0ffee01", "position": 1, "article": "tokyo-1", "article_id": 1, **said, **right},
            {"id": "c0ffee02", "position": 2, "article": "tokyo-2", "article_id": 2, **said, **idle},
        ]
    )
    _prove(db, "party", "cloudflare", "set damages", rule="correction:c0ffee01")


def _prove(db: Database, kind: str, key: str, quote: str, rule: str = "") -> None:
    start = TEXT.index(quote)
    db["evidence"].insert(
        {
            "article_id": 1,
            "kind": kind,
            "key": key,
            "field": "text",
            "start": start,
            "end": start + len(quote),
            "version": 2,
            "quote": quote,
            "rule": rule or f"{kind}:{key}",
        }
    )
