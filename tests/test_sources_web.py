"""The pages of sources: health in plain words, days not seen, requests and runs."""

import html
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from datasette.plugins import pm
from sqlite_utils import Database

from db.corpus import open_corpus, write_sources
from db.publish import publish
from rulingwire.models import Source
from rulingwire.outcomes import Outcome
from rulingwire.source_pages import KNOWN_FROM
from tests.small_corpus import build
from tests.test_web import HOSTILE, Site, serve

NOW = "2025-11-28T12:00:00Z"  # a Friday
WELL = {
    "active": 1,
    "gone_at": None,
    "last_visit_at": NOW,
    "failures": 0,
    "failing_since": None,
    "outcome": "read",
    "why": "",
    "last_new_at": "2025-11-28T03:00:00Z",
    "last_success_at": NOW,
    "times": json.dumps([f"2025-11-28T{hour:02}:00:00Z" for hour in (0, 1, 2, 3)]),
}


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = build(tmp_path_factory.mktemp("sources") / "rulings.db")
    db = Database(path)
    db.execute(
        "UPDATE sources SET url = 'https://court.example/feed', per_day = 3, per_hour = 2 WHERE id = 'quiet-court'"
    )
    sent = ("2025-11-18T07:00:00+00:00", "2025-11-19T09:00:00+00:00", "2025-11-20T07:30:00+00:00")
    db["requests"].insert_all({"host": "court.example", "sent_at": one} for one in sent)
    db["runs"].insert(
        {"command": "crawl", "started_at": "2025-11-20T08:00:00Z", "visits": 3, "failing": 1, "articles": 2}
    )
    fetch = {"source_id": "slashdot", "purpose": "visit", "url": "https://rss.slashdot.org/", "status": 403}
    db["fetches"].insert({**fetch, "fetched_at": "2025-11-20T08:00:00Z", "outcome": "refused", "why": "HTTP 403"})
    seen = {"first_at": "2025-11-19T12:00:00Z", "last_at": "2025-11-20T08:00:00Z", "times": 3}
    db["issues"].insert({"source_id": "slashdot", "kind": "unknown-date", "words": HOSTILE, "hint": "Look.", **seen})
    db.close()
    return path


