"""Who quotes whom, in a corpus: written at the end of a run, the same whatever the order of arrival."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from db.derivations import forget_facts
from db.stories import leave_story
from rulingwire.models import Link
from tests import builders

DAY = timedelta(days=1)
RUN = "a network that keeps copies of pages must act within a month of a notice that says where they stand"
STORY = (
    "The Tokyo District Court held Cloudflare liable for manga piracy and ordered it to pay 500 million yen. "
    f"The judges found that {RUN}."
)
TOLD = "Cloudflare lost a manga piracy case before the Tokyo District Court and must pay 500 million yen to publishers."


def entry(number, name, text, day, **changes):
    values = {"title": text[:70], "html": f"<p>{text}</p>", "published": (builders.NOON + DAY * day).isoformat()}
    return builders.raw(number, name, **(values | changes))


SOURCES = {name: builders.source(name, title=name.title()) for name in ("wire", "other", "third", "torrentfreak")}


def reading(number, name, text, day, at=70, **changes):
    return builders.reading(entry(number, name, text, day, **changes), of=SOURCES[name], at=builders.NOON + at * DAY)


def readings():
    via = (Link(url="https://wire.example/story/1", role="via"),)
    again = f"Manga piracy: a court in Tokyo fined Cloudflare. It held that {RUN}. The sum is 500 million yen."
    return [
        reading(1, "wire", STORY, 0),
        reading(2, "other", f"{TOLD} Wire reports this.", 1),
        reading(3, "third", f'A reader sends: "{STORY}"', 2, links=via),
        reading(4, "torrentfreak", again, 3),
        reading(5, "other", "Cloudflare appeals the manga piracy judgment of the Tokyo District Court.", 60),
    ]


def corpus(folder, arrivals, *, each=True):
    desk = builders.desk(folder, *SOURCES.values())
    for one in arrivals:
        desk.take(one, 1)
        if each:
            desk.form_stories()
    desk.form_stories()
    return desk


TABLES = ("derivations", "shared_passages", "credits")


def rows(desk):
    found = {table: list(desk.db.execute(f"SELECT * FROM {table} ORDER BY 1, 2")) for table in TABLES}
    return found | {"stories": list(desk.db.execute("SELECT id, story_id FROM articles ORDER BY id"))}


def told(desk):
    sql = """
    SELECT a.source_id, f.source_id, d.how FROM derivations d
    JOIN articles a ON a.id = d.article_id JOIN articles f ON f.id = d.from_id
    """
    return sorted(desk.db.execute(sql))


def test_who_quotes_whom_is_written_at_the_end_of_a_run(tmp_path):
    desk = corpus(tmp_path, readings())
    assert told(desk) == [("other", "wire", "cue"), ("third", "wire", "link"), ("torrentfreak", "wire", "words")]
    passages = desk.db.execute("SELECT passage FROM derivations WHERE how = 'words'").fetchall()
    assert RUN[:40] in passages[0][0]


def test_forming_twice_changes_nothing(tmp_path):
    desk = corpus(tmp_path, readings())
    once = rows(desk)
    desk.form_stories()
    assert rows(desk) == once
    desk.db.execute("DELETE FROM story_members")
    desk.form_stories()
    assert rows(desk) == once


@settings(max_examples=8, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_arrival_does_not_matter(tmp_path_factory, order):
    whole = rows(corpus(tmp_path_factory.mktemp("whole"), readings(), each=False))
    arrivals = readings()
    assert rows(corpus(tmp_path_factory.mktemp("parts"), [arrivals[n] for n in order])) == whole


def test_what_quotes_nobody_stands_for_the_story_before_what_quotes(tmp_path):
    early = reading(6, "torrentfreak", f"{TOLD} Wire reports this.", -0.5)
    desk = corpus(tmp_path, [early, *readings()[:1]])
    assert told(desk) == [("torrentfreak", "wire", "cue")]
    assert list(
        desk.db.execute("SELECT DISTINCT s.source_id FROM articles a JOIN articles s ON s.id = a.story_id")
    ) == [("wire",)]


def test_an_article_that_is_edited_is_compared_anew(tmp_path):
    desk = corpus(tmp_path, readings())
    assert ("torrentfreak", "wire", "words") in told(desk)
    other_words = "Cloudflare must pay for manga piracy, the Tokyo District Court said."
    desk.take(reading(4, "torrentfreak", other_words, 3, at=75), 1)
    desk.form_stories()
    assert "torrentfreak" not in {source for source, _, _ in told(desk)}


def test_a_credit_is_kept_where_the_outlets_article_is_not_held(tmp_path):
    desk = corpus(tmp_path, [reading(1, "wire", f"{TOLD} Reuters reports this.", 0)])
    assert list(desk.db.execute("SELECT outlet, quote LIKE '%Reuters reports%' FROM credits")) == [("Reuters", 1)]
    assert told(desk) == []


def test_facts_of_an_article_can_be_forgotten(tmp_path):
    desk = corpus(tmp_path, readings())
    (number,) = desk.db.execute("SELECT min(id) FROM articles").fetchone()
    forget_facts(desk.db, number)
    assert told(desk) == []


def test_all_that_waits_again_is_found_again_as_after_other_rules(tmp_path):
    desk = corpus(tmp_path, readings())
    once = rows(desk)
    for (number,) in desk.db.execute("SELECT id FROM articles ORDER BY id DESC").fetchall():
        leave_story(desk.db, number)
    assert rows(desk)["derivations"] == rows(desk)["credits"] == []
    desk.form_stories()
    assert rows(desk) == once


def test_an_article_that_is_about_no_ruling_any_more_quotes_nobody_and_is_quoted_by_nobody(tmp_path):
    desk = corpus(tmp_path, readings())
    (number,) = desk.db.execute("SELECT id FROM articles WHERE source_id = 'wire'").fetchone()
    desk.db.execute("UPDATE articles SET relevant = 0 WHERE id = ?", [number])
    leave_story(desk.db, number)
    desk.form_stories()
    assert "wire" not in {source for pair in told(desk) for source in pair}
