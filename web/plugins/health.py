"""How a source is doing, in plain words, and what one may try. Adds no page: sources.py asks it."""

import json
import re
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

# What a visit came to, said of the source.
OUTCOMES = {
    "read": "answered with articles",
    "unchanged": "had nothing new",
    "empty": "answered without articles",
    "unreadable": "sent something we could not read",
    "refused": "refused us",
    "challenged": "asked whether we are human",
    "postponed": "has had as many requests from us as it allows",
    "gone": "said it is gone",
    "failed": "could not be reached",
    "gap": "is missing from the archive",
}

# Outcome, a pattern of the words behind it, and what to try. The first that fits is taken.
ADVICE = (
    ("challenged", "", "Ask the publisher for a feed without the check, or to let our reader pass."),
    ("challenged", "", "Look for the same news at another address, such as a second feed, and put it into feeds.yml."),
    ("refused", "robots.txt of .* cannot be read", "Open its robots.txt: nothing is fetched until it answers."),
    ("refused", "robots.txt", "Leave it: its rules for robots forbid the address. Ask which one is meant for us."),
    ("refused", "asked us to wait|HTTP 429", "Wait: we are to come back later, and do so by ourselves."),
    ("refused", "asked us to wait|HTTP 429", "Raise at_least in feeds.yml, so that we come less often."),
    ("refused", "not a public address", "Correct the address in feeds.yml: it leads into a private network."),
    ("refused", "HTTP (401|402|407)", "Ask the publisher for a key or a licence, and name the key in feeds.yml."),
    ("refused", "HTTP 451", "Leave it: a law forbids the publisher to show it to us."),
    ("refused", "", "Open the address in a browser: if it opens there, the publisher refuses programs."),
    ("refused", "", "Write to the publisher, who we are and how rarely we ask."),
    ("unreadable", "HTML page", "Open the address: it shows a page now, so look there for the address of the feed."),
    ("unreadable", "", "Look at the answer as the archive keeps it: the visits name the file and the place."),
    ("unreadable", "", "Look whether the site has a new layout or form; then its reader has to be mended."),
    ("gone", "", "Look for a new address on its site, and put it into feeds.yml."),
    ("gone", "", "If there is none, set active: false in feeds.yml."),
    ("failed", "does not resolve", "Check the spelling of the host in feeds.yml, and whether the domain still exists."),
    ("failed", "(?i)certificate|ssl|tls", "Wait a few days: certificates run out and are renewed."),
    ("failed", "larger than", "Look for a shorter feed: this one is larger than we read."),
    ("failed", "HTTP 4", "Check the address in feeds.yml."),
    ("failed", "", "Wait: faults of a server mend themselves, and we come back more and more rarely."),
    ("failed", "", "If it lasts a week, open the address in a browser."),
    ("postponed", "", "Wait: the next day has requests again."),
    ("postponed", "", "Ask for fewer topics or a longer interval in feeds.yml, or get a key where a key allows more."),
    ("gap", "", "Replay with all archive files: the one that holds this answer was not among them."),
    ("quiet", "", "Open its site: if it has newer articles, its feed has stopped or moved."),
    ("quiet", "", "If it is silent, set every in feeds.yml to what is usual now."),
)
MOST_ADVICE = 2
QUIET = 4  # times the usual wait, and more than LEAST_QUIET, without a new article
LEAST_QUIET = timedelta(days=3)


def health(row, as_of):
    """`state`, `sentences` and `advice` of a source, seen from the newest visit in the corpus."""
    usual = rhythm(row)
    state = state_of(row, usual)
    troubled = "quiet" if state == "quiet" else row["outcome"] if state in ("failing", "gone") else ""
    return {
        "state": state,
        "sentences": [one for one in (news(row, usual, as_of), visit(row, state, as_of)) if one],
        "advice": advice(troubled, row["why"]),
    }


def state_of(row, usual):
    """One word: well, quiet, failing, gone, resting or new."""
    if not row["active"]:
        return "resting"
    if row["gone_at"]:
        return "gone"
    if not row["last_visit_at"]:
        return "new"
    if row["failures"]:
        return "failing"
    last = moment(row["last_new_at"])
    # what it wrote since we last asked, nobody knows
    silent = bool(usual and last) and moment(row["last_visit_at"]) - last > max(QUIET * usual, LEAST_QUIET)
    return "quiet" if silent else "well"


def news(row, usual, as_of):
    """When it last had something new, and how often it usually has."""
    often = f", usually every {span(usual)}" if usual else ""
    if row["last_new_at"]:
        return f"Last new article {ago(row['last_new_at'], as_of)}{often}."
    return "No article of it yet." if row["last_visit_at"] else ""


def visit(row, state, as_of):
    """How the visits go."""
    if state == "resting":
        return "Not asked any more, or not asked yet."
    if state == "new":
        return "Not asked yet."
    if state == "gone":
        return f"Said on {day(row['gone_at'])} that it is gone for good."
    said = OUTCOMES.get(row["outcome"], row["outcome"])
    if state == "failing":
        began = since(row["failing_since"] or row["last_visit_at"], as_of)
        times = f"{row['failures']} visits in a row" if row["failures"] > 1 else "one visit"
        good = f" Last good answer {ago(row['last_success_at'], as_of)}." if row["last_success_at"] else ""
        return f"In trouble since {began} ({times}): at the last one it {said}.{good}"
    return f"Last visit {ago(row['last_visit_at'], as_of)}: it {said}."


def advice(outcome, why):
    """At most two things to try after an outcome; those that fit the words behind it come first."""
    fitting = [(words, told) for end, words, told in ADVICE if end == outcome and re.search(words, why)]
    closest = [told for words, told in fitting if words]
    return (closest or [told for _, told in fitting])[:MOST_ADVICE]


def rhythm(row):
    """The usual time between two new articles: the median of the newest ones; None where there are too few."""
    times = sorted(moment(one) for one in json.loads(row["times"]))
    waits = [after - before for before, after in pairwise(times)]
    usual = median(waits) if len(waits) > 2 else timedelta()
    return usual or None


def moment(text):
    """The moment behind a time of the corpus; None for none."""
    return datetime.fromisoformat(text) if text else None


def ago(text, as_of):
    """How long before `as_of` it was."""
    age = moment(as_of) - moment(text)
    return f"{span(age)} ago" if age >= timedelta(minutes=1) else "just then"


def span(age):
    """A time in its biggest fitting unit, such as 9 hours."""
    for unit, least in (("day", timedelta(days=2)), ("hour", timedelta(hours=2)), ("minute", timedelta(minutes=2))):
        if age >= least:
            return f"{age // (least / 2)} {unit}s"
    return "1 minute"


def since(text, as_of):
    """A day, by its name where that is clear."""
    recent = moment(as_of) - moment(text) < timedelta(days=6)
    return f"{moment(text):%A}, {day(text)}" if recent else day(text)


def day(text):
    """A day in words, such as 24 November 2025."""
    return f"{moment(text).day} {moment(text):%B %Y}"
