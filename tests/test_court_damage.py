"""Court sites that send something else, something damaged, or a title written otherwise.

What is not the list we know is trouble, a row that cannot be read an issue. Nothing raises, and no list ends up without
entries unsaid.
"""

import json
import logging
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from rulingwire.models import Source
from rulingwire.settings import ROOT
from rulingwire.sources import load_sources
from spiders.courts.reading import is_pdf, read_pdf, versus
from spiders.courts.registry import load_site
from spiders.courts.sites import Answer, Listing, Question, read_document
from tests.test_court_samples import INPUTS
from tests.test_court_visits import DAY_TWO

DAMAGES = 20  # of each sample
NAMES = sorted({path.parent.name for path in INPUTS})
LISTS = [
    path for path in INPUTS if "-list" in path.name and not path.name.startswith(DAY_TWO)
]  # which is DAY_ONE again
DOCUMENTS = [path for path in INPUTS if "-list" not in path.name]
SOMETHING_ELSE = [
    b"",
    b"\n",
    b"null",
    b"[]",
    b"{}",
    b"0",
    b'"text"',
    b"[[1], [2]]",
    b'[{"id": 1}, {"id": 2}]',
    b'{"data": [{"id": 1}, {"id": 2}], "links": {"next": null}}',
    b'{"error": {"code": 500}, "message": "try again"}',
    b'{"results": {"id": 1}, "total": "many"}',
    b"[" * 100_000,
    b"<html></html>",
    b"<html><body><table><tr><td>Maintenance</td></tr></table></body></html>",
    b"<?xml version='1.0'?><error>try again</error>",
    b"<?xml version='1.0'?><error>",
    b"%PDF-1.4",
    bytes(range(256)),
]
PDF_OBJECTS = (
    b"<</Type /Catalog /Pages 2 0 R>>",
    b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
    b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 300 144] /Contents 4 0 R /Resources <</Font <</F1 5 0 R>>>>>>",
    b"<</Length 51>> stream\nBT /F1 24 Tf 20 100 Td (It is so ordered) Tj ET      \nendstream",
    b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
)


@cache
def sources() -> dict[str, Source]:
    return {source.id: source for source in load_sources(ROOT / "feeds.yml")}


