"""Article -> tags: parties and roles, courts, jurisdictions, sums, event, outcome, steps, subjects, each with proof."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pipelines.amounts import read_number
from pipelines.case_numbers import CaseNumber, case_numbers_of_url
from pipelines.courts import Seat
from pipelines.cues import Hit
from pipelines.hints import hint_kinds, hint_news
from pipelines.next_steps import HIGHER, find_steps
from pipelines.outcomes import ENOUGH, OF_APPEALS, Verdict, decide_event, decide_outcome, weigh
from pipelines.passages import MOST_QUOTES, Proof, evidence
from pipelines.records import with_record
from pipelines.roles import Given, decide_role, decide_side, find_roles
from pipelines.rules import Rules
from pipelines.said_dates import decide_dates
from pipelines.study import Study, study
from pipelines.subjects import find_subjects
from pipelines.sums import Place, decide_kind, find_kinds
from rulingwire.models import Article, Evidence, Link, Tag


def tag(article: Article, rules: Rules) -> tuple[Tag, ...]:
    """Every claim the rules make about an article, in the order of kind and key.

    Never claims what it cannot quote: for each piece of evidence, article.field[start:end] == quote.
    """
    read = study(article, rules)
    tags = [
        *_party_tags(read.names.parties, list(find_roles(read.role_cues(), read.names.parties, read.published)), rules),
        *_court_tags(read.names.courts),
        *_jurisdiction_tags(read.names.seats),
        *_case_tags(read, article.links, rules),
        *_amount_tags(read),
        *_count_tags(read.cues("counts")),
        *_verdict_tags(read, rules),
        *_subject_tags(read, rules),
    ]
    in_order = tuple(sorted(tags, key=lambda tag: (tag.kind, tag.key, tag.role)))
    return with_record(in_order, article, rules)


def _party_tags(parties: dict[str, list[Proof]], given: list[Given], rules: Rules) -> Iterator[Tag]:
    for party, proofs in parties.items():
        mine = [one for one in given if one.party == party]
        role, said = decide_role(mine, rules.kind_of[party])
        side, won = decide_side(mine)
        spoken = [one.proof for one in [*said, *won]]
        yield Tag(kind="party", key=party, role=role, side=side, evidence=evidence(spoken + proofs))


def _court_tags(courts: dict[str, list[Proof]]) -> Iterator[Tag]:
    """The court in the title is the one the article is about, else the one named most, else first."""
    first = min(courts, key=lambda court: _rank(courts[court]), default=None)
    for court, proofs in courts.items():
        yield Tag(kind="court", key=court, primary=court == first, evidence=evidence(proofs))


def _rank(proofs: list[Proof]) -> tuple[bool, int, int]:
    return proofs[0].passage.field != "title", -len(proofs), proofs[0].start


def _jurisdiction_tags(seats: list[Seat]) -> Iterator[Tag]:
    """The jurisdiction with the heaviest proofs is the one the article is about."""
    proofs: dict[str, list[Seat]] = defaultdict(list)
    for seat in sorted(seats, key=lambda s: (s.proof.passage.field != "title", s.proof.start, s.proof.rule)):
        proofs[seat.code].append(seat)
    weight = {code: sum(seat.weight for seat in mine) for code, mine in proofs.items()}
    for code, mine in proofs.items():
        primary = code == max(weight, key=lambda c: weight[c])
        yield Tag(kind="jurisdiction", key=code, primary=primary, evidence=evidence([seat.proof for seat in mine]))


def _case_tags(read: Study, links: tuple[Link, ...], rules: Rules) -> Iterator[Tag]:
    """The case numbers printed, then those that only the address of a link tells."""
    found: dict[str, list[tuple[CaseNumber, Evidence, str]]] = defaultdict(list)
    for part, number in read.names.numbers:
        (quote,) = evidence([Proof(part, number.start, number.end, number.rule)])
        found[number.number].append((number, quote, part.printed[number.start : number.end]))
    for link in links:
        for number in case_numbers_of_url(link.url, rules):
            if number.number and number.jurisdiction in rules.lands:
                quote = Evidence(rule=number.rule, field="link", start=0, end=len(link.url), quote=link.url)
                found[number.number].append((number, quote, number.number))
    for key, places in found.items():
        number, _, printed = places[0]
        court = next((place.court for place, _, _ in places if place.court), "")
        quotes = tuple(dict.fromkeys(quote for _, quote, _ in places))[:MOST_QUOTES]
        yield Tag(kind="case", key=key, printed=printed, jurisdiction=number.jurisdiction, court=court, evidence=quotes)


def _amount_tags(read: Study) -> Iterator[Tag]:
    """Each sum with its kind: what a cue says, else what the word nearest to it hints at."""
    places: dict[str, list[Place]] = defaultdict(list)
    for place in read.sums:
        places[place.amount.key].append(place)
    kinds = find_kinds(read.cues("sums"))
    hints = hint_kinds(read.sentences, places.keys() - kinds.keys(), read.language)
    for key, mine in places.items():
        kind, said = decide_kind(kinds.get(key, []))
        proofs = [hit.proof("amount") for hit in said] + [place.proof("amount:printed") for place in mine]
        if hint := hints.get(key):
            kind, proofs = hint.gives, [hint.proof, *proofs]
        first = mine[0]
        printed = first.passage.text[first.amount.start : first.amount.end]
        converts = next((place.converts for place in mine if place.converts), "")
        yield Tag(kind="amount", key=key, role=kind, printed=printed, conversion_of=converts, evidence=evidence(proofs))


def _count_tags(hits: Iterable[Hit]) -> Iterator[Tag]:
    """Each number that a cue counts something by."""
    found: dict[tuple[str, int], list[Hit]] = defaultdict(list)
    for hit in hits:
        if hit.number and (number := read_number(hit.number)):
            found[hit.cue.gives, number].append(hit)
    for (thing, number), mine in found.items():
        proofs = [hit.proof("count") for hit in mine]
        printed = proofs[0].passage.printed[proofs[0].start : proofs[0].end]
        yield Tag(kind="count", key=f"{thing} {number}", role=thing, printed=printed, evidence=evidence(proofs))


def _verdict_tags(read: Study, rules: Rules) -> Iterator[Tag]:
    """What happened, how it ended, when, and what comes next."""
    outcomes = weigh(read.cues("outcomes"), read.published)
    if all(verdict.score < ENOUGH for verdict in outcomes.values()):
        outcomes = hint_news("outcomes", read.sentences, read.language) or outcomes
    events = decide_event(weigh(read.cues("events"), read.published), outcomes)
    events = events or hint_news("events", read.sentences, read.language) or _court_named(read)
    outcomes = decide_outcome(outcomes, events)
    yield from _said_tags("outcome", outcomes)
    yield from list(_said_tags("event", events))[:1]
    for kind, day, proofs in decide_dates(read.cues("dates"), outcomes, events, read.published):
        printed = proofs[0].passage.printed[proofs[0].start : proofs[0].end]
        yield Tag(kind="date", key=day, role=kind, printed=printed, evidence=evidence(proofs))
    on_appeal = _is_higher(read.names.courts, rules) or any(outcome in OF_APPEALS for outcome in outcomes)
    yield from _step_tags(read, next(iter(events), ""), on_appeal=on_appeal)


def _is_higher(courts: dict[str, list[Proof]], rules: Rules) -> bool:
    """Is the court that the article is about one that hears appeals?"""
    first = min(courts, key=lambda court: _rank(courts[court]), default="")
    return any(court.id == first and court.level in HIGHER for court in rules.courts)


def _step_tags(read: Study, event: str, *, on_appeal: bool) -> Iterator[Tag]:
    """Each step, with the words that tell it as printed."""
    for step, party, hits in find_steps(read.party_cues("steps"), read.published, event, on_appeal=on_appeal):
        proofs = evidence([hit.proof("step") for hit in hits])
        yield Tag(kind="step", key=f"{step} {party}".strip(), role=step, printed=hits[0].printed, evidence=proofs)


def _subject_tags(read: Study, rules: Rules) -> Iterator[Tag]:
    for subject, proofs in find_subjects(read.names.parts, read.names.parties, rules).items():
        yield Tag(kind="subject", key=subject, evidence=evidence(proofs))


def _court_named(read: Study) -> dict[str, Verdict]:
    """News of which nothing else is understood, in which a court is named, is of a ruling."""
    proofs = [proof for proofs in read.names.courts.values() for proof in proofs]
    first = sorted(proofs, key=lambda proof: (proof.passage.field != "title", proof.start))[:1]
    return {"ruling": Verdict(1, proofs=[proof._replace(rule="event:court-named") for proof in first])} if first else {}


def _said_tags(kind: str, found: dict[str, Verdict]) -> Iterator[Tag]:
    """What the cues say, the heaviest as the news of the article."""
    for number, (key, verdict) in enumerate(found.items()):
        proofs = [hit.proof(kind) for hit in verdict.hits] + verdict.proofs
        yield Tag(kind=kind, key=key, primary=number == 0, evidence=evidence(proofs))
