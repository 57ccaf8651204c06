"""The version of the rules: a hash over their content."""

import json
from hashlib import blake2b
from typing import Any

Files = dict[str, dict[str, Any]]


def version_of(files: Files) -> str:
    """A hash that changes with the content, never with the order of entries, words or keys."""
    return blake2b(_canonical(files).encode(), digest_size=6).hexdigest()


def _canonical(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(sorted(f"{json.dumps(k)}:{_canonical(v)}" for k, v in value.items())) + "}"
    if isinstance(value, list):
        return "[" + ",".join(sorted(map(_canonical, value))) + "]"
    return json.dumps(value)
