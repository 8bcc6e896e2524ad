"""What the browser tests share: a browser, a fake desk, and a visitor in front of the demo page."""

import os

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import CHROMIUM, chromium
from tests.browser.fake_desk import running
from tests.browser.visitor import PATIENCE, Visitor

MISSING = "Chromium is not installed (apt-get install chromium): the chat was not tested in a browser"



@pytest.fixture(scope="module")
def browser():
    """Chromium; HEARD_REQUIRE_BROWSER=1 makes its want a failure."""
    if not CHROMIUM.exists():
        pytest.fail(MISSING) if os.environ.get("HEARD_REQUIRE_BROWSER") == "1" else pytest.skip(MISSING)
    expect.set_options(timeout=PATIENCE)
    with chromium() as started:
        yield started


@pytest.fixture
def fake():
    """A fake desk of its own and its address."""
    with running() as (desk, address):
        yield desk, address


@pytest.fixture
def desk(fake):
    """The fake desk, to set its faults and look into."""
    return fake[0]


@pytest.fixture
def visit(browser, fake):
    """A function that brings a visitor to the demo page: visit("fi", width=320). What went wrong in the page fails the test."""
    contexts = []

    def arrive(language: str = "en", **about) -> Visitor:
        visitor = Visitor(browser, fake[1], language, **about)
        contexts.append(visitor)
        return visitor

    yield arrive
    for visitor in contexts:
        visitor.context.close()
        assert visitor.troubles == []
