"""The court's own entry: its tags, whether it is ours, how list and document go together, what is published."""

from dataclasses import replace

import pytest

from db.publish import publish
from db.runs import begin_run
from pipelines.rules import load_rules
from pipelines.work import judge_and_tag
from rulingwire.models import Article
from rulingwire.records import Number, Paper, PartyName, Record, from_json, joined, to_json
from tests import builders
from tests.loopback import rows as rows_of

RULES = load_rules()
RECORD = Record(
    court="us-cand",
    court_printed="District Court, N.D. California",
    numbers=(Number(kind="docket", value="3:19-cv-01356"), Number(kind="citation", value="1 Test 2")),
    parties=(
        PartyName(name="Mon Cheri Bridals, LLC", role="Plaintiff"),
        PartyName(name="Cloudflare, Inc.", role="Defendant"),
        PartyName(name="Jane Doe", role="Defendant"),
    ),
    decided="2021-10-06",
    type="Order",
    judges=("Vince Chhabria",),
    papers=(Paper(url="https://court.example/1.pdf", media_type="application/pdf"),),
    summary="A network that speeds up infringing sites does not by that contribute to copyright infringement.",
)


def article(record=RECORD, **changes):
    values = {
        "source_id": "court",
        "url": "https://court.example/1",
        "title": "Mon Cheri Bridals, LLC v. Cloudflare, Inc.",
        "text": record.summary if record else "",
        "byline": "",
        "language": "en",
        "published_at": None,
        "updated_at": None,
        "seen_at": builders.NOON,
        "form": "feed",
        "complete": False,
        "aliases": (),
        "record": record,
    }
    return Article(**(values | changes))


def tags_of(record=RECORD, **changes):
    return {(tag.kind, tag.key): tag for tag in judge_and_tag(article(record, **changes), RULES).tags}


def test_court_numbers_parties_and_day_become_tags():
    tags = tags_of()
    assert tags["court", "us-cand"].primary
    assert tags["jurisdiction", "US"].primary
    assert tags["party", "cloudflare"].role == "defendant"
    assert tags["date", "2021-10-06"].role == "decided"
    assert tags["event", "ruling"].primary
    assert [key for kind, key in tags if kind == "case"] == ["1 Test 2", "3:19-cv-01356"]


def test_every_tag_of_the_entry_quotes_the_entry():
    printed = to_json(RECORD)
    for tag in tags_of().values():
        for proof in tag.evidence:
            if proof.field == "record":
                assert proof.quote in printed
                assert (proof.start, proof.end) == (0, len(proof.quote))


def test_the_entry_outweighs_what_the_text_names_first():
    text = "The Supreme Court of the United States had said so. On 3 May 2017 a pirate site was sued in London, UK."
    tags = tags_of(text=text)
    assert [key for (kind, key), tag in tags.items() if kind == "court" and tag.primary] == ["us-cand"]
    assert [key for (kind, key), tag in tags.items() if kind == "jurisdiction" and tag.primary] == ["US"]
    assert [key for kind, key in tags if kind == "date"] == ["2021-10-06"]


def test_a_court_we_do_not_know_still_proves_its_jurisdiction():
    record = replace(RECORD, court="", court_printed="Tribunal of Nowhere", jurisdiction="IT")
    tags = tags_of(record)
    assert tags["jurisdiction", "IT"].primary
    assert not [key for kind, key in tags if kind == "court"]


def test_an_authority_is_the_regulator():
    record = Record(kind="order", court_printed="Autorità per le garanzie nelle comunicazioni", jurisdiction="IT")
    tags = tags_of(
        record, title="AGCOM: blocco del sito pirata di streaming", text="Ordine di blocco DNS.", language="it"
    )
    assert tags["party", "agcom"].role == "regulator"
    assert tags["jurisdiction", "IT"].primary


