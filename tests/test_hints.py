"""Single words and nouns count only where nothing better is told, and are quoted like everything else."""

import pytest

from pipelines.proofs import article
from pipelines.rules import load_rules
from pipelines.tag import tag
from rulingwire.models import Tag

RULES = load_rules()


def tags(text: str, kind: str, title: str = "", language: str = "en") -> list[Tag]:
    return [found for found in tag(article(text, language, title), RULES) if found.kind == kind]


def news(text: str, kind: str, title: str = "") -> tuple[str, str]:
    found = next((t for t in tags(text, kind, title) if t.primary), None)
    return (found.key, found.evidence[0].rule) if found else ("", "")


def test_the_nearest_word_tells_what_a_sum_is() -> None:
    text = "Omkostninger var der ingen af, men bøde, sagde de, og på bordet lå 5 millioner kroner."
    (found,) = tags(text, "amount", language="da")
    assert (found.role, found.evidence[0].rule) == ("fine", "hint:da-fine")
    (other,) = tags("The house was worth $5 million.", "amount")
    assert other.role == "other"


def test_a_cue_outweighs_a_nearer_word() -> None:
    (found,) = tags("In this costs matter the court ordered Cloudflare to pay $5 million in damages.", "amount")
    assert found.role == "damages-awarded"


def test_words_of_title_and_lead_hint_at_the_news_where_no_cue_tells_it() -> None:
    assert news("A word on blocking.", "outcome", "Blocking of pirate sites, once more")[1].startswith("hint:")
    assert news("Nothing of the kind.", "outcome", "A day in spring") == ("", "")


def test_a_hint_never_says_who_won() -> None:
    found = tags("Guilty, said a paper. Guilty, said another of Cloudflare.", "party", "Guilty")
    assert {t.side for t in found} == {""}


def test_news_in_which_only_a_court_is_understood_is_of_a_ruling() -> None:
    assert news("So it went at the Tokyo District Court.", "event") == ("ruling", "event:court-named")
    assert news("So it went at the zoo.", "event") == ("", "")


NAMED = "Uberspace was in the news. Kodansha was not. "


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (NAMED + "The judges ordered the host to pay damages.", "defendant"),
        (NAMED + "Hetzner was, too. The judges ordered the host to pay damages.", "mentioned"),
        ("The judges ordered the host to pay damages. Uberspace was in the news.", "mentioned"),
    ],
)
def test_a_noun_means_the_only_party_of_its_kind_named_before(text: str, role: str) -> None:
    found = {t.key: t.role for t in tags(text, "party")}
    assert found["uberspace"] == role


def test_what_is_said_of_a_name_outweighs_what_is_said_of_a_noun() -> None:
    text = NAMED + "Uberspace sued Kodansha. The judges ordered the host to pay damages. Uberspace sued again in May."
    assert {t.key: t.role for t in tags(text, "party")}["uberspace"] == "plaintiff"
