"""Days that no good answer has shown: opened, lengthened, shortened and closed."""

from datetime import timedelta

import pytest

from rulingwire.models import Capture
from rulingwire.outcomes import Outcome
from tests import builders

DAY = timedelta(days=1)
WINDOW = timedelta(days=7)


@pytest.fixture
def play(tmp_path):
    source = builders.source("court", url="https://court.example/list")
    desk = builders.desk(tmp_path, source)

    def play(day, outcome=Outcome.EMPTY, question="Cloudflare", purpose="visit", **changes):
        """An answer on a day after NOON, to a question for the week before it; gives the gaps that are left."""
        at = builders.NOON + DAY * day
        capture = Capture(
            url=f"https://court.example/{question}", fetched_at=at, status=200, body_hash=f"{at}{question}"
        )
        values = {"capture": capture, "question": question, "purpose": purpose, "since": at - WINDOW, "asked_at": at}
        desk.take(builders.reading(at=at, of=source, outcome=outcome, why=outcome.value, **(values | changes)), 1)
        return list(desk.db.execute("SELECT question, first_day, last_day, outcome FROM gaps ORDER BY 1, 2"))

    return play


def day(number):
    return (builders.NOON + DAY * number).date().isoformat()


def test_a_gap_begins_with_the_last_good_answer_and_is_closed_by_the_next(play):
    assert play(0) == []
    assert play(1, Outcome.REFUSED) == [("Cloudflare", day(0), day(1), "refused")]
    assert play(3, Outcome.FAILED) == [("Cloudflare", day(0), day(3), "failed")]
    assert play(4) == []


def test_a_site_never_read_has_missed_its_whole_window(play):
    assert play(0, Outcome.UNREADABLE) == [("Cloudflare", day(-7), day(0), "unreadable")]


def test_what_lies_before_the_window_stays_unseen(play):
    play(0)
    play(1, Outcome.REFUSED)
    assert play(10) == [("Cloudflare", day(0), day(2), "unasked")]
    assert play(11) == [("Cloudflare", day(0), day(2), "unasked")]


def test_each_question_has_gaps_of_its_own(play):
    play(0)
    play(0, question="piracy", purpose="query")
    assert play(1, Outcome.FAILED, question="piracy", purpose="query") == [("piracy", day(0), day(1), "failed")]
    assert play(2) == [("piracy", day(0), day(1), "failed")]
    assert play(2, question="piracy", purpose="query") == []


def test_a_challenge_is_one_gap_of_the_whole_site(play):
    play(0)
    assert play(1, Outcome.CHALLENGED) == [("", day(0), day(1), "challenged")]
    assert play(2) == []


def test_a_list_that_holds_back_is_a_gap_though_it_was_read(play):
    assert play(0, missed="12 hits, of which 10 are shown") == [("Cloudflare", day(-7), day(0), "ceiling")]


def test_a_document_that_fails_is_no_gap(play):
    assert play(0, Outcome.FAILED, purpose="page", page_of="https://court.example/1") == []
