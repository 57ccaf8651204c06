"""What cases are about: which subjects the words of an article prove, and what becomes of them in the corpus."""

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from db.retag import retag_corpus
from db.runs import begin_run
from db.tags import index, stored_tags, unindex
from pipelines.proofs import FIRST_LINES, article
from pipelines.rules import FOLDER, load_rules
from pipelines.rulings import find_candidate
from pipelines.steps import Desk
from pipelines.tag import tag
from rulingwire.errors import ConfigError
from rulingwire.models import Tag
from rulingwire.rulings import Report
from rulingwire.vocabulary import SUBJECTS
from tests import builders

RULES = load_rules()
GOLD = Path(__file__).parent / "gold"


def subjects(text: str, title: str = "", language: str = "en") -> dict[str, Tag]:
    found = tag(article(text, language, title), RULES)
    return {one.key: one for one in found if one.kind == "subject"}


def later(text: str) -> str:
    """A text whose first lines say nothing."""
    return FIRST_LINES + text


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("A judge told access providers to block the site.", "isp"),
        ("Les fournisseurs d'accès doivent bloquer le site.", "isp"),
        ("El juez ordena a las operadoras el bloqueo de la web.", "site-blocking"),
        ("Das Gericht hält den Filehoster für haftbar.", "cyberlocker"),
        ("Il tribunale condanna chi vendeva IPTV.", "iptv"),
        ("Sąd: wyszukiwarki muszą usunąć wyniki.", "search"),
        ("Суд рассмотрел иск о теневой библиотеке; теневая библиотека закрыта.", "shadow-library"),
        ("漫画を無断で載せたサイトに賠償命令。", "comics"),
        ("법원, 불법 웹툰 사이트 운영자에 실형.", "comics"),
        ("法院认定短视频平台侵权。", "platform"),
        ("Rätten fäller mannen bakom sajten för fildelning.", "torrent"),
        ("Korsan maç yayını için engelleme kararı.", "sports"),
    ],
)
def test_a_word_in_the_first_lines_is_enough_in_any_language(text: str, subject: str) -> None:
    assert subject in subjects(text)


def test_further_on_a_word_must_be_said_in_two_sentences() -> None:
    assert "cdn" not in subjects(later("It runs a CDN."))
    assert "cdn" not in subjects(later("It runs a CDN, and this CDN is one CDN of many."))
    assert "cdn" in subjects(later("It runs a CDN. The CDN is liable."))


def test_nothing_is_read_behind_what_says_what_a_case_is_about() -> None:
    assert "cdn" not in subjects("It ruled. " * 1000 + "It runs a CDN. The CDN is liable. The CDN will pay.")


def test_a_weak_word_needs_title_and_lead() -> None:
    assert "linking" not in subjects("The page held links to a song.")
    assert "linking" in subjects("The page held links to a song.", "Prison for links")


def test_the_name_of_a_party_counts_as_a_weak_word() -> None:
    assert "dns" not in subjects("Quad9 has won.")
    assert subjects("Quad9 has won.", "Quad9 wins")["dns"].evidence[0].quote == "Quad9 wins"


def test_a_network_that_also_resolves_names_is_no_cdn_where_the_words_speak_of_its_resolver() -> None:
    assert "cdn" in subjects("Cloudflare must pay.", "Cloudflare loses")
    found = subjects("Cloudflare must stop resolving the site on its public resolver.", "Cloudflare loses")
    assert "dns" in found
    assert "cdn" not in found


def test_a_broadcaster_that_also_sells_access_is_no_access_provider() -> None:
    assert "isp" not in subjects("Sky sued a seller of IPTV.", "Sky wins")


def test_what_a_site_says_of_itself_below_the_article_proves_nothing() -> None:
    text = later("The host must pay.\n\nRead more:\nCDN prices compared\nOur CDN explained")
    assert "cdn" not in subjects(text)


def test_a_longer_word_that_means_something_else_proves_nothing() -> None:
    assert "ai-training" not in subjects("Below is an AI-generated summary. The host must pay.")
    assert "games" not in subjects("Streams of the Winter Games must go.", "No more Winter Games for pirates")


def test_every_subject_quotes_the_sentences_that_prove_it() -> None:
    text = "Access providers must block it, a judge said. Nobody objected."
    found = subjects(text, "Site blocking is here")
    assert [one.quote for one in found["site-blocking"].evidence] == [
        "Site blocking is here",
        text.partition(" Nob")[0],
    ]
    assert {one.rule for one in found["site-blocking"].evidence} == {"subject:site-blocking"}


