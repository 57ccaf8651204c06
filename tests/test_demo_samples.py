"""The demonstration's captures are what demo/README.md says they are."""

import json
import re
from collections import defaultdict
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import feedparser
import lxml.html
import pytest

from rulingwire.models import Source
from rulingwire.source_keys import COURT_KINDS
from rulingwire.sources import load_sources
from rulingwire.watch import load_watch
from spiders.courts.registry import load_site
from spiders.courts.sites import Answer, Listing, read_document, trailing
from spiders.net.naming import archive_name

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "demo"
CAPTURES = DEMO / "captures"
MANIFEST = [json.loads(line) for line in (CAPTURES / "MANIFEST.jsonl").read_text("utf-8").splitlines()]
SOURCES = {source.id: source for source in load_sources(DEMO / "feeds.yml")}
WATCH = load_watch(DEMO / "watch.yml")
COURTS = {source.id for source in SOURCES.values() if source.kind in COURT_KINDS}
BROKEN = {"dday/20251125T120000Z-feed.xml"}
FROM_COURTS = [line for line in MANIFEST if line["file"].partition("/")[0] in COURTS]
NEWS = [line for line in MANIFEST if line not in FROM_COURTS]
LISTS = [line for line in FROM_COURTS if re.search(r"-(list|down)\.", line["file"])]
DOCUMENTS = [line for line in FROM_COURTS if line not in LISTS]
FEEDS = [line["file"] for line in NEWS if line["file"].endswith(".xml")]
PAGES = [line["file"] for line in MANIFEST if line["file"].startswith("torrentfreak/") and ".html" in line["file"]]
CASES = {
    case: (decided, words.split("|"))
    for case, decided, words in (
        line.split("\t") for line in (DEMO / "cases.txt").read_text("utf-8").splitlines() if not line.startswith("#")
    )
}


def body(file: str) -> bytes:
    return (CAPTURES / file).read_bytes()


@cache
def parsed(file: str) -> Any:
    return feedparser.parse(body(file), sanitize_html=False)


def source_of(line: dict[str, Any]) -> Source:
    return SOURCES[line["file"].partition("/")[0]]


def answer_of(line: dict[str, Any]) -> Answer:
    return Answer(url=line["url"], body=body(line["file"]))


def listed(line: dict[str, Any]) -> Listing:
    return load_site(source_of(line).kind).discover(answer_of(line), source_of(line))


def entries() -> list[tuple[str, Any]]:
    return [(file.partition("/")[0], entry) for file in FEEDS for entry in parsed(file).entries]


def with_status(status: int) -> dict[str, Any]:
    (line,) = [line for line in MANIFEST if line.get("status", 200) == status]
    return line


def body_of(entry: Any) -> str:
    return entry.content[0].value if "content" in entry else entry.get("summary", "")


def test_the_manifest_and_the_files_are_the_same_set() -> None:
    on_disk = {path.relative_to(CAPTURES).as_posix() for path in CAPTURES.rglob("*") if path.is_file()}
    listed = [line["file"] for line in MANIFEST]
    assert len(listed) == len(set(listed))
    assert on_disk == {*listed, "MANIFEST.jsonl"}
    assert 50 <= len(listed) <= 80


def test_the_manifest_is_in_time_order_and_spans_at_least_five_days() -> None:
    times = [line["captured"] for line in MANIFEST]
    assert times == sorted(times)
    assert len({time[:10] for time in times}) >= 5
    assert times[0] >= "2025-11-17"
    assert times[-1] < "2025-11-29"


@pytest.mark.parametrize("line", MANIFEST, ids=lambda line: line["file"])
def test_a_file_bears_the_time_of_its_capture(line: dict[str, Any]) -> None:
    captured = datetime.fromisoformat(line["captured"])
    assert re.fullmatch(rf"[a-z-]+/{captured:%Y%m%dT%H%M%SZ}-[a-z0-9-]+\.(xml|json|html)", line["file"])
    assert line["url"].startswith(("https://", "http://publications.europa.eu/resource/celex/"))


def test_every_folder_is_a_source_of_the_demo_and_holds_captures_of_its_address() -> None:
    addresses: dict[str, set[str]] = defaultdict(set)
    for line in NEWS:
        addresses[line["file"].partition("/")[0]].add(line["url"])
    assert addresses.keys() | COURTS == SOURCES.keys()
    assert [name for name, urls in addresses.items() if not urls & {SOURCES[name].url, *SOURCES[name].also_at}] == []


