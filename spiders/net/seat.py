"""The memory that every part of the network shares."""

from scrapy.crawler import Crawler
from scrapy.utils.misc import load_object

from rulingwire.memory import Memory


def memory_of(crawler: Crawler) -> Memory:
    """The memory of a crawler, made by what RULINGWIRE_MEMORY names, so that the network knows no SQL."""
    memory: Memory = load_object(crawler.settings["RULINGWIRE_MEMORY"])(crawler)
    return memory
