"""Tags say what the article says, and quote it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.amounts import find_amounts
from pipelines.rules import load_rules
from pipelines.tag import tag
from rulingwire.models import Article, Tag

RULES = load_rules()


def article(title: str, text: str, language: str = "en") -> Article:
    when = datetime(2025, 11, 19, tzinfo=UTC)
    return Article(
        source_id="s", url="", title=title, text=text, byline="", language=language, published_at=when,
        updated_at=None, seen_at=when, form="feed", complete=True, aliases=(),
    )  # fmt: skip


def tags(title: str, text: str, kind: str = "", language: str = "en") -> dict[str, Tag]:
    return {t.key: t for t in tag(article(title, text, language), RULES) if not kind or t.kind == kind}


ENGLISH = (
    "Tokyo court finds Cloudflare liable in manga piracy case",
    (
        "The Tokyo District Court told Cloudflare on Wednesday to pay about 500 million yen ($3.2 million) to four"
        " publishers. Shueisha, Kodansha, Shogakukan and Kadokawa sued Cloudflare in 2022. It will appeal.\n\n"
        "Also on the site: Netflix renews a series | Crunchyroll in court"
    ),
)
RETOLD = (
    "Cloudflare Must Pay Manga Publishers, Court Rules",
    (
        "An anonymous reader quotes a report: Cloudflare was found liable for helping two manga pirate sites, the Tokyo"
        " District Court decided. Damages come to ¥500 million, some $3.2 million. Read more of this story at the site."
    ),
)
NEWS = (
    ENGLISH[0],
    (
        "The Tokyo District Court told Cloudflare on Wednesday to pay about 500 million yen ($3.2 million) in damages."
        " Shueisha, Kodansha, Shogakukan and Kadokawa sued Cloudflare in 2022. It will appeal."
    ),
)
QUOTED = (
    RETOLD[0],
    (
        "An anonymous reader quotes a report from TorrentFreak: The Tokyo District Court found Cloudflare liable for"
        " helping two manga pirate sites. It must pay the publishers ¥500 million ($3.2 million) in damages."
        " Kodansha, Kadokawa, Shueisha and Shogakukan had sued Cloudflare in 2022."
    ),
)
JAPANESE = (
    "漫画海賊版、クラウドフレアに約5億円の賠償命令　東京地裁",
    (
        "東京地裁は19日、米クラウドフレアに約5億円（約320万ドル）の支払いを命じる判決を言い渡した。"
        "原告は講談社、集英社、小学館、KADOKAWAの4社。"
    ),
)


COURT_RECORD = (
    "損害賠償請求事件",
    (
        "令和7年11月19日判決言渡\n東京地方裁判所民事部\n"
        "当事者　原告　株式会社講談社、株式会社集英社、株式会社小学館、株式会社KADOKAWA\n被告　クラウドフレア・インク\n"
        "主文\n１　被告は、原告らに対し、合計５億円を支払え。\n２　訴訟費用は被告の負担とする。\n"
        "当裁判所の判断　被告は、海賊版サイトの幇助者として損害賠償責任を負う。"
    ),
)
PUBLISHERS = {"kodansha", "shueisha", "shogakukan", "kadokawa"}


def test_news_its_quotation_and_the_court_record_tell_the_same_of_the_model_case() -> None:
    told = []
    for (title, text), language in ((NEWS, "en"), (QUOTED, "en"), (COURT_RECORD, "ja")):
        found = list(tag(article(title, text, language), RULES))
        told.append(
            (
                {(t.key, t.role) for t in found if t.kind == "party"},
                {t.key for t in found if t.kind in ("court", "jurisdiction", "event") and t.primary},
                {(t.key, t.role) for t in found if t.kind == "amount" and not t.conversion_of},
                {t.key for t in found if t.kind == "outcome" and t.primary},
            )
        )
    parties = {("cloudflare", "defendant")} | {(name, "plaintiff") for name in PUBLISHERS}
    same = (parties, {"jp-dc-tokyo", "JP", "ruling"}, {("JPY 500000000", "damages-awarded")}, {"liable"})
    assert told == [same, same, same]


@pytest.mark.parametrize(
    ("story", "language"), [(ENGLISH, "en"), (RETOLD, "en"), (JAPANESE, "ja")], ids=["news", "retold", "japanese"]
)
def test_the_model_case_is_understood_in_every_telling(story: tuple[str, str], language: str) -> None:
    found = tags(*story, language=language)
    assert found["cloudflare"].role == "defendant"
    assert found["cloudflare"].side == "lost"
    assert found["JP"].primary
    assert found["jp-dc-tokyo"].primary
    assert {"JPY 500000000", "USD 3200000"} <= found.keys()
    assert not {"netflix", "crunchyroll"} & found.keys()


def test_names_joined_by_and_share_their_role() -> None:
    found = tags(*ENGLISH, kind="party")
    assert {key for key, t in found.items() if t.role == "plaintiff"} == {
        "shueisha", "kodansha", "shogakukan", "kadokawa",
    }  # fmt: skip


def test_a_comma_alone_gives_no_role_to_the_next_name() -> None:
    found = tags("", "In its lawsuit against Cloudflare, Mediaset asked for damages.")
    assert (found["cloudflare"].role, found["mediaset"].role) == ("defendant", "mentioned")


@pytest.mark.parametrize(
    "text",
    [
        "Mediaset may file a suit. Nobody has sued Cloudflare.",
        "There is no lawsuit against Cloudflare.",
        "Cloudflare was not found liable.",
        "The labels want to file a lawsuit against Cloudflare.",
        "It is unclear whether judges held Cloudflare liable.",
    ],
)
def test_a_denial_or_a_threat_gives_no_role(text: str) -> None:
    assert tags("", text)["cloudflare"].role == "mentioned"


def test_words_that_disagree_give_no_role() -> None:
    text = "Google sued Cloudflare. A day later Cloudflare sued Google."
    assert {t.role for t in tags("", text, "party").values()} == {"mentioned"}


def test_a_weak_name_counts_where_the_full_name_stands_elsewhere() -> None:
    found = tags("Cox wins", "The day was long. Cox Communications welcomed the end of the affair.")
    assert [e.field for e in found["cox-communications"].evidence] == ["title", "text"]
    assert "cox-communications" not in tags("Cox wins", "The day was long and the race was hard.")


def test_the_longer_name_of_another_party_hides_the_shorter() -> None:
    assert tags("", "The ISP and Cox Media Group", "party").keys() == {"cox-media-group"}


def test_a_country_named_in_passing_is_no_jurisdiction() -> None:
    assert tags("", "A Swiss resolver and a Russian site met in France. Spain won.", "jurisdiction") == {}


def test_a_shared_court_name_needs_its_country() -> None:
    text = "The Supreme Court agreed."
    assert tags("", text, "court") == {}
    assert tags("", text + " The Ninth Circuit had ruled otherwise.", "court").keys() == {"us-scotus", "us-ca9"}


def test_a_shared_court_name_is_not_guessed_between_two_proven_countries() -> None:
    text = "The Supreme Court agreed." + " Much later it became known." * 4
    found = tags("", text + " A British judge and an Irish judge disagreed.", "court")
    assert found == {}


def test_a_law_proves_its_country_only_where_nothing_proves_another() -> None:
    assert tags("", "A DMCA notice was sent.", "jurisdiction").keys() == {"US"}
    assert tags("", "A DMCA notice was sent, said a judge in Rome.", "jurisdiction").keys() == {"IT"}


def test_the_court_of_the_title_is_the_one_the_article_is_about() -> None:
    text = "The Hamburg Regional Court and again the Hamburg Regional Court were overruled."
    found = tags("Hanseatic Higher Regional Court: hoster liable", text, "court")
    assert {key: t.primary for key, t in found.items()} == {"de-olg-hamburg": True, "de-lg-hamburg": False}


def test_the_outlet_is_not_a_party() -> None:
    assert tags("", "TorrentFreak and Slashdot reported it; so did Ars Technica.", "party") == {}


def test_the_same_sentence_is_quoted_once_for_a_rule_and_five_times_at_most() -> None:
    text = "Google met Google. " + " ".join(f"Sentence {n} names Google again." for n in range(9))
    quotes = [e.quote for e in tags("", text)["google"].evidence]
    assert quotes[0] == "Google met Google."
    assert len(quotes) == len(set(quotes)) == 5


def test_a_title_is_quoted_whole() -> None:
    title = "Cloudflare must pay. What now?"
    assert tags(title, "")["cloudflare"].evidence[0].quote == title


def test_a_long_sentence_is_cut_at_words() -> None:
    text = "und " * 200 + "Cloudflare " + "oder " * 200
    (evidence,) = tags("", text)["cloudflare"].evidence
    assert "Cloudflare" in evidence.quote
    assert len(evidence.quote) <= 300
    assert set(evidence.quote.split()) == {"und", "Cloudflare", "oder"}


@pytest.mark.parametrize("name", ["Cloudflare Inc.", "Mon Cheri Bridals v. Cloudflare", "the U.S. firm Cloudflare"])
def test_an_abbreviation_does_not_end_the_sentence(name: str) -> None:
    text = f"It rained. A judge said that {name} Must pay. The end."
    assert tags("", text)["cloudflare"].evidence[-1].quote == f"A judge said that {name} Must pay."


def test_tags_come_in_the_order_of_kind_and_key_and_always_the_same() -> None:
    found = tag(article(*ENGLISH), RULES)
    assert [(t.kind, t.key) for t in found] == sorted({(t.kind, t.key) for t in found})
    assert found == tag(article(*ENGLISH), RULES)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("about 500 million yen ($3.2 million)", ["JPY 500000000", "USD 3200000"]),
        ("¥500 million", ["JPY 500000000"]),
        ("€1.5 million", ["EUR 1500000"]),
        ("5億円", ["JPY 500000000"]),
        ("5億92万8千円", ["JPY 500928000"]),
        ("20亿元人民币", ["CNY 2000000000"]),
        ("7억 원", ["KRW 700000000"]),
        ("250.000 Euro", ["EUR 250000"]),
        ("1,5 Mio. Euro", ["EUR 1500000"]),
        ("50 000 € d'astreinte", ["EUR 50000"]),
        ("R$ 3,6 milhões", ["BRL 3600000"]),
        ("Rs. 5,00,000", ["INR 500000"]),
        ("$412M and US$7.9m", ["USD 412000000", "USD 7900000"]),
        ("A$2.1 million, CA$50,000", ["AUD 2100000", "CAD 50000"]),
        ("15 million zloty", ["PLN 15000000"]),
        ("$1,500.50", ["USD 1500.5"]),
        ("ten million dollars", ["USD 10000000"]),
        ("a million-dollar fund", ["USD 1000000"]),
        ("dieci miliardi di euro", ["EUR 10000000000"]),
        ("546 millones de euros", ["EUR 546000000"]),
        ("3 mil millones de euros", ["EUR 3000000000"]),
        ("R$ 15 bilhões", ["BRL 15000000000"]),
        ("40 tys. euro i 1,08 mld zł", ["EUR 40000", "PLN 1080000000"]),
        ("100 bin avro", ["EUR 100000"]),
        ("9억5천만원가량", ["KRW 950000000"]),
        ("3억7470여만원", ["KRW 374700000"]),
        ("1200余万元", ["CNY 12000000"]),
        ("約320万ドル、320万美元", ["USD 3200000", "USD 3200000"]),
        ("500.000 svenske kroner", ["SEK 500000"]),
        ("12 млн рублей", ["RUB 12000000"]),
        ("one of a million, a thousand cuts, 500 kr", []),
        ("300 million visits in 2022, 1,168 songs", []),
        ("$ENV and $5-10 million", []),
        ("12 Eurovision songs", []),
        ("$0.5", []),
    ],
)
def test_sums_are_read_as_printed_or_not_at_all(text: str, keys: list[str]) -> None:
    assert [amount.key for amount in find_amounts(text)] == keys


@pytest.mark.parametrize(("language", "key"), [("sv", "SEK 500"), ("da", "DKK 500"), ("no", "NOK 500")])
def test_crowns_are_those_of_the_language(language: str, key: str) -> None:
    assert [amount.key for amount in find_amounts("500 kr", language)] == [key]


def test_a_bare_dollar_is_that_of_the_only_court_that_acts() -> None:
    assert tags("", "The Federal Court of Australia set costs at $50.", "amount").keys() == {"AUD 50"}
    assert tags("", "The Federal Court of Australia and a judge in Ohio set $50.", "amount").keys() == {"USD 50"}


def test_an_amount_keeps_the_words_it_was_first_printed_in() -> None:
    found = tags("", "The fine is 5億円. That is ¥500 million, or $3.2 million. Costs: 2 Mio. Euro.", "amount")
    assert {key: t.printed for key, t in found.items()} == {
        "JPY 500000000": "5億円",
        "USD 3200000": "$3.2 million",
        "EUR 2000000": "2 Mio. Euro",
    }


PIECES = [
    *("Cloudflare", "Kodansha and Kadokawa sued ", "講談社", "ordered ", " to pay ", "$3.2 million", "5億円"),
    *("Tokyo District Court", "a judge in Rome", "Supreme Court", "US ", "Related: "),
    *(" ", ". ", "。", "\n\n", "İ", "ﬁ", "é", "word " * 30),
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12), st.lists(st.sampled_from(PIECES), max_size=40))
def test_every_quote_stands_where_the_evidence_says(title: list[str], text: list[str]) -> None:
    read = article("".join(title), "".join(text))
    for found in tag(read, RULES):
        assert found.evidence
        for e in found.evidence:
            assert getattr(read, e.field)[e.start : e.end] == e.quote
            assert e.quote == e.quote.strip() != ""
            assert len(e.quote) <= 300


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_no_text_is_too_odd_to_be_tagged(text: str) -> None:
    for found in tag(article(text, text + "Cloudflare, $5 million" + text), RULES):
        for e in found.evidence:
            assert getattr(article(text, text + "Cloudflare, $5 million" + text), e.field)[e.start : e.end] == e.quote
