"""Which stored article is this? The identity ladder, and what a reading changes.

Rungs, surest first: the citation of a decision; the guid; the canonical address; the site's own story number; and,
for entries that have none of these, source + day + title. Nothing stored is ever merged by machine.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b

from rulingwire.errors import NotHttp
from rulingwire.models import Alias, Article, RawArticle
from rulingwire.plans import Decision, Known, Verdict
from rulingwire.records import IDENTIFIERS, Record, to_json
from rulingwire.urls import public_id, url_key

CITATION, GUID, URL, PUBLIC_ID, TITLE = 0, 1, 2, 3, 4
LISTED_AT_MOST = 2  # times one content may become a version; a page that flaps must not grow for ever
ID_BITS = 21  # seconds since 1970 shifted by this stay below 2**53, the largest integer JSON keeps exact

_WORDS = re.compile(r"\w+")


def ladder(articles: Sequence[RawArticle]) -> list[tuple[Alias, ...]]:
    """Names of each entry of one document, surest first.

    A guid that stands twice in the document proves nothing alone and is joined with the address; an
    address that stands twice is no name at all. An entry without any name gets an empty tuple.
    """
    guids = Counter(a.guid for a in articles)
    keys = [_key_of(a.url) for a in articles]
    urls = Counter(keys)
    cited = Counter(name for a in articles for name in _citations(a))
    return [
        _cited(a, cited) + _names(a, key, guids[a.guid] > 1, urls[key] > 1)
        for a, key in zip(articles, keys, strict=True)
    ]


def _cited(raw: RawArticle, cited: Counter[str]) -> tuple[Alias, ...]:
    """The citations of a decision, but those that stand at two entries of the document."""
    return tuple(Alias(key=name, rung=CITATION) for name in _citations(raw) if cited[name] == 1)


def _citations(raw: RawArticle) -> list[str]:
    """Numbers that name one decision, whichever site prints them; a press release on it is another article."""
    record = raw.record
    if record is None or record.kind not in ("decision", "order"):
        return []
    numbers = [n for n in record.numbers if n.kind in IDENTIFIERS]
    place = {"order": f"{record.court or raw.source_id}:"}  # authorities number alike
    return list(dict.fromkeys(f"{n.kind}:{place.get(n.kind, '')}{' '.join(n.value.upper().split())}" for n in numbers))


def _names(raw: RawArticle, key: str, guid_repeats: bool, url_repeats: bool) -> tuple[Alias, ...]:
    names = []
    if raw.guid:
        guid = _key_of(raw.guid) or raw.guid
        names.append(Alias(key=f"guid:{raw.source_id}:{guid}" + (f" {key}" if guid_repeats else ""), rung=GUID))
    if key and not url_repeats:
        names.append(Alias(key=f"url:{key}", rung=URL))
    number = raw.public_id or public_id(raw.url) or public_id(raw.guid)
    if number and not (guid_repeats and url_repeats):
        names.append(Alias(key=f"id:{number}", rung=PUBLIC_ID))
    if not names and raw.title:
        title = " ".join(_WORDS.findall(raw.title.lower()))
        names.append(Alias(key=f"title:{raw.source_id}:{raw.published}:{title}", rung=TITLE))
    return tuple(names)


def _key_of(url: str) -> str:
    try:
        return url_key(url) if url else ""
    except NotHttp:
        return ""


def fingerprint(raw: RawArticle) -> str:
    """Hash of an entry as sent: 16 hexadecimal digits for its content, 16 for its facts."""
    parts = [raw.url, raw.guid, raw.title, raw.html, raw.byline, raw.published, raw.updated, raw.form]
    if raw.record:
        parts.append(to_json(raw.record))
    return _digest("\0".join(parts)) + _digest(repr(raw.facts))


def same_content(mark: str, other: str | None) -> bool:
    """Do two fingerprints differ in facts at most, such as a count of comments?"""
    return other is not None and mark[:16] == other[:16]


def content_hash(title: str, text: str, record: Record | None = None) -> str:
    """Hash of what a reader sees: 16 hexadecimal digits for the title, 16 for the text, 16 for the record if any."""
    entry = _digest(to_json(replace(record, watched=""))) if record else ""
    return _digest(" ".join(title.split())) + _digest(" ".join(text.split())) + entry


def _digest(text: str) -> str:
    return blake2b(text.encode(errors="surrogatepass"), digest_size=8).hexdigest()


def permalink(aliases: Sequence[Alias]) -> str:
    """Lasting name of an article: 16 hexadecimal digits of its most public name, whichever source came first."""
    return _digest(min(aliases, key=_by_publicity).key)


def _by_publicity(alias: Alias) -> tuple[int, str]:
    # A WordPress number often comes from a guid that only one feed carries; the address is everybody's.
    rung = GUID if alias.key.startswith("id:wp:") else alias.rung
    return (CITATION, PUBLIC_ID, URL, GUID, TITLE).index(rung), alias.key


def article_id(moment: datetime, link: str) -> int:
    """Number that grows with time and does not depend on the order of arrival."""
    seconds = max(0, int(moment.astimezone(UTC).timestamp()))
    return seconds << ID_BITS | int(link, 16) % (1 << ID_BITS)


def recognise(aliases: Sequence[Alias], found: Mapping[str, int]) -> int | None:
    """The article that the surest of the names belongs to; `found` maps stored names to articles."""
    return next((found[alias.key] for alias in aliases if alias.key in found), None)


def decide(article: Article, known: Known | None) -> Decision:
    """What this cleaned entry changes; pure, so that it can be asked twice."""
    if known is None:
        return Decision(verdict=Verdict.NEW, change="first", version=1, text_version=1)
    new = content_hash(article.title, article.text, article.record)
    if article.source_id != known.source_id or new == known.present.content:
        return Decision(verdict=Verdict.SIGHTING)
    alike = [v for v in known.versions if v.content == new]
    if article.seen_at < known.last_read_at:
        return Decision(verdict=Verdict.SIGHTING) if alike else _version(Verdict.EARLIER, article, known)
    if len(alike) >= LISTED_AT_MOST:
        return Decision(verdict=Verdict.RETURN, version=alike[-1].version, text_version=alike[-1].text_version)
    return _version(Verdict.VERSION, article, known)


def _version(verdict: Verdict, article: Article, known: Known) -> Decision:
    new, present = content_hash(article.title, article.text, article.record), known.present
    number = max(v.version for v in known.versions) + 1
    same_text = (v.text_version for v in known.versions if v.content[16:32] == new[16:32])
    pieces = {"title": slice(16), "text": slice(16, 32), "record": slice(32, None)}
    parts = [name for name, piece in pieces.items() if new[piece] != present.content[piece]]
    fuller = article.form == "page" and present.form == "feed"
    return Decision(
        verdict=verdict,
        change="fuller" if fuller else "+".join(parts),
        version=number,
        text_version=next(same_text, number),
    )
