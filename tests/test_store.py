"""Plans carried out: one reading, one transaction, nothing lost, nothing twice."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.runs import begin_run
from db.store import carry_out
from pipelines.work import plan
from rulingwire.models import Link, Tag
from rulingwire.outcomes import Outcome
from tests.builders import NOON, desk, raw, reading, said, source

HOUR = timedelta(hours=1)
TOKYO = (
    "<p>The Tokyo District Court held Cloudflare liable for aiding manga piracy. Kodansha and three other "
    "publishers sued the company in 2022; the court awarded 500 million yen ($3.2 million) in damages.</p>"
)


@pytest.fixture
def wire(tmp_path):
    return desk(tmp_path, source(), source("other"), source("few", keep="relevant"), source("cut", full_text=True))


def take(desk, *readings):
    run = begin_run(desk.db, "test", NOON)
    return [desk.take(r, run) for r in readings]


def column(desk, sql, *values):
    return [row[0] for row in desk.db.execute(sql, values)]


def test_an_article_keeps_its_tags_and_the_words_that_prove_them(wire):
    take(wire, reading(raw(title="Tokyo court holds Cloudflare liable", html=TOKYO)))
    assert column(wire, "SELECT role FROM article_parties WHERE party_id = 'cloudflare'") == ["defendant"]
    assert column(wire, "SELECT jurisdiction FROM article_jurisdictions") == ["JP"]
    assert column(wire, "SELECT court_id FROM article_courts") == ["jp-dc-tokyo"]
    sums = column(wire, "SELECT currency || amount FROM article_amounts ORDER BY 1")
    assert sums == ["JPY500000000", "USD3200000"]


def test_every_quote_is_found_where_it_is_said_to_stand(wire):
    take(wire, reading(raw(title="Tokyo court holds Cloudflare liable", html=TOKYO)))
    rows = wire.db.execute(
        "SELECT e.quote, substr(CASE field WHEN 'title' THEN v.title ELSE t.text END, start + 1, end - start)"
        " FROM evidence e JOIN article_versions v USING (article_id, version)"
        " JOIN article_texts t ON t.article_id = v.article_id AND t.version = v.text_version"
    ).fetchall()
    assert rows
    assert all(quote == found for quote, found in rows)


def test_the_same_capture_twice_changes_nothing(wire):
    one = reading(raw(1), raw(2))
    take(wire, one)
    before = said(wire.db)
    assert [t.articles for t in take(wire, one)] == [0]
    assert said(wire.db) == before


def test_an_unchanged_document_writes_no_article_row(wire):
    take(wire, reading(raw(1), raw(2)))
    changes = wire.db.conn.total_changes
    take(wire, reading(raw(1), raw(2), at=NOON + HOUR))
    written = wire.db.conn.total_changes - changes
    assert written == 3  # the run, the fetch and the state of the source


def test_a_retitled_article_keeps_its_old_title(wire):
    take(wire, reading(raw(title="Before")), reading(raw(title="After"), at=NOON + HOUR))
    assert column(wire, "SELECT title FROM article_versions ORDER BY version") == ["Before", "After"]
    assert column(wire, "SELECT title FROM articles") == ["After"]
    assert column(wire, "SELECT count(*) FROM article_texts") == [1]


def test_search_finds_the_present_words_only(wire):
    take(wire, reading(raw(title="Walrus")), reading(raw(title="Octopus"), at=NOON + HOUR))
    hits = "SELECT count(*) FROM article_search WHERE article_search MATCH ?"
    assert [column(wire, hits, word) for word in ("walrus", "octopus")] == [[0], [1]]


def test_a_changed_count_of_comments_is_a_fact_and_no_version(wire):
    counts = [raw(facts=(("slash:comments", n),)) for n in ("3", "40")]
    take(wire, reading(counts[0]), reading(counts[1], at=NOON + HOUR))
    assert column(wire, "SELECT value FROM article_facts") == ["40"]
    assert column(wire, "SELECT count(*) FROM article_versions") == [1]


def test_leaving_the_feed_and_coming_back_are_facts_of_the_sighting(wire):
    take(wire, reading(raw(1), raw(2)), reading(raw(2), at=NOON + HOUR))
    left = "SELECT left_at FROM sightings JOIN articles ON id = article_id WHERE title = 'Story 1'"
    assert column(wire, left) == ["2025-11-19T13:00:00Z"]
    take(wire, reading(raw(1), raw(2), at=NOON + 2 * HOUR))
    assert column(wire, left) == [None]


def test_a_failed_visit_says_nothing_about_what_left(wire):
    take(wire, reading(raw(1)), reading(at=NOON + HOUR, outcome=Outcome.FAILED, why="HTTP 500"))
    assert column(wire, "SELECT left_at FROM sightings") == [None]
    assert column(wire, "SELECT failures FROM source_states") == [1]


def test_one_article_in_two_sources_is_one_row_with_two_sightings(wire):
    shared = "https://wire.example/story/1"
    take(wire, reading(raw(1)), reading(raw(1, name="other", url=shared, guid="o1"), of=source("other")))
    assert column(wire, "SELECT count(*) FROM articles") == [1]
    assert column(wire, "SELECT source_id FROM sightings ORDER BY 1") == ["other", "wire"]


def test_a_quoting_report_joins_the_story_whichever_came_first(tmp_path):
    told = {"title": "Tokyo court holds Cloudflare liable for manga piracy", "html": TOKYO}
    original = reading(raw(1, **told))
    quote = (Link(url="https://wire.example/story/1", role="via"),)
    report = reading(raw(7, name="other", links=quote, **told), of=source("other"))
    for order in ((original, report), (report, original)):
        wire = desk(tmp_path / order[0].source.id, source(), source("other"))
        take(wire, *order)
        wire.form_stories()
        assert len(set(column(wire, "SELECT story_id FROM articles"))) == 1
        root = column(wire, "SELECT source_id FROM articles WHERE id = story_id")
        assert root == ["wire"]


def test_what_is_not_relevant_is_judged_once_and_not_stored(wire):
    off_topic = raw(name="few", title="A new graphics chip", html="<p>Faster frames.</p>")
    take(wire, reading(off_topic, of=source("few", keep="relevant")))
    assert column(wire, "SELECT count(*) FROM articles") == [0]
    assert column(wire, "SELECT source_id FROM passed_over") == ["few"]


def test_an_edit_that_makes_an_entry_relevant_brings_it_in(wire):
    few = source("few", keep="relevant")
    dull = raw(name="few", title="Court news", html="<p>Nothing yet.</p>")
    told = raw(name="few", title="Tokyo court holds Cloudflare liable for manga piracy", html=TOKYO)
    take(wire, reading(dull, of=few), reading(told, of=few, at=NOON + HOUR))
    assert column(wire, "SELECT title FROM articles") == [told.title]
    assert column(wire, "SELECT count(*) FROM passed_over") == [0]


def test_a_cut_entry_makes_its_page_wanted_and_the_page_makes_it_whole(wire):
    cut = source("cut", full_text=True)
    entry = raw(name="cut", complete=False, html="<p>The beginning</p>")
    take(wire, reading(entry, of=cut))
    (wanted,) = wire.memory.wanted_pages("cut")
    page = replace(entry, url=wanted.url, guid="", title="", html="<p>The whole story.</p>", form="page", complete=True)
    take(wire, reading(page, of=cut, at=NOON + HOUR, purpose="page", page_of=wanted.url))
    assert column(wire, "SELECT change FROM article_versions ORDER BY version") == ["first", "fuller"]
    assert column(wire, "SELECT state FROM pages") == ["read"]
    assert column(wire, "SELECT title || complete FROM articles") == ["Story 11"]


def test_a_teaser_does_not_replace_the_text_of_the_page(wire):
    test_a_cut_entry_makes_its_page_wanted_and_the_page_makes_it_whole(wire)
    retold = raw(name="cut", complete=False, html="<p>Another beginning</p>", title="Retitled")
    take(wire, reading(retold, of=source("cut", full_text=True), at=NOON + 2 * HOUR))
    text = "SELECT text FROM articles a JOIN article_texts t ON t.article_id = a.id AND t.version = a.text_version"
    assert column(wire, text) == ["The whole story."]
    assert column(wire, "SELECT title FROM articles") == ["Retitled"]
    assert [page.url for page in wire.memory.wanted_pages("cut")] == ["https://cut.example/story/1"]


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(Outcome.GONE, "gone"), (Outcome.CHALLENGED, "blocked"), (Outcome.GAP, "gap"), (Outcome.FAILED, "failed")],
)
def test_what_became_of_a_page_is_told_apart(wire, outcome, state):
    cut = source("cut", full_text=True)
    take(wire, reading(raw(name="cut", complete=False), of=cut))
    (wanted,) = wire.memory.wanted_pages("cut")
    take(wire, reading(of=cut, at=NOON + HOUR, outcome=outcome, purpose="page", page_of=wanted.url))
    assert column(wire, "SELECT state FROM pages") == [state]


def test_a_page_that_a_replay_did_not_find_is_wanted_from_the_network(wire):
    test_what_became_of_a_page_is_told_apart(wire, Outcome.GAP, "gap")
    assert wire.memory.wanted_pages("cut") == ()
    assert len(wire.memory.wanted_pages("cut", gaps=True)) == 1


def test_an_entry_the_database_will_not_take_is_left_out_with_an_issue(wire):
    run = begin_run(wire.db, "test", NOON)
    decided = plan(reading(raw(1), raw(2)), wire.corpus, wire.rules)
    huge = Tag(kind="amount", key=f"JPY {10**30}", evidence=())
    broken = replace(decided.intents[0], tagged=replace(decided.intents[0].tagged, tags=(huge,)))
    carry_out(wire.db, replace(decided, intents=(broken, decided.intents[1])), run)
    assert column(wire, "SELECT title FROM articles") == ["Story 2"]
    assert column(wire, "SELECT kind FROM issues") == ["entry-failed"]


def test_an_entry_that_cannot_be_worked_never_stops_the_others(wire, monkeypatch):
    def stumble(entry, *rest):
        if entry.title == "Story 1":
            raise RuntimeError("boom")
        return real(entry, *rest)

    import pipelines.work

    real = pipelines.work.clean
    monkeypatch.setattr(pipelines.work, "clean", stumble)
    take(wire, reading(raw(1), raw(2)))
    assert column(wire, "SELECT title FROM articles") == ["Story 2"]
    assert column(wire, "SELECT words FROM issues") == ["guid:wire:wire.example/?p=1: RuntimeError: boom"]


def test_articles_with_one_title_are_suggested_as_twins_and_not_merged(wire):
    twin = raw(9, name="other", title="Story 1")
    take(wire, reading(raw(1)), reading(twin, of=source("other")))
    assert column(wire, "SELECT count(*) FROM articles") == [2]
    assert column(wire, "SELECT reason FROM suggestions") == ["same title within a week"]


ENTRIES = st.lists(
    st.builds(
        lambda number, title, comments: raw(number, title=f"Title {title}", facts=(("slash:comments", str(comments)),)),
        st.integers(1, 4),
        st.integers(1, 3),
        st.integers(1, 2),
    ),
    max_size=5,
    unique_by=lambda entry: entry.guid,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents=st.lists(ENTRIES, min_size=1, max_size=6))
def test_playing_everything_again_writes_nothing(tmp_path_factory, documents):
    wire = desk(tmp_path_factory.mktemp("desk"))
    readings = [reading(*entries, at=NOON + n * HOUR) for n, entries in enumerate(documents)]
    take(wire, *readings)
    before = said(wire.db)
    wire.db.execute("DELETE FROM issues")
    wire.db.execute("DELETE FROM fetches")  # as if the ledger were lost: content alone must tell
    take(wire, *readings)
    after = said(wire.db)
    same = ("articles", "article_versions", "article_texts", "aliases", "evidence", "article_search_docsize")
    assert {table: after[table] for table in same} == {table: before[table] for table in same}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(4)), titles=st.lists(st.integers(1, 3), min_size=4, max_size=4))
def test_the_order_in_which_sources_arrive_does_not_matter(tmp_path_factory, order, titles):
    sources = [source(f"s{n}") for n in range(4)]
    shared = "https://wire.example/story/1"
    readings = [
        reading(
            raw(n, name=s.id, url=shared if n % 2 else f"https://{s.id}.example/1", title=f"T{titles[n]}"),
            of=s,
            at=NOON + n * HOUR,
        )
        for n, s in enumerate(sources)
    ]
    corpora = []
    for sequence in (range(4), order):
        wire = desk(tmp_path_factory.mktemp("desk"), *sources)
        take(wire, *(readings[n] for n in sequence))
        numbers = column(wire, "SELECT id FROM articles ORDER BY id")
        seen = wire.db.execute("SELECT article_id, source_id FROM sightings ORDER BY 1, 2").fetchall()
        corpora.append((numbers, seen))
    assert corpora[0] == corpora[1]
