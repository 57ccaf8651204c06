"""Stories: articles on one event are brought together, whatever their language and the order in which they came."""

import json
import random
from array import array
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.stories.items import read_items, tellings
from benchmarks.stories.replay import Replay
from benchmarks.stories.score import Score, b_cubed, pairs
from db.stories import told
from pipelines.cluster import Clusterer
from pipelines.derivation import Report
from pipelines.forming import Forming
from pipelines.prints import print_of, report_of, vector_of
from pipelines.rules import load_rules
from pipelines.tag import tag
from pipelines.tellings import telling
from rulingwire.models import Link
from tests import builders

FOLDER = Path(__file__).parent / "stories"
FILES = sorted(path for path in FOLDER.glob("*.jsonl") if path.stem != "derivation")
RULES = load_rules()
DAY = timedelta(days=1)
LAST = builders.NOON + 300 * DAY  # later than all labelled items
TOKYO = "The Tokyo District Court held Cloudflare liable for manga piracy and ordered it to pay 500 million yen."
OTHER_WORDS = (
    "Four publishers, Kodansha among them, beat Cloudflare before the Tokyo District Court: 500 million yen for manga."
)
JAPANESE = "東京地裁は漫画海賊版をめぐりクラウドフレアに約5億円の賠償を命じた。講談社など4社が訴えていた。"
MILAN = "A Milan court ordered Cloudflare to stop resolving pirate football sites for Serie A under the Piracy Shield."


def item(number, text, *, day=0, language="en", title="", via=()):
    return {
        "id": str(number),
        "source": f"outlet-{number}",
        "url": f"https://outlet-{number}.example/{number}",
        "published": (builders.NOON + DAY * day).isoformat(),
        "language": language,
        "title": title or text.split(":")[0][:60],
        "text": text,
        "event": "",
        "via": via,
    }


def stories(*items):
    return Replay(list(items)).stories()


def test_one_ruling_told_in_other_words_and_in_another_language_is_one_story():
    found = stories(item(1, TOKYO), item(2, OTHER_WORDS, day=1), item(3, JAPANESE, language="ja"))
    assert len(set(found.values())) == 1


def test_another_court_on_the_same_party_is_another_story():
    found = stories(item(1, TOKYO), item(2, MILAN))
    assert len(set(found.values())) == 2


def test_months_later_is_another_story():
    found = stories(item(1, TOKYO), item(2, TOKYO, day=90))
    assert len(set(found.values())) == 2


def test_a_report_joins_what_it_quotes_whatever_its_words():
    found = stories(item(1, TOKYO), item(2, "Somebody wrote something.", day=3, via=["1"]))
    assert len(set(found.values())) == 1


def test_placing_all_at_once_or_going_on_from_what_is_stored_is_the_same():
    ready = list(tellings(read_items(FILES[-1])[:60]))
    whole = Clusterer()
    placed = {one.number: whole.place(one) for one in ready}
    for cut in (1, 20, 45):
        later = Clusterer()
        for one in ready[:cut]:
            later.remember(one, story_before(placed, one.number, cut))
        assert {one.number: later.place(one) for one in ready[cut:]} == {
            one.number: placed[one.number] for one in ready[cut:]
        }


def story_before(placed, number, cut):
    """The story an article stood in when the first `cut` articles were placed."""
    into = {merged.gone: merged.kept for n, one in placed.items() if n <= cut for merged in one.merged}
    story = placed[number].story
    while story in into:
        story = into[story]
    return story


def read(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_labelled_items_are_well_formed(path):
    items = read(path)
    ids = {one["id"] for one in items}
    assert len(ids) == len(items) >= 150
    assert len({one["language"] for one in items}) >= 6
    events = {one["event"] for one in items}
    assert sum(1 for event in events if sum(one["event"] == event for one in items) > 1) >= 30
    for one in items:
        assert datetime.fromisoformat(one["published"]).tzinfo
        assert one.get("quotes") in {None, *ids}


def labelled_file(folder, *items):
    path = folder / "items.jsonl"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in items), "utf-8")
    return path


def test_an_item_without_language_is_read_in_the_one_its_words_tell(tmp_path):
    bare = {key: value for key, value in item(1, JAPANESE).items() if key not in ("language", "via")}
    (one,) = read_items(labelled_file(tmp_path, bare | {"published": "2025-11-19"}))
    assert (one["language"], one["published"]) == ("ja", "2025-11-19T00:00:00+00:00")


def test_items_without_an_event_are_events_of_their_own(tmp_path):
    alone = ({**item(number, TOKYO), "event": None} for number in (1, 2))
    assert len({one["event"] for one in read_items(labelled_file(tmp_path, *alone))}) == 2


