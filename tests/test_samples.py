"""Golden samples: what the spider of a source and the cleaning make of documents in that source's format.

`tests/samples/<source>/<date>-<name>.{xml,json,html}` has its reviewed expectation beside it, in
`<date>-<name>.expected.json`. A missing expectation is written, and the test fails once, so that somebody reads it.
"""

import json
import re
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse, TextResponse

from pipelines.clean import clean
from pipelines.identify import ladder
from rulingwire.models import Article, RawArticle, Reading, Source
from rulingwire.settings import ROOT
from rulingwire.source_keys import COURT_KINDS
from rulingwire.sources import load_sources
from spiders.running import spider_kinds
from tests import builders

SAMPLES = Path(__file__).parent / "samples"
INPUTS = sorted(p for p in SAMPLES.glob("*/*.*") if not p.name.endswith(".expected.json") and p.parent.name != "courts")
CANONICAL = re.compile(rb'<link rel="canonical" href="([^"]+)"')
LEFT_OUT = {"seen_at", "source_id", "record"}  # records are those of court sites
# Documents of the past, which a spider knows by their address.
ADDRESSES = {
    "torrentfreak/20251119-posts.json": "https://torrentfreak.com/wp-json/wp/v2/posts?per_page=20&page=1",
    "torrentfreak/20251119-post-sitemap.xml": "https://torrentfreak.com/post-sitemap1.xml",
    "slashdot/20251118-day-issue.html": "https://slashdot.org/?issue=20251118",
}


@cache
def source_of(name: str) -> Source:
    """The source of a folder; `feed` holds what belongs to no site, so any source of that kind will do."""
    known = {source.id: source for source in load_sources(ROOT / "feeds.yml")}
    return known.get(name) or builders.source(name, url="https://example.org/section/feed.xml")


def expectation_of(sample: Path) -> Path:
    return sample.with_name(f"{sample.stem}.expected.json")


def moment_of(sample: Path) -> datetime:
    """The end of the day in the name: when the sample counts as captured."""
    return datetime.strptime(f"{sample.name[:8]}2359+0000", "%Y%m%d%H%M%z").astimezone(UTC)


def read_sample(sample: Path) -> Reading:
    source = source_of(sample.parent.name)
    spider = spider_kinds()[source.kind]()
    frame = builders.reading(builders.raw(), at=moment_of(sample), of=source)
    body = sample.read_bytes()
    address = ADDRESSES.get(f"{sample.parent.name}/{sample.name}")
    if sample.suffix == ".html" and not address:
        response = HtmlResponse(CANONICAL.search(body)[1].decode(), body=body)
        return builders.reading(spider.read_page(response, source), at=moment_of(sample), of=source)
    return spider.read(TextResponse(address or source.url, body=body), frame)


def cleaned(reading: Reading) -> list[Article]:
    raws: tuple[RawArticle, ...] = reading.articles
    at, language = reading.capture.fetched_at, reading.source.language
    return [clean(raw, names, at, language) for raw, names in zip(raws, ladder(raws), strict=True)]


def shown(article: Article) -> dict:
    values = {name: value for name, value in asdict(article).items() if name not in LEFT_OUT}
    return values | {"text": article.text.split("\n\n")}


def said(reading: Reading) -> str:
    document = {
        "outcome": reading.outcome,
        "why": reading.why,
        "hints": asdict(reading.hints),
        "issues": [asdict(issue) for issue in reading.issues],
        "articles": [shown(article) for article in cleaned(reading)],
    }
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False, default=str) + "\n"


@pytest.mark.parametrize("sample", INPUTS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_sample_reads_as_reviewed(sample):
    expectation = expectation_of(sample)
    if not expectation.exists():
        expectation.write_text(said(read_sample(sample)), "utf-8")
        pytest.fail(f"{expectation.name}: written; review it")
    assert said(read_sample(sample)) == expectation.read_text("utf-8")


def test_no_expectation_is_without_its_sample():
    wanted = {expectation_of(sample) for sample in INPUTS}
    assert set(SAMPLES.glob("*/*.expected.json")) == wanted


def test_every_kind_of_spider_has_a_sample():
    assert {source_of(p.parent.name).kind for p in INPUTS} == set(spider_kinds()) - COURT_KINDS


def test_a_missing_expectation_is_written_and_fails_once(tmp_path, monkeypatch):
    sample = tmp_path / "feed" / "20191119-rss20.xml"
    sample.parent.mkdir()
    sample.write_bytes((SAMPLES / "feed" / sample.name).read_bytes())
    with pytest.raises(pytest.fail.Exception, match="written; review it"):
        test_a_sample_reads_as_reviewed(sample)
    test_a_sample_reads_as_reviewed(sample)
