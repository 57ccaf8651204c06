"""What feeds.yml says of a court site, in words."""

from rulingwire.models import Source


def facts_of(source: Source) -> list[str]:
    """How a court site is known, what it allows us, and what may be published of it."""
    return [
        source.jurisdiction or "several jurisdictions",
        f"known from {source.known_from}",
        budget_of(source),
        *([key_of(source)] if source.key_env else []),
        "text published" if source.may_publish_text else "lead published" if source.may_store_text else "text not kept",
        f"names: {source.names}",
        *([] if source.active else ["resting"]),
    ]


def budget_of(source: Source) -> str:
    """The requests its host allows, in words."""
    spans = (("a minute", source.per_minute), ("an hour", source.per_hour), ("a day", source.per_day))
    limits = ", ".join(f"{number} {span}" for span, number in spans if number)
    keyed = f" ({source.per_day_with_key} with a key)" if source.per_day_with_key else ""
    return f"{limits}{keyed}" if limits else "one request in five seconds"


def key_of(source: Source) -> str:
    """The key it wants, in words."""
    return f"{'needs' if source.key_required else 'better with'} a key in {source.key_env}"
