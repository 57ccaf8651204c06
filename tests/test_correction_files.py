"""corrections.yml: every mistake is told at once, and an entry is added without touching the rest."""

import pytest

from rulingwire.correction_files import append_correction, parse_corrections, printed
from rulingwire.corrections import Corrections
from rulingwire.errors import ConfigError
from tests import builders
from tests.test_corrections import CASE, KINDS, SECOND, URL, entry


def mistakes(text):
    with pytest.raises(ConfigError) as error:
        builders.corrections(text)
    return error.value.mistakes


def test_every_mistake_is_told_at_once_with_its_line():
    found = mistakes(
        "# A head.\n"
        + entry("wrong: {party: cloudfare}")
        + entry("right: {party: cloudflare, role: defendent}", words="x")
        + entry("right: {court: nowhere}", words="x")
        + entry("right: {outcome: lost}", words="x")
        + entry("right: {party: google}")
        + entry("about: us-scotus-2026-nobody")
        + entry("relevant: false, colour: red")
        + f'- {{article: {URL}, relevant: true, on: "2026-02-30", by: A}}\n'
        + "- {article: nowhere, on: 2026-01-01, by: A, why: b}\n"
    )
    wanted = [
        (2, "did you mean 'cloudflare'?"),
        (3, "did you mean 'defendant'?"),
        (4, "court: 'nowhere' is not known"),
        (5, "outcome: 'lost' is not known"),
        (6, "no words"),
        (7, "no case of cases.yml"),
        (8, "unknown key 'colour'"),
        (9, "no why"),
        (9, "is no day"),
        (10, "is no article"),
        (10, "says nothing"),
    ]
    for line, words in wanted:
        assert [one for one in found if one.startswith(f"corrections.yml:{line}: ") and words in one], (line, words)


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("relevant: false", "relevant: false", "says again what line 1 says"),
        ("relevant: false", "relevant: true", "contradicts line 1"),
        ("relevant: false", "wrong: {party: google}", "contradicts line 1"),
        ("wrong: {party: google}", "right: {party: google, role: defendant}, words: x", "contradicts line 1"),
        ("right: {party: google, side: won}, words: x", "right: {party: google, side: lost}, words: x", "contradicts"),
        ("right: {event: ruling}, words: x", "right: {event: filing}, words: x", "contradicts"),
        (f"about: {CASE}", f"not_about: {CASE}", "contradicts"),
        (f"same_story: {SECOND}", f"other_story: {SECOND}", "contradicts"),
    ],
)
def test_entries_that_repeat_or_contradict_each_other_are_mistakes(first, second, why):
    (found,) = mistakes(entry(first) + entry(second).replace(URL, "http://www.wire.example/story/1/"))
    assert found.startswith("corrections.yml:2: ")
    assert why in found


def test_entries_that_can_both_hold_are_none():
    pairs = entry("wrong: {party: google, role: defendant}") + entry(
        "right: {party: google, role: intermediary}", words="x"
    )
    both = pairs + entry("relevant: true") + entry("wrong: {court: jp-dc-tokyo}") + entry(f"about: {CASE}")
    assert len(builders.corrections(both).entries) == 5


def test_an_empty_file_corrects_nothing():
    assert builders.corrections("# Nothing yet.\n") == Corrections()


def test_an_entry_is_added_below_all_that_stands_there(tmp_path):
    path = tmp_path / "corrections.yml"
    head = "# A head that people wrote.\n" + entry("relevant: false", by="'no'", why="it's: a trap") + "# A tail."
    path.write_text(head)
    ids = {"party": {"google"}, "court": (), "jurisdiction": (), "ruling": ()}
    (one,) = parse_corrections(entry("right: {party: google}", SECOND, words="“so” it: was"), "x", ids).entries
    written_entry = append_correction(path, one, ids)
    assert path.read_text() == f"{head}\n\n{written_entry}"
    assert "\n  on: " in written_entry
    assert parse_corrections(path.read_text(), "x", ids).entries[1] == one


def test_an_entry_that_contradicts_the_file_is_not_written(tmp_path):
    path = tmp_path / "corrections.yml"
    path.write_text(entry("relevant: false"))
    (one,) = builders.corrections(entry("relevant: true")).entries
    with pytest.raises(ConfigError, match="contradicts"):
        append_correction(path, one, {"party": (), "court": (), "jurisdiction": (), "ruling": ()})
    assert path.read_text() == entry("relevant: false")


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_as_written_says_the_same(kind):
    (one,) = builders.corrections(KINDS[kind][0]).entries
    assert builders.corrections(printed(one)).entries == (one,)
