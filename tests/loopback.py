"""A web server on 127.0.0.1 that answers from a table, and the command as it runs against it.

    python -m tests.loopback '{"DOWNLOAD_DELAY": 0}' --data FOLDER --feeds FEEDS crawl

replaces settings, runs the command and notes in FOLDER/connected.json what it connected to.
"""

import gzip
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

from rulingwire.clock import now
from rulingwire.settings import ROOT

QUICK = {"DOWNLOAD_DELAY": 0.01, "DOWNLOAD_MAXSIZE": 1_000_000}
THOUGHT = 0.01  # seconds between a question and its answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as the server saw it; `number` counts those to the same path, from 0."""

    path: str
    number: int
    at: float  # seconds of a clock that only goes forward
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server says. A body in pieces may be slow; a `length` other than the body's is a lie."""

    status: int = 200
    headers: Sequence[tuple[str, str]] = ()
    body: bytes | Callable[[threading.Event], Iterator[bytes]] = b""
    length: int | None = None


Table = Mapping[str, Answer | Callable[[Asked], Answer]]


class Traffic:
    """How many requests are being answered at this moment, and how many were at most."""

    def __init__(self) -> None:
        self.now, self.most, self.lock = 0, 0, threading.Lock()

    def count(self, change: int) -> None:
        with self.lock:
            self.now += change
            self.most = max(self.most, self.now)


