"""Hostile documents and addresses, and what becomes of each: a Markdown table.

    python -m benchmarks.hostile [--patience SECONDS]

The cases here are those of tests/test_hostile.py; the last rows are answers of a server on this machine.
"""

import argparse
import json
import signal
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from db.runs import begin_run
from pipelines.steps import Desk
from rulingwire.addresses import is_public
from rulingwire.outcomes import Outcome
from spiders.documents import parse_feed
from spiders.feed import feed_reading
from tests.builders import NOON, desk, reading, source
from tests.loopback import PATIENCE, Loopback, crawl, entry, home_table, rows

LONGEST = 5  # seconds of work on one document
JSON_FEED = "https://jsonfeed.org/version/1.1"
WORDS = "The court held Cloudflare liable for piracy. "
FILE = "<!ENTITY a SYSTEM 'file:///etc/passwd'>"
PARAMETER = "<!ENTITY % p SYSTEM 'http://127.0.0.1:9/x'> %p;"
LINKS = "".join(f"&lt;a href='//h{number}.example'>" for number in range(20_000))
DEEP = "<item><title>Told</title>" + "<a>" * 10**5 + "</a>" * 10**5 + "</item>"
MANY = [(f"T{number}", f"https://HOST/{number}", f"g{number}") for number in range(50_000)]
BLOWUP = f"<!ENTITY a '{'x' * 10**5}'>"
LAUGHS = "<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
MARKUP = (
    "<script>alert(1)</script>", "<svg/onload=alert(1)>", "<img src=x onerror=alert(1)//", "<iframe/src=javascript:x>",
    '<a href="jav&#x09;ascript:alert(1)">x</a>', '<a href="data:text/html,x">x</a>', '<a href="vbscript:x">x</a>',
    '<a href="file:///etc/passwd">x</a>', "<math><mtext><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<form action=javascript:x><button>x</button>",
    "<base href=//evil.example>",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A hostile document and what must come of it: how the visit ends, how many articles, which issue."""

    name: str
    body: bytes = field(repr=False)
    ends: str = "read"
    stored: int = 1
    issue: str = ""


def item(title="Told", link="https://HOST/1", guid="g1", body="words", date="Wed, 19 Nov 2025 09:00:00 +0000", more=""):
    return (
        f"<item><title>{title}</title><link>{link}</link><guid isPermaLink='false'>{guid}</guid>"
        f"<description>{body}</description><pubDate>{date}</pubDate>{more}</item>"
    )


def rss(*items, doctype="", encoding="utf-8"):
    head = f"<?xml version='1.0' encoding='{encoding}'?>" + (f"<!DOCTYPE rss [{doctype}]>" if doctype else "")
    return f"{head}<rss version='2.0'><channel><title>Wire</title>{''.join(items)}</channel></rss>".encode()


def json_feed(**changes):
    told = {"id": "1", "url": "https://HOST/1", "title": "Told", "content_html": "words"}
    return json.dumps({"version": JSON_FEED, "title": "Wire", "items": [told | changes]}).encode()


def rss_with(attribute, count):
    return rss(item()).replace(b"<rss", b"<rss " + b" ".join(attribute % number for number in range(count)))


def escaped(markup):
    return markup.replace("&", "&amp;").replace("<", "&lt;")


def link_case(name, link):
    return Case(name=f"link {name}", body=rss(item(link=link)), issue="link-refused")


GIVEN_UP = {"ends": "unreadable", "stored": 0, "issue": "unreadable"}
CASES = [
    Case(name="billion laughs", body=rss(item("&a9;"), doctype=LAUGHS), issue="salvaged"),
    Case(name="quadratic entities", body=rss(item("&a;" * 3000), doctype=BLOWUP), issue="salvaged"),
    Case(name="entity of a file", body=rss(item("&a;Told"), doctype=FILE)),
    Case(name="entity of an address", body=rss(item(), doctype=PARAMETER)),
    *(link_case(scheme, f"{scheme}:alert(1)") for scheme in ("javascript", "data", "vbscript", "file", "ftp", "about")),
    *(link_case(f"{scheme} with a host", f"{scheme}://HOST/%0aalert(1)") for scheme in ("javascript", "file", "ftp")),
    link_case("with a break", "java&#10;script:alert(1)"),
    link_case("with another host before it", "https://HOST\\@evil.example/"),
    link_case("of 1 MB", f"https://HOST/{'x' * 10**6}"),
    Case(name="guid javascript", body=rss(item(guid="javascript:alert(1)"))),
    *(Case(name=f"body {markup[:24]}", body=rss(item(body=escaped(markup + WORDS)))) for markup in MARKUP),
    *(Case(name=f"title {markup[:24]}", body=rss(item(title=escaped(markup)))) for markup in MARKUP),
    Case(name="author in markup", body=rss(item(more=f"<author>{escaped(MARKUP[0])}</author>"))),
    Case(name="title twice escaped", body=rss(item(title=escaped(escaped(MARKUP[0]))))),
    Case(name="title in SQL", body=rss(item(title="'); DROP TABLE articles; --", guid="' OR 1=1 --"))),
    Case(name="title of 5 MB", body=rss(item(title="A" * 5_000_000))),
    Case(name="title of a million tags", body=rss(item(title="&lt;b>" * 10**6))),
    Case(name="title that turns round", body=rss(item(title="\u202egnp.exe"))),
    Case(name="guid of 1 MB", body=rss(item(guid="g" * 10**6))),
    Case(name="guid of 1 MB in JSON", body=json_feed(id="g" * 10**6)),
    Case(name="body of 500 KB about a ruling", body=rss(item(body=WORDS * 11_500))),
    Case(name="body of 10 MB in one word", body=rss(item(body="a" * 10**7))),
    Case(name="body of 20,000 links", body=rss(item(body=LINKS))),
    Case(name="100,000 nested elements", body=rss(DEEP), issue="missing-date"),
    Case(name="10,000 nested blocks", body=rss(item(body="&lt;div>" * 10**4 + WORDS))),
    Case(name="JSON nested 100,000 deep", body=b'{"a":' + b"[" * 10**5, ends="unreadable", stored=0),
    Case(name="JSON of odd types", body=json_feed(authors=5, tags=7, id=9, title=None)),
    Case(name="JSON of half characters", body=json_feed(id="\ud800", title="\ud800", content_html="\ud800")),
    Case(name="5,000 unclosed entries", body=b"<rss>" + b"<item><title>x" * 5000, stored=0, issue="no-identity"),
    Case(name="50,000 categories", body=rss(item(more="<category>c</category>" * 50_000))),
    Case(name="100,000 namespaces", body=rss_with(b"xmlns:a%d='u'", 10**5)),
    Case(name="unclosed skipHours", body=rss("<skipHours><hour>" * 3900, item()), issue="salvaged"),
    Case(name="NUL everywhere", body=rss(item("To\0ld", "https://HOST/\0a", "g\0")), issue="salvaged"),
    Case(name="half a character", body=rss(item("&#xD800;"))),
    Case(name="UTF-7", body=rss(item("+ADw-script+AD4-alert(1)+ADw-/script+AD4-"), encoding="UTF-7")),
    Case(name="UTF-16 that says UTF-8", body=rss(item()).decode().encode("utf-16"), ends="unreadable", stored=0),
    Case(name="UTF-8 that says UTF-16", body=rss(item(), encoding="utf-16")),
    Case(name="a codec that is no charset", body=rss(item(), encoding="zlib"), issue="salvaged"),
    Case(name="a body that is a path", body=b"/etc/passwd", ends="unreadable", stored=0),
    Case(name="a body that is an address", body=b"http://127.0.0.1:9/feed", ends="unreadable", stored=0),
    Case(name="half a million <", body=b"<" * 500_000, ends="unreadable", stored=0),
    Case(name="500,000 bare ampersands", body=rss(item("&" * 500_000)), issue="salvaged"),
    *(
        Case(name=f"date {date[:30]}", body=rss(item(date=date)), issue="unknown-date")
        for date in ("9999-12-31T23:59:59-23:59", "-0001-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59", "1" * 10**5)
    ),
    Case(name="date in the year 9999", body=rss(item(date="Fri, 31 Dec 9999 23:59:59 GMT")), issue="future-date"),
]  # fmt: skip
SLOW = [  # each would take minutes
    Case(name="author of 5 MB", body=rss(item(more=f"<author>{'a' * 5_000_000}</author>")), **GIVEN_UP),
    Case(name="100,000 attributes", body=rss_with(b"a%d=''", 10**5), **GIVEN_UP),
    Case(name="50,000 entries", body=rss(*(item(*words) for words in MANY)), stored=2000, issue="too-many-entries"),
    Case(name="body of 14 MB about a ruling", body=rss(item(body=WORDS * 320_000)), issue="too-long"),
    Case(name="40,000 nested blocks", body=rss(item(body="&lt;div>" * 40_000 + WORDS))),
]  # fmt: skip
ADDRESSES = {  # is it one that may be asked?
    **dict.fromkeys(
        [
            "127.0.0.1",
            "127.255.255.254",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "239.255.255.250",
            "192.0.2.1",
            "198.18.0.1",
            "240.0.0.1",
            "::",
            "::1",
            "::127.0.0.1",
            "::10.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:0:10.0.0.1",
            "2002:a00:1::",
            "2001:0:a00:1::",
            "64:ff9b::10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::10.0.0.1",
            "fe80::1",
            "fe80::1%eth0",
            "fc00::1",
            "fd12::1",
            "fec0::1",
            "ff02::1",
            "ff0e::1",
            "2001:db8::1",
            "100::1",
            "5f00::1",
        ],
        False,
    ),
    **dict.fromkeys(["8.8.8.8", "1.1.1.1", "2606:4700::1111", "2001:4860:4860::8888", "64:ff9b::8.8.8.8"], True),
}


class TooSlow(BaseException):
    """Not to be caught by what is being timed."""


@contextmanager
def at_most(seconds):
    """Stop what takes longer, on the main thread; counted is our own work, not that of others on the machine."""

    def stop(*_):
        raise TooSlow

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


NAMES = {case.name: f"case-{number}" for number, case in enumerate([*CASES, *SLOW])}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """A corpus with a source for each case."""

    desk: Desk
    run: int

    def column(self, sql, *values):
        return [row[0] for row in self.desk.db.execute(sql, values)]


def open_wire(folder):
    opened = desk(folder, *(source(name) for name in NAMES.values()))
    return Wire(desk=opened, run=begin_run(opened.db, "test", NOON))


def take(wire, case, seconds=LONGEST):
    """Read and store one document; gives how its visit ended and the seconds it took."""
    of = source(NAMES[case.name])
    body = case.body.replace(b"HOST", f"{of.id}.example".encode())
    begun = time.process_time()
    with at_most(seconds):
        document = parse_feed(body, of.id, of.url)
        frame = feed_reading(reading(of=of, outcome=Outcome.READ), document)
        wire.desk.take(frame, wire.run)
    return frame.outcome.value, time.process_time() - begun


def row(name, what, seconds):
    print(f"| {name} | {what} | {seconds} |", flush=True)


def show_documents(cases, patience):
    """Read each into a corpus of its own making, and say how the visit ended and what was noted."""
    with tempfile.TemporaryDirectory() as folder:
        wire = open_wire(Path(folder))
        for case in cases:
            begun = time.monotonic()
            try:
                ended, took = take(wire, case, seconds=patience)
            except TooSlow:
                row(case.name, "**given up**", f"{time.monotonic() - begun:.1f}")
                continue
            stored = wire.column("SELECT count(*) FROM articles WHERE source_id = ?", NAMES[case.name])[0]
            issues = wire.column("SELECT DISTINCT kind FROM issues WHERE source_id = ? ORDER BY 1", NAMES[case.name])
            row(case.name, ", ".join([ended, f"{stored} stored", *issues]), f"{took:.2f}")


def show_addresses():
    """The guard's word on each address."""
    for address in ADDRESSES:
        row(f"`{address}`", "public" if is_public(address) else "refused", "")


def show_answers():
    """One crawl of a host that behaves in every way there is."""
    table = home_table()
    with tempfile.TemporaryDirectory() as name, Loopback(table) as site:
        folder = Path(name)
        sources = [path for path in table if path != "/robots.txt"]
        (folder / "feeds.yml").write_text("".join(entry(path[1:], site.url(path)) for path in sources))
        begun = time.monotonic()
        done = crawl(folder, DOWNLOAD_TIMEOUT=PATIENCE)
        took = time.monotonic() - begun
        for source_id, outcome, why in rows(folder, "SELECT source_id, outcome, why FROM fetches ORDER BY 1"):
            row(f"answer: {source_id}", f"{outcome} {why}".strip().replace("|", "/")[:160], "")
        row("all answers", f"exit code {done.code}, {done.memory:.0f} MB at most", f"{took:.1f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--patience", type=int, default=10, help="seconds before a document is given up")
    options = parser.parse_args()
    print("| input | what happened | seconds |\n|---|---|---|")
    show_documents([*CASES, *SLOW], options.patience)
    show_addresses()
    show_answers()
    return 0


if __name__ == "__main__":
    sys.exit(main())
