"""RawArticle -> Article: text, title, byline, dates, language, canonical address."""

import html
import re
import unicodedata
from collections import Counter
from datetime import datetime, timedelta
from functools import cache

import nh3

from rulingwire.dates import parse_date
from rulingwire.errors import NotHttp, UnknownDate
from rulingwire.models import Alias, Article, Issue, Link, RawArticle
from rulingwire.urls import canonical_url, http_url

BLOCKS = {
    "p",
    "br",
    "div",
    "li",
    "ul",
    "ol",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "pre",
    "hr",
}
DROPPED = {"script", "style", "iframe", "noscript", "svg", "figure", "form", "button", "template", "math"}
_cleaner = nh3.Cleaner(
    tags=BLOCKS | {"a"},
    clean_content_tags=DROPPED,
    attributes={"a": {"href"}},
    link_rel=None,
    strip_comments=True,
)
LONGEST_HTML = 1_000_000  # characters of one body
DEEPEST = 3000  # nh3 takes time by the square of the depth: half a minute for 500 KB of <div>
CLOCK_SKEW = timedelta(hours=1)
ENOUGH_TO_TELL_A_LANGUAGE = 40  # characters; shorter strings are guessed wrong too often

# nh3 writes well-formed HTML that holds the tags of BLOCKS and links only, so these patterns are exact.
_LINK = re.compile(r'<a href="([^"]*)">')
_LINE = re.compile(r"<br ?/?>")
_TAG = re.compile(r"<(/?)(?!(?:a|br|hr|img|p)\b)([a-z][a-z0-9]*)")  # a paragraph or link ends the one before
_UNSAID = re.compile(rf"<({'|'.join(sorted(DROPPED))})\b.*?(?:</\1\b|\Z)", re.DOTALL | re.IGNORECASE)
_BLOCK = re.compile(r"</?(?!a\b)[a-z][^>]*>")
_ANY_TAG = re.compile(r"<[^>]*>")
_PARAGRAPHS = re.compile(r"\n\n\n+")  # a literal to search for: ten times faster than {3,}
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff\u00ad\ud800-\udfff]")


def clean(raw: RawArticle, aliases: tuple[Alias, ...], seen_at: datetime, language: str | None = None) -> Article:
    """Clean one entry; what cannot be understood becomes an issue of the article, never a guess.

    `aliases` are its names (`identify.ladder`), `seen_at` is when it was fetched, `language` the language
    of its source where that is fixed.
    """
    issues = list(raw.issues)
    fragment = _article_part(raw, issues)
    text, links = read_html(fragment, raw.url)
    url = _url(raw, issues)
    return Article(
        source_id=raw.source_id,
        url=url,
        title=one_line(raw.title),
        text=text,
        byline=one_line(raw.byline),
        language=language or _language(raw, text),
        published_at=_published(raw, seen_at, issues),
        updated_at=_date(raw.updated, issues) if raw.updated else None,
        seen_at=seen_at,
        form="page" if raw.form == "whole-page" else raw.form,
        complete=raw.complete,
        aliases=aliases,
        guid=raw.guid,
        categories=raw.categories,
        facts=raw.facts,
        links=_merged(raw.links, links, url),
        issues=tuple(issues),
        record=raw.record,
    )


def read_html(markup: str, base: str = "") -> tuple[str, tuple[str, ...]]:
    """Plain text and http(s) links of a piece of HTML; nothing active survives.

    Paragraphs are separated by a blank line, lines by a newline; links are resolved against `base`.
    """
    if "<" not in markup:
        return tidy(html.unescape(markup)), ()
    safe = _cleaner.clean(_flat(markup) if markup.count("<") > DEEPEST and _depth(markup) > DEEPEST else markup)
    found = (http_url(html.unescape(href), base) for href in dict.fromkeys(_LINK.findall(safe)))
    links = tuple(dict.fromkeys(link for link in found if link))
    safe = " ".join(safe.split())
    text = _ANY_TAG.sub("", _BLOCK.sub("\n\n", _LINE.sub("\n", safe)))
    return tidy(html.unescape(text)), links


