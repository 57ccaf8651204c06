"""Who quotes whom: links, names of outlets and shared words, and what is none of it."""

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.stories.derivation import scores
from benchmarks.stories.items import article_of, read_items
from benchmarks.stories.replay import Replay
from pipelines.credits import Outlets
from pipelines.derivation import MOST, WINDOW, Deriver
from pipelines.proofs import article
from pipelines.quoting import Quotations
from pipelines.rules import load_rules
from pipelines.shingles import CHARACTERS, WORDS, shared_runs, shingled
from rulingwire.derivations import Witness
from rulingwire.urls import site_of
from tests import builders

ITEMS = read_items(Path(__file__).parent / "stories" / "derivation.jsonl")
RULES = load_rules()
HOUR = timedelta(hours=1)
RUN = "a network that keeps copies of pages must act within a month of a notice that says where they stand"
OTHER = "Readers wondered on Thursday whether the appeal will change any of this, and when the judges will hear it."
JAPANESE = (
    "判決は、運営者だけではできない規模の配信を網が可能にしたと認め、通知から一か月で契約を切るべきだったと述べた"
)


# Shingles


def test_a_shingle_is_eight_words_and_sixteen_characters_where_a_script_sets_no_blanks():
    assert shingled(RUN).size == WORDS
    assert len(shingled(RUN).shingles) == len(RUN.split()) - WORDS + 1
    assert shingled(JAPANESE).size == CHARACTERS


def test_writing_and_quotation_marks_do_not_part_what_is_the_same():
    (run,) = shared_runs(shingled(f"He said: “{RUN.upper()}”."), shingled(RUN))
    assert run.words == len(RUN.split())


def test_a_run_lies_in_both_texts():
    here, there = f"First. {RUN}. {OTHER}", f"{OTHER} Then {RUN}"
    for run in shared_runs(shingled(here), shingled(there)):
        assert here[slice(*run.here)].lower() == there[slice(*run.there)].lower()


words = st.lists(
    st.sampled_from(["court", "judge", "order", "site", "host", "name", "law", "of", "the", "a"]), max_size=60
)


@given(words, words, words)
def test_who_shares_five_shingles_in_a_row_shares_a_mark(before, shared, after):
    here = shingled(" ".join([*before, *shared]))
    there = shingled(" ".join([*shared, *after]))
    if len(shared) >= WORDS + 4:
        assert here.marks & there.marks


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        (f"He said: “{RUN}”.", True),
        (f"«{RUN}», dijo.", True),
        (f"Er sagte: „{RUN}“.", True),
        (f"A report: '{RUN}.' So it is.", True),
        (f'The firm said that "{RUN}"', True),
        (f"{RUN} is what he said.", False),
        (f'"Never," he said, but {RUN}.', False),
        (f"'Never' and {RUN}", False),
    ],
)
def test_a_run_is_quoted_where_it_stands_in_quotation_marks(text, quoted):
    (run,) = shared_runs(shingled(text), shingled(RUN))
    assert shingled(text).is_quoted(run.here) is quoted


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://news.slashdot.org/story/1", "slashdot.org"),
        ("https://slashdot.org/story/1", "slashdot.org"),
        ("https://www.bbc.co.uk/news", "bbc.co.uk"),
        ("https://news.bbc.co.uk/1", "bbc.co.uk"),
        ("https://ipkitten.blogspot.com/2025", "ipkitten.blogspot.com"),
        ("https://next.ink/1", "next.ink"),
    ],
)
def test_sections_of_a_site_are_one_site(url, site):
    assert site_of(url) == site


# Credits


def outlets(**titles):
    return Outlets(RULES, titles)


def credited(text, language="en", source="here", **titles):
    return [credit.outlet for credit in outlets(**titles).find(written(text, language, source))]


def written(text, language="en", source="here", at=builders.NOON, url=""):
    return replace(
        article(text, language), source_id=source, url=url or f"https://{source}.example/{hash(text)}", published_at=at
    )


def test_an_outlet_goes_by_the_title_of_its_source_without_its_section():
    assert credited("As first reported by Law Daily, it is over.", law="Law Daily: Courts") == ["Law Daily"]


def test_an_outlet_does_not_credit_itself():
    assert (
        credited("Sources told TorrentFreak that it is over.", source="torrentfreak", torrentfreak="TorrentFreak") == []
    )
    assert credited("Sources told TorrentFreak that it is over.") == ["TorrentFreak"]


