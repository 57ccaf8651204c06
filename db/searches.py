"""A saved search as an expression of the full-text index, the same as /explore makes of its address."""

import re
from collections.abc import Mapping

TOKENS = {
    "party": "p",
    "role": "r",
    "jurisdiction": "j",
    "court": "c",
    "outcome": "o",
    "subject": "s",
    "event": "e",
    "source": "src",
    "language": "lang",
    "year": "y",
}  # what the tokens of the column `tags` begin with; see the view article_search_content
_WORD = re.compile(r'"[^"]*"|\S+')


def expression(where: Mapping[str, tuple[str, ...]]) -> str:
    """The expression for values by parameter; "" where there are none.

    A role that is asked with a party must be that party's.
    """
    words = escape_fts(" ".join(where.get("q", ())))
    parties, held = where.get("party", ()), where.get("role", ())
    names = [name for name in TOKENS if name != "role" or not parties]
    tags = [_token(name, value) for name in names for value in where.get(name, ())]
    if parties:
        pairs = [" OR ".join(_token("role", f"{role}0{party}") for party in parties) for role in held]
        tags += [f"({pair})" for pair in pairs]
    parts = [f"({{title text}} : ({words}))"] if words else []
    parts += [f"(tags : ({' AND '.join(tags)}))"] if tags else []
    return f'({" AND ".join(parts)}) NOT (tags : "irrelevant")' if parts else ""


def escape_fts(words: str) -> str:
    """Words that a reader typed, quoted one by one so that no sign means anything to FTS5; phrases stay phrases."""
    bare = words + '"' if words.count('"') % 2 else words
    found = (word.strip('"') for word in _WORD.findall(bare))
    return " ".join('"' + word.replace('"', "") + '"' for word in found if word)


def _token(name: str, value: str) -> str:
    value = value.replace('"', "")
    if name == "year" and len(value) == 7:  # 2025-11: a month
        return f'"ym{value.replace("-", "")}"'
    # names of languages keep their hyphens there, and are then two words in a row
    return f'"{TOKENS[name]}{value if name == "language" else value.replace("-", "")}"'
