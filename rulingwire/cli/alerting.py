"""`rulingwire alert`: tell what is new, once."""

import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType

import click
from sqlite_utils import Database

from db.alerts import (
    OVERLAP,
    Progress,
    begin,
    find_news,
    forget_others,
    makes_news,
    note_done,
    note_failure,
    note_told,
    progress_of,
    queries,
)
from db.corpus import open_corpus
from db.lock import take_lock
from db.times import to_text
from pipelines.rules import Rules
from rulingwire.alerts import Alert, News, load_alerts
from rulingwire.cli.place import ALL_WELL, SOURCES_FAILING, Place
from rulingwire.cli.targets import TargetFailed, send, site
from rulingwire.clock import now
from rulingwire.digests import digest, one_line
from rulingwire.errors import ConfigError, CorpusError
from rulingwire.models import Source

MOST = 100  # news in one digest; more of them are sent one after the other


@click.command()
@click.argument("names", nargs=-1)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="An alert that begins tells what was first seen since this day, not only what comes from now on.",
)
@click.option("--dry-run", is_flag=True, help="Print what would be sent; send and remember nothing.")
@click.pass_obj
def alert(place: Place, names: tuple[str, ...], since: datetime | None, dry_run: bool) -> None:
    """Tell the targets of alerts.yml what is new since they were told last.

    For cron, after each crawl. Of an alert that is new nothing old is sent. Where a target does not take its news, they
    are sent again next time, the exit code is 1, and `rulingwire status` says why.
    """
    alerts = load_alerts(place.alerts)
    check_alerts(alerts, names)
    if not place.database.exists():
        raise CorpusError(f"{place.database}: there is no corpus yet. Run `rulingwire crawl` first.")
    lock = take_lock(place.data / "alerts")  # its own, for a crawl may be at work meanwhile
    db = open_corpus(place.database)
    check_queries(db, alerts)
    if not dry_run:
        forget_others(db, alerts)
    start = since.replace(tzinfo=UTC) if since else now()
    wanted = [one for one in alerts if not names or one.name in names]
    taken = [run_alert(db, one, start, dry_run=dry_run) for one in wanted]
    db.close()
    lock.release()
    sys.exit(ALL_WELL if all(taken) else SOURCES_FAILING)


def check_alerts(
    alerts: Sequence[Alert], names: Sequence[str] = (), known: Mapping[str, Collection[str]] = MappingProxyType({})
) -> None:
    """Raises ConfigError for names of no alert, queries and parameters that there are not, and values not `known`."""
    unknown = set(names) - {one.name for one in alerts}
    mistakes = [f"{name}: no alert of alerts.yml has this name" for name in sorted(unknown)]
    for one in alerts:
        faults = _query_faults(one) if one.kind == "query" else _unknown(one, known)
        mistakes += [f"alerts.yml: {one.name}: {fault}" for fault in faults]
    if mistakes:
        raise ConfigError(mistakes)


def known_names(rules: Rules, sources: Sequence[Source]) -> dict[str, set[str]]:
    """The ids that alerts may ask for, by parameter."""
    return {
        "party": {party.id for party in rules.parties},
        "court": {court.id for court in rules.courts},
        "source": {source.id for source in sources},
    }


def _unknown(one: Alert, known: Mapping[str, Collection[str]]) -> Iterator[str]:
    for name in one.where.keys() & known.keys():
        yield from (f"where: {name}: no {name} has the id {key!r}" for key in one.where[name] if key not in known[name])


def _query_faults(one: Alert) -> Iterator[str]:
    if one.query not in queries():
        yield f"query: db/queries.yml has no {one.query!r}"
        return
    params = queries()[one.query].get("params", ())
    told = f"{one.query} asks for {', '.join(params) or 'nothing'}"
    yield from (f"where: {name}: {told}" for name in one.where if name not in params)


def check_queries(db: Database, alerts: Sequence[Alert]) -> None:
    """Raises ConfigError for canned queries whose rows are no news."""
    unfit = [one for one in alerts if one.kind == "query" and not makes_news(db, one)]
    why = "has not the title, day and address that news need; see db/feed_columns.yml"
    if unfit:
        raise ConfigError([f"alerts.yml: {one.name}: query: {one.query} {why}" for one in unfit])


def run_alert(db: Database, one: Alert, start: datetime, *, dry_run: bool) -> bool:
    """Tell one alert's news, of one that begins those since `start`; False where its target did not take them."""
    moment, progress = now(), progress_of(db, one)
    found = find_news(db, one, (progress.told_until if progress else start) - OVERLAP)
    new = untold(found, progress, start)
    if dry_run:
        click.echo(digest(one.name, new, site()) if new else f"{one.name}: nothing new")
        return True
    if not progress:
        begin(db, one, [news for news in found if news not in new], start)
    try:
        deliver(db, one, new, moment)
    except TargetFailed as error:
        note_failure(db, one, one_line(str(error)), moment)
        click.echo(f"{one.name}: not taken: {one_line(str(error))}", err=True)
        return False
    note_done(db, one, found, moment)
    if sys.stdout.isatty():
        click.echo(f"{one.name}: {len(new)} told" if progress else f"{one.name}: {len(new)} told; it begins here")
    return True


def untold(found: Sequence[News], progress: Progress | None, start: datetime) -> list[News]:
    """What of the news is to be told."""
    if progress:
        return [news for news in found if news.key not in progress.told]
    first = to_text(start) or ""
    return [news for news in found if news.seen >= first]


def deliver(db: Database, one: Alert, new: Sequence[News], moment: datetime) -> None:
    """Send news and remember each digest that the target took."""
    for at in range(0, len(new), MOST):
        part = new[at : at + MOST]
        send(one, part)
        note_told(db, one, [news.key for news in part], moment)
