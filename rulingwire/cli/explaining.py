"""`rulingwire explain`: every decision about one article, in the order of the pipeline."""

import html
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import click
from bs4 import BeautifulSoup

from db.account import Account, account_of
from db.corpus import open_corpus
from db.stored import Stored, find_stored
from pipelines.cases import find_cases
from pipelines.clean import clean
from pipelines.corrections import rulings_said, with_corrections, with_rulings
from pipelines.explain import Refusal, find_refusals
from pipelines.rules import Rules, load_rules
from pipelines.tag import tag
from pipelines.work import judge_and_tag
from rulingwire.cli.place import Place
from rulingwire.clock import now
from rulingwire.corrections import VERBS, Correction
from rulingwire.errors import RulingwireError
from rulingwire.models import Article, Evidence, RawArticle, Tag, TaggedArticle

HOW = {
    "first": "it begins the story",
    "said": "a person says that it stands with",
    "quotes": "it quotes",
    "quoted": "it is quoted by",
    "alike": "it is most like",
    "": "it waits for its place",
}


@click.command()
@click.argument("what", metavar="URL|FILE|-")
@click.option("--language", default=None, help="Language of a file, e.g. en.  [default: recognised]")
@click.option("--date", "published", default="", help="Day a file was published, e.g. 2025-11-19.  [default: today]")
@click.pass_obj
def explain(place: Place, what: str, language: str | None, published: str) -> None:
    """Print every decision about an article in the order in which it was made, with the words behind it.

    URL is the address or permalink of an article in the corpus. FILE is a page in HTML, or plain text
    whose first line is the title; - reads it from standard input. Of a file there is nothing stored to tell.
    """
    rules = with_corrections(load_rules(), place.corrections)
    if what == "-" or Path(what).is_file():
        article = _of_file(what, language, published)
        lines = [_of_title(article), _of_tags(article, rules), _of_rulings(article, rules)]
    else:
        stored, account = _of_corpus(place, what)
        article, names = stored.article, stored.names
        story = _of_story(account) if stored.relevant else iter(())
        said = _of_tags(article, rules, names)
        lines = [_of_title(article), _of_origin(stored, account), said, story, _of_rulings(article, rules, names)]
    for line in chain.from_iterable(lines):
        click.echo(line)


def _of_corpus(place: Place, name: str) -> tuple[Stored, Account]:
    if not place.database.exists():
        raise RulingwireError(f"{name}: no such file, and there is no corpus in {place.data} to look it up in.")
    db = open_corpus(place.database)
    stored = find_stored(db, name)
    if stored is None:
        raise RulingwireError(f"{name}: no such file, and no article in the corpus has this address or permalink.")
    return stored, account_of(db, stored.number)


# The parts, in the order of the pipeline.


def _of_title(article: Article) -> Iterator[str]:
    yield click.style(article.title or "(no title)", bold=True)


def _of_origin(stored: Stored, account: Account) -> Iterator[str]:
    """Where an article was read, what it is called, and the versions it has had."""
    article = stored.article
    yield article.url
    yield "\nRead"
    for seen in account.seen:
        yield f"    {seen.source} since {seen.since}" + (f", gone by {seen.left}" if seen.left else "")
    whole = "the whole article" if article.complete else "a teaser"
    yield f"    {whole} of {len(article.text)} characters, {len(article.links)} links"
    yield f"    published {article.published_at or 'on a day that is not said'}"
    yield "\nAnswers to"
    yield f"    {stored.permalink} (permalink)"
    yield from (f"    {alias.key}" for alias in article.aliases)
    yield "\nVersions"
    for version in account.versions:
        present = ", present" if version.number == stored.version else ""
        yield f"    {version.number}: {version.seen_at}, {version.change}, from the {version.form}{present}"
        if version.title != article.title:
            yield f"        {version.title}"
        yield from (f"        {kinds}: {words}" for number, kinds, words in account.edits if number == version.number)


def _of_tags(article: Article, rules: Rules, names: Collection[str] = ()) -> Iterator[str]:
    """What the rules and people say of an article, and what was refused."""
    found = judge_and_tag(article, rules, names)
    verdict = found.relevance
    yield f"\nlanguage {article.language}, rules {found.rules_version}"
    none = ", so the corpus would hold none of the tags below"
    ours = "about a ruling we track" if verdict.relevant else f"not about a ruling we track{none}"
    yield f"\n{ours} (score {verdict.score}; 1 is just enough)"
    yield from _quotes(verdict.evidence)
    for one in found.tags if verdict.relevant else tag(article, rules):
        yield f"\n{_name(one)}"
        yield from _quotes(one.evidence)
    yield from _refusals(dict.fromkeys(find_refusals(article, rules)))
    yield from _corrections(rules.corrections.about(names), found)


def _refusals(refusals: Iterable[Refusal]) -> Iterator[str]:
    if refusals:
        yield "\nConsidered and refused:"
    for refusal in refusals:
        yield f"  {refusal.kind} {click.style(refusal.words, bold=True)}: {refusal.why}"
        yield f"      {refusal.sentence}"


def _corrections(said: tuple[Correction, ...], found: TaggedArticle) -> Iterator[str]:
    if said:
        yield "\nCorrected by people:"
    for one in said:
        trouble = found.corrections.get(one.id, "")
        yield f"  {VERBS[one.verb]}: {one.said}" + (f" (takes no effect: {trouble})" if trouble else "")
        yield f"      {one.by}, {one.on}: {one.why}"


def _of_story(account: Account) -> Iterator[str]:
    """How an article was put into its story, and who else tells it."""
    likeness = f" (likeness {account.likeness}: {account.why})" if account.how == "alike" else ""
    yield f"\nStory: {HOW[account.how]} {account.nearest}".rstrip() + likeness
    yield from (f"    {report}" for report in account.story)
    for whom, rule, passage in account.derived:
        yield f"  it {whom}  [{rule}]"
        if passage:
            yield f"      “{' '.join(passage.split())}”"
    for certainty, name, ruling in account.rulings:
        yield f"\nRuling, {certainty}: {name} ({ruling}), as the others of its story"


def _of_rulings(article: Article, rules: Rules, names: Collection[str] = ()) -> Iterator[str]:
    """The known cases that an article is about."""
    known = {case.id: case.name for case in rules.cases}
    tags = judge_and_tag(article, rules, names).tags or tag(article, rules)
    links = find_cases(tags, (article.published_at or article.seen_at).date(), rules)
    for link in with_rulings(links, rulings_said(rules.corrections.about(names)), rules):
        yield f"\nRuling, {link.certainty}: {known[link.case]} ({link.case}), by {link.how}"
        yield from _quotes(link.evidence)


def _name(found: Tag) -> str:
    role = "" if found.kind == "step" else found.role  # its key says it
    said = [word for word in (role, found.side, "the news" if found.primary else "") if word]
    of = f", converts {found.conversion_of}" if found.conversion_of else ""
    key = click.style(found.key, bold=True)
    return f"{found.kind} {key}{': ' + ', '.join(said) if said else ''}{of}"


def _quotes(evidence: tuple[Evidence, ...]) -> Iterator[str]:
    for words in evidence:
        yield f"    {words.rule}, {words.field} {words.start}-{words.end}: {words.quote}"


# Files


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
