"""What can be subscribed to: /feeds/ and the feeds below it. What they ask stands in db/feeds.sql, as for alerts."""

import hashlib
import json
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote, urlencode

import yaml
from datasette import Response, hookimpl
from datasette.plugins import pm

SIZE = 50  # entries of a page of a feed
LONGEST = 200  # characters of a parameter that are looked at
RULINGS = ("jurisdiction", "party", "court", "subject")
TITLES = {
    "rulings": "Rulings",
    "articles": "Articles",
    "changes": "Changed after publication",
    "sources": "Sources in trouble",
}
PAGES = {"rulings": "/cases", "changes": "/questions/changed_after_publication", "sources": "/sources"}

DB = Path(__file__).parents[2] / "db"
SQL = dict(part.split("\n", 1) for part in (DB / "feeds.sql").read_text(encoding="utf-8").split("-- name: ")[1:])
COLUMNS = yaml.safe_load((DB / "feed_columns.yml").read_text(encoding="utf-8"))
# A snapshot does not change, but what we make of it does
_MAKERS = (
    Path(__file__),
    Path(__file__).with_name("atom.py"),
    DB / "feeds.sql",
    DB / "feed_columns.yml",
)
EDITION = hashlib.sha256(b"".join(file.read_bytes() for file in _MAKERS)).hexdigest()

_columns = {}  # of a query, by its SQL: they stay the same as long as we run


def ours(name="pages.py"):
    """A plugin of ours: Datasette loads each file alone, so they cannot import each other."""
    return pm.get_plugin(name)


@hookimpl
def register_routes():
    """Our addresses."""
    form = r"\.(?P<form>atom|json)$"
    return [
        (r"^/feeds/?$", index),
        (r"^/feeds/(?P<kind>rulings|articles|changes|sources)" + form, standing),
        (r"^/feeds/ruling/(?P<key>[^/]+)" + form, of_ruling),
        (r"^/feeds/query/(?P<key>[^/]+)" + form, of_query),
    ]


async def index(datasette, request):
    """What can be subscribed to, in words."""
    queries = {name: query for name, query in known().items() if await feed_columns(datasette, query)}
    return await ours().page(datasette, request, "feeds.html", {"queries": queries})


async def standing(datasette, request):
    """The feeds of rulings, articles, changes and sources."""
    kind = request.url_vars["kind"]
    asked = await asked_of(kind, request)

    async def make():
        found, before = await newest(datasette, request, kind, asked)
        entries = await told(datasette, kind, found, asked.get("party", []))
        return feed(datasette, request, title_of(kind, asked), page_of(kind, asked), entries, before)

    return await answer(datasette, request, make)


async def of_ruling(datasette, request):
    """All about one ruling: itself, the other decisions of its case, its reports and what was changed in them."""
    key = request.url_vars["key"]
    asked = {"key": key, "size": SIZE}
    chain = await rows(datasette, "ruling_chain", **asked)
    if not chain:
        return await ours().missing(datasette, request)

    async def make():
        entries = await told(datasette, "rulings", chain)
        for kind, name in (("articles", "ruling_reports"), ("changes", "ruling_changes")):
            entries += await told(datasette, kind, await rows(datasette, name, **asked))
        entries.sort(key=lambda entry: (entry["updated"], entry["key"]), reverse=True)
        title = next(entry["title"] for entry in entries if entry["key"] == f"ruling/{key}")
        return feed(datasette, request, title, f"/ruling/{key}", entries[:SIZE])

    return await answer(datasette, request, make)


async def of_query(datasette, request):
    """The rows of a canned query, where its columns make entries."""
    name = request.url_vars["key"]
    query = known().get(name)
    columns = await feed_columns(datasette, query) if query else {}
    if not columns:
        return await ours().missing(datasette, request)
    asked = {one: parameter(request, one) for one in query.get("params", [])}

    async def make():
        result = await datasette.get_database("rulings").execute(query["sql"], asked)
        entries = list(row_entries(name, columns, [dict(row) for row in result.rows[:SIZE]]))
        chosen = {one: value for one, value in asked.items() if value}
        title = ": ".join([query["title"], *([", ".join(chosen.values())] if chosen else [])])
        return feed(datasette, request, title, f"/questions/{name}?{urlencode(asked)}", entries)

    return await answer(datasette, request, make, query["sql"])


async def asked_of(kind, request):
    """The parameters that a standing feed knows, as lists of values; others are ignored."""
    if kind == "articles":
        return ours("explore.py").read(request.args)
    return {one: [value] for one in RULINGS if kind == "rulings" and (value := parameter(request, one))}


def parameter(request, name):
    """A parameter of an address without what SQLite cannot read, and not too long."""
    return (request.args.get(name) or "").replace("\0", " ").strip()[:LONGEST]


async def newest(datasette, request, kind, asked):
    """What a standing feed shows, as rows of `found`, and where the page after goes on."""
    before = parameter(request, "before")
    values = {"before": before, "size": SIZE}
    name = f"{kind}_newest"
    if kind == "sources":
        return [], ""
    if kind == "articles":
        values["before"] = ours().before(request)
        if match := ours("explore.py").expression(asked):
            name, values["match"] = "articles_matching", match
    if kind == "rulings":
        narrowed = {one: (asked.get(one) or [""])[0] for one in RULINGS}
        values |= narrowed
        if few := await rows(datasette, "rulings_breadth", **narrowed):
            name, values["of"] = "rulings_of_few", few[0]["of"]
    found = await rows(datasette, name, **values)
    return found, found[-1]["found"] if len(found) == SIZE else ""


