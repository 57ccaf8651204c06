"""The pages of parties, jurisdictions, courts and subjects, and the lists of them from A to Z."""

import html
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from datasette.plugins import pm
from sqlite_utils import Database

from db.corpus import open_corpus, write_vocabulary
from db.migrations import migrations
from db.publish import publish
from pipelines.rules import load_rules
from pipelines.rules.entries import Party
from tests.builders import desk
from tests.small_corpus import build
from tests.small_rulings import CANDIDATE, KNOWN, NAME
from tests.test_web import HOSTILE, Site, serve

ENTITIES = ["/party/cloudflare", "/party/kodansha", "/jurisdiction/JP", "/court/jp-tokyo-district", "/subject/comics"]
LISTS = ["/parties", "/jurisdictions", "/courts", "/subjects"]
PAGES = [*ENTITIES, *LISTS, "/party/cloudflare?before=2", "/parties?q=flare", "/parties?from=K"]


def build_more(folder: Path) -> Path:
    """The small corpus, with subjects of articles and one that is said to have won."""
    path = build(folder / "rulings.db")
    db = Database(path)
    db["article_subjects"].insert_all({"article_id": number, "subject": "comics"} for number in (1, 2))
    db["ruling_subjects"].insert_all({"ruling_id": key, "subject": "comics"} for key in (KNOWN, CANDIDATE))
    claim = {"ruling_id": KNOWN, "field": "party", "value": "kodansha plaintiff won", "article_id": 1}
    db["ruling_claims"].insert({**claim, "quote": "ruled for four", "rule": "r"})
    db.close()
    return path


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(serve(build_more(tmp_path_factory.mktemp("live")), live=True, public=False))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("entities")
    return Site(serve(publish(build_more(folder), folder / "s", now=datetime(2025, 11, 20, tzinfo=UTC))))


def read(site: Site, path: str) -> Tag:
    return BeautifulSoup(site.text(path), "html.parser")


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ", strip=True).split())


def tables(page: Tag) -> dict[str, list[list[str]]]:
    """The rows of each table by its caption."""
    return {
        words(table.caption): [[words(cell) for cell in row.select("th, td")] for row in table.select("tbody tr")]
        for table in page.select("table")
    }


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_open_on_both_files_without_script_and_alike(site: Site, live: Site, path: str) -> None:
    pages = []
    for server in (site, live):
        response = server.get(path)
        assert response.status_code == 200
        assert response.headers["content-security-policy"].startswith("default-src 'none'")
        assert "<script" not in response.text
        assert response.text.count("<h1") == 1
        pages.append(BeautifulSoup(response.text, "html.parser").main)
    assert tables(pages[0]) == tables(pages[1])


@pytest.mark.parametrize("path", PAGES)
def test_every_inner_link_leads_somewhere(site: Site, path: str) -> None:
    links = {html.unescape(link) for link in re.findall(r'href="(/[^"#]*)"', site.text(path))}
    assert {link: site.get(link).status_code for link in links if site.get(link).status_code != 200} == {}


def test_a_party_is_shown_with_the_names_by_which_it_is_found(site: Site) -> None:
    page = read(site, "/party/cloudflare")
    assert words(page.select_one(".lead")) == "cdn, US"
    assert words(page.select_one(".names")) == "Also found as クラウドフレア; and where other words prove it as Flare"
    assert read(site, "/party/kodansha").select_one(".names") is None


def test_a_party_is_shown_with_its_record_by_role(site: Site) -> None:
    (record,) = [rows for caption, rows in tables(read(site, "/party/cloudflare")).items() if "record" in caption]
    assert record == [["defendant", "2", "–", "1", "2", "–", "2"]]
    (record,) = [rows for caption, rows in tables(read(site, "/party/kodansha")).items() if "record" in caption]
    assert record == [["plaintiff", "1", "1", "–", "1", "–", "–"]]
    assert "As defendant: liable 2" in words(read(site, "/party/cloudflare").main)


def test_a_party_is_shown_with_those_who_stood_against_it(site: Site) -> None:
    def people(path: str, label: str) -> list[str]:
        return [link["href"] for link in read(site, path).select(f'ul[aria-label="{label}"] a')]

    assert people("/party/cloudflare", "Who stood on the other side") == ["/party/kodansha"]
    assert people("/party/kodansha", "Who stood on the other side") == ["/party/cloudflare"]
    assert people("/party/cloudflare", "Who stood on the same side") == []


def test_a_party_is_counted_by_place_year_outcome_and_subject(site: Site) -> None:
    found = tables(read(site, "/party/cloudflare"))
    assert found["Where"] == [["Japan", "2", "2"]]
    assert found["When"] == [["2025", "1", "2"]]
    assert found["How they ended"] == [["liable", "2", "2"]]
    assert found["About what"][0] == ["cdn", "2"]
    assert found["Before which court"] == [["Tokyo District Court", "1"]]


