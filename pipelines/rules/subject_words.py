"""What subjects.yml says: the words of each subject, the parties whose names say it, and what can be wrong in it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipelines.names import Matcher, Name
from rulingwire.vocabulary import SUBJECTS


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectWords:
    """The content of subjects.yml, ready to be searched for."""

    words: Matcher  # a group for each subject, so that words of one never hide those of another; not `sure`: weak
    of_party: dict[str, tuple[str, ...]]  # id of a party -> the subjects that its name says
    unless: dict[str, tuple[str, ...]]  # subject -> those whose words make names of parties say nothing of it


def subject_words(content: dict[str, Any], parties: list[dict[str, Any]]) -> SubjectWords:
    """The words of a subjects.yml that is well-formed."""
    entries = content["subjects"]
    of_party: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for party in entry.get("parties", ()):
            of_party[party].add(entry["id"])
        for party in parties:
            if party["kind"] in entry.get("kinds", ()) and party["id"] not in entry.get("except", ()):
                of_party[party["id"]].add(entry["id"])
    return SubjectWords(
        words=Matcher(_names(entries)),
        of_party={party: tuple(sorted(subjects)) for party, subjects in of_party.items()},
        unless={entry["id"]: tuple(entry.get("unless", ())) for entry in entries},
    )


def _names(entries: list[dict[str, Any]]) -> Iterator[Name]:
    for entry in entries:
        subject = entry["id"]
        yield from (Name(word, subject, subject) for word in entry["words"])
        yield from (Name(word, subject, subject, False) for word in entry.get("weak", ()))
        yield from (Name(word, subject, "") for word in entry.get("others", ()))


def subject_faults(files: dict[str, dict[str, Any]]) -> Iterator[str]:
    """What is wrong with subjects that have their shape, alone and beside the other files."""
    entries, parties = files["subjects.yml"]["subjects"], files["parties.yml"]["parties"]
    ids = {party["id"] for party in parties}
    known = {"parties": ids, "except": ids, "kinds": {party["kind"] for party in parties}, "unless": {*SUBJECTS}}
    for entry in entries:
        unknown = [(key, word) for key in known for word in entry.get(key, ()) if word not in known[key]]
        faults = [*_entry_faults(entry), *(f"{key}: `{word}` is not known" for key, word in unknown)]
        yield from (f"subjects.yml: {entry['id']}: {fault}" for fault in faults)
    missing = sorted(SUBJECTS.keys() - {entry["id"] for entry in entries})
    yield from (f"subjects.yml: {subject} of rulingwire/vocabulary.py has no entry" for subject in missing)


def word_faults(words: list[str]) -> Iterator[str]:
    """What is wrong with words of one entry, which may end in a star."""
    yield from (f"{word!r} stands twice" for word, times in Counter(words).items() if times > 1)
    yield from (f"{word!r}: a star stands at the end only" for word in words if "*" in word[:-1])


def _entry_faults(entry: dict[str, Any]) -> Iterator[str]:
    if entry["id"] not in SUBJECTS:
        yield "is no subject of rulingwire/vocabulary.py"
    if not entry.keys() & {"miss", "passing"}:
        yield "needs a sentence that proves nothing, under `miss` or `passing`"
    yield from word_faults([*entry["words"], *entry.get("weak", ()), *entry.get("others", ())])
