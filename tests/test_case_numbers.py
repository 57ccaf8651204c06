"""Case numbers: every form proves itself both ways, and what only looks like one is left alone."""

import json
import shutil
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.case_numbers import CaseNumber, case_numbers_of_url, find_case_numbers
from pipelines.rules import FOLDER, Rules, load_rules
from pipelines.rules.entries import broken_forms, number_forms
from rulingwire.codes import JURISDICTIONS
from rulingwire.errors import ConfigError
from rulingwire.settings import ROOT

RULES = load_rules()
FILE: dict[str, Any] = yaml.load(
    (FOLDER / "case_numbers.yml").read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
)
GOLD = ROOT.parent / "shared/gold/case-numbers.jsonl"
OUR_CODE = {"CoE": "ECHR"}  # the gold file's code -> ours
READ = {"numbers": ("case", find_case_numbers), "links": ("link", case_numbers_of_url)}
SENTENCES = [text for entry in FILE["numbers"] for text in (*entry["hit"], *entry["miss"])]


def found(text: str, rules: Rules = RULES) -> list[CaseNumber]:
    return list(find_case_numbers(text, rules))


def numbers(text: str) -> list[str]:
    return [number.number for number in found(text)]


def entries() -> list[Any]:
    return [pytest.param(kind, entry, id=f"{kind}-{entry['id']}") for kind in READ for entry in FILE[kind]]


# --- the forms prove themselves ---------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "entry"), entries())
def test_a_form_finds_what_its_hits_say_and_nothing_in_its_misses(kind: str, entry: dict[str, Any]) -> None:
    prefix, read = READ[kind]
    for text, wanted in entry["hit"].items():
        mine = [n for n in read(text, RULES) if n.rule == f"{prefix}:{entry['id']}"]
        assert "; ".join(n.number or n.court for n in mine) == wanted, text
    for text in entry["miss"]:
        assert [n for n in read(text, RULES) if n.rule == f"{prefix}:{entry['id']}"] == [], text


def test_the_forms_serve_many_jurisdictions() -> None:
    assert len({entry["jurisdiction"] for entry in FILE["numbers"]} - {"{land}"}) >= 50


@pytest.mark.parametrize(("kind", "entry"), entries())
def test_a_court_that_a_form_implies_is_one_of_ours_and_sits_where_the_number_comes_from(
    kind: str, entry: dict[str, Any]
) -> None:
    courts = {*entry.get("courts", {}).values(), *([entry["court"]] if "{" not in entry.get("court", "{") else [])}
    for court in courts:
        land = entry["jurisdiction"] if entry["jurisdiction"] != "{land}" else court.partition("-")[0].upper()
        assert RULES.seat_of.get(court) == land, court


def test_every_jurisdiction_found_is_a_code_of_ours() -> None:
    assert {number.jurisdiction for text in SENTENCES for number in found(text)} <= set(JURISDICTIONS)


def test_characters_a_form_needs_only_save_time() -> None:
    patient = replace(RULES, case_numbers=tuple(replace(form, needs="") for form in RULES.case_numbers))
    assert [found(text) for text in SENTENCES] == [found(text, patient) for text in SENTENCES]


@pytest.mark.skipif(not GOLD.exists(), reason="the gold file (../shared/gold/case-numbers.jsonl) is not here")
def test_the_gold_file_is_read_without_a_mistake() -> None:
    wrong = []
    for row in map(json.loads, GOLD.read_text("utf-8").splitlines()):
        got = [(n.number, n.jurisdiction) for n in found(row["text"])][:1]
        code = OUR_CODE.get(row["jurisdiction"], row["jurisdiction"])
        if got != ([(row["normal_form"], code)] if code else []):
            wrong.append((row["text"], got))
    assert wrong == []


# --- what only looks like a number ------------------------------------------------------------------

DECOYS = """
    They won 21-17 on Saturday and lost 3-2 after a 24-171 vote in the House.
    The 2022-2023 season began on 12/05/2024, or 2024-05-12, at 20:45.
    Call 555-1234, +49 221 123456-78 or (030) 12 34 56.
    The A320-200 and the T-1000-21 met a T-34/85 tank and an MP3-320/16.
    RFC 2616, 17 U.S.C. 512, section 230(c)(1), Art. 17 DSM and the GDPR 2016/679 apply.
    Directive 2019/790/EU and Regulation (EU) 2022/2065 changed on 17/10/2024.
    Firefox 145.0.1, Windows 11 25H2, Python 3.11.4-rc1 and CVE-2024-12345 are out.
    The fine was $3.2 million (€2.9m), 460 million yen, 1.234,56 Euro or Rs. 5,00,000.
    Das Urheberrechtsgesetz (UrhG) § 97 Abs. 2, BGBl. I S. 1273 und Drucksache 19/27426 gelten.
    La ley 34/2002, el Real Decreto 1/1996 y la loi n° 2009-669 du 12 juin 2009.
    Il decreto legge n. 93/2023 e il d.lgs. 70/2003 restano in vigore.
    In 2019 FC Barcelona lost; in 2023 FC 24 was sold; 6 U boats sank; NSD dollars.
    平成16年法律第81号は2004年6月1日に公布された。約23万件、2025年11月19日。
    2023년 12월 5일, 제2023-123호 공고, 저작권법 제102조.
    京政发(2021)12号文件, 110年6月1日經授智字第11020030370號函.
    ISBN 978-3-16-148410-0, DOI 10.1000/182, 192.168.0.1/24, AS13335, 16:9, 24/7, H.264, UTC+9, 9-1-1.
    Order No. 18-230 of the ministry, press release No 108/21, room no. 12-34, flight BA-2490/19.
    In 2020/21 E. coli spread; the 12 V 2010 coil; ADI 5527 amplifiers; STS-135 landed in 2011 after 3-5 tries.
""".strip().splitlines()


