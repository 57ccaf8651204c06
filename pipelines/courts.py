"""Which courts an article names, and which jurisdictions its words prove."""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from pipelines.names import Match, fold
from pipelines.passages import Passage, Proof
from pipelines.rules import Court, Rules

GAP = 40  # characters between a country and the court word it stands on
CLAUSE = 140  # between searches or arrests and the first place where they were made
FAR = 400  # between a name that courts share and the country meant, where several are proven
NUMBER, COURT, REGULATOR, AUTHORITY, LAW = 4.0, 3.0, 2.0, 2.0, 1.0  # what a proof of a jurisdiction weighs
IN_TITLE = 3.0  # times that
UNIONS = frozenset({"EU", "ECHR", "UPC", "WIPO"})  # their courts sit in countries of others

_WHERE = "in|en|au|aux|em|no|na|w|we|i|в|во|nel|negli|nella|im"
_FROM = "of|di|de|do|da|dos|das|nos|nas|der|van|te|uit|des|du|del|della|dal|dalla|aus|à|a|at|from|från|fra|på|z|из"
_AND_ALSO = "and|und|et|y|e|en|och|og|i|и|&"
_THE = "(?:(?:the|den|der|la|las|los|el|o|os|as|het|de) )?(?:l'|d')?"
# What stands right before the country: "a court in the US", "un tribunal d'Espagne", "la Corte dell'Aia"
_TO_PLACE = re.compile(rf" (?:(?:{_WHERE}|{_FROM}) )?{_THE}\Z| (?:dell'|nell'|dall'|degli )\Z")
_IN_PLACE = re.compile(rf"\b(?:{_WHERE}) {_THE}\Z")
_ARTICLE = re.compile(_THE)
# "日本の裁判所", "미국의 한 법원", "在美国被起诉", "ベトナムで逮捕"
_GLUE = re.compile(r"[の的의]?(?:での?|では|一家|에서)?(?:連邦|联邦|聯邦|地方|한|被)? ?(?:연방 ?)?(?:한 )?")
# "In Kenya, a court ...": the country opens the clause, and the court word follows in it
_OPENS = re.compile(
    r"(?:\A|[.!?。\n:;,()«\"'»-])[ \"'«“]*"
    rf"(?:(?:{_AND_ALSO}|but|while|aber|mais|pero|ma|mas|maar|men|ale|a|но|а) )?(?:{_WHERE}) {_THE}\Z"
)
_SAME_CLAUSE = re.compile(r",?(?: [^\s,.;:!?]+){0,3} ")
_WHEREIN = r",? (?:where|wo|où|donde|dove|onde|waar|där|hvor|gdzie|где|kde) [^.;:!?\n]*"
_IN_CLAUSE = re.compile(rf"(?:では|でも|で|에서는|에서도|에서)[,、]? ?[^。、, ]{{0,6}} ?|{_WHEREIN}")
_LIST = re.compile(rf"(?:,? (?:{_AND_ALSO}) |, |、|と)(?:(?:{_WHERE}) )?{_THE}")
_LIST_ENDS = re.compile(r"\s*\Z|[.,;:!?)\n]| (?:have|has|had|are|were|also)\b")
_ADJECTIVE = re.compile(r".*(?:\*|ish|ese|an|ch|ek|ss|ic|i)")  # "courts in Spain and Italian users"
# "a Milan court", "un tribunal de Paris": one of several
_ONE_OF = re.compile(r"\b(?:an?|une?|una|uno|ein|eine|een|en|um) \Z")
_LOOSE = re.compile(r"(?:tribunale?|rechtbank) .*|(?!.*(?:district|high|regional|supreme|federal))[^,]* court")
_PERSON = re.compile(r"judge|justice|magistrate|juge|jueza?|giudice|ju[ií]za?|richter|rechter")


class Numbered(NamedTuple):
    """A case number: the jurisdiction and, where its form tells, the court that gave it."""

    jurisdiction: str
    court: str  # "" where the number does not tell
    proof: Proof


