"""The list of rulings, narrowed by party, place, subject, outcome and time; what it asks stands in cases.sql."""

import json
from itertools import groupby
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.plugins import pm

# What rulings can be narrowed by. Each is one value; `since` is a year or a day.
FACETS = {
    "party": "Party",
    "role": "Role of a party",
    "region": "Region",
    "jurisdiction": "Jurisdiction",
    "court": "Court",
    "subject": "Subject",
    "outcome": "Outcome",
    "since": "Decided since",
}
FED = ("jurisdiction", "party", "court", "subject")  # what a feed of rulings can be narrowed by
EMPTY = {"subject": "", "region": "", "since": "all"}  # what the question `orders_on` would else fill in
SAMPLE = 1000  # newest rulings that are counted: what a page can count at any size of the corpus
LISTED = 300  # newest rulings that are told country by country
SHOWN = 12  # values of a facet that are shown at once
LONGEST = 200  # characters of a value that are looked at
NARROWED = "true /* narrowed */"


def ours():
    """The plugin that the other pages come from: Datasette loads each file alone, so it cannot be imported."""
    return pm.get_plugin("pages.py")


@hookimpl
def register_routes():
    """Our address."""
    return [(r"^/cases$", cases)]


@hookimpl
def menu_links(datasette):
    """The way from Datasette's own pages to ours."""
    return [{"href": datasette.urls.path("/cases"), "label": "Rulings"}]


async def cases(datasette, request):
    """The rulings that are asked for, the newest first or country by country, with what they can be narrowed by."""
    asked, by_land = read(request.args), request.args.get("by") == "country"
    found = [row["id"] for row in await rows(datasette, "cases_found", asked, size=SAMPLE + 1)]
    keys, whole = json.dumps(found[:SAMPLE]), len(found) <= SAMPLE
    counted = await rows(datasette, "cases_facets", asked, found=keys)
    context = {
        "total": min(len(found), SAMPLE),
        "whole": whole,
        "shown": SHOWN,
        "by_land": by_land,
        "other_view": address(asked, by_land=not by_land),
        "here": address(asked, by_land=by_land),
        "facets": facets(counted, asked, by_land=by_land),
        "chips": chips(await rows(datasette, "cases_names", asked), asked, by_land=by_land),
        "feed": urlencode(asked) if asked.keys() <= set(FED) else None,
        "table": urlencode(EMPTY | {{"jurisdiction": "country"}.get(name, name): asked[name] for name in asked}),
    }
    context |= await (lands(datasette, asked, found) if by_land else newest(datasette, request, asked))
    return await ours().page(datasette, request, "cases.html", context)


async def newest(datasette, request, asked):
    """The next rulings of the list."""
    size, before = ours().PER_PAGE, clean(request.args.get("before") or "")
    found = await rows(datasette, "cases_page", asked, before=before, size=size)
    return {"rulings": found, "older": found[-1]["id"] if len(found) == size else None}


async def lands(datasette, asked, keys):
    """The newest rulings country by country, those with the most first."""
    found = await rows(datasette, "cases_by_land", asked, found=json.dumps(keys[:LISTED]))
    groups = [(name, list(mine)) for name, mine in groupby(found, key=lambda row: (row["jurisdiction"], row["land"]))]
    return {"lands": sorted(groups, key=lambda group: -len(group[1])), "listed": len(found)}


async def rows(datasette, name, asked, **values):
    """The rows of a query of cases.sql, narrowed by what is asked."""
    queries = ours().SQL
    wanted = " and ".join(queries[f"cases_{facet}"].strip() for facet in asked) or "true"
    sql = queries[name].replace(NARROWED, wanted)
    result = await datasette.get_database("rulings").execute(sql, dict.fromkeys(FACETS, "") | asked | values)
    return [dict(row) for row in result.rows]


def read(args):
    """What an address asks: the last value of each facet that has one, in the order of FACETS."""
    asked = {name: clean(args.getlist(name)[-1]) for name in FACETS if args.getlist(name)}
    for name, change in (("jurisdiction", str.upper), ("region", str.lower)):
        if name in asked:
            asked[name] = change(asked[name])
    return {name: value for name, value in asked.items() if value}


def clean(value):
    """A value of an address without what SQLite cannot read, and not too long."""
    return value.replace("\0", " ").strip()[:LONGEST]


def facets(counted, asked, *, by_land):
    """The values of each facet with how many rulings have them, the most frequent first; years newest first."""
    found = {name: [] for name in FACETS}
    for row in counted:
        name, value = row["facet"], row["value"]
        chosen = asked.get(name) == value
        there = {key: one for key, one in asked.items() if key != name} if chosen else asked | {name: value}
        found[name].append(row | {"chosen": chosen, "address": address(there, by_land=by_land)})
    for name, values in found.items():
        order = "value" if name == "since" else "rulings"
        values.sort(key=lambda one, order=order: one[order], reverse=True)
    return {name: {"label": FACETS[name], "values": values} for name, values in found.items() if values}


def chips(named, asked, *, by_land):
    """What is asked, in words, each with the address that takes it out."""
    names = {row["facet"]: row["name"] for row in named}
    return [
        {
            "facet": name,
            "label": FACETS[name],
            "name": names.get(name, value),
            "address": address({key: one for key, one in asked.items() if key != name}, by_land=by_land),
        }
        for name, value in asked.items()
    ]


def address(asked, *, by_land):
    """The address of what is asked, always in the same order, so that the same list has one address."""
    pairs = [(name, asked[name]) for name in FACETS if name in asked]
    pairs += [("by", "country")] if by_land else []
    return "/cases" + ("?" + urlencode(pairs) if pairs else "")
