"""Prints: what forming stories keeps of a report, so that the next run need not read and weigh it again.

A print holds numbers as they are, so that whoever goes on from prints finds what one who reads all finds.
"""

import json
from array import array
from sys import intern
from typing import Any

from pipelines.derivation import Report
from pipelines.likeness import Vector
from pipelines.tellings import Telling
from rulingwire.plans import Print

WEIGHED = ("terms", "marks", "themes", "names", "figures")
SAID = ("source", "language", "case", "court", "land", "event", "is_roundup")
SETS = ("lands", "numbers", "days", "subjects", "parties", "sides", "titled")


def print_of(vector: Vector, report: Report, *, is_court: bool) -> Print:
    """The print of an article that was placed and compared."""
    telling = vector.telling
    weights = {name: getattr(vector, name) for name in WEIGHED}
    said = {name: getattr(telling, name) for name in SAID}
    sets = {name: sorted(getattr(telling, name)) for name in SETS}
    source = {"source_id": report.source_id, "url": report.url, "credits": sorted(report.credits)}
    return Print(
        number=telling.number,
        at=telling.at,
        is_court=is_court,
        telling=json.dumps({**weights, **said, **sets}, ensure_ascii=False, sort_keys=True),
        report=json.dumps(source, ensure_ascii=False, sort_keys=True),
        marks=report.marks.tobytes(),
    )


def vector_of(kept: Print) -> Vector:
    """The telling of a print, weighed as it was then; whom it quotes counts for new reports only."""
    found = json.loads(kept.telling)
    found["terms"] = {intern(word): weight for word, weight in found["terms"].items()}
    said: dict[str, Any] = {name: found[name] for name in SAID}
    said |= {name: frozenset(found[name]) for name in (*SETS, "names", "figures")}
    weighed = {name: found[name] for name in ("terms", "marks", "themes")}
    telling = Telling(number=kept.number, at=kept.at, **weighed, **said)
    return Vector(telling, *(found[name] for name in WEIGHED))


def report_of(kept: Print) -> Report:
    """The report of a print; whom it links counts for new reports only."""
    found = json.loads(kept.report)
    return Report(
        number=kept.number,
        at=kept.at,
        source_id=found["source_id"],
        url=found["url"],
        marks=array("I", kept.marks),
        credits=frozenset(found["credits"]),
        linked=frozenset(),
    )
