"""explain and suggest, as a person meets them."""

import pytest
from click.testing import CliRunner

from pipelines.proofs import article
from pipelines.rules import load_rules
from pipelines.suggest import suggest_names
from rulingwire.cli import main
from tests.builders import desk, raw, reading, source
from tests.test_cli import feeds  # noqa: F401  # a fixture

STORY = """Tokyo court holds Cloudflare liable for manga piracy
The Tokyo District Court held Cloudflare liable on Wednesday. Kodansha sued Cloudflare in 2022.

It may be that Kodansha sued Netflix elsewhere. A Swiss reader laughed.

Much later, and a long way from all of this, in a garden by the sea, it grew warm. The Orange was sweet.
"""


def run(place, *words, stdin=None):
    return CliRunner().invoke(main, ["--data", str(place / "data"), *words], input=stdin)


def test_explain_shows_each_tag_with_its_words_and_rule(tmp_path):
    path = tmp_path / "story.txt"
    path.write_text(STORY)
    shown = run(tmp_path, "explain", str(path), "--date", "2025-11-21").output
    assert "about a ruling we track" in shown
    assert "party kodansha: plaintiff\n    role:en-" in shown
    assert "court jp-dc-tokyo: the news" in shown
    assert "date 2025-11-19: decided" in shown


def test_explain_names_the_known_case_with_what_told_it(tmp_path):
    shown = run(tmp_path, "explain", "-", "--date", "2025-11-19", stdin=STORY).output
    case = "jp-tokyo-2025-kodansha-v-cloudflare"
    assert f"likely: Kodansha and others v. Cloudflare ({case}), by parties\n    court:jp-dc-tokyo" in shown
    assert case not in run(tmp_path, "explain", "-", "--date", "2023-11-19", stdin=STORY).output


def test_explain_shows_what_was_refused_and_why(tmp_path):
    shown = run(tmp_path, "explain", "-", stdin=STORY).output.partition("Considered and refused:")[2]
    assert "party Orange: means other things too" in shown
    assert "jurisdiction Swiss: named without a court or authority that acts (CH)" in shown
    assert "Kodansha sued: taken back by" in shown


def test_explain_reads_a_page_in_html(tmp_path):
    page = tmp_path / "page.html"
    paragraphs = "".join(f"<p>{line}</p>" for line in STORY.splitlines()[1:] * 3)
    page.write_text(f"<html><body><article><h1>Tokyo court rules</h1>{paragraphs}</article></body></html>")
    assert "court jp-dc-tokyo" in run(tmp_path, "explain", str(page)).output


def test_explain_says_what_to_give_it(tmp_path):
    done = run(tmp_path, "explain", "https://nowhere.example/1")
    assert (done.exit_code, "no corpus" in done.output) == (2, True)
    assert run(tmp_path, "explain", "-", "--date", "19/11", stdin=STORY).exit_code == 2


@pytest.fixture
def stored(tmp_path):
    wire = desk(tmp_path / "data", source())
    texts = ["Kodansha sued Fooserve Media for piracy.", "In manga news, Kodansha sued Fooserve Media."]
    entries = [
        raw(n, title=f"Manga piracy ruling {n}", html=f"{text} A court ruled. A judge agreed.")
        for n, text in enumerate(texts)
    ]
    wire.take(reading(*entries), None)
    return tmp_path


def test_explain_finds_a_stored_article_by_its_address(stored):
    shown = run(stored, "explain", "https://wire.example/story/1").output
    assert shown.startswith("Manga piracy ruling 1\n")


def test_suggest_lists_names_that_stand_where_parties_stand_in_two_articles(stored):
    shown = run(stored, "suggest").output
    assert "Fooserve Media (2 articles)" in shown
    assert "defendant, " in shown
    assert "1 names in 2 articles or more" in shown
    assert "0 names in 3 articles" in run(stored, "suggest", "--least", "3").output


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kodansha sued Fooserve Media.", ["Fooserve Media"]),
        ("Everyone at Zattoo Group sued Cloudflare.", ["Zattoo Group"]),
        ("Kodansha sued Cloudflare in Tokyo.", []),
        ("Nobody sued. Somebody sued Cloudflare.", []),
        ("Perhaps they could have sued Fooserve Media.", []),
    ],
)
def test_only_unknown_names_in_the_place_of_a_party_are_suggested(text, names):
    assert [found.name for found in suggest_names(article(text), load_rules())] == names
