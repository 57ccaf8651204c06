"""The pages of parties, jurisdictions, courts and subjects, and the lists of them; see subjects.sql."""

from datasette import hookimpl
from datasette.database import QueryInterrupted
from datasette.plugins import pm

PLURALS = {"party": "parties", "jurisdiction": "jurisdictions", "court": "courts", "subject": "subjects"}
SIZE = 100  # names on a page of a list
LONGEST = 100  # characters of a filter that are looked at
COUNTING_MS = 500  # the working file counts when it is asked; a page does not wait longer


def ours():
    """The plugin that the other pages come from: Datasette loads each file alone, so it cannot be imported."""
    return pm.get_plugin("pages.py")


@hookimpl
def register_routes():
    """Our addresses."""
    return [
        (r"^/(?P<kind>party|jurisdiction|court|subject)/(?P<key>[^/]+)$", subject),
        (r"^/(?P<plural>parties|jurisdictions|courts|subjects)$", names),
    ]


async def subject(datasette, request):
    """What is known of a party, a jurisdiction, a court or a subject: its rulings, its numbers and its stories."""
    kind = request.url_vars["kind"]
    found = await ours().rows(datasette, kind, key=request.url_vars["key"])
    if not found:
        return await ours().missing(datasette, request)
    key = found[0]["id"]
    stories, older = await ours().story_page(datasette, request, f"of_{kind}", key=key)
    context = {"kind": kind, "plural": PLURALS[kind], "subject": found[0], "stories": stories, "older": older}
    if not request.args.get("before"):
        context |= await known(datasette, kind, key)
    return await ours().page(datasette, request, "subject.html", context)


async def known(datasette, kind, key):
    """The rulings and numbers that head the first page of a party, a jurisdiction, a court or a subject."""
    size = ours().PER_PAGE
    made = {
        "rulings": await ours().rows(datasette, f"rulings_of_{kind}", key=key, confirmed=1, size=size),
        "candidates": await ours().rows(datasette, f"rulings_of_{kind}", key=key, confirmed=0, size=size),
        "names": await ours().rows(datasette, "party_names", key=key) if kind == "party" else [],
    }
    rows = await counted(datasette, ours().SQL["tallies"], kind=kind, key=key)
    return made | {"counted": rows is not None, "numbers": numbers(rows or [])}


async def counted(datasette, sql, **values):
    """The rows of a query that counts; None where the working file is too large to count while a reader waits."""
    try:
        result = await datasette.get_database("rulings").execute(sql, values, custom_time_limit=COUNTING_MS)
    except QueryInterrupted:
        return None
    return [dict(row) for row in result.rows]


def numbers(rows):
    """The numbers by part: {value: {name, rulings, articles}}, most rulings first; years the newest first."""
    parts = {}
    for row in rows:
        part = parts.setdefault(row["part"], {})
        made = part.setdefault(row["value"], {"name": row["name"], "rulings": 0, "articles": 0})
        made[row["what"]] = row["number"]
    for part, values in parts.items():
        order = sorted(values.items(), key=lambda pair: (-pair[1]["rulings"], -pair[1]["articles"], pair[1]["name"]))
        parts[part] = dict(sorted(order, reverse=True) if part == "year" else order)
    return parts


async def names(datasette, request):
    """The parties, jurisdictions, courts or subjects that occur, from A to Z, with how often they do."""
    plural = request.url_vars["plural"]
    kind = next(kind for kind, name in PLURALS.items() if name == plural)
    asked = {name: (request.args.get(name) or "").replace("\0", "")[:LONGEST] for name in ("q", "from", "after")}
    listed = ours().SQL[plural]
    values = {"q": asked["q"].strip().lower(), "since": asked["from"], "after": asked["after"], "size": SIZE + 1}
    database = datasette.get_database("rulings")
    found = [dict(row) for row in await database.execute(listed + ours().SQL["listed"], values)]
    letters = [row["letter"] for row in await database.execute(listed + ours().SQL["letters"], values)]
    rows, after = found[:SIZE], found[SIZE - 1]["id"] if len(found) > SIZE else None
    context = {"kind": kind, "plural": plural, "asked": asked, "names": rows, "letters": letters, "after": after}
    context["counted"] = await add_totals(datasette, kind, rows)
    return await ours().page(datasette, request, "listed.html", context)


async def add_totals(datasette, kind, rows):
    """Put how many rulings and articles each has into the rows of a list; False where that cannot be counted."""
    keys = {f"key{place}": row["id"] for place, row in enumerate(rows)}
    sql = ours().SQL["totals"].replace(":keys", ", ".join(f":{name}" for name in keys))
    totals = await counted(datasette, sql, kind=kind, **keys)
    by_key = {(row["key"], row["what"]): row["number"] for row in totals or []}
    for row in rows:
        row |= {what: by_key.get((row["id"], what), 0) for what in ("rulings", "articles")}
    return totals is not None
