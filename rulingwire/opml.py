"""Feed lists other readers understand: OPML in, with a reason for each refused line, and OPML out."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlsplit
from xml.etree import ElementTree
from xml.parsers import expat

from rulingwire.codes import is_language
from rulingwire.errors import ConfigError
from rulingwire.models import Source
from rulingwire.urls import http_url, url_key

NOT_IN_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedLine:
    """An outline that names no feed we could follow, and why."""

    line: int
    title: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpmlResult:
    """What an OPML file holds."""

    sources: tuple[Source, ...]
    refused: tuple[RefusedLine, ...]


def read_opml(data: bytes) -> OpmlResult:
    """Read the feeds of an OPML file, folders flattened; ids are made from the titles.

    Raises ConfigError if the file is not XML or declares a DTD, which could hide an entity bomb.
    """
    list_ = _List()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.StartElementHandler = lambda name, attributes: list_.add(name, attributes, parser.CurrentLineNumber)
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise ConfigError([f"OPML: not XML: {error}; export the list again"]) from error
    return OpmlResult(sources=tuple(list_.sources.values()), refused=tuple(list_.refused))


def write_opml(sources: Iterable[Source]) -> bytes:
    """Write sources as OPML 2.0; title, address and language survive read_opml."""
    root = ElementTree.Element("opml", version="2.0")
    ElementTree.SubElement(ElementTree.SubElement(root, "head"), "title").text = "rulingwire sources"
    body = ElementTree.SubElement(root, "body")
    for source in sources:
        attributes = {"type": "rss", "text": source.title, "title": source.title, "xmlUrl": source.url}
        if source.language:
            attributes["language"] = source.language
        ElementTree.SubElement(body, "outline", attributes)
    ElementTree.indent(root)
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


@dataclass(slots=True)
class _List:
    """The list as far as it is read; sources stand under the key of their address."""

    sources: dict[str, Source] = field(default_factory=dict)
    refused: list[RefusedLine] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def add(self, name: str, attributes: dict[str, str], line: int) -> None:
        if name != "outline" or "xmlUrl" not in attributes:
            return
        printed = attributes["xmlUrl"].strip()
        title = " ".join((attributes.get("title") or attributes.get("text") or "").split())
        url = urldefrag(http_url(printed) or "").url
        reason = self._reason(url)
        if reason:
            self.refused.append(RefusedLine(line=line, title=title, url=printed, reason=reason))
        else:
            self.sources[url_key(url)] = self._source(title, url, attributes.get("language", ""))

    def _reason(self, url: str) -> str:
        if not url:
            return "not an http(s) address"
        if "@" in urlsplit(url).netloc:
            return "holds a user name; sources are public"
        earlier = self.sources.get(url_key(url))
        return f"same address as {earlier.id}" if earlier else ""

    def _source(self, title: str, url: str, language: str) -> Source:
        host = urlsplit(url).hostname or ""
        return Source(
            id=self._new_id(_slug(title) or _slug(host)),
            title=title or host,
            url=url,
            kind="feed",
            language=language if is_language(language) else None,
        )

    def _new_id(self, wanted: str) -> str:
        number, name = 1, wanted
        while name in self.ids:
            number += 1
            name = f"{wanted}-{number}"
        self.ids.add(name)
        return name


def _refuse_dtd(*_: object) -> None:
    raise ConfigError(["OPML: declares a DTD, which could hide an entity bomb; remove the DOCTYPE line"])


def _slug(words: str) -> str:
    ascii_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode("ascii")
    return NOT_IN_ID.sub("-", ascii_words.lower()).strip("-")
