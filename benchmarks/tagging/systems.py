"""Who is measured: the product, its tags alone, plain methods, and other packages in their own Python."""

import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from benchmarks.tagging import baselines, peers
from benchmarks.tagging.claims import MENTIONED, Claims, told, wanted
from benchmarks.tagging.gold import ROOT, Item
from benchmarks.tagging.score import Scores, score
from pipelines.rules import Rules
from pipelines.tag import tag
from pipelines.work import judge_and_tag
from rulingwire.models import Relevance, Tag

PRODUCT, ALONE = "product", "tags alone"
_COVERS = {  # what a system says something about; of the rest it has no line in the table
    "gazetteer, no cues": ("party", "court"),
    "country named most": ("jurisdiction", "primary jurisdiction"),
    "first sum": ("amount", "amount kind"),
    "commonest label": ("event", "outcome"),
    "spacy": ("party", "court"),
    "price-parser": ("amount",),
    "eyecite": ("case number",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One labelled article as the product reads it."""

    item: Item
    want: Claims
    relevance: Relevance
    published: tuple[Tag, ...]  # what readers get
    alone: tuple[Tag, ...]  # without the judgment of relevance; for articles labelled relevant

    @property
    def product(self) -> Claims:
        return told(self.published, relevant=self.relevance.relevant)


def read(items: Iterable[Item], rules: Rules) -> tuple[Read, ...]:
    """Every item judged and tagged."""
    return tuple(_read(item, rules) for item in items)


def _read(item: Item, rules: Rules) -> Read:
    done = judge_and_tag(item.article, rules)
    alone = done.tags if done.relevance.relevant else tag(item.article, rules) if item.relevant else ()
    want = wanted(item, rules)
    return Read(item=item, want=want, relevance=done.relevance, published=done.tags, alone=alone)


def product(reads: Iterable[Read]) -> Scores:
    """What readers get, over all articles."""
    return score((one.want, one.product) for one in reads)


def alone(reads: Iterable[Read]) -> Scores:
    """The tags without the judgment of relevance, over the articles labelled relevant."""
    scores = score((one.want, told(one.alone)) for one in reads if one.item.relevant)
    return {field: tally for field, tally in scores.items() if field != "relevance" and "all articles" not in field}


def plain(reads: tuple[Read, ...]) -> dict[str, Scores]:
    """The plain methods, on the articles labelled relevant."""
    methods = baselines.methods(tuple(one.item for one in reads))
    return {
        name: _covered(name, [(one.want, method(one.item)) for one in reads if one.item.relevant])
        for name, method in methods.items()
    }


def others(reads: Iterable[Read], python: str) -> tuple[dict[str, Scores], list[str]]:
    """The peers by name and version, on the articles labelled relevant; and a line for each that is missing."""
    ours = [one for one in reads if one.item.relevant]
    task = {"texts": [baselines.words_of(one.item) for one in ours]}
    said = _ask(python, task | {file: baselines.names(file) for file in ("parties", "courts")})
    scores, missing = {}, []
    for name, answer in said.items():
        if "missing" in answer:
            missing.append(f"{name} is missing: {answer['missing']}")
            continue
        told_by = [(one.want, _claims(given)) for one, given in zip(ours, answer["answers"], strict=True)]
        scores[f"{name} {answer['version']}"] = _covered(name, told_by)
    return scores, missing


def _ask(python: str, task: dict[str, Any]) -> dict[str, dict[str, Any]]:
    command = [python, "-m", peers.__name__]
    run = subprocess.run(command, cwd=ROOT, input=json.dumps(task), stdout=subprocess.PIPE, text=True, check=True)
    said: dict[str, dict[str, Any]] = json.loads(run.stdout)
    return said


def _claims(given: dict[str, list[str]]) -> Claims:
    return Claims(
        relevant=True,
        pairs=frozenset((party, MENTIONED) for party in given.get("parties", ())),
        courts=frozenset(given.get("courts", ())),
        amounts=frozenset((amount, "") for amount in given.get("amounts", ())),
        numbers=frozenset(given.get("numbers", ())),
    )


def _covered(name: str, answers: Iterable[tuple[Claims, Claims]]) -> Scores:
    scores = score(answers)
    return {field: scores[field] for field in _COVERS[name]}