@pytest.mark.parametrize("text", DECOYS, ids=lambda text: text.strip()[:30])
def test_scores_dates_statutes_models_and_prices_are_no_case_numbers(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["ABC-1:18-cv-00950x", "x310 O 99/21", "1310 O 99/21", "C-682/181", "1-C-682/18"])
def test_a_number_inside_something_longer_is_none(text: str) -> None:
    assert found(text) == []


# --- how it is printed ------------------------------------------------------------------------------


@pytest.mark.parametrize("hyphen", "-\u2010\u2011\u2012\u2013\u2212")
def test_every_hyphen_will_do(hyphen: str) -> None:
    assert numbers(f"Rechtssache C{hyphen}597/19 und 1:18{hyphen}cv{hyphen}00950") == ["C-597/19", "1:18-cv-00950"]


@pytest.mark.parametrize("space", " \u00a0\u202f\u2009\t")
def test_every_space_will_do(space: str) -> None:
    assert numbers(f"Az.{space}310{space}O{space}99/21") == ["310 O 99/21"]


def test_wide_letters_digits_and_brackets_are_read_and_the_offsets_are_those_of_the_text() -> None:
    text = "判決は令和４年（ワ）第２３８８号である。"
    number = found(text)[0]
    assert number.number == "令和4年(ワ)第2388号"
    assert text[number.start : number.end] == "令和４年（ワ）第２３８８号"


def test_a_number_does_not_run_over_the_end_of_a_line() -> None:
    assert numbers("Zimmer 6\nU 149/22") == []


def test_a_series_needs_its_lead_word_once() -> None:
    text = "The Fourth Circuit joined Nos. 21-1168, 21-1170 and 21-1171; a vote of 12-15 followed."
    assert numbers(text) == ["21-1168", "21-1170", "21-1171"]


# --- which of several, and whose --------------------------------------------------------------------


def test_the_longest_form_wins() -> None:
    assert [n.rule for n in found("Rechtbank Den Haag, C/09/535341 / KG ZA 17-891")] == ["case:nl-file"]


def form(name: str, land: str, pattern: str) -> dict[str, Any]:
    return {"id": name, "jurisdiction": land, "pattern": pattern, "number": "{n}"}


def with_forms(*forms: dict[str, Any]) -> Rules:
    return replace(RULES, case_numbers=number_forms({"marks": ["no"], "numbers": list(forms)}, "numbers"))


def test_the_same_words_in_two_jurisdictions_are_nobodys() -> None:
    ours, theirs = form("a", "DE", r"(?P<n>X\d+)"), form("b", "AT", r"(?P<n>X\d\d)")
    assert found("Siehe X12.", with_forms(ours, theirs)) == []
    assert [n.jurisdiction for n in found("Siehe X123.", with_forms(ours, theirs))] == ["DE"]


def test_the_same_words_in_two_forms_of_one_jurisdiction_are_one_number() -> None:
    twins = with_forms(form("b", "DE", r"(?P<n>X\d+)"), form("a", "DE", r"(?P<n>X\d\d)"))
    assert [n.rule for n in found("Siehe X12.", twins)] == ["case:a"]


@pytest.mark.parametrize(
    ("text", "court"),
    [
        ("OLG Köln, Urteil vom 3.11.2023 – 6 U 149/22", "de-olg-koeln"),
        ("LG Hamburg, Az. 310 O 99/21", "de-lg-hamburg"),
        ("Das Landgericht Leipzig (05 O 807/22) gab der Klage statt.", "de-lg-leipzig"),
        ("See No. 17-cv-3315 (N.D. Cal. Mar. 4, 2019).", "us-cand"),
        ("The order is docket No. 1:18-cv-00950 in E.D. Va.", "us-vaed"),
        ("Supreme Court, No. 24-171", "us-scotus"),
        ("It waits before the Supreme Court as No. 24-171.", "us-scotus"),
        ("[2014] EWHC 3354 (Ch)", "gb-ewhc"),
        ("ECLI:NL:RBDHA:2017:10789", "nl-rb-denhaag"),
    ],
)
def test_a_court_is_told_by_the_number_or_right_beside_it(text: str, court: str) -> None:
    assert [n.court for n in found(text)] == [court]


