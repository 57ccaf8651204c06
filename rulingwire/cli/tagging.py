"""Commands about tags: explain one article, suggest new names."""

import html
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click
from bs4 import BeautifulSoup

from db.corpus import open_corpus
from db.stored import find_stored, stored_articles
from pipelines.cases import find_cases
from pipelines.clean import clean
from pipelines.explain import Refusal, find_refusals
from pipelines.names import fold
from pipelines.relevance import judge
from pipelines.rules import load_rules
from pipelines.suggest import Suggestion, suggest_names
from pipelines.tag import tag
from rulingwire.cli.place import Place
from rulingwire.clock import now
from rulingwire.errors import RulingwireError
from rulingwire.models import Article, Evidence, RawArticle, Tag


@click.command()
@click.argument("what", metavar="URL|FILE|-")
@click.option("--language", default=None, help="Language of a file, e.g. en.  [default: recognised]")
@click.option("--date", "published", default="", help="Day a file was published, e.g. 2025-11-19.  [default: today]")
@click.pass_obj
def explain(place: Place, what: str, language: str | None, published: str) -> None:
    """Print what the rules say of an article, with the words that prove it, and what they refused.

    URL is the address or permalink of an article in the corpus. FILE is a page in HTML, or plain text
    whose first line is the title; - reads it from standard input.
    """
    path = Path(what)
    read = what == "-" or path.is_file()
    article = _of_file(what, language, published) if read else _of_corpus(place, what)
    rules = load_rules()
    verdict = judge(article, rules)
    ours = (
        "about a ruling we track"
        if verdict.relevant
        else "not about a ruling we track, so the corpus would hold none of the tags below"
    )
    click.echo(click.style(article.title or "(no title)", bold=True))
    click.echo(f"language {article.language}, rules {rules.version}")
    click.echo(f"\n{ours} (score {verdict.score}; 1 is just enough)")
    _show(verdict.evidence)
    tags = tag(article, rules)
    for found in tags:
        click.echo(f"\n{_name(found)}")
        _show(found.evidence)
    names = {case.id: case.name for case in rules.cases}
    for link in find_cases(tags, (article.published_at or article.seen_at).date(), rules):
        click.echo(f"\n{link.certainty}: {names[link.case]} ({link.case}), by {link.how}")
        _show(link.evidence)
    _show_refusals(dict.fromkeys(find_refusals(article, rules)))


def _show_refusals(refusals: Iterable[Refusal]) -> None:
    if refusals:
        click.echo("\nConsidered and refused:")
    for refusal in refusals:
        click.echo(f"  {refusal.kind} {click.style(refusal.words, bold=True)}: {refusal.why}")
        click.echo(f"      {refusal.sentence}")


def _of_corpus(place: Place, name: str) -> Article:
    if not place.database.exists():
        raise RulingwireError(f"{name}: no such file, and there is no corpus in {place.data} to look it up in.")
    stored = find_stored(open_corpus(place.database), name)
    if stored is None:
        raise RulingwireError(f"{name}: no such file, and no article in the corpus has this address or permalink.")
    return stored.article


def _of_file(name: str, language: str | None, published: str) -> Article:
    with click.open_file(name, "rb") as file:
        markup = file.read().decode("utf-8", errors="replace")
    try:
        day = datetime.fromisoformat(published).replace(tzinfo=UTC) if published else now()
    except ValueError:
        raise click.UsageError(f"--date {published}: not a day such as 2025-11-19") from None
    raw = _page(markup) if "<" in markup[:1000] and "</" in markup else _plain(markup)
    return clean(raw, (), day, language)


def _page(markup: str) -> RawArticle:
    page = BeautifulSoup(markup, "lxml")
    heading = page.find("h1") or page.find("title")
    title = html.escape(heading.get_text(" ")) if heading else ""
    return RawArticle(source_id="file", title=title, html=markup, form="whole-page")


def _plain(text: str) -> RawArticle:
    title, _, rest = text.strip().partition("\n")
    paragraphs = (f"<p>{html.escape(part)}</p>" for part in rest.split("\n\n"))
    return RawArticle(source_id="file", title=html.escape(title), html="".join(paragraphs), complete=True)


def _name(found: Tag) -> str:
    said = [word for word in (found.role, found.side, "the news" if found.primary else "") if word]
    of = f", converts {found.conversion_of}" if found.conversion_of else ""
    key = click.style(found.key, bold=True)
    return f"{found.kind} {key}{': ' + ', '.join(said) if said else ''}{of}"


def _show(evidence: tuple[Evidence, ...]) -> None:
    for words in evidence:
        click.echo(f"    {words.rule}, {words.field} {words.start}-{words.end}: {words.quote}")


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
