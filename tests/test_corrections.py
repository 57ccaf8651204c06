"""Corrections by people: each kind wins over the rules by crawl, retag and rebuild, and a stale one is told."""

import json
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from db.corrections import idle_corrections
from db.retag import retag_corpus
from pipelines.cases import find_cases
from pipelines.corrections import corrected, judged, rulings_said, stands_said, with_rulings
from pipelines.names import fold
from pipelines.proofs import article as written
from pipelines.rules import load_rules
from pipelines.tag import tag
from pipelines.work import judge_and_tag
from rulingwire.corrections import Corrections
from rulingwire.models import Relevance
from tests import builders
from tests.builders import NOON, raw, reading, source

URL = "https://wire.example/story/1"
TITLE = "Tokyo court holds Cloudflare liable for manga piracy"
TEXT = (
    "The Tokyo District Court held Cloudflare liable on Wednesday and ordered it to pay 500 million yen. "
    "Kodansha sued Cloudflare in 2022. A lawyer compared the order with one of a court in Milan."
)
OTHER = "A Milan court ordered Cloudflare to stop resolving pirate football sites for Serie A under the Piracy Shield."
ELSEWHERE = "The Delhi High Court told internet providers to block Sci-Hub, as Elsevier and Wiley had asked."
IRRELEVANT = "A new phone has two cameras and a brighter screen."
RULES = load_rules()
NOT_OURS = Relevance(relevant=False, score=0.0)
CASE = "jp-tokyo-2025-kodansha-v-cloudflare"


def entry(said, article=URL, words="", by="A. Reader", why="The text says otherwise."):
    proof = f", words: {json.dumps(words)}" if words else ""
    return f'- {{article: {json.dumps(article)}, {said}{proof}, on: "2026-01-05", by: {by}, why: "{why}"}}\n'


def take(desk, *texts):
    titles = {TEXT: TITLE}
    entries = [
        raw(n, title=titles.get(text, text.split(" to ")[0]), html=f"<p>{text}</p>") for n, text in enumerate(texts, 1)
    ]
    desk.take(reading(*entries), None)
    desk.apply_corrections()
    desk.form_stories()
    return desk


def crawled(folder, text="", *texts):
    return take(builders.desk(folder, corrected=text), *(texts or (TEXT,)))


def tags(desk, number=1):
    sql = "SELECT * FROM {} WHERE article_id = (SELECT id FROM articles WHERE url LIKE '%/{}')"
    tables = ("article_parties", "article_courts", "article_jurisdictions", "article_outcomes", "article_amounts")
    rows = {table: [row[1:] for row in desk.db.execute(sql.format(table, number))] for table in tables}
    return rows | {"event": [row[0] for row in desk.db.execute("SELECT event FROM articles")]}


def idle(desk):
    return " ".join(idle_corrections(desk.db))


# Each kind, as a crawl applies it