class Seat(NamedTuple):
    """One proof of a jurisdiction, and what it weighs."""

    code: str
    weight: float
    proof: Proof


class _Mention(NamedTuple):
    part: Passage
    start: int
    end: int
    courts: dict[str, str]  # all that bear the name, and the jurisdiction of each
    owner: str  # the one that needs no other proof; "" where none is
    land: str  # the country standing on the name

    @property
    def certain(self) -> str:
        """The court meant, whatever else the article says."""
        if self.land and self.courts.get(self.owner) not in UNIONS:
            mine = [court for court, land in self.courts.items() if land == self.land]
            return mine[0] if len(mine) == 1 else ""
        return self.owner if len(self.courts) == 1 else ""


class _Context(NamedTuple):
    known: set[str]  # jurisdictions proven
    found: dict[str, str]  # courts named without doubt, and the jurisdiction of each
    named: set[str]  # countries named, for whatever reason
    rules: Rules


class _Lands:
    """The countries and places named in one passage."""

    def __init__(self, part: Passage, rules: Rules) -> None:
        self.part, self.text, self.rules = part, part.folded, rules
        self.all = list(_countries(part, rules))
        self.starts = [country.start for country in self.all]
        self.ends = [country.end for country in self.all]

    def last(self, start: int, gap: int = GAP) -> Match | None:
        at = bisect_right(self.ends, start) - 1
        return self.all[at] if at >= 0 and start - self.ends[at] <= gap else None

    def next(self, end: int) -> Match | None:
        at = bisect_left(self.starts, end)
        return self.all[at] if at < len(self.all) and self.starts[at] - end <= GAP else None

    def before(self, start: int) -> Match | None:
        """The country right before the words at `start`: "a Spanish court"."""
        land = self.last(start)
        joints = (self.rules.between, _GLUE)
        return land if land and any(joint.fullmatch(self.text, land.end, start) for joint in joints) else None

    def after(self, end: int, words: str = "") -> Match | None:
        """The country right after the words that end there: "a court in Spain"; but never "Judge Holland"."""
        land = self.next(end)
        lead = self.text[end : land.start] if land else ""
        place = _TO_PLACE.search(lead)
        if not land or not place or not self.rules.between.fullmatch(lead[: place.start()] + " "):
            return None
        surname = lead == " " and _PERSON.fullmatch(words) and self.part.text[land.start].isupper()
        return None if surname else land

    def opening(self, start: int) -> Match | None:
        """The country that opens the clause of the words at `start`: "In Kenya, a court"; "Kenya, where a court"."""
        land = self.last(start, CLAUSE)
        opens = land and _OPENS.search(self.text[max(0, land.start - 25) : land.start])
        clauses = (_SAME_CLAUSE, _IN_CLAUSE) if opens else (_IN_CLAUSE,)
        return land if land and any(clause.fullmatch(self.text, land.end, start) for clause in clauses) else None

    def listed(self, country: Match, step: int) -> list[Match]:
        """The country with those joined to it: "Spanish and Italian courts", "courts in Spain and Italy"."""
        at, chain = bisect_left(self.starts, country.start), [country]
        while 0 <= (at := at + step) < len(self.all):
            one, other = sorted((chain[-1], self.all[at]))
            if not _LIST.fullmatch(self.text, one.end, other.start):
                break
            chain.append(other if step > 0 else one)
        goes_on = step > 0 and len(chain) > 1 and not _LIST_ENDS.match(self.text, chain[-1].end)
        return chain[:-1] if goes_on and _ADJECTIVE.fullmatch(chain[-1].name.text) else chain

    def in_clause(self, start: int) -> list[Match]:
        """The places of a clause that begins with searches or arrests: "searches were made in Spain and Malta"."""
        end = min(next((end for end in self.part.breaks if end >= start), start), start + CLAUSE)
        places = (land for land in self.all if start <= land.start < end)
        inside = (place for place in places if _IN_PLACE.search(self.text, start, place.start))
        return next((self.listed(place, 1) for place in inside), [])