async def told(datasette, kind, found, parties=()):
    """The entries of what was found; of sources all that are in trouble."""
    name = {"rulings": "ruling", "articles": "article", "changes": "change", "sources": "source"}[kind] + "_entries"
    values = {"found": json.dumps([row["found"] for row in found])}
    if kind == "articles":
        values["parties"] = json.dumps(list(parties))
    entries = await rows(datasette, name, **values) if kind != "sources" else await rows(datasette, name)
    return [entry | {"subjects": json.loads(entry["subjects"])} for entry in entries]


async def rows(datasette, name, **values):
    """The rows of a query of db/feeds.sql as dictionaries."""
    result = await datasette.get_database("rulings").execute(SQL[name], values)
    return [dict(row) for row in result.rows]


def title_of(kind, asked):
    """The title of a standing feed, with what it is narrowed to."""
    words = [", ".join(values) for values in asked.values()]
    return ": ".join([TITLES[kind], *([" · ".join(words)] if words else [])])


def page_of(kind, asked):
    """The page of ours that shows what a standing feed tells; of rulings that of the one thing they are narrowed to."""
    if kind == "articles":
        return ours("explore.py").address(asked)
    if len(asked) == 1:
        ((one, (value,)),) = asked.items()
        return f"/{one}/{quote(value, safe='')}"
    return PAGES[kind]


def feed(datasette, request, title, page, entries, before=""):
    """A feed, with whole addresses; `before` is where its next page begins."""

    def whole(path):
        return datasette.absolute_url(request, datasette.urls.path(path))

    kept = [(name, value) for name in request.args for value in request.args.getlist(name) if name != "before"]
    plain = f"{request.path}?{urlencode(kept)}".rstrip("?")
    return {
        "id": plain.removeprefix("/").replace(f".{request.url_vars['form']}", "", 1),
        "title": f"{title} · rulingwire",
        "self": whole(request.full_path),
        "page": whole(page),
        "next": whole(f"{request.path}?{urlencode([*kept, ('before', before)])}") if before else "",
        "updated": max((ours("atom.py").time(entry["updated"]) for entry in entries), default=ours("atom.py").NEVER),
        "entries": [entry | {"page": whole(entry["page"])} for entry in entries],
    }


async def answer(datasette, request, make, *question):
    """A feed, or 304 where the reader has it: a snapshot is known by its hash, without asking it anything."""
    db = datasette.get_database("rulings")
    headers = {"Cache-Control": f"max-age={datasette.setting('default_cache_ttl')}"}
    if not db.is_mutable:
        headers |= {
            "ETag": mark(EDITION, db.hash, request.url, *question),
            "Last-Modified": formatdate(published(db), usegmt=True),
        }
        if is_known(request, headers):
            return Response("", status=304, headers=headers)
    made = await make()
    made_response = ours("atom.py").response(request.url_vars["form"], made, headers)
    if db.is_mutable:
        made_response.headers["ETag"] = headers["ETag"] = mark(made_response.body)
        if is_known(request, headers):
            return Response("", status=304, headers=headers)
    return made_response


def mark(*parts):
    """A validator of these parts."""
    return f'W/"{hashlib.sha256(chr(0).join(map(str, parts)).encode()).hexdigest()[:24]}"'


def published(db):
    """When a snapshot was made, in seconds."""
    return Path(db.path).stat().st_mtime


def is_known(request, headers):
    """Does the reader have what these headers describe? If-None-Match counts before If-Modified-Since."""
    if marks := request.headers.get("if-none-match"):
        return headers["ETag"].removeprefix("W/") in {one.strip().removeprefix("W/") for one in marks.split(",")}
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since") or "")
        return parsedate_to_datetime(headers["Last-Modified"]) <= since
    except (ValueError, KeyError, TypeError):
        return False


def known():
    """The canned queries by name."""
    return ours("questions.py").QUERIES


async def feed_columns(datasette, query):
    """Which columns of a canned query make its entries, by what they are for; {} where it is no feed."""
    if query["sql"] not in _columns:
        values = dict.fromkeys(query.get("params", []), "")
        result = await datasette.get_database("rulings").execute(f"select * from ({query['sql']}) limit 0", values)
        _columns[query["sql"]] = choose(result.columns)
    return _columns[query["sql"]]


def choose(columns):
    """The columns that make entries; {} where title, day or address are missing. The rule: db/feed_columns.yml."""
    chosen = {
        use: next((one for one in wanted if one in columns), "") for use, wanted in COLUMNS.items() if use != "own"
    }
    if chosen["page"] == "id" and "name" not in columns:
        chosen["page"] = ""
    return chosen if chosen["title"] and chosen["day"] and (chosen["page"] or chosen["url"]) else {}


def row_entries(query, columns, found):
    """The entries of the rows of a canned query; those of one page are told apart by what is their own."""
    seen = {}
    for row in found:
        value = {use: str(row[name] if name and row[name] is not None else "") for use, name in columns.items()}
        page = COLUMNS["page"][columns["page"]] + value["page"] if value["page"] else f"/rulings/{query}"
        own = [str(row[name]) for name in COLUMNS["own"] if name in row]
        key = hashlib.sha256(json.dumps([page, value["url"], value["title"], *own]).encode()).hexdigest()[:20]
        seen[key] = seen.get(key, 0) + 1
        rest = [
            f"{name.replace('_', ' ')}: {said}"
            for name, said in row.items()
            if said not in ("", None) and name not in columns.values()
        ]
        yield {
            "key": f"query/{query}/{key}" + (f"-{seen[key]}" if seen[key] > 1 else ""),
            "title": value["title"] or query,
            "page": page,
            "url": value["url"],
            "outlet": value["outlet"],
            "byline": "",
            "language": "",
            "published": value["day"],
            "updated": value["day"],
            "subjects": [],
            "why": "\n".join(rest),
        }
