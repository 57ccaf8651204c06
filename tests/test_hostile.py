"""Hostile input, read and stored as a visit would: nothing active is kept, nothing is opened, nothing takes long."""

import re
import socket
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from twisted.internet.address import IPv4Address

from benchmarks.hostile import ADDRESSES, CASES, MARKUP, NAMES, SLOW, WORDS, TooSlow, item, open_wire, rss, take
from db.publish import publish
from pipelines.clean import LONGEST_HTML, read_html
from rulingwire.addresses import is_public
from rulingwire.schedule import ADOPT_AFTER, ADOPT_OVER
from rulingwire.settings import ROOT
from spiders.documents import LONGEST_WORK, MOST_ENTRIES, parse_feed
from spiders.net.addon import Wire
from spiders.net.guard import _PublicOnly
from spiders.net.manners import LONGEST_DELAY, retry_after
from spiders.running import make_settings
from tests.builders import NOON
from tests.loopback import Answer, Loopback, crawl, entry, feed, rows
from tests.test_web import Site, serve

DISGUISES = (
    "localhost", "localhost.", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "[::1]", "[::ffff:127.0.0.1]",
    "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b:1::127.0.0.1]", "[2002:7f00:1::]", "[fec0::1]", "[fe80::1]",
)  # fmt: skip
WAITS = {
    "99999999999": timedelta(days=7),
    "9" * 5000: timedelta(days=7),
    "Fri, 31 Dec 9999 23:59:59 GMT": timedelta(days=7),
    "Thu, 01 Jan 1970 00:00:00 GMT": timedelta(),
    "-5": None,
    "\xb2": None,
    "soon": None,
}


def attempt(wire, case):
    try:
        return take(wire, case)[0]
    except (TooSlow, Exception) as error:
        return repr(error)[:200]


