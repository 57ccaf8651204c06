"""The rules files prove themselves: every sentence in them is read, and every name is found."""

import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.passages import body_end
from pipelines.relevance import judge
from pipelines.rules import FOLDER, load_rules
from pipelines.rules.checks import sure_names
from pipelines.tag import tag
from rulingwire.errors import ConfigError
from rulingwire.models import Article, Tag

RULES = load_rules()


def entries(file: str, key: str) -> list[dict[str, Any]]:
    return yaml.load((FOLDER / file).read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))[key]


def article(text: str, title: str = "") -> Article:
    when = datetime(2025, 11, 19, tzinfo=UTC)
    return Article(
        source_id="s", url="", title=title, text=text, byline="", language="en", published_at=when,
        updated_at=None, seen_at=when, form="feed", complete=True, aliases=(),
    )  # fmt: skip


def tags(text: str, kind: str, title: str = "") -> dict[str, Tag]:
    return {t.key: t for t in tag(article(text, title), RULES) if t.kind == kind}


LISTS = [("parties.yml", "parties", "party"), ("courts.yml", "courts", "court")]
LISTS.append(("jurisdictions.yml", "jurisdictions", "jurisdiction"))


def sentences(side: str) -> list[Any]:
    return list(_sentences(side))


def _sentences(side: str) -> Iterator[Any]:
    for file, key, kind in LISTS:
        for entry in entries(file, key):
            name = entry.get("id") or entry["code"]
            for number, sentence in enumerate(entry.get(side, ())):
                yield pytest.param(kind, name, sentence, id=f"{kind}-{name}-{number}")


@pytest.mark.parametrize(("kind", "key", "sentence"), sentences("hit"))
def test_a_hit_sentence_gives_the_tag(kind: str, key: str, sentence: str) -> None:
    assert key in tags(sentence, kind)


@pytest.mark.parametrize(("kind", "key", "sentence"), sentences("miss"))
def test_a_miss_sentence_does_not_give_the_tag(kind: str, key: str, sentence: str) -> None:
    assert key not in tags(sentence, kind)


@pytest.mark.parametrize(("file", "key", "kind"), LISTS[:2])
def test_every_sure_name_is_found_between_other_words(file: str, key: str, kind: str) -> None:
    lost = [
        (entry["id"], name)
        for entry in entries(file, key)
        for name in sure_names(entry)
        if entry["id"] not in tags(f"On Monday «{name.rstrip('*')}» was named again.", kind)
    ]
    assert lost == []


@pytest.mark.parametrize(("file", "key", "kind"), LISTS[:2])
def test_no_weak_name_counts_between_neutral_words(file: str, key: str, kind: str) -> None:
    taken = [
        (entry["id"], name)
        for entry in entries(file, key)
        for name in entry.get("weak", ())
        if entry["id"] in tags(f"On Monday «{name}» was named again.", kind)
    ]
    assert taken == []


@pytest.mark.parametrize(("file", "key", "kind"), LISTS[:2])
def test_a_weak_name_is_no_proof_but_every_hit_needs_one(file: str, key: str, kind: str) -> None:
    bare = [e["id"] for e in entries(file, key) if "weak" in e and not (e.get("hit") and e.get("miss"))]
    assert bare == []


@pytest.mark.parametrize("land", entries("jurisdictions.yml", "jurisdictions"), ids=lambda land: land["code"])
def test_a_country_counts_beside_a_court_and_never_alone(land: dict[str, Any]) -> None:
    for place in land.get("places", ()):
        assert land["code"] not in tags(f"The exporters shipped it via {place} on Monday.", "jurisdiction")
        if place.isascii():
            assert land["code"] in tags(f"Then a judge in {place} agreed.", "jurisdiction")


@pytest.mark.parametrize("entry", entries("roles.yml", "roles"), ids=lambda entry: entry["id"])
def test_each_role_is_given_by_its_own_words_and_not_by_similar_ones(entry: dict[str, Any]) -> None:
    rule = f"role:{entry['id']}"
    title = entry.get("only") == "title"
    for side, wanted in (("hit", True), ("miss", False)):
        for sentence in entry[side]:
            found = tag(article("", sentence) if title else article(sentence), RULES)
            given = any(e.rule == rule and t.role == entry["role"] for t in found for e in t.evidence)
            assert given is wanted, sentence


