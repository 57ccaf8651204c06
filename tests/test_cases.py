"""The cases we know are well told, and an article about one is known by number, or by court, parties and day."""

import random
import re
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.case_numbers import find_case_numbers
from pipelines.cases import find_cases
from pipelines.rules import FOLDER, Case, Court, load_rules
from pipelines.rules.known_cases import days_of
from pipelines.tag import tag
from rulingwire.errors import ConfigError
from rulingwire.models import Article, CaseLink, Evidence, Tag

RULES = load_rules()
CASES = {case.id: case for case in RULES.cases}
NUMBERED = [case for case in RULES.cases if case.numbers or case.citations]
# Known by their number only: we know none of the parties, or a court that decides many of the kind and only the year.
BY_NUMBER_ALONE = {
    "au-fca-2016-roadshow-v-telstra",
    "au-fca-2019-roadshow-v-telstra-1328",
    "au-fca-2020-roadshow-v-telstra",
    "au-fca-2025-roadshow-v-telstra",
    "echr-2013-neij-v-sweden",
}
TOO_LITTLE = {"be-brussels-2026-iptv"}  # our source tells no number, court, day or plaintiff
TOLD = [case for case in RULES.cases if case.id not in BY_NUMBER_ALONE | TOO_LITTLE]
LATER = date(2031, 5, 5)  # an article that looks back
# What announces a number that is none without it.
LEADS = {
    "CA": "Federal Court of Canada, docket",
    "DK": "Københavns Byret, sagsnr.",
    "ECHR": "European Court of Human Rights, application no.",
    "ES": "El Juzgado de lo Mercantil de Barcelona, procedimiento",
    "IN": "High Court of Delhi, case no.",
    "NL": "Gerechtshof Amsterdam, zaaknummer",
    "SE": "Stockholms tingsrätt, mål nr",
    "US": "Supreme Court of the United States, No.",
}


def proof(words: str) -> tuple[Evidence, ...]:
    return (Evidence(rule="rule", field="text", start=0, end=len(words), quote=words),)


def tags_of(case: Case, *, numbers: bool = False, day: date | None = None) -> list[Tag]:
    """The tags of an article that tells what we know of a case."""
    tags = [Tag(kind="jurisdiction", key=case.jurisdiction, primary=True, evidence=proof(case.jurisdiction))]
    if case.court:
        tags.append(Tag(kind="court", key=case.court, primary=True, evidence=proof(case.court)))
    tags += [Tag(kind="party", key=p.party, role=p.role, evidence=proof(p.party)) for p in case.parties if p.party]
    if numbers:
        tags += [number(key, case) for key in (*case.numbers, *case.citations)]
    return [*tags, dated(case, day)] if day else tags


def number(key: str, case: Case, court: str | None = None) -> Tag:
    court = case.court if court is None else court
    return Tag(kind="case", key=key, printed=key, jurisdiction=case.jurisdiction, court=court, evidence=proof(key))


def dated(case: Case, day: date) -> Tag:
    said = day.isoformat()
    return Tag(kind="date", key=said, role="decided" if case.decided else "filed", evidence=proof(said))


def span(case: Case) -> tuple[date, date]:
    return days_of(case.decided or case.filed)


def other_courts(case: Case) -> list[Court]:
    """Another court of its country, where we know one."""
    return [c for c in RULES.courts if case.court and c.jurisdiction == case.jurisdiction and c.id != case.court][:1]


def linked(tags: list[Tag], published: date = LATER) -> dict[str, CaseLink]:
    return {link.case: link for link in find_cases(tags, published, RULES)}


# --- what the file says -----------------------------------------------------------------------------


def test_there_are_so_many_cases_in_order_and_each_has_sources() -> None:
    assert len(CASES) == 128
    assert list(CASES) == sorted(CASES)
    assert [case.id for case in RULES.cases if not case.sources or len(case.says) < 20] == []


