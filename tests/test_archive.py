"""What was fetched is in the archive as fetched, and is read from there whoever wrote it."""

import gzip
import logging
from datetime import timedelta
from io import BytesIO
from random import Random

import pytest
from scrapy import Request
from scrapy.http import Response
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from rulingwire.errors import ArchiveError
from rulingwire.memory import Blank
from spiders.net import archive as archive_room
from spiders.net.archive import NOT_MODIFIED, SAME_BODY, Archive, WarcFile, make_record, payload_digest
from spiders.net.replay import NotArchived, Played, ReplayIndex, read_record, scan
from tests.builders import NOON

URL = "https://wire.example/feed"
HEADERS = [("Content-Type", "text/xml"), ("ETag", '"a"')]
HOUR = timedelta(hours=1)


def record(body=b"<rss/>", at=NOON, url=URL, status=200, headers=HEADERS, seen_before=None):
    return make_record(url, status, headers, body, at, seen_before)


def write(path, *records):
    path.write_bytes(b"".join(records))
    return path


def bodies(path):
    return [read_record(played)[2] for played in scan(path)]


# Round trip


@pytest.mark.parametrize("body", [b"<rss/>", b"", b"\x00\xff\r\n\r\nWARC/1.1\r\n", b"x" * 300_000])
def test_a_response_comes_back_as_it_went_in(tmp_path, body):
    path = write(tmp_path / "a.warc.gz", record(body))
    (played,) = scan(path)
    status, headers, found = read_record(played)
    assert played == Played(url=URL, fetched_at=NOON, path=path, offset=0)
    assert (status, headers[b"ETag"], headers[b"Content-Type"], found) == (200, b'"a"', b"text/xml", body)


def test_a_compressed_body_stays_compressed_and_says_so(tmp_path):
    packed = gzip.compress(b"<rss/>")
    path = write(tmp_path / "a.warc.gz", record(packed, headers=[("Content-Encoding", "gzip")]))
    _, headers, body = read_record(next(scan(path)))
    assert (headers[b"Content-Encoding"], body) == (b"gzip", packed)


def test_cookies_and_framing_are_left_out_and_repeated_headers_kept(tmp_path):
    sent = [("Set-Cookie", "id=1"), ("set-cookie", "b=2"), ("Transfer-Encoding", "chunked"), ("Connection", "close")]
    path = write(tmp_path / "a.warc.gz", record(headers=[*sent, ("Link", "<a>"), ("Link", "<b>")]))
    _, headers, _ = read_record(next(scan(path)))
    assert dict(headers) == {b"Link": [b"<a>", b"<b>"]}
    assert b"id=1" not in gzip.decompress(path.read_bytes())


def test_a_revisit_holds_no_body_and_names_the_capture_that_does(tmp_path):
    again = record(b"a body", NOON + HOUR, seen_before=NOON)
    path = write(tmp_path / "a.warc.gz", record(b"a body"), again)
    first, second = ReplayIndex([path]).captures
    assert (second.refers_to, read_record(second)[2]) == (NOON, b"")
    assert ReplayIndex([path]).body_of(second) == first
    assert b"WARC-Type: revisit" in gzip.decompress(again)
    assert SAME_BODY.encode() in gzip.decompress(again)
    assert payload_digest(b"a body").encode() in gzip.decompress(again)


def test_a_304_is_a_revisit_that_needs_no_other_record(tmp_path):
    unchanged = record(b"", NOON + HOUR, status=304, seen_before=NOON)
    (played,) = scan(write(tmp_path / "a.warc.gz", unchanged))
    assert (played.refers_to, read_record(played)[0]) == (None, 304)
    assert NOT_MODIFIED.encode() in gzip.decompress(unchanged)


def test_a_revisit_without_its_original_is_a_gap(tmp_path):
    path = write(tmp_path / "a.warc.gz", record(at=NOON + HOUR, seen_before=NOON))
    index = ReplayIndex([path])
    with pytest.raises(NotArchived, match="is not in the files given"):
        index.body_of(index.captures[0])


# The file of the day


def test_records_of_a_day_follow_each_other_in_one_file(tmp_path):
    file = WarcFile(tmp_path)
    places = [file.write(record(at=NOON + n * HOUR), NOON + n * HOUR) for n in range(3)]
    assert [name for name, _ in places] == ["rulingwire-20251119-0001.warc.gz"] * 3
    assert [played.offset for played in scan(tmp_path / places[0][0])] == [offset for _, offset in places]