def find_courts(
    parts: tuple[Passage, ...], proven: set[str], rules: Rules, numbers: tuple[Numbered, ...] = ()
) -> dict[str, list[Proof]]:
    """The courts named, by id; a name that courts share needs its country near, or proven elsewhere.

    A number names its court only where nothing else names one: news cites many decisions in passing.
    """
    mentions = [mention for part in parts for mention in _mentions(part, _Lands(part, rules), rules)]
    sure = {mention.certain for mention in mentions} | {number.court for number in numbers}
    found = {court: rules.seat_of[court] for court in sure if court}
    known = proven | set(found.values()) | {number.jurisdiction for number in numbers}
    named = {country.name.key for part in parts for country in part.found.of("country")}
    context = _Context(known or {seat.code for seat in find_laws(parts)}, found, named, rules)
    courts: dict[str, list[Proof]] = {}
    for mention in mentions:
        if court := mention.certain or _meant(mention, context):
            courts.setdefault(court, []).append(Proof(*mention[:3], f"court:{court}"))
    for number in numbers:
        if number.court and (not courts or number.court in courts):
            courts.setdefault(number.court, []).append(number.proof._replace(rule=f"court:{number.court}"))
    return courts


def find_seats(
    parts: tuple[Passage, ...], parties: dict[str, list[Proof]], rules: Rules, numbers: tuple[Numbered, ...] = ()
) -> Iterator[Seat]:
    """What proves a jurisdiction besides shared court names: numbers, sure courts, authorities, regulators."""
    for number in numbers:
        yield _seat(number.jurisdiction, NUMBER, number.proof, "number")
    for part in parts:
        lands = _Lands(part, rules)
        for mention in _mentions(part, lands, rules):
            if court := mention.certain:
                yield _seat(mention.courts[court], COURT, Proof(*mention[:3], ""), "court")
        for authority in part.found.of("authority"):
            for country in _owners(authority, lands):
                start, end = min(country.start, authority.start), max(country.end, authority.end)
                yield _seat(country.name.key, AUTHORITY, Proof(part, start, end, ""), "authority")
    for party, code in rules.regulates.items():
        yield from (_seat(code, REGULATOR, proof, "regulator") for proof in parties.get(party, ()))


def find_laws(parts: tuple[Passage, ...]) -> Iterator[Seat]:
    """Laws and court words that only one jurisdiction has; court words not where only other countries are named."""
    named = {country.name.key for part in parts for country in part.found.of("country")}
    for part in parts:
        words = {match.start for match in part.found.of("authority")}
        for match in part.found.of("law"):
            if match.start not in words or match.name.key in named or not named:
                yield _seat(match.name.key, LAW, Proof(part, match.start, match.end, ""), "law")


def court_seats(courts: dict[str, list[Proof]], rules: Rules) -> Iterator[Seat]:
    """The jurisdictions of the courts found."""
    for court, proofs in courts.items():
        yield from (_seat(rules.seat_of[court], COURT, proof, "court") for proof in proofs)


def _countries(part: Passage, rules: Rules) -> Iterator[Match]:
    """The countries named, but for sums ("US$") and courts elsewhere ("tribunal judiciaire de Strasbourg")."""
    courts = [match for match in part.found.of("court") if match.name.sure]
    for (start, end), same in groupby(part.found.of("country"), key=lambda match: match[:2]):
        country = next(same)
        court = courts[at] if (at := bisect_right(courts, start, key=lambda c: c.start) - 1) >= 0 else None
        elsewhere = court and end <= court.end and rules.seat_of[court.name.key] != country.name.key
        if not elsewhere and part.text[end : end + 1] != "$":
            yield country


