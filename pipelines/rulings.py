"""From stories to rulings: which ruling each article is about, and what all of them together say of it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pipelines.cases import LIKELY, NEAR, find_cases
from pipelines.corrections import rulings_said, with_rulings
from pipelines.rates import in_dollars
from pipelines.rules import Case, Rules
from pipelines.rules.known_cases import days_of
from rulingwire.models import CaseLink, Tag
from rulingwire.rulings import Claim, Figure, Report, Ruling
from rulingwire.vocabulary import SUBJECTS

CANDIDATE = "candidate"
ENDS = frozenset({"ruling", "settlement"})  # events that leave a ruling behind
ASKS = ("plaintiff", "prosecutor", "regulator", "appellant")
ANSWERS = ("defendant", "respondent", "intermediary", "pirate-site")
STAGES = {
    "appeal": "appeal",
    "supreme": "supreme",
    "state-supreme": "supreme",
    "administrative": "administrative-order",
}
NAMES = 2  # names of a side in the name of a candidate
DOCUMENT = 1000  # votes of a court's own document


def link_story(reports: list[Report], rules: Rules) -> dict[int, tuple[CaseLink, ...]]:
    """The rulings that each report of one story is about, the primary one first.

    A report that no words of its own link goes with the others, where these agree. A story that is about none of the
    known cases, but tells of a court, parties and an outcome, is a ruling of its own: a candidate.
    """
    links = {one.number: _own_links(one, rules) for one in reports}
    about = {mine[0].case for mine in links.values() if mine}
    if len(about) > 1:
        return links
    if about:
        given = CaseLink(case=about.pop(), how="story", certainty=LIKELY, primary=True, evidence=())
    elif candidate := find_candidate(reports, rules):
        given = CaseLink(case=candidate.id, how="story", certainty=CANDIDATE, primary=True, evidence=())
    else:
        return links
    return {one.number: links[one.number] or _given(one, given, rules) for one in reports}


def _own_links(one: Report, rules: Rules) -> tuple[CaseLink, ...]:
    said = rulings_said(rules.corrections.about(one.names))
    return with_rulings(find_cases(one.tags, one.published, rules), said, rules)


def _given(one: Report, link: CaseLink, rules: Rules) -> tuple[CaseLink, ...]:
    """The link of its story, unless a person says that this report is not about that ruling."""
    said = rulings_said(rules.corrections.about(one.names))
    return () if said.get(link.case) is False else (link,)


def ruling_of(ruling: str, reports: list[Report], rules: Rules) -> Ruling | None:
    """What is known of a ruling that these reports are about before all; None of a candidate that is none any more."""
    case = next((case for case in rules.cases if case.id == ruling), None)
    if case:
        return known_ruling(case, reports, rules)
    found = find_candidate(reports, rules) if reports else None
    # A person may have taken out the report that the candidate is named by.
    return replace(found, id=ruling, case=ruling) if found else None


def known_ruling(case: Case, reports: Iterable[Report], rules: Rules) -> Ruling:
    """A known case with what the reports that are about it say."""
    reports = list(reports)
    year = int((case.decided or case.filed or "0")[:4])
    told = (
        Figure(kind=one.kind, currency=one.currency, amount=one.amount, printed="", article=None) for one in case.sums
    )
    numbers = [("docket", number) for number in case.numbers]
    numbers += [(kind, value) for kind in ("ecli", "celex", "neutral") if (value := getattr(case, kind))]
    return Ruling(
        id=case.id,
        name=case.name,
        confirmed=True,
        case=_first_of(case, rules),
        jurisdiction=case.jurisdiction,
        court=case.court,
        decided=case.decided,
        filed=case.filed,
        stage=case.stage,
        outcome=case.outcome,
        subject=case.subject,
        says=case.says,
        appeals_from=case.appeals_from,
        numbers=tuple(numbers),
        parties=tuple((party.role, party.party, party.name) for party in case.parties),
        sources=case.sources,
        claims=tuple(claim for one in reports for claim in claims_of(one) if _may_know(one, claim, case)),
        figures=tuple(_converted([*told, *(figure for one in reports for figure in figures_of(one))], year)),
    )


def _may_know(one: Report, claim: Claim, case: Case) -> bool:
    """An article from before the decision tells of the case, and nothing of how it ended."""
    if not case.decided or claim.field not in ("outcome", "event", "decided"):
        return True
    return one.published >= days_of(case.decided)[0] - NEAR


def _first_of(case: Case, rules: Rules) -> str:
    below = {one.id: one.appeals_from for one in rules.cases}
    first = case.id
    while below.get(first):
        first = below[first]
    return first


def find_candidate(reports: list[Report], rules: Rules) -> Ruling | None:
    """The ruling that a story tells of, as its reports agree most; None where court, parties or outcome are missing."""
    court, outcome = _most(reports, "court"), _most(reports, "outcome")
    event, parties = _most(reports, "event"), _roles(reports)
    roles = set(parties.values())
    sides = roles.intersection(ANSWERS) and (roles.intersection(ASKS) or len(parties) > 1)
    if not court or not sides or event not in ENDS or outcome in ("", "pending"):
        return None
    return _candidate(reports, rules, court, outcome, parties)


def _candidate(reports: list[Report], rules: Rules, court: str, outcome: str, parties: Mapping[str, str]) -> Ruling:
    first = min(reports, key=lambda one: one.number)
    decided = _most(reports, "date", "decided")
    level = next(one.level for one in rules.courts if one.id == court)
    numbers = dict.fromkeys(tag.key for one in reports for tag in one.tags if tag.kind == "case")
    figures = [figure for one in reports for figure in figures_of(one)]
    ident = f"story-{first.permalink}"
    return Ruling(
        id=ident,
        name=_name(parties, rules) or first.title,
        confirmed=False,
        case=ident,
        jurisdiction=rules.seat_of[court],
        court=court,
        decided=decided,
        stage="settled" if outcome == "settled" else STAGES.get(level, "first-instance"),
        outcome=outcome,
        subject=_subjects(reports),
        numbers=tuple(("docket", number) for number in numbers),
        parties=tuple((role, party, "") for party, role in sorted(parties.items(), key=_side_first)),
        claims=tuple(claim for one in reports for claim in claims_of(one)),
        figures=tuple(_converted(figures, int((decided or first.published.isoformat())[:4]))),
    )


def _name(parties: Mapping[str, str], rules: Rules) -> str:
    """ "Kodansha and others v. Cloudflare"; "" where one side is not known."""
    names = {party.id: party.name for party in rules.parties}
    sides = []
    for roles in (ASKS, ANSWERS):
        mine = sorted(names[party] for party, role in parties.items() if role in roles)
        if not mine:
            return ""
        sides.append(mine[0] + " and others" if len(mine) > NAMES else " and ".join(mine))
    return " v. ".join(sides)


def _side_first(pair: tuple[str, str]) -> tuple[int, str]:
    order = (*ASKS, *ANSWERS)
    return order.index(pair[1]) if pair[1] in order else len(order), pair[0]


def _roles(reports: list[Report]) -> dict[str, str]:
    """The role of each party that has one, as most reports say."""
    votes: dict[str, Counter[str]] = {}
    for one in reports:
        for tag in one.tags:
            if tag.kind == "party" and tag.role not in ("mentioned", "law-firm"):
                votes.setdefault(tag.key, Counter())[tag.role] += DOCUMENT if one.is_document else 1
    return {party: max(roles, key=lambda role: (roles[role], role)) for party, roles in sorted(votes.items())}


def _most(reports: list[Report], kind: str, role: str = "") -> str:
    """What most reports are about; the court's own document outvotes all, the earlier report wins a tie."""
    votes: Counter[str] = Counter()
    for one in sorted(reports, key=lambda one: one.number):
        for tag in one.tags:
            if tag.kind == kind and (tag.role == role if role else tag.primary):
                votes[tag.key] += DOCUMENT if one.is_document else 1
    return max(votes, key=lambda key: votes[key], default="")  # the first of equals


