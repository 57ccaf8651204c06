"""Running spiders in one process: all at once on the network, one after the other in a replay."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

import rulingwire.settings
from rulingwire.models import Reading, Source

FINISHED = "finished"


def make_settings(changes: Mapping[str, Any]) -> Settings:
    """The project's settings with some of them replaced."""
    settings = Settings()
    settings.setmodule(rulingwire.settings)
    settings.update(dict(changes), priority="cmdline")
    return settings


def spider_kinds() -> dict[str, type[Spider]]:
    """Spiders that visit sources, by the `kind` of source they visit."""
    loader = SpiderLoader(make_settings({}))
    spiders = [loader.load(name) for name in loader.list()]
    return {
        kind: spider
        for spider in spiders
        for kind in getattr(spider, "kinds", ()) or {getattr(spider, "kind", "")} - {""}
    }


def spiders_for(sources: Sequence[Source]) -> list[tuple[type[Spider], dict[str, Any]]]:
    """The spiders that visit these sources, each with its own."""
    kinds = spider_kinds()
    return [
        (spider, {"sources": ",".join(s.id for s in sources if kinds[s.kind] is spider)})
        for spider in dict.fromkeys(kinds[kind] for kind in sorted({s.kind for s in sources}))
    ]


def run_spiders(
    spiders: Sequence[tuple[type[Spider], dict[str, Any]]],
    changes: Mapping[str, Any],
    on_item: Callable[[Any], None] | None = None,
) -> list[str]:
    """Run spiders with their arguments to the end; gives the reasons of those that did not finish.

    `changes` are settings; `on_item` is called with each item once it is stored. To be called once a
    process: the reactor cannot be started twice.
    """
    process = AsyncCrawlerProcess(make_settings(changes))
    troubles: list[str] = []
    crawlers = [(process.create_crawler(spider), arguments) for spider, arguments in spiders]
    for crawler, _ in crawlers:
        _listen(crawler, troubles, on_item)
    if changes.get("RULINGWIRE_REPLAY"):
        _chain(process, crawlers)
    else:
        for crawler, arguments in crawlers:
            process.crawl(crawler, **arguments)
    if crawlers:
        process.start()
    return troubles


def _listen(crawler: Crawler, troubles: list[str], on_item: Callable[[Any], None] | None) -> None:
    def scraped(item: Reading) -> None:
        if on_item:
            on_item(item)

    def closed(spider: Spider, reason: str) -> None:
        if reason != FINISHED:
            troubles.append(f"spider {spider.name} stopped: {reason}")

    def stumbled(failure: Any, spider: Spider) -> None:
        troubles.append(f"spider {spider.name}: {failure.getErrorMessage()}")

    crawler.signals.connect(scraped, signals.item_scraped, weak=False)
    crawler.signals.connect(closed, signals.spider_closed, weak=False)
    crawler.signals.connect(stumbled, signals.spider_error, weak=False)
    crawler.signals.connect(stumbled, signals.item_error, weak=False)


def _chain(process: AsyncCrawlerProcess, crawlers: Sequence[tuple[Crawler, dict[str, Any]]]) -> None:
    """Start each spider when the one before has ended."""
    (crawler, arguments), *rest = crawlers
    task = process.crawl(crawler, **arguments)
    if rest:
        task.add_done_callback(lambda _: _chain(process, rest))
