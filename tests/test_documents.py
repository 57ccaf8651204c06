"""Feed bytes become entries whatever their flavour, and nothing in them stops a source."""

import json
from datetime import timedelta

import pytest

from pipelines.clean import clean
from spiders.documents import LONGEST_TITLE, MOST_ENTRIES, Document, parse_feed
from tests.builders import NOON

URL = "https://wire.example/section/feed.xml"
ITEM = "<item><title>Court rules</title><link>https://wire.example/1</link></item>"


def rss(items: str = ITEM, channel: str = "", declared: str = "utf-8") -> bytes:
    head = f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel><title>Wire</title>'
    return f"{head}{channel}{items}</channel></rss>".encode(declared)


def atom(entry: str) -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry>{entry}</entry></feed>'.encode()


def json_feed(*items: object, **values: object) -> bytes:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items} | values).encode()


def read(body: bytes) -> Document:
    return parse_feed(body, "wire", URL)


def only(body: bytes):
    (article,) = read(body).articles
    return article


def kinds(document: Document) -> list[str]:
    return [issue.kind for issue in document.issues]


# Flavours

RDF = (
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    b'<channel rdf:about="https://wire.example/"><title>Wire</title></channel>'
    b'<item rdf:about="https://wire.example/1"><title>Court rules</title><link>https://wire.example/1</link></item>'
    b"</rdf:RDF>"
)
ATOM_03 = (
    b'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Wire</title><entry><title>Court rules</title>'
    b'<link rel="alternate" type="text/html" href="https://wire.example/1"/></entry></feed>'
)
FLAVOURS = {
    "rss 0.90": RDF.replace(b"http://purl.org/rss/1.0/", b"http://my.netscape.com/rdf/simple/0.9/"),
    "rss 0.91": rss().replace(b'"2.0"', b'"0.91"'),
    "rss 1.0": RDF,
    "rss 2.0": rss(),
    "rss without a version": rss().replace(b' version="2.0"', b""),
    "atom 0.3": ATOM_03,
    "atom 1.0": atom('<title>Court rules</title><link href="https://wire.example/1"/>'),
    "json feed": json_feed({"title": "Court rules", "url": "https://wire.example/1"}, title="Wire"),
}


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_every_flavour_gives_title_and_address(flavour):
    document = read(FLAVOURS[flavour])
    assert (document.title, document.trouble, document.issues) == ("Wire", "", ())
    assert [(a.source_id, a.title, a.url) for a in document.articles] == [
        ("wire", "Court rules", "https://wire.example/1")
    ]


# Addresses


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<link>/2/x</link>", "https://wire.example/2/x"),
        ("<link>x.html</link>", "https://wire.example/section/x.html"),
        ("<link>//other.example/x</link>", "https://other.example/x"),
        ('<guid isPermaLink="true">https://wire.example/3</guid>', "https://wire.example/3"),
        ('<guid isPermaLink="false">https://wire.example/4</guid>', "https://wire.example/4"),
        ('<guid isPermaLink="false">tag:wire,2025:4</guid>', ""),
        ("<link>javascript:alert(1)</link>", "javascript:alert(1)"),
    ],
)
def test_an_address_is_resolved_or_handed_on_as_printed(item, url):
    assert only(rss(f"<item><title>t</title>{item}</item>")).url == url


def test_the_link_before_feedburner_is_the_address():
    ns = 'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
    burned = f"<feedburner:origLink {ns}>https://wire.example/true</feedburner:origLink>"
    assert only(rss(f"<item><link>https://feeds.example/~r/1</link>{burned}</item>")).url == "https://wire.example/true"


# Bodies


def test_the_fullest_body_wins_and_a_description_is_never_the_whole():
    content = '<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">{}</content:encoded>'
    short = "<description>A teaser.</description>"
    whole = only(rss(f"<item>{short}{content.format('The whole long article.')}</item>"))
    assert (whole.html, whole.complete) == ("The whole long article.", True)
    teaser = only(rss(f"<item>{short}{content.format('Less.')}</item>"))
    assert (teaser.html, teaser.complete) == ("A teaser.", False)