@pytest.fixture(autouse=True)
def silent():
    """Documents that cannot be read are logged with their traceback: thousands of them here."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def listed(name: str, body: bytes) -> Listing:
    source = sources()[name]
    return load_site(source.kind).discover(Answer(url=source.url, body=body, question=Question(url=source.url)), source)


def damaged(body: bytes, random: Random) -> bytes:
    """A body of which one place is wrong, lost or doubled, or the end is missing."""
    place = random.randrange(len(body))
    some = body[place : place + random.randrange(1, 40)]
    wrong = bytes([random.randrange(256)])
    after = random.choice([wrong + body[place + 1 :], body[place + len(some) :], some + body[place:], b""])
    return body[:place] + after


def damages(path: Path) -> Iterator[bytes]:
    """The same ones at each run."""
    body, random = path.read_bytes(), Random(f"{path.parent.name}/{path.name}")
    yield from (damaged(body, random) for _ in range(DAMAGES if body else 0))


def texts(value: object) -> Iterator[object]:
    """The values of a record that have no parts of their own."""
    if is_dataclass(value):
        value = tuple(getattr(value, part.name) for part in fields(value))
    if isinstance(value, tuple):
        for part in value:
            yield from texts(part)
    else:
        yield value


def check_text(listing: Listing) -> None:
    for article in listing.articles:
        assert article.record
        found = (article.url, article.title, article.html, article.guid, *texts(article.record))
        assert all(isinstance(one, str) for one in found), found


@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_list_of_a_site_is_trouble(name):
    honest = {"finlex-kko": [b"[]"]}  # an empty list has no other form there
    for body in SOMETHING_ELSE:
        if body not in honest.get(name, []):
            listing = listed(name, body)
            assert listing.trouble, body[:80]
            assert not listing.articles


@pytest.mark.parametrize("path", LISTS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_damaged_list_never_raises_and_never_ends_up_empty_unsaid(path):
    whole = listed(path.parent.name, path.read_bytes())
    for body in damages(path):
        listing = listed(path.parent.name, body)
        check_text(listing)
        if whole.articles:
            assert listing.articles or listing.trouble or listing.issues, body


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_damaged_document_never_raises(path):
    source = sources()[path.parent.name]
    question = Question(url=source.url, body='{"docId": "1"}')
    for body in (*damages(path), *SOMETHING_ELSE):
        article = read_document(load_site(source.kind), Answer(url=source.url, body=body, question=question), source)
        assert article is None or isinstance(article.html, str)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every object or list in a JSON value, with each of its keys."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from places(value[key])


@pytest.mark.parametrize("path", [p for p in LISTS if p.suffix == ".json"], ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_value_of_another_kind_never_raises_and_never_passes_for_text(path):
    random, printed = Random(path.parent.name), path.read_text("utf-8")
    for _ in range(2 * DAMAGES):
        page = json.loads(printed)
        holder, key = random.choice([*places(page)])
        holder[key] = random.choice([None, 0, 1.5, True, "", "text", [], [None], {}, {"text": None}])
        check_text(listed(path.parent.name, json.dumps(page).encode()))


def pdf() -> bytes:
    """A PDF of one sentence."""
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(PDF_OBJECTS, start=1):
        places.append(len(body))
        body += b"%d 0 obj %b endobj\n" % (number, content)
    table = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer <</Root 1 0 R /Size 6>>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + b"xref\n0 6\n" + table + end


def test_a_damaged_pdf_never_raises():
    body, random = pdf(), Random("pdf")
    assert read_pdf(body) == read_pdf(b"\r\n" + body) == "<p>It is so ordered</p>"
    for _ in range(5 * DAMAGES):
        assert isinstance(read_pdf(damaged(body, random)), str)


def test_a_pdf_is_told_by_its_beginning():
    assert is_pdf(pdf())
    assert is_pdf(b"\r\n" + pdf())
    assert not is_pdf(b"<html>a %PDF</html>")


@pytest.mark.parametrize(
    ("title", "sides"),
    [
        ("Sony Music v. Cox", "Sony Music|Cox"),
        ("Sony Music v Cox", "Sony Music|Cox"),
        ("Sony Music vs. Cox", "Sony Music|Cox"),
        ("Sony Music Vs Cox", "Sony Music|Cox"),
        ("Sony Music versus Cox", "Sony Music|Cox"),
        ("Sony Music -v- Cox", "Sony Music|Cox"),
        ("Sony Music c. Cox", "Sony Music|Cox"),
        ("SONY MUSIC V. COX", "SONY MUSIC|COX"),
        ("SONY MUSIC V COX", "SONY MUSIC|COX"),
        ("SONY MUSIC v. COX", "SONY MUSIC|COX"),
        ("MARTIN CLARK AGAINST TRIPADVISOR LLC", "MARTIN CLARK|TRIPADVISOR LLC"),
        ("Martin Clark against TripAdvisor LLC", "Martin Clark|TripAdvisor LLC"),
        ("M. V. v. POLAND", "M. V.|POLAND"),
        ("M. V. V. POLAND", "M. V.|POLAND"),
        ("JOHN C. SMITH V. COX", "JOHN C. SMITH|COX"),
        ("Malcolm V Smith v Cox", "Malcolm V Smith|Cox"),
        ("Citizens against Piracy v Cox", "Citizens against Piracy|Cox"),
        ("Sony Music v Cox (No 2)", "Sony Music|Cox"),
        ("Sony Music -v- Cox [No. 8]", "Sony Music|Cox"),
        ("Brand v Brand", "Brand|Brand"),
        ("Malcolm V Smith", ""),
        ("In re Sony Music", ""),
        ("v. Cox", ""),
        ("", ""),
    ],
)
def test_the_sides_of_a_title(title, sides):
    assert "|".join(party.name for party in versus(title)) == sides


def test_the_sides_of_several_cases_in_a_title():
    def names(title: str, joint: str) -> list[str]:
        return [party.name for party in versus(title, joint)]

    assert names("A v B; C v D", ";") == ["A", "B", "C", "D"]
    assert names("A v B and Sons and C v B and Sons", " and ") == ["A", "B and Sons", "C"]
    assert names("A and B v C and D", " and ") == ["A and B", "C and D"]
    assert names("Re A", " and ") == []
