"""What shared words, links and credits mean: who quotes whom, and what several have from one source.

A link or a named outlet says it outright. Else words say it: the side that prints them in quotation marks quotes, else
the later one. Where a court's own document holds the words, the news quote the court. Where three outlets share words
and none names another, they have them from somebody else.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from pipelines.credits import Outlets
from rulingwire.derivations import Derivation, Shared, Witness

NEAR = timedelta(days=7)  # between an article and one of the outlet it names, where only their story joins them
AHEAD = timedelta(days=1)  # what is quoted may look so much younger: some sites print the day alone
SAME_TIME = timedelta(minutes=1)


class Quotations:
    """What facts mean; they must be all the facts of the articles that are asked about."""

    def __init__(self, outlets: Outlets, witnesses: Mapping[int, Witness], shared: Iterable[Shared]) -> None:
        self.outlets = outlets
        self.witnesses = witnesses
        self.shared = {(one.article, one.other): one for one in shared}
        self.partners: dict[int, set[int]] = defaultdict(set)
        for number, other in self.shared:
            self.partners[number].add(other)
            self.partners[other].add(number)
        self.stories: dict[int, list[Witness]] = defaultdict(list)
        for number in sorted(witnesses):
            self.stories[witnesses[number].story].append(witnesses[number])
        self.said = self._outright()

    def derivations(self) -> Iterator[Derivation]:
        """Who quotes whom."""
        yield from self.said.values()
        for number, other in self.shared:
            quoting, rule = self._by_words(number, other)
            if quoting:
                yield self._row(quoting, other if quoting == number else number, "words", rule)

    def common(self) -> Iterator[tuple[int, int]]:
        """Pairs that have their words from a common source."""
        return (pair for pair in self.shared if self._is_common(*pair))

    # What an article says itself

    def _outright(self) -> dict[tuple[int, int], Derivation]:
        found: dict[tuple[int, int], Derivation] = {}
        for witness in self.witnesses.values():
            for row in (*self._linked(witness), *self._credited(witness)):
                found.setdefault((row.article, row.source), row)
        return {pair: row for pair, row in found.items() if not self._is_turned(row, found.get(pair[::-1]))}

    def _linked(self, witness: Witness) -> Iterator[Derivation]:
        for other in sorted((witness.via & self.witnesses.keys()) - {witness.number}):
            yield self._row(witness.number, other, "link", "link:via")
        for other in sorted(witness.links & self.partners[witness.number]):
            yield self._row(witness.number, other, "link", "link:words")

    def _credited(self, witness: Witness) -> Iterator[Derivation]:
        for outlet, (rule, words) in sorted(witness.credits.items()):
            if (other := self._meant(witness, outlet)) is not None:
                row = self._row(witness.number, other, "cue", rule)
                yield (
                    row
                    if row.passage
                    else Derivation(article=witness.number, source=other, how="cue", rule=rule, passage=words)
                )

    def _meant(self, witness: Witness, outlet: str) -> int | None:
        """The article of an outlet that is meant: one that shares words, or is linked, or is the last in its story."""
        others = [
            other
            for other in self._around(witness)
            if other.site != witness.site and self.outlets.is_of(outlet, other.source_id, other.url)
        ]
        tied = [other for other in others if other.number in witness.links or self._pair(witness.number, other.number)]
        near = [other for other in others if other.story == witness.story and witness.at - other.at <= NEAR]
        return max((self._rank(witness, other) for other in tied or near), default=(0, 0, None))[2]

    def _around(self, witness: Witness) -> Iterator[Witness]:
        numbers = {other.number for other in self.stories[witness.story]} if witness.story else set()
        for number in sorted((numbers | witness.links | self.partners[witness.number]) & self.witnesses.keys()):
            if number != witness.number and self.witnesses[number].at <= witness.at + AHEAD:
                yield self.witnesses[number]

    def _rank(self, witness: Witness, other: Witness) -> tuple[int, int, int]:
        pair = self._pair(witness.number, other.number)
        return (pair.shingles if pair else 0), int(other.number in witness.links), other.number

    @staticmethod
    def _is_turned(row: Derivation, back: Derivation | None) -> bool:
        """Do both name each other? Then a link that says so counts, else the later one quotes."""
        if back is None:
            return False
        ranks = {"link:via": 2, "link:words": 1}
        mine, theirs = ranks.get(row.rule, 0), ranks.get(back.rule, 0)
        return mine < theirs or (mine == theirs and row.article < row.source)

    # What words say

    def _by_words(self, number: int, other: int) -> tuple[int, str]:
        """Which of two quotes the other, and by which rule; 0 where words do not say it."""
        pair = self.shared[number, other]
        if not pair.is_reuse or self._is_said(number, other):
            return 0, ""
        here, there = self.witnesses[number], self.witnesses[other]
        if here.is_court or there.is_court:
            return (0 if here.is_court and there.is_court else other if here.is_court else number), "words:court"
        if self._is_common(number, other):
            return 0, ""
        quoting, rule = self._direction(pair, here, there)
        source = other if quoting == number else number
        return (0, "") if quoting and self._is_handed_on(quoting, source) else (quoting, rule)

    def _direction(self, pair: Shared, here: Witness, there: Witness) -> tuple[int, str]:
        if pair.quoted_there and not pair.quoted_here:
            return there.number if here.at - there.at <= AHEAD else 0, "words:quoted"  # nobody quotes next week's news
        if pair.quoted_here and not pair.quoted_there:
            return here.number, "words:quoted"
        return (0, "") if _same_time(here.at, there.at) else (here.number, "words:later")

    def _is_common(self, number: int, other: int) -> bool:
        """Have both their words from a court whose document holds them, or from whoever told three outlets?"""
        if self._is_said(number, other) or not self.shared[number, other].is_reuse:
            return False
        group = self._group(number, other)
        courts = [witness.is_court for witness in group]
        if any(courts):
            return not (courts[0] or courts[1])
        sites = {witness.site for witness in group}
        return len(sites) > 2 and not any(
            self._is_said(one.number, two.number) for one in group for two in group if one.number < two.number
        )

    def _group(self, number: int, other: int) -> list[Witness]:
        """Two articles, and all that share words with both."""
        both = sorted(self.partners[number] & self.partners[other])
        return [self.witnesses[one] for one in (number, other, *both) if one in self.witnesses]

    def _is_handed_on(self, quoting: int, source: int) -> bool:
        """Did the words come by way of another, which quoted the source or was quoted by it?"""
        for third in self._group(quoting, source)[2:]:
            if (quoting, third.number) in self.said or (source, third.number) in self.said:
                return True
            if third.number < source and third.site != self.witnesses[source].site:
                return True
        return False

    def _is_said(self, one: int, two: int) -> bool:
        return (one, two) in self.said or (two, one) in self.said

    def _pair(self, one: int, two: int) -> Shared | None:
        return self.shared.get((one, two)) or self.shared.get((two, one))

    def _row(self, article: int, source: int, how: str, rule: str) -> Derivation:
        pair = self._pair(article, source)
        if pair is None:
            return Derivation(article=article, source=source, how=how, rule=rule)
        return Derivation(
            article=article,
            source=source,
            how=how,
            rule=rule,
            shingles=pair.shingles,
            words=pair.words,
            passage=pair.passage,
        )


def _same_time(one: datetime, two: datetime) -> bool:
    """Can nobody say which came first? Midnight to the second is a day without an hour."""
    if abs(one - two) < SAME_TIME:
        return True
    only_day = any(moment.time() == moment.min.time() for moment in (one, two))
    return only_day and one.date() == two.date()
