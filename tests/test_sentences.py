"""Sentences as the cues see them, and where their words stand."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.proofs import article
from pipelines.rules import load_rules
from pipelines.rules.languages import COURT, DATE, PARTY, SUM
from pipelines.rules.triggers import find_signs, find_triggers
from pipelines.study import Study, study

RULES = load_rules()


def read(text: str, language: str = "en", title: str = "") -> Study:
    return study(article(text, language, title), RULES)


def seen(text: str, language: str = "en") -> list[str]:
    return [sentence.text for sentence in read(text, language).sentences if sentence.passage.field == "text"]


def test_a_list_of_names_with_what_describes_them_is_one_sign() -> None:
    text = "The publishers Kodansha, Shueisha and Kadokawa Corp. sued the US network operator Cloudflare Inc."
    assert seen(text) == [f"{PARTY} sued {PARTY}"]


def test_two_names_joined_by_a_comma_alone_stay_apart() -> None:
    assert seen("In its case against Cloudflare, Mediaset won.") == [f"in its case against {PARTY}, {PARTY} won."]


def test_names_set_off_from_their_noun_are_one_sign_with_it() -> None:
    assert seen("Four publishers, Kodansha and Shueisha, sued Cloudflare.") == [f"{PARTY} sued {PARTY}."]
    assert seen("Four publishers - Kodansha and Shueisha - sued Cloudflare.") == [
        f"four publishers {PARTY} sued {PARTY}."
    ]


def test_names_set_against_each_other_are_two_signs() -> None:
    assert seen("The dispute between Sony Music and Cloudflare went on.") == [
        f"the dispute between {PARTY} and {PARTY} went on."
    ]


def test_a_list_repeats_its_preposition() -> None:
    assert seen("Ordens à Vodafone, à Netflix e à Disney+.", "pt") == [f"ordens à {PARTY}."]


def test_a_bracket_that_tells_a_role_stays() -> None:
    assert seen("Kodansha (plaintiff) won.") == [f"{PARTY} (plaintiff) won."]


def test_a_list_of_three_needs_no_and() -> None:
    assert seen("Plaintiffs: Kodansha, Shueisha, Kadokawa") == [f"plaintiffs: {PARTY}"]


def test_dates_and_brackets_are_left_out() -> None:
    assert seen("On Wednesday, Kodansha (a publisher) sued Cloudflare.") == [f"{PARTY} sued {PARTY}."]


def test_a_bracket_with_a_name_stays() -> None:
    assert seen("It sued the host (Cloudflare) twice.") == [f"it sued the host ({PARTY}) twice."]


def test_a_sum_and_its_conversion_are_one_sign() -> None:
    assert seen("It must pay about 500 million yen ($3.2 million) soon.") == [f"it must pay {SUM} soon."]


def test_a_court_is_a_sign() -> None:
    assert seen("The Tokyo District Court agreed.") == [f"the {COURT} agreed."]


def test_dates_are_signs_where_they_are_asked_for() -> None:
    dated = read("Nothing here. On 19 November 2025 the court ruled.").dated
    assert [sentence.text for sentence in dated] == [f"{DATE} the court ruled."]


def test_japanese_lists_are_one_sign() -> None:
    assert seen("原告は講談社、集英社、小学館、KADOKAWAの4社。", "ja")[0] == f"原告は{PARTY}の4社。"


PIECES = [
    *(
        "Cloudflare",
        " Kodansha and Kadokawa ",
        "講談社、集英社",
        " the firm ",
        "$3.2 million (5億円)",
        " on Wednesday, ",
    ),
    *(" Tokyo District Court ", " (a word) ", ". ", "。", "\n\n", "İ", " also ", "sued", "令和7年11月19日"),
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_every_sign_and_letter_stands_where_the_sentence_says(pieces: list[str]) -> None:
    for sentence in read("".join(pieces)).sentences:
        part = sentence.passage
        for at, slot in sentence.slots.items():
            assert sentence.place(at) == slot.start
            assert part.text[slot.start : slot.end].strip()
        for at, letter in enumerate(sentence.text):
            if letter not in (PARTY, COURT, SUM, DATE):
                assert part.folded[sentence.place(at)] == letter


def test_the_letters_and_signs_a_pattern_cannot_do_without() -> None:
    assert find_triggers(f"{PARTY} (?:was )?(?:sued|fined) by") == frozenset({"sued", "fined"})
    assert find_triggers("(?:a|of) ?") == frozenset()
    assert find_signs(f"(?:{SUM} )?paid by {PARTY}") == {PARTY}
    assert find_signs(f"{PARTY} (?:{SUM}|{COURT})") == {PARTY}
