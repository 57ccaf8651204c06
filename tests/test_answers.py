"""What the headers of an answer say: how long it is fresh, and in which letters it is written."""

from datetime import timedelta

import pytest
from scrapy.http import Response, TextResponse

from rulingwire.models import HostState
from rulingwire.outcomes import Outcome
from spiders.documents import MOST_ENTRIES, parse_feed
from spiders.feed import FeedSpider
from spiders.net.answers import fresh_for
from spiders.net.manners import _is_unread
from tests.builders import NOON, reading

HOUR = timedelta(hours=1)
LATER = "Wed, 19 Nov 2025 13:00:00 GMT"  # an hour after noon


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"Cache-Control": "public, max-age=3600"}, HOUR),
        ({"Expires": LATER}, HOUR),
        ({"Cache-Control": "max-age=60", "Expires": LATER}, timedelta(minutes=1)),
        ({"Cache-Control": "public", "Expires": LATER}, HOUR),
        ({"Expires": "0"}, timedelta()),
        ({"Expires": "Wed, 19 Nov 2025 11:00:00 GMT"}, timedelta()),
        ({"Expires": "soon"}, None),
    ],
)
def test_cache_control_and_without_it_expires_say_how_long_a_document_is_fresh(headers, wait):
    assert fresh_for(Response("https://wire.example/feed", headers=headers), NOON) == wait


def feed_in(letters, declared=""):
    head = f"<?xml version='1.0'{declared}?>"
    return f"{head}<rss version='2.0'><channel><item><title>Суд решил</title></item></channel></rss>".encode(letters)


def title_of(body, kind):
    response = TextResponse("https://wire.example/feed", body=body, headers={"Content-Type": kind}, encoding="utf-8")
    return FeedSpider().read(response, reading(outcome=Outcome.READ)).articles[0].title


def test_the_server_names_the_letters_of_a_document_that_does_not():
    assert title_of(feed_in("windows-1251"), 'text/xml; charset="Windows-1251"') == "Суд решил"


def test_a_document_knows_its_letters_better_than_the_server():
    declared = " encoding='windows-1251'"
    assert title_of(feed_in("windows-1251", declared), "text/xml; charset=iso-8859-1") == "Суд решил"


def test_entries_with_a_prefix_are_counted_too():
    entries = "<a:entry><a:title>Told</a:title></a:entry>" * (MOST_ENTRIES + 1)
    document = parse_feed(f"<a:feed xmlns:a='http://www.w3.org/2005/Atom'>{entries}</a:feed>".encode(), "wire")
    assert (len(document.articles), [i.kind for i in document.issues]) == (MOST_ENTRIES, ["too-many-entries"])


@pytest.mark.parametrize(
    ("status", "unread"), [(0, True), (200, False), (404, False), (403, False), (429, True), (500, True), (503, True)]
)
def test_a_robots_txt_that_is_busy_or_broken_is_no_permission(status, unread):
    assert _is_unread(HostState(host="wire.example", robots_status=status, robots_at=NOON)) == unread
