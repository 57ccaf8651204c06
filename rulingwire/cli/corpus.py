"""Commands about the corpus: rebuild, retag, publish, serve."""

import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

import click

from db.alerts import carry_over
from db.corpus import open_corpus
from db.corrections import idle_corrections, idle_now
from db.lock import take_lock
from db.publish import is_stale, newest_snapshot, publish
from db.retag import Change, retag_corpus
from db.stored import Stored
from pipelines.rules import load_rules
from pipelines.steps import open_desk
from rulingwire.cli.crawling import run, warc_files
from rulingwire.cli.place import Place
from rulingwire.clock import now
from rulingwire.errors import CorpusError
from rulingwire.models import TaggedArticle
from web.folder import write_folder
from web.following import Follower
from web.site import datasette_command, write_metadata


@click.command()
@click.pass_obj
def rebuild(place: Place) -> None:
    """Make the whole corpus again from the archive alone, then put it in the place of the old one.

    The old corpus stays until the new one is complete, and then beside it as rulings.before-rebuild.db.
    Stop `serve --live` first; published snapshots are not touched.
    """
    files = warc_files((place.archive,)) if place.archive.is_dir() else ()
    if not files:
        raise CorpusError(f"{place.archive}: no WARC file there, so there is nothing to rebuild from.")
    lock, alerts = take_lock(place.data), take_lock(place.data / "alerts")
    fresh = place.data / "rebuild"
    for old in fresh.glob("rulings.db*"):
        old.unlink()
    code = run(replace(place, data=fresh), "rebuild", (), files, {"RULINGWIRE_ARCHIVE": str(place.archive)})
    if place.database.exists():
        _settle(place.database)
        _carry_over(place.database, fresh / "rulings.db")
        place.database.replace(place.data / "rulings.before-rebuild.db")
    _settle(fresh / "rulings.db")
    (fresh / "rulings.db").replace(place.database)
    alerts.release()
    lock.release()
    sys.exit(code)


def _carry_over(old: Path, fresh: Path) -> None:
    db = open_corpus(fresh)
    carry_over(old, db)
    db.close()


def _settle(database: Path) -> None:
    """Bring everything into the one file, so that it can be moved."""
    db = open_corpus(database)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.execute("PRAGMA journal_mode=DELETE")
    db.close()


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@click.pass_obj
def retag(place: Place, dry_run: bool) -> None:
    """Tag the whole corpus again by the present rules and corrections; show gains and losses with their words."""
    lock = take_lock(place.data)
    desk = open_desk(place.database, place.feeds)
    heard: dict[str, str] = {}

    def tagged(stored: Stored) -> TaggedArticle:
        found = desk.tagged(stored)
        heard.update(found.corrections)
        return found

    changes = [] if dry_run else desk.apply_corrections()
    changes += retag_corpus(desk.db, tagged, dry_run=dry_run)
    if not dry_run:
        desk.form_stories()
        desk.compare_versions()
    idle = idle_now(desk.rules.corrections, heard) if dry_run else idle_corrections(desk.db)
    desk.close()
    lock.release()
    for line in [line for change in changes for line in lines_of(change)] + idle:
        click.echo(line)
    gains, losses = sum(len(c.gained) for c in changes), sum(len(c.lost) for c in changes)
    verb = "would change" if dry_run else "changed"
    click.echo(f"rules {load_rules().version}: {len(changes)} articles {verb}, +{gains} -{losses} tags.")


def lines_of(change: Change) -> list[str]:
    """What an article gains and loses, each with the words that prove it or proved it."""
    signs = [("+", said) for said in change.gained] + [("-", said) for said in change.lost]
    told = [f"  {sign}{said.name}" + (f': "{said.quote}"' if said.quote else "") for sign, said in signs]
    return [f"{change.permalink}  {change.title}", *told]


@click.command("publish")
@click.option("--keep", default=3, show_default=True, help="How many snapshots to keep.")
@click.option("--tables/--no-tables", default=True, show_default=True, help="Write each table as a CSV file too.")
@click.option("--folder", type=click.Path(path_type=Path), help="Make a new folder to be served elsewhere, as well.")
@click.pass_obj
def publish_command(place: Place, keep: int, tables: bool, folder: Path | None) -> None:
    """Check the corpus and write a new snapshot of it, ready to be served or copied."""
    snapshot = _publish(place, keep, tables=tables)
    click.echo(snapshot)
    if folder:
        click.echo(write_folder(snapshot, folder))


def _publish(place: Place, keep: int = 3, *, tables: bool = True) -> Path:
    if not place.database.exists():
        raise CorpusError(f"{place.database}: there is no corpus yet. Run `rulingwire crawl` first.")
    open_corpus(place.database).close()  # a file that an older version wrote gets the present tables
    snapshot = publish(place.database, place.snapshots, now=now(), keep=keep, tables=tables)
    write_metadata(snapshot, snapshot.with_name("metadata.json"))
    return snapshot


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8001, show_default=True)
@click.option("--live", is_flag=True, help="Read the working file, also while a crawl writes it.")
@click.option("--public", is_flag=True, help="For an open server: free SQL off.")
@click.option("--newest", is_flag=True, help="Move to each newer snapshot that passes a trial; publish none.")
@click.pass_obj
def serve(place: Place, host: str, port: int, live: bool, public: bool, newest: bool) -> None:
    """Serve the newest snapshot with Datasette; publish first where the corpus has moved on."""
    if live and newest:
        raise click.UsageError("--live shows the working file and --newest snapshots: choose one.")
    if newest:
        follow(Follower(snapshots=place.snapshots, host=host, port=port, public=public, say=click.echo))
        return
    if live:
        database = place.database
        open_corpus(database).close()
        metadata = place.data / "live-metadata.json"
        write_metadata(database, metadata)
    else:
        found = newest_snapshot(place.snapshots)
        database = found if found and not is_stale(place.database, found) else _publish(place)
        metadata = database.with_name("metadata.json")
    command = datasette_command(database, metadata_path=metadata, host=host, port=port, live=live, public=public)
    click.echo(f"Serving {database} at http://{host}:{port}/")
    os.execv(command[0], command)  # noqa: S606  # the server takes our place, so that stopping it is one signal


def follow(follower: Follower, every: float = 5.0) -> None:
    """Serve until a signal ends us, and the server with us."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        while True:
            follower.look()
            time.sleep(every)
    except KeyboardInterrupt:
        pass
    finally:
        follower.stop()
