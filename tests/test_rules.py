"""The rules files prove themselves: every sentence in them is read, and every name is found."""

import shutil
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.proofs import article, read_proofs
from pipelines.rules import FOLDER, load_rules
from pipelines.rules.checks import sure_names
from pipelines.rules.content import read_content
from pipelines.rules.entries import FILES
from pipelines.rules.languages import broken_patterns
from pipelines.study import names_of
from rulingwire.errors import ConfigError

RULES = load_rules()


def entries(file: str, key: str) -> list[dict[str, Any]]:
    return yaml.load((FOLDER / file).read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))[key]


LISTS = [("parties.yml", "parties", "party"), ("courts.yml", "courts", "court")]
LISTS.append(("jurisdictions.yml", "jurisdictions", "jurisdiction"))


def test_every_sentence_of_every_file_is_read_as_the_file_says() -> None:
    proofs = list(read_proofs(RULES))
    assert [str(proof) for proof in proofs if proof.proves_wrong] == []
    assert {proof.file for proof in proofs} >= set(FILES) - {"jurisdictions.yml", "printed_roles.yml"}


@pytest.mark.parametrize("file", ["parties.yml", "relevance.yml", "footers.yml", "calendar.yml", "cues/en.yml"])
def test_a_sentence_that_proves_its_entry_wrong_is_told(file: str, tmp_path: Path) -> None:
    folder = copy(tmp_path / "rules")
    before = len(told(folder, file))
    content = yaml.load((folder / file).read_bytes(), Loader=yaml.CSafeLoader)
    entry = next((e for e in content.get("parties") or content.get("roles") or () if "hit" in e), content)
    entry["hit"], entry["miss"] = ["Rain fell on the lake."], entry["hit"][:1]
    (folder / file).write_text(yaml.safe_dump(content, allow_unicode=True))
    assert len(told(folder, file)) == before + 2


def told(folder: Path, file: str) -> list[str]:
    return [str(proof) for proof in read_proofs(RULES, folder) if proof.file == file and proof.proves_wrong]


def named(text: str, kind: str) -> set[str]:
    found = names_of(article(text), RULES)
    return {"party": set(found.parties), "court": set(found.courts)}.get(kind, {seat.code for seat in found.seats})


@pytest.mark.parametrize(("file", "key", "kind"), LISTS[:2])
def test_every_sure_name_is_found_between_other_words(file: str, key: str, kind: str) -> None:
    lost = [
        (entry["id"], name)
        for entry in entries(file, key)
        for name in sure_names(entry)
        if entry["id"] not in named(f"On Monday «{name.rstrip('*')}» was named again.", kind)
    ]
    assert lost == []


@pytest.mark.parametrize(("file", "key", "kind"), LISTS[:2])
def test_no_weak_name_counts_between_neutral_words(file: str, key: str, kind: str) -> None:
    taken = [
        (entry["id"], name)
        for entry in entries(file, key)
        for name in entry.get("weak", ())
        if entry["id"] in named(f"On Monday «{name}» was named again.", kind)
    ]
    assert taken == []


@pytest.mark.parametrize(("file", "key", "kind"), LISTS[:2])
def test_a_weak_name_is_no_proof_but_every_hit_needs_one(file: str, key: str, kind: str) -> None:
    bare = [e["id"] for e in entries(file, key) if "weak" in e and not (e.get("hit") and e.get("miss"))]
    assert bare == []


@pytest.mark.parametrize("land", entries("jurisdictions.yml", "jurisdictions"), ids=lambda land: land["code"])
def test_a_country_counts_beside_a_court_and_never_alone(land: dict[str, Any]) -> None:
    for place in land.get("places", ()):
        assert land["code"] not in named(f"The exporters shipped it via {place} on Monday.", "jurisdiction")
        if place.isascii():
            assert land["code"] in named(f"Then a judge in {place} agreed.", "jurisdiction")


# --- the loader -------------------------------------------------------------------------------------


def copy(folder: Path) -> Path:
    shutil.copytree(FOLDER, folder, ignore=lambda _, names: [n for n in names if n.endswith((".py", "__pycache__"))])
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
    (folder / "relevance.yml").unlink()
    with pytest.raises(ConfigError) as caught:
        load_rules(folder)
    told = "\n".join(caught.value.mistakes)
    for words in ("parties.yml: a: `kind`", "parties.yml: b: `aliases`", "parties.yml: c: `name`"):
        assert words in told
    assert "footers.yml: is not YAML" in told
    assert "relevance.yml: cannot be read" in told


def test_the_mistakes_of_cues_are_told(tmp_path: Path) -> None:
    folder = copy(tmp_path / "rules")
    cue = {"id": "c", "patterns": ["{party} <nothing>", "Sued", "{hero} sued"], "hit": ["a"], "miss": ["b"]}
    change(folder / "cues/en.yml", roles=[cue], outcomes=[cue | {"id": "d", "outcome": "sad"}], tails=["<nobody>"])
    with pytest.raises(ConfigError) as caught:
        load_rules(folder)
    lines = "\n".join(caught.value.mistakes)
    for words in (
        "no macro is called 'nothing'",
        "a capital never matches",
        "`{hero }` is no role",
        "`sad` is none of",
        "tails:",
    ):
        assert words in lines


def test_a_pattern_that_is_none_is_told_when_patterns_are_checked(tmp_path: Path) -> None:
    folder = copy(tmp_path / "rules")
    cue = {"id": "c", "patterns": ["{party} (sued"], "hit": ["a"], "miss": ["b"]}
    change(folder / "cues/en.yml", roles=[cue])
    (told,) = broken_patterns(load_rules(folder).languages)
    assert "cues/en.yml: c" in told


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


def test_what_was_read_once_is_kept_until_a_file_changes(tmp_path: Path) -> None:
    folder = copy(tmp_path / "rules")
    first = read_content(folder)
    (kept,) = (folder / "__pycache__").iterdir()
    assert read_content(folder) == first
    (folder / "footers.yml").write_text("lines: [Only this]\nhit: [Only this]\nmiss: [Not this]\n")
    assert read_content(folder).files["footers.yml"]["lines"] == ["Only this"]
    assert not kept.exists()


def test_a_spoilt_kept_file_is_read_anew(tmp_path: Path) -> None:
    folder = copy(tmp_path / "rules")
    first = read_content(folder)
    (kept,) = (folder / "__pycache__").iterdir()
    kept.write_bytes(kept.read_bytes()[:1000])
    assert read_content(folder) == first


def test_content_with_mistakes_is_not_kept(tmp_path: Path) -> None:
    folder = copy(tmp_path / "rules")
    (folder / "footers.yml").write_text("lines: 1")
    for _ in range(2):
        with pytest.raises(ConfigError):
            read_content(folder)


def test_reading_kept_content_is_quick(tmp_path: Path) -> None:
    folder = copy(tmp_path / "rules")
    read_content(folder)
    began = time.process_time()
    read_content(folder)
    assert time.process_time() - began < 0.5  # usually 0.05; reading the YAML takes ten times as long