@pytest.mark.parametrize("line", MANIFEST, ids=lambda line: line["file"])
def test_headers_fit_the_body(line: dict[str, Any]) -> None:
    kind = line["headers"]["Content-Type"]
    assert ("html" in kind) == line["file"].endswith(".html")
    declared = re.match(rb'<\?xml version=["\']1.0["\'] encoding=["\']([\w-]+)', body(line["file"]))
    if declared and "charset" in kind:
        assert kind.lower().endswith(declared[1].decode().lower())


@pytest.mark.parametrize("file", sorted(set(FEEDS) - BROKEN))
def test_a_good_feed_is_read_without_complaint(file: str) -> None:
    assert not parsed(file).bozo
    assert parsed(file).entries


@pytest.mark.parametrize("file", sorted(BROKEN))
def test_the_broken_feed_is_broken_and_still_holds_its_entries(file: str) -> None:
    assert parsed(file).bozo
    assert len(parsed(file).entries) >= 5


@pytest.mark.parametrize("file", FEEDS)
def test_every_feed_says_that_it_is_a_demonstration(file: str) -> None:
    feed = parsed(file).feed
    assert "written by the rulingwire project" in feed.get("subtitle", "")


def test_every_entry_has_the_desk_as_its_author() -> None:
    assert {entry.get("author", "Demo Desk").split(" (")[0].strip() for _, entry in entries()} <= {
        "Demo Desk",
        "noreply@blogger.com",
    }


def test_there_are_enough_entries_sources_languages_and_formats() -> None:
    distinct = {(source, entry.get("id") or entry.link) for source, entry in entries()}
    languages = {parsed(file).feed.get("language", "")[:2].lower() for file in FEEDS} - {""}
    assert len(distinct) >= 70
    assert len({source for source, _ in distinct}) >= 15
    assert languages >= {"en", "de", "fr", "es", "it", "ja", "pt"}
    assert {parsed(file).version for file in FEEDS} == {"rss20", "rss10", "atom10"}


def test_every_listed_case_is_told_and_every_told_case_is_listed() -> None:
    told = {case for line in MANIFEST for case in line.get("cases", ())}
    assert told == set(CASES)
    assert len(told) >= 30


@pytest.mark.parametrize("line", [line for line in MANIFEST if "cases" in line], ids=lambda line: line["file"])
def test_the_words_of_a_case_stand_in_the_captures_that_tell_it(line: dict[str, Any]) -> None:
    text = body(line["file"]).decode("iso-8859-1" if line["file"].startswith("golem/") else "utf-8")
    missing = [case for case in line["cases"] if not any(word in text for word in CASES[case][1])]
    assert not missing


def test_no_ruling_is_told_before_it_was_made() -> None:
    for line in MANIFEST:
        for case in line.get("cases", ()):
            decided = CASES[case][0]
            assert decided == "?" or decided <= line["captured"][: len(decided)]


def test_no_entry_is_younger_than_its_first_capture() -> None:
    for line in MANIFEST:
        if line["file"] in FEEDS:
            captured = datetime.fromisoformat(line["captured"])
            for entry in parsed(line["file"]).entries:
                if entry.get("published_parsed"):
                    assert datetime(*entry.published_parsed[:6], tzinfo=UTC) <= captured


def test_entries_roll_through_a_feed_that_is_captured_again() -> None:
    series: dict[str, list[str]] = defaultdict(list)
    for file in FEEDS:
        series[file.partition("/")[0]].append(file)
    for source, files in series.items():
        for before, after in pairwise(files):
            ids = [{entry.get("id") or entry.link for entry in parsed(file).entries} for file in (before, after)]
            assert ids[0] & ids[1], source
            assert ids[1] - ids[0] or body(before) == body(after), source


def test_torrentfreak_tells_in_full_or_cuts_to_the_lead() -> None:
    tail = "for the latest news on copyright battles, piracy and more."
    for source, entry in entries():
        if source == "torrentfreak":
            assert re.fullmatch(r"https://torrentfreak\.com/\?p=9\d{6}", entry.id)
            assert tail in body_of(entry)
            words = len(re.sub(r"<[^>]+>", " ", body_of(entry)).split())
            assert ("content" in entry and 120 <= words <= 350) or words < 60


