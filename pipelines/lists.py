"""Lists of names that share their role: "the publishers A, B Ltd. and C, among others" is one sign."""

import re
from collections.abc import Iterator
from functools import cache

from pipelines.passages import Passage, Proof
from pipelines.rules.languages import PARTY, Language
from pipelines.sentences import Slot

Place = tuple[Proof, str]  # where a party is named, and its id

_FORM = (
    r"(?:,? (?:Inc|INC|Ltd|LTD|Limited|LIMITED|LLC|LLP|Corp|CORP|Co|CO|GmbH|AG|AB|B\.V|N\.V|NV|S\.p\.A|S\.A|plc"
    r"|Pty|A/S|株式会社)\b\.?)*"
)
_LEGAL_FORM = re.compile(_FORM)
_AGAIN = (  # words that a list may say again before each name: "by A, by B and by C"
    r"(?:(?:a|à|ao|às|al|alla|allo|ai|de|del|di|da|do|dal|dalla|por|par|pela|pelo|von|gegen|contre|contra|contro|by|against|van"
    r"|door|tegen|av|mot|af|przez) )?(?:(?:the|die|der|das|den|la|le|les|el|los|las|il|lo|gli|het|o|os|as) |l')?"
)
_COMMA = re.compile(rf"{_FORM}[\"»”“]?(?:[,;] {_AGAIN}[\"«“„]?|、|・)")
_COMPANY = ("株式会社", "合同会社", "有限会社", "一般社団法人", "주식회사 ", "㈜")  # stands before a name
_EASTERN_AND = (
    rf"(?:(?:、|・)?(?:と|や|および|及び|和|与|與|跟|及|ve)|(?:와|과) |、|・|·|ㆍ| · )(?:{'|'.join(_COMPANY)})?"
)


def party_slots(parties: dict[str, list[Proof]], language: Language) -> Iterator[tuple[Passage, Slot]]:
    """Each list of names as one slot, with the words that only describe it and those that go on listing."""
    places = sorted(((proof, party) for party, proofs in parties.items() for proof in proofs), key=_in_order)
    for run in _runs(places, language):
        first, last = run[0][0], run[-1][0]
        text, end = last.passage.folded, _after_form(last)
        lead = language.lead(text, _before_form(first))
        start, end = _set_off(text, lead, max(language.tail(text, end), end), language)
        yield first.passage, Slot(PARTY, start, end, tuple(party for _, party in run))


def _in_order(place: Place) -> tuple[bool, int, str]:
    proof, party = place
    return proof.passage.field != "title", proof.start, party


def _after_form(proof: Proof) -> int:
    """Where a name ends, its legal form included."""
    form = _LEGAL_FORM.match(proof.passage.text, proof.end)
    return form.end() if form else proof.end


def _before_form(proof: Proof) -> int:
    """Where a name begins, a legal form before it included: 「株式会社講談社」."""
    before = proof.passage.text[max(0, proof.start - 6) : proof.start]
    return proof.start - next((len(form) for form in _COMPANY if before.endswith(form)), 0)


def _set_off(text: str, start: int, end: int, language: Language) -> tuple[int, int]:
    """Names set off from the noun they belong to: "four publishers - A, B, C and D - sued"."""
    if text[max(0, start - 2) : start] == "- " and text[end : end + 2] == " -":
        return start - 2, end + 2
    if text[max(0, start - 2) : start] == ", " and text[end : end + 1] == ",":
        lead = language.lead(text, start - 2)
        return (lead, end + 1) if lead < start - 2 else (start, end)
    return start, end


def _runs(places: list[Place], language: Language) -> Iterator[list[Place]]:
    """Names that share their role: "A, B and C", "A, B and others".

    Two with a comma alone may not ("against A, B said ..."), two set against each other do not ("between A and B"),
    and nothing follows the "and": "by A and B, C was ...".
    """
    while places:
        size, joined, link = 1, 1, ""
        while size < len(places) and (following := _link(places[size - 1][0], places[size][0], language)):
            if link == "and" and following == "comma":
                break
            link = following
            size += 1
            joined = size if link == "and" or size > 2 else joined
        last = places[size - 1][0]
        joined = size if language.tail(last.passage.folded, _after_form(last)) else joined
        joined = 1 if joined == 2 and language.parted(last.passage.folded, places[0][0].start) else joined
        yield places[:joined]
        places = places[joined:]


def _link(left: Proof, right: Proof, language: Language) -> str:
    if left.passage is not right.passage:
        return ""
    between = left.passage.text[left.end : right.start]
    if between == "、" and left.passage.field == "title":  # 「集英社、クラウドフレアを提訴」: who, then whom
        return ""
    if _and(language.ands).fullmatch(between):
        return "and"
    return "comma" if _COMMA.fullmatch(between) else ""


@cache
def _and(words: str) -> re.Pattern[str]:
    """What stands before the last name of a list."""
    return re.compile(rf"{_FORM}[\"»”“]?[,;]? (?:{words}) {_AGAIN}[\"«“„]?|{_EASTERN_AND}")