@pytest.mark.parametrize("wrong", [{"id": "1"}, {**item(1, TOKYO), "published": "soon"}, ["id"]])
def test_a_line_that_is_no_item_is_named(tmp_path, wrong):
    with pytest.raises(SystemExit, match=r"items\.jsonl:2: not an item"):
        read_items(labelled_file(tmp_path, item(2, TOKYO), wrong))


def test_two_items_of_one_id_are_refused(tmp_path):
    with pytest.raises(SystemExit, match="a second item with the id 1"):
        read_items(labelled_file(tmp_path, item(1, TOKYO), item(1, MILAN)))


def test_measures_are_those_of_the_books():
    truth = {"a": 1, "b": 1, "c": 2}
    assert b_cubed(truth, truth) == pairs(truth, truth) == Score(1, 1)
    alone = {"a": 1, "b": 2, "c": 3}
    assert b_cubed(alone, truth) == Score(1, 2 / 3)
    assert pairs(alone, truth) == Score(1, 0)
    one = dict.fromkeys("abc", 1)
    assert b_cubed(one, truth) == Score((2 / 3 + 2 / 3 + 1 / 3) / 3, 1)
    assert pairs(one, truth) == Score(1 / 3, 1)


# In the corpus


@pytest.fixture
def sources():
    return builders.source("wire"), builders.source("other")


def entry(number, name, text, day, **changes):
    values = {"title": text[:70], "html": f"<p>{text}</p>", "published": (builders.NOON + DAY * day).isoformat()}
    return builders.raw(number, name, **(values | changes))


def corpus(folder, readings):
    desk = builders.desk(folder, builders.source("wire"), builders.source("other"))
    for reading in readings:
        desk.take(reading, 1)
        desk.form_stories()
    return desk


def test_the_order_of_arrival_does_not_matter_after_all_is_placed_anew(tmp_path, sources):
    wire, other = sources
    arrivals = [
        builders.reading(entry(1, "wire", TOKYO, 0), of=wire),
        builders.reading(entry(2, "other", OTHER_WORDS, 1), of=other, at=builders.NOON + DAY),
        builders.reading(entry(3, "other", MILAN, 0), of=other, at=builders.NOON + 2 * DAY),
    ]
    found = []
    for name, order in (("one", arrivals), ("two", arrivals[::-1])):
        desk = corpus(tmp_path / name, order)
        found.append(list(desk.db.execute("SELECT id, story_id FROM articles ORDER BY id")))
        assert list(desk.db.execute("SELECT count(*) FROM story_members")) == [(3,)]
    assert found[0] == found[1]
    assert len({story for _, story in found[0]}) == 2


def entries_of(items):
    return [
        builders.raw(
            number,
            "wire",
            title=one["title"],
            html=f"<p>{one['text']}</p>",
            published=one["published"],
            language=one["language"],
        )
        for number, one in enumerate(items, start=1)
    ]


WRITTEN = (
    "SELECT id, story_id FROM articles ORDER BY id",
    "SELECT * FROM story_members ORDER BY article_id",
    "SELECT * FROM story_merges ORDER BY gone_id",
    "SELECT * FROM shared_passages ORDER BY article_id, other_id",
    "SELECT * FROM derivations ORDER BY article_id, from_id",
    "SELECT * FROM ruling_articles ORDER BY ruling_id, article_id",
)


def written(desk):
    return [list(desk.db.execute(query)) for query in WRITTEN]


@pytest.fixture(scope="module")
def placed_at_once(tmp_path_factory):
    """Reports in the order of time, and the corpus that took them in one run."""
    items = [one for one in read(FOLDER / "dense.jsonl") if one["published"] > "2024-02"][:45]
    entries = entries_of(sorted(items, key=lambda one: one["published"]))
    folder = tmp_path_factory.mktemp("whole")
    whole = corpus(folder, [builders.reading(*entries, of=builders.source("wire"), at=LAST)])
    assert whole.db.execute("SELECT count(*) FROM story_merges").fetchone()[0] > 0
    return entries, whole


def piecemeal(folder, entries, before_each=lambda desk: None):
    """The same reports, six a run."""
    desk = builders.desk(folder, builders.source("wire"), builders.source("other"))
    for at in range(0, len(entries), 6):
        before_each(desk)
        reading = builders.reading(*entries[at : at + 6], of=builders.source("wire"), at=LAST + at * DAY)
        desk.take(reading, 1)
        desk.form_stories()
    return desk


@pytest.mark.parametrize("seed", [1, 2])
def test_stories_that_were_merged_and_parted_on_the_way_end_as_those_placed_at_once(tmp_path, placed_at_once, seed):
    entries, whole = placed_at_once
    assert written(piecemeal(tmp_path, random.Random(seed).sample(entries, len(entries)))) == written(whole)


def forget_prints(desk):
    desk.db.execute("DELETE FROM prints")


