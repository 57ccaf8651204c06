"""Corte di Cassazione (Italy), SentenzeWeb: the civil decisions, straight from its Solr index.

The answer holds the whole text, read by OCR (July 2026), so no document is fetched. `datdec` is the day of the
decision; `datdep` and `pd` are that of the deposit with the registry, which is the publication. Values may be lists
of one. There is no ECLI; R.G. number and parties stand in the first lines of the text only, and are read where they
stand in the usual words. The server sends the wrong intermediate certificate: the right one must be added to those
we trust, checking never turned off.
"""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from rulingwire.models import RawArticle, Source
from rulingwire.records import PartyName, Record
from spiders.courts.reading import article, day, numbers, one_line, paragraphs, pdf_paper
from spiders.courts.sites import About, Answer, JsonSite, list_at

BEGINNING = 3000  # characters of a decision in which its parties are named
DOCKET = re.compile(r"\bricorso (?:iscritto al )?(?:n\. ?)?(\d{1,6}[/-]\d{4})")
# "proposto da A, elettivamente domiciliata ... - ricorrente - contro B, in persona ... - controricorrente -"
ROLE = r"[-–] ?(?P<role>(?:contro)?ricorrent[ei]|intimat[aoei]|resistent[ei])\b"
SIDE = re.compile(
    r"(?:propost[oa] da:?|\b[Cc]ontro|CONTRO)\s+(?P<name>[A-Z0-9].{1,150}?),?\s*"
    r"(?=\b(?:in persona|in proprio|elettivamente|rappresentat|domiciliat|difes|con l[a'’]|quale|QUALE)|\(|[-–] ?[cir])"
    rf".{{0,1500}}?{ROLE}",
    re.DOTALL,
)


class Site(JsonSite):
    """The index, newest deposit first."""

    page_from = 0
    page_step = 20
    per_page = 20

    def about(self, page: Any, answer: Answer) -> About:
        if error := page.get("error"):
            return About(trouble=f"Solr error: {error['msg']}")
        return About(total=page["response"]["numFound"])

    def rows(self, page: Any) -> Iterable[Any]:
        return list_at(page, "response", "docs")

    def row(self, row: Any, source: Source) -> RawArticle | None:
        number, text = f"{_one(row, 'numdec').lstrip('0')}/{_one(row, 'anno')}", _one(row, "ocr")
        docket = DOCKET.search(text, 0, BEGINNING)
        url = urljoin(source.url, f"/sncass/{_one(row, 'filename')}")
        record = Record(
            kind="order" if _one(row, "tipoprov").startswith(("Ordinanza", "Decreto")) else "decision",
            court="it-cass",
            court_printed=f"Corte di Cassazione, Sezione {_one(row, 'szdec')}",
            numbers=numbers(citation=number, docket=f"R.G. {docket[1].replace('-', '/')}" if docket else ""),
            parties=tuple(_parties(text[:BEGINNING])),
            decided=day(_one(row, "datdec"), "%Y%m%d"),
            published=day(_one(row, "datdep") or _one(row, "pd"), "%Y%m%d"),
            type=_one(row, "tipoprov"),
            judges=tuple(name for field in ("presidente", "relatore") if (name := _one(row, field))),
            papers=(pdf_paper(url),),
            summary=_one(row, "ocrdis"),
        )
        title = f"Corte di Cassazione, {record.type} {number}"
        if subject := _one(row, "materia"):
            title += f": {subject}"
        site_id = f"cassazione:{row['id']}"
        return article(source, record, url=url, title=title, html=paragraphs(text), site_id=site_id)


def _one(row: dict[str, Any], field: str) -> str:
    """The value of a field that may come as a list of one; "" where the index has none."""
    value = row.get(field) or ""
    return "; ".join(value) if isinstance(value, list) else str(value).strip()


def _parties(text: str) -> Iterable[PartyName]:
    """The parties with their first role; a cross-appeal names them again."""
    named: dict[str, PartyName] = {}
    for side in SIDE.finditer(text):
        name = one_line(side["name"]).strip(" ;,")
        named.setdefault(name, PartyName(name=name, role=side["role"]))
    return named.values()
