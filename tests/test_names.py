"""Names are found where they are names, in any writing a text may use, and nowhere else."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.names import Matcher, Name, fold


def words(names: list[str], text: str) -> list[str]:
    found = Matcher(Name(name, "party", name) for name in names).find(text)
    return [text[match.start : match.end] for match in found.of("party")]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Cloudflare", "Cloudflare's servers", ["Cloudflare"]),
        ("Cloudflare", "Cloudflare’s servers", ["Cloudflare"]),
        ("Cloudflare", "CLOUDFLARE LOSES", ["CLOUDFLARE"]),
        ("Cloudflare", "das Cloudflare-Urteil", ["Cloudflare"]),
        ("Cloudflare", "at cloudflare dot com", []),
        ("Cloudflare", "Cloudflares Resolver", ["Cloudflares"]),
        ("Sony", "Sonys Klage", []),
        ("Canal+", "Canal+, the broadcaster", ["Canal+"]),
        ("Anna's Archive", "Anna’s Archive is back", ["Anna’s Archive"]),
        ("Sony Music", "Sony\u00a0Music won", ["Sony\u00a0Music"]),
        ("Sony Music", "Sony\nMusic won", ["Sony\nMusic"]),
        ("DISH", "a dish, a Dish, DISH", ["DISH"]),
        ("US", "it tells us, US courts", ["US"]),
        ("Rai", "It will Rain", []),
        ("講談社", "株式会社講談社が", ["講談社"]),
        ("エール", "エールフランス", []),
        ("クラウドフレア", "米クラウドフレアに", ["クラウドフレア"]),
        ("누누티비", "누누티비의 운영자", ["누누티비"]),
        ("Cloudflare", "米Cloudflareに", ["Cloudflare"]),
        ("さくらインターネット", "社長はさくらインターネットの人", ["さくらインターネット"]),
        ("KADOKAWA", "ＫＡＤＯＫＡＷＡが", ["ＫＡＤＯＫＡＷＡ"]),
        ("Ростелеком", "РОСТЕЛЕКОМ", ["РОСТЕЛЕКОМ"]),
        ("pirat*", "Piraten und pirates", ["Piraten", "pirates"]),
        ("AT&T", "AT&T's line", ["AT&T"]),
        ("1&1", "11&11 and 1&1", ["1&1"]),
    ],
)
def test_a_name_is_found_in_every_writing_of_its_own_and_in_no_other(name: str, text: str, found: list[str]) -> None:
    assert words([name], text) == found


def test_the_longest_of_two_names_wins() -> None:
    assert words(["Cox", "Cox Media Group"], "Cox Media Group and Cox") == ["Cox Media Group", "Cox"]


def test_a_shorter_name_is_found_where_the_longer_one_only_seems_to_stand() -> None:
    assert words(["Sony", "Sony Music"], "a Sony Musical evening") == ["Sony"]


def test_names_of_other_groups_do_not_compete() -> None:
    found = Matcher([Name("Tokyo District Court", "court", "a"), Name("Tokyo", "country", "JP")]).find(
        "the Tokyo District Court"
    )
    assert [len(found.of(group)) for group in ("court", "country", "law")] == [1, 1, 0]


def test_nothing_is_found_behind_the_end_of_the_article() -> None:
    matcher = Matcher([Name("Netflix", "party", "netflix")])
    assert [match.start for match in matcher.find("Netflix won. Read more: Netflix", 12).of("party")] == [0]


def test_a_word_inside_the_name_does_not_prove_the_name() -> None:
    found = Matcher([Name("DISH", "party", "dish"), Name("DISH", "near", "dish")]).find("DISH of the day")
    (match,) = found.of("party")
    assert not found.near("near", ["dish"], match, 50)


@given(st.text())
@example("İstanbul’da — Ünlü\u00a0ΟΔΟΣ ｆｕｌｌ")
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aA -\n’'İßクラ海講누ſ", max_size=30), st.text(alphabet="aA’İクラ海누", min_size=1, max_size=4))
def test_what_is_found_reads_like_the_name(text: str, name: str) -> None:
    for match in Matcher([Name(name, "party", name)]).find(text).of("party"):
        assert fold(text[match.start : match.end]) == fold(name)
        assert 0 <= match.start < match.end <= len(text)
