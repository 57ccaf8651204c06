"""A server that moves to newer snapshots, and stays where it is when one of them does not pass its trial."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.publish import SERVING, publish
from rulingwire.errors import CorpusError, RulingwireError
from rulingwire.settings import ROOT
from tests.small_corpus import TITLE, build
from web.folder import write_folder
from web.following import REFUSED, Follower, spare_port
from web.site import write_metadata

NOW = datetime(2025, 11, 20, 9, tzinfo=UTC)


class Newsroom:
    """A working file that is published again and again, and a follower of its snapshots."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.snapshots = folder / "snapshots"
        self.said: list[str] = []
        self.port = spare_port()
        self.follower = Follower(
            snapshots=self.snapshots, host="127.0.0.1", port=self.port, public=True, say=self.said.append
        )

    def publish(self, hour: int, title: str = TITLE) -> Path:
        working = build(self.folder / f"{hour}" / "rulings.db", title=title)
        snapshot = publish(working, self.snapshots, now=NOW + timedelta(hours=hour), keep=9)
        write_metadata(snapshot, snapshot.with_name("metadata.json"))
        return snapshot

    def ask(self, path: str = "/") -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            return answer.read().decode()

    def wait_for(self, path: str, process: subprocess.Popen) -> str:
        """What a server that is just starting answers."""
        until = time.monotonic() + 60
        while time.monotonic() < until and process.poll() is None:
            with suppress(OSError):
                return self.ask(path)
            time.sleep(0.2)
        pytest.fail("the server did not start")


@pytest.fixture
def newsroom(tmp_path: Path):
    for hour in range(3):
        (tmp_path / f"{hour}").mkdir()
    room = Newsroom(tmp_path)
    yield room
    room.follower.stop()


def test_it_moves_to_a_newer_snapshot_and_stays_when_one_fails_its_trial(newsroom: Newsroom) -> None:
    first = newsroom.publish(0, "The first edition of the day")
    newsroom.follower.look()
    assert "The first edition of the day" in newsroom.ask()
    assert (newsroom.snapshots / SERVING).read_text() == first.parent.name

    second = newsroom.publish(1, "The second edition of the day")
    before = newsroom.follower.server
    newsroom.follower.look()
    assert "The second edition of the day" in newsroom.ask()
    assert newsroom.follower.server is not before
    assert first.exists()

    third = newsroom.publish(2, "The third edition of the day")
    manifest = json.loads(third.with_name("manifest.json").read_text())
    manifest["try"].append("/ruling/none")
    third.with_name("manifest.json").write_text(json.dumps(manifest))
    serving = newsroom.follower.server
    newsroom.follower.look()
    assert "The second edition of the day" in newsroom.ask()
    assert newsroom.follower.server is serving
    assert json.loads((newsroom.snapshots / REFUSED).read_text()) == {third.parent.name: "/ruling/none: 404"}
    assert newsroom.said[-1] == f"Not served: {third.parent.name}: /ruling/none: 404"
    assert (newsroom.snapshots / SERVING).read_text() == second.parent.name

    said = len(newsroom.said)
    newsroom.follower.look()
    assert len(newsroom.said) == said  # one trial for each snapshot


def test_a_copy_that_is_not_whole_is_refused_for_the_one_before_it(newsroom: Newsroom) -> None:
    whole, cut = newsroom.publish(0, "The whole edition"), newsroom.publish(1)
    with cut.open("r+b") as file:
        file.truncate(cut.stat().st_size - 4096)
    newsroom.follower.look()
    assert "The whole edition" in newsroom.ask()
    assert "where the manifest says" in newsroom.said[0]
    assert newsroom.follower.server.database == whole


def test_a_server_that_ends_by_itself_is_started_again(newsroom: Newsroom) -> None:
    newsroom.publish(0)
    newsroom.follower.look()
    newsroom.follower.server.process.kill()
    newsroom.follower.server.process.wait()
    newsroom.follower.look()
    assert TITLE in newsroom.ask()


def test_without_a_snapshot_there_is_nothing_to_serve(newsroom: Newsroom) -> None:
    with pytest.raises(RulingwireError, match="no snapshot there can be served"):
        newsroom.follower.look()


def test_the_command_serves_until_it_is_told_to_end_and_leaves_no_server_behind(newsroom: Newsroom) -> None:
    newsroom.publish(0)
    command = [sys.executable, "-c", "from rulingwire.cli import main; main()", "--data", str(newsroom.folder)]
    words = ["serve", "--newest", "--public", "--port", str(newsroom.port)]
    process = subprocess.Popen([*command, *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert TITLE in newsroom.wait_for("/", process)
    process.terminate()
    assert process.wait(20) == 0
    with pytest.raises(urllib.error.URLError):
        newsroom.ask()
    process.stdout.close()


def test_a_folder_holds_all_that_serving_needs_and_is_never_written_over(newsroom: Newsroom, tmp_path: Path) -> None:
    folder = write_folder(newsroom.publish(0), tmp_path / "site")
    held = {path.name for path in folder.iterdir()}
    assert {"Dockerfile", "db", "exports", "manifest.json", "metadata.json", "rulings.db", "web"} <= held
    command = json.loads((folder / "Dockerfile").read_text().splitlines()[-1].removeprefix("CMD "))
    assert not [word for word in command if str(tmp_path) in word]
    command[command.index("--host") + 1] = "127.0.0.1"
    command[command.index("--port") + 1] = str(newsroom.port)
    process = subprocess.Popen([sys.executable, "-m", *command], cwd=folder, stderr=subprocess.DEVNULL)
    try:
        assert TITLE in newsroom.wait_for("/article/tokyo-1", process)
        assert "articles.csv" in newsroom.ask("/exports")
        assert newsroom.ask("/exports/articles.csv").startswith("\ufeffid,")
        assert "<feed" in newsroom.ask("/feeds/articles.atom")
    finally:
        process.terminate()
        process.wait()
    with pytest.raises(CorpusError, match="exists"):
        write_folder(newsroom.publish(1), folder)
