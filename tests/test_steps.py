"""What comes next: which steps the words of an article tell, whose they are, and what becomes of them in the corpus."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.retag import retag_corpus
from db.runs import begin_run
from db.tags import stored_tags
from pipelines.proofs import article
from pipelines.rules import load_rules
from pipelines.steps import Desk
from pipelines.tag import tag
from rulingwire.errors import ConfigError
from rulingwire.models import Tag
from rulingwire.vocabulary import STEPS
from tests import builders

RULES = load_rules()
# What a reader finds in tests/gold/dev.jsonl; all other articles there tell no step.
READ = {
    "ff9f0477db45": {"appeal-announced"},
    "df67cb11aa0b": {"appeal-open"},
    "e75ccd1606e0": {"appeal-announced"},
    "2275bae41c99": {"appeal-open"},
    "cca5279f95db": {"appeal-open"},
    "2a975d072b3d": {"final"},
    "2b47654d8a8c": {"appeal-open"},
    "02baf468f355": {"appeal-announced"},
    "1fda65434ffe": {"appeal-announced"},
    "e548d2f88ce5": {"appeal-announced"},
    "4d8ed3db2efa": {"appeal-announced"},
    "5050ca76a2c0": {"appeal-announced"},
    "41da5684f99b": {"appeal-announced"},
    "1c03a93a4f51": {"appeal-open"},
}
MISSED = {"1c03a93a4f51"}  # a hedge of another clause takes it back
TOKYO = "The Tokyo District Court held Cloudflare liable on 19 November 2025. Kodansha had sued Cloudflare. "


def steps(text: str, language: str = "en", title: str = "") -> dict[str, Tag]:
    return {found.key: found for found in tag(article(text, language, title), RULES) if found.kind == "step"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Cloudflare said it would appeal."),
        ("ja", "クラウドフレアは控訴する方針だ。"),
        ("ja", "クラウドフレアは控訴する考えを示した。"),
        ("de", "Cloudflare will in Berufung gehen."),
        ("fr", "Cloudflare a annoncé faire appel."),
        ("it", "Cloudflare farà appello."),
        ("es", "Cloudflare recurrirá la sentencia."),
        ("pt", "A Cloudflare vai recorrer."),
        ("nl", "Cloudflare gaat in hoger beroep."),
        ("pl", "Cloudflare złoży apelację."),
        ("sv", "Cloudflare kommer att överklaga."),
        ("no", "Cloudflare vil anke dommen."),
        ("cs", "Cloudflare podá odvolání."),
        ("ru", "Cloudflare обжалует решение."),
        ("tr", "Cloudflare kararı temyiz edecek."),
        ("ko", "클라우드플레어는 항소할 방침이다."),
        ("zh", "Cloudflare表示将上诉。"),
    ],
)
def test_an_announced_appeal_is_told_with_the_party_in_every_language(language: str, text: str) -> None:
    assert list(steps(text, language)) == ["appeal-announced cloudflare"]


@pytest.mark.parametrize(
    "text",
    [
        "Cloudflare could appeal.",
        "Cloudflare might well appeal.",
        "Cloudflare denied that it will appeal.",
        "Cloudflare declined to say whether it would appeal.",
        "Cloudflare has not decided if it will appeal.",
        "Cloudflare is considering an appeal.",
        "Will Cloudflare appeal?",
        "The ruling was upheld on appeal.",
        "The Court of Appeal agreed.",
        "In March 2021 Cloudflare said it would appeal.",
    ],
)
def test_what_is_only_possible_or_long_past_is_no_step(text: str) -> None:
    assert steps(TOKYO + text) == {}


def test_each_party_that_appeals_has_its_step() -> None:
    assert set(steps("Cloudflare said it would appeal. Kodansha plans to appeal too.")) == {
        "appeal-announced cloudflare",
        "appeal-announced kodansha",
    }


def test_words_that_name_nobody_go_with_the_only_party_that_is_named() -> None:
    found = steps("Cloudflare said it would appeal. Its lawyers announced an appeal on Monday.")
    assert list(found) == ["appeal-announced cloudflare"]
    assert len(found["appeal-announced cloudflare"].evidence) == 2


def test_a_step_says_what_it_is_and_shows_its_words() -> None:
    found = steps(TOKYO + "The trial on damages will begin on 12 March 2026.")["hearing-set"]
    assert (found.role, found.printed) == ("hearing-set", "trial on damages will begin on 12 March 2026")
    assert found.evidence[0].quote == "The trial on damages will begin on 12 March 2026."


def test_a_hearing_of_the_past_is_not_set_and_a_day_without_a_year_lies_ahead() -> None:
    assert steps("A hearing was set for 12 March 2024.") == {}
    assert list(steps("A hearing is set for 12 March.")) == ["hearing-set"]


def test_an_appeal_that_has_been_decided_is_not_pending() -> None:
    ruling = "Canada's Federal Court of Appeal dismissed the appeal on 19 November 2025. "
    assert steps(ruling + "TekSavvy has appealed.", title="Federal Court of Appeal dismisses appeal") == {}
    first = "The Tokyo District Court dismissed the claim. Kodansha has appealed."
    assert list(steps(first)) == ["appeal-filed kodansha"]


def test_that_somebody_appealed_is_history_further_down_unless_a_filing_is_the_news() -> None:
    ruling = TOKYO + "It must pay. It was a long day. Cloudflare appealed on a point of law."
    filing = "Kodansha sued Cloudflare on Monday in Tokyo. It is a big case. It is new. Cloudflare appealed on a point."
    assert steps(ruling) == {}
    assert list(steps(filing)) == ["appeal-filed cloudflare"]


def test_what_is_final_does_not_go_on_and_the_heavier_side_is_right() -> None:
    final = steps("The ruling is final. It was long. It was hard. It was odd. The first order can be appealed.")
    assert list(final) == ["final"]
    open_ = steps("The ruling can be appealed. It was long. It was hard. It was odd. Another order is final.")
    assert list(open_) == ["appeal-open"]


def test_labelled_articles_tell_the_steps_that_a_reader_finds_and_no_others() -> None:
    found = {}
    for item in map(json.loads, (Path(__file__).parent / "gold/dev.jsonl").read_text(encoding="utf-8").splitlines()):
        known = item["published"]  # of some only the month or year
        day = known + "-12-28"[len(known) - 10 :] if len(known) < 10 else known
        written = datetime.fromisoformat(day).replace(tzinfo=UTC)
        of_day = replace(article(item["text"], item["language"], item["title"]), published_at=written)
        if told := {one.role for one in tag(of_day, RULES) if one.kind == "step"}:
            found[item["id"]] = told
    assert found == {name: told for name, told in READ.items() if name not in MISSED}


@pytest.fixture
def wire(tmp_path: Path) -> Desk:
    desk = builders.desk(tmp_path, builders.source())
    html = f"<p>{TOKYO}Cloudflare said it would appeal. The ruling is not final. Pirates copied manga.</p>"
    entry = builders.raw(title="Tokyo court holds Cloudflare liable for manga piracy", html=html)
    desk.take(builders.reading(entry), begin_run(desk.db, "test", builders.NOON))
    return desk


def test_steps_are_stored_with_their_party_and_read_back_as_written(wire: Desk) -> None:
    rows = wire.db.execute("SELECT article_id, step, party_id, printed FROM article_steps ORDER BY step").fetchall()
    assert [row[1:] for row in rows] == [
        ("appeal-announced", "cloudflare", "Cloudflare said it would appeal"),
        ("appeal-open", "", "ruling is not final"),
    ]
    back = {found.key: found for found in stored_tags(wire.db, rows[0][0]) if found.kind == "step"}
    assert list(back) == ["appeal-announced cloudflare", "appeal-open"]
    assert back["appeal-open"].role == "appeal-open"
    assert back["appeal-open"].evidence[0].quote == "The ruling is not final."


def test_the_words_of_steps_stand_in_the_vocabulary_of_the_corpus(wire: Desk) -> None:
    rows = wire.db.execute("SELECT word, meaning FROM vocabulary WHERE list = 'step'").fetchall()
    assert dict(rows) == STEPS


def test_tagging_again_tells_steps_that_were_not_there_and_no_others(wire: Desk) -> None:
    assert list(retag_corpus(wire.db, wire.tagged, dry_run=False)) == []
    wire.db.execute("DELETE FROM article_steps")
    (change,) = retag_corpus(wire.db, wire.tagged, dry_run=False)
    assert [said.name for said in change.gained] == ["step appeal-announced cloudflare", "step appeal-open"]
    assert list(retag_corpus(wire.db, wire.tagged, dry_run=False)) == []


def test_a_person_may_say_that_a_step_is_wrong_or_right(tmp_path: Path) -> None:
    said = builders.corrections(
        "- {article: 'https://wire.example/1', wrong: {step: final}, on: 2025-11-20, by: Ann, why: No.}\n"
        "- {article: 'https://wire.example/1', right: {step: appeal-announced cloudflare}, words: an appeal,"
        " on: 2025-11-20, by: Ann, why: Yes.}\n"
    )
    assert [one.claim.key for one in said.entries if one.claim] == ["final", "appeal-announced cloudflare"]
    with pytest.raises(ConfigError, match="is no step"):
        builders.corrections(
            "- {article: 'https://wire.example/1', wrong: {step: end}, on: 2025-11-20, by: A, why: B}\n"
        )
