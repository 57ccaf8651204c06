"""Sums in US dollars, roughly: at the mean rate of a year, from the table beside this file (rates.yml)."""

from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("rates.yml")


@cache
def load_rates() -> dict[str, tuple[int, tuple[float, ...]]]:
    """For each currency the first year of its table, and its units for one dollar in that year and those after."""
    tables = yaml.safe_load(FILE.read_text(encoding="utf-8"))["tables"]
    return {currency: (table["since"], tuple(rates)) for table in tables for currency, rates in table["rates"].items()}


def in_dollars(currency: str, amount: float, year: int) -> tuple[float, int] | None:
    """An amount in US dollars and the year of the rate; None where there is no rate of that year.

    A year after the last of the table takes the last, up to two years later.
    """
    if currency == "USD":
        return amount, year
    since, rates = load_rates().get(currency, (0, ()))
    at = min(year, since + len(rates) - 1)
    if not rates or year < since or year - at > 2:
        return None
    return amount / rates[at - since], at
