"""Kill a replay at random moments, resume it, and compare the corpus with that of a run left alone.

    python -m benchmarks.kill --replay demo.warc.gz --feeds demo/feeds.yml --kills 50

Each round starts with an empty folder, kills the process (SIGKILL) at a moment drawn from the length of
an uninterrupted run less its start, replays again to the end and compares every row but those that
number runs and fetches. With --same the rounds share one folder: killed again and again, finished once.
"""

import argparse
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.builders import said

STARTED = 0.3  # of a run is over before the first capture is read


def replay(folder: Path, options: argparse.Namespace) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from rulingwire.cli import main; main()"]
    command += ["--data", str(folder), "--feeds", str(options.feeds), "crawl"]
    for path in options.replay:
        command += ["--replay", str(path)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def corpus(folder: Path) -> dict[str, list[str]]:
    connection = sqlite3.connect(folder / "rulings.db")
    try:
        return said(connection)
    finally:
        connection.close()


def killed(folder: Path, options: argparse.Namespace, after: float) -> bool:
    """Start a replay and kill it `after` seconds; False where it had ended by itself."""
    process = replay(folder, options)
    time.sleep(after)
    ended = process.poll() is not None
    process.kill()
    process.wait()
    return not ended


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replay", type=Path, nargs="+", required=True)
    parser.add_argument("--feeds", type=Path, default=Path("feeds.yml"))
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--same", action="store_true", help="all kills in one folder")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    draw = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        begun = time.monotonic()
        replay(root / "whole", options).wait()
        length = time.monotonic() - begun
        expected = corpus(root / "whole")
        print(f"uninterrupted: {length:.1f} s, {len(expected['articles'])} articles")
        equal, hits = (rounds_in_one if options.same else rounds_apart)(root, options, draw, length, expected)
    print(f"{hits} kills hit a running replay; {equal} corpora equal the uninterrupted one")
    return 0


def rounds_apart(root, options, draw, length, expected) -> tuple[str, int]:  # type: ignore[no-untyped-def]
    equal = hits = 0
    while hits < options.kills:
        folder = root / "killed"
        shutil.rmtree(folder, ignore_errors=True)
        moment = draw.uniform(STARTED * length, length)
        if not killed(folder, options, moment):
            continue
        hits += 1
        replay(folder, options).wait()
        same = corpus(folder) == expected
        equal += same
        if not same:
            print(f"kill {hits}: after {moment:.2f} s, the corpus differs")
    return f"{equal} of {hits}", hits


def rounds_in_one(root, options, draw, _, expected) -> tuple[str, int]:  # type: ignore[no-untyped-def]
    folder = root / "killed"
    hits = sum(killed(folder, options, draw.uniform(0.5, 3)) for _ in range(options.kills))
    replay(folder, options).wait()
    return f"{int(corpus(folder) == expected)} of 1", hits


if __name__ == "__main__":
    sys.exit(main())
