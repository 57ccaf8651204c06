"""Captures are played as the past was, twice gives nothing new, and the archive alone gives the same corpus."""

import asyncio
import json
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from click.testing import CliRunner
from scrapy import Request, Spider
from scrapy.utils.test import get_crawler

from rulingwire.cli import main
from rulingwire.errors import ArchiveError
from spiders.net.archive import make_record
from spiders.net.pack import pack, pack_folder
from spiders.net.replay import NotArchived, ReplayHandler, ReplayIndex, load_index, scan
from tests.builders import NOON, said
from tests.test_demo import rulingwire

URL = "https://wire.example/feed"
HOUR = timedelta(hours=1)


def record(hours=0, body=b"<rss/>", url=URL, status=200, headers=(), seen_before=None):
    return make_record(url, status, list(headers), body, NOON + hours * HOUR, seen_before)


def write(path, *records):
    path.write_bytes(b"".join(records))
    return path


# The index


def test_captures_stand_in_order_of_time_whatever_the_order_of_files(tmp_path):
    late = write(tmp_path / "a.warc.gz", record(5), record(3))
    early = write(tmp_path / "b.warc.gz", record(1), record(4))
    for files in ([late, early], [early, late]):
        times = [played.fetched_at for played in ReplayIndex(files).captures]
        assert times == [NOON + n * HOUR for n in (1, 3, 4, 5)]


def test_the_nearest_capture_is_the_next_one_else_the_last(tmp_path):
    index = ReplayIndex([write(tmp_path / "a.warc.gz", record(1), record(3))])
    found = [index.nearest(URL, NOON + n * HOUR).fetched_at for n in (0, 1, 2, 3, 9)]
    assert found == [NOON + n * HOUR for n in (1, 1, 3, 3, 3)]
    assert index.nearest("https://wire.example/other", NOON) is None


def test_an_address_is_found_whatever_its_scheme_and_marks(tmp_path):
    index = ReplayIndex([write(tmp_path / "a.warc.gz", record(url="http://www.wire.example/feed?utm_source=x"))])
    assert index.nearest("https://wire.example/feed/", NOON)


# The handler


def answer(path, request):
    load_index.cache_clear()
    handler = ReplayHandler(get_crawler(Spider, {"RULINGWIRE_REPLAY": [str(path)]}))
    return asyncio.run(handler.download_request(request))


def asked(url=URL, hours=0, **meta):
    return Request(url, meta={"visit_at": NOON + hours * HOUR} | meta)


def test_an_answer_is_what_was_captured(tmp_path):
    path = write(tmp_path / "a.warc.gz", record(1, b"gone", status=410, headers=[("X-Why", "closed")]))
    request = asked()
    response = answer(path, request)
    assert (response.status, response.body, response.headers["X-Why"]) == (410, b"gone", b"closed")
    assert request.meta["played"].fetched_at == NOON + HOUR


def test_a_request_that_names_its_capture_gets_it(tmp_path):
    path = write(tmp_path / "a.warc.gz", record(1, b"one"), record(2, b"two"))
    _, second = scan(path)
    assert answer(path, asked(play=second)).body == b"two"


def test_a_revisit_is_answered_with_the_body_it_refers_to(tmp_path):
    packed = [("Content-Encoding", "gzip")]
    revisit = record(1, b"\x1f\x8bpacked", headers=[("ETag", '"b"')], seen_before=NOON)
    path = write(tmp_path / "a.warc.gz", record(0, b"\x1f\x8bpacked", headers=packed), revisit)
    response = answer(path, asked(hours=1))
    assert (response.body, response.headers["ETag"]) == (b"\x1f\x8bpacked", b'"b"')
    assert response.headers["Content-Encoding"] == b"gzip"


def test_a_304_is_answered_without_a_body(tmp_path):
    path = write(tmp_path / "a.warc.gz", record(0, b"body"), record(1, b"", status=304, seen_before=NOON))
    response = answer(path, asked(hours=1))
    assert (response.status, response.body) == (304, b"")


def test_what_was_not_captured_is_a_gap(tmp_path):
    with pytest.raises(NotArchived, match=r"other is not in the files given"):
        answer(write(tmp_path / "a.warc.gz", record()), asked("https://wire.example/other"))


# Packing