KINDS = {
    "a wrong party": (
        entry("wrong: {party: kodansha, role: plaintiff}"),
        lambda said: "kodansha" not in [row[0] for row in said["article_parties"]],
    ),
    "a missing tag": (
        entry("right: {party: google, role: mentioned}", words="a lawyer compared the ORDER"),
        lambda said: ("google", "mentioned", "") in said["article_parties"],
    ),
    "another role and side": (
        entry("right: {party: cloudflare, role: intermediary, side: lost}", words="held Cloudflare liable"),
        lambda said: ("cloudflare", "intermediary", "lost") in said["article_parties"],
    ),
    "another outcome": (
        entry("right: {outcome: injunction, primary: true}", words="ordered it to pay"),
        lambda said: [row for row in said["article_outcomes"] if row[1]] == [("injunction", 1)],
    ),
    "another event": (
        entry("right: {event: settlement}", words="ordered it to pay"),
        lambda said: said["event"] == ["settlement"],
    ),
    "another jurisdiction": (
        entry("right: {jurisdiction: IT, primary: true}", words="a court in Milan"),
        lambda said: [row for row in said["article_jurisdictions"] if row[1]] == [("IT", 1)],
    ),
    "another kind of sum": (
        entry("right: {amount: JPY 500000000, role: fine}", words="500 million yen"),
        lambda said: [row[:2] + row[3:4] for row in said["article_amounts"]] == [("JPY", 500000000, "fine")],
    ),
    "not about a ruling": (
        entry("relevant: false"),
        lambda said: not any(rows for name, rows in said.items() if name != "event"),
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_correction_is_applied_by_a_crawl_and_by_retag_alike(tmp_path, kind):
    text, holds = KINDS[kind]
    desk = crawled(tmp_path / "crawl", text)
    assert holds(tags(desk))
    assert idle(desk) == ""
    later = crawled(tmp_path / "later")
    assert not holds(tags(later))
    later.rules = desk.rules
    later.apply_corrections()
    later.form_stories()
    assert builders.said(later.db) == builders.said(desk.db)


@pytest.mark.parametrize("kind", KINDS)
def test_a_correction_that_is_taken_back_leaves_nothing_behind(tmp_path, kind):
    plain = crawled(tmp_path / "plain")
    desk = crawled(tmp_path / "crawl", KINDS[kind][0])
    desk.rules = plain.rules
    desk.apply_corrections()
    desk.form_stories()
    assert builders.said(desk.db) == builders.said(plain.db)
    assert list(desk.db.execute("SELECT * FROM corrections")) == []


@pytest.mark.parametrize("kind", KINDS)
def test_retagging_twice_changes_nothing(tmp_path, kind):
    desk = crawled(tmp_path, KINDS[kind][0])
    assert list(retag_corpus(desk.db, desk.tagged, dry_run=False)) == []
    assert idle(desk) == ""


def test_an_article_about_a_ruling_after_all_gets_its_tags(tmp_path):
    text = "Cloudflare must serve the library no more, says a letter."
    plain = crawled(tmp_path / "plain", "", text)
    desk = crawled(tmp_path / "said", entry("relevant: true"), text)
    assert [row for one in (plain, desk) for row in one.db.execute("SELECT relevant FROM articles")] == [(0,), (1,)]
    assert "cloudflare" in [row[0] for row in tags(desk)["article_parties"]]


def test_an_entry_that_was_passed_over_is_taken_once_a_person_says_it_is_relevant(tmp_path):
    picky = source(keep="relevant")
    one = raw(1, title="A phone", html=f"<p>{IRRELEVANT}</p>")
    desk = builders.desk(tmp_path, picky)
    desk.take(reading(one, of=picky), None)
    assert list(desk.db.execute("SELECT count(*) FROM articles")) == [(0,)]
    desk.rules = replace(desk.rules, corrections=builders.corrections(entry("relevant: true")))
    desk.take(reading(one, of=picky, at=NOON.replace(hour=13)), None)
    assert list(desk.db.execute("SELECT relevant FROM articles")) == [(1,)]


def test_an_article_that_a_person_calls_irrelevant_is_kept_with_what_the_person_says(tmp_path):
    picky = source(keep="relevant")
    desk = builders.desk(tmp_path, picky, corrected=entry("relevant: false"))
    desk.take(reading(raw(1, title=TITLE, html=f"<p>{TEXT}</p>"), of=picky), None)
    desk.apply_corrections()
    assert list(desk.db.execute("SELECT relevant FROM articles")) == [(0,)]
    assert idle(desk) == ""


def test_a_permalink_names_an_article_as_its_address_does(tmp_path):
    ((permalink,),) = crawled(tmp_path / "plain").db.execute("SELECT permalink FROM articles")
    text, holds = KINDS["a wrong party"]
    assert holds(tags(crawled(tmp_path / "said", text.replace(URL, permalink))))


def test_an_article_that_got_the_name_later_is_found_by_the_next_run(tmp_path):
    desk = crawled(tmp_path, entry("wrong: {party: kodansha}", article="https://other.example/told"))
    assert "no article of this name" in idle(desk)
    with desk.db.atomic():
        desk.db.execute("INSERT INTO aliases SELECT 'url:other.example/told', id, 2, 'wire', '2025' FROM articles")
    desk.apply_corrections()
    assert idle(desk) == ""
    assert "kodansha" not in [row[0] for row in tags(desk)["article_parties"]]


# Evidence


@pytest.mark.parametrize("kind", [kind for kind, (text, _) in KINDS.items() if "words" in text])
def test_the_words_of_a_correction_lie_in_the_article_and_bear_its_rule(kind):
    one = builders.corrections(KINDS[kind][0]).entries[0]
    article = written(TEXT, "en", TITLE)
    found = judge_and_tag(article, replace(RULES, corrections=Corrections(entries=(one,))), one.names)
    shown = [words for found_tag in found.tags for words in found_tag.evidence]
    assert [words for words in shown if words.rule == f"correction:{one.id}"]
    for words in [words for words in shown if words.field in ("title", "text")]:
        assert getattr(article, words.field)[words.start : words.end] == words.quote


@given(st.text(alphabet="abİA “”'\"’-–\u00a0\n\u3000東Ａ", min_size=1, max_size=60), st.data())
def test_any_words_of_an_article_are_found_in_it_however_they_are_typed(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    words = " ".join(text[start : data.draw(st.integers(start + 1, len(text)))].split()).upper()
    assume(words and words.lower() == fold(words).lower())
    (one,) = builders.corrections(entry("relevant: true", words="x")).entries
    proof = judged(NOT_OURS, written(text, "en"), [replace(one, words=words)]).evidence[0]
    assert text[proof.start : proof.end] == proof.quote
    assert fold(proof.quote).split() == fold(words).split()


def test_the_words_that_proved_another_role_go_with_it(tmp_path):
    desk = crawled(tmp_path, KINDS["another role and side"][0])
    rules = [row[0] for row in desk.db.execute("SELECT rule FROM evidence WHERE kind = 'party' AND key = 'cloudflare'")]
    assert not [rule for rule in rules if not rule.startswith(("correction:", "party:"))]


def test_a_court_takes_the_place_of_one_that_is_gone():
    article = written(TEXT, "en", TITLE)
    found = judge_and_tag(article, RULES)
    two = replace(found, tags=(*found.tags, replace(found.tags[0], kind="court", key="it-trib-milano", primary=False)))
    (one,) = builders.corrections(entry("wrong: {court: jp-dc-tokyo}")).entries
    courts = [(tag.key, tag.primary) for tag in corrected(two, [one]).tags if tag.kind == "court"]
    assert courts == [("it-trib-milano", True)]


# Corrections that do nothing any more

STALE = {
    "the tag is not made": (entry("wrong: {party: google}"), "do not say this any more"),
    "the tag has another role": (entry("wrong: {party: kodansha, role: defendant}"), "do not say this any more"),
    "the words are gone": (entry("right: {party: google}", words="Google was sued"), "does not hold these words"),
    "it has no tags": (
        entry("right: {party: google}", article="https://wire.example/story/2", words="a new phone"),
        "not about a ruling",
    ),
    "the article is unknown": (entry("wrong: {party: google}", article="https://wire.example/9"), "no article of this"),
    "the other article is unknown": (entry("same_story: https://wire.example/9"), "no article of this name"),
}


@pytest.mark.parametrize("kind", STALE)
def test_a_correction_that_does_nothing_is_told_and_stops_nothing(tmp_path, kind):
    text, why = STALE[kind]
    desk = builders.desk(tmp_path, corrected=text)
    entries = [raw(1, title=TITLE, html=f"<p>{TEXT}</p>"), raw(2, title="A phone", html=f"<p>{IRRELEVANT}</p>")]
    desk.take(reading(*entries), None)
    desk.apply_corrections()
    desk.form_stories()
    assert why in idle(desk)
    assert list(desk.db.execute("SELECT applied FROM corrections")) == [(0,)]


def test_a_stale_correction_is_an_issue_of_the_source(tmp_path):
    desk = crawled(tmp_path, STALE["the tag is not made"][0])
    ((of, kind, words),) = desk.db.execute("SELECT source_id, kind, words FROM issues")
    assert (of, kind) == ("wire", "correction")
    assert "wrong party google (by A. Reader)" in words


# Rulings


def test_a_person_says_which_ruling_an_article_is_about():
    article = written(TEXT, "en", TITLE)
    links = find_cases(tag(article, RULES), NOON.date(), RULES)
    assert [link.case for link in links] == [CASE]
    (no,) = builders.corrections(entry(f"not_about: {CASE}")).entries
    (yes,) = builders.corrections(entry("about: us-scotus-2026-cox-v-sony")).entries
    assert with_rulings(links, rulings_said([no]), RULES) == ()
    (first, second) = with_rulings(links, rulings_said([yes]), RULES)
    assert (first.case, first.certainty, first.primary) == ("us-scotus-2026-cox-v-sony", "certain", True)
    assert (second.case, second.primary) == (CASE, False)


def test_a_ruling_may_be_named_by_its_number():
    (one,) = builders.corrections(entry("about: 24-171")).entries
    assert "us-scotus-2026-cox-v-sony" in [link.case for link in with_rulings((), rulings_said([one]), RULES)]


# Stories


def stories(desk):
    return [row[0] for row in desk.db.execute("SELECT story_id FROM articles ORDER BY url")]


SECOND = "https://wire.example/story/2"


def test_two_articles_that_a_person_puts_together_are_one_story(tmp_path):
    assert len(set(stories(crawled(tmp_path / "plain", "", TEXT, ELSEWHERE)))) == 2
    desk = crawled(tmp_path / "said", entry(f"same_story: {SECOND}"), TEXT, ELSEWHERE)
    assert len(set(stories(desk))) == 1
    assert idle(desk) == ""
    assert [row[0] for row in desk.db.execute("SELECT how FROM story_members ORDER BY article_id")] == ["first", "said"]


def test_two_articles_that_a_person_takes_apart_are_two_stories(tmp_path):
    assert len(set(stories(crawled(tmp_path / "plain", "", TEXT, TEXT)))) == 1
    desk = crawled(tmp_path / "said", entry(f"other_story: {SECOND}"), TEXT, TEXT)
    assert len(set(stories(desk))) == 2
    assert idle(desk) == ""


@pytest.mark.parametrize(("verb", "texts"), [("same_story", (TEXT, ELSEWHERE)), ("other_story", (TEXT, TEXT))])
def test_stories_are_formed_again_when_people_change_their_mind(tmp_path, verb, texts):
    plain = crawled(tmp_path / "plain", "", *texts)
    desk = crawled(tmp_path / "said", entry(f"{verb}: {SECOND}"), *texts)
    before, said = stories(plain), desk.rules
    plain.rules, desk.rules = said, plain.rules
    for one in (plain, desk):
        one.apply_corrections()
        one.form_stories()
    assert stories(desk) == before
    assert len(set(stories(plain))) != len(set(before))


def test_what_goes_with_one_article_goes_with_those_that_go_with_it():
    text = entry("same_story: https://a.example/2", "https://a.example/1") + entry(
        "same_story: https://a.example/3", "https://a.example/2"
    )
    first, second = builders.corrections(text).entries
    (apart,) = builders.corrections(entry("other_story: https://a.example/3", "https://a.example/4")).entries
    said = [(first, 1, 2), (second, 2, 3), (apart, 4, 3)]
    together, away = stands_said(said, {1: 1, 2: 1, 3: 1, 4: 4})
    assert together[3] == {1: 1, 2: 1}
    assert away[4] == {1: 1, 2: 1, 3: 1}


def test_an_article_about_no_ruling_any_more_leaves_its_story(tmp_path):
    desk = crawled(tmp_path / "said", "", TEXT, TEXT)
    first, second = sorted(row[0] for row in desk.db.execute("SELECT id FROM articles"))
    assert set(stories(desk)) == {first}
    (name,) = desk.db.execute("SELECT permalink FROM articles WHERE id = ?", [first]).fetchone()
    desk.rules = replace(desk.rules, corrections=builders.corrections(entry("relevant: false", article=name)))
    desk.apply_corrections()
    assert dict(desk.db.execute("SELECT id, story_id FROM articles")) == {first: first, second: second}
    desk.form_stories()
    assert dict(desk.db.execute("SELECT id, story_id FROM articles")) == {first: first, second: second}
    assert list(desk.db.execute("SELECT article_id, how FROM story_members")) == [(second, "first")]
