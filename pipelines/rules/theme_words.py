"""What themes.yml says: what reports speak of, and what can be wrong in it."""

from collections.abc import Iterator
from typing import Any

from pipelines.names import Matcher, Name
from pipelines.rules.subject_words import word_faults

ROUNDUP = "roundup"  # the theme of titles that tell of many things


def theme_words(content: dict[str, Any]) -> Matcher:
    """The words of a well-formed themes.yml, a group for each theme: words of one never hide those of another."""
    return Matcher(Name(word, entry["id"], entry["id"]) for entry in content["themes"] for word in entry["words"])


def theme_faults(files: dict[str, dict[str, Any]]) -> Iterator[str]:
    """What is wrong with themes that have their shape."""
    entries = files["themes.yml"]["themes"]
    for entry in entries:
        yield from (f"themes.yml: {entry['id']}: {fault}" for fault in word_faults(entry["words"]))
    if ROUNDUP not in {entry["id"] for entry in entries}:
        yield f"themes.yml: {ROUNDUP}, by which stories know articles on many things, has no entry"
