"""Learning from people's corrections which articles are relevant."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import click
from sqlite_utils import Database

from db.corpus import open_corpus
from db.stored import find_stored
from pipelines.learned import MODEL, Example, Model, find_terms, train
from pipelines.proofs import article as written
from pipelines.relevance import judge_by, weigh
from pipelines.rules import FOLDER, Rules, load_rules
from rulingwire.cli.place import Place
from rulingwire.clock import now
from rulingwire.errors import ConfigError
from rulingwire.models import Article

NOT_BETTER = 1


class Corrected(NamedTuple):
    """An article and what a person says of it."""

    article: Article
    relevant: bool

    @property
    def words(self) -> tuple[str, str]:
        return self.article.title, self.article.text


class Marks(NamedTuple):
    """How well scores order and pass the articles of a set."""

    average_precision: float
    recall: float  # of the relevant, the share with a score of 1 or more

    def as_good_as(self, other: "Marks") -> bool:
        """Does neither mark fall behind the other's?"""
        return all(mine >= theirs - 1e-9 for mine, theirs in zip(self, other, strict=True))


@click.command()
@click.argument("corrections", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--frozen", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Labelled articles that are never learnt from; they decide.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), default=FOLDER / MODEL,
              help="File or folder for the model.  [default: beside the rules, where it counts]")  # fmt: skip
@click.option("--date", "day", default="", help="Day to write into the model, e.g. 2025-11-19.  [default: today]")
@click.pass_obj
def learn(place: Place, corrections: Path, frozen: Path, out: Path, day: str) -> None:
    """Learn from people's corrections which articles are relevant, if that does better than the rules alone.

    CORRECTIONS and the frozen set hold one JSON object a line, either {"title", "text", "language", "relevant"}
    or {"permalink" or "url", "relevant"} of an article in the corpus; "who", "when" and "why" are for people.
    Of two lines on one article the later counts. The model is written only if neither average precision nor
    recall falls on the frozen set; else the exit code is 1.
    """
    rules, judges = load_rules(), read_corrected(frozen, place)
    known = {one.words for one in judges}
    lessons = [one for one in read_corrected(corrections, place) if one.words not in known]
    if not all({one.relevant for one in each} == {True, False} for each in (lessons, judges)):
        wrong = "need relevant articles and others, in the corrections (without those of the frozen set) and in it"
        raise ConfigError([f"{corrections}, {frozen}: {wrong}"])
    model = train([_example(one, rules) for one in lessons], day or f"{now():%Y-%m-%d}")
    alone, moved = _marks(judges, rules, None), _marks(judges, rules, model)
    click.echo(f"{len(lessons)} corrections learnt, {model.relevant} of them relevant, {len(judges)} articles decide.")
    click.echo(f"average precision {alone.average_precision:.4f} -> {moved.average_precision:.4f}")
    click.echo(f"recall {alone.recall:.4f} -> {moved.recall:.4f}")
    if not moved.as_good_as(alone):
        click.echo("Not as good as the rules alone: nothing written.")
        sys.exit(NOT_BETTER)
    path = out / MODEL if out.is_dir() else out
    path.write_text(model.to_json(), "utf-8")
    click.echo(f"Written to {path}. `rulingwire retag` brings old articles up to date.")


def read_corrected(path: Path, place: Place) -> list[Corrected]:
    """The labelled articles of a file in its order; ConfigError lists every line that cannot be used."""
    db = open_corpus(place.database) if place.database.exists() else None
    latest: dict[tuple[str, str], Corrected] = {}
    mistakes = []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        try:
            if line.strip():
                one = _corrected(json.loads(line), db)
                latest[one.words] = one
        except (ValueError, KeyError, TypeError) as error:
            mistakes.append(f"{path}:{number}: {_why(error)}")
    if mistakes:
        raise ConfigError(mistakes)
    return list(latest.values())


def marks(scored: Iterable[tuple[float, bool]]) -> Marks:
    """The marks of scores against what is true; equal scores count as one step, whatever their order."""
    ordered = sorted(scored, key=lambda pair: -pair[0])
    relevant = sum(true for _, true in ordered) or 1
    seen = found = 0
    precision = 0.0
    for truths in _steps(ordered):
        seen, found = seen + len(truths), found + sum(truths)
        precision += found / seen * sum(truths) / relevant
    return Marks(precision, sum(true for score, true in ordered if score >= 1) / relevant)


def _steps(ordered: list[tuple[float, bool]]) -> Iterator[list[bool]]:
    for _, step in groupby(ordered, key=lambda pair: pair[0]):
        yield [true for _, true in step]


def _corrected(line: dict[str, Any], db: Database | None) -> Corrected:
    if not isinstance(line["relevant"], bool):
        raise TypeError("`relevant` must be true or false")
    if "text" in line:
        return Corrected(written(line["text"], line["language"], line["title"]), line["relevant"])
    name = line.get("permalink") or line["url"]
    stored = find_stored(db, name) if db else None
    if stored is None:
        raise ValueError(f"no article in the corpus is called {name}; give its title, text and language instead")
    return Corrected(stored.article, line["relevant"])


def _why(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def _example(one: Corrected, rules: Rules) -> Example:
    weighed = weigh(one.article, rules)
    return Example(frozenset(find_terms(weighed.parts)), weighed.sums, one.relevant)


def _marks(judges: Sequence[Corrected], rules: Rules, model: Model | None) -> Marks:
    return marks((judge_by(one.article, rules, model).score, one.relevant) for one in judges)
