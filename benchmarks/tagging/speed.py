"""How many articles of 600 words a second of CPU reads."""

import re
from collections.abc import Callable, Iterable
from time import process_time

from benchmarks.tagging.gold import Item
from pipelines.rules import Rules
from pipelines.work import judge_and_tag
from rulingwire.models import Article

WORDS = 600
ROUNDS = 3
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def speed_line(items: Iterable[Item], rules: Rules) -> str:
    """Articles a second for the whole work and for names alone; the least CPU of three rounds."""
    articles = [item.article for item in items]
    words = sum(count_words(f"{article.title} {article.text}") for article in articles)

    def names(article: Article) -> None:
        rules.names.find(article.title)
        rules.names.find(article.text)

    whole, alone = _least(articles, lambda one: judge_and_tag(one, rules)), _least(articles, names)
    return (
        f"Speed, articles of {WORDS} words for each second of CPU: judge_and_tag {words / WORDS / whole:.0f}, "
        f"names alone {words / WORDS / alone:.0f} ({words} words in {len(articles)} articles)"
    )


def count_words(text: str) -> int:
    """Words between spaces; in East Asian writing two characters make one."""
    east = len(_EAST_ASIAN.findall(text))
    return len(_EAST_ASIAN.sub(" ", text).split()) + east // 2


def _least(articles: list[Article], work: Callable[[Article], object]) -> float:
    rounds = []
    for _ in range(ROUNDS):
        start = process_time()
        for article in articles:
            work(article)
        rounds.append(process_time() - start)
    return max(min(rounds), 1e-6)
