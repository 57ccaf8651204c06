"""What an address is, whoever printed it: canonical form, identity key, public story number."""

import re
from functools import lru_cache
from urllib.parse import quote, unquote, urljoin, urlsplit

from rulingwire.errors import NotHttp

LONGEST = 2048
DEFAULT_PORTS = {"http": 80, "https": 443}

TRACKER = re.compile(
    r"""(utm|pk|mtm|hsa)_.*|fbclid|gclid|dclid|yclid|gbraid|wbraid|msclkid|twclid|ttclid|igshid|igsh|mkt_tok
    |mc_cid|mc_eid|_hsenc|_hsmi|__hs[st]c|vero_id|oly_enc_id|oly_anon_id|s_cid|wt_mc|wt_zmc
    |ncid|smid|smtyp|sr_share|cmp|ito|at_medium|at_campaign|mbid|ocid|_ga|_gl|guccounter""",
    re.IGNORECASE | re.VERBOSE,
)
# These names also carry real arguments, so they go only where the value names a feed or a share button.
MARKER = re.compile(
    r"""(source|src|from|ref|partner|emc|via|xtor|cmpid|cid)
    =(rss(feed)?|atom|feed(burner)?|fb|facebook|twitter)(?![a-z]).*""",
    re.IGNORECASE | re.VERBOSE,
)
# An address escaped once too often prints "&amp;" between its arguments.
AMPERSANDS = re.compile(r"&(?:amp;)+")

# Slashdot was served through feedsportal.com from 2013 to 2015; 0L opens the mangled address.
FEEDSPORTAL = re.compile(r"^https?://(?:[\w-]+\.)*feedsportal\.com/(?:[^?#]*/)?(0L[^/?#]+)", re.IGNORECASE)
FEEDSPORTAL_CODE = re.compile("0([A-GIL])")
FEEDSPORTAL_CODES = {
    "A": "0", "B": ".", "C": "/", "D": "?", "E": "-", "F": "=", "G": "&", "I": "_", "L": "http://",
}  # fmt: skip

SLASHDOT = re.compile(r"^https?://(?:[\w-]+\.)*slashdot\.org/(.*)", re.IGNORECASE | re.DOTALL)
SLASHDOT_SID = re.compile(r"(?:\bstory/|\barticles/|\bsid=|~3/[^/]+/)(\d\d/\d\d/\d\d/\d{3,9})(?!\d)")
WORDPRESS = re.compile(r"https?://([^/?#]+)/\?p=([1-9]\d*)")

AUTHORITY = re.compile(r"(\[[^\[\]]+\]|[^\[\]:]+)(?::\d*)?", re.ASCII)
HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?|\[[0-9a-f:.]+\]")
BREAKS = re.compile(r"[\t\r\n]+")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
ESCAPE = re.compile("%([0-9A-Fa-f]{2})?")
# Hosts under which everybody may publish: there the label before says whose it is.
SHARED_HOSTS = frozenset({"blogspot.com", "wordpress.com", "substack.com", "medium.com", "github.io", "tumblr.com"})


def http_url(url: str, base: str = "") -> str | None:
    """Resolve an address against its page; None unless it is http(s), plain and at most 2048 long.

    Never returns an address that a browser could read as another scheme or another host.
    """
    # Browsers drop line breaks inside an address, so "java\nscript:" must be judged without them.
    text = BREAKS.sub("", url.strip())
    if UNPRINTABLE.search(text) or len(text) > LONGEST:
        return None
    try:
        found = urljoin(base, text)
        parts = urlsplit(found)
        _host(parts.scheme, parts.netloc)
    except (ValueError, NotHttp):
        return None
    return found if len(found) <= LONGEST else None