@pytest.mark.parametrize(
    ("title", "text", "relevant"),
    [
        ("Sony Music Entertainment v. Cox Communications, Inc.", "", True),
        ("Mon Cheri Bridals, LLC v. Cloudflare, Inc.", "Copyright infringement", True),
        ("United States v. Valdivias", "", False),
        ("Doe v. Cloudflare, Inc.", "Employment discrimination", False),
        ("A v. B", "The piracy site moved." + " The appeal goes on." * 60 + " The blocking order stands.", True),
        ("A v. B", "The appeal goes on. " * 60 + "A blocking order was once refused.", False),
    ],
)
def test_what_of_a_court_is_ours(title, text, relevant):
    bare = Record(court="us-cand", court_printed="District Court, N.D. California")
    found = judge_and_tag(article(bare, title=title, text=text), RULES)
    assert found.relevance.relevant is relevant, found.relevance


def test_a_watched_case_is_ours_whatever_its_words():
    bare = Record(court="us-cand", watched="Mon Cheri v. Cloudflare")
    found = judge_and_tag(article(bare, title="Minute order", text=""), RULES)
    assert found.relevance.relevant
    assert found.relevance.evidence[0].quote == "Mon Cheri v. Cloudflare"


def test_the_document_goes_before_the_list_and_numbers_add_up():
    document = Record(type="Judgment", numbers=(Number(kind="ecli", value="ECLI:NL:HR:2018:1046"),))
    both = joined(RECORD, document)
    assert both.type == "Judgment"
    assert both.summary == RECORD.summary
    assert both.numbers == RECORD.numbers + document.numbers


def test_a_record_survives_being_written():
    assert from_json(to_json(RECORD)) == RECORD
    assert from_json(to_json(Record())) == Record()


@pytest.fixture
def court(tmp_path):
    source = builders.source("court", url="https://court.example/list", documents="kept", names="organisations")
    return source, builders.desk(tmp_path, source), tmp_path


def entry(record=RECORD, **changes):
    values = {
        "title": "Mon Cheri Bridals, LLC v. Cloudflare, Inc.",
        "html": f"<p>{record.summary}</p>",
        "complete": False,
    }
    return builders.raw(1, "court", **(values | {"record": record} | changes))


def test_a_correction_of_the_entry_alone_is_a_version(court):
    source, desk, _ = court
    desk.take(builders.reading(entry(), of=source), 1)
    later = builders.NOON.replace(day=20)
    desk.take(builders.reading(entry(replace(RECORD, decided="2021-10-07")), of=source, at=later), 1)
    assert list(desk.db.execute("SELECT version, change FROM article_versions")) == [(1, "first"), (2, "record")]
    assert list(desk.db.execute("SELECT decided_on FROM decisions")) == [("2021-10-07",)]
    assert list(desk.db.execute("SELECT count(*) FROM article_records")) == [(2,)]


def test_list_and_document_are_one_article(court):
    source, desk, _ = court
    desk.take(builders.reading(entry(), of=source), 1)
    assert list(desk.db.execute("SELECT state FROM pages")) == [("wanted",)]
    document = entry(
        replace(RECORD, type="Judgment", summary=""), html="<p>The whole text on a pirate site.</p>", form="page"
    )
    page = builders.reading(document, of=source, purpose="page", page_of="https://court.example/story/1")
    desk.take(page, 1)
    assert list(desk.db.execute("SELECT type, summary = '' FROM decisions")) == [("Judgment", 0)]
    again = builders.reading(entry(), of=source, at=builders.NOON.replace(day=20))
    desk.take(again, 1)
    assert list(desk.db.execute("SELECT count(*), max(version) FROM article_versions")) == [(2, 2)]


def test_one_decision_at_two_sites_is_one_article(court, tmp_path):
    source, desk, _ = court
    ecli = replace(RECORD, numbers=(Number(kind="ecli", value="ECLI:NL:HR:2018:1046"),))
    desk.take(builders.reading(entry(ecli), of=source), 1)
    other = replace(entry(ecli), url="https://other.example/x", guid="other:7")
    desk.take(builders.reading(other, of=source, at=builders.NOON.replace(day=20)), 1)
    assert list(desk.db.execute("SELECT count(*) FROM articles")) == [(1,)]


