"""Commands about the list of sources: check, add, import-opml, export-opml, pack."""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from itertools import chain, count
from pathlib import Path
from typing import Any

import click

from pipelines.corrections import with_corrections
from pipelines.proofs import read_proofs
from pipelines.rules import Rules, check_patterns, load_rules
from rulingwire.alerts import load_alerts
from rulingwire.cli.alerting import check_alerts, known_names
from rulingwire.cli.courts import check_courts
from rulingwire.cli.crawling import choose
from rulingwire.cli.place import ALL_WELL, SOURCES_FAILING, Place
from rulingwire.errors import ConfigError, RulingwireError
from rulingwire.models import Reading, Source
from rulingwire.opml import read_opml, write_opml
from rulingwire.outcomes import Outcome
from rulingwire.source_keys import COURT_KINDS
from rulingwire.sources import append_source, load_sources
from rulingwire.watch import load_watch
from spiders.asking import Answer, AskSpider
from spiders.net.pack import Packed, pack_folder
from spiders.net.pack import pack as pack_manifest
from spiders.running import run_spiders, spiders_for

COLOURS = {"green": "green", "amber": "yellow", "red": "red"}


@click.command()
@click.argument("sources", nargs=-1)
@click.option("--live", is_flag=True, help="Ask each source once and say how it answers. Stores nothing.")
@click.pass_obj
def check(place: Place, sources: tuple[str, ...], live: bool) -> None:
    """Check feeds.yml, corrections.yml, alerts.yml and the rules; with --live, ask each source (or SOURCES) once."""
    loaded = load_sources(place.feeds)
    rules = with_corrections(load_rules(), place.corrections)
    click.echo(f"{place.feeds.name}: {len(loaded)} sources, all entries well-formed.")
    click.echo(f"rules {rules.version}: {len(rules.parties)} parties, {len(rules.courts)} courts.")
    click.echo(f"{place.corrections.name}: {len(rules.corrections.entries)} corrections, all entries well-formed.")
    if alerts := load_alerts(place.alerts):
        check_alerts(alerts, known=known_names(rules, loaded))
        click.echo(f"{place.alerts.name}: {len(alerts)} alerts, all entries well-formed.")
    check_proofs(rules)
    courts = check_courts(loaded, rules, load_watch(place.watch))
    if courts and not live:
        click.echo("\n".join(courts))
    if live:
        sys.exit(check_live(place, choose(loaded, sources)))


def check_proofs(rules: Rules) -> None:
    """Read every sentence of the rules files; ConfigError lists those that prove their entry wrong."""
    check_patterns(rules)
    proofs = list(read_proofs(rules))
    if wrong := [str(proof) for proof in proofs if proof.proves_wrong]:
        raise ConfigError(wrong)
    click.echo(f"{len(proofs)} sentences of the rules, all as they should be.")


def check_live(place: Place, chosen: tuple[Source, ...]) -> int:
    """Ask each source once, print red, amber or green, and give the exit code."""
    readings: dict[str, Reading] = {}

    def keep(reading: Reading) -> None:
        if reading.purpose == "visit":
            readings[reading.source.id] = reading

    with tempfile.TemporaryDirectory() as folder:
        run_spiders(spiders_for(chosen), _without_store(place, folder), keep)
    for source in chosen:
        colour, words = light(readings.get(source.id))
        click.echo(f"{click.style(colour.ljust(5), fg=COLOURS[colour])}  {source.id}: {words}")
    bad = [s for s in chosen if light(readings.get(s.id))[0] == "red"]
    return SOURCES_FAILING if bad else ALL_WELL


def _without_store(place: Place, folder: str) -> dict[str, Any]:
    return {
        "RULINGWIRE_FEEDS": str(place.feeds),
        "RULINGWIRE_ARCHIVE": folder,
        "RULINGWIRE_MEMORY": "rulingwire.memory.blank_for",
        "RULINGWIRE_FORCE": True,
        "ITEM_PIPELINES": {},
        "LOG_LEVEL": "ERROR",
    }


def light(reading: Reading | None) -> tuple[str, str]:
    """Red, amber or green for one answer, and why."""
    if reading is None:
        return "red", "no answer"
    if not reading.outcome.good:
        return "red", f"{reading.outcome}: {reading.why}"
    count, wanted = len(reading.articles), reading.source.min_items
    if reading.outcome is Outcome.EMPTY or count < wanted:
        return "amber", f"{count} entries, expected {wanted} or more"
    odd = [issue.words for issue in reading.issues]
    if reading.moved_to:
        odd.append(f"moved for good to {reading.moved_to}")
    if not all(article.title and (article.published or article.updated) for article in reading.articles):
        odd.append("entries without title or date")
    return ("amber", "; ".join(odd)) if odd else ("green", f"{count} entries")


