"""Writing what one entry changes: the article, its versions, names, links, facts and tags."""

from sqlite_utils import Database

from db.decisions import write_record
from db.edits import write_edits
from db.stories import leave_story
from db.tags import delete_tags, index, unindex, write_tags
from db.times import to_text
from rulingwire.models import Article
from rulingwire.plans import Intent, Verdict
from rulingwire.urls import url_key

WEEK_OF_IDS = 7 * 24 * 3600 << 21  # article numbers are seconds shifted by 21 bits


def write_intent(db: Database, intent: Intent) -> None:
    """Write what one entry changes; part of the transaction of its reading."""
    verdict = intent.decision.verdict
    if verdict is Verdict.PASSED:
        _write_passed(db, intent)
        return
    if verdict is Verdict.FACTS:
        _write_facts(db, intent)
        return
    if verdict in (Verdict.VERSION, Verdict.RETURN):
        unindex(db, intent.article_id)
        delete_tags(db, intent.article_id)
    if verdict is Verdict.NEW:
        _insert_article(db, intent)
    if verdict in (Verdict.NEW, Verdict.VERSION, Verdict.EARLIER):
        _write_version(db, intent)
        write_edits(db, intent.article_id, intent.edits)
    if verdict in (Verdict.VERSION, Verdict.RETURN):
        _update_article(db, intent)
    _write_names(db, intent)
    if verdict is Verdict.NEW:
        _forget_passed(db, intent)
    if verdict in (Verdict.NEW, Verdict.VERSION, Verdict.RETURN):
        write_record(db, intent)
    if verdict in (Verdict.NEW, Verdict.VERSION, Verdict.RETURN):
        write_tags(db, intent.article_id, intent.decision.version, intent.tagged)
        leave_story(db, intent.article_id)
        if verdict is Verdict.NEW:
            _suggest_twins(db, intent)
        index(db, intent.article_id)


def _write_passed(db: Database, intent: Intent) -> None:
    article = intent.tagged.article
    db.execute(
        "INSERT OR REPLACE INTO passed_over VALUES (?, ?, ?, ?, ?)",
        [
            article.aliases[0].key,
            article.source_id,
            intent.fingerprint,
            to_text(article.seen_at),
            intent.tagged.relevance.score,
        ],
    )


def _suggest_twins(db: Database, intent: Intent) -> None:
    """Note articles of the same week with the same title; a machine does not merge them."""
    number = intent.article_id
    db.execute(
        "INSERT OR IGNORE INTO suggestions"
        " SELECT max(id, ?1), min(id, ?1), 'same title within a week', ?2 FROM articles"
        " WHERE title = ?3 AND id BETWEEN ?1 - ?4 AND ?1 + ?4 AND id <> ?1",
        [number, to_text(intent.tagged.article.seen_at), intent.tagged.article.title, WEEK_OF_IDS],
    )


def _forget_passed(db: Database, intent: Intent) -> None:
    keys = [(alias.key,) for alias in intent.tagged.article.aliases]
    db.conn.executemany("DELETE FROM passed_over WHERE key = ?", keys)


def _insert_article(db: Database, intent: Intent) -> None:
    article, tagged = intent.tagged.article, intent.tagged
    seen = to_text(article.seen_at)
    db.execute(
        "INSERT INTO articles (id, permalink, story_id, source_id, title, url, byline, language, published_at,"
        " updated_at, first_seen_at, last_read_at, complete, relevant, relevance, rules_version)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            intent.article_id,
            intent.permalink,
            intent.article_id,
            article.source_id,
            article.title,
            article.url,
            article.byline,
            article.language,
            to_text(article.published_at),
            to_text(article.updated_at),
            seen,
            seen,
            int(article.complete),
            int(tagged.relevance.relevant),
            tagged.relevance.score,
            tagged.rules_version,
        ],
    )


def _write_version(db: Database, intent: Intent) -> None:
    article, decision = intent.tagged.article, intent.decision
    db.execute(
        "INSERT INTO article_versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            intent.article_id,
            decision.version,
            decision.text_version,
            to_text(article.seen_at),
            article.form,
            decision.change,
            article.title,
            article.byline,
            to_text(article.updated_at),
            intent.content,
        ],
    )
    if decision.text_version == decision.version:
        db.execute("INSERT INTO article_texts VALUES (?, ?, ?)", [intent.article_id, decision.version, article.text])


def _update_article(db: Database, intent: Intent) -> None:
    article, tagged, decision = intent.tagged.article, intent.tagged, intent.decision
    db.execute(
        "UPDATE articles SET title = ?, byline = ?, url = ?, updated_at = coalesce(?, updated_at),"
        " published_at = coalesce(published_at, ?), last_read_at = max(last_read_at, ?), version = ?,"
        " text_version = ?, complete = max(complete, ?), relevant = ?, relevance = ?, rules_version = ?"
        " WHERE id = ?",
        [
            article.title,
            article.byline,
            article.url,
            to_text(article.updated_at),
            to_text(article.published_at),
            to_text(article.seen_at),
            decision.version,
            decision.text_version,
            int(article.complete),
            int(tagged.relevance.relevant),
            tagged.relevance.score,
            tagged.rules_version,
            intent.article_id,
        ],
    )


def _write_names(db: Database, intent: Intent) -> None:
    """Aliases, sighting, links and facts: what a sighting alone may add."""
    article, seen = intent.tagged.article, to_text(intent.tagged.article.seen_at)
    db.conn.executemany(
        "INSERT OR IGNORE INTO aliases VALUES (?, ?, ?, ?, ?)",
        [(a.key, intent.article_id, a.rung, article.source_id, seen) for a in article.aliases],
    )
    if article.form == "feed" or intent.decision.verdict is Verdict.NEW:
        _write_sighting(db, intent, article)
    db.conn.executemany(
        "INSERT INTO article_links VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET role = 'via'"
        " WHERE excluded.role = 'via' AND role <> 'via'",
        [(intent.article_id, link.url, link.role, url_key(link.url)) for link in article.links],
    )
    _write_facts(db, intent)


def _write_facts(db: Database, intent: Intent) -> None:
    article = intent.tagged.article
    if intent.decision.verdict is Verdict.FACTS:
        db.execute(
            "UPDATE sightings SET fingerprint = ? WHERE article_id = ? AND source_id = ?",
            [intent.fingerprint, intent.article_id, article.source_id],
        )
    db.conn.executemany(
        "INSERT INTO article_facts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
        " WHERE value <> excluded.value",
        [(intent.article_id, name, value) for name, value in article.facts],
    )


def _write_sighting(db: Database, intent: Intent, article: Article) -> None:
    db.execute(
        "INSERT INTO sightings VALUES (?, ?, ?, NULL, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " first_seen_at = min(first_seen_at, excluded.first_seen_at), url = excluded.url, guid = excluded.guid,"
        " fingerprint = excluded.fingerprint",
        [
            intent.article_id,
            article.source_id,
            to_text(article.seen_at),
            article.url,
            article.guid,
            intent.fingerprint,
        ],
    )
