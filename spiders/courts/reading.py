"""What the readers of court sites share: days, numbers, names, text of elements and PDFs, the article of a record."""

import re
import warnings
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from html import escape
from io import BytesIO
from typing import Any, TypeVar
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup, Tag, UnusualUsageWarning
from pypdf import PdfReader

from rulingwire.dates import parse_date
from rulingwire.errors import UnknownDate
from rulingwire.models import RawArticle, Source
from rulingwire.records import Number, Paper, PartyName, Record
from spiders.patience import TookTooLong

PDF_PAGES = 60  # most pages of a PDF that are read
# What stands between the sides of a title, surest first. A capital V or C is an initial ("Malcolm V Smith"), unless
# all of the title is in capitals, and then a C is one still.
BETWEEN = (r"-v-|v\.?|[Vv]s\.?|[Vv]ersus", r"c\.?", "against")
BETWEEN_CAPITALS = (r"-V-|V\.?(?!\s+V\.?\s)|VS\.?|VERSUS", "AGAINST")  # "M. V. V. POLAND": the last V
RANK = re.compile(r"\s*[\[(]No\.? ?\d+[\])]$", re.IGNORECASE)  # of a decision in its case: no part of a name
# A title that ends in a neutral citation: "Smith v Jones [2020] FCA 12"
CITED = re.compile(r"(?P<name>.+?)(?:\s+[-–—])?\s+(?P<citation>\[\d{4}\] (?P<code>\D+?) \d+)")
Found = TypeVar("Found")


def needed(found: Found | None, what: str) -> Found:
    """What was found. Raises ValueError where nothing was, so that the entry becomes an issue that says why."""
    if not found:
        raise ValueError(f"no {what[:160]}")
    return found


def day(printed: str | None, *forms: str) -> str:
    """An ISO day from a date in one of the strptime forms; "" for nothing printed. Raises UnknownDate."""
    text = one_line(printed or "")
    if not text:
        return ""
    for form in forms:
        with suppress(ValueError):
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007  a day has no zone
    raise UnknownDate(f"unknown date form {text[:80]!r}")


def moment(printed: str, source: Source) -> str:
    """An ISO moment from an ISO one that is printed without its zone, which the source knows. Raises ValueError."""
    return datetime.fromisoformat(printed).replace(tzinfo=ZoneInfo(source.zone)).isoformat()


def posted(raw: RawArticle) -> str:
    """The ISO moment that a feed prints for an entry, in UTC; "" where it prints none. Raises UnknownDate."""
    return parse_date(raw.published).isoformat() if raw.published else ""


def one_line(text: str) -> str:
    """A text without line breaks and with single blanks."""
    return " ".join(text.split())


def words(element: Tag | None) -> str:
    """The text of an element on one line; "" where there is none."""
    return one_line(element.get_text(" ")) if element else ""


