"""Precision and recall of the tags over labelled articles, beside plain methods and other packages.

    python -m benchmarks.tagging FILE... [--baselines] [--peers PYTHON] [--errors [FIELD]] [--json]
    python -m benchmarks.tagging --check

What each field means and how nulls, irrelevant articles and baselines are treated: `benchmarks/tagging/__init__.py`.
How to make the peers' Python: `benchmarks/tagging/peers.py`. --check compares the labelled files of the project
with the floors in tagging_floors.json and names each fall; --write-floors keeps the present scores, of the
FILEs that lie in the project or else of all of its labelled files.
"""

import argparse
import json
import sys
from pathlib import Path

from benchmarks.tagging import floors, systems
from benchmarks.tagging.errors import find_errors
from benchmarks.tagging.gold import ROOT, label, load_items
from benchmarks.tagging.report import make_report
from benchmarks.tagging.score import FIELDS, Scores
from benchmarks.tagging.show import page
from benchmarks.tagging.speed import speed_line
from pipelines.rules import load_rules

NO_PEERS = (
    "Not measured, for want of --peers PYTHON: spacy (party, court), price-parser (amount), eyecite (case number)"
)


def options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="labelled articles, one JSON object a line")
    parser.add_argument("--baselines", action="store_true", help="measure plain methods too")
    parser.add_argument("--peers", metavar="PYTHON", help="a Python that has other packages; implies --baselines")
    fields = ["all", *(field for field in FIELDS if "all articles" not in field)]
    parser.add_argument("--errors", nargs="?", const="all", choices=fields, metavar="FIELD", help="list every error")
    parser.add_argument(
        "--speed", action="store_true", help="measure speed, the one figure that is never twice the same"
    )
    parser.add_argument("--json", action="store_true", help="everything, errors included, as JSON")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a score has fallen below its floor")
    parser.add_argument("--write-floors", action="store_true", help="keep present scores, rounded down to 0.005")
    chosen = parser.parse_args(arguments)
    if not (chosen.files or chosen.check or chosen.write_floors):
        parser.error("which FILE?")
    return chosen


def main(arguments: list[str]) -> int:
    chosen = options(arguments)
    if chosen.check:
        return check(floors.gold_files(), floors.load_floors())
    if chosen.write_floors:
        return keep(chosen.files or floors.gold_files())
    return measure(chosen)


def measure(chosen: argparse.Namespace) -> int:
    """Print the figures of the files given."""
    rules = load_rules()
    items = load_items(chosen.files)
    reads = systems.read(items, rules)
    report = make_report(reads, rules)
    if chosen.baselines or chosen.peers:
        report.systems.update(systems.plain(reads))
        scores, missing = systems.others(reads, chosen.peers) if chosen.peers else ({}, [NO_PEERS])
        report.systems.update(scores)
        report.notes.extend(missing)
    if chosen.speed:
        report.notes.append(speed_line(items, rules))
    if chosen.json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2, sort_keys=True))
        return 0
    errors = (error.line() for error in find_errors(reads, chosen.errors)) if chosen.errors else ()
    print("\n".join([*page(report), *errors]))
    return 0


def scores_of(path: Path) -> Scores:
    """What the product scores on one file."""
    return systems.product(systems.read(load_items([path]), load_rules()))


def check(paths: list[Path], kept: floors.Floors) -> int:
    """Compare labelled files with their floors; 1 where a score has fallen."""
    fallen: list[str] = []
    for path in paths:
        name = label(path)
        fallen += floors.falls(name, scores_of(path), kept) if name in kept else ()
        print(f"{name}: {'compared' if name in kept else 'has no floors yet'}")
    print("\n".join(fallen or ["No score has fallen."]))
    return int(bool(fallen))


def keep(paths: list[Path]) -> int:
    """Write the present scores of files in the project as floors; other files keep theirs."""
    kept = floors.load_floors()
    for path in paths:
        if not path.resolve().is_relative_to(ROOT):
            print(f"{label(path)} lies outside the project: no floors.")
            return 1
        kept[label(path)] = floors.floors_of(scores_of(path))
    floors.write_floors(kept)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
