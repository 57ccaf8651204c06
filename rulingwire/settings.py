"""Scrapy settings, in the order they act. `rulingwire crawl` and plain `scrapy crawl` share them."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("RULINGWIRE_DATA", ROOT / "data"))

BOT_NAME = "rulingwire"
SPIDER_MODULES = ["spiders"]

# What ours read
RULINGWIRE_FEEDS = str(ROOT / "feeds.yml")
RULINGWIRE_DATABASE = str(DATA / "rulings.db")
RULINGWIRE_ARCHIVE = str(DATA / "archive")
RULINGWIRE_MEMORY = "pipelines.steps.memory_for"
RULINGWIRE_REPLAY: list[str] = []  # WARC files to play instead of asking the network
RULINGWIRE_FORCE = False  # ask sources that are not due
RULINGWIRE_BACKFILL = 0  # pages or days of each source's past to read as well
RULINGWIRE_BACKFILL_BY = ""  # words of the way into the past, where feeds.yml knows several
RULINGWIRE_ROBOTS = True
RULINGWIRE_ALLOW_LOOPBACK = os.environ.get("RULINGWIRE_ALLOW_LOOPBACK") == "1"  # tests only

# Who we say we are. Put your own address in, so that a publisher can reach you.
CONTACT = os.environ.get("RULINGWIRE_CONTACT", "https://github.com/rulingwire/rulingwire")
USER_AGENT = f"rulingwire/0.1 (+{CONTACT})"
DEFAULT_REQUEST_HEADERS = {"Accept": "application/rss+xml, application/atom+xml, application/feed+json, */*;q=0.8"}

# Manners: one request at a time to a host, five seconds apart
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 5
DOWNLOAD_DELAY_JITTER = 0

# Safety is an add-on, so that whoever runs our spiders elsewhere gets it whole. The resolver serves the
# process, not a crawler, so it is named here.
ADDONS = {"spiders.net.addon.Wire": 0}
TWISTED_DNS_RESOLVER = "spiders.net.guard.GuardedResolver"
DNS_TIMEOUT = 20  # seconds

# Readings are stored one after the other, in the order they came
CONCURRENT_ITEMS = 1
ITEM_PIPELINES = {"pipelines.steps.StoreReading": 100}
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"

LOG_LEVEL = "INFO"
STATS_DUMP = False
FEED_EXPORT_ENCODING = "utf-8"

# Not used, and each costs a little at every request
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
EXTENSIONS = {
    "scrapy.extensions.feedexport.FeedExporter": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
    "scrapy.extensions.logstats.LogStats": None,
}
