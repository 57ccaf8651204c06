"""Court sites: golden samples in each site's exact format, and the real captures where they are at hand.

`tests/samples/courts/<source>/<day>-list*.*` is a list, `<day>-document*.*` a document; the reviewed expectation stands
beside it in `.expected.json`. A missing one is written, and the test fails once, so that somebody reads it.
`captures.yml` in the same folder says what real captures in ../shared/samples/courts must give.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.clean import read_html
from rulingwire.models import RawArticle, Source
from rulingwire.records import KINDS, NUMBERS
from rulingwire.settings import ROOT
from rulingwire.source_keys import COURT_KINDS
from rulingwire.sources import load_sources
from spiders.courts.registry import load_site
from spiders.courts.sites import Answer, Listing

SAMPLES = Path(__file__).parent / "samples" / "courts"
CAPTURES = ROOT.parent / "shared" / "samples" / "courts"
INPUTS = sorted(p for p in SAMPLES.glob("*/*") if not p.name.endswith(".expected.json") and p.suffix != ".yml")
CASES = [
    (path.parent.name, case)
    for path in sorted(SAMPLES.glob("*/captures.yml"))
    for case in yaml.safe_load(path.read_text())
]


def source_of(name: str) -> Source:
    return next(s for s in load_sources(ROOT / "feeds.yml") if s.id == name)


def read(name: str, body: bytes, *, a_list: bool, address: str = "") -> Listing:
    """What the site of a source makes of a list; of a document, a listing with its one article."""
    source = source_of(name)
    site, answer = load_site(source.kind), Answer(url=address or source.url, body=body)
    if a_list:
        return site.discover(answer, source)
    article = site.fetch(answer, source)
    return Listing(articles=(article,) if article else ())


def shown(article: RawArticle) -> dict[str, Any]:
    """An article without what is empty, its text as paragraphs."""
    values = {name: value for name, value in asdict(article).items() if value and name not in ("source_id", "html")}
    values["record"] = {name: value for name, value in (values.get("record") or {}).items() if value}
    return values | {"text": read_html(article.html, article.url)[0].split("\n\n")}


def said(listing: Listing) -> str:
    document = {
        "about": {name: value for name, value in asdict(listing.about).items() if value is not None and value != ""},
        "issues": [asdict(issue) for issue in listing.issues],
        "trouble": listing.trouble,
        "articles": [shown(article) for article in listing.articles],
    }
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("sample", INPUTS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_court_sample_reads_as_reviewed(sample):
    expectation = sample.with_name(f"{sample.name}.expected.json")
    found = said(read(sample.parent.name, sample.read_bytes(), a_list="-list" in sample.name))
    if not expectation.exists():
        expectation.write_text(found, "utf-8")
        pytest.fail(f"{expectation.name}: written; review it")
    assert found == expectation.read_text("utf-8")


@pytest.mark.parametrize(("name", "case"), CASES, ids=lambda x: x if isinstance(x, str) else x["file"])
def test_a_real_capture_is_read_whole(name, case):
    path = CAPTURES / case["file"]
    if not path.exists():
        pytest.skip("the real captures are not at hand")
    listing = read(name, path.read_bytes(), a_list=case["read"] == "list", address=case.get("address", ""))
    assert not listing.trouble
    assert [issue.words for issue in listing.issues] == case.get("issues", [])
    assert len(listing.articles) == case["articles"]
    found = [shown(article) for article in listing.articles]
    for wanted in case.get("holds", ()):
        assert any(holds(one, wanted) for one in found), wanted


def holds(found: Any, wanted: Any) -> bool:
    """Does a value hold another: mappings their keys, lists each member, texts as a part?"""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(name in found and holds(found[name], wanted[name]) for name in wanted)
    if isinstance(wanted, list):
        return isinstance(found, (list, tuple)) and all(any(holds(one, value) for one in found) for value in wanted)
    return str(wanted) in found if isinstance(found, str) else found == wanted


@pytest.mark.parametrize("sample", INPUTS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_records_use_the_words_we_know(sample):
    for article in read(sample.parent.name, sample.read_bytes(), a_list="-list" in sample.name).articles:
        record = article.record
        assert record
        assert record.kind in KINDS
        assert {number.kind for number in record.numbers} <= set(NUMBERS)
        assert article.title
        assert record.numbers or article.guid or article.url


def test_every_court_site_has_samples():
    sources = [s for s in load_sources(ROOT / "feeds.yml") if s.kind in COURT_KINDS]
    shown = {p.parent.name for p in INPUTS}
    assert shown <= {s.id for s in sources}
    assert {s.kind for s in sources if s.id in shown} == COURT_KINDS


def test_a_list_that_is_something_else_is_trouble():
    for name in sorted({p.parent.name for p in INPUTS}):
        listing = read(name, b"<html><body><h1>Maintenance</h1></body></html>", a_list=True)
        assert listing.trouble, name
