"""Rulings: what articles say of one stands together, with their words; what nobody has checked says so."""

from datetime import timedelta

import pytest

from db.rulings import reports_about
from pipelines.rates import in_dollars, load_rates
from pipelines.rules import load_rules
from pipelines.rulings import find_candidate, link_story, ruling_of
from rulingwire.models import Evidence, Tag
from rulingwire.rulings import Report
from tests import builders

RULES = load_rules()
TOKYO = "jp-tokyo-2025-kodansha-v-cloudflare"
DAY = timedelta(days=1)
LATER = builders.NOON + 9 * DAY
AWARD = (
    "The Tokyo District Court on Wednesday ordered Cloudflare to pay about 500 million yen ($3.2 million) in damages "
    "to Kodansha, Shueisha, Shogakukan and Kadokawa. The publishers had sought 3.6 billion yen for manga piracy."
)
OTHER = (
    "Cloudflare must pay Kodansha, Shueisha, Shogakukan and Kadokawa damages of $3.3 million, the Tokyo District Court "
    "ruled on 19 November over pirated manga."
)
UNKNOWN = (
    "The Milan court ordered Fastweb to block the site FilmGratis after a complaint by Sky Italia. The order was "
    "issued on 12 November, the court said."
)


def tag(kind, key, *, role="", primary=False, **more):
    proof = (Evidence(rule=f"{kind}:{key}", field="text", start=0, end=len(key), quote=key),)
    return Tag(kind=kind, key=key, role=role, primary=primary, evidence=proof, **more)


def report(number, *tags, day=0, document=False):
    return Report(
        number=number,
        permalink=f"p{number}",
        names=frozenset({f"p{number}"}),
        title=f"Report {number}",
        published=(builders.NOON + DAY * day).date(),
        is_document=document,
        tags=tags,
    )


def milan(outcome="blocking-ordered"):
    return (
        tag("court", "it-trib-milano", primary=True),
        tag("jurisdiction", "IT", primary=True),
        tag("event", "ruling", primary=True),
        tag("outcome", outcome, primary=True),
        tag("party", "sky-italia", role="plaintiff"),
        tag("party", "cloudflare", role="defendant"),
    )


def test_a_story_of_no_known_case_with_court_parties_and_outcome_is_a_candidate_that_nobody_has_confirmed():
    links = link_story([report(1, *milan()), report(2)], RULES)
    assert [link.certainty for mine in links.values() for link in mine] == ["candidate", "candidate"]
    found = ruling_of(links[1][0].case, [report(1, *milan())], RULES)
    assert (found.confirmed, found.id, found.court, found.jurisdiction) == (False, "story-p1", "it-trib-milano", "IT")
    assert found.name == "Sky Italia v. Cloudflare"
    assert ("plaintiff", "sky-italia", "") in found.parties


@pytest.mark.parametrize("missing", ["court", "outcome", "party"])
def test_what_lacks_a_court_parties_or_an_outcome_is_no_ruling(missing):
    tags = [one for one in milan() if one.kind != missing]
    assert find_candidate([report(1, *tags)], RULES) is None


def test_a_filing_that_is_pending_is_no_ruling():
    assert find_candidate([report(1, *milan("pending"))], RULES) is None


def test_the_courts_own_document_outvotes_the_news():
    reports = [report(1, *milan("dismissed")), report(2, *milan("dismissed")), report(3, *milan(), document=True)]
    assert find_candidate(reports, RULES).outcome == "blocking-ordered"


def test_outlets_that_disagree_stand_side_by_side():
    reports = [report(1, *milan("dismissed")), report(2, *milan())]
    said = {claim.value: claim.article for claim in find_candidate(reports, RULES).claims if claim.field == "outcome"}
    assert said == {"dismissed": 1, "blocking-ordered": 2}


def test_reports_without_words_that_link_them_go_with_their_story_and_say_so():
    number = tag("case", "2:21-cv-04405", jurisdiction="US", court="us-cand")
    case = next(c for c in RULES.cases if c.numbers and c.jurisdiction == "US" and c.court)
    number = tag("case", case.numbers[0], jurisdiction="US", court=case.court)
    links = link_story([report(1, number, tag("court", case.court, primary=True)), report(2)], RULES)
    assert links[1][0].how == "number"
    assert (links[2][0].case, links[2][0].how, links[2][0].certainty) == (links[1][0].case, "story", "likely")


def test_a_report_from_before_the_decision_does_not_know_how_it_ended():
    case = next(one for one in RULES.cases if one.id == TOKYO)
    early = report(1, tag("outcome", "pending", primary=True), tag("court", "jp-dc-tokyo", primary=True), day=-300)
    fields = {claim.field for claim in ruling_of(case.id, [early], RULES).claims}
    assert fields == {"court"}


# Sums


@pytest.mark.parametrize(
    ("currency", "year", "dollars", "of"),
    [("JPY", 2025, 3.34, 2025), ("JPY", 2026, 3.34, 2025), ("EUR", 2024, 541.0, 2024), ("USD", 1999, 500.0, 1999)],
)
def test_sums_are_given_roughly_in_dollars_of_their_year(currency, year, dollars, of):
    found, rate = in_dollars(currency, 500.0, year)
    assert (round(found, 2) if found < 10 else round(found), rate) == (dollars, of)


