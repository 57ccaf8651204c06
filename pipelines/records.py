"""The court's own entry of a decision as tags: it knows court, numbers, parties and day better than any words."""

from collections.abc import Iterator
from dataclasses import replace

from pipelines.case_numbers import find_case_numbers
from pipelines.names import fold
from pipelines.parties import find_parties
from pipelines.passages import Passage
from pipelines.rules import Rules
from rulingwire.models import Article, Evidence, Tag
from rulingwire.records import Number, Record

EVENT = {"decision": "ruling", "order": "ruling", "filing": "filing"}
ONE_ONLY = {"court", "jurisdiction"}  # of which one is what the article is about


def name_parties(record: Record, rules: Rules) -> dict[str, str]:
    """The parties of an entry that we know: name as printed -> id."""
    lines = _named_in("\n".join(party.name for party in record.parties), rules)
    return {party.name: lines[line] for line, party in enumerate(record.parties) if line in lines}


def _named_in(text: str, rules: Rules) -> dict[int, str]:
    """The parties named in a text, by line."""
    part = Passage(field="record", text=text, printed=text, found=rules.names.find(text))
    found = find_parties((part,))
    return {text.count("\n", 0, proof.start): key for key, proofs in found.items() for proof in proofs}


def with_record(tags: tuple[Tag, ...], article: Article, rules: Rules) -> tuple[Tag, ...]:
    """The tags that the words give, corrected by those that the court's entry gives."""
    if article.record is None:
        return tags
    known = {(tag.kind, tag.key): tag for tag in tags}
    given = list(_given(article.record, rules))
    if any(tag.kind == "date" for tag in given):
        known = {place: tag for place, tag in known.items() if place[0] != "date"}
    for kind in ONE_ONLY & {tag.kind for tag in given} | ({"event"} & {tag.kind for tag in given}):
        known = {place: replace(tag, primary=tag.primary and place[0] != kind) for place, tag in known.items()}
    for tag in given:
        if tag.kind == "event":
            known = {place: other for place, other in known.items() if place[0] != "event"}
        if (tag.kind, tag.key) == ("event", "ruling"):
            known.pop(("outcome", "pending"), None)  # whatever the reasons tell of the way to it
        before = known.get((tag.kind, tag.key))
        known[tag.kind, tag.key] = _merged(tag, before) if before else tag
    return tuple(sorted(known.values(), key=lambda tag: (tag.kind, tag.key, tag.role)))


def _merged(tag: Tag, before: Tag) -> Tag:
    """A tag of the entry with what the words add: a side, their proofs, a role where the entry says none."""
    unsaid = tag.kind == "party" and tag.role == "mentioned"
    return replace(
        before,
        role=before.role if unsaid else tag.role,
        primary=tag.primary or before.primary,
        evidence=tag.evidence + before.evidence,
    )


def _given(record: Record, rules: Rules) -> Iterator[Tag]:
    seat = rules.seat_of.get(record.court, "")
    jurisdiction = seat or record.jurisdiction
    court = record.court_printed or record.court
    if seat:
        yield Tag(kind="court", key=record.court, primary=True, evidence=_quoted("court", court))
    if jurisdiction in rules.lands:
        yield Tag(kind="jurisdiction", key=jurisdiction, primary=True, evidence=_quoted("court", court or jurisdiction))
    for authority in _named_in(record.court_printed, rules).values():
        yield Tag(kind="party", key=authority, role="regulator", evidence=_quoted("court", court))
    for number in record.numbers:
        yield from _number(number, record.court if seat else "", jurisdiction, rules)
    named = name_parties(record, rules)
    for party in record.parties:
        if key := named.get(party.name):
            role = rules.printed_roles.get(fold(party.role.strip()), "mentioned")
            printed_role = _quoted("role", party.role) if party.role else ()
            yield Tag(kind="party", key=key, role=role, evidence=_quoted("party", party.name) + printed_role)
    if record.decided:
        day = "filed" if record.kind == "filing" else "decided"
        yield Tag(
            kind="date", key=record.decided, role=day, printed=record.decided, evidence=_quoted("day", record.decided)
        )
    if event := EVENT.get(record.kind):
        yield Tag(kind="event", key=event, primary=True, evidence=_quoted("kind", record.type or record.kind))


def _number(number: Number, court: str, jurisdiction: str, rules: Rules) -> Iterator[Tag]:
    """A number in its normal form if it has one of a form we know, else as printed."""
    found = [
        one
        for one in find_case_numbers(number.value, rules, rules.names.find(number.value))
        if one.jurisdiction in rules.lands
    ]
    known = found[0] if len(found) == 1 else None
    land = jurisdiction or (known.jurisdiction if known else "")
    if land:
        key = known.number if known and known.jurisdiction == land else number.value
        quoted = _quoted("number", number.value)
        yield Tag(
            kind="case",
            key=key,
            printed=number.value,
            jurisdiction=land,
            court=court,
            evidence=quoted,
        )


def _quoted(field: str, value: str) -> tuple[Evidence, ...]:
    return (Evidence(rule=f"record:{field}", field="record", start=0, end=len(value), quote=value),)
