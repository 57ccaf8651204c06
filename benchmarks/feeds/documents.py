"""Synthetic feeds: half RSS 2.0, half Atom, 25 entries of article length each."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from random import Random

ENTRIES = 25
PARAGRAPHS = 10
NEWEST = datetime(2026, 1, 31, 12, tzinfo=UTC)

RULINGS = (  # every fifth entry is about one
    "The <b>Tokyo District Court</b> ordered Cloudflare to pay Kodansha 500 million yen ($3.2 million) in damages.",
    "A court in Cologne told the resolver to stop answering for the piracy sites named in the complaint.",
    "The provider said on Wednesday that it would appeal the decision; the publishers welcomed it.",
)
NEWS = (
    'Earlier reports are <a href="https://example.org/reports?id={n}">collected here</a> &mdash; some by readers.',
    "Nothing in the paper explains how many customers were affected, or for how long.",
    "The update brings a new scheduler, faster start-up and fixes for machines with little memory.",
    "Researchers counted visits over six months and published the method together with the numbers.",
    "Its makers promise batteries that last a week, at a price that is &ldquo;not yet decided&rdquo;.",
)


def body(draw: Random, number: int) -> str:
    """The HTML of one entry: about 3 KB."""
    sentences = RULINGS + NEWS if number % 5 == 0 else NEWS
    paragraphs = (" ".join(draw.choices(sentences, k=3)) for _ in range(PARAGRAPHS))
    return "".join(f"<p>{paragraph.replace('{n}', str(number))}</p>\n" for paragraph in paragraphs)


def rss(feed: int) -> bytes:
    """One RSS 2.0 document, about 94 KB."""
    draw = Random(feed)
    items = []
    for entry in range(ENTRIES):
        when = NEWEST - timedelta(hours=7 * entry + feed)
        link = f"https://feed{feed}.example.org/{when:%Y/%m}/story-{entry}/"
        html = body(draw, entry)
        items.append(
            f"<item><title>Feed {feed}: story {entry} of a long day in court &amp; elsewhere</title><link>{link}</link>"
            f'<guid isPermaLink="false">https://feed{feed}.example.org/?p={entry}</guid>'
            f"<pubDate>{format_datetime(when)}</pubDate><dc:creator>Reporter {entry % 5}</dc:creator>"
            f"<category>Law</category><category>Networks</category><description>{escape(html[:300])}</description>"
            f"<content:encoded><![CDATA[{html}]]></content:encoded></item>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Feed {feed}</title><link>https://feed{feed}.example.org/</link><description>News</description>"
        f"<language>en</language>{''.join(items)}</channel></rss>"
    ).encode()


def atom(feed: int) -> bytes:
    """One Atom document, about 94 KB."""
    draw = Random(feed)
    entries = []
    for entry in range(ENTRIES):
        when = NEWEST - timedelta(hours=7 * entry + feed)
        link = f"https://feed{feed}.example.org/{when:%Y/%m}/story-{entry}/"
        entries.append(
            f"<entry><id>tag:feed{feed}.example.org,2026:{entry}</id>"
            f"<title>Feed {feed}: story {entry} of a long day</title>"
            f'<link rel="alternate" href="{link}"/><published>{when.isoformat()}</published>'
            f"<updated>{when.isoformat()}</updated><author><name>Reporter {entry % 5}</name></author>"
            f'<category term="Law"/><content type="html">{escape(body(draw, entry))}</content></entry>'
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
        f"<id>https://feed{feed}.example.org/</id><title>Feed {feed}</title><updated>{NEWEST.isoformat()}</updated>"
        f"{''.join(entries)}</feed>"
    ).encode()


def document(feed: int) -> bytes:
    """The document of feed number `feed`: RSS where even, Atom where odd."""
    return atom(feed) if feed % 2 else rss(feed)