@pytest.mark.parametrize("file", PAGES)
def test_an_article_page_holds_what_the_feed_cut(file: str) -> None:
    page = lxml.html.fromstring(body(file))
    (text,) = page.find_class("article__body")
    assert len(text.text_content().split()) >= 120
    (url,) = page.xpath("//link[@rel='canonical']/@href")
    cut = [entry for _, entry in entries() if entry.get("link") == url]
    assert cut
    assert all("content" not in entry for entry in cut)


def test_an_article_is_retitled_and_its_sum_corrected_under_one_guid() -> None:
    versions = {
        (entry.title, "Correction:" in body_of(entry), "374.7 million won" in body_of(entry))
        for _, entry in entries()
        if entry.get("id") == "https://torrentfreak.com/?p=9000101"
    }
    assert len(versions) == 2
    assert {version[1:] for version in versions} == {(False, False), (True, True)}


def test_slashdot_quotes_two_sentences_of_torrentfreak() -> None:
    (told,) = {body_of(entry) for source, entry in entries() if source == "torrentfreak" and "demo-tokyo" in entry.link}
    for source in ("slashdot", "slashdot-yro"):
        story = next(entry for name, entry in entries() if name == source and "/25/11/19/9915001/" in entry.link)
        (quote,) = re.findall(r"<i>(.*?)</i>", story.summary)
        assert quote in told
        assert quote.count(". ") >= 1
        assert '<a href="https://torrentfreak.com/demo-tokyo' in story.summary


def test_what_slashdot_quotes_stands_in_the_article_it_links_to() -> None:
    told = {entry.link: body_of(entry) for _, entry in entries() if "content" in entry}
    quoted = re.compile(r'href="(https://(?:torrentfreak|arstechnica)\.com/[^"]+)">[^<]*</a>[^<]*<i>(.*?)</i>')
    found = {pair for name, entry in entries() if name == "slashdot" for pair in quoted.findall(entry.summary)}
    assert len(found) == 3
    assert [url for url, quote in found if quote not in told[url]] == []


def test_one_slashdot_story_stands_under_two_hosts() -> None:
    hosts = {entry.link.split(".")[0] for _, entry in entries() if "/story/25/11/19/9915001/" in entry.get("link", "")}
    assert hosts == {"https://news", "https://yro"}


@pytest.mark.parametrize("file", [file for file in FEEDS if file.startswith("slashdot")])
def test_slashdot_is_ascii_declared_as_latin_and_ends_as_slashdot_ends(file: str) -> None:
    assert b'encoding="ISO-8859-1"' in body(file)
    assert body(file).isascii()
    for entry in parsed(file).entries:
        positions = [
            entry.summary.find(mark)
            for mark in ("share_submission", "Read more of this story</a> at Slashdot.", "op=discuss&amp;id=")
        ]
        assert -1 not in positions
        assert positions == sorted(positions)
        assert entry.link.endswith("?utm_source=rss1.0mainlinkanon&utm_medium=feed")
        assert len(entry.slash_hit_parade.split(",")) == 7


def test_the_tokyo_ruling_is_told_by_five_outlets_in_three_languages() -> None:
    telling = {
        line["file"].partition("/")[0]
        for line in MANIFEST
        if "jp-tokyo-2025-kodansha-v-cloudflare" in line.get("cases", ())
    }
    assert telling == {"torrentfreak", "slashdot", "slashdot-yro", "itmedia-news", "heise", "arstechnica"}
    assert {SOURCES[source].language for source in telling} == {"en", "ja", "de"}
    assert not any(
        re.search("Tokyo District Court|Distriktgericht Tokio|東京地裁.*Cloudflare", entry.title + body_of(entry))
        for source, entry in entries()
        if source not in telling
    )


def test_golem_repeats_a_guid_and_really_writes_latin_bytes() -> None:
    file = "golem/20251118T090000Z-feed.xml"
    ids = [entry.id for entry in parsed(file).entries]
    links = [entry.link for entry in parsed(file).entries]
    assert len(set(ids)) == len(ids) - 1
    assert len(set(links)) == len(links)
    assert "ö".encode("iso-8859-1") in body(file)
    with pytest.raises(UnicodeDecodeError):
        body(file).decode("utf-8")


