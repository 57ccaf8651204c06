"""Sites whose terms or robots.txt bar machines are never fetched, and feeds.yml names none of them."""

import pytest

from rulingwire.settings import ROOT
from rulingwire.source_keys import without_places
from rulingwire.sources import load_sources
from spiders.net.never import places, why_never
from tests.loopback import Loopback, crawl, entry, feed, rows

OPEN = (
    "https://www.courtlistener.com/api/rest/v4/search/?q=x",
    "https://www.courtlistener.com/feed/search/?q=x",
    "https://www.rechtsprechung-im-internet.de/jportal/docs/feed/bsjrs-bgh.xml",
    "https://www.rechtsprechung-im-internet.de/rii-toc.xml",
    "https://www.judgments.fedcourt.gov.au/rss/fca-judgments",
    "https://www.supremecourt.gov/opinions/slipopinion/25",
    "https://notbailii.org/",
)


@pytest.mark.parametrize("place", places(), ids=lambda place: f"{place.host}{place.path}")
def test_each_is_refused_with_its_reason(place):
    for host in (place.host, f"www.{place.host}", place.host.upper()):
        assert why_never(f"https://{host}{place.path or '/'}anything") == f"{place.host}: never fetched: {place.why}"
    assert why_never(f"https://{place.host}/robots.txt") == ""
    for path in place.but:
        assert why_never(f"https://{place.host}{path}") == ""


@pytest.mark.parametrize("url", OPEN)
def test_what_machines_may_read_is_not(url):
    assert why_never(url) == ""


def test_no_source_is_at_such_a_place():
    assert [s.id for s in load_sources(ROOT / "feeds.yml") if why_never(without_places(s.url))] == []


def test_a_redirect_does_not_lead_there(tmp_path, monkeypatch):
    away = "https://www.bailii.org/recent.rss"
    with Loopback({"/robots.txt": feed(), "/feed": feed("here")}) as site:
        (tmp_path / "feeds.yml").write_text(entry("bailii", away) + entry("wire", site.url("/feed")))
        crawl(tmp_path)
    assert rows(tmp_path, "SELECT outcome, why FROM fetches WHERE source_id = 'bailii'") == [
        ("refused", "bailii.org: never fetched: the terms forbid robots and bulk copies")
    ]