@pytest.mark.parametrize("case", NUMBERED, ids=lambda case: case.id)
def test_numbers_stand_in_their_normal_form(case: Case) -> None:
    for known in (*case.numbers, *case.citations):
        if known == case.celex:
            assert re.fullmatch(r"6\d{4}[CT][JOC]\d{4}", known)
            continue
        told = f"{LEADS.get(case.jurisdiction, '')} {known}"
        found = {one.number for text in (known, told) for one in find_case_numbers(text, RULES)}
        assert found == {known}


def test_an_appeal_is_known_from_both_ends() -> None:
    above = CASES["us-scotus-2026-cox-v-sony"]
    assert above.appeals_from == "us-ca4-2024-sony-v-cox"
    assert CASES[above.appeals_from].appealed_to == (above.id,)
    assert {case.id for case in RULES.cases if case.appealed_to} == {
        case.appeals_from for case in RULES.cases if case.appeals_from
    }


@pytest.mark.parametrize("case", [case for case in RULES.cases if case.appeals_from], ids=lambda case: case.id)
def test_an_appeal_is_decided_after_what_it_reviews_and_in_its_country(case: Case) -> None:
    below = CASES[case.appeals_from]
    assert span(case)[1] > span(below)[0]
    assert case.jurisdiction == below.jurisdiction
    shared = {party.party or party.name for party in case.parties} & {p.party or p.name for p in below.parties}
    assert shared


# --- an article about a case ------------------------------------------------------------------------


def test_every_case_can_be_found_but_one() -> None:
    assert {case.id for case in NUMBERED} | {case.id for case in TOLD} == CASES.keys() - TOO_LITTLE
    assert {case.id for case in NUMBERED} >= BY_NUMBER_ALONE


@pytest.mark.parametrize("case", NUMBERED, ids=lambda case: case.id)
def test_a_case_is_found_by_each_of_its_numbers(case: Case) -> None:
    for key in (*case.numbers, *case.citations):
        link = linked([number(key, case)])[case.id] if case.court else linked(tags_of(case, numbers=True))[case.id]
        assert link.how == "number"
        assert key in {piece.quote for piece in link.evidence}
        assert link.certainty == "certain" or sum(key in other.numbers for other in RULES.cases) > 1


@pytest.mark.parametrize("case", NUMBERED, ids=lambda case: case.id)
def test_numbers_and_day_together_are_certain_and_make_it_the_primary_case(case: Case) -> None:
    link = find_cases(tags_of(case, numbers=True, day=span(case)[0]), LATER, RULES)[0]
    assert (link.case, link.how, link.certainty, link.primary) == (case.id, "number", "certain", True)


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case.id)
def test_a_case_is_found_by_court_parties_and_the_day_said(case: Case) -> None:
    first, last = span(case)
    for day in (first, last, first - timedelta(days=3), last + timedelta(days=3)):
        found = find_cases(tags_of(case, day=day), LATER, RULES)
        assert case.id in {link.case for link in found}
    exact = find_cases(tags_of(case, day=last), LATER, RULES)[0]
    assert (exact.case, exact.how, exact.certainty, exact.primary) == (case.id, "parties", "likely", True)
    quotes = {piece.quote for piece in exact.evidence}
    assert {case.court or case.jurisdiction, last.isoformat()} < quotes


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case.id)
def test_a_case_is_found_by_court_parties_and_the_day_of_publication(case: Case) -> None:
    first, last = span(case)
    assert case.id in linked(tags_of(case), first)
    assert case.id in linked(tags_of(case), last + timedelta(days=10))
    assert case.id not in linked(tags_of(case), last + timedelta(days=11))
    assert case.id not in linked(tags_of(case), first - timedelta(days=1))


# --- near misses ------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", RULES.cases, ids=lambda case: case.id)
def test_the_same_parties_in_another_court_are_another_case(case: Case) -> None:
    day = span(case)[0]
    kinds = {"court", "jurisdiction"}
    tags = [one for one in tags_of(case, day=day) if one.kind not in kinds]
    assert case.id not in linked(tags, day)
    assert case.id not in linked([*tags, Tag(kind="court", key="at-ogh", primary=True, evidence=proof("OGH"))], day)
    for other in other_courts(case):
        land = Tag(kind="jurisdiction", key=case.jurisdiction, primary=True, evidence=proof("land"))
        seat = Tag(kind="court", key=other.id, primary=True, evidence=proof(other.name))
        assert case.id not in linked([*tags, land, seat], day)


