"""The safe way to travel, as a Scrapy add-on: one line in ADDONS switches all of it on."""

from scrapy.settings import BaseSettings

SAFE = {
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "DOWNLOAD_MAXSIZE": 15 * 1024 * 1024,  # bytes, counted after decompression too
    "DOWNLOAD_WARNSIZE": 0,
    "DOWNLOAD_TIMEOUT": 30,  # seconds
    "COOKIES_ENABLED": False,
    "HTTPPROXY_ENABLED": False,  # the guard cannot see what a proxy connects to
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "URLLENGTH_LIMIT": 2048,
    "REDIRECT_MAX_TIMES": 5,
    "METAREFRESH_ENABLED": False,
    "RETRY_ENABLED": False,  # the schedule tries again, knowing Retry-After
    "ROBOTSTXT_OBEY": False,  # Manners keeps robots.txt a day and takes no answer for a no
    "HTTPERROR_ALLOW_ALL": True,  # a 404 is a result
}
LIVE = {
    "spiders.net.manners.Manners": 610,  # behind redirects: each hop asks its own host
    "spiders.net.guard.Guard": 620,
}
ALWAYS = {"spiders.net.archive.Archive": 900}  # nearest to the network: before decompression
UNUSED = (
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware",
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware",
)


class Wire:
    """Sets what every run of ours needs; a replay gets no network at all."""

    def update_settings(self, settings: BaseSettings) -> None:
        for name, value in SAFE.items():
            settings.set(name, value, "addon")
        replaying = bool(settings.getlist("RULINGWIRE_REPLAY"))
        middlewares = settings["DOWNLOADER_MIDDLEWARES"]
        for path, order in (ALWAYS if replaying else LIVE | ALWAYS).items():
            middlewares.setdefault(path, order)
        for path in UNUSED:
            middlewares.set(path, None)
        handler = "spiders.net.replay.ReplayHandler" if replaying else "spiders.net.turns.InTurn"
        settings.set("DOWNLOAD_HANDLERS", {"http": handler, "https": handler}, "addon")
        if replaying:
            self._one_by_one(settings)

    def _one_by_one(self, settings: BaseSettings) -> None:
        for name, value in {"CONCURRENT_REQUESTS": 1, "DOWNLOAD_DELAY": 0}.items():
            settings.set(name, value, "cmdline")
