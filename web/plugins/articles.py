"""The page of an article: its text with the words that prove its tags, and how to cite it; see articles.sql."""

from itertools import groupby, pairwise

from datasette import hookimpl
from datasette.plugins import pm

LEAD_LENGTH = 280  # characters shown of a text that may not be published
PARTS = ("versions", "sightings", "reports", "quotes", "decision", "numbers", "named", "papers", "facts", "lead")
PARTS += ("quoted_by", "common", "credited", "about", "captures", "neighbours")
QUIET = "relevance"  # its words are shown where one asks for them, but not marked: they are many


def ours():
    """The plugin that the other pages come from: Datasette loads each file alone, so it cannot be imported."""
    return pm.get_plugin("pages.py")


@hookimpl
def register_routes():
    """Our address."""
    return [(r"^/article/(?P<key>[^/]+)$", article)]


async def article(datasette, request):
    """One article with the evidence of its tags, its versions and the other reports of its story."""
    found = await ours().rows(datasette, "article", key=request.url_vars["key"])
    if not found:
        return await ours().missing(datasette, request)
    shown = found[0]
    wanted = {name: shown[name] for name in ("id", "story_id")}
    context = {name: await ours().rows(datasette, name, **wanted) for name in PARTS}
    evidence = await ours().rows(datasette, "tags", id=shown["id"])
    text = shown_text(shown)
    corrections = await ours().rows(datasette, "corrections", id=shown["id"])
    context |= {
        "article": shown,
        "title": pieces(shown["title"], 0, places(shown["title"], evidence, "title"), "title"),
        "paragraphs": paragraphs(text, places(text, evidence, "text")),
        "tags": tags(evidence, {"title": shown["title"], "text": text}),
        "reports": ours().under_what_they_quote(context["reports"]),
        "corrections": corrections,
        "people": {f"correction:{row['id']}": row for row in corrections},
        "edits": await edits(datasette, shown["id"]),
        "cited": cited(shown, datasette.absolute_url(request, datasette.urls.path(f"/article/{shown['permalink']}"))),
    }
    return await ours().page(datasette, request, "article.html", context)


async def edits(datasette, article_id):
    """What was changed after publication, each edit with its changes."""
    changes = groupby(await ours().rows(datasette, "changes", id=article_id), lambda row: row["version"])
    by_version = {version: list(mine) for version, mine in changes}
    found = await ours().rows(datasette, "edits", id=article_id)
    for row in found:
        row["said"] = [ours().EDITS.get(kind, kind) for kind in row["kinds"].split(", ")]
        row["changes"] = by_version.get(row["version"], [])
    return found


def shown_text(row):
    """The text where it may be published, else its lead."""
    text = row["text"]
    if row["may_publish_text"] or len(text) <= LEAD_LENGTH:
        return text
    end = text.rfind(" ", LEAD_LENGTH // 2, LEAD_LENGTH)
    return text[: end if end > 0 else LEAD_LENGTH - 1].rstrip() + "…"


def holds(text, row):
    """Do the words of a proof stand at their place in what is shown?"""
    return text[row["start"] : row["end"]] == row["quote"] != ""


def places(text, evidence, field):
    """(start, end, is it marked) of the words in a field that prove something."""
    return [
        (row["start"], row["end"], row["kind"] != QUIET)
        for row in evidence
        if row["field"] == field and holds(text, row)
    ]


def paragraphs(text, proven):
    """The paragraphs of a text, each as pieces."""
    found, start = [], 0
    for part in text.split("\n\n") if text else []:
        found.append(pieces(part, start, proven, "text"))
        start += len(part) + 2
    return found


def pieces(part, offset, proven, field):
    """A part of a text that begins at `offset` as (words, is it marked, anchor or "") pieces.

    Proofs overlap, so a piece ends wherever one begins or ends; the piece where one begins has its anchor.
    """
    mine = [(start - offset, end - offset, marked) for start, end, marked in proven]
    mine = [place for place in mine if place[0] < len(part) and place[1] > 0]
    begins = {start for start, _, _ in mine}
    cuts = sorted({0, len(part), *begins, *(end for _, end, _ in mine)} & set(range(len(part) + 1)))
    return [
        (
            part[cut:after],
            any(marked and start <= cut < end for start, end, marked in mine),
            anchor(field, cut + offset) if cut in begins else "",
        )
        for cut, after in pairwise(cuts)
    ]


def anchor(field, start):
    """The name of a place in the text or title, as links to it write it."""
    return f"{field}-{start}"


def tags(evidence, shown):
    """((kind, key), quotes) of each tag, each quote once with all the rules that read it, in its first order.

    A quote whose words are on the page has their anchor in `at`.
    """
    found = []
    for tag, proof in groupby(evidence, lambda row: (row["kind"], row["key"])):
        quotes = {}
        for row in proof:
            first = quotes.setdefault((row["field"], row["quote"]), row | {"rules": [], "at": ""})
            first["rules"].append(row["rule"])
            if not first["at"] and holds(shown.get(row["field"], ""), row):
                first["at"] = anchor(row["field"], row["start"])
        found.append((tag, list(quotes.values())))
    return found


def cited(row, address):
    """How to cite an article: in words, and as BibTeX."""
    day = (row["published_at"] or row["first_seen_at"])[:10]
    read = row["last_read_at"][:10]
    names = {"author": row["byline"], "title": row["title"], "howpublished": row["source"], "year": day[:4]}
    names |= {"date": day, "url": row["url"], "urldate": read, "language": row["language"]}
    names["note"] = f"Version {row['version']}, kept as {address}"
    lines = [f"  {name} = {{{escaped(value)}}}," for name, value in names.items() if value]
    return {
        "words": f"{row['byline'] + ', ' if row['byline'] else ''}“{row['title']}”, {row['source']}, {day}. "
        f"{row['url']} Version {row['version']}, read on {read}: {address}",
        "bibtex": "\n".join([f"@misc{{{row['permalink']},", *lines, "}"]),
        "address": address,
    }


def escaped(value):
    """A value as BibTeX reads it."""
    marks = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    marks |= {mark: f"\\{mark}" for mark in "{}$&#%_"}
    return "".join(marks.get(mark, mark) for mark in " ".join(value.split()))
