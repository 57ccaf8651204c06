"""From the front page by clicking only: what a reader comes for is four clicks away. docs/reading.md tells the ways."""

import feedparser
import pytest

MOST = 4  # clicks


class Reader:
    """Who begins at the front page and only clicks."""

    def __init__(self, page) -> None:
        self.page, self.clicks = page, 0
        page.goto("/")

    def click(self, name: str, within: str = "body") -> None:
        """Follow the first link, or open the first part, of this name."""
        part = self.page.locator(within)
        found = part.get_by_role("link", name=name, exact=True).or_(part.locator("summary", has_text=name))
        found.first.click()
        self.clicks += 1
        assert self.clicks <= MOST

    def sees(self, words: str, within: str = "main") -> bool:
        """Can the words be read?"""
        return self.page.locator(within).get_by_text(words).first.is_visible()


@pytest.fixture
def reader(page):
    return Reader(page)


def test_who_won_in_tokyo_for_how_much_and_which_words_say_so(reader) -> None:
    reader.click("Kodansha and others v. Cloudflare")
    for words in ("Held liable", "Four publishers win", "JPY 500,000,000", "USD 3,200,000"):
        assert reader.sees(words)
    assert not reader.sees("ordered", "details q")
    reader.click("In which words", "section.told:has-text('Awarded') li:has-text('JPY 500,000,000')")
    assert reader.page.locator("details[open] q").first.is_visible()
    assert "yen" in reader.page.locator("details[open]").first.inner_text()


def test_every_ruling_against_cloudflare_by_country(reader) -> None:
    reader.click("Cloudflare")
    reader.click("Country by country")
    reader.click("defendant", "#narrow")
    countries = reader.page.locator("main h3").all_inner_texts()
    assert [name for name in ("Italy", "Germany", "Japan") if not any(name in one for one in countries)] == []
    assert reader.page.locator("main .days a[href^='/ruling/']").count() == number(reader.page) >= 10


def test_dns_resolver_orders_in_europe_since_2024(reader) -> None:
    reader.click("Rulings", "nav")
    reader.click("dns", "#narrow")
    reader.click("Europe", "#narrow")
    reader.click("2024", "#narrow")
    days = reader.page.locator(".rulings time").all_inner_texts()
    assert len(days) == number(reader.page) >= 5
    assert min(days) >= "2024"


def test_which_articles_changed_after_publication_and_how(reader) -> None:
    reader.click("Questions", "nav")
    reader.click("What was changed after publication")
    assert reader.sees("substantive")
    reader.click("Noonoo TV: Appeal Court Adds Eighteen Months, Cuts Forfeiture")
    assert reader.page.locator("main ins").first.is_visible()
    assert reader.page.locator("main del").first.is_visible()


def test_a_feed_of_new_rulings_in_japan(reader, site) -> None:
    reader.click("Japan")
    link = reader.page.locator("main").get_by_role("link", name="rulings", exact=True)
    feed = feedparser.parse(reader.page.request.get(link.get_attribute("href")).body())
    assert not feed.bozo
    assert any("Cloudflare" in entry.title for entry in feed.entries)


def number(page) -> int:
    """How many rulings the list says it holds."""
    return int(page.locator("#found").inner_text().split()[0].replace(",", ""))
