"""The lowest scores accepted, kept in tagging_floors.json by file and field; a fall below one is named."""

import json
from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal
from pathlib import Path

from benchmarks.tagging.gold import ROOT
from benchmarks.tagging.score import SINGLE, Scores, Tally

FLOORS = ROOT / "benchmarks" / "tagging_floors.json"
STEP = Decimal("0.005")

Floors = dict[str, dict[str, dict[str, float]]]  # file -> field -> measure -> lowest score


def gold_files() -> list[Path]:
    """The labelled files of the project."""
    return sorted((ROOT / "tests" / "gold").glob("*.jsonl"))


def load_floors(path: Path = FLOORS) -> Floors:
    """The floors as kept; none where the file does not exist."""
    floors: Floors = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return floors


def write_floors(floors: Floors, path: Path = FLOORS) -> None:
    """Keep the floors, sorted."""
    path.write_text(json.dumps(floors, indent=2, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")


def floors_of(scores: Scores) -> dict[str, dict[str, float]]:
    """Present scores rounded down; what cannot be measured gets no floor."""
    measured = {field: _measures(field, tally) for field, tally in scores.items()}
    rounded = {
        field: {name: _rounded(value) for name, (value, _) in measures.items() if value is not None}
        for field, measures in measured.items()
    }
    return {field: measures for field, measures in rounded.items() if measures}


def falls(file: str, scores: Scores, floors: Floors) -> Iterator[str]:
    """A line for each score below its floor; a score that can no longer be measured has fallen too."""
    for field, lowest in sorted(floors.get(file, {}).items()):
        measures = _measures(field, scores[field]) if field in scores else {}
        for name, floor in sorted(lowest.items()):
            value, counts = measures.get(name, (None, "not measured"))
            if value is None or Decimal(str(value)) < Decimal(str(floor)):
                shown = "none" if value is None else f"{value:.4f}"
                yield f"{file}: {field}: {name} {shown} ({counts}) is below {floor}"


def _measures(field: str, tally: Tally) -> dict[str, tuple[float | None, str]]:
    """Accuracy of a single value, else precision and recall: F1 would let one be traded for the other."""
    if field in SINGLE:
        return {"accuracy": (tally.accuracy, f"{tally.same}/{tally.asked}")}
    return {
        "precision": (tally.precision, f"{tally.right}/{tally.right + tally.false}"),
        "recall": (tally.recall, f"{tally.right}/{tally.right + tally.missed}"),
    }


def _rounded(value: float) -> float:
    return float((Decimal(str(value)) / STEP).to_integral_value(ROUND_FLOOR) * STEP)
