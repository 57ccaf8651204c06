"""What a reader does: look for words, narrow, check the evidence, take the data along."""

import csv
import io

import feedparser
import pytest


def number(heading: str) -> int:
    """The number a heading begins with."""
    return int(heading.split()[0].replace(",", ""))


EDITED = "SELECT permalink FROM articles JOIN edit_changes ON article_id = id WHERE after != '' AND before != ''"


def test_the_keyboard_reaches_the_content_in_two_keys(page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Skip to content"
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_what_has_the_focus_is_outlined_in_light_and_dark(page) -> None:
    page.goto("/")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.locator("nav a").first.focus()
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(({outlineStyle, outlineWidth}) => [outlineStyle, outlineWidth])(getComputedStyle(document.activeElement))"
        )
        assert style == ["solid", "3px"]


def test_search_finds_and_marks_the_words(page) -> None:
    page.goto("/")
    page.get_by_label("Search titles and texts").fill("kodansha")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=kodansha*")
    assert page.locator("main h3").count() > 0
    assert page.locator("main mark").first.inner_text().lower() == "kodansha"


def test_a_facet_narrows_to_as_many_as_it_says_and_can_be_taken_back(page) -> None:
    page.goto("/explore?q=Cloudflare")
    before = page.locator("#found").inner_text()
    value = page.locator("#narrow li", has=page.get_by_role("link", name="Japan", exact=True))
    told = int(value.locator("small").inner_text())
    value.get_by_role("link").click()
    assert number(page.locator("#found").inner_text()) == told < number(before)
    page.get_by_label("Chosen").get_by_role("link", name="Japan").click()
    assert page.locator("#found").inner_text() == before


def test_evidence_leads_to_its_words_in_the_text(page, site) -> None:
    page.goto("/article/" + site.corpus.execute("SELECT permalink FROM articles WHERE relevant").fetchone()[0])
    quote = page.locator(".proof dd > a[href^='#']").first
    quote.press("Enter")
    place = page.locator(":target")
    assert place.is_visible()
    assert place.inner_text()[:10] in quote.inner_text()


def test_an_edit_shows_what_went_and_what_came(page, site) -> None:
    page.goto(f"/article/{site.corpus.execute(EDITED).fetchone()[0]}#changes")
    assert page.locator(".edits del").first.is_visible()
    assert page.locator(".edits ins").first.is_visible()


def test_the_csv_of_a_table_is_a_file_with_every_row(page, site) -> None:
    page.goto("/rulings/rulings")
    page.get_by_label("download file").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export CSV").click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8"))))
    assert download.value.suggested_filename == "rulings.csv"
    assert len(rows) == site.corpus.execute("SELECT count(*) FROM rulings").fetchone()[0]


def test_arabic_runs_from_the_right_and_the_words_around_it_from_the_left(page, site) -> None:
    key = site.corpus.execute("SELECT permalink FROM articles WHERE language = 'ar'").fetchone()[0]
    page.goto(f"/article/{key}")
    directions = "names => names.map(name => getComputedStyle(document.querySelector(name)).direction)"
    assert page.evaluate(directions, ["h1", ".text p", ".meta", "h2"]) == ["rtl", "rtl", "ltr", "ltr"]


def test_print_is_black_on_white_without_the_navigation_and_with_addresses(page, site) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto("/article/" + site.corpus.execute("SELECT permalink FROM articles WHERE relevant").fetchone()[0])
    assert not page.locator("header nav").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    shown = page.evaluate("getComputedStyle(document.querySelector('main a[href^=http]'), '::after').content")
    assert "http" in shown


def test_the_feeds_that_pages_name_are_sound_and_hold_entries(page) -> None:
    named = {}
    for path in ("/", "/explore?q=Cloudflare", "/party/cloudflare", "/jurisdiction/JP", "/sources", "/feeds"):
        page.goto(path)
        links = page.locator("link[rel=alternate][type='application/atom+xml'], main a[href*='.atom']")
        named |= dict.fromkeys(links.evaluate_all("all => all.map(one => one.href)"), path)
    answers = {link: page.request.get(link) for link in named}
    assert {link for link, answer in answers.items() if not answer.ok} == set()
    feeds = {link: feedparser.parse(answer.body()) for link, answer in answers.items()}
    assert {link: feed.bozo_exception for link, feed in feeds.items() if feed.bozo} == {}
    assert all(entry.id and entry.updated and entry.link for feed in feeds.values() for entry in feed.entries)
    assert sum(bool(feed.entries) for feed in feeds.values()) > 5


@pytest.mark.parametrize("label", ["Column", "Comparison", "Value"])
def test_every_control_of_a_table_has_a_name(page, label: str) -> None:
    page.goto("/rulings/articles")
    assert page.get_by_label(label, exact=True).first.is_visible()
