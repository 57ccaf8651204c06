"""What the pages a reader meets have in common; what each plugin asks stands in the .sql file beside it."""

import json
from pathlib import Path

from datasette import Response

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PER_PAGE = 30
NEWEST = 2**63 - 1

SQL = dict(
    part.split("\n", 1)
    for file in sorted(Path(__file__).parent.glob("*.sql"))
    for part in file.read_text(encoding="utf-8").split("-- name: ")[1:]
)

EDITS = {
    "taken-down": "the article was taken down",
    "substantive": "a fact was changed",
    "correction": "a notice of correction or update was added",
    "removed": "a passage was removed",
    "added": "a passage was added",
    "retitled": "the title was changed",
    "reworded": "words were changed",
    "cosmetic": "slips were mended",
}


async def missing(datasette, request):
    """There is no such page."""
    return await page(datasette, request, "missing.html", {}, status=404)


async def page(datasette, request, template, context, status=200):
    """A page of ours, with the strict policy."""
    html = await datasette.render_template(template, context, request=request)
    return Response.html(html, status=status, headers={"Content-Security-Policy": POLICY})


async def rows(datasette, name, **values):
    """The rows of a query of pages.sql as dictionaries."""
    result = await datasette.get_database("rulings").execute(SQL[name], values)
    return [dict(row) for row in result.rows]


async def story_page(datasette, request, articles, **values):
    """The stories behind the next PER_PAGE articles of a list, and where the page after begins."""
    found = await rows(datasette, articles, before=before(request), size=PER_PAGE, **values)
    older = found[-1]["id"] if len(found) == PER_PAGE else None
    return await stories_of(datasette, found), older


async def stories_of(datasette, articles):
    """The stories of articles, each once, in the order of their first article."""
    order = list(dict.fromkeys(row["story_id"] for row in articles))
    by_id = {row["story_id"]: row for row in await rows(datasette, "stories", stories=json.dumps(order))}
    for story in by_id.values():
        for name in ("sources", "quoting", "parties", "jurisdictions", "courts", "sums", "rulings"):
            story[name] = json.loads(story[name])
    return [by_id[story_id] for story_id in order if story_id in by_id]


def before(request):
    """The article number a list goes on from."""
    value = request.args.get("before") or ""
    return min(int(value), NEWEST) if value.isdecimal() and len(value) < 20 else NEWEST


def passage(text):
    """A snippet as (words, is it a hit) pairs, for the template to escape and mark."""
    first, *rest = text.split("\x02")
    pairs = [(first, False)]
    for part in rest:
        hit, _, after = part.partition("\x03")
        pairs += [(hit, True), (after, False)]
    return [(words, is_hit) for words, is_hit in pairs if words]


def under_what_they_quote(reports):
    """The reports of a story as a tree: each with `quoting`, those that quote it."""
    by_id = {report["id"]: report | {"quoting": []} for report in reports}
    for report in by_id.values():
        above, seen = by_id.get(report["quotes_id"]), {report["id"]}
        while above and above["id"] not in seen:  # two may quote each other
            seen.add(above["id"])
            above = by_id.get(above["quotes_id"])
        report["is_root"] = report["quotes_id"] not in by_id or above is not None
        if not report["is_root"]:
            by_id[report["quotes_id"]]["quoting"].append(report)
    return [report for report in by_id.values() if report["is_root"]]
