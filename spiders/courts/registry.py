"""The court sites by their kind: a file beside this one, with its class `Site`."""

from functools import cache
from importlib import import_module

from spiders.courts.sites import Site


@cache
def load_site(kind: str) -> Site:
    """The site of a kind of source."""
    module = import_module(f"spiders.courts.{kind.replace('-', '_')}")
    site: Site = module.Site()
    return site
