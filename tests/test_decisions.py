"""What many sentences say together: the vote on roles and sides, and the news of an article."""

import pytest

from pipelines.proofs import article
from pipelines.roles import Given, decide_role, decide_side
from pipelines.rules import load_rules
from pipelines.tag import tag
from rulingwire.models import Tag

RULES = load_rules()


def given(*roles: str, side: str = "") -> list[Given]:
    return [Given("p", role, side, None, 1.0) for role in roles]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("roles", "kind", "role"),
    [
        (["plaintiff"], "isp", "plaintiff"),
        (["plaintiff", "plaintiff", "defendant"], "isp", "plaintiff"),
        (["plaintiff", "defendant"], "isp", "mentioned"),
        (["plaintiff", "appellant", "appellant"], "isp", "plaintiff"),
        (["appellant"], "isp", "appellant"),
        ([], "pirate-site", "pirate-site"),
        (["defendant"], "pirate-site", "defendant"),
        ([], "isp", "mentioned"),
    ],
)
def test_the_role_is_the_one_with_twice_the_votes(roles: list[str], kind: str, role: str) -> None:
    assert decide_role(given(*roles), kind)[0] == role


def test_sides_that_disagree_are_no_side() -> None:
    assert decide_side(given("", side="won"))[0] == "won"
    assert decide_side(given("", side="won") + given("", side="lost"))[0] == ""


def news(text: str, title: str = "", kind: str = "outcome") -> str:
    return next(
        (found.key for found in tag(article(text, title=title), RULES) if found.kind == kind and found.primary), ""
    )


def parties(text: str) -> dict[str, Tag]:
    return {found.key: found for found in tag(article(text), RULES) if found.kind == "party"}


def test_what_was_long_ago_is_not_the_news() -> None:
    assert news("The judges dismissed the case. In 2012 judges held Google liable in Rome.") == "dismissed"


def test_a_question_tells_nothing() -> None:
    assert news("", "Judges held Cloudflare liable?") == ""
    assert news("", "Judges held Cloudflare liable") == "liable"


def test_what_somebody_says_counts_little() -> None:
    said = (
        '"The judges have simply dismissed the case against Cloudflare, as we told everybody before," a lawyer claimed.'
    )
    assert news(f"The judges held Cloudflare liable. {said} {said}") == "liable"


def test_the_event_follows_from_the_outcome() -> None:
    assert news("The judges held Cloudflare liable.", kind="event") == "ruling"


def test_the_loser_is_kept_beside_the_role() -> None:
    found = parties("The judges held Cloudflare liable.")["cloudflare"]
    assert (found.role, found.side) == ("defendant", "lost")


def test_a_conversion_points_to_the_sum_it_converts() -> None:
    text = "Cloudflare must pay 500 million yen, roughly $3.2 million. Costs are 2 million euros."
    sums = {found.key: found.conversion_of for found in tag(article(text), RULES) if found.kind == "amount"}
    assert sums == {"JPY 500000000": "", "USD 3200000": "JPY 500000000", "EUR 2000000": ""}
