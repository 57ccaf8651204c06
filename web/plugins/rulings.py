"""The pages of rulings; what they ask stands in rulings.sql."""

from itertools import groupby

from datasette import Response, hookimpl
from datasette.plugins import pm

# What a sum is to the ruling, in the order in which sums are told: a claim must not be taken for an award.
SUMS = {
    "damages-awarded": "decided",
    "fine": "decided",
    "settlement": "decided",
    "penalty": "decided",
    "costs": "decided",
    "forfeiture": "decided",
    "loss-recognised": "decided",
    "damages-claimed": "asked",
    "loss-estimate": "asked",
    "prior-award": "beside",
    "statutory-max": "beside",
    "bond": "beside",
    "illicit-revenue": "beside",
    "other": "beside",
}
FIELDS = {
    "outcome": "Outcome",
    "event": "What happened",
    "court": "Court",
    "jurisdiction": "Jurisdiction",
    "decided": "Day of the decision",
    "filed": "Day of the filing",
    "case number": "Case number",
    "party": "Party",
    "works": "Works infringed",
    "visits": "Visits in a month",
    "domains": "Domains or addresses",
    "sites": "Sites or services",
    "users": "Users or subscribers",
}
MANY = ("case number",)  # fields of which several values are no contradiction
EXACT = ("case number", "decided", "filed")  # fields whose values are shown as they are


def ours():
    """The plugin that the other pages come from: Datasette loads each file alone, so it cannot be imported."""
    return pm.get_plugin("pages.py")


@hookimpl
def register_routes():
    """Our addresses. A case is what its rulings show, so its address leads to the first of them."""
    return [
        (r"^/case/(?P<key>[^/]+)$", case),
        (r"^/ruling/(?P<key>[^/]+)$", ruling),
    ]


async def case(datasette, request):
    """To the first ruling of a case, whose page shows those that came after."""
    found = await ours().rows(datasette, "case_of", key=request.url_vars["key"])
    if not found:
        return await ours().missing(datasette, request)
    return Response.redirect(datasette.urls.path(f"/ruling/{found[0]['case_id']}"))


async def ruling(datasette, request):
    """One ruling: what is known of it, what each report says, and what came before and after."""
    key = request.url_vars["key"]
    found = await ours().rows(datasette, "ruling", key=key)
    if not found:
        return await ours().missing(datasette, request)
    wanted = {name: found[0][name] for name in ("case_id", "appeals_from")} | {"key": key}
    parts = ("parties", "numbers", "sources", "chain", "steps", "coverage", "documents", "papers", "edits")
    asked = {name: await ours().rows(datasette, f"ruling_{name}", **wanted) for name in parts}
    context = asked | {
        "ruling": found[0],
        "sides": [(role, list(mine)) for role, mine in groupby(asked["parties"], lambda row: row["role"])],
        "next": [step(told) for told in steps_told(asked["steps"])],
        "weights": SUMS,
        "sums": sums(await ours().rows(datasette, "ruling_sums", key=key)),
        "fields": fields(await ours().rows(datasette, "ruling_claims", key=key)),
        "timeline": timeline(found[0], asked),
        "stories": stories(asked["coverage"]),
        "looking_back": [row for row in asked["coverage"] if not row["is_primary"]],
    }
    for row in asked["edits"]:
        row["said"] = [ours().EDITS.get(kind, kind) for kind in row["kinds"].split(", ")]
    return await ours().page(datasette, request, "ruling.html", context)


def sums(told):
    """(kind, figures) of the sums, those that were decided first; each figure once, with all who tell it.

    What an outlet converts a figure to stands beside it, in `converted`.
    """
    figures = {}
    for row in told:
        made = row | {"amount": plain(row["amount"]), "roughly": roughly(row), "told": [], "converted": []}
        figures.setdefault((row["kind"], sum_key(row)), made)["told"].append(row)
    alone, by_key = [], {key: figure for (_, key), figure in figures.items()}
    for (kind, _), figure in figures.items():
        base = figures.get((kind, figure["conversion_of"])) or by_key.get(figure["conversion_of"])
        told_alone = base is None or is_conversion(base) or not is_conversion(figure)
        (alone if told_alone else base["converted"]).append(figure)
    alone.sort(key=lambda figure: place(figure["kind"], SUMS))
    return [(kind, list(mine)) for kind, mine in groupby(alone, key=lambda figure: figure["kind"])]


def is_conversion(figure):
    """Does everyone who tells a figure tell it beside another one, in another currency?"""
    return all(row["conversion_of"] for row in figure["told"])


