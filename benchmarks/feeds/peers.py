"""Peers, in a Python of their own: python -m benchmarks.feeds.peers SYSTEM TASK PORT COUNT FOLDER

    python3 -m venv peers && peers/bin/pip install reader==3.26 feed-to-sqlite==0.6.2 sgmllib3k

reader 3.26 imports sgmllib3k, which feedparser 6.0.14 no longer brings along.
"""

import sys
from pathlib import Path


def reader(task: str, urls: list[str], folder: Path) -> None:
    """lemon24/reader: entries stored, no full-text index, no tags. Idle: no feed is updated."""
    from reader import make_reader

    store = make_reader(str(folder / "reader.db"))
    for url in urls if task == "first" else ():
        store.add_feed(url)
    if task != "idle":
        store.update_feeds(scheduled=False)


def feed_to_sqlite(task: str, urls: list[str], folder: Path) -> None:
    """feed-to-sqlite: summaries stored, no index, no conditional requests. Idle: the import alone."""
    from feed_to_sqlite.cli import cli

    if task != "idle":
        cli.main([str(folder / "feeds.db"), *urls, "--table", "entries"], standalone_mode=False)


if __name__ == "__main__":
    name, task, port, count, folder = sys.argv[1:]
    system = {"reader": reader, "feed-to-sqlite": feed_to_sqlite}[name]
    system(task, [f"http://127.0.0.1:{port}/feed/{n}.xml" for n in range(int(count))], Path(folder))
