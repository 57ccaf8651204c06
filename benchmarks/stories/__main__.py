"""Stories against labelled events.

    python -m benchmarks.stories FILE... [--errors] [--json]

FILE holds one item a line: id, source, url, published, title, text, event; where known also language, and via and
links, the ids of items that it links as what it quotes, or besides. Items are taken in the order of time, as a crawl
would, into a corpus that has seen the articles of tests/gold before, so that it knows which words are rare. Errors of
held.jsonl and plain.jsonl are never shown, so that nobody writes rules for them.
"""

import argparse
import json
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.stories.items import Item, read_items
from benchmarks.stories.replay import Replay
from benchmarks.stories.score import b_cubed, pairs

UNTOUCHED = {"held.jsonl", "plain.jsonl"}


def across(items: list[Item]) -> set[tuple[str, str]]:
    """Pairs of items in two languages."""
    language = {item["id"]: item["language"] for item in items}
    return {pair for pair in combinations(sorted(language), 2) if language[pair[0]] != language[pair[1]]}


def scores(items: list[Item], stories: dict[str, int]) -> dict[str, Any]:
    events = {item["id"]: item["event"] for item in items}
    cubed, paired, foreign = b_cubed(stories, events), pairs(stories, events), pairs(stories, events, across(items))
    measures = {"b-cubed": cubed, "pairs": paired, "pairs across languages": foreign}
    return {name: {"precision": s.precision, "recall": s.recall, "f": s.f} for name, s in measures.items()}


def show_errors(items: list[Item], stories: dict[str, int]) -> None:
    by_story, titles = defaultdict(list), {item["id"]: item for item in items}
    for item, story in stories.items():
        by_story[story].append(item)
    for members in by_story.values():
        if len({titles[item]["event"] for item in members}) > 1:
            print("\nJoined:")
            for item in members:
                print(f"  {titles[item]['event']}: {titles[item]['language']} {titles[item]['title']}")
    for event in sorted({item["event"] for item in items}):
        parts = defaultdict(list)
        for item in items:
            if item["event"] == event:
                parts[stories[item["id"]]].append(item)
        if len(parts) > 1:
            print(f"\nParted: {event}")
            for members in parts.values():
                print("  " + " | ".join(f"{item['language']} {item['title'][:60]}" for item in members))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = {}
    for path in options.files:
        items = read_items(path)
        stories = Replay(items).stories()
        found[path.name] = scores(items, stories)
        if options.errors and path.name not in UNTOUCHED:
            show_errors(items, stories)
    if options.json:
        print(json.dumps(found, indent=1))
        return
    print("| file | measure | precision | recall | F |\n|---|---|---|---|---|")
    for name, measures in found.items():
        for measure, s in measures.items():
            print(f"| {name} | {measure} | {s['precision']:.3f} | {s['recall']:.3f} | {s['f']:.3f} |")


if __name__ == "__main__":
    main()
