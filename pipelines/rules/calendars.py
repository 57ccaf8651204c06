"""How dates are written: months, weekdays and words like "yesterday", in all our languages at once."""

import re
from dataclasses import dataclass
from typing import Any

from ahocorasick_rs import AhoCorasick

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DIGITS = "0123456789"

_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_EASTERN = (
    r"(?:(?:(?P<era>令和|平成|昭和)(?P<erayear>元|\d{1,2})年|(?P<year7>(?:19|20)\d\d)[年년] ?)?"
    r"(?P<mm7>1[0-2]|0?[1-9])[月월](?: ?(?P<day7>3[01]|[12]\d|0?[1-9])[日일])?"
    r"|(?P<year10>(?:19|20)\d\d)[年년](?![度間])"
    r"|(?P<day8>3[01]|[12]\d|[1-9])[日일](?!本|間|以|目|につき|あたり|当たり|当り|간|이))"
)


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """One pattern for every way to write a date, and what its words mean."""

    pattern: re.Pattern[str]
    hints: AhoCorasick  # digits, weekdays and words like "yesterday": every date holds one
    months: dict[str, int]  # word -> 1 to 12
    weekdays: dict[str, int]  # word -> 0 (Monday) to 6
    ago: dict[str, int]  # word -> days before publication

    def month(self, word: str) -> int:
        """The number of a month."""
        return self.months[word]

    def weekday(self, word: str) -> int:
        """The number of a day of the week, Monday being 0."""
        return self.weekdays[word]

    def days_ago(self, word: str) -> int:
        """How many days before publication: 0 for "today"."""
        return self.ago[word]


def load_calendar(content: dict[str, Any]) -> Calendar:
    """The calendar from calendar.yml: months by number, weekdays, `ago` by days, each with all its words."""
    months = {word: int(n) for n, words in content["months"].items() for word in words.split("|")}
    weekdays = {word: DAYS.index(day) for day, words in content["weekdays"].items() for word in words.split("|")}
    ago = {word: int(n) for n, words in content["ago"].items() for word in words.split("|")}
    pattern, hints = _pattern(content, months, weekdays, ago), AhoCorasick([*DIGITS, *weekdays, *ago])
    return Calendar(pattern=pattern, hints=hints, months=months, weekdays=weekdays, ago=ago)


def _either(words: dict[str, int] | list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _pattern(content: dict[str, Any], *words: dict[str, int]) -> re.Pattern[str]:
    """The ways to write a date, the longest first; a bare year counts only behind a word such as "in"."""
    month, weekday, ago = map(_either, words)
    before = _either(content["before"])
    year_behind = r"(?:,? (?:de |del |do |of )?(?P<year{0}>(?:19|20)\d\d)(?: ?(?:года|г\.|r\.|roku))?)?"
    forms = [
        rf"{_DAY}(?:\.|er|º|°|-go|st|nd|rd|th)? ?(?:de |of |di |da )?(?P<month1>{month})\.?{year_behind}",
        rf"(?P<month2>{month})\.? {_DAY}(?:st|nd|rd|th)?(?!\d){year_behind}",
        r"(?P<year3>(?:19|20)\d\d)-(?P<mm3>\d\d)-(?P<day3>\d\d)",
        r"(?P<day4>3[01]|[12]\d|0?[1-9])\.(?P<mm4>1[0-2]|0?[1-9])\.(?P<year4>(?:19|20)\d\d)",
        r"(?P<day5>3[01]|2\d|1[3-9])/(?P<mm5>1[0-2]|0?[1-9])/(?P<year5>(?:19|20)\d\d)",
        rf"(?P<month6>{month}) (?:de |of |del )?(?P<year6>(?:19|20)\d\d)",
        rf"(?P<weekday>{weekday})",
        rf"(?P<ago>{ago})",
    ]
    numbered = "|".join(form.replace("{0}", str(n)).replace("<day>", f"<day{n}>") for n, form in enumerate(forms, 1))
    western = rf"(?<!\w)(?:(?:{before}) ?)?(?:{numbered})(?!\w)|(?<!\w)(?:{before}) ?(?P<year9>(?:19|20)\d\d)(?!\w)"
    return re.compile(rf"{western}|(?<![\d.,]){_EASTERN}")
