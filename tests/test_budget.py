"""Request budgets: what a host allows is never exceeded, whoever asks and however often we are started."""

import asyncio
from datetime import datetime, timedelta

import pytest

from db.corpus import open_corpus
from db.memory import CorpusMemory
from spiders.net import budget
from spiders.net.budget import Budgets, BudgetSpent
from tests import builders

HOST = "api.example"
LIMITS = {"per_minute": 5, "per_hour": 50, "per_day": 125}


class Clock:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.time = builders.NOON

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(budget, "now", clock.now)
    monkeypatch.setattr(budget, "sleep", clock.sleep)
    return clock


def sources(**limits):
    return [builders.source("one", url=f"https://{HOST}/a", **limits), builders.source("two", url=f"https://{HOST}/b")]


def most_in(times, span):
    """The most requests in any window of this length."""
    return max(sum(begin <= at < begin + span for at in times) for begin in times)


def test_a_week_of_many_wishes_spends_no_more_than_the_budget(clock, tmp_path):
    memory = CorpusMemory(open_corpus(tmp_path / "rulings.db"))
    sent, refused = [], 0
    end = clock.time + timedelta(days=7)
    while clock.time < end:
        budgets = Budgets(sources(**LIMITS), memory)  # as after a restart
        for _ in range(20):
            try:
                asyncio.run(budgets.spend(HOST))
                sent.append(clock.time)
            except BudgetSpent:
                refused += 1
        clock.time += timedelta(minutes=30)
    assert most_in(sent, timedelta(minutes=1)) <= 5
    assert most_in(sent, timedelta(hours=1)) <= 50
    assert most_in(sent, timedelta(days=1)) <= 125
    assert len(sent) >= 7 * 125 - 125
    assert refused


def test_a_host_without_a_budget_is_not_counted(clock, tmp_path):
    memory = CorpusMemory(open_corpus(tmp_path / "rulings.db"))
    for _ in range(9):
        asyncio.run(Budgets(sources(), memory).spend(HOST))
    assert memory.requests_since(HOST, clock.time - timedelta(days=1)) == []


def test_a_key_may_widen_the_day(clock, tmp_path, monkeypatch):
    one = builders.source(url=f"https://{HOST}/a", per_day=2, per_day_with_key=4, key_env="RULINGWIRE_TEST_KEY")
    memory = CorpusMemory(open_corpus(tmp_path / "rulings.db"))
    for _ in range(2):
        asyncio.run(Budgets([one], memory).spend(HOST))
    with pytest.raises(BudgetSpent, match=r"our 2 requests to api\.example in a day are spent until 2025-11-20 12:00"):
        asyncio.run(Budgets([one], memory).spend(HOST))
    monkeypatch.setenv("RULINGWIRE_TEST_KEY", "secret")
    asyncio.run(Budgets([one], memory).spend(HOST))
