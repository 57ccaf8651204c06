"""The parts of an article that can prove something, and the sentence around the words that do."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from pipelines.names import Found, Matcher, fold
from rulingwire.models import Article, Evidence

LONGEST_QUOTE = 300  # characters
MOST_QUOTES = 5  # of one tag
LAST_WORDS = 200  # a paragraph longer than this is not part of a footer

_ABBREVIATIONS = (
    *(
        "v",
        "vs",
        "Inc",
        "Ltd",
        "Corp",
        "Co",
        "No",
        "Nos",
        "Nr",
        "Mr",
        "Ms",
        "Mrs",
        "Dr",
        "St",
        "Art",
        "Abs",
        "Az",
        "approx",
    ),
    *(
        "ca",
        "bzw",
        "rund",
        "ok",
        "np",
        "tzw",
        "ust",
        "pkt",
        "ul",
        "tj",
        "mil",
        "yak",
        "тыс",
        "ст",
        "ул",
        "им",
        "млн",
        "млрд",
    ),
)
_SENTENCE_END = re.compile(  # begins with one class of characters, so that the search skips all others
    r"[.!?…。！？\n](?:(?<=[。！？\n])|"
    + "".join(rf"(?<!\b{word}\.)" for word in (*_ABBREVIATIONS, "[A-ZА-Я]", r"\d", r"\d\d"))
    + r"[\"'”’»)]*\s+(?=[\"“‘«(\[¿¡]?[^\W_a-zß-ÿа-я]))"
)
_SPACE = re.compile(r"\s")
_NO_BREAK = re.compile(r"[^\n]")
_SPEECH = re.compile('[“„»«"][^“”„»«"\n]{40,1500}[”“«»"]|「[^」\n]{20,1500}」')


class Proof(NamedTuple):
    """The bare words behind a claim: passage.text[start:end]."""

    passage: "Passage"
    start: int
    end: int
    rule: str


@dataclass(frozen=True, kw_only=True)
class Passage:
    """The title or the text of an article with the names found in it."""

    field: str
    text: str  # as read: what is not the article itself ("Read more: ...") is blank
    printed: str  # as stored; as long as `text`
    found: Found

    @cached_property
    def folded(self) -> str:
        """The text in small letters with plain quotes, hyphens and spaces; as long as `text`."""
        return fold(self.text)

    @cached_property
    def breaks(self) -> list[int]:
        """Where sentences begin and end; a title is one."""
        end = len(self.text.rstrip())
        if self.field == "title":
            return [0, end]
        return [0, *(found.end() for found in _SENTENCE_END.finditer(self.text, 0, end)), end]

    @cached_property
    def speech(self) -> list[tuple[int, int]]:
        """Where somebody is quoted word for word: claims made there are that person's own."""
        return [found.span() for found in _SPEECH.finditer(self.text)]

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Where the sentence around text[start:end] begins and ends, cut at words where it is long."""
        first = self.breaks[bisect_right(self.breaks, start) - 1] if start else 0
        last = self.breaks[bisect_left(self.breaks, end)]
        if last - first > LONGEST_QUOTE:
            lead = (LONGEST_QUOTE - (end - start)) // 2
            first = max(first, _word_after(self.text, max(0, start - lead), start))
            last = min(last, _word_before(self.text, first + LONGEST_QUOTE, end))
        return _trimmed(self.text, first, last)


def passages(article: Article, matcher: Matcher, footers: re.Pattern[str]) -> tuple[Passage, ...]:
    """Title and text, read for names; what the site says around the article is blank."""
    text = article_alone(article.text, footers)
    return (
        Passage(field="title", text=article.title, printed=article.title, found=matcher.find(article.title)),
        Passage(field="text", text=text, printed=article.text, found=matcher.find(text)),
    )


@lru_cache(maxsize=4)  # one article is read for several sets of names
def article_alone(text: str, footers: re.Pattern[str]) -> str:
    """The text with everything blank that is not the article: footers, and lines that point elsewhere."""
    end = body_end(text, footers)
    alone = footers.sub(lambda line: _NO_BREAK.sub(" ", line.group()), text[:end])
    return alone + " " * (len(text) - end)


def body_end(text: str, footers: re.Pattern[str]) -> int:
    """Where the article ends: at the first footer line that no real paragraph follows."""
    for footer in footers.finditer(text):
        if all(len(line) <= LAST_WORDS for line in text[footer.end() :].split("\n")):
            return footer.start()
    return len(text)


def evidence(proofs: list[Proof]) -> tuple[Evidence, ...]:
    """The first sentences that hold the proofs, each once for each rule."""
    quotes: dict[tuple[str, int, str], Evidence] = {}
    for passage, start, end, rule in proofs:
        first, last = passage.sentence(start, end)
        quote = Evidence(rule=rule, field=passage.field, start=first, end=last, quote=passage.printed[first:last])
        quotes.setdefault((passage.field, first, rule), quote)
        if len(quotes) == MOST_QUOTES:
            break
    return tuple(quotes.values())


def _word_after(text: str, at: int, limit: int) -> int:
    """The beginning of the first whole word from here on."""
    if at == 0:
        return 0
    space = _SPACE.search(text, at - 1, limit)
    return space.end() if space else limit


def _word_before(text: str, at: int, limit: int) -> int:
    """The end of the last whole word up to here."""
    if at >= len(text) or text[at].isspace():
        return at
    spaces = [m.start() for m in _SPACE.finditer(text, limit, at)]
    return spaces[-1] if spaces else limit


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))
