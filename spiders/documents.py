"""Feed bytes -> entries: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed.

feedparser gets bytes in a BytesIO only: given a bare string it opens files and fetches addresses. Its
sanitiser and resolver are off (they cost half the time and leak); `pipelines.clean` does that work.
"""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from html import escape
from io import BytesIO
from typing import Any

import feedparser
from feedparser.api import PREFERRED_XML_PARSERS

from rulingwire.models import Hints, Issue, Link, RawArticle
from rulingwire.urls import http_url
from spiders.patience import TookTooLong, at_most

PREFERRED_XML_PARSERS.insert(0, "spiders.expat")
MOST_ENTRIES = 2000
LONGEST_TITLE = 1000
LONGEST_GUID = 2048
LONGEST_WORK = 5  # seconds of processor time for one document; the largest honest ones take one
CUT = re.compile(
    r"(\[(…|\.\.\.|&#8230;|&hellip;)\]|continue reading|read (the )?(full|more)|weiterlesen)\W*(</?\w[^>]*>\W*)*$",
    re.IGNORECASE,
)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}  # hours
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# UTF-16, UTF-32 and ISO-2022 are written with control bytes.
_NEEDS_CONTROLS = re.compile(rb"\xff\xfe|(\0\0)?\xfe\xff|<\0|\0<\0|\0\0\0<|<\?xml[^>]*iso-2022", re.IGNORECASE)
# Publishers who write these names mean their supersets, as browsers do (https://encoding.spec.whatwg.org/#names-and-labels).
_WIDER = {b"shift_jis": b"cp932", b"euc-kr": b"cp949"}
_NARROW = re.compile(rb"^(\s*<\?xml[^>]*encoding=.)(shift_jis|euc-kr)\b", re.IGNORECASE)
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_DECLARED = re.compile(rb"<\?xml[^>]*\sencoding\s*=", re.IGNORECASE)
_START = re.compile(rb"<(?:item|entry)[\s>]")
_MAILBOX = re.compile(r"^\S+@\S+\s+\((.+)\)$|^(.+?)\s+\(\S+@\S+\)$")  # RSS and feedparser put names beside addresses
_SKIP = re.compile(rb"<skip(Hours|Days)>((?:(?!<skip).)*?)</skip\1>", re.DOTALL)
_SKIPPED = re.compile(rb"<(?:hour|day)>\s*(\w+)\s*</(?:hour|day)>", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a feed document says."""

    title: str = ""
    articles: tuple[RawArticle, ...] = ()
    hints: Hints = field(default_factory=Hints)
    issues: tuple[Issue, ...] = ()
    trouble: str = ""  # why it could not be read at all; "" where it could


def parse_feed(body: bytes, source_id: str, url: str = "", charset: str = "") -> Document:
    """Read a feed of any common kind; nothing in it can open a file, an address or a browser's mouth.

    `url` is the base of relative links, `charset` what the server says of a document that is silent about it.
    A damaged document is read as far as it goes and says so.
    """
    if body.removeprefix(BOM_UTF8).lstrip()[:1] == b"{":
        return _parse_json(body, source_id, url)
    data = body if _NEEDS_CONTROLS.match(body) else _CONTROLS.sub(b"", body)
    issues = [] if len(data) == len(body) else [Issue(kind="salvaged", words="control characters")]
    data = _NARROW.sub(lambda found: found[1] + _WIDER[found[2].lower()], _REFERENCE.sub(_possible, data))
    said = {"content-type": f"application/xml; charset={charset}"} if charset and not _DECLARED.match(data) else None
    count, data = _first_entries(data)
    try:
        with at_most(LONGEST_WORK):
            feed = feedparser.parse(
                BytesIO(data), sanitize_html=False, resolve_relative_uris=False, response_headers=said
            )
    except TookTooLong as error:
        return Document(trouble=f"not read to its end: {error}")
    except Exception as error:  # feedparser must never stop a source, whatever it stumbles over
        return Document(trouble=f"not a feed: {type(error).__name__}")
    trouble = "" if feed.entries else _trouble(feed, data)
    if feed.bozo and not trouble:
        issues.append(_salvage(feed))
    if (count := max(count, len(feed.entries))) > MOST_ENTRIES:  # `<atom:entry>` is counted only here
        issues.append(_too_many(count))
    atom = str(feed.get("version", "")).startswith("atom")
    return Document(
        title=str(feed.feed.get("title", "")).strip(),
        articles=tuple(_entry(entry, source_id, url, feed.feed, atom=atom) for entry in feed.entries[:MOST_ENTRIES]),
        hints=_hints(feed.feed, data),
        issues=tuple(issues),
        trouble=trouble,
    )


def _first_entries(data: bytes) -> tuple[int, bytes]:
    """How many entries a document has, and the document with no more than may be read."""
    starts = [found.start() for found in _START.finditer(data)]
    if len(starts) <= MOST_ENTRIES:
        return len(starts), data
    end = max(data.rfind(b"</item>"), data.rfind(b"</entry>"))
    rest = data[data.index(b">", end) + 1 :] if end >= 0 else b""
    return len(starts), data[: starts[MOST_ENTRIES]] + rest


def _too_many(count: int) -> Issue:
    return Issue(kind="too-many-entries", words=f"{count}, read {MOST_ENTRIES}")


def _possible(reference: re.Match[bytes]) -> bytes:
    """A character reference, or nothing where no such character exists: one of those costs the whole document."""
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    number = int(digits[:9], base)
    return reference[0] if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else b""


def _trouble(feed: Any, data: bytes) -> str:
    if feed.get("version"):
        return ""  # a good feed without entries is empty, not unreadable
    if not data.strip():
        return "an empty answer"
    if looks_like_html(data):
        return "an HTML page instead of a feed"
    return "not a feed"


def looks_like_html(data: bytes) -> bool:
    """Does a document begin as a web page does?"""
    return data[:1000].lstrip().lower().startswith((b"<!doctype html", b"<html"))


def _salvage(feed: Any) -> Issue:
    error = feed.get("bozo_exception")
    words = getattr(error, "getMessage", lambda: str(error))()
    return Issue(
        kind="salvaged",
        words=f"{type(error).__name__}: {words}"[:200],
        hint="The document is damaged; what could be read was read.",
    )


def _entry(entry: Any, source_id: str, base: str, channel: Any, *, atom: bool) -> RawArticle:
    content, complete = _body(entry)
    link = entry.get("feedburner_origlink") or _link(entry)
    return RawArticle(
        source_id=source_id,
        url=_absolute(link, base),
        guid=str(entry.get("id", "")).strip()[:LONGEST_GUID],
        title=(_as_html(entry.get("title_detail", {})) if atom else str(entry.get("title", "")))[:LONGEST_TITLE],
        html=content,
        # RFC 4287, 4.2.1: an entry without authors has those of its feed
        byline=_MAILBOX.sub(r"\1\2", str(entry.get("author", "") or (channel.get("author", "") if atom else ""))),
        published=str(entry.get("published", "")) or str(entry.get("created", "")),
        updated=str(entry["updated"]) if "updated" in dict.keys(entry) else "",
        language=_language(entry, str(channel.get("language", ""))),
        complete=complete,
        categories=tuple(str(tag.get("term") or "") for tag in entry.get("tags", ())),
        links=_quoted(*(str(link.get("href", "")) for link in entry.get("links", ()) if link.get("rel") == "via")),
        facts=_facts(entry),
    )


def _link(entry: Any) -> str:
    link = str(entry.get("link", "")).strip()
    if not link and str(entry.get("id", "")).startswith(("http://", "https://")):
        return str(entry.id)  # a guid that is not marked as permalink is often one all the same
    return link


def _absolute(link: str, base: str) -> str:
    """A resolved link; what is not http(s) is handed on as printed, for `clean` to refuse by name."""
    return http_url(link, base) or link if link else ""


def _body(entry: Any) -> tuple[str, bool]:
    """The fullest body of an entry, and whether it is the whole article."""
    content = max((_as_html(part) for part in entry.get("content", ())), key=len, default="")
    summary = _as_html(entry.get("summary_detail") or {"value": entry.get("summary", "")})
    if len(content) < len(summary):
        return summary, False
    return content, bool(content) and not CUT.search(content[-300:])


def _as_html(part: Any) -> str:
    """A text construct as HTML: plain text of Atom may hold "<"; where it holds tags, only its type is wrong."""
    value = str(part.get("value", ""))
    return escape(value, quote=False) if part.get("type") == "text/plain" and "</" not in value else value


def _quoted(*urls: str) -> tuple[Link, ...]:
    """Links to what an entry says it is about."""
    return tuple(Link(url=url, role="via") for url in urls if http_url(url))


def _language(entry: Any, document: str) -> str:
    detail = entry.get("title_detail") or {}
    return str(entry.get("language") or detail.get("language") or document or "")


def _facts(entry: Any) -> tuple[tuple[str, str], ...]:
    names = ("slash_department", "slash_section", "slash_comments")
    return tuple((name.replace("_", ":"), str(entry[name]).strip()) for name in names if entry.get(name))


def _hints(channel: Any, data: bytes) -> Hints:
    waits = [timedelta()]
    ttl = str(channel.get("ttl", ""))
    if ttl.isdecimal():
        waits.append(timedelta(minutes=min(int(ttl[:9]), 10**6)))
    period = PERIODS.get(str(channel.get("sy_updateperiod", "")).strip().lower())
    if period:
        frequency = str(channel.get("sy_updatefrequency", "1")).strip()
        waits.append(timedelta(hours=period) / max(1, int(frequency[:9]) if frequency.isdecimal() else 1))
    # feedparser keeps only the last of several skipped hours, so they are read from the bytes.
    skipped = {kind.lower(): _SKIPPED.findall(inner) for kind, inner in _SKIP.findall(data[:65536])}
    return Hints(
        wait=max(waits) or None,
        skip_hours=tuple(sorted({int(h[:9]) % 24 for h in skipped.get(b"hours", ()) if h.isdigit()})),
        skip_days=tuple(sorted({DAYS.index(d) for d in _names(skipped.get(b"days", ())) if d in DAYS})),
    )


def _names(days: Iterable[bytes]) -> list[str]:
    return [day.decode("ascii", "replace").lower() for day in days]


def _parse_json(body: bytes, source_id: str, url: str) -> Document:
    """JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    try:
        # Half a surrogate pair is legal JSON and no text; the way through UTF-8 takes it out.
        feed = json.loads(json.dumps(json.loads(body), ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        return Document(trouble=f"not a feed: {type(error).__name__}")
    if not str(feed.get("version", "")).startswith("https://jsonfeed.org/version/"):
        return Document(trouble="JSON, but not a JSON Feed")
    items = [item for item in _list(feed.get("items")) if isinstance(item, dict)]
    many = (_too_many(len(items)),) if len(items) > MOST_ENTRIES else ()
    language = str(feed.get("language") or "")
    return Document(
        title=str(feed.get("title") or ""),
        articles=tuple(_json_item(item, source_id, url, language) for item in items[:MOST_ENTRIES]),
        issues=many,
    )


def _json_item(item: dict[str, Any], source_id: str, base: str, language: str) -> RawArticle:
    authors = _list(item.get("authors")) or [item.get("author")]
    names = [str(a.get("name") or "") for a in authors if isinstance(a, dict)]
    content = str(item.get("content_html") or "") or escape(str(item.get("content_text") or ""), quote=False)
    return RawArticle(
        source_id=source_id,
        url=_absolute(str(item.get("url") or ""), base),
        guid=str(item.get("id") or "").strip()[:LONGEST_GUID],
        title=str(item.get("title") or "")[:LONGEST_TITLE],
        html=content or str(item.get("summary") or ""),
        byline=", ".join(name for name in names if name),
        published=str(item.get("date_published") or ""),
        updated=str(item.get("date_modified") or ""),
        language=str(item.get("language") or language),
        complete=bool(content),
        categories=tuple(str(tag) for tag in _list(item.get("tags"))),
        links=_quoted(str(item.get("external_url") or "")),
    )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