def test_a_new_day_begins_a_new_file(tmp_path):
    file = WarcFile(tmp_path)
    days = [NOON, NOON + 24 * HOUR, NOON + 48 * HOUR]
    names = [file.write(record(at=day), day)[0] for day in days]
    assert names == [f"rulingwire-202511{day}-0001.warc.gz" for day in (19, 20, 21)]


def test_a_full_file_is_not_added_to(tmp_path, monkeypatch):
    monkeypatch.setattr(archive_room, "FULL", 2 * len(record()) - 20)  # records differ by a few bytes
    file = WarcFile(tmp_path)
    names = [file.write(record(), NOON)[0][-12:-8] for _ in range(5)]
    assert names == ["0001", "0001", "0002", "0002", "0003"]
    assert WarcFile(tmp_path).write(record(), NOON)[0][-12:-8] == "0004"  # 0003 was left open


def test_a_file_left_open_by_a_killed_run_is_never_added_to(tmp_path):
    killed = WarcFile(tmp_path)
    killed.write(record(), NOON)
    assert WarcFile(tmp_path).write(record(), NOON)[0] == "rulingwire-20251119-0002.warc.gz"


def test_a_file_that_was_closed_is_added_to(tmp_path):
    file = WarcFile(tmp_path)
    file.write(record(), NOON)
    file.close()
    assert WarcFile(tmp_path).write(record(), NOON)[0] == "rulingwire-20251119-0001.warc.gz"


# A torn end


@pytest.mark.parametrize("packed", [True, False])
def test_wherever_a_file_is_torn_the_records_before_are_read(tmp_path, packed):
    whole = [record(f"body {n}".encode() * 50, NOON + n * HOUR) for n in range(3)]
    first, second, last = whole if packed else map(gzip.decompress, whole)
    for cut in range(1, len(last), 5):
        path = write(tmp_path / "a.warc.gz", first, second, last[:cut])
        found = bodies(path)
        assert found[:2] == [b"body 0" * 50, b"body 1" * 50], cut
        assert found[2:] in ([], [b"body 2" * 50]), cut  # nothing but the end of the frame may be missing


@pytest.mark.parametrize("missing", [100, 1000, 1900])
def test_a_body_that_breaks_off_is_told(tmp_path, caplog, missing):
    path = write(tmp_path / "a.warc.gz", record(), record(Random(1).randbytes(2000))[:-missing])
    assert bodies(path) == [b"<rss/>"]
    assert [(level, "torn" in words) for _, level, words in caplog.record_tuples] == [(logging.WARNING, True)]


def test_a_file_cut_between_records_is_whole(tmp_path, caplog):
    path = write(tmp_path / "a.warc.gz", record(), record(at=NOON + HOUR))
    assert (len(bodies(path)), caplog.text) == (2, "")


def test_an_empty_file_holds_nothing(tmp_path):
    assert list(scan(write(tmp_path / "a.warc.gz"))) == []


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(ArchiveError, match="no such file"):
        list(scan(tmp_path / "missing.warc.gz"))


# The middleware


class Past(Blank):
    """A memory of one archived body."""

    def __init__(self, body, at):
        super().__init__()
        self.body, self.at = body, at

    def last_payload(self, url):
        return (payload_digest(self.body), self.at)


def archived(folder, memory, response, **meta):
    request = Request(response.url, meta=meta)
    Archive(folder, memory).process_response(request, response)
    return request.meta["archived"]


@pytest.fixture
def at_noon(monkeypatch):
    monkeypatch.setattr(archive_room, "now", lambda: NOON + HOUR)


def test_a_new_body_is_written_whole(tmp_path, at_noon):
    moment, name, offset, digest = archived(tmp_path, Past(b"old", NOON), Response(URL, body=b"new"))
    assert (moment, offset, digest) == (NOON + HOUR, 0, payload_digest(b"new"))
    assert bodies(tmp_path / name) == [b"new"]


def test_a_known_body_is_written_as_a_revisit(tmp_path, at_noon):
    _, name, _, digest = archived(tmp_path, Past(b"old", NOON), Response(URL, body=b"old"))
    (played,) = scan(tmp_path / name)
    assert (played.refers_to, digest) == (NOON, payload_digest(b"old"))


def test_a_304_is_written_as_a_revisit_and_has_no_digest(tmp_path, at_noon):
    _, name, _, digest = archived(tmp_path, Past(b"old", NOON), Response(URL, status=304))
    assert (read_record(next(scan(tmp_path / name)))[0], digest) == (304, "")
    assert NOT_MODIFIED.encode() in gzip.decompress((tmp_path / name).read_bytes())


