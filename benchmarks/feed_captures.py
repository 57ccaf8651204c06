"""Read every feed below a folder, store what it says, and print what was salvaged and what refused, and why.

    python -m benchmarks.feed_captures ../shared/samples/news

Files ending in xml, rss, atom, rdf or json count as feeds, and so do those in tar archives. Each folder at
the top is one source; a folder named slashdot is read by Slashdot's spider.
"""

import argparse
import re
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from db.runs import begin_run
from pipelines.steps import Desk
from rulingwire.models import Issue, Source
from spiders.documents import Document, parse_feed
from spiders.feed import FeedSpider, feed_reading
from spiders.running import spider_kinds
from tests import builders

READ_AT = builders.NOON.replace(year=2040)  # later than any capture, so that no date lies in the future
FEED = re.compile(r".*\.(xml|rss|atom|rdf|json)")


@dataclass(slots=True)
class Row:
    """What became of the feeds of one source."""

    files: int = 0
    read: int = 0
    entries: int = 0
    articles: int = 0
    salvaged: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    unread: list[str] = field(default_factory=list)

    def note(self, name: str, document: Document) -> None:
        self.files += 1
        self.read += not document.trouble
        self.entries += len(document.articles)
        self.salvaged.update(reason(issue) for issue in document.issues)
        if document.trouble:
            self.refused[document.trouble] += 1
            self.unread.append(f"{name}: {document.trouble}")


def reason(issue: Issue) -> str:
    """An issue without what differs from entry to entry."""
    return issue.words if issue.kind == "salvaged" else issue.kind


def feeds_below(folder: Path, *, packed: bool = True) -> Iterator[tuple[str, bytes]]:
    """Names below the folder and bytes of every feed, in order of name."""
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_file() and FEED.fullmatch(path.name):
            yield name, path.read_bytes()
        elif packed and ".tar" in path.suffixes:
            yield from ((f"{name}/{member}", body) for member, body in packed_feeds(path))


def packed_feeds(path: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path) as tar:
        for member in tar:
            file = tar.extractfile(member)
            if file and FEED.fullmatch(member.name):
                yield member.name, file.read()


def spider_of(source: Source) -> FeedSpider:
    """The spider that reads a source."""
    spider = spider_kinds()[source.kind]()
    assert isinstance(spider, FeedSpider)
    return spider


def survey(feeds: Iterable[tuple[str, bytes]], folder: Path) -> tuple[dict[str, Row], Desk]:
    """Read feeds into a new corpus in `folder`; a row for each source, named by the first part of a feed's name."""
    found = list(feeds)
    names = sorted({name.split("/")[0] for name, _ in found})
    sources = {n: builders.source(n, kind="slashdot" if n == "slashdot" else "feed") for n in names}
    spiders = {name: spider_of(source) for name, source in sources.items()}
    desk = builders.desk(folder, *sources.values())
    run = begin_run(desk.db, "replay", READ_AT)
    rows = {name: Row() for name in names}
    for number, (name, body) in enumerate(found):
        key = name.split("/")[0]
        document = parse_feed(body, key, sources[key].url)
        refined = tuple(spiders[key].refine(article) for article in document.articles)
        frame = builders.reading(at=READ_AT + timedelta(seconds=number), of=sources[key])
        tally = desk.take(feed_reading(frame, replace(document, articles=refined)), run)
        rows[key].note(name, document)
        rows[key].articles += tally.articles
    for key, kind, times in desk.db.execute("SELECT source_id, kind, sum(times) FROM issues GROUP BY 1, 2"):
        if kind not in ("salvaged", "unreadable"):
            rows[key].refused[kind] += times
    return rows, desk


def table(rows: dict[str, Row]) -> Iterator[str]:
    """The rows as Markdown."""
    yield "| source | files | read | entries | articles | salvaged | refused |"
    yield "|---|--:|--:|--:|--:|---|---|"
    for name, row in rows.items():
        counts = f"{row.files} | {row.read} | {row.entries} | {row.articles}"
        yield f"| {name} | {counts} | {tallied(row.salvaged)} | {tallied(row.refused)} |"


def tallied(counts: Counter[str]) -> str:
    return ", ".join(f"{words} {count}" for words, count in counts.most_common()) or "none"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as corpus:
        rows, desk = survey(feeds_below(options.folder), Path(corpus))
        print("\n".join(table(rows)))
        print("\nNot read:\n" + "\n".join(f"- {line}" for row in rows.values() for line in row.unread))
        print("\nRefused, by their words:")
        refused = "SELECT source_id, kind, words, times FROM issues WHERE kind NOT IN ('salvaged', 'missing-date')"
        for line in desk.db.execute(f"{refused} ORDER BY times DESC LIMIT 40"):
            print("- {}: {}: {} ({})".format(*line))
        desk.db.close()


if __name__ == "__main__":
    main()
