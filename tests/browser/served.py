"""The demo, made and served as a reader of the README would, and one article more that is read from the right."""

import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rulingwire.settings import ROOT

COMMAND = (sys.executable, "-c", "from rulingwire.cli import main; main()")
PATIENCE = 60  # seconds until the server must answer
ARABIC_TITLE = "محكمة تأمر Cloudflare بحجب مواقع القرصنة"
ARABIC_TEXT = "أمرت المحكمة شركة Cloudflare بحجب خمسة مواقع.\n\nوقالت الشركة إنها ستستأنف الحكم."


@dataclass(frozen=True, slots=True)
class Site:
    """Where the demo is served, and the file it is served from."""

    base: str
    corpus: sqlite3.Connection


def rulingwire(data: Path, *words: object, ends: tuple[int, ...] = (0,)) -> None:
    """Run a command on the demo's sources; `ends` are the exit codes that are right."""
    line = (*COMMAND, "--data", data, "--feeds", ROOT / "demo/feeds.yml", *words)
    done = subprocess.run([str(word) for word in line], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode in ends, done.stderr


def build_demo(data: Path) -> Path:
    """The published file of the demo."""
    samples = data / "samples.warc.gz"
    rulingwire(data, "pack", ROOT / "demo/captures/MANIFEST.jsonl", samples)
    rulingwire(data, "crawl", "--replay", samples, ends=(1,))  # some sources of the demo fail on purpose
    add_arabic(data / "rulings.db")
    rulingwire(data, "publish")
    return next(data.glob("snapshots/*/rulings.db"))


def add_arabic(path: Path) -> None:
    """Give an article of the demo, none of which is read from the right, words that are."""
    corpus = sqlite3.connect(path)
    (key,) = corpus.execute("SELECT max(id) FROM articles WHERE language = 'nl'").fetchone()
    corpus.execute("UPDATE articles SET language = 'ar', title = ? WHERE id = ?", (ARABIC_TITLE, key))
    corpus.execute("UPDATE article_texts SET text = ? WHERE article_id = ?", (ARABIC_TEXT, key))
    corpus.commit()
    corpus.close()


@contextmanager
def served(data: Path):
    """The demo at an address of this machine, until the block ends."""
    corpus = sqlite3.connect(build_demo(data))
    port = free_port()
    line = [str(word) for word in (*COMMAND, "--data", data, "serve", "--port", port)]
    server = subprocess.Popen(line, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{port}"
        wait_for(base, server)
        yield Site(base, corpus)
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)
        corpus.close()


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(base: str, server: subprocess.Popen) -> None:
    """Return when the server answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(base + "/static/rulingwire.css"):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {base}")
