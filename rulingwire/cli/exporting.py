"""`rulingwire export`: parts of the published corpus in forms that others use."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from db.ftm import entities
from db.publish import newest_snapshot
from rulingwire.cli.place import Place
from rulingwire.errors import CorpusError
from web.handover import ruling_file

OUT = click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A file; standard output by default.")


@click.group()
def export() -> None:
    """Write parts of the newest snapshot in forms that others use."""


@export.command("ruling")
@click.argument("ruling")
@OUT
@click.option("--site", default="", help="Where the corpus is published, such as https://rulings.example.")
@click.pass_obj
def ruling_command(place: Place, ruling: str, out: Path | None, site: str) -> None:
    """Write RULING, an id, as one HTML file to hand over: it needs no server, and can be printed."""
    _write([ruling_file(_snapshot(place), ruling, site=site)], out)


@export.command("ftm")
@OUT
@click.pass_obj
def ftm_command(place: Place, out: Path | None) -> None:
    """Write rulings, parties and articles as FollowTheMoney entities, one JSON object a line."""
    _write(entities(_snapshot(place)), out)


def _snapshot(place: Place) -> Path:
    found = newest_snapshot(place.snapshots)
    if not found:
        raise CorpusError(f"{place.snapshots}: nothing is published yet. Run `rulingwire publish` first.")
    return found


def _write(pieces: Iterable[str], out: Path | None) -> None:
    """Write to the file, which appears whole or not at all, or to standard output."""
    if not out:
        sys.stdout.writelines(pieces)
        return
    draft = out.with_name(f".{out.name}.draft")
    with draft.open("w", encoding="utf-8") as file:
        file.writelines(pieces)
    draft.replace(out)
    click.echo(out)
