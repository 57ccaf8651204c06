"""docs/sources.md, made from feeds.yml: `python -m rulingwire.source_pages [--check]`."""

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from rulingwire.codes import JURISDICTIONS, LANGUAGES
from rulingwire.court_facts import facts_of
from rulingwire.models import Source
from rulingwire.source_keys import COURT_KINDS
from rulingwire.sources import load_sources

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "sources.md"
KNOWN_FROM = {
    "capture": "A real copy of the feed was read and its form is tested.",
    "documentation": "The publisher, or the software it runs, documents the feed; no copy was read yet.",
    "unverified": "The address comes from memory or from others' lists; expect surprises on the first visit.",
}
COURTS = (
    "*Names* says which names of parties may be published: those of organisations we know, all, or none. A source",
    "that is *resting* is not asked: nobody has confirmed its address or form, or it wants a licence, a key or a",
    "certificate first.",
)
MARKUP = re.compile(r"([\\`*_\[\]<>|])")


def sources_page(sources: Sequence[Source]) -> str:
    """Write the page that lists our sources, grouped by how well we know them (Markdown)."""
    languages = sorted({LANGUAGES[source.language[:2]] for source in sources if source.language})
    lines = [
        "# Sources",
        "",
        "<!-- Made by python -m rulingwire.source_pages from feeds.yml; change feeds.yml instead. -->",
        "",
        f"{len(sources)} sources in {len(languages)} languages: {', '.join(languages)}.",
        "",
        "*Keeps* is `all` where every article is about our subject, else `relevant`: only what names a",
        "ruling we track is kept. *Text* says whether the text of an article may be published; where it",
        "may not, readers get title, link, tags and the words that prove them.",
    ]
    news = [source for source in sources if source.kind not in COURT_KINDS]
    for known_from, meaning in KNOWN_FROM.items():
        group = [source for source in news if source.known_from == known_from]
        if group:
            lines += ["", f"## Known from: {known_from} ({len(group)})", "", meaning, "", *_table(group)]
    courts = [source for source in sources if source.kind in COURT_KINDS]
    if courts:
        lines += ["", f"## Courts and authorities ({len(courts)})", "", *COURTS, "", *_court_table(courts)]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write docs/sources.md, or with --check say whether it is up to date; returns the exit code."""
    page = sources_page(load_sources(ROOT / "feeds.yml"))
    if list(arguments) == ["--check"]:
        if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page:
            return 0
        print("docs/sources.md is not up to date; run python -m rulingwire.source_pages", file=sys.stderr)
        return 1
    PAGE.write_text(page, encoding="utf-8")
    return 0


def _table(sources: Iterable[Source]) -> list[str]:
    head = ["| id | source | language | jurisdiction | keeps | text | what is known |", "|---" * 7 + "|"]
    return head + [_row(source) for source in sorted(sources, key=lambda source: source.id)]


def _court_table(sources: Iterable[Source]) -> list[str]:
    head = ["| id | source | jurisdiction | flags and budget | what is known |", "|---" * 5 + "|"]
    return head + [_court_row(source) for source in sorted(sources, key=lambda source: source.id)]


def _court_row(source: Source) -> str:
    _, *facts = facts_of(source)
    land = JURISDICTIONS[source.jurisdiction] if source.jurisdiction else ""
    title = f"[{_escape(source.title)}](<{source.url.partition('{')[0]}>)"
    return f"| `{source.id}` | {title} | {land} | {_escape('; '.join(facts))} | {_escape(source.note)} |"


def _row(source: Source) -> str:
    cells = [
        f"`{source.id}`",
        f"[{_escape(source.title)}](<{source.url}>)" + ("" if source.active else " (resting)"),
        source.language or "several",
        JURISDICTIONS[source.jurisdiction] if source.jurisdiction else "",
        source.keep,
        "published" if source.may_publish_text else "not published" if source.may_store_text else "not kept",
        _escape(source.note),
    ]
    return f"| {' | '.join(cells)} |"


def _escape(words: str) -> str:
    return MARKUP.sub(r"\\\1", words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
