"""Is a court site still what it was? Each is compared with its own past, and days without courts do not count."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from rulingwire.models import Issue, Reading
from rulingwire.outcomes import Outcome
from rulingwire.plans import PastVisit

ENOUGH = 5  # visits before anything is called usual
FEW = 4  # a list that is usually shorter may also be empty
PATIENT = 10  # working days of silence that are nothing yet
TIMES = 2  # the longest silence so far, times this, is too long


def changes(reading: Reading, past: tuple[PastVisit, ...]) -> Iterator[Issue]:
    """What is unusual about a visit: no entries at all, far fewer than usual, or a silence longer than any before."""
    if reading.purpose != "visit" or reading.outcome not in (Outcome.READ, Outcome.EMPTY) or len(past) < ENOUGH:
        return
    usual, count = median(visit.items for visit in past), len(reading.articles)
    if usual >= FEW and not count:
        yield Issue(kind="empty-list", words="no entries where there always were some", hint="Has the site changed?")
    elif usual >= FEW and count * 2 < usual:
        yield Issue(kind="shrunk-list", words="fewer than half the usual entries", hint="Has the site changed?")
    days = [visit.at.date() for visit in reversed(past) if visit.new]
    if len(days) < ENOUGH:
        return
    longest = max(working_days(before, after) for before, after in pairwise(days))
    silence = working_days(days[-1], reading.capture.fetched_at.date())
    if silence > max(PATIENT, TIMES * longest):
        words = f"nothing new for longer than {TIMES} times its longest silence"
        yield Issue(kind="silent", words=words, hint="Is its list still kept up? Look at the page.")


def working_days(first: date, last: date) -> int:
    """Days from Monday to Friday after the first and up to the last."""
    weeks, rest = divmod((last - first).days, 7)
    return weeks * 5 + sum((first + timedelta(days=n)).weekday() < 5 for n in range(1, rest + 1))
