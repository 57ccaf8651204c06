"""The questions of db/queries.yml, each asked of a small corpus, and their pages."""

import html
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from datasette.plugins import pm
from sqlite_utils import Database

from db.alerts import queries
from db.publish import publish
from tests.small_corpus import LATER, build
from tests.small_rulings import APPEAL, CANDIDATE, KNOWN, NAME
from tests.test_web import HOSTILE, Site, serve

CLOUDFLARE = {"party": "cloudflare"}
ORDER = "de-koeln-2025-dns"

# Question: what is asked, and what the first row of the answer holds, or does not.
EXPECTED: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "search": ({"words": "tokyo", **CLOUDFLARE}, {"permalink": "tokyo-2", "source": "Slashdot"}),
    "articles_matching": ({"match": "tags:pcloudflare"}, {"permalink": "tokyo-2"}),
    "party_stories": (CLOUDFLARE, {"permalink": "tokyo-1", "reports": 2, "roles": "defendant"}),
    "jurisdiction_stories": ({"jurisdiction": "jp"}, {"permalink": "tokyo-1", "is_primary": 1}),
    "court_rulings": ({"court": "jp-tokyo-district"}, {"permalink": "tokyo-1", "reports": 1}),
    "rulings_against": (CLOUDFLARE | {"role": "defendant"}, {"ruling_id": KNOWN, "role": "defendant"}),
    "sums_told": ({"ruling": KNOWN}, {"kind": "costs", "amount": 12_000, "told_by": "Slashdot"}),
    "disagreements": ({"field": "outcome"}, {"ruling_id": KNOWN, "value": "damages-awarded", "reports": 1}),
    "ruling_timeline": ({"ruling": KNOWN}, {"day": "2022-02", "what": "filed", "name": NAME}),
    "party_in_jurisdiction": (CLOUDFLARE, {"code": "JP", "articles": 2}),
    "party_record": (CLOUDFLARE, {"role": "defendant", "side": "lost", "outcome": "liable", "articles": 2}),
    "outcome_stories": ({"outcome": "liable", "jurisdiction": "JP"}, {"permalink": "tokyo-1"}),
    "case_number": ({"number": "令和4年"}, {"permalink": "tokyo-1", "court_id": "jp-tokyo-district"}),
    "biggest_sums": ({"currency": "jpy"}, {"currency": "JPY", "amount": 500_000_000}),
    "evidence": ({"permalink": "tokyo-1"}, {"kind": "amount", "quote": "500 million yen"}),
    "changed_after_publication": ({"kind": "retitled"}, {"permalink": "tokyo-1", "source": "TorrentFreak"}),
    "changed_without_a_notice": ({}, {"before": "JPY 50000000", "after": "JPY 500000000"}),
    "who_quotes_whom": ({"source": "slashdot"}, {"outlet": "Slashdot", "quotes": "TorrentFreak", "by_link": 1}),
    "quotes": ({}, {"source": "Slashdot", "quoted": "tokyo-1"}),
    "decisions": ({"court": "jp-tokyo-district"}, {"decided_on": "2025-11-19", "numbers": "令和4年(ワ)第1号"}),
    "gaps": ({}, {"source": "Quiet Court", "first_day": "2025-11-18", "outcome": "refused"}),
    "sources_in_trouble": ({}, {"id": "slashdot", "failures": 3}),
    "open_issues": ({}, {"kind": "unknown-date", "source_id": "slashdot"}),
    "months": ({}, {"month": "2025-11", "source_id": "slashdot", "articles": 2}),
    "look_up_names": ({"words": "フレア"}, {"kind": "party", "short_name": "cloudflare"}),
    "new_since": ({"since": LATER[:10]}, {"what": "ruling", "ruling_id": ORDER}),
    "most_told_stories": ({}, {"outlets": 2, "permalink": "tokyo-1", "told_by": "Slashdot,TorrentFreak"}),
    "orders_on": ({"subject": "dns", "region": "eu"}, {"ruling_id": ORDER, "jurisdiction": "DE"}),
    "courts_by_orders": ({"outcome": "liable"}, {"court": "Tokyo District Court", "rulings": 1, "known": 1}),
    "outcomes_by_country": ({"subject": "manga"}, {"country": "Japan", "outcome": "liable", "rulings": 2}),
    "how_long_cases_took": ({"country": "jp"}, {"ruling_id": KNOWN, "days": 1387}),
    "appeals_pending": ({}, {"ruling_id": ORDER, "steps": "appeal-open", "words": "can still be appealed"}),
    "hearings": ({}, {"permalink": "cologne-1", "words": "a hearing in May"}),
    "candidates_to_check": ({"country": "JP"}, {"ruling_id": CANDIDATE, "articles": 1}),
    "articles_without_ruling": ({}, {"permalink": "cologne-2", "source": "Quiet Court"}),
    "most_losses": ({"kind": "cdn"}, {"party": "Cloudflare", "jurisdiction": "JP", "lost": 1, "won": 0}),
    "party_by_country": (CLOUDFLARE, {"country": "Japan", "role": "defendant", "rulings": 2, "known": 1}),
    "with_and_against": (CLOUDFLARE, {"other": "Kodansha", "its_role": "plaintiff", "rulings": 1}),
    "sums_by_year": ({"kind": "damages-awarded"}, {"year": "2025", "rulings": 1, "roughly_usd": 3_348_971}),
    "biggest_counts": ({"thing": "works"}, {"number": 4000, "permalink": "tokyo-1"}),
    "ruling_coverage": ({"ruling": KNOWN}, {"outlet": "TorrentFreak", "permalink": "tokyo-1", "quotes": None}),
    "first_reports": (
        {"country": "de"},
        {"first": "TorrentFreak", "next": "Slashdot", "hours_ahead": 1.5, "outlets": 2, "permalink": "cologne-1"},
    ),
    "first_how_often": ({}, {"outlet": "TorrentFreak", "first": 2, "rulings": 2}),
    "outlets_on": ({"country": "jp"}, {"outlet": "Slashdot", "articles": 1, "about_it_before_all": 1}),
    "most_quoted": ({}, {"outlet": "Reuters", "times": 1, "read_by_us": 0}),
    "shared_words": ({}, {"words": 41, "outlet": "Slashdot", "shares_with": "TorrentFreak", "common": 0}),
    "what_people_corrected": ({}, {"said": "party cloudflare, lost", "applied": 1}),
    "sources_behind": ({}, {"source": "TorrentFreak", "days_without": 18.8}),
    "visits_of_a_source": ({"source": "slashdot"}, {"outcome": "refused", "status": 403}),
}


