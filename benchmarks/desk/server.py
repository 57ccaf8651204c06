"""A Datasette of its own process, asked over loopback."""

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

PATIENCE = 300  # seconds for a server to start
LONGEST = 300  # seconds for an answer


class Answer(NamedTuple):
    """What a request gave."""

    status: int
    body: bytes
    milliseconds: float


class Server:
    """A running server, by its address and process."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.port, self.process = port, process

    def get(self, path: str) -> Answer:
        """Ask for a path; an error page is an answer too."""
        begin = time.perf_counter()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=LONGEST) as response:
                status, body = response.status, response.read()
        except urllib.error.HTTPError as error:
            status, body = error.code, error.read()
        return Answer(status, body, (time.perf_counter() - begin) * 1000)

    def stream(self, path: str, most: int) -> tuple[int, float, float]:
        """The lines, at most so many, of an answer too long to hold; the seconds, and those of CPU, it took."""
        begin, cpu = time.perf_counter(), self.cpu()
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=LONGEST) as response:
            lines = sum(1 for _ in islice(response, most))
        return lines, time.perf_counter() - begin, (self.cpu() - cpu) / 1000

    def cpu(self) -> float:
        """Milliseconds of CPU it has used, which a busy machine does not stretch as it does the time of an answer."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def memory(self) -> tuple[int, int]:
        """Megabytes of its own memory now, and of all its memory at most, the mapped file included."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        found = dict(line.split(":", 1) for line in status.splitlines())
        return int(found["RssAnon"].split()[0]) // 1024, int(found["VmHWM"].split()[0]) // 1024


@contextmanager
def serving(command: list[str]) -> Iterator[Server]:
    """Run a server command, to which a port is added, until the block ends."""
    port = free_port()
    process = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, process)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """A port nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server takes connections."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit(f"the server ended with {process.returncode}: {process.args!r}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"the server did not start within {PATIENCE} s")