class Loopback:
    """A server that lives as long as its context and remembers what it was asked.

    404 for what it does not know, unless the table says what it answers to every other path: "*".
    """

    def __init__(self, table: Table | None = None, traffic: Traffic | None = None) -> None:
        self.table = dict(table or {})
        self.traffic = traffic or Traffic()
        self.asked: list[Asked] = []
        self.counts: Counter[str] = Counter()
        self.closing = threading.Event()
        self.server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"site": self}))
        self.host = f"127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()

    def url(self, path: str = "/", scheme: str = "http") -> str:
        return f"{scheme}://{self.host}{path}"

    def times(self, path: str) -> int:
        """How often a path was asked for."""
        return self.counts[path]

    def sent(self, path: str, header: str) -> list[str | None]:
        """A header of each request for a path, in order; None where it was not sent."""
        return [asked.headers.get(header) for asked in self.asked if asked.path == path]

    def answer(self, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        asked = Asked(path=path, number=self.counts[path], at=time.monotonic(), headers=headers, body=body)
        self.counts[path] += 1
        self.asked.append(asked)
        answer = self.table.get(path) or self.table.get("*", Answer(status=404))
        return answer(asked) if callable(answer) else answer


def rss(*stories: str, guid: str = "guid-{}", title: str = "Wire") -> bytes:
    """A feed with an entry for each word."""
    items = "".join(
        f"<item><title>Story {story}</title><link>https://wire.example/{story}</link>"
        f"<guid isPermaLink='false'>{guid.format(story)}</guid><description>Told in {story} words.</description>"
        "<pubDate>Wed, 19 Nov 2025 09:00:00 +0000</pubDate></item>"
        for story in stories
    )
    return f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>".encode()


def feed(*stories: str) -> Answer:
    """A good answer with a feed."""
    return Answer(headers=(("Content-Type", "application/rss+xml"),), body=rss(*stories))


def entry(name: str, url: str, kind: str = "feed", **more: object) -> str:
    """A source as feeds.yml writes it."""
    return "- " + json.dumps({"id": name, "title": name, "url": url, "kind": kind, "keep": "all"} | more) + "\n"


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # a client that hangs up is not our trouble
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    site: Loopback
    timeout = 10

    def do_POST(self) -> None:
        self.respond(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def do_GET(self) -> None:
        self.respond()

    def respond(self, body: bytes = b"") -> None:
        # Counted before anything is sent: a client that asks one thing at a time never meets itself here.
        self.site.traffic.count(1)
        answer = self.site.answer(self.path, self.headers, body)
        time.sleep(THOUGHT)
        self.site.traffic.count(-1)
        pieces = [answer.body] if isinstance(answer.body, bytes) else answer.body(self.site.closing)
        length = len(answer.body) if answer.length is None and isinstance(answer.body, bytes) else answer.length
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()
        for piece in pieces:
            self.wfile.write(piece)
            self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a command ended, the addresses it connected to, and the most memory it held (MB)."""

    code: int
    out: str
    err: str
    connected: list[str]
    memory: float


def command(folder: Path, feeds: Path, *words: object, loopback: bool = True, **settings: object) -> Done:
    """Run the command in a process of its own: the reactor cannot be started twice in one."""
    changes = json.dumps(QUICK | settings)
    line = [sys.executable, "-m", "tests.loopback", changes, "--data", folder, "--feeds", feeds, *words]
    env = {name: value for name, value in os.environ.items() if not name.startswith("RULINGWIRE_")}
    env["RULINGWIRE_ALLOW_LOOPBACK"] = str(int(loopback))
    done = subprocess.run(list(map(str, line)), cwd=ROOT, env=env, capture_output=True, text=True, timeout=90)
    told = json.loads((folder / "connected.json").read_text())
    return Done(code=done.returncode, out=done.stdout, err=done.stderr, **told)


def crawl(folder: Path, *words: object, **settings: object) -> Done:
    """A crawl of FOLDER/feeds.yml into FOLDER."""
    return command(folder, folder / "feeds.yml", "crawl", *words, **settings)


def rows(folder: Path, sql: str, *values: object) -> list[Any]:
    """What a question to the corpus of a folder brings."""
    with closing(sqlite3.connect(folder / "rulings.db")) as connection:
        return connection.execute(sql, values).fetchall()


PAGE = b"<!doctype html><html><body>Back soon</body></html>"
BOMB = gzip.compress(b"<rss>") + 300 * gzip.compress(bytes(1_000_000))
PRIVATE = {
    "to-home": ("http://10.0.0.1/", "10.0.0.1"),
    "to-metadata": ("http://169.254.169.254/latest", "169.254.169.254"),
    "to-mapped": ("http://[::ffff:10.0.0.1]/", "::ffff:10.0.0.1"),
}


PATIENCE = 5  # seconds: half of what `drip` takes, and far more than any other answer on a busy machine


def drip(over: threading.Event) -> Iterator[bytes]:
    for _ in range(40):
        yield b" "
        over.wait(0.25)


def with_validators(asked: Asked) -> Answer:
    known = asked.headers.get("If-None-Match") == '"v1"'
    marks = (("ETag", '"v1"'), ("Last-Modified", "Wed, 19 Nov 2025 09:00:00 GMT"))
    return Answer(status=304, headers=marks) if known else Answer(headers=marks, body=rss("etag"))


def to(status: int, url: str) -> Answer:
    return Answer(status=status, headers=(("Location", url),))


def home_table() -> Table:
    """One host with a feed for each way to behave; a path is the id of its source."""
    return {
        "/robots.txt": Answer(body=b"User-agent: *\nDisallow: /forbidden\n"),
        "/good": feed("good"),
        "/etag": with_validators,
        "/html-etag": Answer(headers=(("ETag", '"page"'),), body=PAGE),
        "/lying-304": Answer(status=304, headers=(("ETag", '"lie"'),)),
        "/same-body": feed("same"),
        "/moved": to(301, "/moved-on"),
        "/settled": to(301, "/moved-on"),
        "/moved-on": to(308, "/new-home"),
        "/new-home": feed("moved"),
        "/lent": to(302, "/good"),
        "/gone-410": Answer(status=410),
        "/gone-404": Answer(status=404),
        "/broken-500": Answer(status=500),
        "/challenge": Answer(status=403, headers=(("cf-mitigated", "challenge"),), body=PAGE),
        "/forbidden": feed("forbidden"),
        "/slow": Answer(body=drip),
        "/bomb": Answer(headers=(("Content-Encoding", "gzip"),), body=BOMB),
        "/oversize": Answer(body=rss("oversize"), length=50_000_000),
        "/endless": Answer(body=lambda _: (bytes(100_000) for _ in range(100))),
        "/cut": Answer(body=rss("cut"), length=5000),
        "/churn": lambda asked: Answer(body=rss("churn", guid=f"{{}}-{asked.number}")),
        "/cookie": Answer(status=302, headers=(("Location", "/jar"), ("Set-Cookie", "id=secret"))),
        "/jar": Answer(headers=(("Set-Cookie", "id=secret"),), body=rss("cookie")),
        **{f"/{name}": to(302, url) for name, (url, _) in PRIVATE.items()},
    }


def busy(status: int, wait: str) -> Table:
    return {"/feed": Answer(status=status, headers=(("Retry-After", wait),))}


def tables() -> dict[str, Table]:
    """Hosts by name, each with manners of its own."""
    tomorrow = format_datetime(now() + timedelta(days=1), usegmt=True)
    return {
        "home": home_table(),
        "wait-seconds": busy(429, "3600"),
        "wait-date": busy(429, tomorrow),
        "wait-503": busy(503, "3600"),
        "wait-unsaid": {"/feed": Answer(status=429)},
        "wait-twins": {path: Answer(status=429) for path in ("/feed", "/twin")},
        "robots-500": {"/robots.txt": Answer(status=500), "/feed": feed("hidden")},
        "robots-404": {"/feed": feed("open")},
    }


def keep_at_home(connected: list[str], event: str, words: tuple[Any, ...]) -> None:
    """Note each connection; whatever else is broken, none leaves this machine and no name is asked of others."""
    if event == "socket.connect":
        connected.append(repr(words[1]))
        if not str(words[1][0]).startswith(("127.", "::1")):
            raise PermissionError(f"{words[1]} is not this machine")
    if event == "socket.getaddrinfo" and str(words[0]).endswith((".com", ".org", ".net", ".example")):
        raise PermissionError(f"{words[0]} is not this machine")


def main(changes: str, *words: str) -> None:
    import rulingwire.settings
    from rulingwire.cli import main as rulingwire_main

    for name, value in json.loads(changes).items():
        setattr(rulingwire.settings, name, value)
    connected: list[str] = []
    sys.addaudithook(partial(keep_at_home, connected))
    folder = Path(words[words.index("--data") + 1])
    try:
        rulingwire_main(words)
    finally:
        # Not getrusage: its peak counts what the parent held before the new program took over.
        memory = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024
        (folder / "connected.json").write_text(json.dumps({"connected": connected, "memory": memory}))


if __name__ == "__main__":
    main(*sys.argv[1:])
