"""The yardstick counts what it says it counts, and a fall below a floor is named."""

import json
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.tagging import baselines, peers
from benchmarks.tagging.__main__ import check, keep
from benchmarks.tagging.claims import Claims, told, wanted
from benchmarks.tagging.errors import find_errors
from benchmarks.tagging.floors import falls, floors_of
from benchmarks.tagging.gold import dated, load_items, make_article, make_item
from benchmarks.tagging.report import make_report
from benchmarks.tagging.score import FIELDS, Tally, confusions, score
from benchmarks.tagging.show import page
from benchmarks.tagging.systems import read
from pipelines.names import Matcher, Name
from pipelines.rules import load_rules
from rulingwire.models import Evidence, Tag

FEW = [Name("Replicate", "party", "replicate"), Name("Cox", "party", "cox"), Name("Lyon Tribunal", "court", "fr-lyon")]
SHARED = Name("District Court", "court", "us-somewhere", sure=False)
NAMES: Any = SimpleNamespace(names=Matcher([*FEW, SHARED]))  # stands for Rules
AWARDED, CLAIMED = "damages-awarded", "damages-claimed"
PROOF = (Evidence(rule="r", field="text", start=0, end=2, quote="It"),)


def line(**labels: Any) -> dict[str, Any]:
    """A labelled article, relevant and without any tag unless told otherwise."""
    plain: dict[str, Any] = {
        "id": "a1", "language": "en", "published": "2025-11-19", "title": "T", "text": "It rained.", "relevant": True,
        "event": "ruling", "outcome": "none", "jurisdictions": [], "courts": [], "court_ids": [], "parties": [],
        "amounts": [],
    }  # fmt: skip
    return plain | labels


def want(**labels: Any) -> Claims:
    return wanted(make_item(line(**labels)), NAMES)


def party(identity: str | None, role: str = "mentioned", name: str = "") -> dict[str, Any]:
    return {"name": name or str(identity), "role": role, "id": identity}


def amount(value: int, kind: str) -> dict[str, Any]:
    return {"amount": value, "currency": "JPY", "kind": kind}


def tag(kind: str, key: str, role: str = "mentioned", *, primary: bool = False) -> Tag:
    return Tag(kind=kind, key=key, role=role, primary=primary, evidence=PROOF)


def tally(field: str, labels: Claims, *tags: Tag, relevant: bool = True) -> Tally:
    return score([(labels, told(tags, relevant=relevant))])[field]


def test_right_false_and_missed_add_up_over_articles() -> None:
    one = want(parties=[party("a"), party("b")]), told([tag("party", "a"), tag("party", "c")])
    two = want(parties=[party("a")]), told([tag("party", "a")])
    found = score([one, two])["party"]
    assert (found.right, found.false, found.missed) == (2, 1, 1)
    assert (found.precision, found.recall, found.f1) == (2 / 3, 2 / 3, 2 / 3)


def test_a_ratio_of_nothing_is_no_ratio() -> None:
    found = tally("party", want())
    assert (found.precision, found.recall, found.f1, found.accuracy) == (None, None, None, None)


def test_a_name_without_an_id_is_neither_wanted_nor_false() -> None:
    labels = want(parties=[party(None, name="Replicate"), party("a")])
    assert tally("party", labels, tag("party", "replicate"), tag("party", "a")) == Tally(right=1)
    assert tally("party+role, all pairs", labels, tag("party", "replicate", "defendant")) == Tally(missed=1)
    assert tally("party+role, roles given", labels, tag("party", "replicate", "defendant")) == Tally()


def test_a_legal_form_does_not_hide_the_name_but_a_longer_name_does() -> None:
    assert want(parties=[party(None, name="Replicate, Inc.")]).excused == {"replicate"}
    assert want(parties=[party(None, name="Cox Media Group")]).excused == frozenset()


def test_a_court_labelled_without_an_id_excuses_its_own_name_only() -> None:
    assert tally("court", want(courts=["Lyon Tribunal"], court_ids=[None]), tag("court", "fr-lyon")) == Tally()
    assert tally("court", want(courts=["District Court"], court_ids=[None]), tag("court", "us-somewhere")).false == 1


