"""The figures as Markdown tables, counts beside every ratio."""

from collections.abc import Iterable, Iterator

from benchmarks.tagging.report import Report, ordered
from benchmarks.tagging.score import FIELDS, SINGLE, Tally

GROUPED = {  # the fields of the tables by language and outlet, with a short name
    "relevance": "relevance",
    "party": "party",
    "party+role, roles given": "roles given",
    "court": "court",
    "jurisdiction": "jurisdiction",
    "amount": "amount",
    "event": "event",
    "outcome": "outcome",
}


def page(report: Report) -> Iterator[str]:
    """All tables, in lines."""
    yield f"{report.articles} articles, {report.relevant} labelled relevant; rules {report.rules}; one annotator."
    yield ""
    yield from main_table(report)
    for group, parts in report.groups.items():
        if len(parts) > 1:
            yield ""
            yield from group_table(group, report)
    yield ""
    yield from confusion_lines(report)
    if report.strangers:
        yield f"Labelled ids that the rules do not have: {', '.join(report.strangers)}"
    yield from report.notes


def main_table(report: Report) -> Iterator[str]:
    """One line for each field and system that says something about it."""
    yield from _head("field", "system", "precision", "recall", "F1", "false", "missed", "accuracy")
    for field in FIELDS:
        for system, scores in report.systems.items():
            if field in scores:
                yield _row(field, system, *_cells(scores[field], single=field in SINGLE))


def _cells(tally: Tally, *, single: bool) -> Iterable[str]:
    yield ratio(tally.precision, tally.right, tally.right + tally.false)
    yield ratio(tally.recall, tally.right, tally.right + tally.missed)
    yield "-" if tally.f1 is None else f"{tally.f1:.3f}"
    yield str(tally.false)
    yield str(tally.missed)
    yield ratio(tally.accuracy, tally.same, tally.asked) if single else ""


def group_table(group: str, report: Report) -> Iterator[str]:
    """F1 and right/false/missed of the product, or the accuracy, by language, outlet or file."""
    yield f"By {group}, product: F1 with right/false/missed, of event and outcome accuracy:"
    yield ""
    yield from _head(group, "articles", *GROUPED.values())
    for name, (count, scores) in report.groups[group].items():
        yield _row(name, str(count), *(_cell(scores[field], single=field in SINGLE) for field in GROUPED))


def _cell(tally: Tally, *, single: bool) -> str:
    if single:
        return ratio(tally.accuracy, tally.same, tally.asked, 2)
    counts = f"{tally.right}/{tally.false}/{tally.missed}"
    return "-" if tally.f1 is None else f"{tally.f1:.2f} {counts}"


def confusion_lines(report: Report) -> Iterator[str]:
    """What was labelled so and told otherwise, the most frequent first."""
    for name, counter in report.confusions.items():
        if counter:
            told = (f"{one} -> {other} {n}" for (one, other), n in ordered(counter))
            yield f"Labelled {name} -> told, in articles labelled relevant: {', '.join(told)}"


def ratio(value: float | None, part: int, whole: int, places: int = 3) -> str:
    """A ratio with its counts."""
    return "-" if value is None else f"{value:.{places}f} {part}/{whole}"


def _head(*cells: str) -> Iterator[str]:
    yield _row(*cells)
    yield "|" + "---|" * len(cells)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
