"""`rulingwire crawl` and `rulingwire status`."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from db.alerts import failing_alerts
from db.corrections import idle_corrections
from db.health import overview
from db.lock import take_lock
from db.runs import begin_run, end_run, failing_sources, tally_of
from pipelines.steps import open_desk
from rulingwire.cli.courts import without_key
from rulingwire.cli.place import ALL_WELL, SOURCES_FAILING, Place
from rulingwire.clock import now
from rulingwire.errors import ConfigError
from rulingwire.models import Reading, Source
from rulingwire.schedule import due
from rulingwire.sources import load_sources
from spiders.net.replay import load_index
from spiders.past import AddressBook
from spiders.running import run_spiders, spiders_for


@click.command()
@click.argument("sources", nargs=-1)
@click.option("--due/--force", "only_due", default=True, help="Ask only sources whose time has come, or all.")
@click.option(
    "--replay",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="Play this WARC file, or all of this folder, instead of asking the network. May be repeated.",
)
@click.option("--backfill", default=0, metavar="N", help="Also read N pages (or days) of each source's past.")
@click.option("--by", default="", metavar="WORDS", help="Of several ways into the past: the one with these words.")
@click.pass_obj
def crawl(
    place: Place, sources: tuple[str, ...], only_due: bool, replay: tuple[Path, ...], backfill: int, by: str
) -> None:
    """Visit SOURCES (all of them by default) and store what is new.

    Cron may call it every five minutes: a source is asked only when it is due, and two runs never
    overlap. Without a terminal it prints nothing unless something is wrong.
    """
    options = {"RULINGWIRE_FORCE": not only_due, "RULINGWIRE_BACKFILL": backfill, "RULINGWIRE_BACKFILL_BY": by}
    sys.exit(run(place, "replay" if replay else "crawl", sources, warc_files(replay), options))


def warc_files(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """WARC files among paths and below folders, in order of name."""
    found = [sorted(path.rglob("*.warc*")) if path.is_dir() else [path] for path in paths]
    return tuple(path.resolve() for group in found for path in group)


def run(
    place: Place,
    command: str,
    wanted: tuple[str, ...] = (),
    replay: tuple[Path, ...] = (),
    options: Mapping[str, object] | None = None,
) -> int:
    """One run from lock to report; gives its exit code."""
    chosen = choose(load_sources(place.feeds), wanted)
    if replay:
        _some_are_ours(replay, chosen, place)
    lock = take_lock(place.data)
    desk = open_desk(place.database, place.feeds)
    run_id = begin_run(desk.db, command, now())
    settings = place.settings() | {"RULINGWIRE_RUN": run_id, "RULINGWIRE_REPLAY": replay, **(options or {})}
    if replay:
        total = len(load_index(replay).captures)
    else:
        total = sum(settings["RULINGWIRE_FORCE"] or due(desk.memory.source_state(s.id), now()) for s in chosen)
    with progress(total) as advance:
        troubles = run_spiders(spiders_for(chosen), settings, advance)
    desk.apply_corrections()
    desk.form_stories()
    failing = failing_sources(desk.db, run_id)
    code = SOURCES_FAILING if failing or troubles else ALL_WELL
    end_run(desk.db, run_id, now(), code)
    report(failing, troubles, tally_of(desk.db, run_id), place)
    desk.close()
    lock.release()
    return code


def choose(sources: tuple[Source, ...], wanted: tuple[str, ...]) -> tuple[Source, ...]:
    """The sources asked for by id; all active ones where none is. Raises ConfigError for unknown ids."""
    unknown = [name for name in wanted if name not in {s.id for s in sources}]
    if unknown:
        raise ConfigError([f"{name}: no source has this id; see feeds.yml" for name in unknown])
    return tuple(s for s in sources if (s.id in wanted if wanted else s.active))


def _some_are_ours(replay: tuple[Path, ...], chosen: tuple[Source, ...], place: Place) -> None:
    """Raises ConfigError where not one capture is a visit to a chosen source: a replay would do nothing."""
    captures, book = load_index(replay).captures, AddressBook(chosen)
    if not any(book.find(played.url)[0] for played in captures):
        seen = ", ".join(list(dict.fromkeys(played.url for played in captures))[:3]) or "nothing"
        what = f"none of {len(captures)} captures is of a source in {place.feeds.name}"
        raise ConfigError([f"{what}; give such a source the address as `also_at`; seen: {seen}"])


@contextmanager
def progress(total: int) -> Iterator[Callable[[Reading], None]]:
    """A progress bar on a terminal; nothing elsewhere."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, disable=not sys.stdout.isatty(), transient=True) as bar:
        task = bar.add_task("visits", total=total)

        def advance(reading: Reading) -> None:
            bar.update(task, advance=1, description=reading.source.id.ljust(20))

        yield advance


def report(failing: list[tuple[str, str, str]], troubles: list[str], tally: tuple[int, int, int], place: Place) -> None:
    """What went wrong, to standard error; what was found, to a terminal only."""
    for source_id, outcome, why in failing:
        click.echo(f"{source_id}: {outcome}: {why}", err=True)
    for trouble in troubles:
        click.echo(f"{trouble} (see {place.data / 'rulingwire.log'})", err=True)
    if sys.stdout.isatty():
        visits, articles, versions = tally
        click.echo(f"{visits} visits, {articles} new articles, {versions} new versions.")


@click.command()
@click.pass_obj
def status(place: Place) -> None:
    """Show how each source is doing: when it answered, what is wrong, when it is due."""
    sources = load_sources(place.feeds)
    desk = open_desk(place.database, place.feeds)
    lines, failing = overview(desk.db, now())
    untaken = failing_alerts(desk.db)
    click.echo("\n".join([*lines, *without_key(sources), *idle_corrections(desk.db), *untaken]))
    sys.exit(SOURCES_FAILING if failing or untaken else ALL_WELL)
