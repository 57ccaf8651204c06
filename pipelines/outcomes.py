"""What happened, and how it ended: the cues of title and lead weigh most, what somebody says counts little."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from pipelines.cues import Hit
from pipelines.passages import Proof
from pipelines.sentences import Sentence

IN_TITLE, IN_LEAD, FURTHER_ON, IN_SPEECH = 3.0, 2.0, 1.0, 0.25  # what the place of a cue weighs
LEAD = 3  # sentences
ENOUGH = 0.5  # a cue that weighs less, by its place, is no better than a hint
LONG_AGO = 0.3  # times that, where the sentence tells of an earlier time
RECENT = 60  # days

OF_APPEALS = ("affirmed", "reversed")

# The event that an outcome tells of; any other is a ruling.
EVENT_OF = {"settled": "settlement", "pending": "filing"}
OUTCOME_OF = {event: outcome for outcome, event in EVENT_OF.items()}  # where no words tell an outcome


@dataclass
class Verdict:
    """One thing said, and where."""

    score: float = 0
    hits: list[Hit] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)  # where no cue holds


def weigh(hits: Iterable[Hit], published: date) -> dict[str, Verdict]:
    """What the cues give, the heaviest first; of one sentence, only the heaviest cue for each counts."""
    best: dict[tuple[str, str, int], tuple[float, Hit]] = {}
    for hit in hits:
        weight = hit.cue.weight * _place_weight(hit, published)
        place = (hit.cue.gives, hit.sentence.passage.field, hit.sentence.number)
        if weight and (place not in best or weight > best[place][0]):
            best[place] = (weight, hit)
    found: dict[str, Verdict] = defaultdict(Verdict)
    for (gives, _, _), (weight, hit) in best.items():
        found[gives].score += weight
        found[gives].hits.append(hit)
    return _sorted(found)


def _sorted(found: dict[str, Verdict]) -> dict[str, Verdict]:
    return dict(sorted(found.items(), key=lambda item: (-item[1].score, item[0])))


def _place_weight(hit: Hit, published: date) -> float:
    part, at = hit.sentence.passage, hit.sentence.place(hit.start)
    if part.field == "title":
        return 0 if is_question(hit.sentence) else IN_TITLE
    if any(start <= at < end for start, end in part.speech):
        return IN_SPEECH
    times = LONG_AGO if is_past(hit.sentence, published) else 1
    return times * (IN_LEAD if hit.sentence.number < LEAD else FURTHER_ON)


def is_question(sentence: Sentence) -> bool:
    """Does the sentence only ask? Then it tells nothing."""
    return sentence.text.rstrip().endswith(("?", "？"))


def role_weight(hit: Hit, published: date) -> float:
    """What a role counts by its place: a little more in title and lead, less where it is background."""
    if hit.sentence.passage.field == "title":
        return 1.5
    return 0.5 if is_past(hit.sentence, published) else 1.25 if hit.sentence.number < LEAD else 1.0


def is_past(sentence: Sentence, published: date) -> bool:
    """Does the sentence name a time well before the article: is it background?"""
    newest = max((slot.keys[0] for slot in sentence.dates), default="9999")
    return newest < (published - timedelta(days=RECENT)).isoformat()[: len(newest)]


def decide_event(events: dict[str, Verdict], outcomes: dict[str, Verdict]) -> dict[str, Verdict]:
    """The events with what the outcomes say of them, the heaviest first."""
    found = {
        event: Verdict(verdict.score, list(verdict.hits), list(verdict.proofs)) for event, verdict in events.items()
    }
    for outcome, verdict in outcomes.items():
        event = found.setdefault(EVENT_OF.get(outcome, "ruling"), Verdict())
        event.score += verdict.score
        event.hits += verdict.hits
        event.proofs += verdict.proofs
    return _sorted(found)


def decide_outcome(outcomes: dict[str, Verdict], events: dict[str, Verdict]) -> dict[str, Verdict]:
    """The outcomes, the news first: a case just filed is pending, whatever its background tells.

    A settlement is settled and a filing pending without further words. That a decision below was affirmed or
    reversed is the news only where nothing says what it was.
    """
    event = next(iter(events), "")
    if not outcomes and event in OUTCOME_OF:
        return {OUTCOME_OF[event]: events[event]}
    if event == "filing" and "pending" in outcomes:
        return {"pending": outcomes["pending"], **outcomes}
    return dict(sorted(outcomes.items(), key=lambda item: item[0] in OF_APPEALS))
