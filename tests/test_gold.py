"""What must hold for every labelled article, whatever its score."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.rules import FOLDER, load_rules
from pipelines.tag import tag
from rulingwire.models import Article
from rulingwire.vocabulary import COUNTS, DATES, EVENTS, OUTCOMES, ROLES, SIDES, STEPS, SUMS

GOLD = Path(__file__).parent / "gold"
WORDS = {"party": ROLES, "amount": SUMS, "count": COUNTS, "date": DATES, "step": STEPS}


def articles(name: str) -> list[Article]:
    when = datetime(2025, 11, 19, tzinfo=UTC)
    return [
        Article(
            source_id="s", url="", title=item["title"], text=item["text"], byline="", language=item["language"],
            published_at=when, updated_at=None, seen_at=when, form="feed", complete=True, aliases=(),
        )
        for item in map(json.loads, (GOLD / name).read_text(encoding="utf-8").splitlines())
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["dev.jsonl", "held.jsonl", "free.jsonl"])
def test_every_quote_stands_where_its_tag_says_and_every_word_is_of_the_vocabulary(name: str) -> None:
    rules = load_rules()
    for article in articles(name):
        for found in tag(article, rules):
            assert found.evidence
            for e in found.evidence:
                assert getattr(article, e.field)[e.start : e.end] == e.quote != ""
            assert found.side in {"", *SIDES}
            assert found.role in WORDS.get(found.kind, {"": ""})
            assert found.kind not in ("event", "outcome") or found.key in {*EVENTS, *OUTCOMES}


def test_tags_do_not_depend_on_the_order_of_rules_in_the_files(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(FOLDER, folder, ignore=lambda _, names: [n for n in names if n.endswith((".py", "__pycache__"))])
    for path in folder.rglob("*.yml"):
        content = yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        path.write_text(json.dumps(turned(content)))  # JSON is YAML
    rules, turned_rules = load_rules(), load_rules(folder)
    assert turned_rules.version == rules.version
    for article in articles("dev.jsonl"):
        assert tag(article, turned_rules) == tag(article, rules)


def turned(value: Any) -> Any:
    """Every list and mapping in it backwards."""
    if isinstance(value, dict):
        return {key: turned(inner) for key, inner in reversed(value.items())}
    return [turned(inner) for inner in reversed(value)] if isinstance(value, list) else value
