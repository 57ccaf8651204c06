"""What every kind of page costs on a corpus of a million articles, beside a plain Datasette on the same file.

    python -m benchmarks.desk [--articles N] [--folder FOLDER] [--requests N] [--kind WORD]

Builds the corpus, publishes it, starts the server as `rulingwire serve` does and asks for each kind of page with
other keys each time. A folder that holds a corpus is used again. About 24 KB of disk an article are needed; where less
is free, fewer articles are made, and the report says so.
"""

import argparse
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from benchmarks.desk.corpus import build
from benchmarks.desk.kinds import OURS, STOCK, Kind
from benchmarks.desk.server import Server, serving
from db.publish import newest_snapshot
from pipelines.rules import load_rules
from rulingwire.settings import ROOT
from web.site import datasette_command

BYTES_AN_ARTICLE = 24_000
KEYS = 20_000  # of which some are drawn
CSV_ROWS = 500_000  # are read of it
CSV = "/rulings/article_parties.csv?_stream=on&_size=max"  # by its key, the only order that streams


class Measured(NamedTuple):
    """What the requests of a kind gave."""

    median: float  # milliseconds
    p95: float
    cpu: float  # milliseconds of the server, on average
    size: int  # bytes of the last answer
    errors: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where the corpus is kept; without it, it is thrown away")
    parser.add_argument("--requests", type=int, default=20)
    parser.add_argument("--kind", default="", help="only the kinds whose name holds this")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as elsewhere:
        folder = asked.folder or Path(elsewhere)
        report(snapshot(folder, asked.articles), asked.requests, asked.kind)


def snapshot(folder: Path, wanted: int) -> Path:
    """The published corpus of a folder, made where there is none."""
    while (found := newest_snapshot(folder / "snapshots")) is None:
        make(folder, wanted)
    return found


def make(folder: Path, wanted: int) -> None:
    """Build a corpus, unless the folder holds one, and publish it."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "rulings.db").exists():
        articles = min(wanted, shutil.disk_usage(folder).free * 9 // 10 // BYTES_AN_ARTICLE)
        if articles < wanted:
            print(f"Free disk allows {articles} articles, not {wanted}.")
        begin = time.monotonic()
        took = build(folder, articles, load_rules())
        print(f"built in {time.monotonic() - begin:.0f} s; the newest by the write path: {took:.1f} ms CPU an article")
    publish(folder)


def publish(folder: Path) -> None:
    """Publish in a process of its own, to know its memory."""
    begin = time.monotonic()
    program = Path(sys.executable).with_name("rulingwire")
    command = [str(program), "--data", str(folder), "--feeds", str(ROOT / "feeds.yml"), "publish"]
    _, status, used = os.wait4(subprocess.Popen(command, stdout=subprocess.DEVNULL).pid, 0)
    if status:
        raise SystemExit("publishing failed")
    wall, cpu = time.monotonic() - begin, used.ru_utime + used.ru_stime
    working = (folder / "rulings.db").stat().st_size >> 20
    print(f"published {working} MB in {wall:.0f} s ({cpu:.0f} s CPU), at most {used.ru_maxrss // 1024} MB of memory")


def report(database: Path, requests: int, only: str) -> None:
    """Measure all kinds and print the tables."""
    print(f"snapshot of {database.stat().st_size >> 20} MB, {count(database):,} articles; milliseconds, warm\n")
    metadata = database.with_name("metadata.json")
    ours, stock = [[kind for kind in kinds if only in kind.name] for kinds in (OURS, STOCK)]
    with serving(datasette_command(database, metadata_path=metadata)) as server:
        print("| page | median | p95 | CPU | wanted | KB | |\n|---|---|---|---|---|---|---|")
        for kind, found in measure(server, database, ours, requests):
            print(line(kind, found), flush=True)
        tables = {kind.name: found for kind, found in measure(server, database, stock, requests)}
        streams = {"ours": server.stream(CSV, CSV_ROWS)} if not only else {}
        own, most = server.memory()
    plain = [sys.executable, "-m", "datasette", "serve", "-i", str(database)]
    with serving([*plain, "--inspect-file", str(database.with_name("inspect.json"))]) as server:
        print("\n| table | median | p95 | CPU | plain: median | p95 | CPU |\n|---|---|---|---|---|---|---|")
        for kind, found in measure(server, database, stock, requests):
            mine = tables[kind.name]
            print(f"| {kind.name} | {' | '.join(f'{value:.0f}' for value in (*mine[:3], *found[:3]))} |")
        streams |= {"plain": server.stream(CSV, CSV_ROWS)} if not only else {}
    print(f"\nmemory of the server: {own} MB; with the parts of the file in use, {most} MB")
    for name, (rows, wall, cpu) in streams.items():
        print(f"CSV of article_parties, {name}: {rows:,} rows, {rows / wall:,.0f} a second, {rows / cpu:,.0f} of CPU")


def measure(server: Server, database: Path, kinds: Iterable[Kind], requests: int) -> Iterator[tuple[Kind, Measured]]:
    """Ask for each kind so many times, after two requests that do not count; kinds that are not there are left out."""
    for kind in kinds:
        asked = addresses(database, kind, requests + 2)
        warm = [server.get(path) for path in asked[:2]]
        if not asked or warm[0].status == 404:
            print(f"{kind.name}: no such page here", file=sys.stderr)
            continue
        before = server.cpu()
        answers = [server.get(path) for path in asked[2:] or asked]
        cpu = (server.cpu() - before) / len(answers)
        times = sorted(answer.milliseconds for answer in answers)
        errors = sum(answer.status != 200 for answer in answers)
        last = times[max(0, -(-len(times) * 95 // 100) - 1)]
        yield kind, Measured(times[len(times) // 2], last, cpu, len(answers[-1].body), errors)


def addresses(database: Path, kind: Kind, number: int) -> list[str]:
    """So many addresses of a kind, with other keys as far as there are others."""
    connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
    keys = [str(key) for (key,) in connection.execute(f"{kind.keys} LIMIT {KEYS}")]
    connection.close()
    chance = random.Random(kind.name)
    chance.shuffle(keys)
    found = [kind.address.format(quote(key, safe="&=")) for key in keys]
    return (found * number)[:number]


def line(kind: Kind, found: Measured) -> str:
    """A line of the table."""
    verdict = f"{found.errors} errors" if found.errors else "" if found.p95 <= kind.at_most else "slow"
    figures = (found.median, found.p95, found.cpu, kind.at_most, found.size / 1024)
    return f"| {kind.name} | {' | '.join(f'{value:.0f}' for value in figures)} | {verdict} |"


def count(database: Path) -> int:
    """How many articles there are."""
    connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
    (found,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    connection.close()
    return int(found)


if __name__ == "__main__":
    main()
