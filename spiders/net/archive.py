"""Every response is written to a WARC file before anything reads it.

One gzip member a record; `revisit` records for bodies that are in the archive already and for 304;
a new file each day and each 256 MB. A file that a killed run left open is never written to again:
its last record may be torn, and readers stop there.
"""

import zlib
from base64 import b32encode
from datetime import UTC, datetime
from hashlib import sha1
from io import BytesIO
from pathlib import Path
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from rulingwire.clock import now
from rulingwire.memory import Memory
from spiders.net.seat import memory_of

FULL = 256 * 1024 * 1024  # bytes of a file that is not added to any more
SAME_BODY = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
# Hop-by-hop framing that is gone once the body is here, and cookies, which are nobody's business.
LEFT_OUT = {"transfer-encoding", "connection", "keep-alive", "set-cookie"}


class WarcFile:
    """Appends records to the newest file of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.marker = folder / "open"
        self.path: Path | None = None

    def write(self, record: bytes, moment: datetime) -> tuple[str, int]:
        """Append one finished record; gives the file's name and the offset of the record."""
        path = self._file_for(moment)
        with path.open("ab", buffering=0) as file:
            offset = file.tell()
            file.write(record)
        return path.name, offset

    def close(self) -> None:
        """Say that the newest file ends with a whole record."""
        self.marker.unlink(missing_ok=True)

    def _file_for(self, moment: datetime) -> Path:
        day = moment.strftime("%Y%m%d")
        if self.path and day in self.path.name and self.path.stat().st_size < FULL:
            return self.path
        self.folder.mkdir(parents=True, exist_ok=True)
        written = sorted(self.folder.glob(f"rulingwire-{day}-*.warc.gz"))
        torn = self.marker.read_text() if self.marker.exists() and not self.path else ""
        usable = written and written[-1].name != torn and written[-1].stat().st_size < FULL
        number = len(written) if usable else len(written) + 1
        self.path = self.folder / f"rulingwire-{day}-{number:04d}.warc.gz"
        self.marker.write_text(self.path.name)
        return self.path


def payload_digest(body: bytes) -> str:
    """The digest of a payload as WARC writes it."""
    return "sha1:" + b32encode(sha1(body, usedforsecurity=False).digest()).decode()


def make_record(
    url: str,
    status: int,
    headers: list[tuple[str, str]],
    body: bytes,
    moment: datetime,
    seen_before: datetime | None = None,
) -> bytes:
    """One response as a gzipped WARC record; with `seen_before`, a revisit that holds no body."""
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=False, warc_version="1.1")
    kept = [(name, value) for name, value in headers if name.lower() not in LEFT_OUT]
    http = StatusAndHeaders(str(status), kept, protocol="HTTP/1.1")
    date = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    warc = {"WARC-Date": date, "WARC-Payload-Digest": payload_digest(body)}
    if seen_before:
        warc["WARC-Profile"] = NOT_MODIFIED if status == 304 else SAME_BODY
        warc["WARC-Refers-To-Target-URI"] = url
        warc["WARC-Refers-To-Date"] = seen_before.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    kind = "revisit" if seen_before else "response"
    payload = BytesIO(b"" if seen_before else body)
    writer.write_record(
        writer.create_warc_record(
            url,
            kind,
            payload=payload,
            length=len(payload.getvalue()),
            http_headers=http,
            warc_headers_dict=warc,
            warc_content_type="application/http; msgtype=response",
        )
    )
    packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return packer.compress(buffer.getvalue()) + packer.flush()


class Archive:
    """Downloader middleware nearest to the network: it sees what came, as it came."""

    def __init__(self, folder: Path, memory: Memory) -> None:
        self.memory = memory
        self.file = WarcFile(folder)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        archive = cls(Path(crawler.settings["RULINGWIRE_ARCHIVE"]), memory_of(crawler))
        crawler.signals.connect(archive.file.close, signals.spider_closed)
        return archive

    def process_response(self, request: Request, response: Response) -> Response:
        played = request.meta.get("played")
        moment = played.fetched_at if played else now()
        digest = payload_digest(response.body) if response.body else ""
        if played and played.path.parent == self.file.folder:
            place = (played.path.name, played.offset)
        else:
            place = self.file.write(self._record(request, response, moment, digest), moment)
        request.meta["archived"] = (moment, *place, digest)
        return response

    def _record(self, request: Request, response: Response, moment: datetime, digest: str) -> bytes:
        name = request.meta.get("archive_as", response.url)
        before = self.memory.last_payload(name) if digest or response.status == 304 else None
        known = before if before and (response.status == 304 or before[0] == digest) else None
        headers = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        ]
        return make_record(name, response.status, headers, response.body, moment, known[1] if known else None)
