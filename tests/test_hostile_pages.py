"""Hostile words on their whole way: from a feed through the archive and the corpus to every page, feed and file.

None runs, none breaks the page it stands on, none is lost.
"""

import csv
import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pytest
from bs4 import BeautifulSoup, Comment

from db.ftm import entities
from db.publish import newest_snapshot
from rulingwire.settings import ROOT
from tests.hostile_strings import (
    ADDRESSES,
    ATTRIBUTES,
    FORMULAS,
    MARKUP,
    PRODUCT,
    STRINGS,
    TEMPLATES,
    UNPRINTABLE,
    WRITING,
)
from tests.test_web import Site, serve
from web.handover import ruling_file

RULING = (
    "The Tokyo District Court ruled on 19 November 2025 that Cloudflare is liable for manga piracy. "
    "It ordered Cloudflare to pay Kodansha damages of 500 million yen. Report number {} says: "
)
SOURCES = {"wire": "https://wire.example/feed.xml", "journal": "https://journal.example/feed.json"}
LINKS = ("href", "src", "action", "formaction", "srcset", "data", "poster", "xlink:href")
REFLECTING = ("/explore?q=", "/explore?party=", "/names?names=", "/?before=", "/parties?q=", "/feeds/articles.atom?q=")
REFLECTING += (
    "/rulings/search?words=",
    "/rulings/articles?_search=",
    "/rulings/articles?title=",
    "/article/",
    "/questions?q=",
)
LISTS = (
    "/",
    "/explore",
    "/explore/overview",
    "/cases",
    "/cases?by=country",
    "/sources",
    "/source/wire",
    "/party/cloudflare",
    "/jurisdiction/JP",
)
LISTS += (
    "/court/jp-dc-tokyo",
    "/parties",
    "/jurisdictions",
    "/courts",
    "/subjects",
    "/questions",
    "/dictionary",
    "/feeds/",
)
LISTS += (
    "/exports",
    "/names?names=Cloudflare",
    "/rulings",
    "/rulings/articles",
    "/rulings/article_list",
    "/rulings/evidence",
)
LISTS += ("/rulings/article_versions", "/rulings/issues", "/rulings/months")
TYPED = (*MARKUP[:4], *MARKUP[-4:], *ATTRIBUTES, TEMPLATES[0], FORMULAS[0], WRITING[0], *UNPRINTABLE[:3], ADDRESSES[0])
FEEDS = ("rulings", "articles", "changes", "sources")


def rulingwire(*words: object) -> None:
    command = [sys.executable, "-c", "from rulingwire.cli import main; main()", *map(str, words)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)