def test_odd_dates_and_links_are_there() -> None:
    undated = {entry.link for _, entry in entries() if not entry.get("published") and not entry.get("updated")}
    unreadable = {entry.published for _, entry in entries() if entry.get("published") and not entry.published_parsed}
    assert len(undated) == 1
    assert len(unreadable) == 1
    assert any(b"<link>javascript:" in body(file) for file in FEEDS)


def test_one_feed_is_the_same_twice() -> None:
    assert body("eff-deeplinks/20251118T140000Z-feed.xml") == body("eff-deeplinks/20251120T140000Z-feed.xml")


def test_failures_come_with_the_headers_that_explain_them() -> None:
    assert int(with_status(503)["headers"]["Retry-After"]) > 0
    assert with_status(403)["headers"]["cf-mitigated"] == "challenge"
    assert with_status(410)["url"].endswith("/feed/")
    moved = with_status(301)
    assert any(line["url"] == moved["headers"]["Location"] and line["file"] in FEEDS for line in MANIFEST)
    consent = next(line for line in MANIFEST if line["file"].endswith("consent.html"))
    assert consent["status"] == 200
    assert consent["url"].startswith("https://rss.golem.de/")


# Courts


@pytest.mark.parametrize("source", sorted(COURTS))
def test_a_court_site_of_the_demo_is_that_of_feeds_yml(source: str) -> None:
    real = {one.id: one for one in load_sources(ROOT / "feeds.yml")}[source]
    same = ("url", "kind", "language", "jurisdiction", "courts", "zone", "date_is", "api")
    mine = SOURCES[source]
    assert {name: getattr(mine, name) for name in same} == {name: getattr(real, name) for name in same}
    assert mine.title.endswith("(demo)")
    assert mine.may_publish_text
    assert mine.active


@pytest.mark.parametrize("line", LISTS, ids=lambda line: line["file"])
def test_a_list_answers_a_question_that_the_spider_asks(line: dict[str, Any]) -> None:
    source, moment = source_of(line), datetime.fromisoformat(line["captured"])
    asked = load_site(source.kind).ask(source, trailing(source, moment, WATCH.terms(source)))
    assert line["url"] in {archive_name(one.url, one.method, one.body) for one in asked}


@pytest.mark.parametrize("line", DOCUMENTS, ids=lambda line: line["file"])
def test_a_document_is_that_of_an_entry_listed_before(line: dict[str, Any]) -> None:
    source = source_of(line)
    before = [one for one in LISTS if source_of(one) == source and one["captured"] < line["captured"]]
    wanted = {
        load_site(source.kind).document(entry.url, source).url for one in before for entry in listed(one).articles
    }
    assert line["url"] in wanted
    assert read_document(load_site(source.kind), answer_of(line), source)
    assert b"Written by the rulingwire project" in body(line["file"])


def test_every_entry_of_a_court_says_court_number_and_day() -> None:
    records = [(entry.url, entry.record) for line in LISTS for entry in listed(line).articles]
    assert len({url for url, _ in records}) >= 8
    assert [url for url, one in records if not (one and one.court and one.numbers and one.decided)] == []
    assert [one["file"] for one in LISTS if listed(one).issues] == []


def test_courts_and_news_tell_of_the_same_cases() -> None:
    told = {case for line in NEWS for case in line.get("cases", ())}
    decided = {case for line in FROM_COURTS for case in line.get("cases", ())}
    assert len(decided & told) >= 5


def test_a_court_corrects_an_entry_and_its_document() -> None:
    first, second = (
        {entry.url: entry.record.summary for entry in listed(line).articles if entry.record}
        for line in LISTS
        if line["file"].startswith("rechtspraak/")
    )
    (changed,) = [url for url in first if first[url] != second[url]]
    assert changed.endswith("ECLI:NL:RBMNE:2020:4399")
    assert ("KPN" in first[changed], "KPN" in second[changed]) == (False, True)
    texts = [body(line["file"]) for line in DOCUMENTS if "rbmne-2020-4399" in line["file"]]
    assert [second[changed].encode() in text for text in texts] == [False, True]


def test_a_court_site_is_down_and_answers_200_all_the_same() -> None:
    down = [line for line in LISTS if "-down." in line["file"]]
    assert {line["file"].partition("/")[0] for line in down} == {"saos"}
    assert {line["status"] for line in down} == {200}
    assert all(listed(line).trouble for line in down)
