"""A week at every court site, over loopback: nothing is lost, nothing invented, and what was not seen is a gap.

Each source of a court site gets a host of its own that answers with the lists of its samples.
"""

import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from rulingwire.models import Source
from tests.loopback import Answer, Done, Loopback, command, crawl, rows
from tests.test_court_samples import SAMPLES, read, source_of

DAY_ONE, DAY_TWO, ERROR = "20260701-list.", "20260702-list.", "20260703-list-error."
NAMES = sorted(p.parent.name for p in SAMPLES.glob(f"*/{DAY_ONE}*") if not p.name.endswith(".expected.json"))
ROBOTS = Answer(body=b"User-agent: *\nDisallow:\n")
WATCH = """
topics: {cdn: {any: [Cloudflare]}, blocking: {}, piracy: {}, liability: {}}
cases:
  - {court: us-scotus, number: 24-171, why: one page a case}
  - {court: wipo-amc, number: D2010-0615, why: one page a case}
"""
SESSION = {"/jportal/wsrest/recherche3/init": Answer(body=b'{"csrfToken": "token"}')}  # of the juris portals
MAINTENANCE = b"<!doctype html><html><head><title>Maintenance</title></head><body><p>Back soon</p></body></html>"


def sample(name: str, beginning: str) -> bytes | None:
    found = [p for p in sorted((SAMPLES / name).glob(f"{beginning}*")) if not p.name.endswith(".expected.json")]
    return found[0].read_bytes() if found else None


def entry_of(source: Source, host: str, **budget: int) -> str:
    """A source as feeds.yml says it, but at our host, all of it kept and no document read."""
    parts = urlsplit(source.url)
    court = {
        "courts": source.courts,
        "topics": source.topics,
        "window": f"{source.window.days}d",
        "pages": source.pages,
    }
    values = {
        "id": source.id,
        "title": source.title,
        "url": source.url.replace(f"{parts.scheme}://{parts.netloc}", f"http://{host}", 1),
        "kind": source.kind,
        "keep": "all",
        "court": court | {"zone": source.zone, "date_is": source.date_is},
    }
    if source.also_at:
        values["also_at"] = [url.replace(urlsplit(url).netloc, host, 1) for url in source.also_at]
    for name in ("language", "jurisdiction"):
        if getattr(source, name):
            values[name] = getattr(source, name)
    return "- " + json.dumps(values | ({"budget": budget} if budget else {})) + "\n"


@dataclass(kw_only=True)
class Week:
    """A folder, its hosts, and what each day brought."""

    folder: Path
    sites: dict[str, Loopback]
    days: dict[str, Done] = field(default_factory=dict)
    counts: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)
    gaps: dict[str, dict[str, list[tuple[str, str]]]] = field(default_factory=dict)
    outcomes: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    others: dict[str, int] = field(default_factory=dict)  # of what a source shows, how much another showed first

    def play(self, day: str, answer: Callable[[str], Answer], **settings: object) -> None:
        """Let every host answer so, crawl, and note what is stored."""
        for name, site in self.sites.items():
            site.table["*"] = answer(name)
        before = dict(rows(self.folder, "SELECT 'last', max(id) FROM fetches")) if self.days else {}
        self.days[day] = crawl(self.folder, "--force", **settings)
        self.counts[day] = {name: rows(self.folder, COUNTS, name)[0] for name in self.sites}
        self.gaps[day] = {
            name: rows(self.folder, "SELECT question, outcome FROM gaps WHERE source_id = ? ORDER BY 1", name)
            for name in self.sites
        }
        fetched = rows(self.folder, "SELECT source_id, outcome FROM fetches WHERE id > ?", before.get("last") or 0)
        self.outcomes[day] = {name: {what for who, what in fetched if who == name} for name in self.sites}

    def write(self, **budget: int) -> None:
        entries = [entry_of(source_of(name), site.host, **budget) for name, site in self.sites.items()]
        (self.folder / "feeds.yml").write_text("".join(entries))


# What a source shows, and how many versions it has made of it; some sources show decisions that another showed first.
COUNTS = """
SELECT count(*), sum((SELECT count(*) FROM article_versions v WHERE v.article_id = a.id))
FROM sightings g JOIN articles a ON a.id = g.article_id WHERE g.source_id = ?1
"""
OTHERS = """
SELECT count(*) FROM sightings g JOIN articles a ON a.id = g.article_id WHERE g.source_id = ?1 AND a.source_id <> ?1
"""