def allowed(text: str) -> str:
    """A text without what XML cannot hold at all."""
    return re.sub("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


def rss() -> str:
    items = [
        f"<item><title>{escape(allowed(words))}</title><link>https://wire.example/{number}</link>"
        f"<guid isPermaLink='false'>{escape(allowed(words))} {number}</guid><author>{escape(allowed(words))}</author>"
        f"<category>{escape(allowed(words))}</category>"
        f"<description>{escape(RULING.format(number) + allowed(words) + escape(allowed(words)))}</description>"
        "<pubDate>Wed, 19 Nov 2025 09:00:00 +0000</pubDate></item>"
        for number, words in enumerate([*ATTRIBUTES, *TEMPLATES, *FORMULAS, *WRITING[:4]])
    ]
    return f"<rss version='2.0'><channel><title>Wire</title>{''.join(items)}</channel></rss>"


def json_feed() -> str:
    told = [
        {
            "id": f"{number}{words}",
            "url": f"https://journal.example/{number}",
            "title": f"{words} in Tokyo",
            "authors": [{"name": words}],
            "tags": [words],
            "content_html": RULING.format(number) + words,
            "date_published": "2025-11-19T09:00:00Z",
        }
        for number, words in enumerate(STRINGS)
    ]
    told += [
        {
            **told[0],
            "id": f"a{number}",
            "url": address,
            "external_url": address,
            "title": f"Address {number} & Cloudflare",
        }
        for number, address in enumerate(ADDRESSES)
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Journal", "items": told})


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile-pages")
    captures, feeds = [], []
    for (name, url), body in zip(SOURCES.items(), (rss(), json_feed()), strict=True):
        (folder / name).write_text(body, encoding="utf-8")
        captures.append({"file": name, "url": url, "captured": "2025-11-19T12:00:00Z", "status": 200, "headers": {}})
        feeds.append(
            {"id": name, "title": f"{name} <script>evil()</script>", "url": url, "kind": "feed", "keep": "all"}
        )
    (folder / "MANIFEST.jsonl").write_text("".join(json.dumps(one) + "\n" for one in captures))
    (folder / "feeds.yml").write_text("".join(f"- {json.dumps(one)}\n" for one in feeds))
    place = ("--data", folder, "--feeds", folder / "feeds.yml")
    rulingwire("pack", folder / "MANIFEST.jsonl", folder / "samples.warc.gz")
    rulingwire(*place, "crawl", "--replay", folder / "samples.warc.gz")
    rulingwire(*place, "publish")
    found = newest_snapshot(folder / "snapshots")
    assert found
    return found


@pytest.fixture(scope="module")
def site(snapshot: Path) -> Site:
    return Site(serve(snapshot))


def column(snapshot: Path, sql: str) -> list:
    connection = sqlite3.connect(snapshot)
    try:
        return [row[0] for row in connection.execute(sql)]
    finally:
        connection.close()


def faults(html: str) -> list[str]:
    """Where hostile words have become more than words."""
    page = BeautifulSoup(html, "html.parser")
    found = [
        f"comment {comment!s:.80}"
        for comment in page.find_all(string=lambda s: isinstance(s, Comment))
        if "evil" in comment
    ]
    for tag in page.find_all(True):
        is_refresh = (
            tag.name == "meta" and tag.get("http-equiv", "Content-Security-Policy") != "Content-Security-Policy"
        )
        if is_refresh or "evil" in tag.name or tag.name in ("iframe", "object", "embed", "base", "img", "math"):
            found.append(f"tag {tag!s:.80}")
        if tag.name in ("script", "style") and "evil" in tag.get_text():
            found.append(f"inside {tag!s:.80}")
        found += [f"attribute {name} of {tag!s:.80}" for name in tag.attrs if name.startswith("on") or "evil" in name]
        links = [str(tag[name]) for name in LINKS if tag.has_attr(name)]
        found += [
            f"link {link:.80}" for link in links if not re.match(r"https?://|[/?#]|$", link) or link.startswith("//")
        ]
    return found + ([f"calculated: {PRODUCT}"] if PRODUCT in html else [])


def test_every_string_arrives_and_only_honest_addresses_are_kept(snapshot: Path) -> None:
    assert len(STRINGS) > 60
    titles = column(snapshot, "SELECT title FROM articles")
    assert len(titles) >= len(STRINGS)
    assert "<script>evil()</script>" in "".join(titles)
    for table in ("articles", "article_links", "sightings"):
        addresses = column(snapshot, f"SELECT url FROM {table} WHERE url <> ''")
        assert [address for address in addresses if not re.match(r"https?://[^\s\"<>]+$", address)] == []


def test_every_article_stays_words_on_its_page(site: Site, snapshot: Path) -> None:
    permalinks = column(snapshot, "SELECT permalink FROM articles")
    broken = {one: found for one in permalinks if (found := faults(site.text(f"/article/{quote(one)}")))}
    assert broken == {}


def test_the_words_do_stand_on_the_pages_that_are_looked_at(site: Site) -> None:
    for path in ("/explore", "/sources", "/rulings/articles", "/feeds/articles.atom"):
        assert "evil" in site.text(path), path


@pytest.mark.parametrize("words", [*MARKUP[:3], *MARKUP[10:27], *ATTRIBUTES[:1]])
def test_the_search_for_faults_finds_them_where_words_are_not_kept_words(words: str) -> None:
    assert faults(f'<p title="{words}">{words}</p>')


@pytest.mark.parametrize("path", LISTS)
def test_every_kind_of_page_shows_them_as_words(site: Site, path: str) -> None:
    assert faults(site.text(path)) == []


def test_every_ruling_read_from_them_is_words_on_its_page_and_in_its_file(site: Site, snapshot: Path) -> None:
    rulings = column(snapshot, "SELECT id FROM rulings WHERE articles > 0")
    assert rulings
    for ruling in rulings[:5]:
        assert faults(site.text(f"/ruling/{quote(ruling)}")) == []
        assert faults(ruling_file(snapshot, ruling)) == []


@pytest.mark.parametrize("path", REFLECTING)
def test_what_a_reader_types_comes_back_as_words(site: Site, path: str) -> None:
    for words in TYPED:
        answer = site.get(path + quote(words, safe="", errors="surrogatepass"))
        assert answer.status_code < 500, words
        if "html" in answer.headers.get("content-type", ""):
            assert faults(answer.text) == [], words
        assert "evil" not in str(answer.headers.get("set-cookie", ""))


@pytest.mark.parametrize("name", FEEDS)
def test_every_feed_is_well_formed_and_leads_to_honest_addresses(site: Site, name: str) -> None:
    root = ElementTree.fromstring(site.get(f"/feeds/{name}.atom").content)
    for link in root.iter("{http://www.w3.org/2005/Atom}link"):
        assert re.match(r"https?://|/", link.get("href"))
    assert isinstance(json.loads(site.text(f"/feeds/{name}.json"))["items"], list)


def test_every_table_answers_in_json_and_csv(site: Site, snapshot: Path) -> None:
    for table in ("articles", "article_versions", "evidence", "issues", "article_list"):
        assert isinstance(json.loads(site.text(f"/rulings/{table}.json?_shape=array")), list)
        assert site.get(f"/rulings/{table}.csv").headers["content-type"].startswith("text/plain")


def test_no_cell_of_any_file_is_a_formula_and_no_row_is_lost(snapshot: Path) -> None:
    csv.field_size_limit(10_000_000)
    for path in (snapshot.parent / "exports").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file))
        assert len(lines) - 1 == column(snapshot, f"SELECT count(*) FROM [{path.stem}]")[0]
        cells = [cell for line in lines for cell in line if re.match(r"[=+\-@\t\r\n＝＋－＠]", cell)]
        assert [cell for cell in cells if not re.fullmatch(r"[-+]?\d+([.,]\d+)*", cell)] == []


def test_every_entity_is_one_line_of_json(snapshot: Path) -> None:
    for line in entities(snapshot):
        assert line.count("\n") == 1
        urls = json.loads(line)["properties"].get("sourceUrl", [])
        assert all(url.startswith(("https://", "http://")) for url in urls)
