"""The page of whole tables as files, told from the manifest that stands beside the published database."""

import json
from pathlib import Path

from datasette import Response, hookimpl
from datasette.plugins import pm

SIZES = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"))  # as disks and browsers count


def ours():
    """The plugin that the other pages come from: Datasette loads each file alone, so it cannot be imported."""
    return pm.get_plugin("pages.py")


@hookimpl
def register_routes():
    """Our addresses; the files themselves are served from the snapshot's folder as they are."""
    return [(r"^/exports$", exports), (r"^/exports\.json$", exports_json)]


@hookimpl
def table_actions(datasette, database, table):
    """From the stock page of a table to the file: Datasette's own CSV ends at 100 MB without an error."""
    return [{"href": datasette.urls.path(f"/exports#{table}"), "label": "The whole table as a file"}]


async def exports(datasette, request):
    """All files of this snapshot, with what one needs to tell whether a copy is whole."""
    manifest = read(datasette)
    files = manifest["files"] if manifest else []
    tables = {}
    for file in files:
        if "table" in file:
            tables.setdefault(file["table"], []).append(shown(file))
    database = next((shown(file) for file in files if file["name"].endswith(".db")), None)
    context = {"manifest": manifest, "tables": tables, "database": database}
    return await ours().page(datasette, request, "exports.html", context)


async def exports_json(datasette, request):
    """The manifest as it is."""
    manifest = read(datasette)
    return Response.json(manifest) if manifest else await ours().missing(datasette, request)


def read(datasette):
    """The manifest; None for the working file, of which no files are made."""
    database = datasette.get_database("rulings")
    path = Path(database.path).with_name("manifest.json")
    return None if database.is_mutable or not path.is_file() else json.loads(path.read_text(encoding="utf-8"))


def shown(file):
    """A file with its size in words and the form it has."""
    return file | {"size": size(file["bytes"]), "form": "CSV, compressed" if file["name"].endswith(".gz") else "CSV"}


def size(count):
    """A number of bytes as one says it."""
    for unit, name in SIZES:
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count} bytes"
