"""The desk's layout under names as long as people's can be: nothing is squeezed, nothing runs out of the window, and what an empty list says is true."""

import pytest
from playwright.sync_api import expect
from tests.browser.agent import Agent
from tests.browser.fake_agents_desk import running

pytestmark = pytest.mark.browser
LONG = "Alexandra Konstantinopoulou-Featherstonehaugh de la Vega"
LINES = "(row) => [...row.querySelectorAll('.top, .felt, .last, .foot')].map((line) => line.getBoundingClientRect().height)"
OUTSIDE = """() => [...document.querySelectorAll('header *, main *')].filter((each) => {
  const { left, right, width } = each.getBoundingClientRect();
  return width && (left < -1 || right > innerWidth + 1) && !each.closest('nav, .wide, .hidden, svg, bdi');
}).map((each) => each.outerHTML.slice(0, 120))"""


@pytest.fixture
def desk():
    with running() as (desk, address):
        desk.address = address
        for talk in desk.talks.values():
            talk.item |= {"name": LONG, "agent": {"id": "p9", "name": LONG}, "looking": [LONG], "signals": ["going_public", "leaving", "legal", "repeat_contact", "wants_human"]}
            talk.promises = [talk.promise("x" * 40 + " " + LONG * 3, talk.item["changed"])]
        for person in desk.people:
            person["name"] = f"{person['name']} {LONG}"
        yield desk


def enter(browser, desk, language: str, width: int) -> Agent:
    desk.languages["p3"] = language
    return Agent(browser, desk.address, "adam", language, width=width, height=800).enter()


@pytest.mark.parametrize("width", [390, 1024, 1440])
@pytest.mark.parametrize("language", ["en", "ar", "fi", "fr"])
def test_long_names_stay_in_their_place(browser, desk, language, width):
    adam = enter(browser, desk, language, width)
    row = adam.page.locator(".row").first
    row.wait_for()
    assert max(row.evaluate(LINES)) < 30  # one line each
    for page in ("inbox/t1", "promises", "people"):
        adam.go(page).page.locator(".message, tbody tr").first.wait_for()
        assert adam.page.evaluate("document.documentElement.scrollWidth") <= width
        assert adam.page.evaluate(OUTSIDE) == [], page
    adam.context.close()
    assert adam.troubles == []


def test_an_empty_list_says_what_is_true(browser, desk):
    adam, empty = enter(browser, desk, "en", 1440), "section.list .empty"
    adam.page.locator(".row").first.wait_for()
    adam.button("views.closed").click()
    expect(adam.page.locator(empty)).to_have_text("Nothing here.")
    desk.talks.clear()
    adam.button("views.need").click()
    expect(adam.page.locator(empty)).to_have_text("Nothing here. Everybody who wrote has been answered.")
    adam.context.close()


def test_the_list_keeps_its_place_when_a_first_conversation_is_mine(browser, desk):
    adam = enter(browser, desk, "en", 1440).open("t1")
    place = "document.querySelector('.rows').getBoundingClientRect().top"
    before = adam.page.evaluate(place)
    desk.talks["t1"].item["agent"] = None
    adam.page.keyboard.press("Alt+T")
    expect(adam.button("views.mine")).to_contain_text("1")
    assert adam.page.evaluate(place) == before
    adam.context.close()


@pytest.mark.parametrize("height", [600, 800])
def test_what_is_written_can_be_sent_on_a_small_screen(browser, desk, height):
    adam = enter(browser, desk, "fi", 390)
    adam.page.set_viewport_size({"width": 390, "height": height})
    send = adam.open("t1").page.locator(".sending .strong")
    if height < 700:
        send.scroll_into_view_if_needed()  # within its pane: the page itself stays
    box = send.bounding_box()
    assert box["y"] + box["height"] <= height and adam.page.evaluate("document.documentElement.scrollHeight") <= height
    adam.context.close()