def markup(text: bytes | str, parser: str = "lxml") -> BeautifulSoup:
    """A page, or a piece of one. XML where HTML should stand, or no markup at all, is read without warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnusualUsageWarning)
        return BeautifulSoup(text, parser)


def parted(text: str, mark: str) -> tuple[str, ...]:
    """What stands between marks such as ";", without blanks around it and without empty parts."""
    return tuple(part.strip() for part in text.split(mark) if part.strip())


def whole_number(printed: str) -> int:
    """A number printed with or without marks between thousands: "1,234", "1.234 hits". Raises ValueError."""
    return int(re.sub(r"\D", "", printed))


def target(link: Tag, base: str) -> str:
    """The address that a link leads to."""
    return urljoin(base, str(link["href"]))


def only_court(source: Source) -> str:
    """The court of a source that is about one; "" of one that is about several."""
    return source.courts[0] if len(source.courts) == 1 else ""


def numbers(**printed: str | Iterable[str] | None) -> tuple[Number, ...]:
    """Numbers by their kind, one or several of each, without those not printed: numbers(ecli="", docket=["1", "2"])."""
    found = []
    for kind, values in printed.items():
        every = [values] if isinstance(values, str) else values or ()
        found += [Number(kind=kind, value=value) for value in map(one_line, every) if value]
    return tuple(dict.fromkeys(found))


def pdf_paper(url: str, title: str = "") -> Paper:
    """A PDF behind a decision."""
    return Paper(url=url, media_type="application/pdf", title=title)


def versus(title: str, joint: str = "") -> tuple[PartyName, ...]:
    """The two sides of a title such as "A v. B"; nothing where it names no two sides.

    `joint` is what stands between several cases, " and " in "A v B and C v D": then all their sides, each once.
    """
    plain = RANK.sub("", title.strip())
    for between in BETWEEN_CAPITALS if plain.isupper() else BETWEEN:
        first, *others = re.split(rf"\s+(?:{between})\s+", plain, maxsplit=0 if joint else 1)
        if others:
            ends = [name.strip() for side in others[:-1] for name in side.rsplit(joint, 1)]
            names = [first.strip(), *ends, others[-1].strip()]
            if len(names) > 2:  # who sues twice is one; "Brand v Brand" are two
                names = list(dict.fromkeys(names))
            return tuple(PartyName(name=name) for name in names) if all(names) else ()
    return ()


def paragraphs(*texts: str) -> str:
    """Plain texts as HTML paragraphs; a blank line ends a paragraph."""
    parts = [part for text in texts for part in text.split("\n\n") if part.strip()]
    return "".join(f"<p>{escape(part.strip(), quote=False)}</p>" for part in parts)


def article(
    source: Source, record: Record, *, url: str, title: str, html: str = "", site_id: str = "", **more: str
) -> RawArticle:
    """The article of a record. `html` is the text of the decision; without it the summary is all we have.

    `site_id` is the site's own row id, kept as one name among others; `more` are other fields of RawArticle.
    Raises TypeError where a site gives something else than text.
    """
    record = _text_only(record)
    return RawArticle(
        source_id=source.id,
        url=_text_only(url),
        guid=site_id,
        title=_text_only(title),
        html=html or paragraphs(record.summary),
        published=record.published or record.decided,
        updated=record.modified,
        form="page" if html else "feed",
        complete=bool(html),
        record=record,
        **more,  # type: ignore[arg-type]
    )


def _text_only(value: Any) -> Any:
    """A value all parts of which are text; what a site leaves null is "". Raises TypeError for anything else."""
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{part.name: _text_only(getattr(value, part.name)) for part in fields(value)})
    if isinstance(value, tuple):
        return tuple(_text_only(part) for part in value)
    if isinstance(value, str | None):
        return value or ""
    raise TypeError(f"{value!r:.80} where text should stand")


def is_pdf(body: bytes) -> bool:
    """Is a document a PDF? Some servers put blank lines before it."""
    return body[:1024].lstrip().startswith(b"%PDF")


def pdf_article(body: bytes, url: str, source: Source) -> RawArticle | None:
    """The text of a PDF as a document: what its list said of it stands. None where the bytes are no PDF with text."""
    html = read_pdf(body) if is_pdf(body) else ""
    return RawArticle(source_id=source.id, url=url, html=html, form="page", complete=True) if html else None


def read_pdf(body: bytes) -> str:
    """The text of a PDF as HTML paragraphs; "" where it holds none, such as a scan. Never opens another file."""
    try:
        pages = PdfReader(BytesIO(body)).pages[:PDF_PAGES]
        text = "\n\n".join(page.extract_text() for page in pages)
    except TookTooLong:
        raise
    except Exception:  # pypdf must never stop a source, whatever it stumbles over
        return ""
    return paragraphs(re.sub(r"(?<!\n)\n(?!\n)", " ", text))


def inner(element: Tag | BeautifulSoup, without: str = "script, style, nav") -> str:
    """The HTML inside an element without some of its parts (a CSS selector)."""
    for part in element.select(without):
        part.decompose()
    return element.decode_contents()