@pytest.mark.parametrize("end", ["[…]", "[...]", "[&amp;#8230;]", "Continue reading", "Read the full", "weiterlesen"])
def test_a_body_that_ends_in_a_cut_mark_is_not_complete(end):
    body = f"&lt;p&gt;It begins. {end}&lt;/p&gt;"
    assert not only(atom(f'<title>t</title><content type="html">{body}</content>')).complete
    assert only(atom('<title>t</title><content type="html">&lt;p&gt;It ends.&lt;/p&gt;</content>')).complete


def test_plain_text_of_atom_keeps_its_angle_brackets():
    article = only(atom('<id>1</id><content type="text">See &lt;Annex A&gt; &amp; B</content>'))
    assert clean(article, (), NOON).text == "See <Annex A> & B"


def test_markup_that_atom_calls_plain_text_is_read_as_markup():
    article = only(atom("<id>1</id><content>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</content>"))
    assert clean(article, (), NOON).text == "One.\n\nTwo."


def test_plain_text_of_json_feed_keeps_its_angle_brackets():
    assert clean(only(json_feed({"content_text": "a <b> c"})), (), NOON).text == "a <b> c"


def test_an_author_is_a_name_and_no_mailbox():
    assert only(rss("<item><title>t</title><author>desk@wire.example (Ann Desk)</author></item>")).byline == "Ann Desk"
    boxed = "<id>1</id><author><name>Ann Desk</name><email>desk@wire.example</email></author>"
    assert only(atom(boxed)).byline == "Ann Desk"


def test_long_titles_are_cut():
    assert len(only(rss(f"<item><title>{'x' * 5000}</title></item>")).title) == LONGEST_TITLE


# Encodings

JAPANESE = "<item><title>海賊版サイト①</title><link>https://wire.example/1</link></item>"
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "gb18030", "shift_jis"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_japanese_is_read_in_every_encoding(encoding):
    body = rss(JAPANESE, declared="utf-8").decode().replace('"utf-8"', f'"{encoding.removesuffix("-sig")}"')
    document = read(body.encode("cp932" if encoding == "shift_jis" else encoding))
    assert [a.title for a in document.articles] == ["海賊版サイト①"]
    assert document.issues == ()


@pytest.mark.parametrize(
    ("encoding", "title"), [("iso-2022-jp", "海賊版サイト"), ("euc-jp", "海賊版サイト"), ("euc-kr", "똠방각하")]
)
def test_older_east_asian_encodings_are_read(encoding, title):
    body = rss(f"<item><title>{title}</title></item>").decode().replace("utf-8", encoding)
    assert only(body.encode("cp949" if encoding == "euc-kr" else encoding)).title == title


def test_windows_punctuation_is_read_where_latin_1_is_declared():
    body = rss("<item><title>“A” – 5 €</title></item>").decode().replace("utf-8", "iso-8859-1").encode("cp1252")
    assert only(body).title == "“A” – 5 €"


# Hints


def every(period: str, frequency: str = "1") -> str:
    ns = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    times = f"<sy:updateFrequency {ns}>{frequency}</sy:updateFrequency>"
    return f"<sy:updatePeriod {ns}>{period}</sy:updatePeriod>{times}"


@pytest.mark.parametrize(
    ("channel", "wait"),
    [
        ("", None),
        ("<ttl>90</ttl>", timedelta(minutes=90)),
        ("<ttl>soon</ttl>", None),
        ("<ttl>²</ttl>", None),
        (f"<ttl>{'9' * 5000}</ttl>", timedelta(minutes=10**6)),
        (every(" daily "), timedelta(days=1)),
        (every("hourly", "4"), timedelta(minutes=15)),
        (every("hourly", "0"), timedelta(hours=1)),
        (every("hourly", "³"), timedelta(hours=1)),
        ("<ttl>30</ttl>" + every("hourly"), timedelta(hours=1)),
        (every("fortnightly"), None),
    ],
)
def test_the_longest_wait_a_feed_asks_for_is_a_hint(channel, wait):
    assert read(rss(channel=channel)).hints.wait == wait


def test_skipped_hours_and_days_are_all_read():
    skipped = (
        "<skipHours><hour>22</hour><hour> 3 </hour><hour>24</hour><hour>noon</hour></skipHours>"
        "<skipDays><day>Sunday</day><day>monday</day><day>Caturday</day></skipDays>"
    )
    hints = read(rss(channel=skipped)).hints
    assert (hints.skip_hours, hints.skip_days) == ((0, 3, 22), (0, 6))


