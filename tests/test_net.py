"""What travels between us and a host, seen from the host: real crawls over loopback."""

import socket
import sqlite3
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from spiders.net.replay import read_record, scan
from tests.loopback import (
    PATIENCE,
    PRIVATE,
    Answer,
    Done,
    Loopback,
    Traffic,
    command,
    crawl,
    entry,
    feed,
    rows,
    rss,
    tables,
)

TRANSIT = {"/robots.txt", "/moved-on", "/new-home", "/jar"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """Two runs over the same hosts."""

    folder: Path
    sites: dict[str, Loopback]
    runs: tuple[Done, Done]

    def rows(self, sql, *values):
        return rows(self.folder, sql, *values)

    def ended(self, source_id):
        """How each visit to a source ended: outcomes and words."""
        return self.rows("SELECT outcome, why FROM fetches WHERE source_id = ? ORDER BY id", source_id)

    @property
    def home(self):
        return self.sites["home"]


def make_due(folder):
    """As if time had passed: every source is due but the slow one, and one redirect has been seen for days."""
    with closing(sqlite3.connect(folder / "rulings.db")) as connection, connection:
        connection.execute("UPDATE source_states SET next_visit_at = '2025-01-01T00:00:00Z' WHERE source_id <> 'slow'")
        connection.execute(
            "UPDATE source_states SET moved_count = 5, moved_since = '2025-01-01T00:00:00Z' WHERE source_id = 'settled'"
        )


@pytest.fixture(scope="module")
def net(tmp_path_factory):
    folder = tmp_path_factory.mktemp("net")
    traffic = Traffic()
    with ExitStack() as stack:
        sites = {name: stack.enter_context(Loopback(table, traffic)) for name, table in tables().items()}
        home = [path for path in sites["home"].table if path not in TRANSIT]
        listed = [entry(path[1:], sites["home"].url(path)) for path in home]
        listed += [entry(name, site.url("/feed")) for name, site in sites.items() if name != "home"]
        listed.append(entry("twin", sites["wait-twins"].url("/twin")))
        (folder / "feeds.yml").write_text("".join(listed))
        first = crawl(folder, DOWNLOAD_TIMEOUT=PATIENCE)
        make_due(folder)
        yield Net(folder=folder, sites=sites, runs=(first, crawl(folder, DOWNLOAD_TIMEOUT=PATIENCE)))


def test_a_304_to_our_validators_writes_no_article(net):
    assert net.home.sent("/etag", "If-None-Match") == [None, '"v1"']
    assert net.home.sent("/etag", "If-Modified-Since") == [None, "Wed, 19 Nov 2025 09:00:00 GMT"]
    assert net.ended("etag") == [("read", ""), ("unchanged", "")]
    assert net.rows("SELECT count(*) FROM article_versions WHERE title = 'Story etag'") == [(1,)]


def test_the_validators_of_a_page_that_is_no_feed_are_not_kept(net):
    assert net.ended("html-etag") == 2 * [("unreadable", "an HTML page instead of a feed")]
    assert net.home.sent("/html-etag", "If-None-Match") == [None, None]


def test_a_304_nobody_asked_for_is_a_failure(net):
    assert [outcome for outcome, _ in net.ended("lying-304")] == ["failed", "failed"]
    assert net.home.sent("/lying-304", "If-None-Match") == [None, None]


def test_the_same_body_is_unchanged_without_any_validators(net):
    assert net.ended("same-body") == [("read", ""), ("unchanged", "")]


def test_a_permanent_redirect_seen_twice_is_not_adopted(net):
    assert net.home.times("/moved") == 2
    assert net.rows("SELECT moved_to, moved_count FROM source_states WHERE source_id = 'moved'") == [
        (net.home.url("/new-home"), 2)
    ]


def test_a_permanent_redirect_seen_for_days_is_followed_at_once(net):
    assert net.home.times("/settled") == 1
    assert net.ended("settled") == [("read", ""), ("unchanged", "")]


def test_a_temporary_redirect_is_followed_and_not_remembered(net):
    assert net.home.times("/lent") == 2
    assert net.rows("SELECT moved_to FROM source_states WHERE source_id = 'lent'") == [("",)]


@pytest.mark.parametrize("name", PRIVATE)
def test_a_redirect_to_a_private_address_is_refused_by_name(net, name):
    url, address = PRIVATE[name]
    why = f"{address} is at {address}, not a public address"
    assert net.ended(name) == 2 * [("refused", why)]
    assert net.rows("SELECT words, hint FROM issues WHERE source_id = ?", name) == [(why, url)]


def test_nothing_but_the_servers_of_the_test_was_connected_to(net):
    ports = {int(site.host.partition(":")[2]) for site in net.sites.values()}
    assert {address for run in net.runs for address in run.connected} == {f"('127.0.0.1', {port})" for port in ports}


def test_a_410_stops_a_source_and_a_404_does_not(net):
    assert (net.home.times("/gone-410"), net.home.times("/gone-404")) == (1, 2)
    assert net.ended("gone-404") == 2 * [("gone", "HTTP 404")]


@pytest.mark.parametrize("name", ["wait-seconds", "wait-date", "wait-503", "wait-unsaid"])
def test_a_host_that_asked_to_wait_is_left_alone(net, name):
    assert net.sites[name].times("/feed") == 1
    assert net.sites[name].times("/robots.txt") == 1
    (first, _), (second, why) = net.ended(name)
    assert (first in ("refused", "failed"), second, "asked us to wait until" in why) == (True, "refused", True)


def test_a_host_that_asked_to_wait_is_left_alone_by_its_other_sources(net):
    site = net.sites["wait-twins"]
    assert site.times("/feed") + site.times("/twin") == 1


def test_a_server_error_is_a_failure_and_asked_once_a_run(net):
    assert net.ended("broken-500") == 2 * [("failed", "HTTP 500")]
    assert net.home.times("/broken-500") == 2


def test_a_challenge_is_named_and_not_fought(net):
    words = "HTTP 403: a Cloudflare challenge page instead of an answer"
    assert net.ended("challenge") == 2 * [("challenged", words)]
    assert net.home.times("/challenge") == 2


def test_what_robots_txt_forbids_is_never_asked_for(net):
    assert net.home.times("/forbidden") == 0
    assert net.ended("forbidden")[0] == ("refused", f"robots.txt of {net.home.host} does not allow /forbidden")


def test_nothing_is_fetched_where_robots_txt_cannot_be_read(net):
    assert net.sites["robots-500"].times("/feed") == 0
    assert "cannot be read" in net.ended("robots-500")[0][1]


def test_a_host_without_robots_txt_forbids_nothing(net):
    assert net.sites["robots-404"].times("/feed") == 2


@pytest.mark.parametrize("name", ["robots-404", "robots-500"])
def test_robots_txt_is_kept_for_the_next_run(net, name):
    assert net.sites[name].times("/robots.txt") == 1


def test_robots_txt_is_asked_for_once_for_all_sources_of_a_host(net):
    assert net.home.times("/robots.txt") == 1


def test_an_answer_that_never_ends_is_given_up(net):
    assert net.ended("slow") == [("failed", "no complete answer in time")]


@pytest.mark.parametrize(
    ("name", "words"), [("bomb", "DOWNLOAD_MAXSIZE"), ("oversize", "50000000"), ("endless", "larger than it may be")]
)
def test_a_document_that_is_too_large_is_a_failure(net, name, words):
    assert [(outcome, words in why) for outcome, why in net.ended(name)] == 2 * [("failed", True)]


def test_a_gzip_bomb_does_not_fill_the_memory(net):
    assert all(run.memory < 200 for run in net.runs)  # MB; the bomb holds 300


def test_a_body_that_breaks_off_is_a_failure(net):
    assert net.ended("cut") == 2 * [("failed", "the answer broke off")]
    assert net.rows("SELECT count(*) FROM articles WHERE title = 'Story cut'") == [(0,)]


def test_guids_that_change_at_each_visit_make_no_new_articles(net):
    assert net.ended("churn") == 2 * [("read", "")]
    assert net.rows("SELECT count(*) FROM articles WHERE title = 'Story churn'") == [(1,)]


def test_a_cookie_is_never_sent_back(net):
    assert net.ended("cookie") == [("read", ""), ("unchanged", "")]
    assert net.home.sent("/jar", "Cookie") == [None, None]


def test_we_say_who_we_are(net):
    agents = {asked.headers["User-Agent"] for site in net.sites.values() for asked in site.asked}
    assert agents == {"rulingwire/0.1 (+https://github.com/rulingwire/rulingwire)"}


def test_every_answer_lies_in_the_archive_without_its_cookies(net):
    played = {(p.path.name, p.offset): read_record(p) for path in archive(net) for p in scan(path)}
    fetched = net.rows("SELECT warc_file, warc_offset, status FROM fetches WHERE status > 0")
    assert len(fetched) > 20
    assert all(played[file, offset][0] == status for file, offset, status in fetched)
    assert not any("Set-Cookie" in headers for _, headers, _ in played.values())


def archive(net):
    return sorted((net.folder / "archive").glob("*.warc.gz"))


def test_a_host_is_asked_one_thing_at_a_time(net):
    assert net.home.traffic.most == 1


def test_failing_sources_end_with_one_and_are_told(net):
    assert [run.code for run in net.runs] == [1, 1]
    assert "broken-500: failed: HTTP 500" in net.runs[0].err
    assert net.runs[0].out == ""


POLITE = {"/robots.txt": Answer(body=b"User-agent: *\nCrawl-delay: 1\n"), "/a": feed("a"), "/b": feed("b")}


def test_a_crawl_delay_is_kept(tmp_path):
    with Loopback(POLITE) as site:
        (tmp_path / "feeds.yml").write_text(entry("a", site.url("/a")) + entry("b", site.url("/b")))
        done = crawl(tmp_path)
    moments = [asked.at for asked in site.asked if asked.path != "/robots.txt"]
    assert (done.code, len(moments), abs(moments[1] - moments[0]) > 0.6) == (0, 2, True)


def test_a_host_is_asked_one_thing_at_a_time_by_all_kinds_of_sources(tmp_path):
    with Loopback({f"/{kind}": feed(kind) for kind in ("feed", "slashdot", "torrentfreak")}) as site:
        (tmp_path / "feeds.yml").write_text("".join(entry(path[1:], site.url(path), path[1:]) for path in site.table))
        crawl(tmp_path, DOWNLOAD_DELAY=0.4)
    moments = sorted(asked.at for asked in site.asked)
    assert (len(moments) > 3, site.traffic.most) == (True, 1)
    assert min(later - sooner for sooner, later in pairwise(moments)) > 0.2


def test_a_run_in_which_all_is_well_says_nothing(tmp_path):
    with Loopback({"/feed": feed("one")}) as site:
        (tmp_path / "feeds.yml").write_text(entry("wire", site.url("/feed")))
        done = crawl(tmp_path)
    assert (done.code, done.out, done.err) == (0, "", "")


LINK = b"<link rel='alternate' type='application/rss+xml' title='Loop News' href='/feed'>"
LISTED = "# our list\n" + entry("wire", "https://wire.example/feed")


@pytest.fixture
def village(tmp_path):
    (tmp_path / "feeds.yml").write_text(LISTED)
    with Loopback(
        {"/": Answer(body=b"<html>" + LINK), "/bare": Answer(body=b"<html>No feed"), "/feed": feed("a")}
    ) as site:
        yield site


def test_adding_a_page_appends_the_feed_it_announces(village, tmp_path):
    done = command(tmp_path, tmp_path / "feeds.yml", "add", village.url("/"))
    assert (done.code, "added loop-news" in done.out) == (0, True)
    added = f"\n- id: loop-news\n  title: Loop News\n  url: {village.url('/feed')}\n  kind: feed\n"
    assert (tmp_path / "feeds.yml").read_text() == LISTED + added


def test_adding_a_page_checks_the_feed_it_announces(village, tmp_path):
    village.table["/feed"] = Answer(status=404)
    assert command(tmp_path, tmp_path / "feeds.yml", "add", village.url("/")).code == 2


@pytest.mark.parametrize(("path", "words"), [("/bare", "no feed is announced there"), ("/nowhere", "HTTP 404")])
def test_adding_a_page_without_a_feed_changes_nothing(village, tmp_path, path, words):
    done = command(tmp_path, tmp_path / "feeds.yml", "add", village.url(path))
    assert (done.code, words in done.err) == (2, True)
    assert (tmp_path / "feeds.yml").read_text() == LISTED


def test_a_live_check_shows_red_amber_and_green_and_stores_nothing(tmp_path):
    table = {"/good": feed("a"), "/empty": Answer(body=rss()), "/bad": Answer(status=500)}
    with Loopback(table) as site:
        (tmp_path / "feeds.yml").write_text("".join(entry(path[1:], site.url(path)) for path in table))
        done = command(tmp_path, tmp_path / "feeds.yml", "check", "--live")
    lights = [line.partition(":")[0].split() for line in done.out.splitlines()[4:]]
    assert (done.code, lights) == (1, [["green", "good"], ["amber", "empty"], ["red", "bad"]])
    assert not (tmp_path / "rulings.db").exists()


def test_a_test_that_reaches_for_the_network_fails():
    with pytest.raises(pytest.fail.Exception, match="not this machine"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(pytest.fail.Exception, match="not this machine"):
        socket.getaddrinfo("wire.example", 443)