def test_known_rulings_stand_before_those_read_from_reports(site: Site) -> None:
    page = read(site, "/party/cloudflare")
    lists = {words(head): words(head.find_next("ul")) for head in page.select("h3") if "newest first" in words(head)}
    assert NAME in lists["Known, newest first"]
    assert "Doe v. Cloudflare unconfirmed" in lists["Read from reports and checked by nobody, newest first"]


def test_a_court_and_a_jurisdiction_are_shown_with_the_parties_before_them(site: Site) -> None:
    for path, rulings in (("/jurisdiction/JP", "3"), ("/court/jp-tokyo-district", "2")):
        page = read(site, path)
        assert ["Kodansha", "1"] in tables(page)["Between whom"]
        assert f"{rulings} rulings" in words(page.main)
    court = read(site, "/court/jp-tokyo-district").select_one(".lead")
    assert court.a["href"] == "/jurisdiction/JP"
    assert words(court) == "Japan , Tokyo · first instance"


def test_a_subject_has_its_rulings_and_articles(site: Site) -> None:
    page = read(site, "/subject/comics")
    assert words(page.select_one(".lead")) == "Manga, comics and webtoons"
    assert "2 rulings , 2 articles" in words(page.main)
    assert page.select_one(f'a[href="/ruling/{KNOWN}"]')
    assert page.select_one('.stories a[href="/article/tokyo-1"]')


def test_a_small_letter_in_the_code_of_a_jurisdiction_is_no_other_one(site: Site) -> None:
    assert words(read(site, "/jurisdiction/jp").h1) == "Japan"


@pytest.mark.parametrize("path", ["/party/none", "/court/none", "/jurisdiction/XX", "/subject/none", "/subject/a%00b"])
def test_an_unknown_name_is_not_found(site: Site, path: str) -> None:
    assert site.get(path).status_code == 404


@pytest.mark.parametrize("path", ENTITIES)
def test_the_feeds_of_rulings_and_articles_are_linked(site: Site, path: str) -> None:
    page = read(site, path)
    kind, key = path.strip("/").split("/")
    wanted = [f"/feeds/rulings.atom?{kind}={key}", f"/feeds/articles.atom?{kind}={key}"]
    assert [link["href"] for link in page.select('link[rel="alternate"]')] == wanted
    assert all(page.select_one(f'main a[href="{address}"]') for address in wanted)


def test_a_list_names_those_that_occur_with_how_often(site: Site) -> None:
    assert tables(read(site, "/parties"))["Parties from A to Z"][:2] == [
        ["Cloudflare cdn", "2", "2"],
        ["Kadokawa rightsholder", "–", "1"],
    ]
    assert tables(read(site, "/jurisdictions"))["Jurisdictions from A to Z"] == [["Japan JP", "3", "2"]]
    assert ["comics Manga, comics and webtoons", "2", "2"] in tables(read(site, "/subjects"))["Subjects from A to Z"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/parties?q=フレア", ["Cloudflare"]),
        ("/parties?q=FLARE", ["Cloudflare"]),
        ("/parties?from=Sh", ["Shogakukan", "Shueisha"]),
        ("/parties?q=ka&from=L", ["Shogakukan"]),
        ("/parties?q=%25", []),
        ("/parties?q='%00", []),
        ("/parties?after=none", []),
        ("/courts?q=japan", ["Tokyo District Court"]),
        ("/jurisdictions?q=jp", ["Japan"]),
        ("/subjects?q=webtoon", ["comics"]),
    ],
)
def test_a_list_is_filtered_by_name_in_any_language_and_goes_on_from_a_letter(
    site: Site, asked: str, found: list[str]
) -> None:
    assert [words(link) for link in read(site, asked).select("table.names a")] == found


