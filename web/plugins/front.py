"""The front page: the newest rulings and what changed this week; what it asks stands in front.sql."""

import json

from datasette import hookimpl
from datasette.plugins import pm

DOORS = ("parties", "jurisdictions", "courts", "subjects", "sources")
PER_PAGE = 20  # rulings
STORIES = 6  # newest stories on the first page


def ours():
    """The plugin that the other pages come from: Datasette loads each file alone, so it cannot be imported."""
    return pm.get_plugin("pages.py")


@hookimpl
def register_routes():
    """The first address of the site."""
    return [(r"^/$", front)]


@hookimpl
def menu_links(datasette):
    """The way from Datasette's own pages to ours."""
    return [{"href": datasette.urls.path("/"), "label": "News"}]


async def front(datasette, request):
    """What this is, the newest rulings, and on its first page what is new besides."""
    context = await rulings(datasette, request)
    context["doors"] = DOORS
    context["counts"] = await counts(datasette)
    context["freshness"] = (await ours().rows(datasette, "freshness"))[0]
    if not (request.args.get("before") or request.args.get("after")):
        context["week"] = await week(datasette)
        newest = await ours().rows(datasette, "newest", before=ours().NEWEST, size=STORIES)
        context["stories"] = await ours().stories_of(datasette, newest)
    return await ours().page(datasette, request, "front.html", context)


async def rulings(datasette, request):
    """A page of rulings with all that a card tells, and the keys of the pages before and after it."""
    before, after = (request.args.get(name) or "" for name in ("before", "after"))
    query, key = ("front_newer", after) if after else ("front_older", before)
    ids = [row["id"] for row in await ours().rows(datasette, query, key=key, size=PER_PAGE + 1)]
    further, ids = len(ids) > PER_PAGE, ids[:PER_PAGE]
    if after:
        ids.reverse()
    cards = await ours().rows(datasette, "front_cards", ids=json.dumps(ids))
    for card in cards:
        for name in ("parties", "first", "sum"):
            card[name] = json.loads(card[name] or "null")
    return {
        "cards": cards,
        "older": ids[-1] if ids and (further or after) else None,
        "newer": ids[0] if ids and (before or (after and further)) else None,
    }


async def counts(datasette):
    """How much there is of what; a published file holds the numbers."""
    if await ours().rows(datasette, "front_has_counts"):
        return {row["what"]: row["number"] for row in await ours().rows(datasette, "front_counts")}
    return (await ours().rows(datasette, "counts"))[0]


async def week(datasette):
    """What changed in the seven days before the newest visit; None where nothing was visited yet."""
    (span,) = await ours().rows(datasette, "front_week")
    if not span["since"]:
        return None
    changes = await ours().rows(datasette, "front_changes", since=span["since"])
    for row in changes:
        row["said"] = ours().EDITS.get(row["kind"], row["kind"])
    return span | {
        "rulings": await ours().rows(datasette, "front_new_rulings", since=span["since"]),
        "changes": changes,
        "trouble": await ours().rows(datasette, "front_trouble"),
    }
