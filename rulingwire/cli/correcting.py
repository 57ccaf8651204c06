"""`rulingwire correct`: a person's word against the rules, written to corrections.yml."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import click

from db.corpus import open_corpus
from db.corrections import idle_corrections
from db.lock import take_lock
from db.stored import find_stored
from pipelines.corrections import ids_of, with_corrections
from pipelines.rules import Rules, load_rules
from pipelines.steps import open_desk
from pipelines.work import judge_and_tag
from rulingwire.cli.corpus import lines_of
from rulingwire.cli.place import Place
from rulingwire.clock import now
from rulingwire.correction_files import append_correction, parse_corrections
from rulingwire.corrections import VERBS, Correction, Corrections
from rulingwire.errors import ConfigError, RulingwireError

SAYINGS = (
    click.option("--wrong", metavar="TAG", help='This tag is wrong: "party: cloudflare, role: defendant".'),
    click.option("--right", metavar="TAG", help="This tag is right, and missing or said otherwise; --words prove it."),
    click.option("--relevant/--not-relevant", default=None, help="It is about a ruling we track, or is not."),
    click.option("--about", metavar="RULING", help="It is about this ruling: an id of cases.yml, or a case number."),
    click.option("--not-about", metavar="RULING", help="It is not about this ruling."),
    click.option("--same-story", metavar="ARTICLE", help="It tells the same story as this article."),
    click.option("--other-story", metavar="ARTICLE", help="It tells another story than this article."),
)


def _sayings(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(SAYINGS):
        command = option(command)
    return command


@click.command()
@click.argument("article")
@_sayings
@click.option("--words", default="", help="The words of the article that prove a tag.")
@click.option("--why", required=True, help="Your reason, for those who review it and for readers.")
@click.option("--by", default="", help="Your name as readers will see it.  [default: from git, else $USER]")
@click.option("--apply", "at_once", is_flag=True, help="Tag the articles concerned again at once.")
@click.pass_obj
def correct(place: Place, /, article: str, words: str, why: str, by: str, at_once: bool, **said: Any) -> None:
    """Correct what the rules say of ARTICLE, an address or permalink: append an entry to corrections.yml.

    Say one thing at a time. A TAG is written as in the file: its kind and key, then role, side or primary.
    """
    rules = load_rules()
    one = _read(article, said, {"words": words, "by": by or public_name(), "why": why}, rules)
    _try(place, one, rules)
    entry = append_correction(place.corrections, one, ids_of(rules))
    click.echo(f"{entry}\nWritten to {place.corrections.name}. ", nl=False)
    if not at_once:
        click.echo("`rulingwire retag` or the next crawl applies it.")
        return
    lock = take_lock(place.data)
    desk = open_desk(place.database, place.feeds)
    changes = desk.apply_corrections()
    desk.form_stories()
    idle = idle_corrections(desk.db)
    desk.close()
    lock.release()
    click.echo("Applied.")
    click.echo("\n".join([line for change in changes for line in lines_of(change)] + idle))


def public_name() -> str:
    """Who is at the keyboard: the name that git knows, else that of the account."""
    git = shutil.which("git")
    if git:
        asked = subprocess.run([git, "config", "user.name"], capture_output=True, text=True, check=False)  # noqa: S603
        if name := asked.stdout.strip():
            return name
    return os.environ.get("USER", "")


def _read(article: str, said: dict[str, Any], beside: dict[str, str], rules: Rules) -> Correction:
    """The entry that the options mean, read as the file is read; ConfigError says what is wrong with it."""
    given = {verb: said[verb] for verb in VERBS if said[verb] is not None}
    if len(given) != 1:
        options = ", ".join(f"--{verb.replace('_', '-')}" for verb in VERBS)
        raise click.UsageError(f"say one thing of the article: one of {options}")
    parts = [f"article: {json.dumps(article)}"]
    for verb, value in given.items():
        tag = verb in ("wrong", "right") and "{" + value.strip().strip("{}") + "}"
        parts.append(f"{verb}: {tag or json.dumps(value)}")
    parts += [f"{key}: {json.dumps(value)}" for key, value in beside.items() if value]
    text = f"- {{{', '.join(parts)}, on: {now():%Y-%m-%d}}}"
    try:
        (one,) = parse_corrections(text, "correct", ids_of(rules)).entries
    except ConfigError as error:
        raise ConfigError([mistake.partition("entry 1: ")[2] or mistake for mistake in error.mistakes]) from None
    return one


def _try(place: Place, one: Correction, rules: Rules) -> None:
    """See whether the corpus holds the article, and the entry does something; RulingwireError where it does not."""
    if not place.database.exists():
        click.echo(f"There is no corpus in {place.data}: not checked whether it holds the article.", err=True)
        return
    db = open_corpus(place.database)
    stored = find_stored(db, one.article)
    missing = [] if stored else [one.article]
    missing += [one.target] if one.others and not find_stored(db, one.target) else []
    db.close()
    if stored:
        tagged = judge_and_tag(stored.article, _with(one, place, rules), stored.names)
        if trouble := tagged.corrections.get(one.id):
            raise RulingwireError(f"{one.article}: {one.verb} {one.said}: {trouble}. Nothing written.")
    elif (one.verb, one.target) == ("relevant", "true"):  # a feed of general news may show it again
        click.echo("The corpus does not hold this article; it is kept when a source shows it again.", err=True)
        return
    if missing:
        raise RulingwireError(f"{', '.join(missing)}: no article in the corpus has this address or permalink.")


def _with(one: Correction, place: Place, rules: Rules) -> Rules:
    """The rules with the corrections there are, and one more."""
    known = with_corrections(rules, place.corrections).corrections.entries
    return replace(rules, corrections=Corrections(entries=(*known, one)))
