"""The `rulingwire` command."""

import sys
from pathlib import Path

import click

from rulingwire.cli.alerting import alert
from rulingwire.cli.corpus import publish_command, rebuild, retag, serve
from rulingwire.cli.correcting import correct
from rulingwire.cli.crawling import crawl, status
from rulingwire.cli.explaining import explain
from rulingwire.cli.exporting import export
from rulingwire.cli.feeds import add, check, export_opml, import_opml, pack
from rulingwire.cli.learning import learn
from rulingwire.cli.new_source import new_source
from rulingwire.cli.place import CONFIG_WRONG, LOCKED, Place
from rulingwire.cli.tagging import suggest
from rulingwire.errors import ConfigError, RulingwireError, RunLocked
from rulingwire.settings import DATA, RULINGWIRE_FEEDS


class ExitCodes(click.Group):
    """Turns our errors into a message and the documented exit code."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ConfigError as error:
            click.echo(str(error), err=True)
            sys.exit(CONFIG_WRONG)
        except RunLocked as error:
            click.echo(str(error), err=True)
            sys.exit(LOCKED)
        except RulingwireError as error:
            click.echo(f"Error: {error}", err=True)
            sys.exit(CONFIG_WRONG)


@click.group(cls=ExitCodes, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="RULINGWIRE_DATA",
    default=DATA,
    help="Folder for everything a run makes: rulings.db, archive/, snapshots/, lock, log.  [default: data/]",
)
@click.option(
    "--feeds",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path(RULINGWIRE_FEEDS),
    help="The list of sources.  [default: feeds.yml]",
)
@click.version_option(package_name="rulingwire")
@click.pass_context
def main(ctx: click.Context, data: Path, feeds: Path) -> None:
    """Track rulings about CDNs and online piracy.

    \b
    Exit codes, for cron:
      0  all well
      1  some source is failing (rulingwire status says which and why)
      2  the configuration is wrong
      3  another run holds the lock
    """
    ctx.obj = Place(data=data.resolve(), feeds=feeds.resolve())


for command in (
    crawl,
    status,
    check,
    add,
    new_source,
    import_opml,
    export_opml,
    rebuild,
    retag,
    alert,
    correct,
    explain,
    suggest,
    learn,
    serve,
    publish_command,
    export,
    pack,
):
    main.add_command(command)
