"""What no reader may do to a server that answers free SQL, and what no answer tells."""

import asyncio
import re
import subprocess
import time
import urllib.error
import urllib.request
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from datasette.plugins import pm

from db.publish import publish
from tests.small_corpus import build
from tests.test_web import Site, serve
from web.following import spare_port
from web.site import datasette_command, write_metadata

MOST_MEMORY = 300  # MB; stock Datasette takes 4,600 of one of these, and starts with 70
COUNT = "with recursive n(i) as (select 1 union all select i + 1 from n limit {}) "
LETTERS = "printf('%.*c', {}, 'x')"
ATTACKS = {
    "one value of 800 MB": "select hex(zeroblob(400000000))",
    "one random value": "select hex(randomblob(400000000))",
    "many values within the limit": COUNT.format(500) + "select hex(randomblob(900000)) from n",
    "many blobs": COUNT.format(500) + "select randomblob(1900000) from n",
    "a value that grows": COUNT.format(10**7) + f"select group_concat({LETTERS.format(100_000)}) from n",
    "json that grows": COUNT.format(10**7) + f"select length(json_group_array({LETTERS.format(100_000)})) from n",
    "a big sort": COUNT.format(10**5) + "select length(b) from (select hex(randomblob(500000)) b from n order by b)",
    "a wide row": "select " + ", ".join(["hex(zeroblob(950000))"] * 60),
    "an endless count": "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n",
    "a compound": " union all ".join(["select 1"] * 400),
}
ABOUT_ITSELF = ["databases.json", "databases", "metadata", "versions", "plugins.json", "settings", "threads", "actor"]
ABOUT_ITSELF += ["auth-token?token=x", "logout", "messages", "permissions", "allow-debug", "patterns"]
STOCK = [
    "/rulings",
    "/rulings/articles",
    "/rulings/articles/1",
    "/rulings/rulings",
    "/rulings/months",
    "/rulings?sql=select+1",
]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("limits")
    return publish(build(folder / "rulings.db"), folder / "snapshots", now=datetime(2025, 11, 20, tzinfo=UTC))


@pytest.fixture(scope="module")
def site(snapshot: Path) -> Site:
    return Site(serve(snapshot, public=False))


@pytest.fixture(scope="module")
def server(snapshot: Path):
    """(port, process) of a server at home, where free SQL is open."""
    metadata, port = snapshot.with_name("metadata.json"), spare_port()
    write_metadata(snapshot, metadata)
    command = datasette_command(snapshot, metadata_path=metadata, port=port)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            ask(port, "/")
            break
        except OSError:
            time.sleep(0.2)
    yield port, process
    process.terminate()
    process.wait()


def ask(port: int, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
            answer.read()
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def peak(process: subprocess.Popen) -> int:
    """The most memory a process has had, in MB."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc, which is not here")
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_question_takes_the_memory_of_all(server, attack: str) -> None:
    port, process = server
    assert ask(port, "/rulings.json?sql=" + quote(ATTACKS[attack])) == 400
    assert peak(process) < MOST_MEMORY
    assert ask(port, "/article/tokyo-1") == 200


@pytest.mark.parametrize(
    "path",
    ABOUT_ITSELF,
)
def test_pages_of_datasette_about_itself_are_closed(site: Site, path: str) -> None:
    answer = site.get(f"/-/{path}")
    assert answer.status_code == 404
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_no_answer_tells_where_a_file_lies(site: Site, snapshot: Path) -> None:
    asked = [
        "/exports.json",
        "/rulings.json",
        "/rulings?sql=select+*+from+pragma_database_list",
        "/rulings?sql=nonsense",
    ]
    for path in [
        *STOCK,
        *asked,
        "/",
        "/exports",
        "/static/none",
        "/rulings/none",
        "/rulings.json?sql=pragma+database_list",
    ]:
        assert str(snapshot.parents[2]) not in site.get(path).text, path


@pytest.mark.parametrize(
    "sql", ["attach 'x' as x", "select load_extension('x')", "vacuum into 'x'", "delete from articles"]
)
def test_sql_that_would_leave_the_file_is_refused(site: Site, sql: str) -> None:
    assert site.get("/rulings.json?sql=" + quote(sql)).status_code == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_only_reading_is_answered(site: Site, method: str) -> None:
    for path in ("/", "/rulings/articles", "/-/messages"):
        answer = asyncio.run(site.datasette.client.request(method, path))
        assert answer.status_code == 405


@pytest.mark.parametrize("path", STOCK)
def test_a_stock_page_runs_no_script_but_the_ones_it_came_with(site: Site, path: str) -> None:
    answer = site.get(path)
    policy = answer.headers["content-security-policy"]
    assert "script-src" in policy
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
    for script in BeautifulSoup(answer.text, "html.parser").find_all("script", src=None):
        assert b64encode(sha256(script.string.encode()).digest()).decode() in policy, script
    assert not re.search(r"<[^>]+\son[a-z]+=", answer.text)


def test_no_answer_sets_a_cookie(site: Site) -> None:
    for path in ["/", "/exports", *STOCK, "/rulings/articles.json", "/rulings/articles.csv", "/none"]:
        assert "set-cookie" not in site.get(path).headers


@pytest.mark.parametrize(
    ("plugin", "question", "path"),
    [
        ("pages.py", "cases_found", "/cases"),
        ("feeds.py", "rulings_newest", "/feeds/rulings.atom"),
        ("feeds.py", "ruling_chain", "/feeds/ruling/x.json"),
        ("feeds.py", "source_entries", "/feeds/sources.json"),
    ],
)
def test_a_question_of_ours_that_takes_too_long_is_told_in_words(
    snapshot: Path, monkeypatch: pytest.MonkeyPatch, plugin: str, question: str, path: str
) -> None:
    site = Site(serve(snapshot))
    site.datasette._settings["sql_time_limit_ms"] = 50
    monkeypatch.setitem(pm.get_plugin(plugin).SQL, question, ATTACKS["an endless count"])
    answer = site.get(path)
    assert answer.status_code == 503
    assert answer.text == "This question takes too long. Narrow it, or ask again later.\n"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_compressed_file_is_sent_as_one(site: Site) -> None:
    answer = site.get("/exports/articles.csv.gz")
    assert answer.headers["content-type"] == "application/gzip"
    assert answer.content.startswith(b"\x1f\x8b")
