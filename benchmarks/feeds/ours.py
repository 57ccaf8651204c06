"""rulingwire and what lies below it, each as a process of its own.

python -m benchmarks.feeds.ours SYSTEM TASK PORT COUNT FOLDER
"""

import sys
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

OPTIONS = {
    "RULINGWIRE_ALLOW_LOOPBACK": True,
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
}
ENTRY = '- {{id: feed{n}, title: Feed {n}, kind: feed, language: en, keep: all, url: "{url}"}}\n'


class Job(NamedTuple):
    """What to do: task is "first", "idle" (ask nobody) or "unchanged"."""

    task: str
    port: int
    count: int
    folder: Path

    def urls(self) -> list[str]:
        return [f"http://127.0.0.1:{self.port}/feed/{n}.xml" for n in range(self.count)]


def rulingwire(job: Job) -> None:
    """`rulingwire crawl`, with the delay between requests to one host off. Idle: no source is due."""
    from rulingwire.cli.crawling import run
    from rulingwire.cli.place import Place

    feeds = job.folder / "feeds.yml"
    if job.task == "first":
        feeds.write_text("".join(ENTRY.format(n=n, url=url) for n, url in enumerate(job.urls())))
    place = Place(data=job.folder / "data", feeds=feeds)
    sys.exit(run(place, "crawl", options=OPTIONS | {"RULINGWIRE_FORCE": job.task != "idle"}))


def scrapy(job: Job) -> None:
    """The same requests by Scrapy alone, with nothing read from the answers and nothing kept but validators."""
    from scrapy import Request, Spider
    from scrapy.crawler import AsyncCrawlerProcess

    kept = job.folder / "etags"
    known = kept.read_text().split("\n") if job.task == "unchanged" else [""] * job.count
    etags: dict[int, str] = {}

    class Fetch(Spider):
        name = "fetch"

        async def start(self) -> AsyncIterator[Any]:
            for n, url in enumerate(job.urls() if job.task != "idle" else []):
                headers = {"If-None-Match": known[n]} if known[n] else {}
                yield Request(url, headers=headers, cb_kwargs={"n": n}, meta={"handle_httpstatus_all": True})

        def parse(self, response: Any, n: int = 0) -> None:
            etags[n] = response.headers.get("ETag", b"").decode()

    settings = {"CONCURRENT_REQUESTS_PER_DOMAIN": 16, "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False}
    process = AsyncCrawlerProcess(settings)
    process.crawl(Fetch)
    process.start()
    if job.task == "first":
        kept.write_text("\n".join(etags[n] for n in range(job.count)))


def feedparser(job: Job) -> None:
    """The documents of the first run, in memory already, through feedparser without its sanitiser; nothing kept."""
    import feedparser

    from benchmarks.feeds.documents import document

    documents = [document(n) for n in range(job.count)]
    for body in documents if job.task == "first" else ():
        feedparser.parse(BytesIO(body), sanitize_html=False, resolve_relative_uris=False)


if __name__ == "__main__":
    name, task, port, count, folder = sys.argv[1:]
    system = {"rulingwire": rulingwire, "scrapy": scrapy, "feedparser": feedparser}[name]
    system(Job(task=task, port=int(port), count=int(count), folder=Path(folder)))
