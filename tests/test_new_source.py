"""A new court site is begun whole or not at all, and does not pass for finished."""

import importlib.util
import subprocess
import sys
from datetime import UTC, datetime
from importlib import import_module

import pytest
from click.testing import CliRunner

from rulingwire.cli import main
from rulingwire.cli.new_source import DAYS, EXTENSIONS
from rulingwire.settings import ROOT
from rulingwire.source_keys import KINDS
from rulingwire.sources import load_sources
from spiders.courts.sites import Answer, Question, trailing
from tests.test_court_visits import DAY_ONE, DAY_TWO

COMMAND = import_module("rulingwire.cli.new_source")  # the package has the command itself under this name
GOOD = "- {id: wire, title: Wire, url: 'https://wire.example/feed', kind: feed}\n"
URL = "https://court.example/list?page={page}"
READER = "spiders/courts/high_court.py"
# A list of the shape that each template is an example of.
LISTS = {
    "feed": "<rss version='2.0'><channel><title>Court</title><item><title>1/26: A v. B</title>"
    "<link>https://court.example/1</link><guid>court-1</guid><pubDate>Wed, 01 Jul 2026 09:00:00 GMT</pubDate></item>"
    "</channel></rss>",
    "page": "<table class='decisions'><tr><th>Day</th></tr><tr><td></td><td></td><td>July</td></tr>"
    "<tr><td>01/07/2026</td><td>1/26</td><td><a href='/1.pdf'>A v. B</a></td></tr></table>",
    "json": '{"total": 1, "decisions": [{"id": 1, "court": "High Court", "docket": "1/26", "title": "A v. B",'
    ' "date": "2026-07-01", "url": "https://court.example/1"}]}',
}


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A project of which there are only the places that the command writes to."""
    for folder in ("spiders/courts", "tests/samples/courts"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "feeds.yml").write_text(GOOD)
    monkeypatch.setattr(COMMAND, "ROOT", tmp_path)
    return tmp_path


def run(root, name="high-court", *words, url=URL, base="page"):
    line = ["--feeds", str(root / "feeds.yml"), "new-source", name, "--url", url, "--base", base, *words]
    return CliRunner().invoke(main, line)


def files(root):
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def entry(root):
    return load_sources(root / "feeds.yml", KINDS | {"high-court"})[-1]


def site(path):
    spec = importlib.util.spec_from_file_location("spiders.courts.high_court", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Site()


def finished(root):
    """The reader as somebody leaves it who finds that the example is true of the site."""
    path = root / READER
    kept = [line for line in path.read_text().splitlines() if "raise NotImplementedError" not in line]
    path.write_text("\n".join(kept) + "\n")
    return site(path)


def test_a_new_site_gets_an_entry_a_reader_and_two_samples(root):
    done = run(root, "high-court", "--title", "High Court", "--jurisdiction", "IE", "--language", "en")
    assert done.exit_code == 0, done.output
    samples = [f"tests/samples/courts/high-court/{day}.html" for day in DAYS]
    assert set(files(root)) == {"feeds.yml", READER, *samples}
    source = entry(root)
    assert (source.id, source.kind, source.url, source.title) == ("high-court", "high-court", URL, "High Court")
    assert (source.jurisdiction, source.language) == ("IE", "en")
    assert (source.active, source.known_from, bool(source.note)) == (False, "unverified", True)


def test_what_was_made_and_what_comes_next_is_said_in_order(root):
    said = run(root).output
    first, second = (f"tests/samples/courts/high-court/{day}.html" for day in DAYS)
    made = [f"made {path}\n" for path in (READER, first, second)]
    steps = ["added high-court", f"Paste a list over {first}", f"Complete {READER}", "-k high-court/20260701"]
    steps += [f"over {second}", "-k high-court\n", "--live high-court", "active: false"]
    places = [said.find(words) for words in made + steps]
    assert -1 not in places
    assert places == sorted(places)


def test_the_samples_are_named_as_the_week_of_visits_looks_for_them():
    assert [f"{day}." for day in DAYS] == [DAY_ONE, DAY_TWO]


@pytest.mark.parametrize("base", EXTENSIONS)
class TestEachBase:
    """Of a feed, a page and JSON."""

    def test_the_reader_imports_and_asks_but_no_list_passes_before_it_is_written(self, root, base):
        run(root, base=base)
        made, source = site(root / READER), entry(root)
        visit = trailing(source, datetime(2026, 7, 1, tzinfo=UTC), ())
        assert list(made.ask(source, visit)) == [Question(url="https://court.example/list?page=1")]
        placeholders = sorted((root / "tests/samples/courts/high-court").iterdir())
        for body in (LISTS[base].encode(), *(path.read_bytes() for path in placeholders)):
            with pytest.raises(NotImplementedError, match=r"high_court: (about|entry): make what follows true"):
                made.discover(Answer(url=source.url, body=body), source)

    def test_each_hook_says_so_until_it_is_written(self, root, base):
        run(root, base=base)
        text = (root / READER).read_text()
        hooks = ("entry",) if base == "feed" else ("about", "rows", "row")
        assert [hook for hook in hooks if f"{hook}: make what follows true" in text] == list(hooks)

    def test_the_example_reads_a_list_of_its_shape(self, root, base):
        run(root, base=base)
        listing = finished(root).discover(Answer(url=URL, body=LISTS[base].encode()), entry(root))
        assert (listing.trouble, listing.issues) == ("", ())
        (article,) = listing.articles
        assert [number.value for number in article.record.numbers] == ["1/26"]
        assert (article.record.decided or article.record.published)[:10] == "2026-07-01"
        assert article.url.startswith("https://court.example/1")

    def test_a_placeholder_holds_no_decision_even_for_a_finished_reader(self, root, base):
        run(root, base=base)
        made, source = finished(root), entry(root)
        for path in (root / "tests/samples/courts/high-court").iterdir():
            assert "Paste here" in path.read_text()
            assert made.discover(Answer(url=URL, body=path.read_bytes()), source).articles == ()

    def test_the_reader_is_clean(self, root, base):
        run(root, "high-court", "--title", 'The "High" Court \\N', base=base)
        options = ["--no-cache", "--config", str(ROOT / "pyproject.toml"), str(root / READER)]
        for words in (["check"], ["format", "--check"]):
            done = subprocess.run([sys.executable, "-m", "ruff", *words, *options], capture_output=True, text=True)
            assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "changes", "words"),
    [
        ("High-Court", {}, "no id"),
        ("high_court", {}, "no id"),
        ("../court", {}, "no id"),
        ("7th-circuit", {}, "no id"),
        ("lambda", {}, "no id"),
        ("wire", {}, "id already used in line 1"),
        ("feed", {}, "already a kind"),
        ("saos", {}, "already a kind"),
        ("high-court", {"url": "https://wire.example/feed"}, "already stands under wire"),
        ("high-court", {"url": "court.example"}, "http"),
        ("high-court", {"url": "https://court.example/{day}"}, "leaves {day} open"),
        ("high-court", {"url": "https://www.bailii.org/recent"}, "bailii.org: never fetched"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_left(root, name, changes, words):
    done = run(root, name, **changes)
    assert (done.exit_code, words in done.output) == (2, True), done.output
    assert files(root) == {"feeds.yml": GOOD.encode()}
    assert not list((root / "tests/samples/courts").iterdir())


@pytest.mark.parametrize("words", [("--language", "xx"), ("--jurisdiction", "UK"), ("--title", "two\nlines")])
def test_what_feeds_yml_would_not_hold_is_taken_back(root, words):
    done = run(root, "high-court", *words)
    assert (done.exit_code, "feeds.yml" in done.output) == (2, True), done.output
    assert files(root) == {"feeds.yml": GOOD.encode()}
    assert not list((root / "tests/samples/courts").iterdir())


@pytest.mark.parametrize("there", [READER, "tests/samples/courts/high-court/captures.yml"])
def test_what_is_there_is_neither_changed_nor_removed(root, there):
    path = root / there
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    done = run(root)
    assert (done.exit_code, "is already there" in done.output) == (2, True), done.output
    assert files(root) == {"feeds.yml": GOOD.encode(), there: b"mine"}


def test_a_second_time_is_refused_and_changes_nothing(root):
    run(root)
    before = files(root)
    assert run(root, url="https://other.example/").exit_code == 2
    assert files(root) == before


def test_a_failure_halfway_leaves_nothing(root, monkeypatch):
    monkeypatch.setitem(COMMAND.PLACEHOLDERS, "page", "{unknown}")
    assert isinstance(run(root).exception, KeyError)
    assert files(root) == {"feeds.yml": GOOD.encode()}
    assert not list((root / "tests/samples/courts").iterdir())
