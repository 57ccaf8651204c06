"""correct, retag, explain, check and rebuild with corrections, as a person meets them."""

import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from rulingwire.cli import main
from tests import builders
from tests.test_corrections import CASE, KINDS, OTHER, RULES, SECOND, STALE, TEXT, TITLE, URL, crawled, entry
from tests.test_demo import rulingwire
from tests.test_replay import record, write

FEEDS = "- {id: wire, title: Wire, kind: feed, keep: all, url: 'https://wire.example/feed'}\n"


@pytest.fixture
def place(tmp_path):
    (tmp_path / "feeds.yml").write_text(FEEDS)
    crawled(tmp_path / "data", "", TEXT, OTHER).close()
    return tmp_path


def run(place, *words):
    done = CliRunner().invoke(main, ["--data", str(place / "data"), "--feeds", str(place / "feeds.yml"), *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_correct_writes_what_loads_and_says_what_applies_it(place):
    done = run(place, "correct", URL, "--wrong", "party: kodansha", "--why", "It is named only.", "--by", "A. Reader")
    assert (done.exit_code, "`rulingwire retag` or the next crawl applies it" in done.output) == (0, True)
    (one,) = builders.corrections((place / "corrections.yml").read_text()).entries
    assert (one.verb, one.said, one.by, one.why) == ("wrong", "party kodansha", "A. Reader", "It is named only.")
    assert "1 corrections" in run(place, "check").output


def test_correct_applies_at_once_where_asked(place):
    words = ["--right", "{party: cloudflare, role: intermediary}", "--words", "held Cloudflare liable"]
    done = run(place, "correct", URL, *words, "--why", "It is no defendant.", "--by", "A", "--apply")
    assert "party cloudflare intermediary" in done.output
    assert run(place, "retag").output.startswith(f"rules {RULES.version}: 0 articles changed")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--wrong", "party: cloudfare"], "did you mean 'cloudflare'?"),
        (["--wrong", "party: google"], "do not say this any more"),
        (["--right", "party: google", "--words", "Google was sued"], "does not hold these words"),
        (["--right", "party: google"], "no words"),
        (["--same-story", "https://nowhere.example/"], "no article in the corpus"),
        (["--relevant", "--about", CASE], "say one thing"),
        ([], "say one thing"),
    ],
)
def test_correct_refuses_what_would_do_nothing(place, words, why):
    done = run(place, "correct", URL, *words, "--why", "Because.", "--by", "A")
    assert (done.exit_code, why in done.output) == (2, True), done.output
    assert not (place / "corrections.yml").exists()


def test_correct_warns_where_there_is_no_corpus(tmp_path):
    (tmp_path / "feeds.yml").write_text(FEEDS)
    done = run(tmp_path, "correct", URL, "--not-relevant", "--why", "Because.", "--by", "A")
    assert (done.exit_code, "There is no corpus" in done.output) == (0, True)
    assert (tmp_path / "corrections.yml").exists()


def test_a_dry_run_shows_gains_and_losses_with_their_words(place):
    (place / "corrections.yml").write_text(KINDS["another outcome"][0] + STALE["the tag is not made"][0])
    before = builders.said(sqlite3.connect(place / "data/rulings.db"))
    shown = run(place, "retag", "--dry-run").output
    assert '  +outcome injunction news: "ordered it to pay"\n' in shown
    assert '  -outcome liable news: "' in shown
    assert "takes no effect: wrong party google (by A. Reader)" in shown
    assert builders.said(sqlite3.connect(place / "data/rulings.db")) == before
    done = run(place, "retag").output
    assert "+outcome injunction news" in done
    assert "wrong party google" in done
    assert "wrong party google" in run(place, "status").output


def test_explain_tells_every_decision_in_the_order_of_the_pipeline(place):
    (place / "corrections.yml").write_text(
        KINDS["a wrong party"][0]
        + KINDS["another role and side"][0]
        + entry(f"same_story: {SECOND}")
        + entry(f"about: {CASE}")
    )
    run(place, "retag")
    shown = run(place, "explain", URL).output
    parts = ["Read\n    wire since", "Answers to\n", "    url:wire.example/story/1", "Versions\n    1: ",
             "about a ruling", "party cloudflare: intermediary, lost", "Corrected by people:",
             "this tag is wrong: party kodansha", "A. Reader, 2026-01-05: The text says otherwise.",
             "Story: a person says that it stands with", "certain: Kodansha and others v. Cloudflare"]  # fmt: skip
    places = [shown.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)
    assert "Story: it begins the story" in run(place, "explain", SECOND).output


def test_a_wrong_file_ends_with_two_and_names_every_mistake(place):
    (place / "corrections.yml").write_text(entry("wrong: {party: cloudfare}") + entry("colour: red"))
    for command in ("check", "crawl", "retag", "status"):
        done = run(place, command)
        assert done.exit_code == 2
        assert all(f"corrections.yml:{line}:" in done.output for line in (1, 2))


# From end to end

ITEM = "<item><title>{0} {1}</title><link>https://wire.example/story/{1}</link><description>{2}</description>{3}</item>"
DATED = "<pubDate>Wed, 19 Nov 2025 08:00:00 GMT</pubDate>"


def test_a_rebuild_gives_what_a_crawl_and_a_later_correction_gave(tmp_path):
    items = "".join(ITEM.format(TITLE, n, text, DATED) for n, text in enumerate((TEXT, OTHER), 1))
    feed = f'<rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'.encode()
    write(tmp_path / "a.warc.gz", record(0, feed, url="https://wire.example/feed"))
    (tmp_path / "feeds.yml").write_text(FEEDS)
    place = ("--data", tmp_path, "--feeds", tmp_path / "feeds.yml")
    rulingwire(*place, "crawl", "--replay", tmp_path / "a.warc.gz", check=False)
    text = KINDS["a wrong party"][0] + KINDS["another outcome"][0] + entry(f"same_story: {SECOND}")
    (tmp_path / "corrections.yml").write_text(text)
    rulingwire(*place, "retag")
    kept = corpus(tmp_path)
    assert [row[-2:] for row in kept["corrections"]] == [(1, "")] * 3
    rulingwire(*place, "rebuild", check=False)
    assert corpus(tmp_path) == kept


def corpus(folder):
    with closing(sqlite3.connect(folder / "rulings.db")) as connection:
        tables = {
            name: sorted(connection.execute(f"SELECT * FROM {name}")) for name in ("corrections", "story_members")
        }
        return builders.said(connection) | tables