def grow(path: Path) -> Path:
    """Add what the small corpus lacks: an order against a resolver that two outlets tell, and an article of none."""
    db = Database(path)
    article = next(db["articles"].rows_where("id = 2"))
    del article["month"]
    for number, name, source, hour, event in (
        (3, "cologne-1", "torrentfreak", "08:00", "filing"),
        (4, "cologne-3", "slashdot", "09:30", "filing"),
        (5, "cologne-2", "quiet-court", "09:00", "ruling"),
    ):
        day = f"2025-11-20T{hour}:00+00:00"
        row = {"id": number, "story_id": number, "permalink": name, "source_id": source, "published_at": day}
        db["articles"].insert({**article, **row, "first_seen_at": day, "title": f"No. {number}", "event": event})
    db.execute("INSERT OR IGNORE INTO jurisdictions VALUES ('DE', 'Germany')")
    db.execute("INSERT OR IGNORE INTO regions VALUES ('europe', 'DE'), ('eu', 'DE'), ('asia', 'JP')")
    ruling = next(db["rulings"].rows_where("id = ?", [KNOWN]))
    order = {"id": ORDER, "case_id": ORDER, "name": "Order", "jurisdiction": "DE", "court_id": None, "articles": 2}
    told = {"decided_on": "2025-11-20", "filed_on": "", "outcome": "blocking-ordered", "newest_id": 4}
    db["rulings"].insert({**ruling, **order, **told})
    db["ruling_subjects"].insert({"ruling_id": ORDER, "subject": "dns"})
    about = {"ruling_id": ORDER, "is_primary": 1, "how": "number", "certainty": "certain", "words": ""}
    db["ruling_articles"].insert_all({"article_id": number, **about} for number in (3, 4))
    steps = (("appeal-open", "can still be appealed"), ("hearing-set", "a hearing in May"))
    db["article_steps"].insert_all({"article_id": 3, "step": k, "party_id": "", "printed": said} for k, said in steps)
    shared = {"shingles": 34, "quoted_here": 0, "quoted_there": 0, "is_common": 0, "passage": HOSTILE}
    db["shared_passages"].insert({"article_id": 2, "other_id": 1, "words": 41, **shared})
    fetch = {"source_id": "slashdot", "purpose": "visit", "url": "https://slashdot.example/", "status": 403}
    db["fetches"].insert({**fetch, "fetched_at": LATER, "outcome": "refused", "why": "HTTP 403"})
    db.execute("UPDATE source_states SET last_new_at = '2025-11-01T12:00:00Z' WHERE source_id = 'torrentfreak'")
    db.conn.commit()
    db.close()
    return path


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return grow(build(tmp_path_factory.mktemp("questions") / "rulings.db"))