@click.command()
@click.argument("url")
@click.option("--id", "name", default="", help="Id of the new source.  [default: from its title]")
@click.option("--language", default=None, help="Language it writes in, e.g. en.")
@click.pass_obj
def add(place: Place, url: str, name: str, language: str | None) -> None:
    """Find the feed of the page at URL, check it, and append it to feeds.yml."""
    page, *behind = _ask(place, url)
    feed = behind[0] if behind else page
    if feed.document.trouble or feed.trouble:
        told = f"the feed announced there, {feed.url}, cannot be read: {feed.trouble or feed.document.trouble}"
        raise RulingwireError(
            f"{url}: {told if behind else 'no feed is announced there. Give the address of the feed itself.'}"
        )
    for other in page.feeds[1:]:
        click.echo(f"also found: {other.url} {other.title}")
    title = page.feeds[0].title if page.feeds else ""
    source = with_free_id(named(title or feed.document.title or feed.url, feed.url, name, language), place)
    append_source(place.feeds, source)
    click.echo(f"{place.feeds.name}: added {source.id} ({source.url}). Try: rulingwire check --live {source.id}")


def named(title: str, url: str, name: str, language: str | None) -> Source:
    """A source for a feed somebody pointed at; its id is made as an OPML import makes it."""
    outline = write_opml([Source(id="new", title=title, url=url, kind="feed", language=language)])
    source = read_opml(outline).sources[0]
    return replace(source, id=name) if name else source


def with_free_id(source: Source, place: Place) -> Source:
    """The source under an id that feeds.yml does not hold yet: wire, wire-2, wire-3 ..."""
    taken = {known.id for known in load_sources(place.feeds)}
    ids = chain([source.id], (f"{source.id}-{number}" for number in count(2)))
    return replace(source, id=next(name for name in ids if name not in taken))


def _ask(place: Place, url: str) -> list[Answer]:
    """The answer of an address and, where it is a page that announces a feed, the answer of that."""
    answers: list[Answer] = []
    with tempfile.TemporaryDirectory() as folder:
        run_spiders([(AskSpider, {"url": url})], _without_store(place, folder), answers.append)
    if not answers or answers[0].trouble:
        raise RulingwireError(f"{url}: {answers[0].trouble if answers else 'no answer'}")
    return answers


@click.command("import-opml")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def import_opml(place: Place, file: Path) -> None:
    """Append the feeds of an OPML FILE to feeds.yml; those already there are left out."""
    result = read_opml(file.read_bytes())
    added = 0
    for source in result.sources:
        try:
            append_source(place.feeds, with_free_id(source, place))
            added += 1
        except ConfigError as error:
            click.echo(f"left out {source.url}: {error}", err=True)
    for line in result.refused:
        click.echo(f"left out line {line.line}: {line.reason}", err=True)
    click.echo(f"{place.feeds.name}: {added} sources added.")


@click.command("export-opml")
@click.argument("file", type=click.File("wb"), default="-")
@click.pass_obj
def export_opml(place: Place, file: Any) -> None:
    """Write the feeds as OPML to FILE (standard output by default); court sites are no feeds that others could read."""
    file.write(write_opml([source for source in load_sources(place.feeds) if source.kind not in COURT_KINDS]))


@click.command()
@click.argument("captures", type=click.Path(exists=True, path_type=Path))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--under", default="", help="Of a manifest: only the files below this folder.")
@click.option("--url", default="", help="Address of the captures, where the manifest does not say or errs.")
def pack(captures: Path, out: Path, under: str, url: str) -> None:
    """Pack CAPTURES, a manifest (JSON lines) or a folder of one feed's files, into the WARC file OUT.

    A manifest line has file, url (or original_url), captured, and where known status and headers. Files
    of a bare folder carry their time in the name (20240321T1927Z) and need --url.
    """
    if captures.is_dir() and not url:
        raise click.UsageError("a folder without a manifest needs --url")
    packed = pack_folder(captures, url, out) if captures.is_dir() else pack_manifest(captures, out, under, url)
    _report_packed(packed, out, click.echo)


def _report_packed(packed: Packed, out: Path, say: Callable[..., None]) -> None:
    for line in packed.refused:
        say(f"left out {line}", err=True)
    say(f"{out}: {packed.records} captures.")
