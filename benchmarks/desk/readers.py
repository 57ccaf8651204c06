"""Eight readers on the live server while articles are written into the file it reads.

    python -m benchmarks.desk.readers FOLDER [--minutes 5] [--readers 8] [--pause SECONDS]

FOLDER holds a corpus (`python -m benchmarks.desk --folder FOLDER` makes one), which grows. Readers browse the pages of
`kinds.py` one after the other, first with nobody writing, then beside a process that writes readings of twenty invented
articles, one transaction each as a crawl does, and forms stories after every tenth. Any answer other than 200 is an
error, and so is a page that says the database is locked.
"""

import argparse
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.desk.__main__ import addresses
from benchmarks.desk.articles import Newsroom
from benchmarks.desk.corpus import new_desk, write
from benchmarks.desk.kinds import OURS
from benchmarks.desk.server import Server, serving
from db.corpus import open_corpus
from pipelines.rules import load_rules
from rulingwire.settings import ROOT
from rulingwire.sources import load_sources
from web.site import datasette_command, write_metadata

READING = 20  # articles
RUN = 10  # readings
KEYS = 60  # of each kind of page
Seen = tuple[str, int, float, bool]  # kind, status, milliseconds, is it locked?


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--pause", type=float, default=0.15, help="seconds between two readings that are written")
    parser.add_argument("--write", type=float, default=0, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.write:
        write_for(asked.folder, asked.write, asked.pause)
    else:
        read(asked.folder, asked.minutes * 60, asked.readers, asked.pause)


def read(folder: Path, seconds: float, readers: int, pause: float) -> None:
    """Both halves of the time, and what came of them."""
    database, metadata = folder / "rulings.db", folder / "readers-metadata.json"
    open_corpus(database).close()
    write_metadata(database, metadata)
    writing = [sys.executable, "-m", "benchmarks.desk.readers", str(folder)]
    writing += ["--write", str(seconds / 2), "--pause", str(pause)]
    with serving(datasette_command(database, metadata_path=metadata, live=True)) as server:
        pages = pages_of(server, database)
        told("nobody writes", browse(server, pages, seconds / 2, readers))
        writer = subprocess.Popen(writing, stdout=subprocess.PIPE, text=True)
        told("a crawl writes", browse(server, pages, seconds / 2, readers))
        print(f"the writer: {writer.communicate()[0].strip() or 'failed'}")
        print(f"memory of the server: {server.memory()[0]} MB")


def pages_of(server: Server, database: Path) -> list[tuple[str, list[str]]]:
    """The kinds of pages that this checkout has, with addresses."""
    found = [(kind.name, addresses(database, kind, KEYS)) for kind in OURS]
    return [(name, paths) for name, paths in found if paths and server.get(paths[0]).status != 404]


def browse(server: Server, pages: Sequence[tuple[str, list[str]]], seconds: float, readers: int) -> list[Seen]:
    """What so many readers at once see in a time."""
    with ThreadPoolExecutor(readers) as pool:
        seen = pool.map(lambda seed: browse_alone(server, pages, seconds, seed), range(readers))
        return [one for mine in seen for one in mine]


def browse_alone(server: Server, pages: Sequence[tuple[str, list[str]]], seconds: float, seed: int) -> list[Seen]:
    """What one reader sees."""
    chance, end, seen = random.Random(seed), time.monotonic() + seconds, []
    while time.monotonic() < end:
        name, paths = chance.choice(pages)
        answer = server.get(chance.choice(paths))
        seen.append((name, answer.status, answer.milliseconds, b"database is locked" in answer.body))
    return seen


def told(phase: str, seen: Sequence[Seen]) -> None:
    """A line on a phase, and the kinds of pages behind its errors."""
    times = sorted(milliseconds for _, _, milliseconds, _ in seen)
    wrong = Counter(f"{name}: {status}" for name, status, _, _ in seen if status != 200)
    locked = sum(is_locked for *_, is_locked in seen)
    print(
        f"{phase}: {len(seen)} pages, median {times[len(times) // 2]:.0f} ms, p95 {times[len(times) * 95 // 100]:.0f},"
        f" longest {times[-1]:.0f}, {sum(wrong.values())} errors, {locked} locked {dict(wrong) or ''}",
        flush=True,
    )


def write_for(folder: Path, seconds: float, pause: float) -> None:
    """Write readings of new articles until the time is over."""
    rules, end = load_rules(), time.monotonic() + seconds
    desk = new_desk(folder / "rulings.db", rules)
    newsroom = Newsroom(rules, [source.id for source in load_sources(ROOT / "feeds.yml")], seed=time.time_ns())
    begin, times = datetime.now(UTC), list[float]()
    while time.monotonic() < end:
        told = newsroom.articles(READING, begin + timedelta(minutes=len(times)), timedelta(minutes=1))
        start = time.monotonic()
        write(desk, told)
        if len(times) % RUN == RUN - 1:
            desk.form_stories()
        times.append(time.monotonic() - start)
        time.sleep(pause)
    desk.db.close()
    print(f"{len(times)} readings of {READING} articles, median {sorted(times)[len(times) // 2] * 1000:.0f} ms")


if __name__ == "__main__":
    main()