def test_what_is_labelled_twice_counts_once() -> None:
    twice = [party("a", name="A"), party("a", name="A Ltd")]
    assert tally("party", want(parties=twice), tag("party", "a")) == Tally(right=1)
    assert tally("party+role, all pairs", want(parties=twice), tag("party", "a")) == Tally(right=1)
    assert tally("court", want(courts=["C", "the C"], court_ids=["c", "c"]), tag("court", "c")) == Tally(right=1)
    labels = want(amounts=[amount(5, AWARDED), amount(5, CLAIMED)])
    assert tally("amount", labels, tag("amount", "JPY 5")) == Tally(right=1)


def test_a_wrong_role_is_false_and_missed() -> None:
    labels = want(parties=[party("a", "plaintiff"), party("b")])
    tags = tag("party", "a", "defendant"), tag("party", "b")
    assert tally("party", labels, *tags) == Tally(right=2)
    assert tally("party+role, all pairs", labels, *tags) == Tally(right=1, false=1, missed=1)
    assert tally("party+role, roles given", labels, *tags) == Tally(false=1, missed=1)


def test_silence_about_a_role_is_missed_but_not_false_among_roles_given() -> None:
    assert tally("party+role, roles given", want(parties=[party("a", "plaintiff")]), tag("party", "a")) == Tally(
        missed=1
    )


def test_a_party_labelled_with_two_roles_wants_both() -> None:
    labels = want(parties=[party("a", "defendant"), party("a", "plaintiff")])
    assert tally("party+role, all pairs", labels, tag("party", "a", "plaintiff")) == Tally(right=1, missed=1)


def test_every_tag_on_an_irrelevant_article_is_false_even_where_its_labels_name_it() -> None:
    labels = want(
        relevant=False, event="none", parties=[party("a")], jurisdictions=["US"], courts=["C"], court_ids=["c"],
        amounts=[amount(5, "fine")], numbers=["C-1/20"], dates={"decided": "2025-11-19"},
    )  # fmt: skip
    tags = (
        tag("party", "a"), tag("court", "c"), tag("jurisdiction", "US", primary=True), tag("amount", "JPY 5", "fine"),
        tag("case", "C-1/20"), tag("event", "ruling"), tag("outcome", "fine", primary=True),
        tag("date", "2025-11-19", "decided"),
    )  # fmt: skip
    found = score([(labels, told(tags))])
    never = {"party+role, roles given", "amount kind"}  # those are asked of what is told, or found
    assert {field for field, counts in found.items() if counts.false} == FIELDS.keys() - never
    assert not any(counts.right or counts.missed for counts in found.values())


def test_the_primary_jurisdiction_may_be_any_of_those_labelled() -> None:
    labels = want(jurisdictions=["US", "EU"])
    tags = [tag("jurisdiction", code, primary=True) for code in ("US", "MX")]
    assert tally("primary jurisdiction", labels, tags[0]) == Tally(right=1, asked=1, same=1)
    assert tally("primary jurisdiction", labels, tags[1]) == Tally(false=1, missed=1, asked=1)
    assert tally("primary jurisdiction", want()) == Tally()


def test_kinds_are_asked_of_the_amounts_found_and_none_may_be_wrong() -> None:
    labels = want(amounts=[amount(5, AWARDED), amount(5, CLAIMED), amount(7, "fine")])
    told_kinds = [[AWARDED], [AWARDED, CLAIMED], [AWARDED, "fine"], ["fine"], ["mentioned"], [""], []]
    found = [tally("amount kind", labels, *(tag("amount", "JPY 5", kind) for kind in kinds)) for kinds in told_kinds]
    assert [(one.asked, one.same) for one in found] == [(1, 1)] * 2 + [(1, 0)] * 4 + [(0, 0)]


def test_a_kind_not_given_is_missed_but_not_false() -> None:
    labels = want(amounts=[amount(5, "fine")])
    assert tally("amount kind", labels, tag("amount", "JPY 5")) == Tally(missed=1, asked=1)
    assert tally("amount kind", labels, tag("amount", "JPY 5", "costs")) == Tally(false=1, missed=1, asked=1)