@pytest.mark.parametrize("case", RULES.cases, ids=lambda case: case.id)
def test_other_parties_in_the_same_court_are_another_case(case: Case) -> None:
    day = span(case)[0]
    tags = [one for one in tags_of(case, day=day) if one.kind != "party"]
    strangers = [Tag(kind="party", key=key, role="mentioned", evidence=proof(key)) for key in ("nokia", "rakuten")]
    assert case.id not in linked(tags, day)
    assert case.id not in linked([*tags, *strangers], day)


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case.id)
def test_one_side_alone_is_not_enough_where_both_are_known(case: Case) -> None:
    day = span(case)[0]
    asks = {p.party for p in case.parties if p.role in ("plaintiff", "prosecutor", "regulator", "appellant")} - {""}
    rest = [one for one in tags_of(case, day=day) if one.kind == "party" and one.key not in asks]
    for lost in asks, {one.key for one in rest}:
        if asks and rest:
            assert case.id not in linked([one for one in tags_of(case, day=day) if one.key not in lost], day)


@pytest.mark.parametrize("case", RULES.cases, ids=lambda case: case.id)
def test_the_same_parties_in_another_year_are_another_case(case: Case) -> None:
    first, last = span(case)
    for day in first - timedelta(days=366), last + timedelta(days=366):
        assert case.id not in linked(tags_of(case, day=day), day)
        assert case.id not in linked(tags_of(case), day)


@pytest.mark.parametrize("case", [case for case in NUMBERED if case.court], ids=lambda case: case.id)
def test_the_number_of_another_court_or_country_is_another_case(case: Case) -> None:
    for key in case.numbers:
        for other in other_courts(case):
            assert case.id not in linked([number(key, case, other.id)])
        assert case.id not in linked([number(key, case, "")])
        assert case.id not in linked([Tag(kind="case", key=key, jurisdiction="AT", evidence=proof(key))])
        assert case.id in linked([number(key, case, ""), Tag(kind="court", key=case.court, evidence=proof("court"))])


def test_a_day_that_the_news_gives_beats_the_day_of_publication() -> None:
    case = CASES["fr-paris-2026-canal-v-proton"]
    assert case.id in linked(tags_of(case), date(2026, 2, 5))
    assert case.id not in linked(tags_of(case, day=date(2026, 2, 4)), date(2026, 2, 5))
    assert case.id in linked(tags_of(case, day=date(2024, 5, 16)), date(2026, 2, 5))  # of an earlier ruling


def test_a_year_alone_needs_the_court_that_the_article_is_about() -> None:
    case = CASES["it-milano-2024-legaseriea-v-cloudflare"]
    tags = tags_of(case)
    assert case.id in linked(tags, date(2024, 9, 1))
    tags[1] = Tag(kind="court", key=case.court, primary=False, evidence=proof("Milano"))
    assert case.id not in linked(tags, date(2024, 9, 1))


@pytest.mark.parametrize(
    ("printed", "case"),
    [
        ("1:20-cv-04160", "us-nysd-2023-hachette-v-internet-archive"),
        ("22-cv-993", "us-ilnd-2023-dish-v-datacamp"),
        ("HA ZA 10-3184", "nl-rbsgr-2012-brein-v-ziggo"),
        ("C/09/535341", "nl-rbdha-2017-brein-v-ziggo"),
    ],
)
def test_a_number_is_known_in_its_other_forms(printed: str, case: str) -> None:
    assert case in linked([number(printed, CASES[case])])


