"""What comes next: an appeal announced, filed or still open, a hearing, or the end of the case.

A step belongs to the ruling that is the news, so a sentence about an earlier time tells none, and that a case was
appealed is no news where the appeal has been decided. Weak cues ("appealed" is mostly history) count in title and lead
alone, unless a filing is the news.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from pipelines.cues import Hit
from pipelines.outcomes import LEAD, is_past, is_question
from pipelines.rules.languages import DATE, PARTY
from pipelines.sentences import Slot

IN_FRONT, FURTHER_ON = 2.0, 1.0  # what a sentence of title and lead weighs, and one behind them
ENOUGH, OF_A_FILING = 1.0, 0.5  # what it must weigh, times the weight of the cue; less where a filing is the news

FILED, FINAL = "appeal-filed", "final"
TAKEN = ("appeal-announced", FILED)  # steps of a party; all others are steps of the case
GOES_ON = (*TAKEN, "appeal-open")
HIGHER = ("appeal", "state-supreme", "supreme", "supreme-administrative", "constitutional")  # levels of courts

Step = tuple[str, str, list[Hit]]  # word of the vocabulary, id of the party that takes it or "", the words
Place = tuple[bool, int]  # not the title, number of the sentence


def find_steps(hits: Iterable[Hit], published: date, event: str, *, on_appeal: bool) -> Iterator[Step]:
    """The steps that the cues tell, each party's its own.

    `event` is the news; `on_appeal` says that the case is before a court that hears appeals.
    """
    enough = OF_A_FILING if event == "filing" else ENOUGH
    decided = event == "ruling" and on_appeal
    told: dict[str, list[Hit]] = defaultdict(list)
    for hit in sorted(hits, key=lambda hit: (_place(hit), hit.start)):
        if _weight(hit, published) >= enough and not (decided and hit.cue.gives == FILED):
            told[hit.cue.gives].append(hit)
    for step in _that_agree(told):
        yield from _by_party(step, told[step]) if step in TAKEN else [(step, "", told[step])]


def _place(hit: Hit) -> Place:
    return hit.sentence.passage.field != "title", hit.sentence.number


def _of_place(place: Place) -> float:
    further_on, number = place
    return FURTHER_ON if further_on and number >= LEAD else IN_FRONT


def _weight(hit: Hit, published: date) -> float:
    if is_question(hit.sentence) or _is_background(hit, published):
        return 0
    return hit.cue.weight * _of_place(_place(hit))


def _is_background(hit: Hit, published: date) -> bool:
    """Is it of an earlier time? The day of a hearing may lie ahead, and a day without a year reads like one gone by."""
    days = [slot for _, _, slot in hit.slots if slot.sign == DATE]
    if not days:
        return is_past(hit.sentence, published)
    return any(_names_year(slot, hit) and slot.keys[0] < published.isoformat()[: len(slot.keys[0])] for slot in days)


def _names_year(slot: Slot, hit: Hit) -> bool:
    words = hit.sentence.passage.text[slot.start : slot.end]
    return slot.keys[0][:4] in words or "年" in words  # 令和8年 is 2026


def _that_agree(told: dict[str, list[Hit]]) -> list[str]:
    """The steps without those that others rule out: what is final does not go on; the heavier side is right."""
    final, on = _weight_of([FINAL], told), _weight_of(GOES_ON, told)
    wrong = () if not (final and on) else (FINAL,) if on >= final else GOES_ON
    return [step for step in told if step not in wrong]


def _weight_of(steps: Iterable[str], told: dict[str, list[Hit]]) -> float:
    """What the sentences that tell these steps weigh, each counted once."""
    return sum(map(_of_place, {_place(hit) for step in steps for hit in told.get(step, ())}))


def _by_party(step: str, hits: list[Hit]) -> Iterator[Step]:
    """The step of each party that is named; words that name none go with the only one."""
    named: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        for _, _, slot in hit.slots:
            for party in slot.keys if slot.sign == PARTY else ():
                named[party].append(hit)
    if len(named) < 2:
        yield step, next(iter(named), ""), hits
    else:
        yield from ((step, party, mine) for party, mine in named.items())