def test_relevance_passes_its_hits_and_fails_its_misses() -> None:
    wrong = [
        (side, sentence)
        for side, wanted in (("hit", True), ("miss", False))
        for sentence in entries("relevance.yml", side)
        if judge(article(sentence), RULES).relevant is not wanted
    ]
    assert wrong == []


def test_a_footer_ends_the_article_and_a_sentence_does_not() -> None:
    for line in entries("footers.yml", "hit"):
        assert body_end(f"The court ruled.\n\n{line}", RULES.footers) == 18
    for line in entries("footers.yml", "miss"):
        text = f"The court ruled.\n\n{line}"
        assert body_end(text, RULES.footers) == len(text)


# --- the loader -------------------------------------------------------------------------------------


def copy(folder: Path) -> Path:
    shutil.copytree(FOLDER, folder, ignore=lambda _, names: [n for n in names if not n.endswith(".yml")])
    return folder


def change(path: Path, **new: Any) -> None:
    content = yaml.safe_load(path.read_text())
    path.write_text(yaml.safe_dump(content | new, allow_unicode=True))


def test_the_version_ignores_the_order_of_entries_and_words(tmp_path: Path) -> None:
    folder = copy(tmp_path / "rules")
    parties = entries("parties.yml", "parties")
    change(folder / "parties.yml", parties=[e | {"also": e["also"][::-1]} if "also" in e else e for e in parties[::-1]])
    assert load_rules(folder).version == RULES.version
    assert len(RULES.version) == 12


def test_the_version_changes_with_a_name(tmp_path: Path) -> None:
    folder = copy(tmp_path / "rules")
    parties = entries("parties.yml", "parties")
    change(folder / "parties.yml", parties=[*parties, {"id": "new-cdn", "name": "Newcdn", "kind": "cdn"}])
    assert load_rules(folder).version != RULES.version


def test_every_mistake_is_told_at_once_with_file_and_entry(tmp_path: Path) -> None:
    folder = copy(tmp_path / "rules")
    change(
        folder / "parties.yml",
        parties=[
            {"id": "a", "name": "Aname"},
            {"id": "b", "name": "Bname", "kind": "cdn", "aliases": ["B"]},
            {"id": "c", "name": True, "kind": "cdn"},
        ],
    )
    (folder / "footers.yml").write_text("lines: [")
    (folder / "roles.yml").unlink()
    with pytest.raises(ConfigError) as caught:
        load_rules(folder)
    told = "\n".join(caught.value.mistakes)
    for words in ("parties.yml: a: `kind`", "parties.yml: b: `aliases`", "parties.yml: c: `name`"):
        assert words in told
    assert "footers.yml: is not YAML" in told
    assert "roles.yml: cannot be read" in told


def test_mistakes_between_entries_are_told(tmp_path: Path) -> None:
    folder = copy(tmp_path / "rules")
    parties = entries("parties.yml", "parties")
    twin = {"id": "twin", "name": "Cloudflare", "kind": "cdn"}
    weak = {"id": "weak", "name": "Weakling", "kind": "cdn", "weak": ["Weakling"]}
    change(folder / "parties.yml", parties=[*parties, twin, weak])
    change(folder / "courts.yml", courts=[{"id": "xx-1", "name": "Court X", "jurisdiction": "XX", "level": "appeal"}])
    with pytest.raises(ConfigError) as caught:
        load_rules(folder)
    assert caught.value.mistakes == (
        "courts.yml: xx-1: XX is not in jurisdictions.yml",
        "parties.yml: twin: the name 'Cloudflare' belongs to cloudflare already",
        "parties.yml: weak: has weak names, so it also needs near, hit, miss",
    )


def test_a_folder_is_read_once(tmp_path: Path) -> None:
    folder = copy(tmp_path / "rules")
    assert load_rules(folder) is load_rules(folder)


def test_reading_all_files_stays_quick(tmp_path: Path) -> None:
    folder = copy(tmp_path / "rules")
    began = time.process_time()
    load_rules(folder)
    assert time.process_time() - began < 1  # usually below 0.1; the slow YAML loader takes several
