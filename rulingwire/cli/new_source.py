"""`rulingwire new-source`: entry, reader and samples of a court site, for a person to complete."""

import shutil
from contextlib import ExitStack
from keyword import iskeyword
from pathlib import Path
from string import Template

import click

from rulingwire.cli.place import Place
from rulingwire.errors import RulingwireError
from rulingwire.models import Source
from rulingwire.settings import ROOT
from rulingwire.source_keys import ID, KINDS, without_places
from rulingwire.sources import append_source
from rulingwire.urls import canonical_url
from spiders.net.never import why_never

TEMPLATES = ROOT / "spiders" / "courts" / "templates"
EXTENSIONS = {"feed": "xml", "page": "html", "json": "json"}
# The samples that tests/test_court_visits.py plays as two days; what each is to hold.
DAYS = {
    "20260701-list": "a list as the site sends it, cut to one page of a few entries, texts of others in your own words",
    "20260702-list": "the same list a day later: one entry more, below one already there, and one corrected",
}
# The entry of a feed is the same on both days, so that it looks like no correction to any reader.
PLACEHOLDERS = {
    "feed": """<?xml version="1.0" encoding="UTF-8"?>
<!-- {words} -->
<rss version="2.0"><channel><title>Placeholder</title>
<item><title>Placeholder</title></item>
</channel></rss>
""",
    "page": """<!DOCTYPE html>
<html><head><title>Placeholder</title></head><body>
<p>{words}</p>
</body></html>
""",
    "json": '{{"placeholder": "{words}"}}\n',
}
NEXT = """
Next, in this order; docs/adding-a-source.md tells how:
  1. May machines read the site? Write what its terms say into the entry in {feeds}.
  2. Paste a list over {first}.
  3. Complete {reader}.
  4. Run this twice; it fails until the expectation is written, which you read:
     .venv/bin/python -m pytest tests/test_court_samples.py -k {name}/20260701
  5. Paste the list of a day later over {second}.
     Run this twice:
     .venv/bin/python -m pytest tests/test_court_samples.py tests/test_court_visits.py -k {name}
  6. .venv/bin/rulingwire check && .venv/bin/rulingwire check --live {name}
  7. Take `active: false` out of the entry, then make docs check test."""


@click.command("new-source")
@click.argument("name", metavar="ID")
@click.option("--url", required=True, help="Address of its list; {query}, {since}, {until}, {page} are filled in.")
@click.option("--base", required=True, type=click.Choice(list(EXTENSIONS)), help="How it prints its list.")
@click.option("--title", default="", help="Name of the court or authority.  [default: ID]")
@click.option("--jurisdiction", default=None, metavar="XX", help="ISO 3166 code, or EU, ECHR, UPC, WIPO.")
@click.option("--language", default=None, metavar="xx", help="Language of its decisions, e.g. en.")
@click.pass_obj
def new_source(
    place: Place, name: str, url: str, base: str, title: str, jurisdiction: str | None, language: str | None
) -> None:
    """Begin a court site: its entry in feeds.yml, a reader to complete, and samples to paste.

    Nothing is asked of the site, and the entry rests until you make it active.
    """
    source = Source(
        id=name,
        title=title or name,
        url=url,
        kind=name,
        jurisdiction=jurisdiction,
        language=language,
        note="New; say here in a line what is known of the site.",
        active=False,
    )
    made = [path.relative_to(ROOT) for path in make_source(ROOT, place.feeds, source, base)]
    for path in made:
        click.echo(f"made {path}")
    click.echo(f"{place.feeds.name}: added {name}, which rests until you make it active")
    reader, first, second = made
    click.echo(NEXT.format(feeds=place.feeds.name, reader=reader, first=first, second=second, name=name))


def make_source(root: Path, feeds: Path, source: Source, base: str) -> tuple[Path, ...]:
    """Make the reader and the samples of a court site below `root` and its entry in `feeds`, or nothing at all.

    Gives the files made, the reader first. RulingwireError where something of that name exists, where the site is
    never fetched, or where the entry would not load.
    """
    reader = root / "spiders" / "courts" / f"{source.id.replace('-', '_')}.py"
    folder = root / "tests" / "samples" / "courts" / source.id
    _refuse(source, reader, folder)
    with ExitStack() as undo:
        undo.callback(reader.unlink, missing_ok=True)
        reader.write_text(_reader(source, base), encoding="utf-8")
        undo.callback(shutil.rmtree, folder, ignore_errors=True)
        samples = _write_samples(folder, base)
        append_source(feeds, source, KINDS | {source.kind})
        undo.pop_all()
    return (reader, *samples)


def _refuse(source: Source, reader: Path, folder: Path) -> None:
    if not ID.fullmatch(source.id) or not reader.stem.isidentifier() or iskeyword(reader.stem):
        raise RulingwireError(
            f"{source.id!r} is no id for a site with a file of its own; begin with a lower-case letter, go on with"
            " letters, digits and single hyphens, and use no word of Python"
        )
    if taken := next((path for path in (reader, folder) if path.exists()), None):
        raise RulingwireError(f"{taken}: is already there; choose another id")
    if source.kind in KINDS:
        raise RulingwireError(f"{source.id}: is already a kind of source; choose another id")
    if why := why_never(canonical_url(without_places(source.url))):
        raise RulingwireError(f"{source.id}: {why} (spiders/net/never.yml)")


def _reader(source: Source, base: str) -> str:
    """The reader of a base, made out to a source."""
    template = Template((TEMPLATES / f"{base}.txt").read_text(encoding="utf-8"))
    title = source.title.replace("\\", "\\\\").replace('"', '\\"')
    return template.substitute(id=source.id, title=title)


def _write_samples(folder: Path, base: str) -> list[Path]:
    folder.mkdir()
    samples = {folder / f"{day}.{EXTENSIONS[base]}": what for day, what in DAYS.items()}
    for sample, what in samples.items():
        sample.write_text(PLACEHOLDERS[base].format(words=f"Placeholder. Paste here {what}."), encoding="utf-8")
    return list(samples)