def test_labelled_articles_are_about_what_a_reader_says() -> None:
    items = [json.loads(line) for line in (GOLD / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = {item["id"]: item for item in items}
    count: Counter[str] = Counter()
    for name, label in yaml.safe_load((GOLD / "subjects.yml").read_text(encoding="utf-8")).items():
        found = subjects(texts[name]["text"], texts[name]["title"], texts[name]["language"]).keys()
        about, maybe = set(label["about"]), set(label.get("maybe", ()))
        count["right"] += len(found & about)
        count["wrong"] += len(found - about - maybe)
        count["missed"] += len(about - found)
    assert count["right"] / (count["right"] + count["wrong"]) > 0.95  # 0.986 when this was written
    assert count["right"] / (count["right"] + count["missed"]) > 0.93  # 0.960


# --- rules ------------------------------------------------------------------------------------------


def changed(folder: Path, file: str, key: str, name: str, **new: Any) -> Path:
    """A copy of the rules with one entry changed."""
    shutil.copytree(FOLDER, folder, ignore=lambda _, names: [n for n in names if n.endswith((".py", "__pycache__"))])
    content = yaml.load((folder / file).read_bytes(), Loader=yaml.CSafeLoader)
    content[key] = [entry | (new if entry["id"] == name else {}) for entry in content[key]]
    (folder / file).write_text(yaml.safe_dump(content, allow_unicode=True))
    return folder


def test_a_case_is_about_subjects_of_the_vocabulary_only(tmp_path: Path) -> None:
    case = RULES.cases[0].id
    with pytest.raises(ConfigError, match=f"{case}: subject: `mangas` is none of cdn, dns"):
        load_rules(changed(tmp_path / "rules", "cases.yml", "cases", case, subject=["mangas"]))


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ({"parties": ["nobody"]}, "parties: `nobody` is not known"),
        ({"kinds": ["fish"]}, "kinds: `fish` is not known"),
        ({"words": ["CDN*s"]}, "a star stands at the end only"),
        ({"words": ["CDN", "CDN"]}, "'CDN' stands twice"),
        ({"id": "fish"}, "fish: is no subject of rulingwire/vocabulary.py"),
    ],
)
def test_what_is_wrong_with_a_subject_is_told(new: dict[str, Any], told: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_rules(changed(tmp_path / "rules", "subjects.yml", "subjects", "cdn", **new))
    assert told in "\n".join(caught.value.mistakes)


# --- the corpus -------------------------------------------------------------------------------------


@pytest.fixture
def wire(tmp_path: Path) -> Desk:
    desk = builders.desk(tmp_path, builders.source())
    html = "<p>The Tokyo District Court held Cloudflare liable. Its CDN had carried pirated manga.</p>"
    entry = builders.raw(title="Tokyo court holds Cloudflare liable for manga piracy", html=html)
    desk.take(builders.reading(entry), begin_run(desk.db, "test", builders.NOON))
    return desk


def test_subjects_are_stored_and_read_back_as_written(wire: Desk) -> None:
    rows = wire.db.execute("SELECT article_id, subject FROM article_subjects").fetchall()
    assert [subject for _, subject in rows] == ["cdn", "comics"]
    back = [found for found in stored_tags(wire.db, rows[0][0]) if found.kind == "subject"]
    assert [found.key for found in back] == ["cdn", "comics"]
    assert back[0].evidence[-1].quote == "Its CDN had carried pirated manga."


def test_the_full_text_index_finds_articles_by_subject(wire: Desk) -> None:
    def count(words: str) -> int:
        row = wire.db.execute("SELECT count(*) FROM article_search WHERE article_search MATCH ?", [words]).fetchone()
        return int(row[0])

    assert (count("tags:scdn"), count("tags:smusic")) == (1, 0)


def test_the_words_of_subjects_stand_in_the_vocabulary_of_the_corpus(wire: Desk) -> None:
    rows = wire.db.execute("SELECT word, meaning FROM vocabulary WHERE list = 'subject'").fetchall()
    assert dict(rows) == SUBJECTS


def test_tagging_again_tells_subjects_that_were_not_there_and_no_others(wire: Desk) -> None:
    assert list(retag_corpus(wire.db, wire.tagged, dry_run=False)) == []
    ((number,),) = wire.db.execute("SELECT id FROM articles").fetchall()
    unindex(wire.db, number)
    wire.db.execute("DELETE FROM article_subjects WHERE subject = 'cdn'")
    index(wire.db, number)
    (change,) = retag_corpus(wire.db, wire.tagged, dry_run=False)
    assert [said.name for said in change.gained] == ["subject cdn"]
    assert list(retag_corpus(wire.db, wire.tagged, dry_run=False)) == []


def test_a_person_may_say_that_a_subject_is_wrong_or_right(tmp_path: Path) -> None:
    entry = "- {{article: 'https://wire.example/1', {}, on: 2025-11-20, by: Ann, why: So.}}\n"
    said = builders.corrections(
        entry.format("wrong: {subject: cdn}") + entry.format("right: {subject: dns}, words: a resolver")
    )
    assert [one.claim.key for one in said.entries if one.claim] == ["cdn", "dns"]
    with pytest.raises(ConfigError, match="subject: 'cdm' is not known"):
        builders.corrections(entry.format("wrong: {subject: cdm}"))


def test_a_candidate_is_about_what_more_than_half_of_its_reports_are_about() -> None:
    reports = [report(1, "comics", "cdn"), report(2, "cdn"), report(3, "cdn", "comics"), report(4, "music")]
    assert subjects_of(reports) == ("cdn",)
    assert subjects_of(reports[:1]) == ("cdn", "comics")


def report(number: int, *about: str) -> Report:
    told = article("The Tokyo District Court held Cloudflare liable. Kodansha had sued Cloudflare.")
    tags = [one for one in tag(told, RULES) if one.kind != "subject"]
    tags += [Tag(kind="subject", key=word, evidence=tags[0].evidence) for word in about]
    return Report(
        number=number, permalink=str(number), names=frozenset(), title="", published=told.seen_at.date(),
        is_document=False, tags=tuple(tags),
    )  # fmt: skip


def subjects_of(reports: list[Report]) -> tuple[str, ...]:
    candidate = find_candidate(reports, RULES)
    assert candidate is not None
    return candidate.subject
