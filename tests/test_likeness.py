"""The signs by which two reports are found to tell of one event."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.stories.items import article_of, experienced
from pipelines.likeness import WEIGHTS, Vector, likeness, signs
from pipelines.rules import FOLDER, load_rules
from pipelines.tag import tag
from pipelines.tellings import Telling, telling
from rulingwire.errors import ConfigError
from tests.test_rules import change, copy

RULES = load_rules()
JAIL = "Two brothers were sent to prison for selling football channels to pubs."
GEFÄNGNIS = "Zwei Brüder müssen ins Gefängnis: Sie hatten Fußballsender an Kneipen verkauft."
LIBRARY = "Eine Bibliothek im Netz hat ihre Domain verloren. Verlage hatten geklagt."


def told(text: str, title: str = "", language: str = "en", published: str = "2025-11-21") -> Telling:
    item = {"source": "s", "url": "https://s.example/", "published": f"{published}T09:00:00+00:00"}
    article = article_of(item | {"language": language, "title": title, "text": text})
    return telling(1, article, tag(article, RULES), RULES)


def compared(*tellings: Telling) -> tuple[Vector, Vector]:
    rarity = experienced().rarity
    for one in tellings:
        rarity.learn(one)
    first, second = map(rarity.weigh, tellings)
    return first, second


def test_every_sign_has_its_weight():
    assert list(signs(*compared(told(JAIL), told(JAIL)))) == list(WEIGHTS)


def test_what_reports_speak_of_is_compared_across_languages():
    same = signs(*compared(told(JAIL), told(GEFÄNGNIS, language="de")))
    other = signs(*compared(told(JAIL), told(LIBRARY, language="de")))
    assert same["themes across"] > 0.7 > 0.2 > other["themes across"]
    assert same["themes"] == other["themes"] == 0


def test_words_of_another_language_are_no_theme():
    assert {key for key in told("The cat sat on the mat.").themes if key.startswith("theme")} == set()


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("On Wednesday a judge said no.", {"2025-11-19"}),
        ("Am 3. November und am 19. November entschied das Gericht.", {"2025-11-03", "2025-11-19"}),
        ("In a judgment of 12 March 2019 it had said so before.", set()),
        ("A hearing is set for 12 December.", set()),
    ],
)
def test_days_of_the_last_weeks_are_compared(text, days):
    assert told(text).days == days


def test_the_same_weekday_in_another_week_is_another_day():
    late = told("On Wednesday a judge said no.", published="2025-11-28")
    found = signs(*compared(told("On Wednesday a judge said no."), late))
    assert (found["same day"], found["another day"]) == (False, True)


def test_a_roundup_is_not_what_it_sums_up():
    week, short = told(JAIL, "The week in copyright"), told(JAIL, "Two brothers jailed")
    assert (week.is_roundup, short.is_roundup) == (True, False)
    assert not told(JAIL + " This was our last roundup.", "Two brothers jailed").is_roundup
    assert likeness(*compared(week, short)) < likeness(*compared(short, short))


def test_a_name_counts_where_the_other_has_it_at_the_beginning_of_a_sentence():
    found = signs(*compared(told("Judges closed Zelkatrack."), told("Zelkatrack is gone.")))
    assert found["rarest name"] > 0.8


MILAN = "A Milan court told Cloudflare to block pirate sites for Serie A."


def test_a_report_from_abroad_may_be_of_one_event_if_it_names_the_country_of_the_case():
    germany = "Das Landgericht Köln verbot es Cloudflare. Das Gericht in Mailand in Italien entschied zuvor ähnlich."
    france = "Le tribunal judiciaire de Paris a ordonné à Cloudflare de bloquer des sites pirates."
    assert likeness(*compared(told(MILAN), told(germany, language="de"))) > 0
    assert likeness(*compared(told(MILAN), told(france, language="fr"))) == 0


def test_an_opinion_may_be_on_any_step_of_a_case():
    ruling, opinion = told(MILAN), told(MILAN, "Opinion: what the Milan ruling gets wrong")
    assert {ruling.event, opinion.event} == {"ruling", "commentary"}
    assert not signs(*compared(ruling, opinion))["another step"]


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ({"words": ["jail*s"]}, "themes.yml: prison: 'jail*s': a star stands at the end only"),
        ({"words": ["jail", "jail"]}, "themes.yml: prison: 'jail' stands twice"),
        ({"name": "jail"}, "themes.yml: prison: `name` is no key of ours"),
    ],
)
def test_what_is_wrong_with_a_theme_is_told(tmp_path: Path, new: dict[str, Any], words: str):
    folder = copy(tmp_path / "rules")
    entries = yaml.safe_load((FOLDER / "themes.yml").read_text("utf-8"))["themes"]
    change(folder / "themes.yml", themes=[e | new if e["id"] == "prison" else e for e in entries])
    with pytest.raises(ConfigError) as caught:
        load_rules(folder)
    assert words in "\n".join(caught.value.mistakes)


def test_the_theme_of_roundups_cannot_be_left_out(tmp_path: Path):
    folder = copy(tmp_path / "rules")
    change(folder / "themes.yml", themes=[{"id": "prison", "words": ["jail"]}])
    with pytest.raises(ConfigError, match="roundup"):
        load_rules(folder)