@pytest.fixture(scope="module")
def taken(tmp_path_factory):
    """All cases, read and stored in one corpus; nothing may be connected to, this machine included."""
    wire = open_wire(tmp_path_factory.mktemp("hostile"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", lambda *words: pytest.fail(f"connected to {words[1:]}"))
        ends = {case.name: attempt(wire, case) for case in CASES}
    yield wire, ends
    wire.desk.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_document_is_read_or_refused_as_it_must_be(taken, case):
    wire, ends = taken
    assert ends[case.name] == case.ends
    assert wire.column("SELECT count(*) FROM articles WHERE source_id = ?", NAMES[case.name]) == [case.stored]
    kinds = wire.column("SELECT kind FROM issues WHERE source_id = ?", NAMES[case.name])
    assert not case.issue or case.issue in kinds


@pytest.mark.parametrize("case", SLOW, ids=lambda case: case.name)
def test_a_document_that_is_slow_on_purpose_does_not_hold_up_the_others(tmp_path, case):
    wire = open_wire(tmp_path)
    assert take(wire, case, seconds=2 * LONGEST_WORK)[0] == case.ends
    assert wire.column("SELECT count(*) FROM articles") == [case.stored]
    assert not case.issue or wire.column("SELECT kind FROM issues") == [case.issue]


@pytest.mark.parametrize("place", ["articles.url", "sightings.url", "article_links.url", "pages.url"])
def test_every_link_stored_is_http(taken, place):
    table, column = place.split(".")
    stored = taken[0].column(f"SELECT {column} FROM {table} WHERE {column} <> ''")
    assert all(re.match(r"https?://[a-z0-9]", url) for url in stored)
    assert stored or table == "pages"


def texts(db):
    """Every text of the corpus but names kept as printed, which nothing shows as a link or as HTML."""
    printed = {"issues.words", "issues.hint", "sightings.guid", "aliases.key"}
    for table in db.table_names():
        if not table.startswith(("article_search", "sqlite_")):
            for column, kind in db[table].columns_dict.items():
                if kind is str and f"{table}.{column}" not in printed:
                    yield from ((table, column, row[0]) for row in db.execute(f"SELECT [{column}] FROM [{table}]"))


def test_no_markup_is_stored(taken):
    found = [place for place in texts(taken[0].desk.db) if place[2] and re.search(r"<[a-z/!]", place[2])]
    assert {(table, column, text) for table, column, text in found} == {
        ("articles", "title", MARKUP[0]),  # escaped twice: the words of a title about HTML
        ("article_versions", "title", MARKUP[0]),
    }


def test_no_title_is_stored_that_is_longer_than_a_page_can_show(taken):
    assert max(taken[0].column("SELECT length(title) FROM article_versions")) == 1000


def test_nothing_of_a_local_file_is_stored(taken):
    assert [place for place in texts(taken[0].desk.db) if place[2] and "root:" in place[2]] == []


def test_a_title_about_html_is_shown_as_words(taken, tmp_path):
    wire, _ = taken
    (link,) = wire.column("SELECT permalink FROM articles WHERE title = ?", MARKUP[0])
    path = tmp_path / "rulings.db"
    wire.desk.db.execute("VACUUM INTO ?", [str(path)])
    page = Site(serve(publish(path, tmp_path / "s", now=datetime(2025, 11, 20, tzinfo=UTC)))).text(f"/article/{link}")
    assert "&lt;script&gt;alert" in page
    assert "<script" not in page


def test_a_body_that_is_the_path_of_a_feed_is_not_opened(tmp_path):
    path = tmp_path / "feed.xml"
    path.write_bytes(rss(item()))
    assert parse_feed(str(path).encode(), "wire").articles == ()


@pytest.mark.parametrize("markup", MARKUP)
def test_cleaned_text_holds_no_markup_and_no_link_but_http(markup):
    text, links = read_html(markup + WORDS, "https://wire.example/")
    assert "<" not in text
    assert all(link.startswith("https://") for link in links)


@pytest.mark.parametrize(("address", "public"), ADDRESSES.items())
def test_an_address_is_public_or_refused_whatever_its_wrapping(address, public):
    assert is_public(address) is public


class Heard(list):
    """A receiver that keeps the addresses it is given."""

    def addressResolved(self, address):
        self.append(address.host)


def test_of_a_name_with_several_addresses_only_the_public_ones_are_used():
    heard = Heard()
    guard = _PublicOnly(heard, "wire.example", loopback=False)
    for number in ("10.0.0.1", "8.8.8.8", "127.0.0.1"):
        guard.addressResolved(IPv4Address("TCP", number, 80))
    assert heard == ["8.8.8.8"]


def test_this_machine_is_not_reached_under_any_name(tmp_path):
    with Loopback({f"/{n}": feed("x") for n in range(len(DISGUISES))}) as site:
        port = site.host.rpartition(":")[2]
        hosts = enumerate(DISGUISES)
        (tmp_path / "feeds.yml").write_text("".join(entry(f"n{n}", f"http://{host}:{port}/{n}") for n, host in hosts))
        done = crawl(tmp_path, loopback=False)
    assert (site.asked, done.connected) == ([], [])
    ends = rows(tmp_path, "SELECT outcome, count(*) FROM fetches GROUP BY 1")
    assert ends == [("refused", len(DISGUISES))]


def self_signed(folder):
    """A server's side of TLS that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    begin = datetime.now(UTC) - timedelta(days=1)
    near = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    draft = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    draft = draft.serial_number(x509.random_serial_number()).add_extension(near, critical=False)
    draft = draft.not_valid_before(begin).not_valid_after(begin + timedelta(days=9))
    pem = draft.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "server.pem").write_bytes(pem + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context


@pytest.mark.parametrize(("verify", "asked"), [(True, 0), (False, 1)])
def test_a_certificate_nobody_vouches_for_ends_the_download(tmp_path, verify, asked):
    with Loopback({"/feed": feed("told")}) as site:
        site.server.socket = self_signed(tmp_path).wrap_socket(site.server.socket, server_side=True)
        (tmp_path / "feeds.yml").write_text(entry("wire", site.url("/feed", scheme="https")))
        settings = {} if verify else {"DOWNLOAD_VERIFY_CERTIFICATES": False}
        done = crawl(tmp_path, **settings)
    assert (site.times("/feed"), done.code) == (asked, 1 - asked)


def test_a_real_run_has_the_limits_we_promise():
    promised = (ROOT / "docs/safety.md").read_text("utf-8")
    settings = make_settings({})
    Wire().update_settings(settings)
    assert f"larger than {settings.getint('DOWNLOAD_MAXSIZE') // 1024**2} MB" in promised
    assert f"slower than {settings.getint('DOWNLOAD_TIMEOUT')} seconds" in promised
    assert f"given up after {LONGEST_WORK} seconds of work" in promised
    assert f"more than {MOST_ENTRIES:,} entries, or a body of more than {LONGEST_HTML:,} characters" in promised
    assert f"{LONGEST_DELAY:g} seconds at most" in promised
    assert f"adopted only after {ADOPT_AFTER} visits over {ADOPT_OVER.days} days" in promised
    off = ("COOKIES_ENABLED", "HTTPPROXY_ENABLED", "TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED")
    assert [settings.getbool(name) for name in off] == 4 * [False]


def test_an_entry_does_not_make_us_read_a_page_at_a_private_address(tmp_path):
    links = ("http://10.0.0.1/", "http://169.254.169.254/latest/", "http://[fd12::1]/")
    with Loopback() as site:
        site.table["/feed"] = Answer(body=rss(*(item(link=link, guid=link, body="Cut [...]") for link in links)))
        (tmp_path / "feeds.yml").write_text(entry("wire", site.url("/feed"), full_text=True))
        done = crawl(tmp_path)
    assert {address for address in done.connected if site.host.rpartition(":")[2] not in address} == set()
    assert rows(tmp_path, "SELECT state, count(*) FROM pages GROUP BY 1") == [("blocked", len(links))]


@pytest.mark.parametrize(("value", "wait"), WAITS.items(), ids=lambda value: str(value)[:30])
def test_a_retry_after_is_believed_for_a_week_at_most(value, wait):
    assert retry_after(value, NOON) == wait
