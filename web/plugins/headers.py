"""Security headers for every answer; our own pages send a stricter policy themselves."""

from functools import wraps

from datasette import hookimpl

# Datasette's own pages hold inline scripts and styles.
STOCK_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    b"content-security-policy": STOCK_POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}


@hookimpl
def asgi_wrapper(datasette):
    """Add each header that the answer does not bring."""

    def wrap(app):
        @wraps(app)
        async def with_headers(scope, receive, send):
            async def send_more(event):
                if event["type"] == "http.response.start":
                    event = {**event, "headers": more(event.get("headers", []))}
                await send(event)

            await app(scope, receive, send_more)

        return with_headers

    return wrap


def more(headers):
    """The headers, and ours where they are missing."""
    present = {name.lower() for name, _ in headers}
    return [*headers, *((name, value) for name, value in HEADERS.items() if name not in present)]
