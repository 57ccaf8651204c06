"""Feeds as Atom 1.0 (RFC 4287) and as JSON Feed 1.1; plugins/feeds.py says what stands in them."""

import json
import re
from urllib.parse import quote
from xml.etree import ElementTree

from datasette import Response

AUTHOR = "rulingwire"
TAG = "tag:rulingwire,2025:"  # RFC 4151; what follows is lasting, so an entry keeps its id wherever it is served
NAMESPACE = "http://www.w3.org/2005/Atom"
NEVER = "1970-01-01T00:00:00Z"  # where a row does not say its day: both formats want one
POLICY = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
TYPES = {"atom": "application/atom+xml; charset=utf-8", "json": "application/feed+json; charset=utf-8"}

# What XML 1.0 cannot hold, in whatever form it is written
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_DAY = re.compile(r"\d{4}(?:-\d\d){0,2}")


def response(form, feed, headers):
    """The answer with a feed: a dictionary of id, title, self, page, next, updated and entries."""
    body = {"atom": atom, "json": json_feed}[form](feed)
    return Response(body, headers=headers | {"Content-Security-Policy": POLICY}, content_type=TYPES[form])


def atom(feed):
    """A feed as Atom."""
    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.Element(f"{{{NAMESPACE}}}feed", {"xml:lang": "en"})
    add(root, "id", TAG + feed["id"])
    add(root, "title", feed["title"])
    add(root, "updated", feed["updated"])
    add(add(root, "author"), "name", AUTHOR)
    link(root, "self", feed["self"], "application/atom+xml")
    link(root, "alternate", feed["page"], "text/html")
    if feed["next"]:
        link(root, "next", feed["next"], "application/atom+xml")
    for entry in feed["entries"]:
        write_entry(add(root, "entry"), entry)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=False).join(
        ["<?xml version='1.0' encoding='utf-8'?>\n", "\n"]
    )


def write_entry(element, entry):
    """An entry: its page is ours; the original, where there is one, is related to it."""
    add(element, "id", TAG + entry["key"])
    add(element, "title", entry["title"]).set("xml:lang", plain(entry["language"]) or "und")
    add(element, "updated", time(entry["updated"]))
    add(element, "published", time(entry["published"]))
    for name in authors(entry):
        add(add(element, "author"), "name", name)
    link(element, "alternate", entry["page"], "text/html")
    if is_web(entry["url"]):
        link(element, "related", entry["url"])
    for subject in entry["subjects"]:
        add(element, "category").set("term", plain(subject))
    add(element, "summary", entry["why"])


def add(parent, name, text=""):
    """A new element below another."""
    element = ElementTree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    element.text = plain(text)
    return element


def link(parent, relation, address, kind=""):
    """A link below an element."""
    element = add(parent, "link")
    element.attrib.update({"rel": relation, "href": iri(address)} | ({"type": kind} if kind else {}))


def json_feed(feed):
    """A feed as JSON Feed."""
    made = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed["title"],
        "home_page_url": feed["page"],
        "feed_url": feed["self"],
        "language": "en",
        "authors": [{"name": AUTHOR}],
        "items": [item(entry) for entry in feed["entries"]],
    }
    if feed["next"]:
        made["next_url"] = feed["next"]
    return plain(json.dumps(made, ensure_ascii=False, indent=1))


def item(entry):
    """An entry as an item of JSON Feed."""
    made = {
        "id": TAG + entry["key"],
        "url": iri(entry["page"]),
        "title": entry["title"],
        "content_text": entry["why"],
        "date_published": time(entry["published"]),
        "date_modified": time(entry["updated"]),
        "language": entry["language"],
        "authors": [{"name": name} for name in authors(entry)],
        "tags": entry["subjects"],
        "external_url": iri(entry["url"]) if is_web(entry["url"]) else "",
    }
    return {name: value for name, value in made.items() if value}


def authors(entry):
    """Who wrote an entry: the outlet, and the author that it prints."""
    return list(dict.fromkeys(name for name in (entry["outlet"], entry["byline"]) if name)) or [AUTHOR]


def time(said):
    """A time as RFC 3339 wants it; of a day, month or year its beginning; NEVER where it is none."""
    if _TIME.fullmatch(said or ""):
        return said
    return f"{said}{'-01-01'[3 * said.count('-') :]}T00:00:00Z" if _DAY.fullmatch(said or "") else NEVER


def is_web(address):
    """Is this an absolute http or https address?"""
    return address.startswith(("https://", "http://"))


def iri(address):
    """An address with what no address may hold written as %20 and the like; what is written so stays."""
    return quote(plain(address), safe="%/:=&?~#+!$,;'@()*[]")


def plain(text):
    """A text without what XML cannot hold."""
    return _FORBIDDEN.sub("", text or "")
