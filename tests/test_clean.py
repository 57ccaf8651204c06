"""Cleaning one entry."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipelines.clean import clean, one_line, read_html, tidy
from pipelines.identify import ladder
from rulingwire.models import Link
from tests.builders import NOON, raw


def cleaned(of_source="en", **changes):
    entry = raw(**changes)
    return clean(entry, ladder([entry])[0], NOON, of_source)


def kinds(article):
    return [issue.kind for issue in article.issues]


def test_paragraphs_are_kept_and_markup_is_not():
    text, _ = read_html("<p>One <b>bold</b> word.</p><p>Two<br>lines &amp; more</p><script>alert(1)</script>")
    assert text == "One bold word.\n\nTwo\nlines & more"


def test_links_are_resolved_and_only_http_survives():
    _, links = read_html('<a href="/a?x=1&amp;y=2">a</a> <a href="javascript:alert(1)">b</a>', "https://x.example/p")
    assert links == ("https://x.example/a?x=1&y=2",)


def test_a_title_is_one_line_of_plain_text():
    assert one_line("Court&apos;s <nobr>order<wbr></nobr>\n on&nbsp;DNS") == "Court's order on DNS"


def test_the_address_is_canonical():
    assert cleaned(url="HTTP://Wire.Example:80/a/../b?utm_source=rss").url == "http://wire.example/b"


def test_a_link_that_is_not_http_is_refused_by_name():
    article = cleaned(url="javascript:alert(1)")
    assert (article.url, kinds(article)) == ("", ["link-refused"])


def test_an_unknown_date_is_an_issue_and_no_guess():
    article = cleaned(published="the day before yesterday")
    assert (article.published_at, kinds(article)) == (None, ["unknown-date"])


def test_a_missing_date_is_an_issue():
    article = cleaned(published="")
    assert (article.published_at, kinds(article)) == (None, ["missing-date"])


def test_a_date_in_the_future_is_not_believed():
    article = cleaned(published="Fri, 21 Nov 2025 09:00:00 +0000")
    assert (article.published_at, kinds(article)) == (None, ["future-date"])


def test_a_clock_that_runs_a_little_ahead_is_believed():
    assert cleaned(published="Wed, 19 Nov 2025 12:30:00 +0000").published_at == NOON + timedelta(minutes=30)


def test_the_date_of_change_serves_where_no_other_is_given():
    article = cleaned(published="", updated="2025-11-19T08:00:00Z")
    assert article.published_at == article.updated_at == datetime(2025, 11, 19, 8, tzinfo=UTC)


def test_the_language_of_the_source_goes_first_then_the_declared_one():
    assert cleaned("ja", language="en").language == "ja"
    assert cleaned(None, language="de-DE").language == "de"


def test_an_undeclared_language_is_identified_from_the_text():
    german = "<p>Das Landgericht hat den Anbieter zur Sperrung der Domains verurteilt, weil er haftet.</p>"
    assert cleaned(None, html=german, title="Urteil").language == "de"


def test_a_short_text_of_unknown_language_stays_unknown():
    assert cleaned(None, html="", title="Ok").language == "und"


def test_the_quoted_article_keeps_its_role():
    html = '<a href="https://torrentfreak.com/x/">reports</a> <a href="https://other.example/">more</a>'
    article = cleaned(html=html, links=(Link(url="https://torrentfreak.com/x/", role="via"),))
    assert [(link.url, link.role) for link in article.links] == [
        ("https://other.example/", "link"),
        ("https://torrentfreak.com/x/", "via"),
    ]


@given(st.text())
def test_tidying_twice_changes_nothing(text):
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(alphabet=st.sampled_from("<>/\"'=& abps\n;:&#x"), max_size=200))
def test_no_markup_makes_reading_fail(markup):
    text, links = read_html(markup)
    assert tidy(text) == text
    assert all(link.startswith(("http://", "https://")) for link in links)
