"""The two sites with a shape of their own: their past over loopback, their pages and links as plain functions."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from scrapy.http import HtmlResponse

from benchmarks.hostile import at_most
from pipelines.clean import clean, one_line, read_html
from rulingwire.clock import now
from rulingwire.settings import ROOT, RULINGWIRE_FEEDS
from rulingwire.sources import load_sources
from spiders.documents import parse_feed
from spiders.past import past_addresses
from spiders.slashdot import SlashdotSpider
from spiders.torrentfreak import TorrentFreakSpider, without_tail
from tests.builders import NOON, raw, source
from tests.loopback import Answer, Loopback, crawl, entry, feed, rows

SAMPLES = ROOT / "tests/samples"
CAPTURES = ROOT.parent / "shared/samples/news/slashdot/html"
TAIL = "<p>From: <a href='https://torrentfreak.com/'>TF</a>, for the latest news on copyright battles and more.</p>"
BACKFILL = 2


def post(number):
    return {
        "link": f"https://tf.example/told-{number}/",
        "guid": {"rendered": f"https://tf.example/?p={number}"},
        "title": {"rendered": f"Judge &amp; jury {number}"},
        "content": {"rendered": f"<p>A court told provider {number} to pay.</p>{TAIL}"},
        "date_gmt": "2025-11-19T09:00:00",
        "modified_gmt": "2025-11-19T10:00:00",
    }


def page(number):
    return Answer(
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=f"<html><body><h1>Page {number}</h1><div class='entry-content'><p>All of page {number}.</p>{TAIL}"
        "</div></body></html>".encode(),
    )


def sitemap(site, *numbers):
    urls = "".join(f"<url><loc>{site.url(f'/page-{n}/')}</loc></url>" for n in numbers)
    return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>".encode()


def issue(*sids):
    stories = "".join(
        f"<h2><span id='title-{n}'><a href='//yro.slashdot.org/story/{sid}/told'>Day story {n}</a></span></h2>"
        for n, sid in enumerate(sids)
    )
    return f"<!doctype html><html><body>{stories}<a href='//slashdot.org/faq'>FAQ</a></body></html>".encode()


def yesterday(number):
    return f"{now() - timedelta(days=number):%Y%m%d}"


def table_of(site):
    return {
        "/feed/": feed("front"),
        "/feed/?paged=1": feed("front", "older-1"),
        "/feed/?paged=2": feed("older-2"),
        "/feed/?paged=3": feed("too-old"),
        "/json/feed/": feed("front-json"),
        "/json/wp-json/wp/v2/posts?per_page=20&page=1": Answer(body=json.dumps([post(1), post(2)]).encode()),
        "/json/wp-json/wp/v2/posts?per_page=20&page=2": Answer(status=400),  # as WordPress ends
        "/map/feed/": feed("front-map"),
        "/map/post-sitemap1.xml": Answer(body=sitemap(site, 1, 2)),
        "/page-1/": page(1),
        "/slashdot": feed("front-slashdot"),
        **{f"/?issue={yesterday(n)}": Answer(body=issue(f"25/11/1{n}/123{n}")) for n in (0, 1, 2, 3)},
    }


def listed(site):
    ways = {
        "paged": ("torrentfreak", "/feed/", "/feed/?paged={n}", False),
        "posts": ("torrentfreak", "/json/feed/", "/json/wp-json/wp/v2/posts?per_page=20&page={n}", False),
        "map": ("torrentfreak", "/map/feed/", "/map/post-sitemap{n}.xml", True),
        "days": ("slashdot", "/slashdot", "/?issue={day}", False),
    }
    return "".join(
        entry(name, site.url(url), kind, past=[site.url(past)], full_text=full)
        for name, (kind, url, past, full) in ways.items()
    )


@pytest.fixture(scope="module")
def past(tmp_path_factory):
    folder = tmp_path_factory.mktemp("past")
    with Loopback() as site:
        site.table |= table_of(site)
        (folder / "feeds.yml").write_text(listed(site))
        yield folder, site, crawl(folder, "--backfill", BACKFILL)


@pytest.fixture
def titles(past):
    found = "SELECT title FROM articles JOIN sightings ON id = article_id WHERE sightings.source_id = ? ORDER BY title"
    return lambda name: [row[0] for row in rows(past[0], found, name)]


def test_as_many_pages_of_a_paged_feed_are_read_as_asked(past, titles):
    assert titles("paged") == ["Story front", "Story older-1", "Story older-2"]
    assert past[1].times("/feed/?paged=3") == 0


def test_posts_of_the_api_are_articles_without_their_last_line(past, titles):
    assert titles("posts") == ["Judge & jury 1", "Judge & jury 2", "Story front-json"]
    texts = "SELECT text, published_at FROM article_texts JOIN articles USING (id) WHERE title = 'Judge & jury 1'"
    found = rows(past[0], texts.replace("USING (id)", "ON id = article_id"))
    assert found == [("A court told provider 1 to pay.", "2025-11-19T09:00:00Z")]


def test_the_pages_of_a_sitemap_are_read_and_a_missing_one_is_gone(past):
    found = (
        "SELECT p.url, state, title, text FROM pages p JOIN articles a ON a.id = p.article_id JOIN article_texts t"
        " ON t.article_id = a.id AND t.version = text_version WHERE p.source_id = 'map' AND p.url LIKE '%/page-%'"
    )
    site = past[1]
    assert rows(past[0], f"{found} ORDER BY 1") == [
        (site.url("/page-1/"), "read", "Page 1", "All of page 1."),
        (site.url("/page-2/"), "gone", "", ""),
    ]


def test_the_stories_of_as_many_days_are_read_as_asked(past, titles):
    assert titles("days") == ["Day story 0", "Day story 0", "Story front-slashdot"]
    assert [past[1].times(f"/?issue={yesterday(n)}") for n in (1, 2, 3)] == [1, 1, 0]
    found = rows(past[0], "SELECT key FROM aliases WHERE key LIKE 'id:%' AND source_id = 'days' ORDER BY 1")
    assert found == [("id:slashdot:25/11/11/1231",), ("id:slashdot:25/11/12/1232",)]


def test_what_lies_beyond_the_last_page_is_no_trouble(past):
    assert past[2].code == 0
    ends = "SELECT outcome, count(*) FROM fetches WHERE purpose = 'backfill' GROUP BY 1"
    assert rows(past[0], ends) == [("gone", 2), ("read", 6)]
    kinds = "SELECT kind FROM issues WHERE kind IN ('gone', 'failed') AND hint NOT LIKE '%/page-_/'"
    assert rows(past[0], kinds) == []


def test_old_pages_say_nothing_about_what_has_left_the_feed(past):
    assert rows(past[0], "SELECT count(*) FROM sightings WHERE left_at IS NOT NULL") == [(0,)]


@pytest.mark.parametrize(
    ("name", "by", "address"),
    [
        ("torrentfreak", "", "https://torrentfreak.com/feed/?paged=1"),
        ("torrentfreak", "wp-json", "https://torrentfreak.com/wp-json/wp/v2/posts?per_page=20&page=1"),
        ("torrentfreak", "sitemap", "https://torrentfreak.com/post-sitemap1.xml"),
        ("slashdot", "", "https://slashdot.org/?issue=20251118"),
    ],
)
def test_the_words_choose_the_way_into_the_past(name, by, address):
    (known,) = (s for s in load_sources(ROOT / RULINGWIRE_FEEDS) if s.id == name)
    assert next(past_addresses(known, 1, by, NOON)) == address
    assert list(past_addresses(known, 1, "no such way", NOON)) == []


def read_page(spider, body, url):
    name = spider.kind
    return spider.read_page(HtmlResponse(url, body=body, encoding="utf-8"), source(name, kind=name))


BLOCKS = (
    '<p class="breadcrumb">Home</p>', '<nav>Menu</nav>', '<ul class="share"><li>Tweet this</li></ul>',
    '<div class="sharedaddy">Share me</div>', '<aside>Subscribe</aside>', '<div class="related">More</div>',
    '<form>Your mail</form>', '<div class="jp-relatedposts">Also</div>', '<footer>Imprint</footer>',
)  # fmt: skip
ENDINGS = ("<p>Previous Post</p>", "<p>Tagged In: courts</p>", "<h3>You Might Also Like:</h3><ul><li>Old</li></ul>")


@pytest.mark.parametrize("extra", [TAIL, *BLOCKS, *ENDINGS])
def test_a_torrentfreak_page_is_its_article_and_nothing_else(extra):
    body = f"<h1>Court fines <i>host</i></h1><div class='entry-content'><p>The fine is small.</p>{extra}</div>"
    article = read_page(TorrentFreakSpider(), body.encode(), "https://torrentfreak.com/court-fines-host/")
    assert article.title == "Court fines host"
    assert read_html(article.html)[0] == "The fine is small."


def test_the_sample_page_of_torrentfreak_keeps_every_paragraph():
    body = (SAMPLES / "torrentfreak/20201012-article-page.html").read_bytes()
    article = read_page(TorrentFreakSpider(), body, "https://torrentfreak.com/?p=9000012")
    text, _ = read_html(article.html)
    assert text.startswith("Universal Music has won again")
    assert text.endswith("Whether Cloudflare is liable in the main action remains open.")
    assert len(text.split("\n\n")) == 5


@pytest.mark.parametrize("theme", ["article__body", "entry-content", "post-content"])
def test_a_torrentfreak_page_is_read_whatever_its_theme(theme):
    article = read_page(
        TorrentFreakSpider(), f"<div class='{theme}'><p>Told.</p></div>".encode(), "https://tf.example/"
    )
    assert (article.form, read_html(article.html)[0]) == ("page", "Told.")


def test_a_torrentfreak_page_without_a_known_body_is_handed_on_whole():
    article = read_page(TorrentFreakSpider(), b"<html><p>Told.</p></html>", "https://tf.example/")
    assert (article.form, article.url) == ("whole-page", "https://tf.example/")


@pytest.mark.parametrize("markup", ["<img ", "<a ", "<p", "<p><a ", "Source: <a ", '<a href="'])
def test_tags_that_are_never_closed_are_searched_in_no_time(markup):
    article = raw(html=markup * 20_000)
    with at_most(1):
        TorrentFreakSpider().refine(article)
        SlashdotSpider().refine(article)


def test_a_picture_from_torrentfreak_does_not_end_the_article():
    body = "<p>One.</p><figure><figcaption>Source: TorrentFreak</figcaption></figure><p>Two.</p>"
    assert "Two." in without_tail(body)


STORY = """<html><body><article><h2><span id="title-7"><a href="//yro.slashdot.org/story/25/11/19/2247224/told">Court
fines host</a> <span>(<a class="story-sourcelnk" href="https://wire.example/original">wire.example</a>)</span></span></h2>
<div class="details">Posted by <a href="#">desk</a>
<time datetime="on Wednesday November 19, 2025 @05:40PM">x</time></div>
<div class="body" id="fhbody-7"><div class="p" id="text-7">A reader writes: <i>The fine is small.</i></div>
<div class="share">Share on elsewhere</div></div></article><div id="comments">First post!</div></body></html>"""


def test_a_slashdot_page_is_its_story_and_what_it_quotes():
    article = read_page(SlashdotSpider(), STORY.encode(), "https://yro.slashdot.org/story/25/11/19/2247224/told")
    assert (one_line(article.title), article.byline) == ("Court fines host", "desk")
    assert article.public_id == "slashdot:25/11/19/2247224"
    assert [(link.url, link.role) for link in article.links] == [("https://wire.example/original", "via")]
    assert read_html(article.html)[0] == "A reader writes: The fine is small."


def test_the_time_of_a_slashdot_page_has_no_zone_so_only_its_day_is_believed():
    article = read_page(SlashdotSpider(), STORY.encode(), "https://yro.slashdot.org/story/25/11/19/2247224/told")
    cleaned = clean(article, (), NOON)
    assert (cleaned.published_at, cleaned.issues) == (datetime(2025, 11, 19, tzinfo=UTC), ())


def test_a_slashdot_page_without_a_story_is_no_article():
    assert read_page(SlashdotSpider(), b"<html><p>Not found</p></html>", "https://slashdot.org/story/25/1/1/1") is None


@pytest.mark.skipif(not CAPTURES.exists(), reason="the real captures (../shared/samples) are not here")
@pytest.mark.parametrize(
    ("name", "title", "words"),
    [
        ("slashdot_commit20101103_dagfinnr.html", "Google Bans Sale of Android Spying App", "dbune writes"),
        (
            "slashdot_commit20150114_btrinh1.html",
            "Google To Test Build-It-Yourself Ara Smartphones In Puerto Rico",
            "An anonymous reader writes",
        ),
    ],
)
def test_a_real_slashdot_page_gives_title_story_and_poster(name, title, words):
    body = (CAPTURES / name).read_bytes()
    article = read_page(SlashdotSpider(), body, "https://slashdot.org/story/10/11/02/1449249/told")
    text, _ = read_html(article.html)
    assert (article.title, article.byline, text.startswith(words)) == (title, "samzenpus", True)
    assert not any(word in text for word in ("Read More", "comments", "Share", "background:"))


@pytest.mark.parametrize(
    ("sample", "urls"),
    [
        (
            "20090731-rdf-feedburner.xml",
            [
                "http://news.slashdot.org/story/09%2F07%2F31%2F9912205",
                "http://yro.slashdot.org/story/09%2F07%2F31%2F9904211",
            ],
        ),
        (
            "20140812-rss-feedsportal.xml",
            [
                "https://slashdot.org/story/14/08/12/9910020",
                "https://slashdot.org/story/14/08/12/9905210",
            ],
        ),
    ],
)
def test_counting_links_are_opened_and_share_blocks_left_out(sample, urls):
    document = parse_feed((SAMPLES / "slashdot" / sample).read_bytes(), "slashdot")
    articles = [SlashdotSpider().refine(article) for article in document.articles]
    assert [clean(article, (), NOON).url for article in articles] == urls
    assert all(article.public_id.startswith("slashdot:") for article in articles)
    assert not any(
        word in article.html for article in articles for word in ("share_submission", "Read more", "<iframe")
    )
