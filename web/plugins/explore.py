"""The explorer: articles by words and facets. An address is a saved search; what is asked stands in explore.sql."""

import json
from typing import NamedTuple
from urllib.parse import urlencode

from datasette import Response, hookimpl
from datasette.plugins import pm
from datasette.utils import escape_fts

SAMPLE = 1000  # newest hits that facets are counted from: what a page can count at any size of the corpus
COUNTED = 100_000  # hits that are counted exactly
SHOWN, MORE = 8, 24  # values of a facet that are shown at once, and under "more"
LONGEST = 200  # characters of the words, or of a value, that are looked at
MOST = 8  # values of one facet that are looked at


class Facet(NamedTuple):
    """A side from which articles can be narrowed."""

    label: str
    prefix: str  # of its tokens in the full-text index
    many: bool = False  # may an article have several of its values?


FACETS = {
    "party": Facet("Party", "p", many=True),
    "role": Facet("Role of a party", "r", many=True),
    "jurisdiction": Facet("Jurisdiction", "j", many=True),
    "court": Facet("Court", "c", many=True),
    "outcome": Facet("Outcome", "o"),
    "subject": Facet("Subject", "s", many=True),
    "event": Facet("What happened", "e"),
    "source": Facet("Source", "src"),
    "language": Facet("Language", "lang"),
    "year": Facet("Year", "y"),
}


def ours():
    """The plugin that the other pages come from: Datasette loads each file alone, so it cannot be imported."""
    return pm.get_plugin("pages.py")


@hookimpl
def register_routes():
    """The explorer, and the address that searches had before."""
    return [(r"^/explore$", explore), (r"^/search$", search)]


@hookimpl
def menu_links(datasette):
    """The way from Datasette's own pages to ours."""
    return [{"href": datasette.urls.path("/explore"), "label": "Explore"}]


async def search(datasette, request):
    """To the explorer, with the words that were searched for."""
    q = request.args.get("q") or ""
    return Response.redirect(datasette.urls.path(address({"q": [q]} if q else {})), status=301)


async def explore(datasette, request):
    """Articles that hold all the words and all the tags, newest first, with what they can be narrowed by."""
    asked = read(request.args)
    by_story = request.args.get("by") == "story"
    match = expression(asked)
    hits = [row["id"] for row in await ours().rows(datasette, named("hits", match), match=match, size=SAMPLE + 1)]
    counted = await count(datasette, match, hits)
    context = counted | {
        "asked": asked,
        "q": "".join(asked.get("q", [])),
        "match": match,
        "by_story": by_story,
        "sample": SAMPLE,
        "shown": SHOWN,
        "facets": await facets(datasette, asked, match, hits[:SAMPLE], whole=counted["whole"], by=by_story),
        "here": address(asked, by=by_story),
        "other_view": address(asked, by=not by_story),
        "query": address(asked).partition("?")[2],
    }
    context["chips"] = chips(asked, context["facets"], by=by_story)
    context |= await (story_hits if by_story else article_hits)(datasette, request, asked, match)
    return await ours().page(datasette, request, "explore.html", context)


def read(args):
    """What an address asks: the words and the values of each facet, in the order of FACETS; the rest is ignored."""
    asked = {name: [clean(value) for value in args.getlist(name)] for name in ("q", *FACETS)}
    asked["jurisdiction"] = [code.upper() for code in asked["jurisdiction"]]
    asked = {name: list(dict.fromkeys(value for value in values if value)) for name, values in asked.items()}
    return {
        name: values[:MOST] if name in FACETS and FACETS[name].many else values[-1:]
        for name, values in asked.items()
        if values
    }


def clean(value):
    """A word or value of an address without what SQLite cannot read, and not too long."""
    return value.replace("\0", " ").strip()[:LONGEST]


def expression(asked):
    """What is asked as an expression of the full-text index; "" where nothing is.

    Values become tokens of the column `tags`. A role that is asked with a party must be that party's.
    """
    words = escape_fts("".join(asked.get("q", [])))
    tags = [
        token(FACETS[name], value)
        for name, values in asked.items()
        for value in values
        if name != "q" and not (name == "role" and "party" in asked)
    ]
    if "party" in asked:
        for role in asked.get("role", []):
            held = (token(FACETS["role"], f"{role}0{party}") for party in asked["party"])
            tags.append(f"({' OR '.join(held)})")
    parts = [f"({{title text}} : ({words}))"] if words else []
    parts += [f"(tags : ({' AND '.join(tags)}))"] if tags else []
    return f'({" AND ".join(parts)}) NOT (tags : "irrelevant")' if parts else ""


def token(facet, value):
    """A value as the column `tags` of article_search writes it; see its view article_search_content."""
    value = value.replace('"', "")
    if facet is FACETS["language"]:
        return f'"{facet.prefix}{value}"'  # "pt-BR" keeps its hyphen there, and is two words in a row
    prefix = "ym" if facet is FACETS["year"] and "-" in value else facet.prefix  # 2025-11 is a month
    return f'"{prefix}{value.replace("-", "")}"'