@pytest.mark.parametrize(
    "text",
    [
        "Das OLG Köln hob das Urteil 14 O 171/19 auf.",  # the lower court's
        "Siehe 14 O 171/19 (OLG Köln 6 U 32/20 in der Berufung).",
        "The High Court of Delhi looked at 1:18-cv-00950.",  # sits elsewhere
        "Tokyo District Court (1:18-cv-00950)",
        "In the Springfield Supreme Court, No. 24-0171 is open.",
    ],
)
def test_a_court_that_only_stands_near_is_not_the_numbers_own(text: str) -> None:
    assert found(text)[0].court == ""


# --- addresses --------------------------------------------------------------------------------------


def test_a_recap_address_tells_the_court_and_no_number() -> None:
    url = "https://storage.courtlistener.com/recap/gov.uscourts.nysd.123456/gov.uscourts.nysd.123456.1.0.pdf"
    (told,) = case_numbers_of_url(url, RULES)
    assert (told.number, told.court, url[told.start : told.end]) == ("", "us-nysd", "gov.uscourts.nysd.123456")


@pytest.mark.parametrize(
    "url",
    [
        "https://www.courtlistener.com/docket/4321/example-v-sample/",
        "https://storage.courtlistener.com/recap/gov.uscourts.nysb.301895/gov.uscourts.nysb.301895.1.0.pdf",
        "https://example.org/2024/11/19/tokyo-court-24-171-vote/",
        "https://example.org/c-682-18.html",
    ],
)
def test_an_address_that_tells_neither_court_nor_number_gives_nothing(url: str) -> None:
    assert list(case_numbers_of_url(url, RULES)) == []


# --- what must hold always --------------------------------------------------------------------------


def digits(text: str) -> Counter[str]:
    return Counter(str(int(c)) for c in text if c.isdecimal())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(SENTENCES), st.text(max_size=20)), max_size=6), st.sampled_from(" \n\u00a0–"))
def test_a_number_stands_where_it_says_and_none_overlap(parts: list[str], glue: str) -> None:
    text = glue.join(parts)
    last = 0
    for number in found(text):
        assert last <= number.start < number.end <= len(text)
        assert not digits(number.number) - digits(text[number.start : number.end])
        last = number.end


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_forms_does_not_matter(random: Any) -> None:
    shuffled = list(RULES.case_numbers)
    random.shuffle(shuffled)
    text = "\n".join(random.sample(SENTENCES, 40))
    assert found(text, replace(RULES, case_numbers=tuple(shuffled))) == found(text)


def test_an_article_of_six_hundred_words_is_read_in_milliseconds() -> None:
    told = "The court heard on 19 November 2025 that some 460 million yen and 12-year terms were asked for. "
    text = (told + "It spoke of the network, its customers, and what they had uploaded there for years. ") * 20
    spent = []
    for _ in range(10):
        began = time.process_time()
        found(text)
        spent.append(time.process_time() - began)
    assert len(text.split()) >= 600
    assert min(spent) < 0.01  # usually 0.002


# --- the loader -------------------------------------------------------------------------------------


def changed(folder: Path, **new: Any) -> Path:
    shutil.copytree(FOLDER, folder, ignore=lambda _, names: [n for n in names if n.endswith((".py", "__pycache__"))])
    (folder / "case_numbers.yml").write_text(yaml.safe_dump(FILE | new, allow_unicode=True))
    return folder


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_rules(folder)
    return [mistake.removeprefix("case_numbers.yml: ") for mistake in caught.value.mistakes if "case_n" in mistake]


def test_a_form_of_an_unknown_jurisdiction_or_without_proof_is_told(tmp_path: Path) -> None:
    nowhere = form("nowhere", "XX", r"(?P<n>\d)") | {"hit": {"5": "5"}, "miss": ["a"]}
    assert mistakes(changed(tmp_path / "a", numbers=[nowhere])) == ["nowhere: XX is not in jurisdictions.yml"]
    bare = changed(tmp_path / "b", links=[form("bare", "DE", "x")])
    assert mistakes(bare) == ["bare: `hit` is missing", "bare: `miss` is missing"]


def test_a_pattern_or_template_that_cannot_work_is_told() -> None:
    forms = (form("open", "DE", "(?P<n>"), form("lacking", "DE", "x"), form("fine", "DE", r"(?P<n>\d)"))
    told = broken_forms(with_forms(*forms).case_numbers)
    assert [line.split(": ")[1] for line in told] == ["open", "lacking"]
    assert broken_forms(RULES.case_numbers + RULES.case_links) == []