def test_an_hour_of_endless_digits_is_no_crash():
    assert read(rss(channel=f"<skipHours><hour>{'1' * 5000}</hour></skipHours>")).trouble == ""


# Damage


def test_a_damaged_document_is_read_and_says_so():
    document = read(rss("<item><title>A & B</title></item>" + ITEM))
    assert ([a.title for a in document.articles], kinds(document)) == (["A & B", "Court rules"], ["salvaged"])
    assert "SAXParseException" in document.issues[0].words


def test_a_document_that_breaks_off_gives_what_came():
    document = read(rss(ITEM + ITEM)[:-60])
    assert (document.articles[0].title, kinds(document)) == ("Court rules", ["salvaged"])


def test_control_characters_are_taken_out_and_named():
    document = read(rss("<item><title>A\x0bB\x00C</title></item>"))
    assert (document.articles[0].title, kinds(document)) == ("ABC", ["salvaged"])


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        (b"", "an empty answer"),
        (b" \n ", "an empty answer"),
        (b"<!DOCTYPE html><html><body>Just a moment...</body></html>", "an HTML page instead of a feed"),
        (b"\n <HTML><head></head></HTML>", "an HTML page instead of a feed"),
        (b"Service unavailable", "not a feed"),
        (b"%PDF-1.7 binary", "not a feed"),
        (b"<?xml version='1.0'?><opml/>", "not a feed"),
        (b'{"version": 5}', "JSON, but not a JSON Feed"),
        (b'{"version": "https://jsonfeed.org/version/1", ', "not a feed: JSONDecodeError"),
        (b'{"a":' * 100_000, "not a feed: RecursionError"),
    ],
)
def test_what_is_no_feed_is_named(body, trouble):
    assert read(body) == Document(trouble=trouble)


def test_a_feed_without_entries_is_empty_and_no_trouble():
    assert read(rss("")) == Document(title="Wire")


def test_more_entries_than_the_limit_are_counted_and_left_out():
    document = read(rss(ITEM * (MOST_ENTRIES + 1)))
    assert len(document.articles) == MOST_ENTRIES
    assert [i.words for i in document.issues] == [f"{MOST_ENTRIES + 1}, read {MOST_ENTRIES}"]


@pytest.mark.parametrize("reference", ["&#55357;", "&#xD83D;", "&#x110000;", "&#99999999999;"])
def test_an_impossible_character_costs_no_entry(reference):
    document = read(rss(f"<item><title>Half {reference} a smile</title></item>" + ITEM))
    assert len(document.articles) == 2


# JSON Feed


def test_json_behind_a_byte_order_mark_is_read():
    assert only(b"\xef\xbb\xbf" + json_feed({"title": "t"})).title == "t"


@pytest.mark.parametrize("items", [None, 5, "x", {"a": 1}, [None, 5, "x", []]])
def test_items_of_odd_types_are_no_entries(items):
    assert read(json_feed(items=items)) == Document()


@pytest.mark.parametrize("field", ["id", "url", "title", "content_html", "content_text", "summary", "date_published",
                                   "date_modified", "author", "authors", "tags", "language"])  # fmt: skip
@pytest.mark.parametrize("value", [None, 5, 1.5, True, "x", [], ["x"], [None], {}, {"name": 5}, [{"name": None}]])
def test_a_field_of_an_odd_type_costs_no_other_entry(field, value):
    document = read(json_feed({field: value}, {"title": "fine"}))
    assert document.articles[1].title == "fine"


def test_authors_are_named_in_order_and_the_nameless_left_out():
    authors = [{"name": "Ann"}, {"url": "https://wire.example"}, "Bob", {"name": None}, {"name": "Cem"}]
    assert only(json_feed({"authors": authors})).byline == "Ann, Cem"
    assert only(json_feed({"author": {"name": "Ann"}, "authors": None})).byline == "Ann"


def test_an_id_may_be_a_number():
    assert only(json_feed({"id": 17})).guid == "17"


def test_half_a_surrogate_pair_does_not_reach_the_store():
    article = only(json_feed({"id": "\ud83d", "title": "a \ud83d b \U0001f600"}))
    assert (article.guid, article.title) == ("?", "a ? b \U0001f600")