def sum_key(row):
    """A sum as tags write it, such as "JPY 500000000" or "EUR 14247698.56"."""
    return f"{row['currency']} {row['amount']:.2f}".rstrip("0").rstrip(".")


def plain(amount):
    """An amount without a fraction where it has none."""
    return int(amount) if amount == int(amount) else round(amount, 2)


def roughly(row):
    """A sum in US dollars to two digits; "" where there is no rate, or no need of one."""
    if row["usd"] is None or row["currency"] == "USD" or row["conversion_of"]:
        return ""
    for unit, name in ((1e9, " billion"), (1e6, " million")):
        if (units := row["usd"] / unit) >= 1:
            return f"US${units:,.1f}{name}" if units < 10 else f"US${units:,.0f}{name}"
    return f"US${round(row['usd'], -2 if row['usd'] >= 1000 else 0):,.0f}"


def fields(claims):
    """What the reports say, field by field: each value with those who tell it, the one that most tell first."""
    found = {}
    for row in claims:
        for label, value in readable(row):
            field = found.setdefault(label, {"kind": row["field"], "label": label, "told": {}})
            field["told"].setdefault(value, []).append(row)
    for field in found.values():
        field["told"] = sorted(field["told"].items(), key=lambda pair: -len(pair[1]))
        field["differs"] = len(field["told"]) > 1 and field["kind"] not in MANY
    return sorted(found.values(), key=lambda field: place(field["kind"], FIELDS))


def readable(row):
    """What a claim says, as (field, value) pairs in plain words; of a party its role, and whether it won."""
    field, value = row["field"], row["value"]
    label = FIELDS.get(field, field.capitalize())
    if field == "party":
        party, role, *side = value.split()
        name = row["name"] or party
        return [(name, plain_words(role)), *((f"{name}, won or lost", one) for one in side)]
    if field in ("court", "jurisdiction"):
        return [(label, row["name"] or value)]
    return [(label, f"{int(value):,}" if value.isdecimal() else value if field in EXACT else plain_words(value))]


def plain_words(word):
    """A word of the vocabulary as one says it."""
    return word.replace("-", " ")


def place(key, order):
    """Where a key stands in an order; one that is new to us stands last."""
    return list(order).index(key) if key in order else len(order)


def timeline(known, asked):
    """What happened when, in the order of days, each with the ruling, article or words behind it."""
    days = [{"day": known["filed_on"], "what": "Filed"}]
    if known["decided_on"]:
        days.append({"day": known["decided_on"], "what": "Decided", "outcome": known["outcome"]})
    days += [chained(other) for other in asked["chain"] if other["id"] != known["id"]]
    for document in asked["documents"]:
        what = f"The court’s {document['kind']} published"
        days.append({"day": document["published_at"][:10], "what": what, "article": document})
    firsts = first_reports(asked["coverage"], {document["permalink"] for document in asked["documents"]})
    days += [{"day": first["published"][:10], "what": "First report", "article": first} for first in firsts]
    days += [step(told) for told in steps_told(asked["steps"])]
    return sorted((one for one in days if one["day"]), key=lambda one: one["day"])


def chained(other):
    """Another ruling of the same case, as a day of the timeline."""
    what = "Decided" if other["decided_on"] else "Filed"
    return {"day": other["decided_on"] or other["filed_on"], "what": what, "ruling": other, "outcome": other["outcome"]}


def first_reports(coverage, documents):
    """The first report of each story about a ruling; the court's own document is none."""
    reports = [row for row in coverage if row["is_primary"] and row["permalink"] not in documents]
    first = {}
    for row in sorted(reports, key=lambda row: (row["published"], row["id"])):
        first.setdefault(row["story_id"], row)
    return first.values()


def steps_told(steps):
    """The steps that reports tell, each with all who tell it in the order of time."""
    told = {}
    for row in steps:
        told.setdefault((row["step"], row["party_id"]), []).append(row)
    return told.values()


def step(told):
    """A step as a day of the timeline: the day of the first report that tells it."""
    first = min(told, key=lambda row: row["published"])
    what = (first["meaning"] or first["step"]).replace("A party", first["party"] or "A party")
    return {
        "day": first["published"][:10],
        "what": what,
        "article": first,
        "words": first["printed"],
        "told": told,
    }


def stories(coverage):
    """The stories about a ruling: all their reports, and these as a tree, the one that stands for the story first."""
    by_story = {}
    for row in coverage:
        if row["is_primary"]:
            by_story.setdefault(row["story_id"], []).append(row)
    told = []
    for story, mine in by_story.items():
        mine.sort(key=lambda row: (row["id"] != story, row["id"]))
        told.append({"id": story, "all": mine, "reports": ours().under_what_they_quote(mine)})
    return told
