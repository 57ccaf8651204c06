"""`rulingwire suggest`: names that no rule knows yet."""

from collections import defaultdict

import click

from db.corpus import open_corpus
from db.stored import stored_articles
from pipelines.names import fold
from pipelines.rules import load_rules
from pipelines.suggest import Suggestion, suggest_names
from rulingwire.cli.place import Place
from rulingwire.errors import RulingwireError


@click.command()
@click.option("--least", default=2, show_default=True, help="In how many articles a name must stand.")
@click.pass_obj
def suggest(place: Place, least: int) -> None:
    """List names that stand where parties stand and that no rule knows, with their sentences.

    They are never tagged: docs/rules.md says how to add one.
    """
    if not place.database.exists():
        raise RulingwireError(f"{place.database}: there is no corpus yet. Run `rulingwire crawl` first.")
    rules = load_rules()
    found: dict[str, dict[str, Suggestion]] = defaultdict(dict)
    for batch in stored_articles(open_corpus(place.database)):
        for stored in batch:
            for suggestion in suggest_names(stored.article, rules) if stored.relevant else ():
                found[fold(suggestion.name)].setdefault(stored.permalink, suggestion)
    often = {name: where for name, where in found.items() if len(where) >= least}
    for where in sorted(often.values(), key=lambda where: (-len(where), next(iter(where.values())).name)):
        click.echo(f"{click.style(next(iter(where.values())).name, bold=True)} ({len(where)} articles)")
        for permalink, suggestion in where.items():
            click.echo(f"    {suggestion.role or 'party'}, {permalink}: {suggestion.sentence}")
    click.echo(f"{len(often)} names in {least} articles or more.")
