"""`export ruling`: the page of one ruling as a single file that asks nothing of any server.

It is the page the site shows, so that a file cannot say other than the site: its main part is taken, its
foldings are opened, its styles are put in, and the addresses of its reports are added.
"""

import asyncio
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from datasette.app import Datasette  # type: ignore[import-untyped]
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from db.handover import reports_of
from db.manifest import read_manifest
from rulingwire.errors import RulingwireError
from web.site import WEB, build_app

TEMPLATES = Environment(loader=FileSystemLoader(WEB / "templates"), autoescape=True)


def ruling_file(snapshot: Path, ruling: str, *, site: str = "") -> str:
    """The file of a ruling of a snapshot; links lead to the site at `site`, and without one there are none.

    RulingwireError where the snapshot holds no such ruling.
    """
    page = BeautifulSoup(_page(build_app(snapshot), ruling), "html.parser")
    main, title = page.main, page.title
    assert main
    assert title
    _drop_data(main)
    for folding in main.find_all("details"):
        folding["open"] = ""
    for link in main.find_all("a", href=True):
        _settle(link, site.rstrip("/"))
    style = (WEB / "static" / "rulingwire.css").read_text(encoding="utf-8")
    return TEMPLATES.get_template("handover.html").render(
        title=title.get_text(),
        style=Markup(style),  # noqa: S704  # our own file
        main=Markup(str(main)),  # noqa: S704  # escaped by the template that made it, and kept so by the parser
        reports=reports_of(snapshot, ruling),
        ruling=ruling,
        site=site,
        **_origin(snapshot),
    )


def _origin(snapshot: Path) -> dict[str, str]:
    """When the snapshot was made, and the hash of its database."""
    manifest = read_manifest(snapshot)
    if manifest is None:
        return {"made_at": snapshot.parent.name, "sha256": "not known"}
    hashes = {file["name"]: file["sha256"] for file in manifest["files"]}
    return {"made_at": manifest["made_at"], "sha256": hashes[snapshot.name]}


def _page(app: Datasette, ruling: str) -> str:
    async def ask() -> Any:
        await app.invoke_startup()
        return await app.client.get(app.urls.path(f"/ruling/{ruling}"))

    answer = asyncio.run(ask())
    if answer.status_code != 200:
        raise RulingwireError(f"{ruling}: no such ruling; its id is the last part of the address of its page")
    html: str = answer.text
    return html


def _drop_data(main: Tag) -> None:
    """Take out the tables behind the page and its feeds: they are not in the file."""
    for feed in main.select("a[href^='/feeds/']"):
        if paragraph := feed.find_parent("p"):
            paragraph.extract()
    heading = main.find("h2", string="As data")
    if heading:
        for later in list(heading.next_siblings):
            if isinstance(later, Tag) and later.name == "h2":
                break
            later.extract()
        heading.extract()


def _settle(link: Tag, site: str) -> None:
    """Make a link of the site one that leads there from anywhere, or plain words."""
    target = str(link["href"])
    if target.startswith("/") and site:
        link["href"] = site + target
    elif not target.startswith(("https://", "http://", "#")):
        link.name = "span"
        link.attrs = {name: value for name, value in link.attrs.items() if name == "class"}
