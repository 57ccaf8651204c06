"""A YAML file that is a list of entries: read as nodes that know their line, added to without touching the rest.

A tree of nodes also knows what was printed before YAML turned `no` into false and `2025-11-19` into a date.
"""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import Node, SequenceNode

from rulingwire.errors import ConfigError

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # PyYAML may be built without the fast one


class Report:
    """The mistakes found so far, each with its line."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.mistakes: list[tuple[int, str]] = []

    def add(self, node: Node, entry: str, what: str) -> None:
        """Note what is wrong with an entry, at the line of a node."""
        self.mistakes.append((line_of(node), f"{entry}: {what}"))

    def raise_if_any(self) -> None:
        """Raise ConfigError with all of them, in the order of the file."""
        if self.mistakes:
            raise ConfigError([f"{self.file}:{line}: {what}" for line, what in sorted(self.mistakes)])


def line_of(node: Node) -> int:
    """The line a node begins in, counted from 1."""
    return int(node.start_mark.line) + 1


def text_of(path: Path) -> str:
    """The text of a file; ConfigError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([f"{path.name}: cannot be read: {error}; it must be a UTF-8 file"]) from error


def entries_of(text: str, file: str, *, of: str, begin: str) -> list[Node]:
    """The entries of a list; () where the text is empty but for comments. `of` and `begin` word the complaint."""
    try:
        root = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigError([f"{file}:{line}: not YAML: {error.problem}; mend the line"]) from error
    except yaml.YAMLError as error:
        raise ConfigError([f"{file}:1: not YAML: {error}; mend the file"]) from error
    if root is None:
        return []
    if not isinstance(root, SequenceNode):
        raise ConfigError([f"{file}:1: no list of {of}; begin each entry with '- {begin}: ...'"])
    return list(root.value)


def with_entry(text: str, entry: str) -> str:
    """A text with an entry at its end; everything before stays as it is."""
    return f"{text.rstrip()}\n\n{entry}".lstrip()


def replace_file(path: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        shutil.copymode(path, name)
        os.replace(name, path)
    except OSError:
        os.unlink(name)
        raise