def test_case_numbers_and_dates_are_asked_only_where_the_labels_have_the_key() -> None:
    tags = tag("case", "C-1/20"), tag("date", "2025-11-19", "decided"), tag("date", "2025-11-01", "filed")
    assert tally("case number", want(), *tags) == tally("date decided", want(), *tags) == Tally()
    assert tally("case number", want(numbers=[]), *tags) == Tally(false=1)
    assert tally("date decided", want(dates={}), *tags) == Tally(false=1)
    assert tally("case number", want(numbers=["C-1/20", "C-2/20"]), *tags) == Tally(right=1, missed=1)
    assert tally("date decided", want(dates={"decided": "2025-11-19"}), *tags) == Tally(right=1)


def test_nothing_told_is_the_right_outcome_where_there_is_none() -> None:
    assert tally("outcome", want(outcome="none")) == Tally(asked=1, same=1)
    irrelevant = want(relevant=False, event="none")
    assert tally("outcome", irrelevant, relevant=False) == Tally()
    assert tally("outcome, all articles", irrelevant, relevant=False) == Tally(asked=1, same=1)


def test_a_wrong_label_is_false_and_missed_and_a_silent_one_missed() -> None:
    assert tally("outcome", want(outcome="liable")) == Tally(missed=1, asked=1)
    assert tally("event", want(event="filing"), tag("event", "ruling")) == Tally(false=1, missed=1, asked=1)


def test_the_primary_outcome_is_the_one_compared() -> None:
    labels = want(outcome="liable")
    tags = tag("outcome", AWARDED), tag("outcome", "liable", primary=True)
    assert tally("outcome", labels, *tags).same == 1
    assert tally("outcome", labels, tag("outcome", "liable")).same == 1
    assert tally("outcome", labels, tag("outcome", "liable"), tag("outcome", "fine")).same == 0


def test_confusions_name_label_and_claim_and_leave_agreement_out() -> None:
    labels = want(event="filing", outcome="pending", parties=[party("a", "plaintiff"), party("b", "plaintiff")])
    tags = told([tag("event", "ruling"), tag("outcome", "pending"), tag("party", "a"), tag("party", "b", "plaintiff")])
    found = confusions([(labels, tags)])
    assert found["event"] == {("filing", "ruling"): 1}
    assert found["outcome"] == {}
    assert found["role"] == {("plaintiff", "mentioned"): 1}


def test_no_day_is_made_of_a_month_or_a_year() -> None:
    seen = {"2025-11": (2025, 12, 1), "2025-12": (2026, 1, 1), "2024": (2025, 1, 1), "": (2026, 1, 1)}
    assert [dated(text) for text in seen] == [(None, datetime(*day, tzinfo=UTC)) for day in seen.values()]
    assert dated("2025-11-19") == (datetime(2025, 11, 19, tzinfo=UTC),) * 2


def test_a_title_from_elsewhere_is_not_read() -> None:
    assert make_article(line(title_origin="text")).title == "T"
    assert make_article(line(title_origin="not-in-text")).title == ""


@pytest.mark.parametrize(("value", "floor"), [((9129, 871), 0.91), ((915, 85), 0.915), ((1, 0), 1.0), ((0, 1), 0.0)])
def test_floors_are_scores_rounded_down_to_half_a_hundredth(value: tuple[int, int], floor: float) -> None:
    scores = {"party": Tally(right=value[0], false=value[1]), "outcome": Tally(asked=sum(value), same=value[0])}
    lowest = floors_of(scores)
    assert lowest["party"]["precision"] == lowest["outcome"]["accuracy"] == floor
    assert not list(falls("f", scores, {"f": lowest}))


def test_what_cannot_be_measured_gets_no_floor_and_falls_where_it_had_one() -> None:
    assert floors_of({"case number": Tally()}) == {}
    (fall,) = falls("f", {"case number": Tally()}, {"f": {"case number": {"recall": 0.5}}})
    assert "f: case number: recall none" in fall