def test_a_long_list_goes_on(tmp_path: Path) -> None:
    path = build(tmp_path / "rulings.db")
    db = Database(path)
    numbers = [f"{number:03}" for number in range(230)]
    db["parties"].insert_all({"id": f"p{n}", "name": f"party {n}", "kind": "isp", "country": ""} for n in numbers)
    tag = {"article_id": 1, "role": "defendant", "side": ""}
    db["article_parties"].insert_all({**tag, "party_id": f"p{n}"} for n in numbers)
    db.close()
    site = Site(serve(path, live=True, public=False))
    found, address = [], "/parties?q=party"
    while address:
        page = read(site, address)
        found += [words(link) for link in page.select("table.names a")]
        older = page.select_one(".older a")
        address = older["href"] if older else ""
    assert found == [f"party {n}" for n in numbers]


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    path = build_more(tmp_path)
    db = Database(path)
    for table, column in (
        ("parties", "name"), ("parties", "kind"), ("courts", "name"), ("jurisdictions", "name"), ("rulings", "name"),
        ("party_names", "name"), ("ruling_parties", "role"), ("rulings", "outcome"), ("vocabulary", "meaning"),
    ):  # fmt: skip
        where = "WHERE is_sure = 0" if table == "party_names" else ""
        db.conn.execute(f"UPDATE {table} SET {column} = ? {where}", [HOSTILE])
    db.conn.commit()
    db.close()
    site = Site(serve(path, live=True, public=False))
    for address in (*ENTITIES, *LISTS):
        text = site.text(address)
        assert "&lt;script&gt;alert" in text
        assert "<script" not in text


def test_the_numbers_are_there_for_those_who_ask_by_sql(site: Site) -> None:
    rows = json.loads(site.text("/rulings/tallies.json?_shape=array&kind=party&key=cloudflare&part=all"))
    assert {row["what"]: row["number"] for row in rows} == {"articles": 2, "rulings": 2}


def test_the_working_file_counts_only_what_is_asked_for(tmp_path: Path) -> None:
    db = Database(build_more(tmp_path))
    for kind in ("party", "jurisdiction", "court", "subject"):
        plan = db.execute("EXPLAIN QUERY PLAN SELECT * FROM tallies WHERE kind = ? AND key = ?", [kind, "x"]).fetchall()
        walked = {row[3] for row in plan if row[3].startswith("SCAN") and "CONSTANT" not in row[3]}
        assert walked == {"SCAN tallies", "SCAN p"}  # p: the parts


def test_where_counting_takes_too_long_the_page_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(serve(build_more(tmp_path), live=True, public=False))
    assert "too many to count" not in site.text("/party/cloudflare")
    # a view over too many rows stands for a file that is too large
    many = " CROSS JOIN parties ".join("abcdefghijklmnop")
    db = Database(tmp_path / "rulings.db")
    names = ", ".join(f"a.id || p.id AS {name}" for name in ("kind", "key", "part", "value", "what", "number"))
    db.conn.executescript(f"DROP VIEW tallies; CREATE VIEW tallies AS SELECT {names} FROM parties {many}")
    db.close()
    monkeypatch.setattr(pm.get_plugin("subjects.py"), "COUNTING_MS", 20)
    for path in ("/party/cloudflare", "/parties"):
        text = site.text(path)
        assert "too many to count" in text
        assert "Cloudflare" in text


# --- how names and subjects come into the corpus ------------------------------------------------------


def test_the_names_of_a_party_are_kept_without_their_stars() -> None:
    party = Party(id="x", name="Netflix", kind="platform", also=("Netflix*", "ネットフリックス"), weak=("Flix*",))
    assert party.names == {"Netflix": True, "ネットフリックス": True, "Flix": False}


def test_a_name_that_the_rules_no_longer_hold_goes(tmp_path: Path) -> None:
    db = open_corpus(tmp_path / "rulings.db")
    party = [("x", "X", "isp", "")]
    write_vocabulary(db, party, (), (), names=[("x", "X", 1), ("x", "Old X", 0)])
    write_vocabulary(db, party, (), (), names=[("x", "X", 1)])
    assert [row[0] for row in db.execute("SELECT name FROM party_names")] == ["X"]


def test_every_name_of_the_rules_and_subject_of_a_known_case_is_in_the_corpus(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.form_stories()
    rules = load_rules()
    names = {(party.id, name) for party in rules.parties for name in party.names}
    assert set(at.db.execute("SELECT party_id, name FROM party_names")) == names
    subjects = {(case.id, subject) for case in rules.cases for subject in case.subject}
    assert set(at.db.execute("SELECT ruling_id, subject FROM ruling_subjects")) == subjects


def test_the_subjects_of_rulings_written_earlier_are_read_from_their_words(tmp_path: Path) -> None:
    db = Database(tmp_path / "old.db")
    migrations.apply(db, stop_before="desk")
    texts = ("name", "case_id", "decided_on", "filed_on", "stage", "outcome", "says", "appeals_from", "rules_version")
    row = {"confirmed": 1, "jurisdiction": "JP", "articles": 0, "stories": 0, **dict.fromkeys(texts, "")}
    db["rulings"].insert_all([{**row, "id": "a", "subject": 'isp, "odd", film'}, {**row, "id": "b", "subject": ""}])
    migrations.apply(db)
    assert list(db.execute("SELECT * FROM ruling_subjects")) == [("a", "film"), ("a", "isp"), ("a", "odd")]
