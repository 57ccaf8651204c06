"""What a visit to a court site asks: standing questions, page after page, windows cut in halves, and what is missed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rulingwire.errors import ConfigError
from rulingwire.models import RawArticle
from rulingwire.records import Number, Record
from rulingwire.watch import load_watch, plain_number
from spiders.court import CourtSpider
from spiders.courts.registry import load_site
from spiders.courts.sites import About, Listing, trailing
from spiders.courts.windows import halves_of, older
from spiders.net.keys import has_key, key_headers, with_key
from spiders.net.naming import archive_name
from tests import builders
from tests.test_court_samples import source_of

WATCH = """
topics:
  cdn: {any: [Cloudflare], ja: [クラウドフレア]}
  blocking: {en: [site blocking], de: [Netzsperre], fr: [blocage de sites]}
cases:
  - {court: us-scotus, number: 24-171, why: Cox v. Sony}
  - {court: us-vaed, number: "1:18-cv-00950", why: the case below}
"""


@pytest.fixture
def watch(tmp_path):
    (tmp_path / "watch.yml").write_text(WATCH, "utf-8")
    return load_watch(tmp_path / "watch.yml")


@pytest.mark.parametrize(
    ("changes", "terms"),
    [
        ({"topics": ("cdn", "blocking"), "language": "de"}, ("Cloudflare", "Netzsperre")),
        ({"topics": ("cdn",), "language": "ja"}, ("Cloudflare", "クラウドフレア")),
        ({"topics": ("cdn", "blocking")}, ("Cloudflare",)),
        ({"topics": ("blocking.de", "blocking.fr")}, ("Netzsperre", "blocage de sites")),
        ({"topics": ("dockets",), "courts": ("us-scotus",)}, ("24-171",)),
        ({}, ()),
    ],
)
def test_a_source_is_asked_for_the_words_of_its_topics_and_language(watch, changes, terms):
    assert watch.terms(builders.source(**changes)) == terms


@pytest.mark.parametrize("printed", ["1:18-cv-00950", "1:18-cv-00950-LO-JFA", "1:18-cv-950", "No. 1:18-cv-00950-PTG"])
def test_a_watched_case_is_known_by_its_number_however_it_is_printed(watch, printed):
    record = Record(court="us-vaed", numbers=(Number(kind="docket", value=printed),))
    assert watch.why(record) == "the case below"


def test_a_number_of_another_court_is_another_case(watch):
    assert watch.why(Record(court="us-txwd", numbers=(Number(kind="docket", value="1:18-cv-00950"),))) == ""
    assert plain_number("24-171") != plain_number("24-1710")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("topics: {}", "must hold `topics` and `cases`"),
        ("topics: {cdn: {xx1: [a]}}\ncases: []", "'xx1' is no language"),
        ("topics: {cdn: {en: [24]}}\ncases: []", "must be a list of words"),
        ("topics: {dockets: {}}\ncases: []", "`dockets` is no name for one"),
        ("topics: {}\ncases: [{court: us-scotus, number: 24, why: x}]", "case 1: must say court, number and why"),
        ("topics: [", "not YAML"),
    ],
)
def test_a_mistake_in_watch_yml_is_told(tmp_path, text, told):
    (tmp_path / "watch.yml").write_text(text)
    with pytest.raises(ConfigError, match=told.replace("`", ".").replace("(", r"\(")):
        load_watch(tmp_path / "watch.yml")


# Windows and pages: of a source whose address takes both days.


@pytest.fixture
def source():
    return source_of("a2aj")


@pytest.fixture
def question(source):
    visit = trailing(source, builders.NOON, ("Cloudflare",))
    (first,) = load_site(source.kind).ask(source, visit)
    return replace(first, since=visit.since, until=visit.until)


def listing(*days, **about):
    articles = [RawArticle(source_id="a2aj", record=Record(decided=day)) for day in days]
    return Listing(articles=tuple(articles), about=About(**about))


def test_a_window_that_a_site_will_not_show_whole_is_asked_for_by_halves(source, question):
    first, second = halves_of(question, source, 80)
    assert first.until == second.since
    assert (first.since, second.until) == (question.since, question.until)
    assert first.url != second.url != question.url
    assert first.half_of is second.half_of


def test_a_window_of_a_day_is_not_cut(source, question):
    assert halves_of(replace(question, since=question.until - timedelta(days=1)), source, 80) == []


def test_halves_that_show_less_than_the_whole_say_so(source, question):
    spider = CourtSpider()
    first, second = halves_of(question, source, 80)
    assert spider.following(first, listing("2025-11-01", total=30), source) == ([], "")
    assert spider.following(second, listing("2025-11-10", total=30), source)[1] == (
        "80 hits, of which two halves of the window show 60"
    )


def test_a_ceiling_leads_to_halves(source, question):
    more, missed = CourtSpider().following(question, listing("2025-11-01", total=80, ceiling=50), source)
    assert (len(more), missed) == (2, "")


def test_a_page_on_which_everything_is_older_than_the_window_is_the_last(question):
    source = builders.source(date_is="decided")
    assert older(listing("2020-01-01", "2019-01-01").articles, source, builders.NOON)
    assert not older(listing("2020-01-01", "2025-12-01").articles, source, builders.NOON)
    assert not older(listing("2020-01-01", "").articles, source, builders.NOON)
    assert not older((), source, builders.NOON)


def test_pages_that_are_not_read_are_missed_and_said():
    source = source_of("rechtspraak")
    visit = trailing(source, builders.NOON, ())
    (first,) = load_site(source.kind).ask(source, visit)
    question = replace(first, since=visit.since, until=visit.until)
    today = listing("", total=9000)
    (second,), missed = CourtSpider().following(question, today, source)
    assert (second.page, second.since, missed) == (2, question.since, "")
    assert CourtSpider().following(replace(question, page=source.pages), today, source) == (
        [],
        f"more than the {source.pages} pages that are read of a question",
    )


# Keys and names


def test_a_key_travels_as_the_source_says_and_never_into_the_archive(monkeypatch):
    by_header = builders.source(key_env="TEST_KEY", key_header="Authorization: Token {key}", key_required=True)
    by_address = builders.source(key_env="TEST_KEY", key_param="OC")
    assert (has_key(by_header), has_key(by_address)) == (False, True)
    assert (key_headers(by_header), with_key("https://a.example/?q=1", by_address)) == ({}, "https://a.example/?q=1")
    monkeypatch.setenv("TEST_KEY", "secret")
    assert has_key(by_header)
    assert key_headers(by_header) == {"Authorization": "Token secret"}
    assert with_key("https://a.example/?q=1", by_address) == "https://a.example/?q=1&OC=secret"
    assert "secret" not in archive_name("https://a.example/?q=1")


def test_an_answer_to_a_post_is_named_by_what_was_sent():
    one, two = (archive_name("https://a.example/s", "POST", body) for body in ("q=1", "q=2"))
    assert one == "https://a.example/s?__wb_method=POST&__wb_post_data=q%3D1"
    assert one != two
    assert len(archive_name("https://a.example/s", "POST", "q" * 5000)) < 200
