"""Article -> tags: parties and their roles, courts, jurisdictions and amounts, each with its proof."""

from collections import defaultdict
from collections.abc import Iterator

from pipelines.amounts import Amount, find_amounts
from pipelines.courts import Seat, court_seats, find_courts, find_laws, find_seats
from pipelines.parties import Given, find_parties, find_roles
from pipelines.passages import Passage, Proof, evidence, passages
from pipelines.rules import Rules
from rulingwire.models import Article, Tag


def tag(article: Article, rules: Rules) -> tuple[Tag, ...]:
    """Every claim the rules make about an article, in the order of kind and key.

    Never claims what it cannot quote: for each piece of evidence, article.field[start:end] == quote.
    """
    parts = passages(article, rules.names, rules.footers)
    parties = find_parties(parts)
    seats = list(find_seats(parts, parties, rules))
    courts = find_courts(parts, {seat.code for seat in seats}, rules)
    seats = [seat for seat in seats if not seat.proof.rule.endswith(":court")] + list(court_seats(courts, rules))
    tags = [
        *_party_tags(parties, list(find_roles(parties, rules))),
        *_court_tags(courts),
        *_jurisdiction_tags(seats or list(find_laws(parts))),
        *_amount_tags(parts),
    ]
    return tuple(sorted(tags, key=lambda tag: (tag.kind, tag.key)))


def _party_tags(parties: dict[str, list[Proof]], given: list[Given]) -> Iterator[Tag]:
    for party, proofs in parties.items():
        mine = [g for g in given if g.party == party]
        roles = {g.role for g in mine}
        agreed = roles.pop() if len(roles) == 1 else None  # words that disagree give no role
        spoken = [g.proof for g in mine] if agreed else []
        yield Tag(kind="party", key=party, role=agreed or "mentioned", evidence=evidence(spoken + proofs))


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


def _amount_tags(parts: tuple[Passage, ...]) -> Iterator[Tag]:
    found: dict[str, list[tuple[Passage, Amount]]] = defaultdict(list)
    for part in parts:
        for amount in find_amounts(part.text, part.end):
            found[amount.key].append((part, amount))
    for key, places in found.items():
        part, first = places[0]
        proofs = [Proof(p, amount.start, amount.end, "amount:printed") for p, amount in places]
        printed = part.text[first.start : first.end]
        yield Tag(kind="amount", key=key, printed=printed, evidence=evidence(proofs))
