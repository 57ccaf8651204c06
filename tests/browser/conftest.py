"""One server and one browser for all tests here; without a Chromium of the system they are skipped, and say so.

RULINGWIRE_BROWSER=required makes a failure of that, as the checks do.
"""

import os
import shutil

import pytest

from tests.browser.pages import OURS, STOCK, by_name
from tests.browser.served import served
from tests.browser.visits import Browser

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# A browser calls its maker at every start unless told not to; root has no sandbox.
QUIET = ("--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update")
QUIET += ("--disable-sync", "--disable-gpu", "--no-sandbox")
MISSING = "no browser tests: they need Chromium (Debian: apt-get install chromium)"


# A package ends before the next tests begin: Playwright keeps a loop running, beside which asyncio.run fails.
@pytest.fixture(scope="package")
def chromium():
    if CHROMIUM is None:
        (pytest.fail if os.environ.get("RULINGWIRE_BROWSER") == "required" else pytest.skip)(MISSING)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def site(chromium, tmp_path_factory):
    with served(tmp_path_factory.mktemp("browser")) as site:
        yield site


@pytest.fixture(scope="package")
def browser(chromium, site):
    return Browser(chromium, site.base)


@pytest.fixture
def page(browser):
    """A page of 1200 pixels whose addresses begin at the site."""
    with browser.page() as page:
        yield page


@pytest.fixture(scope="package")
def visits(browser, site):
    """The visit to the page of a kind, made once."""
    made = {}

    def visit(kind):
        if kind not in made:
            made[kind] = browser.visit(kind.path(site.corpus))
        return made[kind]

    return visit


@pytest.fixture(params=OURS + STOCK, ids=by_name)
def kind(request):
    return request.param


@pytest.fixture(params=OURS, ids=by_name)
def our_kind(request):
    return request.param


def pytest_terminal_summary(terminalreporter):
    """The skip is said even where pytest is told to be quiet."""
    if any(MISSING in str(report.longrepr) for report in terminalreporter.stats.get("skipped", ())):
        terminalreporter.write_line(MISSING, yellow=True)
