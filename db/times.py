"""Times as the corpus writes them: `2025-11-19T09:00:00Z`, whole seconds, always UTC."""

from datetime import UTC, datetime


def to_text(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC; None stays None."""
    return moment.astimezone(UTC).replace(microsecond=0).isoformat()[:-6] + "Z" if moment else None


def from_text(text: str | None) -> datetime | None:
    """The moment behind a time of the corpus; None and "" are no moment."""
    return datetime.fromisoformat(text) if text else None


def moment(text: str) -> datetime:
    """The moment behind a time that is never missing."""
    return datetime.fromisoformat(text)