def _subjects(reports: list[Report]) -> tuple[str, ...]:
    """What more than half of the reports are about, in the order of the vocabulary."""
    votes = Counter(tag.key for one in reports for tag in one.tags if tag.kind == "subject")
    return tuple(subject for subject in SUBJECTS if votes[subject] * 2 > len(reports))


def claims_of(one: Report) -> Iterator[Claim]:
    """What a report says of the ruling that it is about."""
    for tag in one.tags:
        if field := _field(tag):
            proof = tag.evidence[0] if tag.evidence else None
            yield Claim(
                field=field,
                value=_value(tag),
                article=one.number,
                quote=proof.quote if proof else "",
                rule=proof.rule if proof else "",
            )


def _field(tag: Tag) -> str:
    """The field that a tag speaks of; "" where it is background."""
    match tag.kind:
        case "court" | "jurisdiction" | "outcome" | "event":
            return tag.kind if tag.primary else ""
        case "party":
            return "party" if tag.role != "mentioned" else ""
        case "date":
            return tag.role
        case "count":
            return tag.role
        case "case":
            return "case number"
        case "step":
            return "step"
    return ""


def _value(tag: Tag) -> str:
    if tag.kind == "party":
        return " ".join(word for word in (tag.key, tag.role, tag.side) if word)
    return tag.key.split()[-1] if tag.kind == "count" else tag.key


def figures_of(one: Report) -> Iterator[Figure]:
    """The sums that a report tells."""
    for tag in one.tags:
        if tag.kind == "amount":
            currency, amount = tag.key.split()
            proof = tag.evidence[0] if tag.evidence else None
            yield Figure(
                kind=tag.role,
                currency=currency,
                amount=float(amount),
                printed=tag.printed,
                article=one.number,
                quote=proof.quote if proof else "",
                rule=proof.rule if proof else "",
                conversion_of=tag.conversion_of,
            )


def _converted(figures: Iterable[Figure], year: int) -> Iterator[Figure]:
    for figure in figures:
        found = in_dollars(figure.currency, figure.amount, year)
        yield replace(figure, usd=round(found[0], 2), usd_year=found[1]) if found else figure
