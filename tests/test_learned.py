"""People's corrections move the score of the lexicon a little, if that does better, and the words say why."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.learned import MODEL, Example, Model, Sums, find_terms, leaning, load_model, train
from pipelines.proofs import article
from pipelines.relevance import judge, judge_by, weigh
from pipelines.rules import FOLDER, load_rules
from rulingwire.cli.learning import learn, marks
from rulingwire.cli.place import Place
from rulingwire.errors import ConfigError
from tests import builders

RULES = load_rules()
# Stories in which the words of piracy and of a court mean something else, and such as say it in passing.
KARAOKE = [f"A judge heard that the karaoke bar in {town} played pirated discs." for town in ("Lyon", "Kobe", "Cork")]
RADIO = [f"The court fined {name} because the CDN of its webcast shared a transmitter." for name in ("Ana", "Bo", "Cy")]
STREAMS = [f"Piracy of the derby: a judge jailed the reseller from {town}." for town in ("Turin", "Leeds", "Porto")]
FROZEN = [
    ("A judge heard that the karaoke hall in Rome played pirated discs.", False),
    ("A judge heard that another karaoke club played pirated records.", False),
    ("Piracy of the derby: a judge jailed another reseller from Malmö.", True),
    ("Piracy of a derby: the judge jailed a reseller from Ghent.", True),
]


def line(text: str, relevant: bool) -> str:
    return json.dumps({"title": "", "text": text, "language": "en", "relevant": relevant, "who": "Ida"})


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def corrections(path: Path, *, right: bool = True) -> Path:
    false, true = [*KARAOKE, *RADIO], STREAMS
    return write(path, *(line(text, not right) for text in false), *(line(text, right) for text in true))


def run(folder: Path, lessons: Path, *more: str) -> Result:
    frozen = write(folder / "frozen.jsonl", *(line(text, relevant) for text, relevant in FROZEN))
    place = Place(data=folder, feeds=folder / "feeds.yml")
    words = [str(lessons), "--frozen", str(frozen), "--out", str(folder / "model.json"), "--date", "2025-11-19", *more]
    return CliRunner().invoke(learn, words, obj=place)


def example(text: str, relevant: bool) -> Example:
    weighed = weigh(article(text), RULES)
    return Example(frozenset(find_terms(weighed.parts)), weighed.sums, relevant)


@pytest.fixture(scope="module")
def model() -> Model:
    lessons = [example(text, relevant=False) for text in (*KARAOKE, *RADIO)]
    return train([*lessons, *(example(text, relevant=True) for text in STREAMS)], "2025-11-19")


# --- the command ------------------------------------------------------------------------------------


def test_a_model_that_does_better_is_written_with_its_origin(tmp_path: Path) -> None:
    result = run(tmp_path, corrections(tmp_path / "c.jsonl"))
    assert result.exit_code == 0, result.output
    said = json.loads((tmp_path / "model.json").read_text("utf-8"))
    assert (said["corrections"], said["relevant"], said["date"]) == (9, 3, "2025-11-19")
    assert list(said["terms"]) == sorted(said["terms"])
    assert said["terms"]["karaoke"] < 0 < said["terms"]["derby"]


def test_a_model_that_does_worse_is_refused_and_nothing_written(tmp_path: Path) -> None:
    result = run(tmp_path, corrections(tmp_path / "c.jsonl", right=False))
    assert result.exit_code == 1
    assert "nothing written" in result.output
    assert not (tmp_path / "model.json").exists()


def test_learning_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    lessons = corrections(tmp_path / "c.jsonl")
    run(tmp_path, lessons)
    first = (tmp_path / "model.json").read_bytes()
    run(tmp_path, lessons)
    assert (tmp_path / "model.json").read_bytes() == first


def test_a_frozen_article_is_not_learnt(tmp_path: Path) -> None:
    lessons = corrections(tmp_path / "c.jsonl")
    write(lessons, lessons.read_text("utf-8"), *(line(text, relevant) for text, relevant in FROZEN))
    assert "9 corrections learnt" in run(tmp_path, lessons).output


def test_of_two_lines_on_one_article_the_later_counts(tmp_path: Path) -> None:
    wrong = corrections(tmp_path / "wrong.jsonl", right=False).read_text("utf-8")
    right = corrections(tmp_path / "c.jsonl").read_text("utf-8")
    assert run(tmp_path, write(tmp_path / "both.jsonl", wrong, right)).exit_code == 0


def test_corrections_of_one_kind_only_teach_nothing(tmp_path: Path) -> None:
    result = run(tmp_path, write(tmp_path / "c.jsonl", *(line(text, relevant=True) for text in STREAMS)))
    assert isinstance(result.exception, ConfigError)


def test_every_line_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    lines = ["{", '{"text": "a"}', '{"url": "https://x.example/1", "relevant": true}', '{"relevant": "yes"}']
    result = run(tmp_path, write(tmp_path / "c.jsonl", *lines))
    assert isinstance(result.exception, ConfigError)
    told = [mistake.removeprefix(f"{tmp_path / 'c.jsonl'}:")[:2] for mistake in result.exception.mistakes]
    assert told == ["1:", "2:", "3:", "4:"]


def test_an_article_of_the_corpus_is_named_by_its_address_or_permalink(tmp_path: Path) -> None:
    desk, run_number = builders.desk(tmp_path), 1
    raws = [builders.raw(n, title="", html=f"<p>{text}</p>") for n, text in enumerate([*KARAOKE, *RADIO, *STREAMS])]
    desk.take(builders.reading(*raws), run_number)
    stored = desk.db.execute("SELECT permalink, url, text FROM articles a JOIN article_texts t ON t.article_id = a.id")
    lines = [
        json.dumps({("permalink", "url")[n % 2]: names[n % 2], "relevant": names[2] in STREAMS})
        for n, names in enumerate(stored.fetchall())
    ]
    desk.db.close()
    result = run(tmp_path, write(tmp_path / "c.jsonl", *lines))
    assert result.output.startswith("9 corrections learnt, 3 of them relevant")
    assert result.exit_code == 0


# --- the model --------------------------------------------------------------------------------------


def test_a_false_alarm_of_a_kind_people_refused_falls_and_says_why(model: Model) -> None:
    read = article("A judge heard that the karaoke hall in Rome played pirated discs, as pirated content.")
    before, after = judge_by(read, RULES, None), judge_by(read, RULES, model)
    assert after.score < before.score
    assert before.score - after.score <= 1
    said = [e.quote.lower() for e in after.evidence if e.rule == "relevance:learned"]
    assert said
    assert all(model.terms[term] < 0 for term in said)
    assert before.evidence == tuple(e for e in after.evidence if e.rule != "relevance:learned")


def test_where_the_lexicon_finds_nothing_the_model_moves_nothing(model: Model) -> None:
    assert judge_by(article("A derby for resellers."), RULES, model).score == 0


def test_a_sum_of_the_lexicon_never_counts_against() -> None:
    odd = [example(text, relevant=False) for text in STREAMS]
    learnt = train([*odd, example("Rain fell.", relevant=True), example("Snow fell.", relevant=True)], "2025-11-19")
    assert learnt.subject >= 0
    assert learnt.court >= 0


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.floats(-1e6, 1e6))
def test_terms_that_moved_a_score_stand_in_the_article(model: Model, text: str, odds: float) -> None:
    assert -1 <= leaning(odds) <= 1
    read = article(f"{text} Piracy of the derby, a judge {text}", title=text)
    for e in judge_by(read, RULES, model).evidence:
        assert getattr(read, e.field)[e.start : e.end] == e.quote


def test_terms_are_words_pairs_and_pairs_of_characters() -> None:
    terms = find_terms(weigh(article("The Court, 東京地裁 ruled"), RULES).parts)
    assert set(terms) == {"the", "court", "the court", "東京", "京地", "地裁", "ruled"}


def test_a_file_that_holds_no_model_is_told(tmp_path: Path) -> None:
    for content in ("[", "{}", '{"terms": []}'):
        (tmp_path / MODEL).write_text(content)
        with pytest.raises(ConfigError, match=MODEL):
            load_model(tmp_path)


def test_a_model_is_read_as_it_was_written(tmp_path: Path, model: Model) -> None:
    assert load_model(tmp_path) is None
    (tmp_path / MODEL).write_text(model.to_json(), "utf-8")
    assert load_model(tmp_path) == model


# --- the marks --------------------------------------------------------------------------------------


def test_marks_by_hand() -> None:
    best = marks([(2.0, True), (1.0, True), (0.5, False)])
    assert best == (1.0, 1.0)
    assert marks([(2.0, False), (0.9, True)]) == (0.5, 0.0)
    assert not marks([(2.0, False), (0.9, True)]).as_good_as(best)


def test_the_order_of_equal_scores_does_not_count() -> None:
    pairs = [(1.0, True), (1.0, False), (0.0, True), (0.0, False)]
    assert marks(pairs) == marks(pairs[::-1])


def test_log_odds_of_nothing_known_are_the_bias(model: Model) -> None:
    assert model.log_odds(("unheard",), Sums(0, 0)) == model.bias


# --- the model among the rules ----------------------------------------------------------------------


def folder_with(path: Path, content: str) -> Path:
    shutil.copytree(FOLDER, path, ignore=lambda _, names: [n for n in names if n.endswith((".py", "__pycache__"))])
    (path / MODEL).write_text(content, "utf-8")
    return path


def test_a_model_beside_the_rules_moves_the_verdict_and_the_version(tmp_path: Path, model: Model) -> None:
    rules = load_rules(folder_with(tmp_path / "rules", model.to_json()))
    read = article(KARAOKE[0])
    assert judge(read, rules) == judge_by(read, RULES, model) != judge(read, RULES)
    assert rules.version != RULES.version


def test_a_broken_model_beside_the_rules_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=MODEL):
        load_rules(folder_with(tmp_path / "rules", "{"))


def test_no_model_is_shipped() -> None:
    assert RULES.learned is None
