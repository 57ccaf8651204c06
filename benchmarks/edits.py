"""What the edits of a corpus are, by kind, with a sample to read.

    python -m benchmarks.edits DATABASE [--kind KIND] [--sample N] [--seed N]

Reads the working file and writes nothing. `--kind none` shows versions that count as no edit.
"""

import argparse
import random
import sqlite3
from pathlib import Path

from pipelines.differences import differences

COUNTS = """
SELECT coalesce(e.kind, 'none'), count(*), count(DISTINCT v.article_id) FROM article_versions v
LEFT JOIN edits e ON e.article_id = v.article_id AND e.version = v.version WHERE v.change <> 'first'
GROUP BY 1 ORDER BY 2 DESC
"""
OF_KIND = """
SELECT v.article_id, v.version FROM article_versions v
LEFT JOIN edits e ON e.article_id = v.article_id AND e.version = v.version
WHERE v.change <> 'first' AND coalesce(e.kind, 'none') = ? ORDER BY 1, 2
"""
CHANGES = """
SELECT field || ' ' || tag, kind, context_before, before, after, context_after FROM edit_changes
WHERE article_id = ? AND version = ? ORDER BY position
"""
TEXTS = """
SELECT t.text FROM article_versions v JOIN article_texts t ON t.article_id = v.article_id AND t.version = v.text_version
WHERE v.article_id = ?1 AND v.seen_at <= (SELECT seen_at FROM article_versions WHERE article_id = ?1 AND version = ?2)
ORDER BY v.seen_at DESC, v.version DESC LIMIT 2
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", type=Path)
    parser.add_argument("--kind", default="substantive")
    parser.add_argument("--sample", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    db = sqlite3.connect(f"{asked.database.absolute().as_uri()}?mode=ro", uri=True)
    print("| kind | versions | articles |\n|---|---|---|")
    for row in db.execute(COUNTS):
        print("| {} | {} | {} |".format(*row))
    found = db.execute(OF_KIND, [asked.kind]).fetchall()
    random.Random(asked.seed).shuffle(found)
    for number, key in enumerate(found[: asked.sample], start=1):
        print(f"\n{number}. article {key[0]}, version {key[1]}")
        for field, kind, *words in db.execute(CHANGES, key) if asked.kind != "none" else unseen(db, key):
            print("   {} {}: {}[-{}-]{{+{}+}}{}".format(field, kind, *words))


def unseen(db: sqlite3.Connection, key: tuple[int, int]) -> list[tuple[str, ...]]:
    """What differs between two versions of which the second counts as no edit."""
    texts = [text for (text,) in db.execute(TEXTS, key)]
    if len(texts) < 2:
        return []
    new, old = texts
    pairs = [(old[slice(*one.old_at)], new[slice(*one.new_at)]) for one in differences(old, new)]
    return [("text", "none", "", *(" ".join(side.split())[:200] for side in pair), "") for pair in pairs]


if __name__ == "__main__":
    main()
