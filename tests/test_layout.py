"""The house stands as it is drawn."""

import ast
from pathlib import Path

import pytest
from scrapy.spiderloader import SpiderLoader

import db
import pipelines
import spiders
from rulingwire.settings import ROOT
from spiders.running import make_settings

PYTHON = [
    path
    for room in ("rulingwire", "spiders", "pipelines", "db", "web", "benchmarks")
    for path in sorted((ROOT / room).rglob("*.py"))
]


@pytest.mark.parametrize("room", [db, pipelines, spiders], ids=lambda room: room.__name__)
def test_a_room_is_the_one_of_this_checkout(room):
    assert Path(room.__file__).parent.parent == ROOT


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_small(path):
    text = path.read_text("utf-8")
    assert text.count("\n") <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < 40, f"{node.name} is long"


def test_every_spider_imports_and_is_named_as_its_file():
    loader = SpiderLoader(make_settings({}))
    files = {name: loader.load(name).__module__.rpartition(".")[2] for name in loader.list()}
    same = ("court", "feed", "slashdot", "torrentfreak")
    assert files == {"ask": "asking"} | dict(zip(same, same, strict=True))


def test_the_rooms_hold_no_file_named_by_a_pattern():
    assert not [path for path in PYTHON if path.stem in {"utils", "helpers", "common", "manager", "misc"}]