def test_precision_cannot_be_traded_for_recall() -> None:
    lowest = {"f": floors_of({"party": Tally(right=80, false=0, missed=20)})}
    found = falls("f", {"party": Tally(right=95, false=5, missed=5)}, lowest)
    assert list(found) == ["f: party: precision 0.9500 (95/100) is below 1.0"]


def gold(folder: Path, *lines: dict[str, Any], name: str = "mine") -> Path:
    path = folder / "gold" / f"{name}.jsonl"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(one) + "\n" for one in lines))
    return path


UNFINDABLE = line(text="It rained in Tokyo.", parties=[party("nobody", "plaintiff", "Nobody")])


def test_a_fall_is_named_and_fails_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = gold(tmp_path, UNFINDABLE)
    assert check([path], {"gold/mine.jsonl": {"party": {"recall": 0.9}}}) == 1
    assert "gold/mine.jsonl: party: recall 0.0000 (0/1) is below 0.9" in capsys.readouterr().out


def test_scores_at_their_floor_and_files_without_one_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check([gold(tmp_path, UNFINDABLE)], {"gold/mine.jsonl": {"party": {"recall": 0.0}}}) == 0
    assert check([gold(tmp_path, UNFINDABLE, name="new")], {"gold/gone.jsonl": {"party": {"recall": 1}}}) == 0
    assert "gold/new.jsonl: has no floors yet" in capsys.readouterr().out
    assert keep([gold(tmp_path, UNFINDABLE)]) == 1  # outside the project


def test_an_error_shows_the_words_of_the_article(tmp_path: Path) -> None:
    text = "It rained. The case of Acme Discs was heard: 1.5 million yen. " + "Sun. " * 60 + "Then Nobody spoke."
    labels = line(text=text, parties=[party("nobody", name="Nobody")], relevant=True)
    (item,) = load_items([gold(tmp_path, labels)])
    missed = [e for e in find_errors(read([item], load_rules())) if e.sort == "missed" and e.field == "party"]
    assert [error.value for error in missed] == ["nobody"]
    assert missed[0].words.endswith("Then Nobody spoke.")
    assert "It rained" not in missed[0].words


def test_sealed_articles_are_counted_but_never_shown(tmp_path: Path) -> None:
    report = make_report(read(load_items([gold(tmp_path, UNFINDABLE, name="held")]), load_rules()), load_rules())
    assert report.systems["product"]["party"].missed == 1
    assert report.errors == ()


def test_the_page_shows_counts_beside_ratios_and_says_the_same_twice(tmp_path: Path) -> None:
    paths = [gold(tmp_path, UNFINDABLE), gold(tmp_path, line(language="de", outlet="trade"), name="more")]
    pages = [list(page(make_report(read(load_items(paths), load_rules()), load_rules()))) for _ in range(2)]
    assert pages[0] == pages[1]
    assert any(one.startswith("| party | product | - | 0.000 0/1 |") for one in pages[0])
    assert any(one.startswith("| trade | 1 |") for one in pages[0])
    assert "Labelled ids that the rules do not have: nobody" in pages[0]


def test_the_gazetteer_finds_whole_words_in_any_writing_and_stems_with_a_star() -> None:
    names = {"Cox": "cox", "Netzsperr*": "block", "講談社": "kodansha"}
    words = baselines.pattern(names)
    text = "COX and Coxswain, Netzsperren; 原告は講談社です"
    assert baselines._ids(words, names, text) == {"cox", "block", "kodansha"}
    assert baselines._ids(words, names, "Coxswain") == set()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("In 2022 it got $3.2 million and €5.", "USD 3200000"),
        ("250,000 euros", "EUR 250000"),
        ("5億円", "JPY 500000000"),
    ],
)
def test_the_first_sum_is_read_and_taken_for_an_award(text: str, key: str) -> None:
    assert baselines.first_sum(text) == {(key, AWARDED)}
    assert baselines.first_sum("Nothing in 2025.") == set()


def test_a_peer_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(task: dict[str, Any]) -> peers.Answers:
        raise ImportError("No module named 'absent'")

    monkeypatch.setattr(peers, "PEERS", {"pytest": absent})
    assert peers.answer({}) == {"pytest": {"missing": "No module named 'absent'"}}
