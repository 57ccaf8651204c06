"""What every answer carries, and what is never answered: Datasette's own pages about itself and all that writes."""

import re
from base64 import b64encode
from functools import wraps
from hashlib import sha256
from pathlib import Path

import datasette as stock
from datasette import hookimpl

TEMPLATES = Path(stock.__file__).parent / "templates"
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def scripts():
    """The scripts that stand in Datasette's own pages; none may run that is not one of them."""
    for name in ("_close_open_menus.html", "_codemirror_foot.html"):
        yield from SCRIPT.findall((TEMPLATES / name).read_text(encoding="utf-8"))
    yield from ("DATASETTE_ALLOW_FACET = true;", "DATASETTE_ALLOW_FACET = false;")


def hashes():
    """They as a policy names them."""
    return " ".join(f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" for one in scripts())


# Our own pages send a stricter policy themselves. Datasette's hold styles that depend on the table.
STOCK_POLICY = (
    f"default-src 'none'; script-src 'self' {hashes()}; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    b"content-security-policy": STOCK_POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
    b"cross-origin-opener-policy": b"same-origin",
}
OPEN = "/-/static"  # of the addresses that begin so, the one that readers need
REFUSED = {404: b"There is no page at this address.\n", 405: b"This server only reads.\n"}


@hookimpl
def asgi_wrapper(datasette):
    """Refuse what is closed; add each header that an answer does not bring, and take cookies from it."""

    def wrap(app):
        @wraps(app)
        async def guarded(scope, receive, send):
            async def send_more(event):
                if event["type"] == "http.response.start":
                    event = {**event, "headers": more(event.get("headers", []), scope["path"])}
                await send(event)

            if scope["type"] == "http" and (status := refusal(scope)):
                headers = [(b"content-type", b"text/plain; charset=utf-8")]
                await send_more({"type": "http.response.start", "status": status, "headers": headers})
                await send_more({"type": "http.response.body", "body": REFUSED[status]})
            else:
                await app(scope, receive, send_more)

        return guarded

    return wrap


def refusal(scope):
    """The status of a request that is not answered, None of all others.

    What Datasette tells of itself holds paths of the disk, and its forms are for people who log in.
    """
    if scope["method"] not in ("GET", "HEAD"):
        return 405
    path = scope["path"]
    return 404 if path.startswith("/-/") and not path.startswith(OPEN) else None


def more(headers, path):
    """The headers without cookies, and ours where they are missing; a compressed file is no text."""
    kept = [(name.lower(), value) for name, value in headers if name.lower() != b"set-cookie"]
    if path.endswith(".gz"):
        kept = [(name, b"application/gzip" if name == b"content-type" else value) for name, value in kept]
    present = {name for name, _ in kept}
    return [*kept, *((name, value) for name, value in HEADERS.items() if name not in present)]
