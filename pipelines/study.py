"""One article as the rules see it: names, courts, sums and dates found, and its sentences ready for the cues."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pipelines.case_numbers import CaseNumber, find_case_numbers
from pipelines.courts import Numbered, Seat, court_seats, find_courts, find_laws, find_seats
from pipelines.cues import Hit, weigh_cues
from pipelines.lists import party_slots
from pipelines.nouns import noun_slots
from pipelines.parties import find_parties
from pipelines.passages import Passage, Proof, passages
from pipelines.rules import Rules
from pipelines.rules.languages import COURT, DATE, Language
from pipelines.said_dates import date_slots
from pipelines.sentences import Sentence, Slot, read_sentences
from pipelines.sums import Place, dollar_of, find_sums, sum_slots
from rulingwire.models import Article


@dataclass(frozen=True, kw_only=True)
class Names:
    """Who and what is named in an article."""

    parts: tuple[Passage, ...]
    parties: dict[str, list[Proof]]
    courts: dict[str, list[Proof]]
    numbers: list[tuple[Passage, CaseNumber]]
    seats: list[Seat]


@dataclass(frozen=True, kw_only=True)
class Study:
    """What was found in an article, before anything is decided."""

    names: Names
    language: Language
    published: date
    sums: list[Place]
    slots: list[tuple[Passage, Slot]]
    sentences: list[Sentence]
    bound: list[Sentence]  # those with nouns that mean a party, the nouns being signs
    dated: list[Sentence]  # those with a date, the date being a sign

    def cues(self, name: str) -> Iterator[Hit]:
        """The cues of one list that hold."""
        return (hit for hit, hedge in self.weighed(name) if not hedge)

    def role_cues(self) -> Iterator[Hit]:
        """Every cue that may give a role, whatever else it says: "held {defendant lost} liable" is an outcome too."""
        for name in ("roles", "outcomes", "events", "sums"):
            yield from self.party_cues(name)

    def party_cues(self, name: str) -> Iterator[Hit]:
        """The cues of one list that hold of a party, be it named or meant by a noun."""
        yield from self.cues(name)
        for hit, hedge in weigh_cues(name, self.bound, self.language):
            if not hedge and (meant := tuple(slot for slot in hit.slots if slot[2].weight < 1)):
                yield hit._replace(slots=meant)

    def weighed(self, name: str) -> Iterator[tuple[Hit, str]]:
        """The cues of one list with the hedge that takes each back, "" where none does."""
        yield from weigh_cues(name, self.dated if name == "dates" else self.sentences, self.language)
        if name == "steps":  # with dates left out, "a hearing on 12 March" is none
            yield from (pair for pair in weigh_cues(name, self.dated, self.language) if DATE in pair[0].cue.needs)


def names_of(article: Article, rules: Rules) -> Names:
    """Find the parties, courts, case numbers and proofs of jurisdictions."""
    parts = passages(article, rules.names, rules.footers)
    parties = find_parties(parts)
    numbers = list(_numbers(parts, rules))
    seats = list(find_seats(parts, parties, rules, _numbered(numbers)))
    courts = find_courts(parts, {seat.code for seat in seats}, rules, _numbered(numbers))
    seats = [seat for seat in seats if not seat.proof.rule.endswith(":court")] + list(court_seats(courts, rules))
    return Names(parts=parts, parties=parties, courts=courts, numbers=numbers, seats=seats or list(find_laws(parts)))


def study(article: Article, rules: Rules) -> Study:
    """Find everything the rules know in title and text."""
    names, language = names_of(article, rules), rules.language(article.language)
    published = (article.published_at or article.seen_at).date()
    sums = find_sums(names.parts, language, dollar_of(names.seats))
    lists = list(party_slots(names.parties, language))
    slots = [
        *_court_slots(names.parts),
        *sum_slots(sums, language),
        *lists,
        *date_slots(names.parts, published, rules.calendar),
    ]
    fields = by_field(slots)
    nouns = list(noun_slots(names.parts, names.parties, lists, rules.kind_of, language))
    bound = by_field([*slots, *nouns]) if nouns else {}
    return Study(
        names=names,
        language=language,
        published=published,
        sums=sums,
        slots=slots,
        sentences=list(read_sentences(names.parts, fields, language)),
        bound=[s for s in read_sentences(names.parts, bound, language) if _is_bound(s)] if nouns else [],
        dated=list(read_sentences(names.parts, fields, language, dated=True)),
    )


def _is_bound(sentence: Sentence) -> bool:
    return any(slot.weight < 1 for slot in sentence.slots.values())


def _numbers(parts: Iterable[Passage], rules: Rules) -> Iterator[tuple[Passage, CaseNumber]]:
    """The case numbers of the countries we follow."""
    for part in parts:
        for number in find_case_numbers(part.text, rules, part.found):
            if number.jurisdiction in rules.lands:
                yield part, number


def _numbered(numbers: list[tuple[Passage, CaseNumber]]) -> tuple[Numbered, ...]:
    return tuple(Numbered(n.jurisdiction, n.court, Proof(part, n.start, n.end, n.rule)) for part, n in numbers)


def _court_slots(parts: Iterable[Passage]) -> Iterator[tuple[Passage, Slot]]:
    for part in parts:
        for match in part.found.of("court"):
            yield part, Slot(COURT, match.start, match.end, (match.name.key,))


def by_field(slots: Iterable[tuple[Passage, Slot]]) -> dict[str, list[Slot]]:
    """The slots of title and text in order; of two that overlap the first, then the longest stays."""
    fields: dict[str, list[Slot]] = defaultdict(list)
    for part, slot in sorted(slots, key=lambda s: (s[1].start, -s[1].end, s[1].keys)):
        mine = fields[part.field]
        if not mine or slot.start >= mine[-1].end:
            mine.append(slot)
    return fields
