"""The corpus at a glance, from the summaries of the published file; what is asked stands in overview.sql."""

import json
from math import ceil, log

from datasette import hookimpl
from datasette.plugins import pm

PARTIES, JURISDICTIONS = 15, 10  # rows and columns of the table of both
MONTHS = 36  # bars of the timeline
TALL = 100  # units of the longest bar

# A map that needs no drawing: each country about where it lies.
WORLD = """
CA .. .. .. IS .. .. NO SE FI EE RU .. .. .. .. .. ..
US .. .. IE GB .. NL DK .. .. LV BY KZ .. .. .. KR JP
MX .. .. .. .. BE LU DE PL .. LT UA UZ .. .. CN .. TW
CR DO .. .. .. FR CH AT CZ SK MD .. GE .. .. HK .. ..
PA VE .. .. PT ES IT SI HU RO BG .. AM .. .. .. VN PH
CO EC .. .. .. .. MT HR RS BA AL GR TR PK BD TH KH ..
PE BR .. .. MA DZ TN .. EG CY LB IL JO IR IN LK MY SG
CL PY UY .. .. GH NG UG KE YE SA KW QA AE .. .. ID ..
AR .. .. .. .. .. .. ZA TZ SC .. .. .. .. .. .. AU NZ
"""
PLACES = {
    code: (column, row)
    for row, line in enumerate(WORLD.split("\n")[1:-1])
    for column, code in enumerate(line.split())
    if code != ".."
}
WIDE = max(column for column, _ in PLACES.values()) + 1
HIGH = max(row for _, row in PLACES.values()) + 1
LEVELS = 4


def ours():
    """The plugin that the other pages come from: Datasette loads each file alone, so it cannot be imported."""
    return pm.get_plugin("pages.py")


@hookimpl
def register_routes():
    """The address of the overview."""
    return [(r"^/explore/overview$", overview)]


async def overview(datasette, request):
    """Tables and charts of the whole corpus, each with its numbers beside it."""
    published = bool(await ours().rows(datasette, "overview_is_published"))
    context = {"published": published}
    if published:
        context |= await table(datasette)
        context["years"] = bars(await ours().rows(datasette, "overview_years"))
        context["months"] = bars(without_holes(await ours().rows(datasette, "overview_months", size=MONTHS)))
        context["sums"] = sums(await ours().rows(datasette, "overview_sums"))
        context |= world(await ours().rows(datasette, "overview_jurisdictions", size=1000))
    return await ours().page(datasette, request, "overview.html", context)


async def table(datasette):
    """The parties and jurisdictions with most articles, and how many articles name both of each pair."""
    parties = await ours().rows(datasette, "overview_parties", size=PARTIES)
    jurisdictions = await ours().rows(datasette, "overview_jurisdictions", size=JURISDICTIONS)
    keys = {
        "parties": json.dumps([row["value"] for row in parties]),
        "jurisdictions": json.dumps([row["value"] for row in jurisdictions]),
    }
    pairs = {
        (row["party_id"], row["jurisdiction"]): row["articles"]
        for row in await ours().rows(datasette, "overview_pairs", **keys)
    }
    return {"parties": parties, "jurisdictions": jurisdictions, "pairs": pairs}


def bars(found):
    """Rows with the length of the bar of each, in units of which the longest has TALL."""
    longest = max((row["articles"] for row in found), default=0)
    return [row | {"length": round(TALL * row["articles"] / longest, 1)} for row in found]


def without_holes(found):
    """The last MONTHS months from the first that has articles, those without any too."""
    told = {row["value"]: row["articles"] for row in found}
    if not told:
        return []
    year, month = map(int, max(told).split("-"))
    count = 12 * year + month - 1
    months = [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(count - MONTHS + 1, count + 1)]
    first = min(told)
    return [{"value": one, "articles": told.get(one, 0)} for one in months if one >= first]


def sums(found):
    """The years, the newest first: of each kind the known cases and what was read from articles, with bars."""
    longest = max((row["usd"] for row in found), default=0)
    years = {}
    for row in found:
        cell = row | {"length": round(TALL * row["usd"] / longest, 1), "said": rough(row["usd"])}
        years.setdefault(row["year"], {})[row["kind"], row["confirmed"]] = cell
    return years


def rough(usd):
    """An amount in two digits or so: it was converted at the mean rate of a year."""
    for unit, name in ((1e9, " billion"), (1e6, " million"), (1e3, ",000")):
        if (units := usd / unit) >= 1:
            return f"{units:,.1f}{name}" if units < 10 and unit > 1e3 else f"{units:,.0f}{name}"
    return f"{usd:,.0f}"


def world(jurisdictions):
    """A tile for each jurisdiction: those that lie somewhere on the map, below it the others that have articles."""
    told = {row["value"]: row for row in jurisdictions}
    most = max((row["articles"] for row in jurisdictions), default=1)
    others = [code for code in told if code not in PLACES]
    places = PLACES | {code: (at % WIDE, HIGH + at // WIDE) for at, code in enumerate(others)}
    tiles = [tile(code, *place, told.get(code), most) for code, place in places.items()]
    return {"located": jurisdictions, "tiles": tiles, "wide": WIDE, "high": HIGH + ceil(len(others) / WIDE)}


def tile(code, column, row, told, most):
    """One jurisdiction on the map; its level says how many articles it has, by orders of magnitude."""
    level = ceil(LEVELS * log(1 + told["articles"]) / log(1 + most)) if told else 0
    return {"code": code, "column": column, "row": row, "told": told, "level": level}
