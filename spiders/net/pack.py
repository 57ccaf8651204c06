"""A folder of captured files and its manifest -> one WARC file, so that captures of others can be replayed.

The manifest holds one JSON object a line: `file`, `url` (or `original_url`), `captured`, and where known
`status` and `headers`. A line without an address or a time is refused by name; the rest is packed.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rulingwire.dates import parse_date
from rulingwire.errors import ArchiveError, NotHttp, UnknownDate
from rulingwire.urls import canonical_url
from spiders.net.archive import make_record

ISO = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?")
IN_NAME = re.compile(r"(\d{8})T(\d{4})(\d\d)?Z?")
KINDS = {".json": "application/json", ".html": "text/html", ".xml": "text/xml"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """What became of a manifest."""

    records: int
    refused: tuple[str, ...]  # one line for each entry left out, with the reason


def pack(manifest: Path, out: Path, under: str = "", url: str = "") -> Packed:
    """Write the captures of a manifest, oldest first, to a new WARC file.

    `under` keeps the files below a folder of the manifest; `url`, where given, is the address of them all.
    """
    refused: list[str] = []
    found = list(_captures([line for line in _lines(manifest) if line["file"].startswith(under)], refused, url))
    return write_captures(manifest.parent, found, out, refused)


def _lines(manifest: Path) -> Iterator[dict[str, Any]]:
    for number, text in enumerate(manifest.read_text("utf-8").splitlines(), start=1):
        try:
            line = json.loads(text or "null")
        except ValueError:
            line = text
        if isinstance(line, dict) and isinstance(line.get("file"), str):
            yield line
        elif line is not None:
            raise ArchiveError(f"{manifest.name}, line {number}: not a JSON object with a `file`")


def pack_folder(folder: Path, url: str, out: Path) -> Packed:
    """Write every file of a folder as a capture of one address, timed by its name (`...20240321T1927Z...`)."""
    refused: list[str] = []
    lines = [{"file": path.name, "url": url} for path in sorted(folder.iterdir()) if path.is_file()]
    return write_captures(folder, list(_captures(lines, refused, url)), out, refused)


def write_captures(
    folder: Path, captures: list[tuple[datetime, str, dict[str, Any]]], out: Path, refused: list[str]
) -> Packed:
    missing = [line["file"] for _, _, line in captures if not (folder / line["file"]).is_file()]
    if missing:
        raise ArchiveError(f"{folder / missing[0]}: the manifest names this file, but it is not there")
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("wb") as file:
        for moment, address, line in sorted(captures, key=lambda c: (c[0], c[1], c[2]["file"])):
            path = folder / line["file"]
            headers = line.get("headers") or {"Content-Type": KINDS.get(path.suffix, "application/octet-stream")}
            status = int(line.get("status", 200))
            file.write(make_record(address, status, list(headers.items()), path.read_bytes(), moment))
    return Packed(records=len(captures), refused=tuple(refused))


def _captures(
    lines: list[dict[str, Any]], refused: list[str], url: str
) -> Iterator[tuple[datetime, str, dict[str, Any]]]:
    for line in lines:
        address = url or str(line.get("url") or line.get("original_url") or "")
        try:
            canonical_url(address)
            yield _moment(line), address, line
        except (NotHttp, UnknownDate) as error:
            refused.append(f"{line['file']}: {error}")


def _moment(line: dict[str, Any]) -> datetime:
    """When a file was captured: as said, else as its name says."""
    said = ISO.search(str(line.get("captured", "")))
    named = IN_NAME.search(line["file"])
    if said:
        moment = datetime.fromisoformat(said.group())
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    if named:
        day, minutes, seconds = named.groups()
        return datetime.strptime(f"{day}{minutes}{seconds or '00'}+0000", "%Y%m%d%H%M%S%z")
    return parse_date(str(line.get("captured", "")))