@pytest.fixture(scope="module")
def site(working: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(serve(publish(working, tmp_path_factory.mktemp("s"), now=datetime(2025, 11, 20, tzinfo=UTC))))


@pytest.fixture(scope="module")
def live(working: Path) -> Site:
    return Site(serve(working, live=True, public=False))


def ask(site: Site, name: str, **arguments: str) -> list[dict[str, Any]]:
    return json.loads(site.text(f"/rulings/{name}.json?" + urlencode({"_shape": "array", **arguments})))


def test_every_question_is_asked_here_and_says_what_it_is_about() -> None:
    assert EXPECTED.keys() == queries().keys()
    for name, query in queries().items():
        assert query["title"], name
        assert query["description"].endswith("."), name
        assert query.keys() <= {"title", "description", "theme", "params", "defaults", "slow", "sql", "hide_sql"}, name
        assert query.get("defaults", {}).keys() <= set(query.get("params", [])), name
        assert set(re.findall(r":([a-z]+)\b", query["sql"])) == set(query.get("params", [])), name


@pytest.mark.parametrize("name", EXPECTED)
def test_a_question_is_answered_alike_on_a_snapshot_and_on_the_live_file(site: Site, live: Site, name: str) -> None:
    arguments, expected = EXPECTED[name]
    for server in (site, live):
        first = ask(server, name, **arguments)[0]
        assert {key: first.get(key, "no such column") for key in expected} == expected
        server.text(f"/rulings/{name}")


@pytest.mark.parametrize("name", queries())
def test_a_question_has_a_page_with_a_labelled_field_for_each_parameter(site: Site, live: Site, name: str) -> None:
    arguments, _ = EXPECTED[name]
    for server in (site, live):
        page = BeautifulSoup(server.text(f"/questions/{name}?{urlencode(arguments)}"), "html.parser")
        fields = {field["name"]: field for field in page.select("form.fields input")}
        assert list(fields) == queries()[name].get("params", [])
        for field in fields.values():
            assert page.select_one(f"label[for='{field['id']}']").get_text()
            assert field["value"] == arguments.get(field["name"], "")
        assert page.select("table.answer tbody tr")
        assert page.select_one("table.answer caption").get_text() == page.h1.get_text()


@pytest.mark.parametrize("name", queries())
def test_a_question_asked_without_a_word_is_no_error(site: Site, name: str) -> None:
    blank = dict.fromkeys(queries()[name].get("params", []), "")
    assert "could not be answered" not in site.text(f"/questions/{name}?{urlencode(blank)}")
    assert site.get(f"/questions/{name}").headers["content-security-policy"].startswith("default-src 'none'")


def test_all_questions_are_listed_by_theme_and_their_links_lead_somewhere(site: Site) -> None:
    page = site.text("/questions")
    assert re.findall(r'<h2 id="(\w+)"', page) == [
        "search",
        "rulings",
        "parties",
        "sums",
        "outlets",
        "changes",
        "sources",
    ]
    assert page.count("<dt>") == len(queries())
    answer = site.text("/questions/first_reports?country=DE") + site.text("/questions/orders_on")
    links = {html.unescape(link) for link in re.findall(r'href="(/[^"#]*)"', page + answer)}
    assert f"/ruling/{ORDER}" in links
    assert {link: site.get(link).status_code for link in links if site.get(link).status_code >= 400} == {}


def test_a_bare_address_asks_with_the_defaults_and_a_given_one_without(site: Site) -> None:
    assert ORDER in site.text("/questions/orders_on")
    assert NAME in site.text("/questions/orders_on?subject=&region=")
    assert "Nothing found" in site.text("/questions/orders_on?region=nowhere")


def test_names_in_an_answer_lead_to_their_pages_in_place_of_keys(site: Site) -> None:
    page = BeautifulSoup(site.text("/questions/first_reports?country=DE"), "html.parser")
    assert "ruling" not in [cell.get_text() for cell in page.select("table.answer thead th")]
    assert page.select_one(f"table.answer a[href='/ruling/{ORDER}']").get_text() == "Order"
    keys = BeautifulSoup(site.text("/questions/who_quotes_whom"), "html.parser")
    assert keys.select_one("a[href='/article/tokyo-1']").get_text() == "tokyo-1"


def test_the_sql_and_the_downloads_of_an_answer_keep_the_arguments(site: Site) -> None:
    page = BeautifulSoup(site.text('/questions/search?words="four+manga"&party=cloudflare'), "html.parser")
    links = {link.get_text(): link["href"] for link in page.select("p.meta a")}
    for path in (links["CSV"], links["JSON"]):
        assert "tokyo-1" in site.text(path)
        assert "tokyo-2" not in site.text(path)
    assert "article_search match" in site.text(links["See the SQL"])


def test_words_that_the_index_cannot_read_are_told_in_words(site: Site) -> None:
    assert "It could not be answered: " in site.text("/questions/articles_matching?match=%22")
    assert site.get("/questions/none").status_code == 404


def test_hostile_words_stay_text_in_answers_and_fields(site: Site) -> None:
    page = site.text("/questions/shared_words") + site.text("/questions/search?" + urlencode({"words": HOSTILE}))
    assert "&lt;script&gt;alert" in page
    assert "<script" not in page


def test_reports_from_before_a_decision_are_not_its_first(site: Site) -> None:
    assert [row["ruling_id"] for row in ask(site, "first_reports")] == [ORDER, KNOWN]
    assert APPEAL not in {row["ruling_id"] for row in ask(site, "first_reports")}


def test_a_case_with_a_later_decision_has_no_appeal_pending(site: Site) -> None:
    assert [row["ruling_id"] for row in ask(site, "appeals_pending")] == [ORDER]


def test_a_year_is_meant_where_no_day_is_given(site: Site) -> None:
    assert [row["ruling_id"] for row in ask(site, "orders_on", subject="manga")] == [APPEAL, KNOWN]
    assert ask(site, "orders_on", subject="manga", since="2026-01-01", region="asia")[0]["ruling_id"] == APPEAL


def view(site: Site, name: str, **columns: str) -> list[dict[str, Any]]:
    return json.loads(site.text(f"/rulings/{name}.json?" + urlencode({"_shape": "array", **columns})))


def test_common_questions_need_one_view(site: Site) -> None:
    first, second = view(site, "coverage", ruling_id=KNOWN)
    assert (first["outlet"], first["jurisdiction"], first["quotes"]) == ("TorrentFreak", "Japan", None)
    assert (second["permalink"], second["quotes"]) == ("tokyo-2", "TorrentFreak")
    (part,) = view(site, "party_rulings", party_id="cloudflare", ruling_id=KNOWN)
    assert (part["party"], part["role"], part["side"], part["court"]) == (
        "Cloudflare",
        "defendant",
        "lost",
        "Tokyo District Court",
    )
    (unknown,) = view(site, "party_rulings", party="Shonen Books")
    assert (unknown["kind"], unknown["role"], unknown["side"]) == ("", "plaintiff", "")
    (quoting,) = view(site, "quotations")
    assert (quoting["outlet"], quoting["quotes"], quoting["quoted_permalink"]) == (
        "Slashdot",
        "TorrentFreak",
        "tokyo-1",
    )


def test_choices_fit_the_parameters(site: Site) -> None:
    plugin = pm.get_plugin("questions.py")
    assert set(plugin.PARAMETERS) >= {name for query in queries().values() for name in query.get("params", [])} - {
        "match"
    }
    page = BeautifulSoup(site.text("/questions/orders_on"), "html.parser")
    assert "liable" in {option["value"] for option in page.select("#c-outcome option")}


def test_an_answer_that_makes_a_feed_offers_it_with_its_arguments(site: Site) -> None:
    page = BeautifulSoup(site.text("/questions/search?words=tokyo&party=kodansha"), "html.parser")
    (atom,) = page.select("head link[type='application/atom+xml']")
    assert atom["href"] == "/feeds/query/search.atom?words=tokyo&party=kodansha"
    assert "tokyo-1" in site.text(atom["href"])
    assert not BeautifulSoup(site.text("/questions/months"), "html.parser").select("head link[type]")
