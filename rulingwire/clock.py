"""The only look at the clock; everything else is told the time."""

from datetime import UTC, datetime


def now() -> datetime:
    """This moment in UTC, in whole seconds as the corpus counts."""
    return datetime.now(UTC).replace(microsecond=0)