def test_a_capture_of_the_archive_itself_is_not_written_again(tmp_path, at_noon):
    played = Played(url=URL, fetched_at=NOON, path=tmp_path / "a.warc.gz", offset=7)
    place = archived(tmp_path, Blank(), Response(URL, body=b"x"), played=played)
    assert (place[:3], list(tmp_path.iterdir())) == ((NOON, "a.warc.gz", 7), [])


def test_a_capture_of_others_is_written_with_its_own_time(tmp_path, at_noon):
    played = Played(url=URL, fetched_at=NOON - 99 * HOUR, path=tmp_path / "theirs" / "a.warc.gz", offset=7)
    moment, name, _, _ = archived(tmp_path, Blank(), Response(URL, body=b"x"), played=played)
    assert (moment, next(scan(tmp_path / name)).fetched_at) == (NOON - 99 * HOUR, NOON - 99 * HOUR)


# Files of others


def foreign(path, *, gzipped=False, version="1.0", url=URL, date="2025-11-19T12:00:00Z", body=b"<rss/>", headers=()):
    """A file as other tools write it: warcinfo, request, response and metadata."""
    asked = StatusAndHeaders("GET /feed HTTP/1.1", [("Host", "wire.example")], is_http_request=True)
    sent = StatusAndHeaders("200 OK", list(headers), protocol="HTTP/1.1")
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=gzipped, warc_version=version)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "a tool of others"}))
        for kind, http, payload in (("request", asked, b""), ("response", sent, body), ("metadata", None, b"hops: 0")):
            record = writer.create_warc_record(
                url, kind, BytesIO(payload), len(payload), http_headers=http, warc_headers_dict={"WARC-Date": date}
            )
            writer.write_record(record)
    return path


@pytest.mark.parametrize("gzipped", [True, False])
def test_only_the_responses_of_a_foreign_file_are_captures(tmp_path, gzipped, caplog):
    path = foreign(tmp_path / "w.warc", gzipped=gzipped)
    (played,) = scan(path)
    assert (played.url, played.fetched_at, read_record(played)[2], caplog.text) == (URL, NOON, b"<rss/>", "")


def test_wget_writes_addresses_in_brackets(tmp_path):
    (played,) = scan(foreign(tmp_path / "w.warc", url=f"<{URL}>"))
    assert played.url == URL


def test_a_chunked_body_is_put_together(tmp_path):
    chunks = b"3\r\n<rs\r\n3\r\ns/>\r\n0\r\n\r\n"
    path = foreign(tmp_path / "w.warc", body=chunks, headers=[("Transfer-Encoding", "chunked")])
    assert bodies(path) == [b"<rss/>"]


@pytest.mark.parametrize(
    "date", ["2025-11-19T12:00:00.5Z", "2025-11-19T12:00:00.123456Z", "2025-11-19T12:00:00.123456789Z"]
)
def test_parts_of_seconds_are_dropped(tmp_path, date):
    (played,) = scan(foreign(tmp_path / "b.warc.gz", gzipped=True, version="1.1", date=date))
    assert played.fetched_at == NOON


@pytest.mark.parametrize("date", ["yesterday", "2025-19-11T12:00:00Z"])
def test_a_record_without_a_readable_time_costs_no_other(tmp_path, date, caplog):
    bad, good = foreign(tmp_path / "bad.warc", date=date), foreign(tmp_path / "good.warc")
    path = write(tmp_path / "w.warc", bad.read_bytes(), good.read_bytes())
    assert [played.fetched_at for played in scan(path)] == [NOON]
    assert "left out" in caplog.text


def test_a_day_alone_is_midnight_in_utc(tmp_path):
    (played,) = scan(foreign(tmp_path / "w.warc", date="2025-11-19"))
    assert played.fetched_at == NOON - 12 * HOUR


def test_a_file_compressed_in_one_piece_is_an_error_that_says_so(tmp_path):
    path = write(tmp_path / "w.warc.gz", gzip.compress(foreign(tmp_path / "w.warc").read_bytes()))
    with pytest.raises(ArchiveError, match="compressed"):
        list(scan(path))


def test_a_file_that_is_no_warc_holds_nothing_and_warns(tmp_path, caplog):
    assert list(scan(write(tmp_path / "w.warc", b"not an archive\n" * 50))) == []
    assert "w.warc" in caplog.text