def test_a_press_release_on_a_decision_is_another_article(court):
    source, desk, _ = court
    ecli = replace(RECORD, numbers=(Number(kind="neutral", value="[2022] UKSC 14"),))
    notice = replace(ecli, kind="notice")
    first = entry(ecli)
    second = replace(entry(notice), url="https://court.example/press", guid="press:1")
    desk.take(builders.reading(first, second, of=source), 1)
    assert list(desk.db.execute("SELECT count(*) FROM articles")) == [(2,)]


@pytest.mark.parametrize(("names", "published"), [("all", 3), ("organisations", 2), ("none", 0)])
def test_names_are_published_as_the_source_allows(tmp_path, names, published):
    source = builders.source("court", url="https://court.example/list", names=names)
    desk = builders.desk(tmp_path, source)
    desk.take(builders.reading(entry(), of=source), begin_run(desk.db, "crawl", builders.NOON))
    desk.close()
    snapshot = publish(tmp_path / "rulings.db", tmp_path / "snapshots", now=builders.NOON)
    assert rows_of(snapshot.parent, "SELECT count(*) FROM decision_parties") == [(published,)]
    assert rows_of(snapshot.parent, "SELECT name FROM sqlite_master WHERE name = 'article_records'") == []


def test_what_a_list_said_is_kept_for_the_document_that_makes_it_ours(tmp_path):
    source = builders.source("court", url="https://court.example/list", documents="all", keep="relevant")
    desk = builders.desk(tmp_path, source)
    bare = replace(RECORD, summary="", parties=())
    listed = entry(bare, title="Court, 3:19-cv-01356", html="", guid="court:7")
    desk.take(builders.reading(listed, of=source), 1)
    assert list(desk.db.execute("SELECT count(*) FROM articles")) == [(0,)]
    document = builders.raw(
        1, "court", title="", guid="", html="<p>The pirate site hid behind the network of Cloudflare.</p>", form="page"
    )
    at = builders.NOON.replace(hour=13)
    page = builders.reading(document, of=source, at=at, purpose="page", page_of="https://court.example/story/1")
    desk.take(page, 1)
    (found,) = desk.db.execute(
        "SELECT a.title, d.court_id, d.decided_on FROM articles a JOIN decisions d ON article_id = id"
    )
    assert found == ("Court, 3:19-cv-01356", "us-cand", "2021-10-06")
    assert list(desk.db.execute("SELECT count(*) FROM passed_over")) == [(0,)]
    assert list(desk.db.execute("SELECT count(*) FROM sightings")) == [(1,)]
    desk.take(builders.reading(listed, of=source, at=builders.NOON.replace(day=20)), 1)
    assert list(desk.db.execute("SELECT count(*) FROM article_versions")) == [(1,)]
    assert list(desk.db.execute("SELECT state FROM pages")) == [("read",)]


def test_a_document_that_is_not_ours_is_not_read_again(tmp_path):
    source = builders.source("court", url="https://court.example/list", documents="all", keep="relevant")
    desk = builders.desk(tmp_path, source)
    listed = entry(replace(RECORD, summary="", parties=()), title="Court, 3:19-cv-01356", html="", guid="court:7")
    desk.take(builders.reading(listed, of=source), 1)
    document = builders.raw(1, "court", title="", guid="", html="<p>The lease had ended.</p>", form="page")
    page = builders.reading(document, of=source, purpose="page", page_of="https://court.example/story/1")
    desk.take(page, 1)
    desk.take(builders.reading(listed, of=source, at=builders.NOON.replace(day=20)), 1)
    assert list(desk.db.execute("SELECT state FROM pages")) == [("read",)]
    assert list(desk.db.execute("SELECT count(*) FROM articles")) == [(0,)]
