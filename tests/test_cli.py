"""The command as a user and as cron meet it."""

import pytest
from click.testing import CliRunner

from rulingwire.cli import main
from rulingwire.cli.feeds import light
from rulingwire.models import Issue
from rulingwire.outcomes import Outcome
from tests.builders import raw, reading, source
from tests.test_demo import rulingwire

GOOD = "- {id: wire, title: Wire, url: 'https://wire.example/feed', kind: feed}\n"


@pytest.fixture
def feeds(tmp_path):
    path = tmp_path / "feeds.yml"
    path.write_text(GOOD)
    return path


def run(feeds, *words):
    return CliRunner().invoke(main, ["--data", str(feeds.parent / "data"), "--feeds", str(feeds), *words])


def test_every_command_explains_itself():
    for name in main.commands:
        shown = CliRunner().invoke(main, [name, "--help"])
        assert shown.exit_code == 0
        assert len(shown.output.splitlines()) > 4


def test_a_wrong_configuration_ends_with_two_and_names_every_mistake(feeds):
    feeds.write_text("- {id: Wire, title: Wire, url: 'ftp://x', kind: feed, colour: red}\n")
    done = run(feeds, "check")
    assert done.exit_code == 2
    assert all(word in done.output for word in ("feeds.yml:1", "colour", "Wire", "ftp://x"))


def test_an_unknown_source_ends_with_two(feeds):
    done = run(feeds, "crawl", "wir")
    assert (done.exit_code, "wir: no source has this id" in done.output) == (2, True)


def test_a_replay_of_captures_that_are_no_sources_says_what_they_are(feeds, tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there/page_20251119T1200Z.html").write_text("<p>A page.</p>")
    rulingwire("pack", tmp_path / "there", tmp_path / "page.warc.gz", "--url", "https://other.example/page")
    done = run(feeds, "crawl", "--replay", str(tmp_path / "page.warc.gz"))
    assert (done.exit_code, "https://other.example/page" in done.output) == (2, True)
    assert not (tmp_path / "data").exists()


def test_the_status_of_a_new_corpus_says_that_nothing_was_asked(feeds):
    done = run(feeds, "status")
    assert (done.exit_code, "wire  never asked" in done.output) == (0, True)


def test_opml_goes_out_and_comes_back(feeds, tmp_path):
    listed = run(feeds, "export-opml").stdout_bytes
    (tmp_path / "list.opml").write_bytes(listed)
    feeds.write_text(GOOD.replace("wire.example", "other.example"))
    done = run(feeds, "import-opml", str(tmp_path / "list.opml"))
    assert "1 sources added" in done.output
    assert "https://wire.example/feed" in feeds.read_text()


def test_serving_without_a_corpus_says_what_to_do(feeds):
    done = run(feeds, "publish")
    assert (done.exit_code, "rulingwire crawl" in done.output) == (2, True)


def test_rebuilding_without_an_archive_says_so(feeds):
    done = run(feeds, "rebuild")
    assert (done.exit_code, "nothing to rebuild" in done.output) == (2, True)


@pytest.mark.parametrize(
    ("answer", "colour"),
    [
        (None, "red"),
        (reading(outcome=Outcome.CHALLENGED, why="HTTP 403"), "red"),
        (reading(), "amber"),
        (reading(raw(), issues=(Issue(kind="salvaged", words="broken"),)), "amber"),
        (reading(raw(published="")), "amber"),
        (reading(raw(), moved_to="https://new.example/"), "amber"),
        (reading(raw(), of=source(min_items=2)), "amber"),
        (reading(raw()), "green"),
    ],
)
def test_a_live_check_is_red_amber_or_green(answer, colour):
    assert light(answer)[0] == colour


def test_an_address_that_is_not_public_is_never_asked(feeds):
    feeds.write_text(GOOD.replace("https://wire.example", "http://127.0.0.1:9"))
    done = rulingwire("--data", feeds.parent / "data", "--feeds", feeds, "crawl", check=False)
    assert done.returncode == 1
    assert "not a public address" in done.stderr


def test_a_run_that_is_well_prints_nothing_without_a_terminal(feeds):
    feeds.write_text(GOOD.replace("kind: feed", "kind: feed, active: false"))
    done = rulingwire("--data", feeds.parent / "data", "--feeds", feeds, "crawl", check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