@pytest.fixture
def shelf(tmp_path):
    """A folder with files, and how to write its manifest."""
    (tmp_path / "news").mkdir()
    for name, body in {"one.xml": b"<rss/>", "two.json": b"{}", "news/three.html": b"<html>"}.items():
        (tmp_path / name).write_bytes(body)

    def manifest(*lines):
        path = tmp_path / "MANIFEST.jsonl"
        path.write_text("\n\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
        return path

    return manifest


def line(file="one.xml", **values):
    return {"file": file, "url": URL, "captured": "2025-11-19T12:00:00Z"} | values


def packed_captures(path):
    return [(played.url, played.fetched_at) for played in scan(path)]


def test_a_manifest_is_packed_oldest_first(shelf, tmp_path):
    lines = [line(captured="2025-11-19T13:00:00Z"), line("two.json", captured="2025-11-19T12:00:00+00:00")]
    done = pack(shelf(*lines), tmp_path / "new" / "out.warc.gz")
    assert (done.records, done.refused) == (2, ())
    assert packed_captures(tmp_path / "new" / "out.warc.gz") == [(URL, NOON), (URL, NOON + HOUR)]


def test_status_and_headers_of_a_manifest_are_kept_and_types_told_by_name(shelf, tmp_path):
    lines = [line(status=503, headers={"Retry-After": "60"}), line("two.json", captured="2025-11-19T13:00:00Z")]
    pack(shelf(*lines), tmp_path / "out.warc.gz")
    busy = answer(tmp_path / "out.warc.gz", asked())
    assert (busy.status, busy.headers["Retry-After"]) == (503, b"60")
    assert answer(tmp_path / "out.warc.gz", asked(hours=1)).headers["Content-Type"] == b"application/json"


@pytest.mark.parametrize(
    ("captured", "hours"),
    [
        ("2025-11-19", -12),
        ("2025-11-19T12:30Z", 0.5),
        ("commit date 2025-11-19T13:00:00+01:00", 0),
        ("2025-11-19T12:00:00 (as printed)", 0),
        ("Wed, 19 Nov 2025 07:00:00 EST (channel lastBuildDate)", 0),
    ],
)
def test_times_are_read_as_manifests_print_them(shelf, tmp_path, captured, hours):
    pack(shelf(line(captured=captured)), tmp_path / "out.warc.gz")
    assert packed_captures(tmp_path / "out.warc.gz") == [(URL, NOON + hours * HOUR)]


def test_lines_without_address_or_time_are_refused_by_name_and_the_rest_is_packed(shelf, tmp_path):
    lines = [line(), line(url="ftp://wire.example"), line("two.json", url=""), line("news/three.html", captured="once")]
    done = pack(shelf(*lines), tmp_path / "out.warc.gz")
    assert [refused.split(":")[0] for refused in done.refused] == ["one.xml", "two.json", "news/three.html"]
    assert done.records == 1


def test_original_url_stands_in_for_url_and_the_option_for_both(shelf, tmp_path):
    bare = line()
    bare["original_url"] = bare.pop("url")
    assert pack(shelf(bare), tmp_path / "a.warc.gz").records == 1
    pack(shelf(line(url="")), tmp_path / "b.warc.gz", url="https://wire.example/given")
    assert packed_captures(tmp_path / "b.warc.gz") == [("https://wire.example/given", NOON)]


def test_only_files_below_the_folder_asked_for_are_packed(shelf, tmp_path):
    assert pack(shelf(line(), line("news/three.html")), tmp_path / "out.warc.gz", under="news/").records == 1


def test_a_file_that_is_missing_is_an_error_that_names_it(shelf, tmp_path):
    with pytest.raises(ArchiveError, match=r"gone\.xml: the manifest names this file"):
        pack(shelf(line("gone.xml")), tmp_path / "out.warc.gz")


@pytest.mark.parametrize("bad", ["not json", '["a"]', '{"url": "https://wire.example/"}', '{"file": 5}', '"x"'])
def test_a_line_that_is_no_entry_is_an_error_that_names_its_line(shelf, tmp_path, bad):
    done = CliRunner().invoke(main, ["pack", str(shelf(line(), bad)), str(tmp_path / "out.warc.gz")])
    assert (done.exit_code, "line 3" in done.output) == (2, True)


def test_a_folder_is_packed_by_the_times_in_its_names(tmp_path):
    folder = tmp_path / "feed"
    folder.mkdir()
    for name in ("feed_20251119T1300Z.xml", "feed_20251119T120000Z.rss.xml", "notes.txt"):
        (folder / name).write_bytes(b"<rss/>")
    done = pack_folder(folder, URL, tmp_path / "out.warc.gz")
    assert packed_captures(tmp_path / "out.warc.gz") == [(URL, NOON), (URL, NOON + HOUR)]
    assert [refused.split(":")[0] for refused in done.refused] == ["notes.txt"]


def test_packing_a_folder_needs_an_address(tmp_path):
    done = rulingwire("pack", tmp_path, tmp_path / "out.warc.gz", check=False)
    assert (done.returncode, "needs --url" in done.stderr) == (2, True)


# From end to end

DATED = "<pubDate>Wed, 19 Nov 2025 08:00:00 GMT</pubDate>"
ITEM = "<item><title>{0}</title><link>https://wire.example/{0}</link><description>{1}</description>" + DATED + "</item>"
FEEDS = f"- {{id: wire, title: Wire, kind: feed, keep: all, full_text: true, url: '{URL}'}}\n"


def feed(*titles, text=""):
    items = "".join(ITEM.format(title, text or title) for title in titles)
    return f'<rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'.encode()


PAST = (
    record(0, feed("a", "b")),
    record(1, feed("a", "b")),
    record(2, feed("a", "b")),
    record(3, feed("a", "b")),
    record(4, b"", status=304),
    record(5, feed("a", "c")),
    record(5, b"<html><body><article><h1>c</h1><p>The whole text of the third story, word for word.</p></article>"
              b"</body></html>", url="https://wire.example/c"),
    record(6, b"busy", status=503),
    record(7, b"<html>Down for maintenance</html>"),
    record(8, b""),
    record(9, feed("c", "d")),
)  # fmt: skip


def played(folder, *words):
    feeds = folder / "feeds.yml"
    feeds.write_text(FEEDS)
    return rulingwire("--data", folder, "--feeds", feeds, *words, check=False)


def corpus(path):
    with closing(sqlite3.connect(path)) as connection:
        return said(connection)


def ask(folder, sql):
    with closing(sqlite3.connect(folder / "rulings.db")) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("replay")
    half = len(PAST) // 2
    write(folder / "b.warc.gz", *reversed(PAST[:half]))
    write(folder / "a.warc.gz", *PAST[half:])
    played(folder, "crawl", "--replay", folder / "a.warc.gz", "--replay", folder / "b.warc.gz")
    return folder


def test_every_capture_ends_as_it_should(house):
    visits = ask(house, "SELECT outcome, status FROM fetches WHERE purpose = 'visit' ORDER BY fetched_at")
    first, same, news = ("read", 200), ("unchanged", 200), ("read", 200)
    trouble = [("failed", 503), ("unreadable", 200), ("unreadable", 200)]
    assert visits == [first, same, same, same, ("unchanged", 304), news, *trouble, news]


def test_pages_that_were_not_captured_are_gaps_and_no_failures(house):
    pages = ask(house, "SELECT url, state FROM pages ORDER BY url")
    assert [(url[-1], state) for url, state in pages] == [("a", "gap"), ("b", "gap"), ("c", "read"), ("d", "gap")]
    assert ask(house, "SELECT failures, last_outcome FROM source_states") == [(0, "read")]


def test_bodies_that_came_again_lie_in_the_archive_once(house):
    (archived,) = (house / "archive").glob("*.warc.gz")
    assert sum(capture.refers_to is not None for capture in scan(archived)) == 3


def test_playing_again_writes_nothing(house):
    before = corpus(house / "rulings.db"), ask(house, "SELECT count(*) FROM fetches")
    done = played(house, "crawl", "--replay", house / "a.warc.gz", "--replay", house / "b.warc.gz")
    assert (done.returncode, done.stderr) == (0, "")
    assert (corpus(house / "rulings.db"), ask(house, "SELECT count(*) FROM fetches")) == before


def test_the_archive_alone_gives_the_same_corpus(house):
    before = corpus(house / "rulings.db")
    played(house, "rebuild")
    assert corpus(house / "rulings.db") == before
    assert corpus(house / "rulings.before-rebuild.db") == before


def test_playing_an_edit_of_a_cut_entry_again_writes_nothing(tmp_path):
    write(tmp_path / "a.warc.gz", record(0, feed("a")), record(1, feed("a", text="An edited text.")))
    played(tmp_path, "crawl", "--replay", tmp_path / "a.warc.gz")
    before = corpus(tmp_path / "rulings.db")
    played(tmp_path, "crawl", "--replay", tmp_path / "a.warc.gz")
    assert corpus(tmp_path / "rulings.db") == before
