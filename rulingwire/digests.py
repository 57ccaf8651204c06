"""What a target of an alert is sent: plain words for people, JSON for programs."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from rulingwire.alerts import News


def subject(alert: str, news: Sequence[News]) -> str:
    """The one line of a digest."""
    return f"rulingwire: {len(news)} new for {alert}"


def digest(alert: str, news: Sequence[News], site: str) -> str:
    """A digest in plain text; `site` is where the corpus is served, such as https://rulings.example.org."""
    parts = [subject(alert, news), *(_told(one, site) for one in news)]
    return "\n\n".join(parts) + f"\n\n-- \nSent by rulingwire alert. What can be subscribed to: {site}/feeds/\n"


def _told(one: News, site: str) -> str:
    outlet = f" ({one.outlet})" if one.outlet else ""
    below = [*one.why.splitlines(), site + one.page, one.url]
    return "\n".join([one_line(one.title + outlet), *(f"  {one_line(said)}" for said in below if said)])


def one_line(text: str) -> str:
    """A text on one line, without signs that steer a terminal or a reader of mail."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def payload(alert: str, news: Sequence[News], site: str) -> dict[str, Any]:
    """A digest for programs; `delivery` is the same where the same news is sent again."""
    entries = [
        {
            "key": one.key,
            "title": one.title,
            "page": site + one.page,
            "url": one.url,
            "outlet": one.outlet,
            "seen": one.seen,
            "why": one.why,
        }
        for one in news
    ]
    return {"alert": alert, "delivery": delivery(alert, news), "entries": entries}


def delivery(alert: str, news: Sequence[News]) -> str:
    """A name for what is sent, so that a receiver knows again what it was sent twice."""
    keys = json.dumps([alert, *(one.key for one in news)])
    return hashlib.sha256(keys.encode()).hexdigest()[:32]