def test_the_words_of_a_credit_stand_in_the_text():
    text = (
        f"{OTHER}\nIt is all over, TorrentFreak reports, and nobody will appeal against the decision of the judges now."
    )
    (credit,) = outlets().find(written(text))
    assert "TorrentFreak reports" in text[credit.start : credit.end]
    assert not text[credit.start : credit.end].startswith("Readers")


# Facts


def deriver(texts, **titles):
    """A deriver of these texts, numbered from 1."""
    numbered = dict(enumerate(texts, start=1))
    return Deriver(outlets(**titles), numbered.__getitem__)


def shared(texts, reader=None, linked=()):
    """What the last of (source, text) shares with those before; one an hour."""
    reader = reader or deriver([text for _, text in texts])
    for number, (source, text) in enumerate(texts, start=1):
        one = written(text, source=source, at=builders.NOON + number * HOUR)
        named = frozenset(credit.outlet for credit in reader.outlets.find(one))
        found = reader.read(reader.report(number, one, named, frozenset(linked)))
    return found


def test_twelve_words_in_a_row_are_reuse_and_the_passage_stands_in_the_later_text():
    (one,) = shared([("a", RUN), ("b", f"Now {RUN.title()}, they say.")])
    assert one.is_reuse
    assert one.words == len(RUN.split())
    assert one.passage == RUN.title()


def test_nine_words_are_nothing_without_a_link_or_a_name():
    nine = " ".join(RUN.split()[:9])
    texts = [("a", f"{nine} indeed"), ("b", f"So {nine}, then")]
    assert shared(texts) == ()
    (one,) = shared(texts, linked=(1,))
    assert not one.is_reuse


def test_two_articles_of_one_site_share_nothing():
    assert shared([("a", RUN), ("a", RUN)]) == ()


def test_words_that_many_articles_hold_prove_nothing():
    spread = [(f"s{n}", f"{RUN} number {n}") for n in range(MOST + 1)]
    assert shared(spread[:3])
    assert shared(spread) == ()


def test_words_that_one_site_repeats_are_its_formula():
    assert shared([("a", f"{RUN} one"), ("a", f"{RUN} two"), ("a", f"{RUN} three"), ("b", RUN)]) == ()


def test_the_words_of_a_site_about_itself_prove_nothing():
    footer = "Subscribe to our newsletter and read all that matters about the network every Friday morning at home."
    assert shared([("a", f"{OTHER}\n\n{footer}"), ("b", f"Something else.\n\n{footer}")]) == ()


def test_what_both_quote_is_somebody_elses():
    assert shared([("a", f'The league said: "{RUN}."'), ("b", f"La liga: «{RUN}».")]) == ()


def test_characters_are_compared_where_a_script_sets_no_blanks():
    (one,) = shared([("a", JAPANESE), ("b", f"注目の判決。{JAPANESE}。")])
    assert one.is_reuse


def test_an_article_is_forgotten_after_the_window():
    reader = deriver([RUN, RUN])
    for number, at in enumerate((builders.NOON, builders.NOON + WINDOW + HOUR), start=1):
        one = written(RUN, source=f"s{number}", at=at)
        found = reader.read(reader.report(number, one, frozenset(), frozenset()))
    assert found == ()
    assert list(reader.known) == [2]


def test_going_on_from_what_is_remembered_finds_the_same():
    run = Replay(ITEMS)
    reports = [run.deriver.report(run.number[i["id"]], article_of(i), frozenset(), frozenset()) for i in ITEMS]
    whole = deriver([item["text"] for item in ITEMS])
    found = [whole.read(report) for report in reports]
    for cut in (1, 20, 50):
        later = deriver([item["text"] for item in ITEMS])
        for report in reports[:cut]:
            later.remember(report)
        assert [later.read(report) for report in reports[cut:]] == found[cut:]


@pytest.mark.parametrize(
    "text",
    [" 'abc" * 400_000, "Reuters " * 250_000, "漫画" * 500_000, '"a b ' * 400_000],
    ids=["'", "names", "characters", '"'],
)
def test_a_hostile_text_is_read_in_a_second(text):
    texts = [text[:2_000_000]] * 2
    reader = deriver(texts)
    began = time.process_time()
    assert shared([("a", texts[0]), ("b", texts[1])], reader) == ()
    assert time.process_time() - began < 4  # usually 0.5


# What they mean