def test_of_two_decisions_under_one_number_the_day_tells() -> None:
    case = CASES["us-nysd-2010-arista-v-lime"]
    plain = linked([number("1:06-cv-05936", case)])
    assert {(link.case, link.certainty) for link in plain.values()} == {
        ("us-nysd-2010-arista-v-lime", "likely"),
        ("us-nysd-2011-lime-settlement", "likely"),
    }
    told = linked([number("1:06-cv-05936", case), dated(case, date(2010, 5, 11))])
    assert told["us-nysd-2010-arista-v-lime"].certainty == "certain"
    assert told["us-nysd-2010-arista-v-lime"].primary
    assert told["us-nysd-2011-lime-settlement"].certainty == "likely"


def test_the_news_is_primary_even_if_only_the_decision_before_it_is_numbered() -> None:
    case, below = CASES["us-scotus-2026-cox-v-sony"], CASES["us-vaed-2019-sony-v-cox"]
    first, second = find_cases([*tags_of(case, day=span(case)[0]), number("1:18-cv-00950", below)], LATER, RULES)
    assert (first.case, first.how, first.primary) == (case.id, "parties", True)
    assert (second.case, second.how, second.certainty, second.primary) == (below.id, "number", "certain", False)


def test_the_order_of_tags_does_not_matter_and_one_link_is_primary() -> None:
    shuffle = random.Random(7).shuffle
    for case in RULES.cases:
        tags = tags_of(case, numbers=True, day=span(case)[0])
        links = find_cases(tags, LATER, RULES)
        shuffle(tags)
        assert find_cases(tags, LATER, RULES) == links
        assert sum(link.primary for link in links) == min(1, len(links))


def test_no_tags_no_case() -> None:
    assert find_cases((), LATER, RULES) == ()


# --- from words to the case -------------------------------------------------------------------------


def article(title: str, text: str, language: str, when: date) -> Article:
    at = datetime(when.year, when.month, when.day, 12, tzinfo=UTC)
    return Article(
        source_id="s", url="", title=title, text=text, byline="", language=language, published_at=at,
        updated_at=None, seen_at=at, form="feed", complete=True, aliases=(),
    )  # fmt: skip


TOKYO = [
    (
        "en",
        "Tokyo court finds Cloudflare liable in manga case",
        "The Tokyo District Court ruled on Wednesday that Cloudflare must pay Kodansha, Shueisha and Kadokawa.",
    ),
    (
        "ja",
        "漫画海賊版、クラウドフレアに賠償命令　東京地裁",
        "講談社、集英社、小学館、KADOKAWAが米クラウドフレアに損害賠償を求めた訴訟で、東京地裁は19日、同社に支払いを命じた。",
    ),
]


@pytest.mark.parametrize(("language", "title", "text"), TOKYO, ids=["en", "ja"])
def test_the_tokyo_case_is_found_in_english_and_japanese(language: str, title: str, text: str) -> None:
    told = article(title, text, language, date(2025, 11, 20))
    (link,) = find_cases(tag(told, RULES), date(2025, 11, 20), RULES)
    assert (link.case, link.how, link.certainty, link.primary) == (
        "jp-tokyo-2025-kodansha-v-cloudflare", "parties", "likely", True,
    )  # fmt: skip
    assert {"court:jp-dc-tokyo", "date:decided"} <= {piece.rule for piece in link.evidence}
    for piece in link.evidence:
        assert getattr(told, piece.field)[piece.start : piece.end] == piece.quote


@pytest.mark.parametrize(("language", "title", "text"), TOKYO, ids=["en", "ja"])
def test_the_tokyo_case_is_not_what_later_news_of_its_parties_is_about(language: str, title: str, text: str) -> None:
    when = date(2027, 3, 20)
    assert find_cases(tag(article(title, text, language, when), RULES), when, RULES) == ()


def test_a_german_case_is_found_by_its_number() -> None:
    text = "Das OLG Köln (Az. 6 U 149/22) sieht Cloudflare im Streit mit Universal Music als Täter."
    (link,) = find_cases(tag(article("CDN haftet", text, "de", date(2024, 6, 1)), RULES), date(2024, 6, 1), RULES)
    assert (link.case, link.how, link.certainty) == ("de-olg-koeln-2023-universal-v-cloudflare", "number", "certain")