@pytest.mark.parametrize(("currency", "year"), [("VND", 2025), ("JPY", 1990), ("GBP", 2026), ("XXX", 2020)])
def test_without_a_rate_of_that_time_nothing_is_converted(currency, year):
    assert in_dollars(currency, 1.0, year) is None


def test_every_table_of_rates_is_whole():
    for currency, (since, rates) in load_rates().items():
        assert len(currency) == 3
        assert 2000 < since < 2030
        assert all(rate > 0 for rate in rates)
        assert max(rates) / min(rates) < 7, currency  # a slip of the decimal point


# In the corpus


def entry(number, text, day, **changes):
    values = {"title": text[:60], "html": f"<p>{text}</p>", "published": (builders.NOON + DAY * day).isoformat()}
    return builders.raw(number, **(values | changes))


@pytest.fixture
def desk(tmp_path):
    desk = builders.desk(tmp_path)
    desk.take(builders.reading(entry(1, AWARD, 0), entry(2, OTHER, 1), entry(3, UNKNOWN, 2), at=LATER), 1)
    desk.form_stories()
    return desk


def test_every_known_case_has_a_row_with_its_sources(desk):
    rows = dict(desk.db.execute("SELECT ruling_id, count(*) FROM ruling_sources GROUP BY 1"))
    assert rows.keys() == {case.id for case in RULES.cases}
    assert desk.db.execute("SELECT count(*) FROM rulings WHERE confirmed").fetchone() == (len(RULES.cases),)


def test_award_and_claim_stand_apart_with_the_words_and_who_says_so(desk):
    sums = desk.db.execute(
        "SELECT kind, currency, amount, quote <> '', usd > 0 FROM ruling_sums WHERE ruling_id = ? AND article_id > 0",
        [TOKYO],
    ).fetchall()
    assert ("damages-awarded", "JPY", 500e6, 1, 1) in sums
    assert ("damages-awarded", "USD", 3.3e6, 1, 1) in sums
    assert ("damages-claimed", "JPY", 3.6e9, 1, 1) in sums
    assert [one.number for one in reports_about(desk.db, TOKYO)] == [
        number for (number,) in desk.db.execute("SELECT id FROM articles ORDER BY id LIMIT 2")
    ]


def test_a_ruling_counts_its_articles_and_stories(desk):
    row = desk.db.execute("SELECT articles, stories, confirmed FROM rulings WHERE id = ?", [TOKYO]).fetchone()
    assert row == (2, 1, 1)


def test_forming_stories_again_changes_nothing(desk):
    tables = ("rulings", "ruling_articles", "ruling_claims", "ruling_sums", "ruling_parties")
    before = [list(desk.db.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3")) for table in tables]
    desk.db.execute("DELETE FROM story_members")
    desk.form_stories()
    assert [list(desk.db.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3")) for table in tables] == before


def test_a_candidate_whose_articles_tell_of_something_else_is_gone(desk):
    (candidate,) = desk.db.execute("SELECT id FROM rulings WHERE NOT confirmed").fetchone() or (None,)
    assert candidate
    text = "Fastweb opened a new shop in Milan and nobody went to court over it."
    desk.take(builders.reading(entry(3, text, 2), at=LATER + DAY), 1)
    desk.form_stories()
    assert list(desk.db.execute("SELECT id FROM rulings WHERE NOT confirmed")) == []


def test_candidates_with_one_docket_number_are_one_case(tmp_path):
    desk = builders.desk(tmp_path)
    text = (
        "The Milan court (case R.G. 47448/2022) {} in the piracy case that Sky Italia brought against Cloudflare on {} "
        "November."
    )
    readings = [
        entry(1, text.format("ordered Cloudflare to block the pirate sites", 3), -300),
        entry(2, text.format("ordered Cloudflare to block the pirate sites", 17), 0),
    ]
    desk.take(builders.reading(*readings, at=LATER), 1)
    desk.form_stories()
    rows = list(desk.db.execute("SELECT case_id, confirmed FROM rulings WHERE articles > 0"))
    assert len(rows) == 2
    assert len(set(rows)) == 1


def test_a_person_may_say_that_an_article_is_not_about_a_ruling(tmp_path):
    article = "https://wire.example/story/1"
    corrected = f"- {{article: {article}, not_about: {TOKYO}, on: '2025-12-01', by: A. Reader, why: Another.}}"
    desk = builders.desk(tmp_path, corrected=corrected)
    desk.take(builders.reading(entry(1, AWARD, 0), entry(2, OTHER, 1), at=LATER), 1)
    desk.form_stories()
    about = "SELECT a.url FROM ruling_articles r JOIN articles a ON a.id = r.article_id WHERE ruling_id = ?"
    assert list(desk.db.execute(about, [TOKYO])) == [("https://wire.example/story/2",)]
