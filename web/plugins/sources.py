"""The pages of sources: how each is doing, what we may not have seen of it, and what reading it takes of its host."""

from calendar import Calendar, monthrange
from datetime import date, timedelta
from urllib.parse import urlsplit

from datasette import hookimpl
from datasette.plugins import pm

# Sites with a spider of their own that are no court sites.
NEWS_KINDS = ("feed", "torrentfreak", "slashdot")
KNOWN_FROM = {
    "capture": "A real copy of the feed was read and its form is tested.",
    "documentation": "The publisher, or the software it runs, documents the feed; no copy was read yet.",
    "unverified": "The address comes from memory or from others' lists; expect surprises on the first visit.",
}
MONTHS_IN_LIST, MONTHS_OF_ONE = 6, 12


def ours():
    """The plugin that the other pages come from: Datasette loads each file alone, so it cannot be imported."""
    return pm.get_plugin("pages.py")


def words():
    """The plugin that puts health into words."""
    return pm.get_plugin("health.py")


@hookimpl
def register_routes():
    """Our addresses."""
    return [(r"^/sources$", sources), (r"^/source/(?P<key>[^/]+)$", source)]


@hookimpl
def menu_links(datasette):
    """The way from Datasette's own pages to ours."""
    return [{"href": datasette.urls.path("/sources"), "label": "Sources"}]


async def sources(datasette, request):
    """All sources in plain words: those in trouble first."""
    found, as_of = await told(datasette)
    order = ("gone", "failing", "quiet", "well", "new", "resting")
    found.sort(key=lambda row: order.index(row["health"]["state"]))
    context = {
        "sources": found,
        "as_of": as_of,
        "states": [(state, sum(row["health"]["state"] == state for row in found)) for state in order],
        "courts": in_same_months([row for row in found if row["calendar"]]),
        "budgets": budgets(found),
        "runs": await ours().rows(datasette, "runs"),
    }
    return await ours().page(datasette, request, "sources.html", context)


async def source(datasette, request):
    """All we know of one source."""
    found, as_of = await told(datasette, request.url_vars["key"], MONTHS_OF_ONE)
    if not found or not request.url_vars["key"]:
        return await ours().missing(datasette, request)
    context = {"source": found[0], "as_of": as_of, "budgets": budgets(found)}
    context["known_from"] = KNOWN_FROM.get(found[0]["known_from"], found[0]["known_from"])
    for name in ("articles", "issues", "fetches"):
        context[name] = await ours().rows(datasette, f"source_{name}", key=found[0]["id"])
    return await ours().page(datasette, request, "source.html", context)


async def told(datasette, key="", months=MONTHS_IN_LIST):
    """The sources, or the one of this id, with their health, gaps and calendar; and the newest visit of all."""
    as_of = (await ours().rows(datasette, "as_of"))[0]["as_of"] or ""
    counts = await articles_by_source(datasette)
    first = {row["source_id"]: row["first_at"] for row in await ours().rows(datasette, "first_answers", key=key)}
    gaps = await ours().rows(datasette, "gaps", key=key)
    requests = {row["host"]: row for row in await ours().rows(datasette, "requests_by_host", as_of=as_of)}
    found = await ours().rows(datasette, "sources", key=key)
    for row in found:
        row["health"] = words().health(row, as_of)
        row["articles"] = counts.get(row["id"], 0)
        row["gaps"] = [gap for gap in gaps if gap["source_id"] == row["id"]]
        row["is_court"] = row["kind"] not in NEWS_KINDS or bool(row["gaps"])
        row["first_at"] = first.get(row["id"]) or min((gap["first_day"] for gap in row["gaps"]), default="")
        is_watched = as_of and row["is_court"] and row["first_at"]
        row["calendar"] = calendar(row, as_of, months, by_day=bool(key)) if is_watched else []
        row["host"] = urlsplit(row["url"]).netloc
        row["used"] = requests.get(row["host"], {"day": 0, "hour": 0})
    return found, as_of


async def articles_by_source(datasette):
    """How many articles each source was first with; a published copy has them counted."""
    counted = await datasette.get_database("rulings").table_exists("source_health")
    found = await ours().rows(datasette, "articles_by_source" if counted else "articles_by_source_live")
    return {row["source_id"]: row["articles"] for row in found}


def budgets(found):
    """What each host with limits allows, and what we took; sources of one host share it."""
    limits = {}
    for row in found:
        allowed = [(row["per_day"], "a day"), (row["per_hour"], "an hour"), (row["per_minute"], "a minute")]
        if any(number for number, _ in allowed):
            host = limits.setdefault(row["host"], {"host": row["host"], "used": row["used"], "sources": []})
            host["sources"].append(row)
            host["allowed"] = [f"{number} {span}" for number, span in allowed if number]
            if row["per_day_with_key"]:
                host["allowed"][0] += f" ({row['per_day_with_key']} with a key)"
            host["spent"] = bool(row["per_day"]) and row["used"]["day"] >= row["per_day"]
    return list(limits.values())


def calendar(row, as_of, months, *, by_day):
    """The last months of a court site, the newest first: how many days of each we have not seen, and all its days."""
    last, unseen = date.fromisoformat(as_of[:10]), days_unseen(row["gaps"])
    first = min([date.fromisoformat(row["first_at"][:10]), *unseen])
    made = []
    for place in range(months):
        year, month = divmod(last.year * 12 + last.month - 1 - place, 12)
        made.append(in_numbers(year, month + 1, first, last, unseen))
        if by_day:
            days = Calendar().monthdatescalendar(year, month + 1)
            made[-1]["weeks"] = [[(day, mark(day, month + 1, first, last, unseen)) for day in week] for week in days]
    return made


def in_numbers(year, month, first, last, unseen):
    """A month: the days from the first to the last that we watched, and how many of these we saw not or in part."""
    begin, end = max(first, date(year, month, 1)), min(last, date(year, month, monthrange(year, month)[1]))
    marks = [told for day, told in unseen.items() if begin <= day <= end]
    numbers = {"unseen": marks.count("unseen"), "partly": marks.count("partly")}
    return {"name": f"{date(year, month, 1):%B %Y}", "watched": max(0, (end - begin).days + 1), **numbers}


def in_same_months(courts):
    """Court sites with only those months in which at least one of them was watched."""
    most = max((sum(bool(month["watched"]) for month in row["calendar"]) for row in courts), default=0)
    return [row | {"calendar": row["calendar"][:most]} for row in courts]


def mark(day, month, first, last, unseen):
    """What we saw of a day: seen, partly or unseen; nothing before we began, after the end or outside the month."""
    if day.month != month or not first <= day <= last:
        return ""
    return unseen.get(day, "seen")


def days_unseen(gaps):
    """Each day in a gap: unseen, or partly where the gap is of one of several questions."""
    days = {}
    for gap in gaps:
        day, last = date.fromisoformat(gap["first_day"]), date.fromisoformat(gap["last_day"])
        while day <= last:
            days[day] = "partly" if gap["question"] and days.get(day) != "unseen" else "unseen"
            day += timedelta(days=1)
    return days
