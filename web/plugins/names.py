"""A list of names, each looked up at once: the articles and rulings it appears in, and how it was matched.

Asked by GET, so that a list has an address to keep and to pass on, and no cookie is needed against forged forms.
A server reads an address of about 16,000 bytes: room for 200 names in Latin letters, fewer in other scripts.
"""

import csv
import io
import json
import re

from datasette import Response, hookimpl
from datasette.plugins import pm

MOST_NAMES = 200
LONGEST = 120  # characters of a name
MOST_FOUND = 100  # articles, and rulings, of one name; one more is asked for, to know that there are more
SHOWN = 3
COMPANY = re.compile(
    r"[\s,]+(inc|llc|ltd|limited|corp|corporation|co|company|plc|gmbh|ag|s\.?a|s\.?r\.?l|s\.?p\.?a|b\.?v|n\.?v|oy|ab|kk|pte)\.?$",
    re.IGNORECASE,
)
COLUMNS = ("name", "matched", "party_id", "what", "title", "day", "source", "page", "url")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would calculate


def ours():
    """The plugin that the other pages come from: Datasette loads each file alone, so it cannot be imported."""
    return pm.get_plugin("pages.py")


@hookimpl
def register_routes():
    """Our addresses."""
    return [(r"^/names$", names), (r"^/names\.csv$", names_csv)]


@hookimpl
def menu_links(datasette):
    """The way from Datasette's own pages to ours."""
    return [{"href": datasette.urls.path("/names"), "label": "Look up names"}]


async def names(datasette, request):
    """The form, and of each name what was found."""
    asked, left_out = read(request.args.get("names") or "")
    found = await look_up(datasette, asked)
    context = {"found": found, "left_out": left_out, "given": "\n".join(asked), "shown": SHOWN, "most": MOST_FOUND}
    return await ours().page(datasette, request, "names.html", context | {"most_names": MOST_NAMES})


async def names_csv(datasette, request):
    """The same as CSV: one row for each article and ruling of a name, and one for a name that has none."""
    asked, _ = read(request.args.get("names") or "")
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    for one in await look_up(datasette, asked):
        writer.writerows({key: safe(value) for key, value in row.items()} for row in lines(datasette, request, one))
    headers = {"Content-Disposition": 'attachment; filename="names.csv"'}
    # spreadsheets take UTF-8 for what it is by the mark at its beginning
    return Response("\ufeff" + file.getvalue(), headers=headers, content_type="text/csv; charset=utf-8")


def read(text):
    """The names of a text, one a line or between semicolons, each once; and how many were too many."""
    lines = (" ".join(line.replace("\0", " ").split())[:LONGEST] for line in re.split(r"[\n;]", text))
    each = {}
    for line in lines:
        if len(line) > 1:
            each.setdefault(line.casefold(), line)
    found = list(each.values())
    return found[:MOST_NAMES], len(found[MOST_NAMES:])


async def look_up(datasette, asked):
    """What was found of each name, in the order asked: by the party it names, else by its words in the texts."""
    parties = await known_parties(datasette, asked)
    found = []
    for name in asked:
        bare = COMPANY.sub("", name)
        known = parties.get(name.casefold()) or parties.get(bare.casefold())
        one = await of_party(datasette, known) if known else await of_words(datasette, name)
        found.append({"name": name, "party": known, "matched": how(name, known, one["articles"]), **one})
    return found


async def known_parties(datasette, asked):
    """The parties that names mean, by the name in small letters; a name in full wins over one that is but likely."""
    wanted = list(dict.fromkeys(word for name in asked for word in (name, COMPANY.sub("", name))))
    found = await ours().rows(datasette, "names_of_parties", names=json.dumps(wanted)) if wanted else []
    parties = {}
    for row in sorted(found, key=lambda row: row["is_sure"]):
        parties[row["asked"].casefold()] = parties[row["party_id"]] = row
    return parties


def how(name, known, articles):
    """How a name was matched, in words."""
    if not known:
        return "by its words in the texts" if articles else "not found"
    if name.casefold() in (known["party"].casefold(), known["party_id"]):
        return "as a party"
    if known["known_as"].casefold() != name.casefold():
        return "as a party, without its ending"
    return "as a party, by another name of it" if known["is_sure"] else "as a party, by a name that may mean others too"


async def of_party(datasette, known):
    """The articles and rulings that are tagged with a party."""
    size = MOST_FOUND + 1
    articles = await ours().rows(datasette, "articles_of_party", key=known["party_id"], size=size)
    rulings = await ours().rows(datasette, "rulings_of_a_party", key=known["party_id"], size=size)
    return {"articles": articles, "rulings": rulings}


async def of_words(datasette, name):
    """The articles that hold a name as a phrase, and the rulings that these are about."""
    size = MOST_FOUND + 1
    articles = await ours().rows(datasette, "articles_with_words", key=name, size=size)
    told = json.dumps([row["id"] for row in articles])
    return {
        "articles": articles,
        "rulings": await ours().rows(datasette, "rulings_of_articles", articles=told, size=size),
    }


def lines(datasette, request, one):
    """The rows of a name for CSV."""
    common = {
        "name": one["name"],
        "matched": one["matched"],
        "party_id": one["party"]["party_id"] if one["party"] else "",
    }

    def page(path):
        return datasette.absolute_url(request, datasette.urls.path(path))

    rulings = [
        {"what": "ruling", "title": row["name"], "day": row["day"], "page": page(f"/ruling/{row['id']}")}
        for row in one["rulings"][:MOST_FOUND]
    ]
    articles = [
        {"what": "article", "page": page(f"/article/{row['permalink']}"), "day": row["day"][:10]}
        | {key: row[key] for key in ("title", "source", "url")}
        for row in one["articles"][:MOST_FOUND]
    ]
    return [common | row for row in [*rulings, *articles] or [{"what": ""}]]


def safe(value):
    """A cell no spreadsheet will calculate."""
    return f"'{value}" if value.startswith(FORMULA) else value