def _depth(markup: str) -> int:
    """How deep tags stand in each other at most, roughly: elements that close themselves count too."""
    open_tags: Counter[str] = Counter()
    depth = deepest = 0
    for slash, name in _TAG.findall(markup.lower()):
        if slash and not open_tags[name]:
            continue
        step = -1 if slash else 1
        open_tags[name] += step
        depth += step
        deepest = max(deepest, depth)
    return deepest


def _flat(markup: str) -> str:
    """The words of a document built to be deep, without what stands in scripts and the like."""
    return _ANY_TAG.sub("\n", _UNSAID.sub("", markup))


def one_line(markup: str) -> str:
    """A title or byline as plain text on one line."""
    text, _ = read_html(markup)
    return " ".join(text.split())


def tidy(text: str) -> str:
    """Text in NFC without invisible characters and idle white space; tidying twice changes nothing."""
    text = _UNSEEN.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return _PARAGRAPHS.sub("\n\n", "\n".join(lines)).strip()


def _article_part(raw: RawArticle, issues: list[Issue]) -> str:
    if len(raw.html) > LONGEST_HTML:
        hint = f"Read the first {LONGEST_HTML}."
        issues.append(Issue(kind="too-long", words=f"a body of {len(raw.html)} characters", hint=hint))
    markup = raw.html[:LONGEST_HTML]
    if raw.form != "whole-page":
        return markup
    import trafilatura  # a second of imports that most runs never need

    return trafilatura.extract(markup, output_format="html", include_links=True, url=raw.url) or ""


def _url(raw: RawArticle, issues: list[Issue]) -> str:
    if not raw.url:
        return ""
    try:
        return canonical_url(raw.url)
    except NotHttp:
        issues.append(Issue(kind="link-refused", words=raw.url[:200], hint="The link is not http or https."))
        return ""


def _date(printed: str, issues: list[Issue]) -> datetime | None:
    try:
        return parse_date(printed)
    except UnknownDate as error:
        issues.append(Issue(kind="unknown-date", words=printed[:100], hint=str(error)))
        return None


def _published(raw: RawArticle, seen_at: datetime, issues: list[Issue]) -> datetime | None:
    printed = raw.published or raw.updated
    if not printed:
        if raw.form == "feed":
            issues.append(Issue(kind="missing-date", words="entries without a date", hint="Sorted by first sight."))
        return None
    date = _date(printed, issues) if raw.published else _date(printed, [])
    if date and date > seen_at + CLOCK_SKEW:
        issues.append(Issue(kind="future-date", words=printed[:100], hint="Not believed; sorted by first sight."))
        return None
    return date


def _language(raw: RawArticle, text: str) -> str:
    declared = raw.language.strip().lower().replace("_", "-").split("-")[0]
    if len(declared) in (2, 3) and declared.isalpha():
        return declared
    sample = f"{one_line(raw.title)}. {text[:2000]}"
    return identify_language(sample) if len(sample) >= ENOUGH_TO_TELL_A_LANGUAGE else "und"


def identify_language(text: str) -> str:
    """ISO 639-1 code of a text of 40 characters and more, by py3langid."""
    code, _ = _identifier().classify(text)
    return str(code)


@cache
def _identifier():  # type: ignore[no-untyped-def]  # py3langid has no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # 50 MB of model that most runs never need

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(
        [
            "en",
            "de",
            "fr",
            "es",
            "it",
            "nl",
            "pt",
            "ja",
            "sv",
            "ko",
            "pl",
            "ru",
            "zh",
            "da",
            "no",
            "fi",
            "cs",
            "el",
            "tr",
            "hu",
        ]
    )
    return identifier


def _merged(known: tuple[Link, ...], found: tuple[str, ...], own: str) -> tuple[Link, ...]:
    roles = {canonical_url(link): "link" for link in found}
    roles |= {canonical_url(link.url): link.role for link in known if http_url(link.url)}
    roles.pop(own, None)
    return tuple(Link(url=url, role=role) for url, role in sorted(roles.items()))
