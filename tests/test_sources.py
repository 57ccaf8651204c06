"""feeds.yml is read strictly: every mistake at once, with its line and its remedy."""

import json
import os
import re
import textwrap
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulingwire import source_pages
from rulingwire.errors import ConfigError
from rulingwire.models import Source
from rulingwire.sources import append_source, load_sources
from rulingwire.urls import url_key

FEEDS = Path(__file__).parents[1] / "feeds.yml"
SAMPLES = Path(__file__).parents[2] / "shared/samples"
GOOD = """\
# Our sources.
- id: example
  title: An example
  url: https://example.org/feed
  kind: feed
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "feeds.yml"
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return path


def mistakes(folder: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        load_sources(write(folder, text))
    return caught.value.mistakes


def test_a_short_entry_gets_the_defaults(tmp_path: Path) -> None:
    (source,) = load_sources(write(tmp_path, GOOD))
    assert source == Source(id="example", title="An example", url="https://example.org/feed", kind="feed")


def test_every_key_is_read(tmp_path: Path) -> None:
    (source,) = load_sources(
        write(
            tmp_path,
            GOOD
            + """\
  language: pt-BR
  jurisdiction: BR
  also_at:
    - http://old.example.org/feed
  keep: all
  full_text: true
  schedule: {at_least: 30m, at_most: 2d}
  expect: {min_items: 5, every: 6h}
  may_store_text: false
  may_publish_text: true
  known_from: capture
  note: "RSS 2.0: twenty items"
  active: false