def forget_half_of_the_prints(desk):
    desk.db.execute("DELETE FROM prints WHERE article_id % 2")


def forget_texts(desk):
    desk.db.execute("UPDATE article_texts SET text = ''")


@pytest.mark.parametrize("before_each", [forget_prints, forget_half_of_the_prints])
def test_whoever_goes_on_from_prints_finds_what_one_who_reads_all_again_finds(tmp_path, placed_at_once, before_each):
    entries, whole = placed_at_once
    assert written(piecemeal(tmp_path / "prints", entries)) == written(whole)
    assert written(piecemeal(tmp_path / "texts", entries, before_each)) == written(whole)


def test_an_article_that_was_placed_is_not_read_again(tmp_path, placed_at_once):
    entries, whole = placed_at_once
    assert written(piecemeal(tmp_path, entries, forget_texts))[0] == written(whole)[0]


def test_a_print_says_of_an_article_all_that_is_compared():
    clusterer = Clusterer()
    for one in tellings(read_items(FILES[-1])[:20]):
        clusterer.place(replace(one, quotes=frozenset()))  # whom it quotes counts when it is placed
        vector = clusterer.vectors[one.number]
        report = Report(
            number=one.number,
            at=one.at,
            source_id="wire",
            url="https://wire.example/",
            marks=array("I", [1, 2**32 - 1]),
            credits=frozenset({"heise"}),
            linked=frozenset(),
        )
        kept = print_of(vector, report, is_court=False)
        assert vector_of(kept) == vector
        assert report_of(kept) == report


def test_many_waiting_reports_are_placed_in_batches_as_if_at_once(tmp_path, placed_at_once, monkeypatch):
    entries, whole = placed_at_once
    monkeypatch.setattr(Forming, "BATCH", 7)
    desk = corpus(tmp_path / "one", [builders.reading(*entries, of=builders.source("wire"), at=LAST)])
    assert written(desk) == written(whole)
    assert written(piecemeal(tmp_path / "many", random.Random(3).sample(entries, len(entries)))) == written(whole)


def test_prints_of_reports_that_nothing_new_is_compared_with_are_let_go(tmp_path, sources, monkeypatch):
    wire, other = sources
    monkeypatch.setattr("pipelines.forming.MEMORY", 1)
    desk = corpus(
        tmp_path,
        [
            builders.reading(*(entry(n, "wire", f"{TOKYO} {n}", n) for n in range(3)), of=wire),
            builders.reading(entry(9, "other", MILAN, 60), of=other, at=builders.NOON + 61 * DAY),
        ],
    )
    kept = "SELECT title FROM prints JOIN articles ON articles.id = article_id ORDER BY article_id"
    assert [title for (title,) in desk.db.execute(kept)] == [f"{TOKYO} 2"[:70], MILAN[:70]]


def test_what_is_compared_of_a_stored_article_is_what_its_tags_say(tmp_path, sources):
    wire, _ = sources
    desk = corpus(tmp_path, [builders.reading(entry(1, "wire", TOKYO, 0), of=wire)])
    (stored,) = told(desk.db, 0, 0, 2**60)
    article = stored.stored.article
    from_corpus = telling(stored.stored.number, article, stored.tags, RULES)
    assert from_corpus == telling(stored.stored.number, article, tag(article, RULES), RULES)
    assert from_corpus.titled
    assert from_corpus.court


def test_why_an_article_stands_in_its_story_is_kept(tmp_path, sources):
    wire, other = sources
    via = (Link(url="https://wire.example/story/1", role="via"),)
    desk = corpus(
        tmp_path,
        [
            builders.reading(entry(1, "wire", TOKYO, 0), of=wire),
            builders.reading(entry(2, "other", OTHER_WORDS, 1), of=other),
            builders.reading(
                entry(3, "other", f"Wire writes: {TOKYO}", 2, links=via), of=other, at=builders.NOON + DAY
            ),
        ],
    )
    assert [row[0] for row in desk.db.execute("SELECT how FROM story_members ORDER BY article_id")] == [
        "first",
        "alike",
        "quotes",
    ]


def test_an_edited_article_is_placed_anew(tmp_path, sources):
    wire, other = sources
    desk = corpus(
        tmp_path,
        [
            builders.reading(entry(1, "wire", TOKYO, 0), of=wire),
            builders.reading(entry(2, "other", MILAN, 1), of=other, at=builders.NOON + DAY),
        ],
    )
    assert len(set(desk.db.execute("SELECT story_id FROM articles"))) == 2
    desk.take(builders.reading(entry(2, "other", OTHER_WORDS, 1), of=other, at=builders.NOON + 2 * DAY), 1)
    desk.form_stories()
    assert len(set(desk.db.execute("SELECT story_id FROM articles"))) == 1
