"""Lumen: court orders that Cloudflare was served and passed on to the database. JSON; a researcher's token required.

No answer was at hand; the fields are those of the published source code of the site. Of all kinds of notice only
court orders are ours. `date_received` is the day the recipient got the order, not that of the decision; courts are
not told. The facet of days takes milliseconds. Ten notices a page, no more than 20,000 of a question. The terms limit
republishing: link, do not copy. The addresses an order is about are left out.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus, urljoin

from rulingwire.models import RawArticle, Source
from rulingwire.records import PartyName, Record
from spiders.courts.reading import article
from spiders.courts.sites import About, Answer, JsonSite, Visit, list_at

ROLES = ("sender", "principal", "recipient")


class Site(JsonSite):
    """The search for notices, newest first."""

    per_page = 10

    def fill(self, source: Source, visit: Visit, term: str, page: int) -> str:
        since, until = (round(moment.timestamp() * 1000) for moment in (visit.since, visit.until))
        return source.url.format(query=quote_plus(term), since=since, until=until, page=page)

    def about(self, page: Any, answer: Answer) -> About:
        return About(total=page["meta"]["total_entries"], ceiling=20_000)

    def rows(self, page: Any) -> Iterable[Any]:
        return list_at(page, "notices")

    def row(self, row: Any, source: Source) -> RawArticle | None:
        if row["type"] != "CourtOrder":
            return None
        named = ((role, row.get(f"{role}_name") or "") for role in ROLES)
        subjects = (work.get("subject_of_court_order") or "" for work in row.get("works") or ())
        record = Record(
            kind="notice",
            parties=tuple(PartyName(name=name, role=role) for role, name in named if name),
            published=datetime.fromisoformat(row["date_received"]).isoformat() if row["date_received"] else "",
            type=row["type"],
            summary="\n\n".join(part for part in (row.get("explanation") or "", *subjects) if part),
        )
        url = urljoin(source.url, f"/notices/{row['id']}")
        return article(source, record, url=url, title=row["title"], site_id=f"lumen:{row['id']}")
