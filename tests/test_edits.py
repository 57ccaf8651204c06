"""What publishers change after publication: kinds of edits, what is none, and how the corpus keeps them."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.differences import differences
from pipelines.edits import MOST, edits_of
from pipelines.proofs import article
from pipelines.rules import load_rules
from pipelines.work import tags_of
from rulingwire.edits import KINDS, LONGEST_WORDS, Edit, Version
from rulingwire.outcomes import Outcome
from tests.builders import NOON, desk, raw, reading, said, source
from tests.test_store import column, take

RULES = load_rules()
HOUR = timedelta(hours=1)
TITLE = "Court rules on mirror sites"
TEXT = (
    "The court in Lyon ruled on Monday that four mirror sites must go. It took two years to hear the case.\n\n"
    "The owners said that they would appeal. Nobody has paid so far, a clerk told us on the phone."
)


def version(number: int, text: str = TEXT, *, title: str = TITLE, form: str = "feed", hours: int = 0) -> Version:
    return Version(number=number, seen_at=NOON + (hours or number) * HOUR, form=form, title=title, text=text)


def edit(before: str, after: str, *, language: str = "en", **changes: str) -> Edit:
    """The edit between two texts; the title and form of the second may differ."""
    pair = [version(1, before), version(2, after, **changes)]
    (found,) = edits_of(pair, lambda v: tags_of(v, article(v.text, language, v.title), RULES), language, RULES)
    return found


def swap(old: str, new: str) -> Edit:
    assert old in TEXT
    return edit(TEXT, TEXT.replace(old, new))


def shown(found: Edit) -> list[tuple[str, str, str]]:
    return [(change.kind, change.before, change.after) for change in found.changes]


# Kinds


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("four mirror", "five mirror", "substantive"),
        ("two years", "12 years", "substantive"),
        ("on Monday", "on Tuesday", "substantive"),
        ("they would appeal", "they would not appeal", "substantive"),
        ("court in Lyon", "court in Marseille", "substantive"),
        ("a clerk told us on the phone", "a clerk wrote to us", "reworded"),
        ("Nobody has paid so far", "No-one has paid so far", "reworded"),
        ("two years", "2 years", "cosmetic"),
        ("mirror sites", "mirror-sites", "cosmetic"),
        ("phone.", "phone!", "cosmetic"),
        ("appeal", "apeal", "cosmetic"),
        ("in Lyon", "at Lyon", "cosmetic"),
        ("The court", "the  court", "cosmetic"),
        (" It took two years to hear the case.", "", "removed"),
        ("to hear the case.", "to hear the case. One judge dissented in writing.", "added"),
    ],
)
def test_a_change_of_words_has_a_kind(old, new, kind):
    found = swap(old, new)
    assert (found.kind, {change.kind for change in found.changes}) == (kind, {kind})


def test_a_paragraph_put_in_or_taken_out_is_quoted_whole():
    first, second = TEXT.replace("on Monday ", "").split("\n\n")
    assert shown(edit(f"{first}\n\n{second}", first)) == [("removed", second, "")]
    assert shown(edit(second, f"{first}\n\n{second}")) == [("added", "", first)]


def test_a_paragraph_that_moves_is_no_change_of_words():
    first, second = TEXT.split("\n\n")
    third = "The hosts of the sites were not heard, and have sent their own letter to the court."
    assert edit(f"{first}\n\n{second}\n\n{third}", f"{third}\n\n{first}\n\n{second}").kind == "cosmetic"


def test_a_sum_corrected_with_a_notice_shows_sum_words_and_notice():
    told = "The Tokyo District Court held Cloudflare liable for manga piracy and awarded {} million yen in damages."
    notice = "Correction: an earlier version of this article gave a wrong sum."
    found = edit(told.format(50), f"{told.format(500)}\n\n{notice}")
    assert found.kinds == ("substantive", "correction")
    tag = next(change for change in found.changes if change.field == "tag")
    assert (tag.tag, tag.before, tag.after) == ("amount", "JPY 50000000", "JPY 500000000")
    assert ("50 million" in tag.context_before, "500 million" in tag.context_after) == (True, True)
    assert ("substantive", "50", "500") in shown(found)
    assert ("correction", "", notice) in shown(found)


@pytest.mark.parametrize(
    ("language", "told", "sums", "notice"),
    [
        ("de", "Das Landgericht Hamburg verurteilte Cloudflare wegen Piraterie zu {} Euro Schadensersatz.",
         ("40.000", "400.000"), "Korrektur: Die Summe war falsch angegeben."),
        ("fr", "Le tribunal judiciaire de Paris a condamné Cloudflare pour piratage à {} euros de dommages.",
         ("40 000", "400 000"), "Rectificatif : la somme était fausse."),
        ("es", "Un juzgado de Barcelona condenó a Cloudflare por piratería a pagar {} euros de indemnización.",
         ("40.000", "400.000"), "Fe de errores: la cifra era otra."),
        ("ja", "東京地裁は海賊版サイトを巡り、クラウドフレアに{}円の賠償を命じた。",
         ("5000万", "5億"), "【訂正】賠償額に誤りがありました。"),
    ],
)  # fmt: skip
def test_sums_and_notices_are_understood_in_other_languages(language, told, sums, notice):
    found = edit(told.format(sums[0]), f"{told.format(sums[1])}\n\n{notice}", language=language)
    assert found.kinds == ("substantive", "correction")
    assert ("correction", "", notice) in shown(found)


def test_a_fact_told_in_other_words_is_no_change_of_fact():
    one = "On Monday the Tokyo District Court held Cloudflare liable for aiding manga piracy, its clerk said."
    two = "On Monday, said its clerk, the Tokyo District Court held Cloudflare liable for aiding manga piracy."
    assert all(change.field == "text" for change in edit(one, two).changes)


def test_a_notice_that_stood_before_is_no_new_correction():
    noted = f"{TEXT}\n\nUpdate: the owners have appealed."
    assert edit(TEXT, noted).kind == "correction"
    assert "correction" not in edit(noted, noted.replace("four mirror", "five mirror")).kinds


def test_an_article_that_says_it_was_removed_is_taken_down():
    found = edit(TEXT, "This article has been removed at the request of a reader.")
    assert found.kind == "taken-down"
    assert found.changes[0].after == "This article has been removed at the request of a reader."


def test_a_new_title_is_told_apart_from_a_mended_one_and_from_a_figure_in_it():
    def retitled(title):
        return edit(TEXT, TEXT, title=title)

    assert retitled("Mirror sites lose in court").kinds == ("retitled",)
    assert retitled("Court rules on mirror-sites").kinds == ("cosmetic",)
    numbered = edits_of(
        [version(1, title="Court rules on 4 mirror sites"), version(2, title="Court rules on 5 mirror sites")],
        lambda _: (),
        "en",
        RULES,
    )
    assert numbered[0].kinds == ("substantive", "retitled")


def test_the_kinds_of_an_edit_stand_in_the_order_of_their_weight():
    found = edit(TEXT, TEXT.replace("four", "five").replace("told us", "wrote"), title="Mirror sites lose in court")
    assert found.kinds == tuple(kind for kind in KINDS if kind in found.kinds)
    assert found.kinds == ("substantive", "retitled", "reworded")
    assert "and 2 more" in found.words


# What is no edit


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Posted 3 hours ago by the desk.", "Posted 5 hours ago by the desk."),
        (f"{TEXT}\n\n12 comments", f"{TEXT}\n\n48 comments"),
        (f"{TEXT}\n\n128 shares", f"{TEXT}\n\n1,204 shares\n\nShare on Mastodon"),
        (TEXT, f"{TEXT}\n\nSign up for our weekly newsletter"),
        (TEXT.replace("\n\n", "\n\nAdvertisement\n\n"), TEXT),
        (TEXT, f"{TEXT}\n\nRelated articles: Another court, another site"),
        (f"{TEXT}\n\nRead 10 remaining paragraphs | Comments", f"{TEXT}\n\nRead 12 remaining paragraphs | Comments"),
        (f"{TEXT}\n\nRead more of this story at the Wire.", TEXT),
        ("3時間前に公開。東京地裁が判決を出した。", "5時間前に公開。東京地裁が判決を出した。"),
    ],
)
def test_what_changes_by_itself_is_no_edit(before, after):
    assert edit(before, after).kinds == ()


def test_a_text_that_is_read_more_fully_is_no_edit():
    cut = TEXT[: TEXT.index(" It took")]
    assert edit(f"{cut} […]", TEXT).kinds == ()
    assert edit(cut.removesuffix("."), TEXT).kinds == ()
    assert edit(cut, TEXT.replace("four", "five"), form="page").kinds == ()
    assert edit(cut, f"{TEXT}\n\nCorrection: a name was misspelt.", form="page").kinds == ()
    assert edit(cut, "This article has been removed.", form="page").kinds == ("taken-down",)


def test_a_cut_that_moves_is_no_edit_but_a_change_in_front_of_it_is():
    more = "Read 3 remaining paragraphs | Comments"
    first = TEXT.split("\n\n")[0]
    assert edit(f"{TEXT}\n\n{more}", f"{first}\n\n{more}").kinds == ()
    assert edit(f"{TEXT}\n\n{more}", f"{first.replace('four', 'five')}\n\n{more}").kinds == ("substantive",)


# Differences


def words(before: str, after: str) -> list[tuple[str, str]]:
    return [(before[slice(*one.old_at)], after[slice(*one.new_at)]) for one in differences(before, after)]


def test_words_are_compared_whole_and_numbers_too():
    assert words("It cost 1,500 euros a day.", "It cost 2,500 euros a day.") == [("1,500", "2,500")]


def test_japanese_is_compared_by_character_and_names_in_katakana_whole():
    before, after = "東京地裁は5億円の支払いを命じた。", "東京地裁は50億円の支払いを命じた。"
    assert words(before, after) == [("5", "50")]
    assert words("被告はクラウドフレアだ。", "被告はクラウドワークスだ。") == [("クラウドフレア", "クラウドワークス")]
    assert edit(before, after, language="ja").kind == "substantive"
    assert edit("責任を負う。", "責任を負わない。", language="ja").kind == "substantive"


def test_a_sentence_put_in_between_is_not_shown_shifted():
    assert words("It was. The end.", "It was. So it was. The end.") == [("", "So it was.")]


def test_a_change_shows_the_words_around_it():
    (change,) = swap("four", "five").changes
    assert (change.context_before, change.context_after) == (
        "The court in Lyon ruled on Monday that ",
        " mirror sites must go. It took two years to hear the",
    )


@settings(max_examples=200, deadline=None)
@given(*[st.text("ab .\n東5", max_size=60)] * 2)
def test_differences_make_one_text_of_the_other(before, after):
    made, done = "", 0
    for one in differences(before, after):
        made += before[done : one.old_at[0]] + after[slice(*one.new_at)]
        done = one.old_at[1]
    assert "".join((made + before[done:]).split()) == "".join(after.split())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 1_000_000, "a " * 999_999 + "b"),
        ("a\n" * 1_000_000, "b\na\n" * 500_000),
        ("x y " * 500_000, "y x " * 500_000),
        (" ".join(map(str, range(300_000))), " ".join(str(n * 7 % 300_000) for n in range(300_000))),
        ("\n\n".join(f"{n} " * 50 for n in range(8000)), "\n\n".join(f"{n + n % 3} " * 50 for n in range(8000))),
        ("東" * 2_000_000, "東京" * 1_000_000),
        ("update " * 280_000, "correction (" * 160_000),
    ],
)
def test_a_text_of_two_megabytes_takes_about_a_second(before, after):
    began = time.process_time()
    found = edits_of([version(1, before), version(2, after)], lambda _: (), "en", RULES)[0]
    assert time.process_time() - began < 3  # usually below 1
    assert len(found.changes) <= MOST
    assert all(len(change.before) <= LONGEST_WORDS for change in found.changes)


# In the corpus


@pytest.fixture
def wire(tmp_path):
    return desk(tmp_path, source(), source("cut", full_text=True))


def body(text: str) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))


def told(number: int, **changes: str) -> str:
    return [TEXT, TEXT.replace("four", "five"), TEXT.replace("four", "six"), f"{TEXT}\n\nUpdate: all is paid."][number]


def test_a_new_version_is_stored_with_what_it_changed(wire):
    take(wire, reading(raw(html=body(told(0)))), reading(raw(html=body(told(1))), at=NOON + HOUR))
    assert wire.db.execute("SELECT version, from_version, kind, kinds, changed_at, more FROM edits").fetchall() == [
        (2, 1, "substantive", "substantive", "2025-11-19T13:00:00Z", 0)
    ]
    changes = wire.db.execute("SELECT position, field, kind, before, after FROM edit_changes").fetchall()
    assert changes == [(1, "text", "substantive", "four", "five")]
    assert column(wire, "SELECT words FROM edits") == ["“four” became “five”"]


def test_a_version_that_changes_nothing_of_weight_has_no_edit(wire):
    counts = [raw(html=body(f"{TEXT}\n\n{n} comments")) for n in (3, 40)]
    take(wire, reading(counts[0]), reading(counts[1], at=NOON + HOUR))
    assert column(wire, "SELECT count(*) FROM article_versions") == [2]
    assert column(wire, "SELECT count(*) FROM edits") == [0]


def read_whole(wire) -> str:
    """A cut entry, then its page; returns the address of the page."""
    cut = source("cut", full_text=True)
    entry = raw(name="cut", complete=False, html="<p>The court in Lyon ruled</p>")
    take(wire, reading(entry, of=cut))
    (wanted,) = wire.memory.wanted_pages("cut")
    page = replace(entry, url=wanted.url, guid="", title="", html=body(TEXT), form="page", complete=True)
    take(wire, reading(page, of=cut, at=NOON + HOUR, purpose="page", page_of=wanted.url))
    return wanted.url


def test_a_page_that_makes_a_cut_entry_whole_is_no_edit(wire):
    read_whole(wire)
    assert column(wire, "SELECT change FROM article_versions ORDER BY version") == ["first", "fuller"]
    assert column(wire, "SELECT count(*) FROM edits") == [0]


def test_a_page_that_is_gone_after_it_was_read_is_taken_down(wire):
    url = read_whole(wire)
    cut = source("cut", full_text=True)
    gone = {"of": cut, "outcome": Outcome.GONE, "purpose": "page", "page_of": url}
    take(wire, reading(at=NOON + 2 * HOUR, **gone), reading(at=NOON + 3 * HOUR, **gone))
    down = "SELECT version, from_version, kind, changed_at FROM edits"
    assert wire.db.execute(down).fetchall() == [(0, 2, "taken-down", "2025-11-19T14:00:00Z")]
    wire.compare_versions()
    assert len(wire.db.execute(down).fetchall()) == 1
    page = raw(name="cut", url=url, guid="", title="", html=body(TEXT), form="page")
    take(wire, reading(page, of=cut, at=NOON + 4 * HOUR, purpose="page", page_of=url))
    assert wire.db.execute(down).fetchall() == []


def test_a_page_that_was_never_read_is_not_taken_down(wire):
    cut = source("cut", full_text=True)
    take(wire, reading(raw(name="cut", complete=False), of=cut))
    (wanted,) = wire.memory.wanted_pages("cut")
    take(wire, reading(of=cut, at=NOON + HOUR, outcome=Outcome.GONE, purpose="page", page_of=wanted.url))
    assert column(wire, "SELECT count(*) FROM edits") == [0]


def test_leaving_the_feed_is_no_edit(wire):
    take(wire, reading(raw(1), raw(2)), reading(raw(2), at=NOON + HOUR))
    assert column(wire, "SELECT count(*) FROM edits") == [0]


def in_time(wire) -> list[tuple[str, str, str, str]]:
    """Each edit by what stands before and after it, in the order of time: version numbers tell the order of arrival."""
    return wire.db.execute(
        "SELECT e.changed_at, f.seen_at, e.kinds, e.words FROM edits e JOIN article_versions f"
        " ON f.article_id = e.article_id AND f.version = e.from_version ORDER BY e.changed_at"
    ).fetchall()


def test_a_version_that_is_read_late_is_put_between_its_neighbours(wire):
    numbers = (0, 2, 1)  # the second of three is read last
    take(wire, *(reading(raw(html=body(told(n))), at=NOON + n * HOUR) for n in numbers))
    assert [(edit[3], edit[1]) for edit in in_time(wire)] == [
        ("“four” became “five”", "2025-11-19T12:00:00Z"),
        ("“five” became “six”", "2025-11-19T13:00:00Z"),
    ]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(4)))
def test_the_order_of_arrival_does_not_matter(tmp_path_factory, order):
    corpora = []
    for sequence in (range(4), order):
        wire = desk(tmp_path_factory.mktemp("desk"))
        take(wire, *(reading(raw(html=body(told(n))), at=NOON + n * HOUR) for n in sequence))
        corpora.append(in_time(wire))
    assert corpora[0] == corpora[1]


def test_comparing_again_changes_nothing(wire):
    take(wire, *(reading(raw(html=body(told(n))), at=NOON + n * HOUR) for n in range(4)))
    before = said(wire.db)
    wire.compare_versions()
    assert said(wire.db) == before
    assert len(before["edits"]) == 3


def test_other_rules_make_other_edits(wire):
    take(wire, *(reading(raw(html=body(told(n))), at=NOON + n * HOUR) for n in (0, 3)))
    assert column(wire, "SELECT kind FROM edits") == ["correction"]
    unheard = {"id": "none", "patterns": ["never said"], "hit": ["Never said."], "miss": ["Said."]}
    words = replace(RULES.edits, entries=RULES.edits.entries | {"notices": [unheard]})
    wire.rules = replace(wire.rules, edits=words)
    wire.compare_versions()
    assert column(wire, "SELECT kind FROM edits") == ["added"]
