"""What credits.yml says: outlets, the words that credit them, and the words of a site about itself."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

OUTLET = "\0"  # what {outlet} becomes: stands for the name of an outlet


@dataclass(frozen=True, kw_only=True)
class CreditForms:
    """The content of credits.yml; patterns are compiled when first used, most runs read few languages."""

    outlets: tuple[dict[str, Any], ...]
    sources: dict[str, tuple[tuple[str, str], ...]]  # language -> (id, pattern) of each credit
    own_words: tuple[str, ...]

    @cached_property
    def own(self) -> re.Pattern[str]:
        """Words of a site about itself."""
        words = sorted(self.own_words, key=len, reverse=True)
        return re.compile("|".join(rf"(?<![a-z]){re.escape(word)}" for word in words))

    @cached_property
    def compiled(self) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
        """Languages whose patterns have been asked for."""
        return {}

    def patterns(self, language: str) -> list[tuple[str, re.Pattern[str]]]:
        """The credits of a language, with their ids."""
        if language not in self.compiled:
            mine = self.sources.get(language, ())
            self.compiled[language] = [(name, re.compile(pattern)) for name, pattern in mine]
        return self.compiled[language]


def credit_forms(content: dict[str, Any]) -> CreditForms:
    """The forms of a credits.yml that is well-formed."""
    words = sorted(content["between"], key=len, reverse=True)
    outlet = rf"(?:(?:{'|'.join(map(re.escape, words))})(?:(?<=')|[ :]?)){{0,3}}{OUTLET}"
    sources: dict[str, tuple[tuple[str, str], ...]] = {}
    for entry in content["credits"]:
        forms = tuple((entry["id"], pattern.replace("{outlet}", outlet)) for pattern in entry["patterns"])
        sources[entry["language"]] = sources.get(entry["language"], ()) + forms
    return CreditForms(outlets=tuple(content["outlets"]), sources=sources, own_words=tuple(content["own"]))


def broken_credits(forms: CreditForms) -> list[str]:
    """Patterns that are none, or can never match; this compiles them all."""
    broken = []
    for language, patterns in forms.sources.items():
        for name, pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                broken.append(f"credits.yml: {name} ({language}): {error}")
            if OUTLET not in pattern:
                broken.append(f"credits.yml: {name} ({language}): a pattern has no {{outlet}}")
    return broken