def quoting(texts, *, hours=None, courts=(), via=()):
    """Who quotes whom of (source, text), as pairs of their places; and who has a common source."""
    reader, found, witnesses = deriver([t for _, t in texts], **{s: s.title() for s, _ in texts}), [], {}
    for number, (source, text) in enumerate(texts, start=1):
        at = builders.NOON + (hours[number - 1] if hours else number) * HOUR
        one = written(text, source=source, at=at)
        named = reader.outlets.find(one)
        links = frozenset(other for quotes, other in via if quotes == number)
        report = reader.report(number, one, frozenset(c.outlet for c in named), links)
        found += reader.read(report)
        witnesses[number] = Witness(
            number=number,
            at=at,
            source_id=source,
            url=one.url,
            story=1,
            is_court=number in courts,
            via=links,
            credits={c.outlet: (c.rule, text[c.start : c.end]) for c in named},
        )
    judged = Quotations(reader.outlets, witnesses, found)
    return {(row.article, row.source): row.how for row in judged.derivations()}, set(judged.common())


def test_the_later_of_two_quotes_the_earlier():
    assert quoting([("a", RUN), ("b", RUN)]) == ({(2, 1): "words"}, set())


def test_the_side_that_prints_it_in_quotation_marks_quotes_whatever_the_dates():
    texts = [("a", f'It wrote: "{RUN}."'), ("b", RUN)]
    assert quoting(texts)[0] == {(1, 2): "words"}
    assert quoting(texts, hours=(1, 72)) == ({}, set())  # what is three days younger was not there to quote


def test_nobody_quotes_where_the_time_is_the_same_and_no_sign_stands():
    assert quoting([("a", RUN), ("b", RUN)], hours=(1, 1)) == ({}, set())
    # midnight: the site prints the day alone
    assert quoting([("a", RUN), ("b", RUN)], hours=(-12, 3)) == ({}, set())


def test_a_link_to_the_source_says_it_without_shared_words():
    assert quoting([("a", RUN), ("b", OTHER)], via=[(2, 1)])[0] == {(2, 1): "link"}


def test_a_named_outlet_means_its_last_article_of_the_story():
    assert quoting([("alpha", RUN), ("alpha", OTHER), ("b", "All is well, Alpha reports.")])[0] == {(3, 2): "cue"}


def test_a_named_outlet_means_the_article_that_shares_words():
    assert quoting([("alpha", RUN), ("alpha", OTHER), ("b", f"Alpha reports: {RUN}.")])[0] == {(3, 1): "cue"}


def test_three_that_name_nobody_have_a_common_source():
    rows, common = quoting([("a", RUN), ("b", RUN), ("c", RUN)])
    assert rows == {}
    assert common == {(2, 1), (3, 1), (3, 2)}


def test_where_one_of_three_names_another_the_first_is_the_source():
    rows, common = quoting([("alpha", RUN), ("b", f"Alpha reports: {RUN}"), ("c", RUN)])
    assert rows == {(2, 1): "cue", (3, 1): "words"}
    assert common == set()


def test_the_news_quote_the_court_whatever_the_dates_and_not_each_other():
    rows, common = quoting([("a", RUN), ("b", RUN), ("court", RUN)], courts=(3,))
    assert rows == {(1, 3): "words", (2, 3): "words"}
    assert common == {(2, 1)}


def test_courts_do_not_quote_each_other():
    assert quoting([("a", RUN), ("b", RUN)], courts=(1, 2)) == ({}, set())


def test_where_two_name_each_other_the_later_quotes():
    assert quoting([("alpha", f"Beta reports: {RUN}"), ("beta", f"Alpha reports: {RUN}")])[0] == {(2, 1): "cue"}


def test_words_handed_on_are_quoted_from_the_last_hand():
    rows, _ = quoting([("alpha", RUN), ("beta", f'Alpha reports: "{RUN}."'), ("c", f'Beta reports: "{RUN}."')])
    assert rows == {(2, 1): "cue", (3, 2): "cue"}


# The yardstick


def test_the_labelled_items_are_well_formed():
    ids = {item["id"] for item in ITEMS}
    assert len(ids) == len(ITEMS) >= 60
    assert len({item["language"] for item in ITEMS}) >= 6
    assert all(
        other in ids for item in ITEMS for other in (*item["quotes"], *item.get("via", ()), *item.get("links", ()))
    )


def test_labelled_items_are_found_as_labelled():
    found = scores(ITEMS)
    assert found["quotes"][0].precision >= 0.99
    assert found["quotes"][0].recall >= 0.9
    assert found["quotes by a source link"][0] == (1, 1)
    assert found["common source"][0] == (1, 1)
