"""The content of all rules files, read once and kept beside the compiled Python until a file changes.

YAML of this size takes a second to read, and cron starts us every few minutes.
"""

import marshal
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from pipelines.rules.checks import Files, read_files
from pipelines.rules.cue_files import read_languages
from pipelines.rules.version import version_of
from rulingwire.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What the files say, all of it well-formed."""

    files: Files
    languages: dict[str, dict[str, Any]]
    version: str
    kept: Path  # where it is kept; the name changes with the content


def read_content(folder: Path) -> Content:
    """The content of a folder; ConfigError lists every mistake in its files."""
    kept = _place(folder)
    with suppress(OSError, ValueError, EOFError, TypeError):
        files, languages, version = marshal.loads(kept.read_bytes())  # noqa: S302 - our own, like a .pyc
        return Content(files=files, languages=languages, version=version, kept=kept)
    files, mistakes = read_files(folder)
    languages, wrong = read_languages(folder / "cues")
    if mistakes + wrong:
        raise ConfigError(mistakes + wrong)
    content = Content(files=files, languages=languages, version=version_of(files | languages), kept=kept)
    _keep(kept, content)
    return content


def once(kept: Path, check: Callable[[], list[str]]) -> None:
    """Run a check that takes seconds, unless it has found nothing in this very content before; ConfigError."""
    passed = kept.with_suffix(".checked")
    if passed.exists():
        return
    if mistakes := check():
        raise ConfigError(mistakes)
    with suppress(OSError):
        passed.touch()


def _place(folder: Path) -> Path:
    """Where the content is kept; the name changes with every byte of the files, and with Python."""
    digest = blake2b(digest_size=12)
    for path in sorted([*folder.glob("*.yml"), *folder.glob("cues/*.yml"), *folder.glob("*.py")]):
        digest.update(f"{path.name}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return folder / "__pycache__" / f"content-{sys.implementation.cache_tag}-{digest.hexdigest()}.marshal"


def _keep(place: Path, content: Content) -> None:
    """Keep the content if the folder can be written to, in place of older ones."""
    with suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        for old in place.parent.glob("content-*"):
            old.unlink(missing_ok=True)
        draft = place.with_suffix(f".{os.getpid()}")
        draft.write_bytes(marshal.dumps((content.files, content.languages, content.version)))
        draft.replace(place)