# --- the loader -------------------------------------------------------------------------------------


def entries() -> list[dict[str, Any]]:
    return yaml.load((FOLDER / "cases.yml").read_bytes(), Loader=yaml.CSafeLoader)["cases"]


def folder_with(path: Path, cases: list[dict[str, Any]]) -> Path:
    unwanted = lambda _, names: [n for n in names if n.endswith((".py", "__pycache__"))]  # noqa: E731
    shutil.copytree(FOLDER, path, ignore=unwanted)
    (path / "cases.yml").write_text(yaml.safe_dump({"cases": cases}, allow_unicode=True))
    return path


def mistakes(path: Path, *cases: dict[str, Any]) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        load_rules(folder_with(path, list(cases)))
    return caught.value.mistakes


def test_the_version_changes_with_a_case_but_not_with_the_order(tmp_path: Path) -> None:
    changed = [entries()[0] | {"outcome": "settled"}, *entries()[1:]]
    assert load_rules(folder_with(tmp_path / "same", entries()[::-1])).version == RULES.version
    assert load_rules(folder_with(tmp_path / "changed", changed)).version != RULES.version


def test_every_mistake_of_shape_is_told_at_once(tmp_path: Path) -> None:
    case, fine = entries()[0], {"currency": "USD", "kind": "fine"}
    told = "\n".join(
        mistakes(
            tmp_path / "rules",
            {key: value for key, value in case.items() if key != "sources"},
            case | {"id": "b", "judge": "X", "decided": 2025},
            case | {"id": "c", "parties": [{"party": "btv"}], "sums": [{**fine, "amount": "1"}]},
        )
    )
    for words in ("`sources` is missing", "b: `judge` is no key", "b: `decided` must be", "c: parties 1: `role`"):
        assert words in told
    assert "c: sums 1: `amount` must be a number" in told


def test_every_mistake_between_the_files_is_told_at_once(tmp_path: Path) -> None:
    case = entries()[0]
    role = {"role": "defendant"}
    told = mistakes(
        tmp_path / "rules",
        case | {"id": "a", "court": "xx-1", "jurisdiction": "XX"},
        case | {"id": "b", "court": "us-scotus"},
        case | {"id": "c", "outcome": "sad", "stage": "late", "appeals_from": "c"},
        case | {"id": "d", "parties": [{"party": "nobody", **role}, {"name": "A", "role": "hero"}, role]},
        case | {"id": "e", "decided": "2025-13", "sums": [{"currency": "euro", "amount": 1, "kind": "gift"}]},
        case | {"id": "f", "sources": ["a newspaper"]},
    )
    lines = "\n".join(told)
    for words in (
        "cases.yml: a: XX is not in jurisdictions.yml",
        "cases.yml: a: no court has the id xx-1",
        "cases.yml: b: us-scotus is of US, not of AR",
        "cases.yml: c: outcome: `sad` is none of",
        "cases.yml: c: stage: `late` is none of",
        "cases.yml: c: appeals_from: no other case has the id c",
        "cases.yml: d: parties: no party has the id nobody",
        "cases.yml: d: parties: `hero` is none of",
        "cases.yml: d: parties: each has either a `party` or a `name`",
        "cases.yml: e: decided: ",
        "cases.yml: e: sums: `gift` is none of",
        "cases.yml: e: sums: `euro` is no currency code",
        "cases.yml: f: sources: a newspaper is no address",
    ):
        assert words in lines
    assert len(told) == 13


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("2025-11-19", date(2025, 11, 19), date(2025, 11, 19)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2009", date(2009, 1, 1), date(2009, 12, 31)),
    ],
)
def test_a_day_a_month_and_a_year_are_read(said: str, first: date, last: date) -> None:
    assert days_of(said) == (first, last)


@pytest.mark.parametrize("said", ["", "2025-2", "2025-02-30", "19.11.2025", "0000", "2025-11-19 "])
def test_what_is_no_day_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        days_of(said)
