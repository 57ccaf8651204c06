"""The identity ladder and what a reading changes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipelines.clean import clean
from pipelines.identify import article_id, content_hash, decide, fingerprint, ladder, permalink, same_content
from rulingwire.plans import Known, KnownVersion, Verdict
from tests.builders import NOON, raw


def names(*articles):
    return [[alias.key for alias in aliases] for aliases in ladder(articles)]


def known(*contents, version=None, source_id="wire", read_at=NOON, forms=None):
    versions = tuple(
        KnownVersion(version=n, text_version=n, content=content, form=(forms or {}).get(n, "feed"))
        for n, content in enumerate(contents, 1)
    )
    return Known(
        article_id=1,
        source_id=source_id,
        title="Story 1",
        version=version or len(contents),
        last_read_at=read_at,
        versions=versions,
    )


def article(at=NOON + timedelta(hours=1), **changes):
    entry = raw(**changes)
    return clean(entry, ladder([entry])[0], at, "en")


FIRST = content_hash("Story 1", "Body of story 1.")


def test_the_surest_name_comes_first():
    (keys,) = names(raw())
    assert keys == ["guid:wire:wire.example/?p=1", "url:wire.example/story/1", "id:wp:wire.example:1"]


def test_a_guid_that_moves_from_http_to_https_is_the_same_name():
    assert names(raw(guid="http://www.wire.example/?p=1")) == names(raw(guid="https://wire.example/?p=1"))


def test_a_guid_that_stands_twice_in_a_document_is_joined_with_the_address():
    one, two = names(raw(1, guid="same"), raw(2, guid="same"))
    assert one[0] == "guid:wire:same wire.example/story/1"
    assert set(one).isdisjoint(two)


def test_an_address_that_stands_twice_in_a_document_is_no_name():
    one, two = names(raw(1, url="https://wire.example/"), raw(2, url="https://wire.example/"))
    assert set(one).isdisjoint(two)


def test_a_slashdot_story_has_one_name_under_two_section_hosts():
    news = raw(url="https://news.slashdot.org/story/25/11/19/2247224/a", guid="a")
    rights = raw(url="https://yro.slashdot.org/story/25/11/19/2247224/a", guid="b", name="yro")
    assert set(names(news)[0]) & set(names(rights)[0]) == {"id:slashdot:25/11/19/2247224"}


def test_an_entry_without_guid_and_link_is_known_by_title_and_date():
    assert names(raw(guid="", url=""))[0] == ["title:wire:Wed, 19 Nov 2025 09:00:00 +0000:story 1"]


def test_an_entry_without_anything_has_no_name():
    assert names(raw(guid="", url="", title="")) == [[]]


def test_facts_alone_do_not_change_the_content_half_of_a_fingerprint():
    before, after = (fingerprint(raw(facts=(("slash:comments", n),))) for n in ("3", "40"))
    assert before != after
    assert same_content(before, after)


def test_the_permalink_does_not_depend_on_which_source_came_first():
    first, second = (ladder([raw(url="https://a.example/s", guid=g, name=n)])[0] for g, n in (("1", "x"), ("2", "y")))
    assert permalink(first) == permalink(second)


@given(
    st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2100, 1, 1)),
    st.text("0123456789abcdef", min_size=16, max_size=16),
)
def test_article_numbers_grow_with_time_and_stay_exact_in_json(moment, link):
    moment = moment.replace(tzinfo=UTC)
    number = article_id(moment, link)
    assert 0 <= number < 2**53
    assert article_id(moment + timedelta(seconds=1), "0" * 16) > number


def test_an_unknown_entry_is_new():
    assert decide(article(), None).verdict is Verdict.NEW


def test_a_retitled_entry_is_a_version_that_shares_its_text():
    decision = decide(article(title="Story 1, retold"), known(FIRST))
    assert (decision.verdict, decision.change, decision.version, decision.text_version) == (
        Verdict.VERSION,
        "title",
        2,
        1,
    )


def test_white_space_is_no_edit():
    assert decide(article(html="<p>Body   of story\n1.</p>"), known(FIRST)).verdict is Verdict.SIGHTING


def test_another_source_never_makes_a_version():
    other = replace(article(title="Other words"), source_id="other")
    assert decide(other, known(FIRST)).verdict is Verdict.SIGHTING


def test_a_page_that_flaps_returns_to_a_version_instead_of_making_endless_ones():
    second = content_hash("Story 1", "Second.")
    decision = decide(article(), known(FIRST, second, FIRST, second))
    assert (decision.verdict, decision.version) == (Verdict.RETURN, 3)


def test_an_old_capture_read_late_is_kept_but_not_made_present():
    decision = decide(article(at=NOON - timedelta(days=1), title="Older words"), known(FIRST))
    assert (decision.verdict, decision.version) == (Verdict.EARLIER, 2)


def test_an_old_capture_of_a_known_version_changes_nothing():
    second = content_hash("Story 1", "Second.")
    late = article(at=NOON - timedelta(days=1))
    assert decide(late, known(FIRST, second)).verdict is Verdict.SIGHTING


def test_the_page_of_a_cut_entry_is_a_fuller_version():
    page = replace(article(), form="page", text="The whole of it.")
    decision = decide(page, known(FIRST))
    assert (decision.verdict, decision.change) == (Verdict.VERSION, "fuller")
