"""The keys some sites want: they come from the environment, and the archive never sees them."""

import os

from rulingwire.models import Source


def has_key(source: Source) -> bool:
    """Is the key there that the source cannot do without?"""
    return not source.key_required or bool(os.environ.get(source.key_env))


def key_headers(source: Source) -> dict[str, str]:
    """The header that carries the key of a source, if there is a key and it travels in a header."""
    key = os.environ.get(source.key_env, "") if source.key_env else ""
    name, _, value = source.key_header.partition(": ")
    return {name: value.format(key=key)} if key and name else {}


def with_key(url: str, source: Source) -> str:
    """An address with the key of its source, where the site wants it there; the archive never sees it."""
    key = os.environ.get(source.key_env, "") if source.key_param else ""
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}{source.key_param}={key}" if key else url