def named(query, match):
    """The name of a query: there is one for the whole corpus and one for what an expression finds."""
    return f"explore_{query}" if match else f"explore_all_{query}"


async def count(datasette, match, hits):
    """How many articles there are, "more than" how many where they are too many to count, and are the hits all?"""
    if len(hits) <= SAMPLE:
        return {"total": len(hits), "more": False, "whole": True}
    if not match and not await is_published(datasette):
        return {"total": SAMPLE, "more": True, "whole": False}  # the working file has no such number at hand
    (found,) = await ours().rows(datasette, named("count", match), match=match, size=COUNTED + 1)
    more = bool(match) and found["articles"] > COUNTED
    return {"total": COUNTED if more else found["articles"], "more": more, "whole": False}


async def facets(datasette, asked, match, hits, *, whole, by):
    """The values of each facet with how many articles have them, the most frequent first.

    Where not all hits are counted, `plus` marks a number as "at least".
    """
    found, whole = await counted_values(datasette, asked, match, hits, whole=whole)
    values = {name: [] for name in FACETS}
    for row in found:
        values[row["facet"]].append(value(row, asked, whole=whole, by=by))
    for name, mine in values.items():
        order = "value" if name == "year" else "articles"  # years go newest first
        mine.sort(key=lambda one, order=order: one[order], reverse=True)
    return {name: {"label": FACETS[name].label, "values": mine[:MORE]} for name, mine in values.items() if mine}


async def counted_values(datasette, asked, match, hits, *, whole):
    """All values of all facets with their numbers, and are these the whole truth?"""
    if not whole and not match and await is_published(datasette):
        names = json.dumps(list(FACETS))
        return await ours().rows(datasette, "explore_known_facets", facets=names, size=MORE), True
    chosen = {name: json.dumps(asked.get(name, [])) for name in ("party", "role")}
    found = await ours().rows(datasette, "explore_facets", hits=json.dumps(hits), size=MORE, **chosen)
    if not whole:
        found = [row for row in found if row["facet"] != "year"] + await years(datasette, match)
    return found, whole


def value(row, asked, *, whole, by):
    """A value of a facet, with the address that takes it in or out."""
    name, articles, plus = row["facet"], row["articles"], not whole
    if name == "year" and not whole:
        articles, plus = min(articles, 100), articles > 100
    chosen = row["value"] in asked.get(name, [])
    there = (without if chosen else within)(asked, name, row["value"], by=by)
    return row | {"articles": articles, "plus": plus, "chosen": chosen, "address": there}


async def years(datasette, match):
    """Each year with its articles, up to a hundred: the newest hits would all be of one or two years."""
    (span,) = await ours().rows(datasette, "explore_span")
    if not span["first"]:
        return []
    wanted = [f"{year:04}" for year in range(int(span["first"]), int(span["last"]) + 1)]
    query, clause = ("explore_years", f"({match}) AND ") if match else ("explore_all_years", "")
    return await ours().rows(datasette, query, years=json.dumps(wanted[-40:]), match=clause)


async def is_published(datasette):
    """Does the file hold the summaries that are made when it is published?"""
    return bool(await ours().rows(datasette, "explore_is_published"))


async def article_hits(datasette, request, asked, match):
    """The next articles of a list, each with the passage that holds the words."""
    size = ours().PER_PAGE
    query = named("articles", match)
    found = await ours().rows(datasette, query, match=match, before=ours().before(request), size=size)
    for row in found:
        row["passage"] = ours().passage(row["passage"])
        row["heading"] = ours().passage(row["heading"])
    return {"articles": found, "older": found[-1]["id"] if len(found) == size else None}


async def story_hits(datasette, request, asked, match):
    """The stories behind the next articles of a list."""
    stories, older = await ours().story_page(datasette, request, named("stories", match), match=match)
    return {"stories": stories, "older": older}


def chips(asked, found, *, by):
    """What is asked, in words, each with the address that takes it out."""
    names = {(name, one["value"]): one["name"] for name, facet in found.items() for one in facet["values"]}
    return [
        {
            "facet": name,
            "label": "Words" if name == "q" else FACETS[name].label,
            "name": names.get((name, one), one),
            "address": without(asked, name, one, by=by),
        }
        for name, values in asked.items()
        for one in values
    ]


def within(asked, name, one, *, by):
    """The address of what is asked and one value more; where there can be but one, in place of the other."""
    kept = asked.get(name, []) if FACETS[name].many else []
    return address(asked | {name: [*kept, one]}, by=by)


def without(asked, name, one, *, by):
    """The address of what is asked but one value."""
    return address(asked | {name: [other for other in asked[name] if other != one]}, by=by)


def address(asked, *, by=False):
    """The address of what is asked, always in the same order, so that the same search has one address."""
    pairs = [(name, one) for name in ("q", *FACETS) for one in asked.get(name, [])]
    pairs += [("by", "story")] if by else []
    return "/explore" + ("?" + urlencode(pairs) if pairs else "")