@lru_cache(maxsize=8192)  # a feed names the same addresses at every visit
def canonical_url(url: str) -> str:
    """Write an address in the one form used as a key; idempotent.

    Raises NotHttp unless it is an absolute http or https address.
    """
    plain = http_url(url)
    if plain is None:
        raise NotHttp(f"not an absolute http(s) address: {url[:200]!r}")
    inner = _unwrapped(plain)
    if inner is not None:
        return canonical_url(inner)
    parts = urlsplit(plain)
    query = _kept_query(parts.query)
    path = _without_dots(_escaped(parts.path, safe="/:@!$&'()*+,;=%"))
    canonical = f"{parts.scheme}://{_host(parts.scheme, parts.netloc)}{path}{'?' if query else ''}{query}"
    if len(canonical) > LONGEST:
        raise NotHttp(f"address longer than {LONGEST} characters: {url[:200]!r}")
    return canonical


@lru_cache(maxsize=8192)
def url_key(url: str) -> str:
    """Name an address whatever its scheme, "www." and last slash; raises NotHttp."""
    return canonical_url(url).partition("://")[2].removeprefix("www.").removesuffix("/")


def public_id(url: str) -> str:
    """Find the site's own story number in an address; "" where there is none.

    Forms: "slashdot:25/11/19/2247224", "wp:torrentfreak.com:123".
    """
    plain = http_url(url) or ""
    address = _unwrapped(plain) or plain
    if slashdot := SLASHDOT.match(address):
        sid = SLASHDOT_SID.search(unquote(slashdot[1]))
        return f"slashdot:{sid[1]}" if sid else ""
    post = WORDPRESS.fullmatch(_canonical_or_empty(address))
    return f"wp:{post[1].removeprefix('www.')}:{post[2]}" if post else ""


@lru_cache(maxsize=8192)
def site_of(url: str) -> str:
    """The site of an address, whatever the section: news.slashdot.org and slashdot.org are one.

    The last two labels of the host, three under a country's "co.uk" or a host where everybody may publish.
    """
    labels = urlsplit(url).netloc.split(":")[0].split(".")
    short = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3:] if short or ".".join(labels[-2:]) in SHARED_HOSTS else labels[-2:])


def _canonical_or_empty(url: str) -> str:
    try:
        return canonical_url(url)
    except NotHttp:
        return ""


def _unwrapped(url: str) -> str | None:
    """Decode a feedsportal.com address; None if it is not one or hides nothing usable."""
    wrapped = FEEDSPORTAL.match(url)
    if wrapped is None:
        return None
    return http_url(FEEDSPORTAL_CODE.sub(lambda code: FEEDSPORTAL_CODES[code[1]], wrapped[1]))


@lru_cache(maxsize=8192)
def _host(scheme: str, netloc: str) -> str:
    """Return host and port in lower case; raises NotHttp or ValueError."""
    authority = AUTHORITY.fullmatch(netloc.rpartition("@")[2])
    if scheme not in DEFAULT_PORTS or "\\" in netloc or authority is None:
        raise NotHttp(f"not http(s): {scheme!r}, {netloc!r}")
    name = authority[1].lower()
    host = name if name.startswith("[") else name.encode("idna").decode("ascii").lower().rstrip(".")
    if not HOST.fullmatch(host):
        raise NotHttp(f"not a host: {name!r}")
    port = urlsplit(f"//{netloc}").port
    return host if port in (None, DEFAULT_PORTS[scheme]) else f"{host}:{port}"


def _kept_query(query: str) -> str:
    escaped = AMPERSANDS.sub("&", _escaped(query, safe="/:@!$&'()*+,;=?%"))
    return "&".join(part for part in escaped.split("&") if part and not _tracks(unquote(part)))


def _tracks(part: str) -> bool:
    return bool(TRACKER.fullmatch(part.partition("=")[0]) or MARKER.fullmatch(part))


def _escaped(text: str, safe: str) -> str:
    return quote(ESCAPE.sub(_plain_escape, text), safe=safe)


def _plain_escape(escape: re.Match[str]) -> str:
    if escape[1] is None:
        return "%25"
    character = chr(int(escape[1], 16))
    return character if character in UNRESERVED else escape[0].upper()


def _without_dots(path: str) -> str:
    """Resolve "." and ".." as RFC 3986 (5.2.4) does; empty segments stay."""
    segments = path.split("/")
    kept: list[str] = []
    for segment in segments[1:]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)
