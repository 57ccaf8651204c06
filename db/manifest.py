"""What a snapshot holds: for Datasette (inspect.json), and for everybody who copies it (manifest.json).

Whoever has a copy can tell by the manifest whether it is whole: rows of each table, and size and
SHA-256 of each file.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from db.tables_csv import TableFile

MANIFEST = "manifest.json"

# A full-text index counts its content, here a view over all articles; it has a row of this table for each of them.
COUNTED_BY = {"article_search": "article_search_docsize"}

# Not for readers: what migrations remember, and what SQLite and its full-text index keep for themselves.
# The view that feeds the index says again what article_texts says.
READABLE = """
SELECT l.name, l.type FROM pragma_table_list l JOIN sqlite_master m USING (name)
WHERE l.schema = 'main' AND l.type IN ('table', 'view') AND l.name <> 'article_search_content'
  AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND l.name NOT LIKE '\\_%' ESCAPE '\\'
ORDER BY m.rowid
"""


def count_rows(connection: sqlite3.Connection, *, views: bool) -> dict[str, int]:
    """How many rows each table that is for readers has, in the order of the schema, the views too where wanted."""
    names = [name for name, kind in connection.execute(READABLE).fetchall() if views or kind == "table"]
    return {name: _count(connection, name) for name in names}


def write_inspection(connection: sqlite3.Connection, database: Path, counts: Mapping[str, int]) -> None:
    """Write beside the database what Datasette would otherwise count at every start; `counts` are known already."""
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {name: counts[name] if name in counts else _count(connection, COUNTED_BY.get(name, name)) for name in names}
    inspection = {
        "hash": digest(database),
        "size": database.stat().st_size,
        "file": database.name,
        "tables": {name: {"count": found[name]} for name in names},
    }
    text = json.dumps({database.stem: inspection}, indent=1, sort_keys=True)
    _inspection(database).write_text(text, encoding="utf-8")


def write_manifest(
    connection: sqlite3.Connection, database: Path, tables: Iterable[TableFile], *, now: datetime
) -> None:
    """Write the manifest beside the database; the inspection and every other file it names must be complete."""
    folder = database.parent
    inspection = json.loads(_inspection(database).read_text(encoding="utf-8"))[database.stem]
    counts = {name: found["count"] for name, found in inspection["tables"].items()}
    names = [name for name, kind in connection.execute(READABLE).fetchall() if kind == "table"]
    files = [
        {"name": database.name, "bytes": inspection["size"], "sha256": inspection["hash"]},
        {"name": _inspection(database).name, **_file(_inspection(database))},
    ]
    files += [
        {"name": str(path.relative_to(folder)), "table": one.table, "rows": one.rows, **_file(path)}
        for one in tables
        for path in one.paths
    ]
    manifest = {
        "made_at": now.isoformat(timespec="seconds"),
        **_facts(connection),
        "tables": {name: counts[name] for name in names},
        "files": files,
        "try": _addresses(connection, database.stem),
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False), encoding="utf-8")


def find_faults(database: Path) -> list[str]:
    """What is wrong with the files of a snapshot by its manifest: missing, or of another size."""
    manifest = read_manifest(database)
    if manifest is None:
        return [f"{database.parent.name}: it has no {MANIFEST}; publish again"]
    found = {file["name"]: database.parent / file["name"] for file in manifest["files"]}
    missing = [f"{name}: missing" for name, path in found.items() if not path.is_file()]
    sizes = {file["name"]: file["bytes"] for file in manifest["files"]}
    short = [
        f"{name}: {path.stat().st_size} bytes where the manifest says {sizes[name]}"
        for name, path in found.items()
        if path.is_file() and path.stat().st_size != sizes[name]
    ]
    return missing + short


def read_manifest(database: Path) -> dict[str, Any] | None:
    """The manifest of a snapshot, None where it has none."""
    path = database.with_name(MANIFEST)
    if not path.is_file():
        return None
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return manifest


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _inspection(database: Path) -> Path:
    return database.with_name("inspect.json")


def _file(path: Path) -> dict[str, Any]:
    return {"bytes": path.stat().st_size, "sha256": digest(path)}


def _count(connection: sqlite3.Connection, name: str) -> int:
    count: int = connection.execute(f"SELECT count(*) FROM [{name}]").fetchone()[0]
    return count


def _facts(connection: sqlite3.Connection) -> dict[str, Any]:
    visit, steps = connection.execute(
        "SELECT (SELECT max(last_visit_at) FROM source_states), (SELECT count(*) FROM _sqlite_migrations)"
    ).fetchone()
    rules = connection.execute("SELECT DISTINCT rules_version FROM articles ORDER BY 1").fetchall()
    return {"newest_visit": visit, "schema_version": steps, "rules_versions": [row[0] for row in rules]}


def _addresses(connection: sqlite3.Connection, name: str) -> list[str]:
    """Addresses that must answer when the snapshot is served: one of each kind that matters."""
    ruling = connection.execute("SELECT id FROM rulings ORDER BY confirmed DESC, id LIMIT 1").fetchone()
    article = connection.execute("SELECT permalink FROM articles ORDER BY id DESC LIMIT 1").fetchone()
    addresses = ["/", f"/{name}/articles.json?_shape=array&_size=1"]
    addresses += [f"/ruling/{ruling[0]}"] if ruling else []
    return addresses + ([f"/article/{article[0]}"] if article else [])