""",
        )
    )
    assert source == Source(
        id="example",
        title="An example",
        url="https://example.org/feed",
        kind="feed",
        language="pt-BR",
        jurisdiction="BR",
        also_at=("http://old.example.org/feed",),
        keep="all",
        full_text=True,
        at_least=timedelta(minutes=30),
        at_most=timedelta(days=2),
        min_items=5,
        every=timedelta(hours=6),
        may_store_text=False,
        may_publish_text=True,
        known_from="capture",
        note="RSS 2.0: twenty items",
        active=False,
    )


def test_all_mistakes_are_reported_at_once_in_order_of_their_lines(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        """\
        - id: Bad_Id
          titel: An example
          url: ftp://example.org/feed
          kind: fed
          language: xx
          jurisdiction: UK
          schedule: {at_least: 30, at_most: soon}
          expect: 5
          active: "true"
        - 7
        """,
    )
    assert [mistake.split(": ", 3)[:3] for mistake in found] == [
        ["feeds.yml:1", "Bad_Id", "id"],
        ["feeds.yml:1", "Bad_Id", "no title; add 'title"],
        ["feeds.yml:2", "Bad_Id", "unknown key 'titel'; did you mean 'title'?"],
        ["feeds.yml:3", "Bad_Id", "url"],
        ["feeds.yml:4", "Bad_Id", "kind"],
        ["feeds.yml:5", "Bad_Id", "language"],
        ["feeds.yml:6", "Bad_Id", "jurisdiction"],
        ["feeds.yml:7", "Bad_Id", "at_least"],
        ["feeds.yml:7", "Bad_Id", "at_most"],
        ["feeds.yml:8", "Bad_Id", "expect holds keys of its own; write min_items, every below it"],
        ["feeds.yml:9", "Bad_Id", "active"],
        ["feeds.yml:10", "entry 2", "not a set of keys; begin it with '- id"],
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("language: no", 'YAML reads no as true or false, not as text; write it in quotes: "no"'),
        ("jurisdiction: NO", 'write it in quotes: "NO"'),
        ("note: on", 'write it in quotes: "on"'),
        (
            "note: 2025-11-19",
            'YAML reads 2025-11-19 as a date, not as text; write it in quotes: "2025-11-19"',
        ),
        ("note: 12", "YAML reads 12 as a number"),
        ("note: ", "is empty; write a value or remove the key"),
        ("note: [a]", "not a text"),
        ("active: yes", "neither true nor false"),
        ("schedule: {at_least: 1:30}", "not a duration; write minutes, hours or days as in 30m, 6h or 2d"),
        ("schedule: {at_least: 0h}", "not a duration"),
        ("schedule: {at_least: 3d}", "at_least is longer than at_most"),
        ("expect: {min_items: -1}", "not a whole number"),
        ("at_most: 2d", "unknown key 'at_most'; it belongs under schedule:"),
        ("keep: some", "'some' is not known; known are all, relevant"),
        ("known_from: captures", "did you mean 'capture'?"),
        ("title: Twice", "title is written twice; keep one"),
        ("also_at: https://example.org/a", "not a list"),
        ("also_at: [/feed]", "not an absolute http(s) address: '/feed'; write http:// or https://"),
        ("also_at: ['https://example.org/a#b']", "holds a fragment"),
        ('note: "two\\nlines"', "holds a line break"),
        ("also_at: ['https://me:secret@example.org/a']", "holds a user name"),
        ("also_at: [http://www.example.org/feed/]", "already stands under example"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(tmp_path: Path, line: str, words: str) -> None:
    (mistake,) = mistakes(tmp_path, f"{GOOD}  {line}\n")
    assert mistake.startswith("feeds.yml:")
    assert ": example: " in mistake
    assert words in mistake


def test_a_second_use_of_an_id_or_an_address_names_the_first(tmp_path: Path) -> None:
    address, name = mistakes(tmp_path, GOOD + GOOD)
    assert address.startswith("feeds.yml:7: example: https://example.org/feed already stands under example; ")
    assert name == "feeds.yml:7: example: id already used in line 2; choose another"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "feeds.yml:1: no list of sources"),
        ("sources: []", "feeds.yml:1: no list of sources"),
        ("- id: a\n  title: 'open\n", "feeds.yml:3: not YAML"),
        ("- &a [*a]", "feeds.yml:1: entry 1: not a set of keys"),
        ("- !!python/object:os.system {id: a}\n- x\x07", "not YAML"),
    ],
)
def test_a_file_that_is_no_list_of_sources_is_refused(tmp_path: Path, text: str, words: str) -> None:
    assert words in mistakes(tmp_path, text)[0]


def test_a_missing_file_is_a_mistake_like_any_other(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"feeds\.yml: cannot be read"):
        load_sources(tmp_path / "feeds.yml")


def test_the_caller_says_which_kinds_exist(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD.replace("kind: feed", "kind: eur-lex"))
    with pytest.raises(ConfigError, match="'eur-lex' is not known"):
        load_sources(path)
    assert load_sources(path, kinds={"feed", "eur-lex"})[0].kind == "eur-lex"


def test_an_appended_source_stands_last_and_comments_stay(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    os.chmod(path, 0o640)
    new = Source(
        id="norsk",
        title="2025: året",
        url="https://example.org/no",
        kind="feed",
        language="no",
        at_least=timedelta(minutes=90),
        every=timedelta(days=2),
        also_at=("https://example.org/old",),
        active=False,
    )
    append_source(path, new)
    assert path.read_text(encoding="utf-8").startswith(GOOD)
    assert load_sources(path)[-1] == new
    assert path.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["feeds.yml"]


@pytest.mark.parametrize(
    "change",
    [
        {"id": "example"},
        {"url": "http://www.example.org/feed/"},
        {"url": "javascript:alert(1)"},
        {"language": "xx"},
        {"at_least": timedelta(seconds=90)},
    ],
)
def test_nothing_is_written_when_the_result_would_not_load(tmp_path: Path, change: dict[str, object]) -> None:
    path = write(tmp_path, GOOD)
    values = {"id": "new", "title": "New", "url": "https://example.org/new", "kind": "feed"} | change
    with pytest.raises(ConfigError):
        append_source(path, Source(**values))
    assert path.read_text(encoding="utf-8") == GOOD
    assert os.listdir(tmp_path) == ["feeds.yml"]


@given(title=st.text(min_size=1), note=st.text())
def test_any_words_survive_being_appended_or_are_refused(tmp_path_factory, title: str, note: str) -> None:
    path = write(tmp_path_factory.mktemp("words"), GOOD)
    new = Source(id="new", title=title, url="https://example.org/new", kind="feed", note=note)
    try:
        append_source(path, new)
    except ConfigError:
        assert path.read_text(encoding="utf-8") == GOOD
    else:
        assert load_sources(path)[-1] == new


@given(st.lists(st.sampled_from([*GOOD.splitlines(), "  ? [a]\n  : b", "  id: {a: b}", "  <<: *x", "- [", "  url: 7"])))
def test_any_file_loads_or_is_refused_line_by_line(tmp_path_factory, lines: list[str]) -> None:
    path = write(tmp_path_factory.mktemp("lines"), "\n".join(lines))
    refused: tuple[str, ...] = ()
    try:
        assert load_sources(path)
    except ConfigError as error:
        refused = error.mistakes
    assert all(re.match(r"feeds\.yml:\d+: .+", mistake) for mistake in refused)


def test_our_own_list_loads_and_is_broad() -> None:
    sources = load_sources(FEEDS)
    assert len(sources) >= 30
    assert len({source.language for source in sources if source.language}) >= 8
    assert {"torrentfreak", "slashdot"} <= {source.kind for source in sources}
    assert all(source.note for source in sources)


def test_every_news_capture_with_an_address_belongs_to_one_of_our_sources() -> None:
    manifest = SAMPLES / "MANIFEST.jsonl"
    if not manifest.is_file():
        pytest.skip("no captures beside the checkout")
    keys = {
        url_key(url)
        for source in load_sources(FEEDS)
        if source.known_from == "capture"
        for url in (source.url, *source.also_at)
    }
    captures = [json.loads(line) for line in manifest.read_text(encoding="utf-8").splitlines()]
    feeds = {
        capture["original_url"].replace("slashdot(Main)", "slashdotMain")
        for capture in captures
        if capture["file"].startswith("news/") and capture["file"].endswith(".xml") and "original_url" in capture
    }
    assert feeds
    assert {url for url in feeds if url_key(url) not in keys} == set()


def test_the_page_of_sources_is_made_from_the_list() -> None:
    assert source_pages.main(["--check"]) == 0


def test_words_in_the_page_of_sources_are_not_markup() -> None:
    odd = Source(id="odd", title="A|B [c] <i>", url="https://example.org/", kind="feed", note="*x*", active=False)
    page = source_pages.sources_page([odd])
    assert r"[A\|B \[c\] \<i\>](<https://example.org/>) (resting)" in page
    assert r"\*x\*" in page
