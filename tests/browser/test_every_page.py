"""What holds for every kind of page."""

import pytest

from tests.browser.pages import OURS, by_name
from tests.browser.visits import PHONE


def test_a_page_opens_without_errors_and_asks_nobody_else_for_anything(visits, kind) -> None:
    visit = visits(kind)
    assert visit.status == kind.status
    assert visit.errors == ()
    assert visit.strangers == ()


def test_axe_finds_no_serious_fault_in_light_or_dark(visits, kind) -> None:
    assert visits(kind).faults == ()
    assert visits(kind).dark_faults == ()


def test_a_phone_need_not_scroll_sideways(visits, kind) -> None:
    assert visits(kind).phone_width <= PHONE["width"]


def test_our_pages_hold_no_script(visits, our_kind) -> None:
    assert visits(our_kind).scripts == 0


@pytest.mark.parametrize("kind", OURS[::8], ids=by_name)
def test_our_pages_read_the_same_with_scripts_off(visits, browser, site, kind) -> None:
    assert browser.text_without_scripts(kind.path(site.corpus)) == visits(kind).text