def _mentions(part: Passage, lands: _Lands, rules: Rules) -> Iterator[_Mention]:
    for (start, end), same in groupby(part.found.of("court"), key=lambda match: match[:2]):
        if _ONE_OF.search(lands.text, max(0, start - 5), start) and _LOOSE.fullmatch(lands.text, start, end):
            continue
        names = [match.name for match in same]
        courts = {name.key: rules.seat_of[name.key] for name in names}
        owner = next((name.key for name in names if name.sure), "")
        land = lands.before(start) or lands.after(end)
        land = land or (lands.opening(start) if not owner or len(courts) > 1 else None)
        yield _Mention(part, start, end, courts, owner, land.name.key if land else "")


def _meant(mention: _Mention, context: _Context) -> str:
    """The one court that a shared name means here; "" where none or several could be meant."""
    courts, owner = mention.courts, mention.owner
    if owner and len(courts) == 1:
        return ""  # a court with another country on its name is somebody else's
    if mention.land:
        return _only_one([court for court in courts if courts[court] == mention.land], context)
    likely = [court for court in courts if courts[court] in context.known]
    if owner and (not likely or owner in likely):
        return owner
    if not likely and "US" not in courts.values():  # American news says "the Supreme Court" and no more
        likely = [court for court in courts if courts[court] in context.named]
        return _only_one(likely, context) if len({courts[court] for court in likely}) == 1 else ""
    seated = [court for court in likely if courts[court] in context.found.values()]
    likely = [court for court in seated if court in context.found] or seated or likely
    return _only_one(_nearest(mention, likely, context.rules), context)


def _nearest(mention: _Mention, courts: list[str], rules: Rules) -> list[str]:
    """The courts of the country named nearest, if the others are much farther away."""
    codes = sorted({mention.courts[court] for court in courts})
    if len(codes) < 2:
        return courts
    far = dict.fromkeys(codes, math.inf)
    for land in _Lands(mention.part, rules).all:
        if (code := land.name.key) in far:
            far[code] = min(far[code], max(land.start - mention.end, mention.start - land.end))
    first, second, *_ = sorted(codes, key=lambda code: far[code])
    clear = far[first] <= FAR and far[second] >= 2 * far[first]
    return [court for court in courts if clear and mention.courts[court] == first]


def _only_one(courts: list[str], context: _Context) -> str:
    """Of the courts of one country the only one, or the one that is named in full or sits where such a one does."""
    if len(courts) > 1:
        cities = {court.city for court in context.rules.courts if court.id in context.found and court.city}
        there = [court.id for court in context.rules.courts if court.id in courts and court.city in cities]
        courts = [court for court in courts if court in context.found] or there
    return courts[0] if len(courts) == 1 else ""


def _owners(authority: Match, lands: _Lands) -> Iterable[Match]:
    """The countries an authority belongs to; jurisdictions.yml says what spaces and stars mean."""
    words = authority.name.text
    if words.endswith(" *"):
        return lands.in_clause(authority.end)
    if words.endswith(" "):
        land = lands.next(authority.end)
        return lands.listed(land, 1) if land and _ARTICLE.fullmatch(lands.text, authority.end, land.start) else ()
    if words.startswith(" "):
        land = lands.last(authority.start)
        acts = land and land.end == authority.start and fold(land.name.text) not in _cities(lands.rules.courts)
        return [land] if land and acts else ()
    before = lands.before(authority.start)
    after = lands.after(authority.end, lands.text[authority.start : authority.end])
    own = lands.next(authority.start)
    if own and own.end <= authority.end:
        return [before or own]  # "FBI"; "the Brazilian Justice Department"
    owners = [*(lands.listed(before, -1) if before else ()), *(lands.listed(after, 1) if after else ())]
    return owners or filter(None, [lands.opening(authority.start)])


@lru_cache(maxsize=4)
def _cities(courts: tuple[Court, ...]) -> frozenset[str]:
    """The cities that have courts: "Madrid blocks" is news of football."""
    return frozenset(fold(court.city) for court in courts if court.city)


def _seat(code: str, weight: float, proof: Proof, rule: str) -> Seat:
    weight *= IN_TITLE if proof.passage.field == "title" else 1
    return Seat(code, weight, proof._replace(rule=f"jurisdiction:{code}:{rule}"))
