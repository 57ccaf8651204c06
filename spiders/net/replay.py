"""Answers requests from WARC files: the same spiders and pipelines, without the network.

The index holds where each capture stands; bodies are read when asked for. A request that names a
capture gets it; any other gets the first capture of its address at or after the time of the visit that
led to it, else the last before. What the files lack is a gap, not a failure. Reads what wget and
browsertrix write as well as our own archive.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from rulingwire.errors import ArchiveError, NotHttp
from rulingwire.urls import url_key

logger = logging.getLogger(__name__)


class NotArchived(IgnoreRequest):
    """The archive holds no capture of this address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """Where one capture stands."""

    url: str
    fetched_at: datetime
    path: Path
    offset: int
    refers_to: datetime | None = None  # a revisit: time of the capture that holds the body


class ReplayIndex:
    """Every capture of some WARC files, by address and in order of time."""

    def __init__(self, paths: Iterable[Path]) -> None:
        captures = [played for path in paths for played in scan(path)]
        self.captures = sorted(captures, key=lambda p: (p.fetched_at, p.url, p.path.name, p.offset))
        self._by_key: dict[str, list[Played]] = defaultdict(list)
        for played in self.captures:
            self._by_key[_key(played.url)].append(played)

    def nearest(self, url: str, moment: datetime) -> Played | None:
        """The first capture of an address at or after a moment, else the last before it."""
        captures = self._by_key.get(_key(url), [])
        later = (played for played in captures if played.fetched_at >= moment)
        return next(later, captures[-1] if captures else None)

    def body_of(self, played: Played) -> Played:
        """The capture that holds the body of a revisit."""
        for other in self._by_key.get(_key(played.url), []):
            if other.fetched_at == played.refers_to and other.refers_to is None:
                return other
        raise NotArchived(f"{played.url}: the body of {played.refers_to} is not in the files given")


@cache
def load_index(paths: tuple[Path, ...]) -> ReplayIndex:
    """The index of some files; one a process."""
    return ReplayIndex(paths)


def replay_files(crawler: Crawler) -> tuple[Path, ...]:
    """The WARC files that a crawler's settings name; none: the network."""
    return tuple(Path(path) for path in crawler.settings.getlist("RULINGWIRE_REPLAY"))


def _key(url: str) -> str:
    try:
        return url_key(url)
    except NotHttp:
        return url


def scan(path: Path) -> Iterator[Played]:
    """The responses and revisits of one WARC file; a torn end is reported and left out."""
    try:
        with path.open("rb") as file:
            records = ArchiveIterator(file)
            for record in records:
                played = _played(record, path, records.get_record_offset())
                if getattr(record.raw_stream, "limit", 0) > 0:
                    raise EOFError("bytes are missing")
                if played:
                    yield played
    except (ArchiveLoadFailed, EOFError, OSError, AttributeError, TypeError, ValueError) as error:
        # A header that is cut makes warcio stumble in all these ways.
        if isinstance(error, OSError) and not path.exists():
            raise ArchiveError(f"{path}: no such file") from error
        if "non-chunked gzip" in str(error):
            raise ArchiveError(f"{path}: compressed in one piece; `warcio recompress` makes it readable") from error
        logger.warning("%s: reading stops at a record that is torn (%s)", path, error)


def _played(record: ArcWarcRecord, path: Path, offset: int) -> Played | None:
    headers = record.rec_headers
    url = headers.get_header("WARC-Target-URI") or ""
    if record.rec_type not in ("response", "revisit") or not url.startswith("http") or not record.http_headers:
        return None
    try:
        moment = _time(headers.get_header("WARC-Date") or "")
    except ValueError as error:
        logger.warning("%s: a capture of %s is left out: %s", path, url, error)
        return None
    refers = headers.get_header("WARC-Refers-To-Date")
    not_modified = record.http_headers.get_statuscode() == "304"
    return Played(
        url=url.strip("<>"),
        fetched_at=moment,
        path=path,
        offset=offset,
        refers_to=_time(refers) if refers and not not_modified else None,
    )


def _time(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)


def read_record(played: Played) -> tuple[int, Headers, bytes]:
    """Status, headers and body (still content-encoded) of one capture."""
    with played.path.open("rb") as file:
        file.seek(played.offset)
        record = next(iter(ArchiveIterator(file)))
        headers = Headers()
        for name, value in record.http_headers.headers:
            headers.appendlist(name, value.encode("latin-1", "replace"))
        stream = record.raw_stream
        if (headers.get("Transfer-Encoding") or b"").lower() == b"chunked":
            stream = ChunkedDataReader(stream)
        return int(record.http_headers.get_statuscode()), headers, stream.read()


class ReplayHandler(BaseDownloadHandler):
    """A download handler for http and https that never opens a connection."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.index = load_index(replay_files(crawler))

    async def download_request(self, request: Request) -> Response:
        played: Played | None = request.meta.pop("play", None)
        if played is None:
            played = self.index.nearest(request.meta.get("archive_as", request.url), request.meta["visit_at"])
        if played is None:
            raise NotArchived(f"{request.url} is not in the files given")
        request.meta["played"] = played
        status, headers, body = read_record(played)
        if played.refers_to:
            _, original, body = read_record(self.index.body_of(played))
            headers.setdefault("Content-Encoding", original.get("Content-Encoding"))
        kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
        return kind(url=request.url, status=status, headers=headers, body=body)
