"""`serve --newest`: one server at a time, moved to each new snapshot after it has passed a trial.

A new process on a new file, never a new file under a running server: its threads open the file at
different times, and would answer from two corpora at once. Between the end of the old server and the
first answer of the new one lie a second or two, in which a proxy may try again; two servers behind a
proxy would close that gap, and this does not try to.
"""

import http.client
import json
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from db.manifest import find_faults, read_manifest
from db.publish import SERVING, newest_snapshot
from rulingwire.errors import RulingwireError
from web.site import datasette_command, write_metadata

STARTING = 30.0  # seconds a server may take to its first answer
STOPPING = 10.0  # seconds it may take to end, before it is killed
REFUSED = "refused.json"  # beside the snapshots: those that failed their trial, and why


class Server:
    """Datasette on one snapshot; lives from `start` to `stop`."""

    def __init__(self, database: Path, command: list[str], address: tuple[str, int]) -> None:
        self.database = database
        self.address = address
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603  # our own command

    def stop(self) -> None:
        """End it and wait until it has ended."""
        self.process.terminate()
        try:
            self.process.wait(STOPPING)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def fault(self) -> str:
        """What a short trial finds wrong, "" where it answers as it should."""
        manifest = read_manifest(self.database)
        for path in manifest["try"] if manifest else ["/"]:
            status, body = self._ask(path)
            if status != 200:
                return f"{path}: {status or body}"
            if ".json" in path and not isinstance(json.loads(body), list):
                return f"{path}: not the rows of a table"
        return ""

    def _ask(self, path: str) -> tuple[int, str]:
        """(status, body) of a page; (0, why) where there is no answer in time."""
        until = time.monotonic() + STARTING
        while self.process.poll() is None and time.monotonic() < until:
            connection = http.client.HTTPConnection(*self.address, timeout=STARTING)
            with suppress(ConnectionError):
                connection.request("GET", path)
                answer = connection.getresponse()
                body = answer.read().decode("utf-8", "replace")
                connection.close()
                return answer.status, body
            time.sleep(0.1)
        return 0, "the server ended" if self.process.poll() is not None else "no answer in time"


@dataclass(slots=True, kw_only=True)
class Follower:
    """Serves the newest snapshot that passes its trial; `look` is to be called every few seconds."""

    snapshots: Path
    host: str
    port: int
    public: bool
    say: Callable[[str], None]
    server: Server | None = field(default=None, init=False)

    def look(self) -> None:
        """Move to a newer snapshot if there is one, and start again a server that has ended."""
        newest = newest_snapshot(self.snapshots)
        if self.server and self.server.process.poll() is not None:
            self.say(f"The server ended with code {self.server.process.returncode}; it starts again.")
            self._take(self.server.database)
        if newest and newest.parent.name not in self._refused() and (not self.server or newest > self.server.database):
            self._move(newest)
        if not self.server:
            raise RulingwireError(f"{self.snapshots}: no snapshot there can be served; see {REFUSED} there")

    def stop(self) -> None:
        """End the server."""
        if self.server:
            self.server.stop()
            self.server = None

    def _move(self, newest: Path) -> None:
        if fault := self._trial(newest):
            self._refuse(newest, fault)
            if not self.server and (before := self._before(newest)):
                self._move(before)
            return
        old = self.server
        self.stop()
        if fault := self._take(newest):
            self._refuse(newest, fault)
            if old:
                self._take(old.database)

    def _trial(self, database: Path) -> str:
        """What is wrong with a snapshot, asked at a spare port while the old server goes on."""
        if faults := find_faults(database):
            return "; ".join(faults)
        server = self._start(database, "127.0.0.1", spare_port())
        try:
            return server.fault()
        finally:
            server.stop()

    def _take(self, database: Path) -> str:
        """Serve a snapshot at our address; what is wrong with that, and then it is not served."""
        self.server = self._start(database, self.host, self.port)
        if fault := self.server.fault():
            self.stop()
            return fault
        (self.snapshots / SERVING).write_text(database.parent.name, encoding="utf-8")
        self.say(f"Serving {database} at http://{self.host}:{self.port}/")
        return ""

    def _start(self, database: Path, host: str, port: int) -> Server:
        metadata = database.with_name("metadata.json")
        if not metadata.exists():
            write_metadata(database, metadata)
        command = datasette_command(database, metadata_path=metadata, host=host, port=port, public=self.public)
        near = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104  # only to ask ourselves
        return Server(database, command, (near, port))

    def _before(self, newest: Path) -> Path | None:
        refused = self._refused()
        older = self.snapshots.glob(f"[0-9]*Z/{newest.name}")
        return max((path for path in older if path < newest and path.parent.name not in refused), default=None)

    def _refused(self) -> dict[str, str]:
        path = self.snapshots / REFUSED
        refused: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        return refused

    def _refuse(self, database: Path, fault: str) -> None:
        refused = self._refused() | {database.parent.name: fault}
        text = json.dumps(refused, indent=1, sort_keys=True, ensure_ascii=False)
        (self.snapshots / REFUSED).write_text(text, encoding="utf-8")
        self.say(f"Not served: {database.parent.name}: {fault}")


def spare_port() -> int:
    """A port of this machine that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
