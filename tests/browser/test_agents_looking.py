"""Who else looks at a conversation, at two agents' desks: the name comes with them and goes with them."""

import pytest
from playwright.sync_api import expect
from tests.browser.test_agents import enter, fake  # noqa: F401 (fixtures)

pytestmark = pytest.mark.browser


@pytest.fixture
def two(enter):
    """Anna, who sees that Maria looks too, and Maria."""
    maria = enter("maria").open("t1")
    anna = enter().open("t1")
    expect(anna.page.locator(".title .looking")).to_contain_text("Maria Lindqvist")
    expect(maria.page.locator(".title .looking")).to_contain_text("Anna Virtanen")
    return anna, maria


def gone(agent) -> None:
    """Within a moment, not after the three quarters of a minute that a silent name stays."""
    expect(agent.page.locator(".title .looking")).to_have_count(0, timeout=5000)
    expect(agent.page.locator(".row", has_text="Ruth")).not_to_contain_text("Looking too")


def test_another_conversation_is_opened(two):
    anna, maria = two
    maria.open("t3")
    gone(anna)
    expect(anna.page.locator(".row", has_text="Matti")).to_contain_text("Looking too: Maria Lindqvist")


def test_another_page_of_the_desk_is_opened(two):
    anna, maria = two
    maria.go("library")
    gone(anna)


def test_the_window_is_closed(two):
    anna, maria = two
    maria.page.close()
    gone(anna)


def test_they_go_elsewhere(two):
    anna, maria = two
    maria.page.goto("about:blank")
    gone(anna)


def test_they_sign_out(two):
    anna, maria = two
    maria.page.locator(".menu button").first.click()
    maria.button("menu.sign_out").click()
    gone(anna)
    expect(maria.page.locator("[name=password]")).to_be_visible()


def test_closing_while_writing_ends_the_dots(desk, two):
    _, maria = two
    with maria.page.expect_response("**/typing"):
        maria.composer.fill("half a")
    maria.page.close()
    for _ in range(100):
        if desk.talks["t1"].typing == [True, False]:
            break
        two[0].page.wait_for_timeout(50)
    assert desk.talks["t1"].typing == [True, False]
