"""What a court site says of one decision or filing, beside its text: the values of `RawArticle.record`.

Everything is as printed but dates, which the site's reader turns into ISO days: only it knows their form.
"""

import json
from dataclasses import asdict, dataclass, fields, replace

KINDS = {
    "decision": "a judgment, opinion or other ruling that ends a case or a question",
    "order": "an order or determination, of a court or an authority",
    "filing": "a paper filed by a party, or an entry of a docket",
    "notice": "a notice by a court or somebody served, such as a press release or a takedown notice",
}
# The kinds of number, surest first: the first four name one decision, the last two a case.
IDENTIFIERS = ("ecli", "celex", "neutral", "order")
NUMBERS = (*IDENTIFIERS, "citation", "docket")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number that a decision or its case goes by."""

    kind: str  # one of NUMBERS
    value: str  # as printed, e.g. "ECLI:NL:GHAMS:2026:1495", "1:23-cv-01234"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyName:
    """A party as the court prints it."""

    name: str
    role: str = ""  # as printed, e.g. "Plaintiff", "verzoeker"; "" where the site does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document behind a decision."""

    url: str
    media_type: str = ""  # e.g. "application/pdf"; "" unknown
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The court's own entry of a decision."""

    kind: str = "decision"  # one of KINDS
    court: str = ""  # id in rules/courts.yml; "" where the site names none we know
    court_printed: str = ""  # the court or authority as printed
    jurisdiction: str = ""  # code, of a court that we do not know
    numbers: tuple[Number, ...] = ()
    parties: tuple[PartyName, ...] = ()
    decided: str = ""  # ISO day the court decided, or the paper was filed
    published: str = ""  # ISO day or moment the court published it
    modified: str = ""  # ISO day or moment the court changed it
    type: str = ""  # as printed: "Opinion", "Urteil", "Conclusions"
    judges: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()
    summary: str = ""  # the court's own summary, holding or headnote
    watched: str = ""  # why it is kept whatever its words: a case that watch.yml names


def joined(listed: Record, document: Record) -> Record:
    """What list and document say together: the document's word where both speak."""
    said = {f.name: getattr(document, f.name) for f in fields(Record)}
    spoken = {name: value for name, value in said.items() if value and name != "kind"}
    both = tuple(dict.fromkeys((*listed.numbers, *document.numbers)))
    return replace(listed, **(spoken | {"numbers": both}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a list said of a decision of which only the document can tell whether it is ours."""

    title: str
    guid: str
    fingerprint: str  # of the entry as sent
    record: Record


def entry_to_json(entry: Entry) -> str:
    """An entry as JSON."""
    values = {"title": entry.title, "guid": entry.guid, "fingerprint": entry.fingerprint}
    return json.dumps(values | {"record": to_json(entry.record)}, ensure_ascii=False)


def entry_from_json(text: str) -> Entry:
    """The entry that `entry_to_json` wrote."""
    values = json.loads(text)
    return Entry(**(values | {"record": from_json(values["record"])}))


def to_json(record: Record) -> str:
    """A record as JSON, without what is empty."""
    values = {name: value for name, value in asdict(record).items() if value}
    return json.dumps(values, sort_keys=True, ensure_ascii=False)


def from_json(text: str) -> Record:
    """The record that `to_json` wrote."""
    values = json.loads(text)
    for name, kind in (("numbers", Number), ("parties", PartyName), ("papers", Paper)):
        if name in values:
            values[name] = tuple(kind(**one) for one in values[name])
    if "judges" in values:
        values["judges"] = tuple(values["judges"])
    return Record(**values)