@pytest.fixture(scope="module")
def site(working: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("published")
    return Site(serve(publish(working, folder, now=datetime(2025, 11, 20, 9, tzinfo=UTC))))


@pytest.fixture(scope="module")
def live(working: Path) -> Site:
    return Site(serve(working, live=True, public=False))


@pytest.fixture
def words(site: Site):
    """The plugin that speaks; the site loads it."""
    return pm.get_plugin("health.py")


def text(tag: Tag) -> str:
    return " ".join(tag.get_text(" ", strip=True).split())


def page(site: Site, path: str) -> BeautifulSoup:
    return BeautifulSoup(site.text(path), "html.parser")


@pytest.mark.parametrize("path", ["/sources", "/source/slashdot", "/source/quiet-court", "/source/torrentfreak"])
def test_the_pages_of_sources_open_on_both_files_and_their_links_lead_somewhere(
    site: Site, live: Site, path: str
) -> None:
    for server in (site, live):
        response = server.get(path)
        assert response.status_code == 200
        assert response.headers["content-security-policy"].startswith("default-src 'none'")
        assert "<script" not in response.text
        links = {html.unescape(link) for link in re.findall(r'href="(/[^"#]*)"', response.text)}
        assert {link: server.get(link).status_code for link in links if server.get(link).status_code >= 400} == {}


def test_sources_in_trouble_come_first_with_what_happened_and_what_to_try(site: Site) -> None:
    first, *_, last = page(site, "/sources").select("ul.sources > li")
    assert text(first.h3) == "Slashdot failing"
    assert "In trouble since Wednesday, 19 November 2025 (3 visits in a row): at the last one it refused us." in text(
        first
    )
    assert "Two things to try: Open the address in a browser" in text(first)
    assert "Not asked yet." in text(last)


def test_times_are_told_from_the_newest_visit_not_from_the_clock(site: Site) -> None:
    assert "as of 2025-11-20 08:00 UTC" in text(page(site, "/sources"))
    assert "Last visit just then" in text(page(site, "/source/torrentfreak"))


def test_court_sites_show_month_by_month_what_was_not_seen(site: Site) -> None:
    table = page(site, "/sources").find("caption", string="Court sites, month by month").parent
    assert [text(cell) for cell in table.select("thead th")] == ["Site", "November 2025"]
    assert [text(cell) for cell in table.select("tbody tr > *")] == ["Quiet Court", "2 days in part"]


def test_the_calendar_of_a_site_marks_days_with_signs_and_words(site: Site) -> None:
    grid = page(site, "/source/quiet-court").select_one("table.month")
    assert text(grid.caption) == "November 2025: 2 days in part"
    assert [text(cell) for cell in grid.select("td.partly")] == ["18 ~ seen in part", "19 ~ seen in part"]
    assert [text(cell) for cell in grid.select("td.seen")] == ["20"]


def test_a_host_with_limits_shows_the_requests_of_the_last_day(site: Site) -> None:
    row = page(site, "/sources").find("caption", string=re.compile("^Requests")).parent.select_one("tbody tr")
    assert [text(cell) for cell in row.find_all(["th", "td"])] == [
        "court.example",
        "2, 1 in the last hour",
        "3 a day, 2 an hour",
        "Quiet Court",
    ]


def test_what_a_host_allows_comes_from_the_list_of_sources(tmp_path: Path) -> None:
    db = open_corpus(tmp_path / "rulings.db")
    limits = {"per_minute": 5, "per_hour": 50, "per_day": 100, "per_day_with_key": 125}
    write_sources(db, [Source(id="court", title="Court", url="https://court.example/list", kind="feed", **limits)])
    db.close()
    page = Site(serve(tmp_path / "rulings.db", live=True, public=False)).text("/source/court")
    assert "100 a day (125 with a key), 50 an hour, 5 a minute" in page


def test_runs_are_listed_and_one_that_was_cut_off_says_so(site: Site) -> None:
    row = page(site, "/sources").find("caption", string="The newest runs").parent.select_one("tbody tr")
    assert [text(cell) for cell in row.find_all(["th", "td"])][2:] == ["not ended", "3", "1", "2", "0"]


def test_a_source_shows_its_articles_issues_and_visits_and_hostile_words_stay_text(site: Site) -> None:
    answer = site.text("/source/slashdot")
    assert "/article/tokyo-2" in answer
    assert "unknown date</strong>: &lt;script&gt;alert" in answer
    assert "3 times since" in answer
    assert "<q>HTTP 403</q>" in answer
    assert "A real copy of the feed was read and its form is tested." in answer


@pytest.mark.parametrize("path", ["/source/none", "/source/a%00b"])
def test_an_unknown_source_is_not_found(site: Site, path: str) -> None:
    assert site.get(path).status_code == 404


def test_a_corpus_that_was_never_read_has_a_page_too(tmp_path: Path) -> None:
    path = build(tmp_path / "rulings.db")
    db = Database(path)
    for name in ("source_states", "gaps"):
        db.execute(f"DELETE FROM {name}")
    db.conn.commit()
    db.close()
    site = Site(serve(path, live=True, public=False))
    assert "No court site has been asked yet." in site.text("/sources")
    assert "Not asked yet." in site.text("/source/quiet-court")


@pytest.mark.parametrize(
    ("change", "state", "said"),
    [
        (
            {},
            "well",
            "Last new article 9 hours ago, usually every 60 minutes. Last visit just then: it answered with articles.",
        ),
        ({"last_new_at": "2025-11-25T11:00:00Z"}, "quiet", "Last new article 3 days ago, usually every 60 minutes."),
        (
            {"last_new_at": "2025-11-20T11:00:00Z", "last_visit_at": "2025-11-20T12:00:00Z"},
            "well",
            "Last visit 8 days ago",
        ),
        ({"times": "[]", "last_new_at": "2025-01-01T00:00:00Z"}, "well", "Last new article 331 days ago."),
        (
            {"failures": 5, "failing_since": "2025-11-24T12:00:00Z", "outcome": "challenged"},
            "failing",
            "since Monday, 24 November 2025 (5 visits in a row): at the last one it asked whether we are human.",
        ),
        (
            {"failures": 1, "failing_since": "2025-10-01T00:00:00Z"},
            "failing",
            "In trouble since 1 October 2025 (one visit)",
        ),
        ({"gone_at": "2025-11-02T12:00:00Z"}, "gone", "Said on 2 November 2025 that it is gone for good."),
        ({"active": 0}, "resting", "Not asked any more, or not asked yet."),
        ({"last_visit_at": None, "last_new_at": None}, "new", "Not asked yet."),
        ({"last_new_at": None}, "well", "No article of it yet."),
    ],
)
def test_health_is_told_in_plain_words(words, change: dict, state: str, said: str) -> None:
    told = words.health(WELL | change, NOW)
    assert told["state"] == state
    assert said in " ".join(told["sentences"])


def test_every_outcome_of_a_visit_has_words_and_every_bad_one_has_advice(words) -> None:
    assert words.OUTCOMES.keys() == {outcome.value for outcome in Outcome}
    for outcome in Outcome:
        assert bool(words.advice(outcome.value, "")) is not outcome.good
    assert {outcome for outcome, _, _ in words.ADVICE} == {o.value for o in Outcome if not o.good} | {"quiet"}


@pytest.mark.parametrize(
    ("outcome", "why", "said"),
    [
        (
            "challenged",
            "HTTP 403: a Cloudflare challenge page instead of an answer",
            ["Ask the publisher for a feed", "Look"],
        ),
        ("refused", "robots.txt of court.example does not allow /list", ["Leave it: its rules for robots"]),
        (
            "refused",
            "robots.txt of court.example cannot be read, so nothing there is fetched",
            ["Open its robots.txt", "Leave"],
        ),
        ("refused", "court.example asked us to wait until 2025-11-20 09:00 UTC: HTTP 429", ["Wait: we are", "Raise"]),
        ("refused", "court.example is at 10.0.0.1, not a public address", ["Correct the address"]),
        ("refused", "HTTP 401", ["Ask the publisher for a key"]),
        ("refused", "HTTP 403", ["Open the address in a browser", "Write to the publisher"]),
        ("unreadable", "an HTML page instead of a feed", ["Open the address: it shows a page now"]),
        ("failed", "the host name does not resolve", ["Check the spelling"]),
        ("failed", "HTTP 503", ["Wait: faults of a server", "If it lasts a week"]),
        ("failed", "larger than it may be: 9 MB", ["Look for a shorter feed"]),
        ("gone", "HTTP 410", ["Look for a new address", "If there is none"]),
        ("read", "", []),
    ],
)
def test_what_to_try_fits_the_outcome_and_the_words_behind_it(words, outcome: str, why: str, said: list[str]) -> None:
    told = words.advice(outcome, why)
    assert len(told) == len(said)
    assert all(one.startswith(begin) for one, begin in zip(told, said, strict=True))


def test_how_sources_are_known_is_said_as_the_list_of_sources_says_it(site: Site) -> None:
    assert pm.get_plugin("sources.py").KNOWN_FROM == KNOWN_FROM


def test_a_gap_of_all_questions_outweighs_that_of_one(site: Site) -> None:
    gap = {"first_day": "2025-11-01", "last_day": "2025-11-02", "question": ""}
    one = {"first_day": "2025-11-02", "last_day": "2025-11-03", "question": "Cloudflare"}
    days = pm.get_plugin("sources.py").days_unseen
    told = {date(2025, 11, 1): "unseen", date(2025, 11, 2): "unseen", date(2025, 11, 3): "partly"}
    assert days([gap, one]) == days([one, gap]) == told
