"""How Datasette is started, and what it says about the tables: made from the file and db/queries.yml."""

import json
import sys
from pathlib import Path
from typing import Any

from datasette.app import Datasette  # type: ignore[import-untyped]
from sqlite_utils import Database

from db.alerts import queries as canned_queries
from db.dictionary import TableComment, describe
from db.publish import EXPORTS
from rulingwire.errors import ConfigError

NAME = "rulings"  # the addresses people cite begin with it
WEB = Path(__file__).parent

DESCRIPTION = (
    "News and court pages about rulings on CDNs and online piracy, tagged by party, court and "
    "jurisdiction with the words that prove each tag."
)
LICENSE = "Tags and tables: CC BY 4.0. Titles and quoted words belong to their publishers."

# No table has a default sort: with one, a CSV export of a large table takes minutes.
TABLES: dict[str, dict[str, Any]] = {
    "articles": {
        "fts_table": "article_search",
        "fts_pk": "id",
        "label_column": "title",
        "facets": [{"counted": "source_id"}, {"counted": "language"}, {"counted": "month"}],
    },
    "stories": {"label_column": "title", "facets": ["language"]},
    "rulings": {"label_column": "name", "facets": ["jurisdiction", "outcome", "confirmed"]},
    "sources": {"label_column": "title"},
    "parties": {"label_column": "name", "facets": ["kind"]},
    "courts": {"label_column": "name", "facets": ["jurisdiction"]},
    "jurisdictions": {"label_column": "name"},
    "issues": {"facets": ["kind", "source_id"]},
    "fetches": {"facets": ["outcome", "source_id"]},
    "source_health": {"facets": ["state"]},
    "aliases": {"hidden": True},
    "hosts": {"hidden": True},
    "pages": {"hidden": True},
    "passed_over": {"hidden": True},
    "_sqlite_migrations": {"hidden": True},
}

SETTINGS: dict[str, int] = {
    "suggest_facets": 0,  # costs up to three probes of 50 ms a column
    "sql_time_limit_ms": 1000,
    "facet_time_limit_ms": 200,
    "max_returned_rows": 500,  # JSON takes about six times the memory of the rows
    "num_sql_threads": 6,
    "truncate_cells_html": 300,  # tables are for looking over; the page of a row shows all of it
}


def build_metadata(db: Database) -> dict[str, Any]:
    """Titles, explanations, facets and canned queries, in the form of Datasette's metadata.json.

    Datasette copies all of it for each table that a page lists, so it holds no more than is needed: what it says
    again for the data dictionary is one text.
    """
    tables = {name: _table(comment) for name, comment in describe(db).items()}
    read = {name: table for name, table in tables.items() if name != "article_search_content"}
    plugins = {"dictionary.py": {"tables": json.dumps(read)}}
    # the form of /questions asks for the rest of what db/queries.yml holds; a reader wants the answer, not the SQL
    queries = {
        name: {key: query[key] for key in ("title", "description", "sql", "params") if key in query}
        | {"hide_sql": True}
        for name, query in canned_queries().items()
    }
    for name, extra in TABLES.items():
        if db[name].exists():
            tables[name] = tables.get(name, {}) | extra
    return {
        "title": "rulingwire",
        "description": DESCRIPTION,
        "license": LICENSE,
        "license_url": "https://creativecommons.org/licenses/by/4.0/",
        "source": "The publishers named in the table of sources",
        "source_url": "/sources",
        "databases": {NAME: {"description": DESCRIPTION, "tables": tables, "queries": queries}},
        "plugins": plugins,
    }


def write_metadata(db_path: Path, metadata_path: Path) -> None:
    """Write the metadata of a database file where `datasette_command` will look for it."""
    db = Database(db_path)
    try:
        metadata = build_metadata(db)
    finally:
        db.close()
    draft = metadata_path.with_suffix(".draft")
    draft.write_text(json.dumps(metadata, indent=1, ensure_ascii=False), encoding="utf-8")
    draft.replace(metadata_path)  # whole or not at all: a server may be about to read it


def datasette_command(
    db_path: Path,
    *,
    metadata_path: Path,
    host: str = "127.0.0.1",
    port: int = 8001,
    live: bool = False,
    public: bool = False,
    web: Path = WEB,
) -> list[str]:
    """The command that serves a snapshot, or the working file where `live`.

    `public` closes free SQL. ConfigError where the file is not called rulings.db, or a live file,
    which holds texts we may not publish, would be public.
    """
    if db_path.stem != NAME:
        raise ConfigError([f"{db_path}: must be called {NAME}.db, for its name is part of every address"])
    if live and public:
        raise ConfigError([f"{db_path}: holds texts that may not be published; publish a snapshot and serve that"])
    command = [sys.executable, "-m", "datasette", "serve"]
    command += (
        [str(db_path)] if live else ["-i", str(db_path), "--inspect-file", str(db_path.with_name("inspect.json"))]
    )
    command += ["--host", host, "--port", str(port), "--metadata", str(metadata_path)]
    command += ["--plugins-dir", str(web / "plugins"), "--template-dir", str(web / "templates")]
    command += ["--static", f"static:{web / 'static'}"]
    if not live and (exports := db_path.with_name(EXPORTS)).is_dir():
        command += ["--static", f"{EXPORTS}:{exports}"]
    for name, value in settings(live=live, public=public).items():
        command += ["--setting", name, str(value)]
    return command


def build_app(snapshot: Path) -> Datasette:
    """The site of a snapshot within this process, to be asked by path."""
    db = Database(snapshot)
    try:
        metadata = build_metadata(db)
    finally:
        db.close()
    return Datasette(
        immutables=[str(snapshot)],
        inspect_data=json.loads(snapshot.with_name("inspect.json").read_text(encoding="utf-8")),
        metadata=metadata,
        plugins_dir=str(WEB / "plugins"),
        template_dir=str(WEB / "templates"),
        settings=settings(live=False, public=True),
    )


def settings(*, live: bool, public: bool) -> dict[str, int]:
    """The Datasette settings of a kind of service."""
    return SETTINGS | {
        "default_allow_sql": int(not public),
        "default_cache_ttl": 0 if live else 300,  # seconds; a snapshot changes only with a restart
    }


def _table(comment: TableComment) -> dict[str, Any]:
    return {"description": comment.comment, "columns": {k: v for k, v in comment.columns.items() if v}}
