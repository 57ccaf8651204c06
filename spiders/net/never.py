"""The places that are never fetched, as `never.yml` lists them."""

from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import yaml

FILE = Path(__file__).with_name("never.yml")


class Place(NamedTuple):
    """A host, or a part of it, that is closed to machines."""

    host: str
    why: str
    path: str = ""
    but: tuple[str, ...] = ()

    def holds(self, host: str, path: str) -> bool:
        """Is this address one of them?"""
        here = host == self.host or host.endswith(f".{self.host}")
        return here and path.lower().startswith(self.path) and not path.startswith(self.but or ("\0",))


@cache
def places() -> tuple[Place, ...]:
    """All of them."""
    entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(Place(**(entry | {"but": tuple(entry.get("but", ()))})) for entry in entries)


def why_never(url: str) -> str:
    """Why an address is never fetched; "" where it may be. robots.txt may always be read."""
    parts = urlsplit(url)
    host, path = (parts.hostname or "").rstrip("."), parts.path or "/"
    if path == "/robots.txt":
        return ""
    return next((f"{place.host}: never fetched: {place.why}" for place in places() if place.holds(host, path)), "")
