"""What `rulingwire check` and `status` say of court sites."""

import os
from collections.abc import Iterable, Iterator

from pipelines.rules import Rules
from rulingwire.court_facts import facts_of
from rulingwire.errors import ConfigError
from rulingwire.models import Source
from rulingwire.source_keys import COURT_KINDS
from rulingwire.watch import DOCKETS, Watch
from spiders.net.never import why_never


def check_courts(sources: Iterable[Source], rules: Rules, watch: Watch) -> list[str]:
    """A line for each court site; ConfigError lists courts, topics and addresses that cannot be right."""
    sites = [source for source in sources if source.kind in COURT_KINDS]
    mistakes = [mistake for source in sites for mistake in _mistakes(source, rules, watch)]
    known = {court.id for court in rules.courts}
    mistakes += [
        f"watch.yml: {case.number}: no court has the id {case.court}" for case in watch.cases if case.court not in known
    ]
    if mistakes:
        raise ConfigError(mistakes)
    width = max((len(source.id) for source in sites), default=0)
    return [f"{source.id:<{width}}  {'; '.join(facts_of(source))}" for source in sites]


def _mistakes(source: Source, rules: Rules, watch: Watch) -> Iterator[str]:
    known = {court.id for court in rules.courts}
    yield from (f"{source.id}: courts: no court has the id {court}" for court in source.courts if court not in known)
    topics = watch.topics.keys() | {DOCKETS}
    for name in source.topics:
        if name.partition(".")[0] not in topics:
            yield f"{source.id}: topics: watch.yml has no list {name!r}"
    if "{query}" in source.url and not source.topics:
        yield f"{source.id}: its address asks for {{query}}; name the lists of watch.yml that fill it under `topics`"
    if why := why_never(source.url):
        yield f"{source.id}: {why}"


def without_key(sources: Iterable[Source]) -> Iterator[str]:
    """A line for each active source that is not asked for want of its key."""
    for source in sources:
        if source.active and source.key_required and not os.environ.get(source.key_env):
            yield f"{source.id}: not asked: it needs a key in {source.key_env}; see its note in docs/sources.md"
