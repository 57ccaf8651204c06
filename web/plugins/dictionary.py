"""The data dictionary: what every table, view and column of this very file means."""

import json

from datasette import hookimpl
from datasette.plugins import pm

# Views count when they are asked, and the full-text index is no reading.
MOST_MILLISECONDS = 20  # for the count of one table of a working file; a published one was counted before


def ours():
    """The plugin that the other pages come from: Datasette loads each file alone, so it cannot be imported."""
    return pm.get_plugin("pages.py")


@hookimpl
def register_routes():
    """Our address."""
    return [(r"^/dictionary$", dictionary)]


@hookimpl
def menu_links(datasette):
    """The way from Datasette's own pages to ours."""
    return [{"href": datasette.urls.path("/dictionary"), "label": "Data dictionary"}]


async def dictionary(datasette, request):
    """All tables and views in the order of the schema, each with its columns and how many rows it holds."""
    database = datasette.get_database("rulings")
    told = json.loads((datasette.plugin_config("dictionary.py") or {}).get("tables", "{}"))
    views, there = set(await database.view_names()), set(await database.table_names())
    counts = await database.table_counts(limit=MOST_MILLISECONDS)
    tables = [
        {"name": name, "rows": counts.get(name), "is_view": name in views, **meaning}
        for name, meaning in told.items()
        if name in there | views
    ]
    # views first: they answer most questions by themselves
    tables.sort(key=lambda table: not table["is_view"])
    return await ours().page(datasette, request, "dictionary.html", {"tables": tables})