def page(body: bytes) -> Answer:
    return Answer(body=body)


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    folder = tmp_path_factory.mktemp("week")
    (folder / "watch.yml").write_text(WATCH)
    with ExitStack() as stack:
        sites = {name: stack.enter_context(Loopback({"/robots.txt": ROBOTS} | SESSION)) for name in NAMES}
        week = Week(folder=folder, sites=sites)
        week.write()
        week.play("first", lambda name: page(sample(name, DAY_ONE)))
        assert (week.days["first"].code, week.days["first"].err) == (0, "")
        week.play("same", lambda name: page(sample(name, DAY_ONE)))
        week.play("late and corrected", lambda name: page(sample(name, DAY_TWO)))
        challenge = Answer(status=403, headers=(("cf-mitigated", "challenge"),), body=MAINTENANCE)
        week.play("challenge", lambda name: challenge)
        week.play("error", lambda name: page(sample(name, ERROR) or MAINTENANCE))
        week.play("well again", lambda name: page(sample(name, DAY_TWO)))
        week.write(per_day=1)
        week.play("quota", lambda name: page(sample(name, DAY_TWO)))
        week.play("quota spent", lambda name: page(sample(name, DAY_TWO)))
        week.others = {name: rows(folder, OTHERS, name)[0][0] for name in sites}
        yield week


def printed(name: str, beginning: str) -> int:
    return len(read(name, sample(name, beginning), a_list=True).articles)


@pytest.mark.parametrize("name", NAMES)
def test_a_week_at_a_court_site(week, name):
    first, late = printed(name, DAY_ONE), printed(name, DAY_TWO)
    added = 0 if late == 1 else 1  # where a page is one case, there is no other below it
    assert week.counts["first"][name] == (first, first)
    assert week.counts["same"][name] == (first, first), "nothing new must change nothing"
    articles, versions = week.counts["late and corrected"][name]
    assert (articles, late) == (first + added, first + added), "the late entry below known ones"
    assert versions > articles or week.others[name], "the correction is a version"
    assert week.gaps["late and corrected"][name] == []
    assert week.gaps["challenge"][name] == [("", "challenged")]
    assert week.outcomes["challenge"][name] == {"challenged"}
    assert week.outcomes["error"][name] == {"unreadable"}
    assert "unreadable" in {outcome for _, outcome in week.gaps["error"][name]}
    assert week.gaps["well again"][name] == []
    assert week.outcomes["quota"][name] <= {"read", "unchanged", "postponed"}
    assert week.outcomes["quota spent"][name] == {"postponed"}
    assert {outcome for _, outcome in week.gaps["quota spent"][name]} == {"postponed"}
    assert week.counts["quota spent"][name] == (articles, versions), "nothing lost, nothing invented"


def test_a_site_that_wants_a_session_gets_one(tmp_path):
    def answer(asked):
        if asked.path.endswith("/init"):
            return Answer(headers=(("Set-Cookie", "JSESSIONID=abc; Path=/"),), body=b'{"csrfToken": "token"}')
        known = asked.headers.get("x-csrf-token") == "token" and "JSESSIONID=abc" in asked.headers.get("Cookie", "")
        return page(sample("juris-hh", DAY_ONE) if known else b'{"msgId": "security_notAuthenticated"}')

    with Loopback({"/robots.txt": ROBOTS, "*": answer}) as site:
        (tmp_path / "watch.yml").write_text(WATCH)
        (tmp_path / "feeds.yml").write_text(entry_of(source_of("juris-hh"), site.host))
        done = crawl(tmp_path)
    assert (done.code, done.err) == (0, "")
    assert rows(tmp_path, "SELECT outcome, items FROM fetches") == [("read", printed("juris-hh", DAY_ONE))]


SAME = {
    "articles": "SELECT id, permalink, title, url, version FROM articles ORDER BY id",
    "records": "SELECT article_id, version, form, record FROM article_records ORDER BY 1, 2, 3",
    "decisions": "SELECT * FROM decisions ORDER BY 1",
    "gaps": "SELECT source_id, question, first_day, last_day, outcome FROM gaps ORDER BY 1, 2, 3",
    "fetches": "SELECT fetched_at, source_id, purpose, question, url, outcome FROM fetches ORDER BY 1, 2, 3, 4, 5",
    "states": "SELECT source_id, last_outcome, failures FROM source_states ORDER BY 1",
}


def test_the_archive_gives_the_same_corpus_again(tmp_path):
    names = ["nrw", "scotus-opinions", "find-case-law", "entscheidsuche", "rechtspraak", "cellar", "juportal"]
    (tmp_path / "watch.yml").write_text(WATCH)
    with ExitStack() as stack:
        sites = {name: stack.enter_context(Loopback({"/robots.txt": ROBOTS})) for name in names}
        week = Week(folder=tmp_path, sites=sites)
        week.write()
        week.play("first", lambda name: page(sample(name, DAY_ONE)))
        week.play("late and corrected", lambda name: page(sample(name, DAY_TWO)))
        week.play("error", lambda name: page(MAINTENANCE))
    before = {what: rows(tmp_path, sql) for what, sql in SAME.items()}
    assert command(tmp_path, tmp_path / "feeds.yml", "rebuild").code == 1  # as the last answers were errors
    assert {what: rows(tmp_path, sql) for what, sql in SAME.items()} == before
