"""Questions with a form: the queries of db/queries.yml, for those who do not write SQL."""

import re
from pathlib import Path
from urllib.parse import quote

import yaml
from datasette import hookimpl
from datasette.database import QueryInterrupted
from datasette.plugins import pm

THEMES = ("Search", "Rulings", "Parties", "Sums", "Outlets", "Changes", "Sources")
LONGEST = 500  # characters of an answer that are read

# Parameter: its label, what to write there, and the query of questions.sql that lists what may be chosen.
PARAMETERS = {
    "words": ("Words", "All of them must occur; a phrase in quotes", ""),
    "party": ("Party", "Its short name, such as cloudflare", "party_choices"),
    "jurisdiction": ("Country", "Its code, such as JP, US or EU", "jurisdiction_choices"),
    "country": ("Country", "Its code, such as JP, US or EU; empty for all", "jurisdiction_choices"),
    "region": ("Region", "europe, eu, asia or americas; empty for all", ""),
    "court": ("Court", "Its short name, such as jp-tokyo-district", "court_choices"),
    "source": ("Source", "Its short name, such as slashdot; empty for all", "source_choices"),
    "ruling": ("Ruling", "The last part of the address of its page", "ruling_choices"),
    "permalink": ("Article", "The last part of the address of its page", ""),
    "role": ("Role", "Such as defendant; empty for all", "role_choices"),
    "outcome": ("Outcome", "Such as liable or blocking-ordered", "outcome_choices"),
    "event": ("Event", "Such as ruling or filing; empty for all", "event_choices"),
    "subject": ("Subject", "Such as dns, vpn or comics; empty for all", "subject_choices"),
    "since": ("Since", "A day such as 2025-01-31, or its beginning", ""),
    "year": ("Year", "Such as 2025; empty for all", ""),
    "number": ("Case number", "In its normal form, such as C-610/15; the beginning is enough", ""),
    "currency": ("Currency", "Such as JPY; empty for all", ""),
    "kind": ("Kind", "As the description says; empty for all", ""),
    "field": ("Field", "Such as outcome, decided or works; empty for all", ""),
    "language": ("Language", "Such as en or ja; empty for all", ""),
    "thing": ("Thing", "works, sites, domains, users or visits; empty for all", ""),
}
# Column of keys: where they lead, and the columns whose words stand for them where the answer has one.
LINKS = {
    "permalink": ("/article/", ("title", "newest_report")),
    "other_permalink": ("/article/", ()),
    "quoted": ("/article/", ()),
    "ruling_id": ("/ruling/", ("name", "title")),
    "party_id": ("/party/", ("party", "other")),
    "court_id": ("/court/", ("court",)),
    "jurisdiction": ("/jurisdiction/", ("country",)),
    "source_id": ("/source/", ("source", "outlet", "first")),
}
FILE = Path(__file__).parents[2] / "db" / "queries.yml"  # what it holds beyond Datasette's own keys is for our form
# A reader wants the answer; the SQL is one click away
QUERIES = {name: query | {"hide_sql": True} for name, query in yaml.safe_load(FILE.read_text(encoding="utf-8")).items()}
DAY = re.compile(r"\d{4}(-\d\d){0,2}(T[\d:]{5}\S*)?")


def ours():
    """The plugin that the other pages come from: Datasette loads each file alone, so it cannot be imported."""
    return pm.get_plugin("pages.py")


@hookimpl
def register_routes():
    """Our addresses."""
    return [(r"^/questions$", questions), (r"^/questions/(?P<name>\w+)$", question)]


@hookimpl
def menu_links(datasette):
    """The way from Datasette's own pages to ours."""
    return [{"href": datasette.urls.path("/questions"), "label": "Questions"}]


async def questions(datasette, request):
    """All questions by theme."""
    by_theme = {theme: [] for theme in THEMES}
    for name, asked in QUERIES.items():
        by_theme.setdefault(asked.get("theme", THEMES[0]), []).append({"name": name, **asked})
    return await ours().page(datasette, request, "questions.html", {"themes": by_theme, "labels": PARAMETERS})


async def question(datasette, request):
    """One question: its form, and the answer."""
    name = request.url_vars["name"]
    asked = QUERIES.get(name)
    if not asked:
        return await ours().missing(datasette, request)
    values = given(request, asked)
    context = {"name": name, "asked": asked, "fields": await fields(datasette, asked, values)}
    context["is_feed"] = bool(await pm.get_plugin("feeds.py").feed_columns(datasette, asked))
    return await ours().page(datasette, request, "question.html", context | await answer(datasette, asked, values))


def given(request, asked):
    """The values of the parameters: those of the address; of a bare address the defaults."""
    names = asked.get("params", [])
    defaults = {} if any(name in request.args for name in names) else asked.get("defaults", {})
    read = {name: (request.args.get(name) or "").replace("\0", " ").strip()[:LONGEST] for name in names}
    return read | defaults


async def fields(datasette, asked, values):
    """The fields of the form, with what may be chosen."""
    found = []
    for name in asked.get("params", []):
        label, hint, choices = PARAMETERS.get(name, (name.replace("_", " ").capitalize(), "", ""))
        rows = await ours().rows(datasette, choices) if choices else []
        found.append({"name": name, "label": label, "hint": hint, "choices": rows, "value": values[name]})
    return found


async def answer(datasette, asked, values):
    """Columns and rows, or in words why there are none."""
    try:
        result = await datasette.get_database("rulings").execute(asked["sql"], values, truncate=True)
    except QueryInterrupted:
        return {"trouble": "It took too long. Narrow the question, or download the file and ask it there."}
    except Exception as error:  # of SQLite: words that the full-text search cannot read, a value too big
        return {"trouble": f"It could not be answered: {error}"}
    columns = shown(result.columns)
    rows = [[cell(column, row, key) for column, key in columns] for row in map(dict, result.rows)]
    headings = [heading(column) for column, _ in columns]
    return {"columns": headings, "rows": rows, "truncated": result.truncated}


def shown(columns):
    """The columns to show, each with the column of keys it leads by, which then need not be shown itself."""
    leads, hidden = {}, set()
    for key, (_, words) in LINKS.items():
        if key in columns:
            said = next((word for word in words if word in columns and word not in leads), key)
            leads[said] = key
            hidden |= {key} - {said}
    return [(column, leads.get(column)) for column in columns if column not in hidden]


def heading(column):
    """A column as one says it."""
    return column.removesuffix("_id").replace("_", " ")


def cell(column, row, key):
    """A value as the template shows it: its text and kind, and where it leads."""
    value = row[column]
    number = isinstance(value, int | float)
    text = "" if value is None else f"{value:,}" if number and abs(value) >= 10_000 else str(value)
    kind = "number" if number else "day" if DAY.fullmatch(text) else ""
    page = f"{LINKS[key][0]}{quote(str(row[key]), safe='')}" if key and row[key] else ""
    outside = column.endswith("url") and text.startswith(("https://", "http://"))
    text = text or str(row[key]) if page else text
    return {"text": when(text) if kind == "day" else text, "kind": kind, "page": page, "outside": outside}


def when(text):
    """A time to the minute, a day as it is."""
    return text[:16].replace("T", " ")
