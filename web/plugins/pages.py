"""The pages a reader meets; what they ask stands in pages.sql, and of rulings in rulings.sql."""

import json
from itertools import groupby
from pathlib import Path

from datasette import Response, hookimpl

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LEAD_LENGTH = 280  # characters shown of a text that may not be published
PER_PAGE = 30
NEWEST = 2**63 - 1

SQL = dict(
    part.split("\n", 1)
    for file in sorted(Path(__file__).parent.glob("*.sql"))
    for part in file.read_text(encoding="utf-8").split("-- name: ")[1:]
)

OUTCOMES = {
    "read": "answered with articles",
    "unchanged": "had nothing new",
    "empty": "answered without articles",
    "unreadable": "sent something we could not read",
    "refused": "refused us",
    "challenged": "asked whether we are human",
    "postponed": "has had as many requests from us as it allows",
    "gone": "said it is gone",
    "failed": "could not be reached",
    "gap": "is missing from the archive",
}

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


@hookimpl
def register_routes():
    """Our addresses; they win over Datasette's own."""
    return [
        (r"^/$", front),
        (r"^/search$", search),
        (r"^/sources$", sources),
        (r"^/article/(?P<key>[^/]+)$", article),
        (r"^/(?P<kind>party|jurisdiction|court)/(?P<key>[^/]+)$", subject),
    ]


@hookimpl
def menu_links(datasette):
    """The way from Datasette's own pages to ours."""
    return [
        {"href": datasette.urls.path("/"), "label": "News"},
        {"href": datasette.urls.path("/search"), "label": "Search"},
        {"href": datasette.urls.path("/sources"), "label": "Sources"},
    ]


async def front(datasette, request):
    """What this is, and the newest stories."""
    stories, older = await story_page(datasette, request, "newest")
    context = {
        "stories": stories,
        "older": older,
        "counts": (await rows(datasette, "counts"))[0],
        "freshness": (await rows(datasette, "freshness"))[0],
    }
    return await page(datasette, request, "front.html", context)


async def subject(datasette, request):
    """The rulings and stories of a party, a jurisdiction or a court."""
    kind = request.url_vars["kind"]
    found = await rows(datasette, kind, key=request.url_vars["key"])
    if not found:
        return await missing(datasette, request)
    stories, older = await story_page(datasette, request, f"of_{kind}", key=found[0]["id"])
    context = {"kind": kind, "subject": found[0], "stories": stories, "older": older}
    if not request.args.get("before"):
        context["rulings"] = await rows(datasette, f"rulings_of_{kind}", key=found[0]["id"], size=PER_PAGE)
    return await page(datasette, request, "subject.html", context)


async def article(datasette, request):
    """One article with the evidence of its tags, its versions and the other reports of its story."""
    found = await rows(datasette, "article", key=request.url_vars["key"])
    if not found:
        return await missing(datasette, request)
    context = {"article": found[0], "paragraphs": paragraphs(found[0])}
    evidence = await rows(datasette, "tags", id=found[0]["id"])
    tags = groupby(evidence, lambda row: (row["kind"], row["key"]))
    context["tags"] = [(tag, said_once(proof)) for tag, proof in tags]
    wanted = {name: found[0][name] for name in ("id", "story_id")}
    for name in ("versions", "sightings", "reports", "quotes", "decision", "numbers", "named", "papers", "facts"):
        context[name] = await rows(datasette, name, **wanted)
    for name in ("lead", "quoted_by", "common", "credited", "about"):
        context[name] = await rows(datasette, name, **wanted)
    context["reports"] = under_what_they_quote(context["reports"])
    context["corrections"] = await rows(datasette, "corrections", id=found[0]["id"])
    context["people"] = {f"correction:{row['id']}": row for row in context["corrections"]}
    context["edits"] = await edits(datasette, found[0]["id"])
    return await page(datasette, request, "article.html", context)


async def edits(datasette, article_id):
    """What was changed after publication, each edit with its changes."""
    changes = groupby(await rows(datasette, "changes", id=article_id), lambda row: row["version"])
    by_version = {version: list(mine) for version, mine in changes}
    found = await rows(datasette, "edits", id=article_id)
    for row in found:
        row["said"] = [EDITS.get(kind, kind) for kind in row["kinds"].split(", ")]
        row["changes"] = by_version.get(row["version"], [])
    return found


async def search(datasette, request):
    """Articles that hold all the words, newest first."""
    q = (request.args.get("q") or "").replace("\0", " ").strip()[:200]
    found = await rows(datasette, "search", q=q, before=before(request), size=PER_PAGE) if q else []
    for row in found:
        row["passage"] = passage(row["passage"])
    context = {"q": q, "articles": found, "older": found[-1]["id"] if len(found) == PER_PAGE else None}
    return await page(datasette, request, "search.html", context)


async def sources(datasette, request):
    """How each source is doing, in plain words."""
    found = await rows(datasette, "sources")
    gaps = groupby(await rows(datasette, "gaps"), lambda row: row["source_id"])
    unseen = {source: list(mine) for source, mine in gaps}
    for row in found:
        row["health"] = health(row)
        row["gaps"] = unseen.get(row["id"], [])
    return await page(datasette, request, "sources.html", {"sources": found})


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
    order = list(dict.fromkeys(row["story_id"] for row in found))
    by_id = {row["story_id"]: row for row in await rows(datasette, "stories", stories=json.dumps(order))}
    for story in by_id.values():
        for name in ("sources", "quoting", "parties", "jurisdictions", "courts", "sums", "rulings"):
            story[name] = json.loads(story[name])
    older = found[-1]["id"] if len(found) == PER_PAGE else None
    return [by_id[story_id] for story_id in order if story_id in by_id], older


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


def said_once(proof):
    """The evidence of a tag, each quote once with all the rules that read it, in its first order."""
    quotes = {}
    for row in proof:
        quotes.setdefault((row["field"], row["quote"]), row | {"rules": []})["rules"].append(row["rule"])
    return list(quotes.values())


def paragraphs(row):
    """The paragraphs of a text that may be published, else its lead."""
    text = row["text"]
    if not row["may_publish_text"] and len(text) > LEAD_LENGTH:
        end = text.rfind(" ", LEAD_LENGTH // 2, LEAD_LENGTH)
        text = text[: end if end > 0 else LEAD_LENGTH - 1].rstrip() + "…"
    return text.split("\n\n") if text else []


def health(row):
    """(state, sentence) of a source."""
    if not row["active"]:
        return "retired", "Not asked any more."
    if row["gone_at"]:
        return "gone", f"Said on {row['gone_at'][:10]} that it is gone for good."
    if not row["last_visit_at"]:
        return "new", "Not asked yet."
    last = f"The last visit ({row['last_visit_at'][:16].replace('T', ' ')}) "
    how = OUTCOMES.get(row["outcome"], row["outcome"])
    if row["failures"]:
        since = (row["failing_since"] or row["last_visit_at"])[:10]
        return (
            "failing",
            f"In trouble since {since}, {row['failures']} visits in a row. {last}ended so: it {how}.",
        )
    return "well", f"{last}went well: it {how}."
