"""What calls an agent back: a sound and a browser notification, each only when asked for, and nothing of the customer's words in them."""

import pytest
from playwright.sync_api import expect
from tests.browser.agent import Agent
from tests.browser.test_agents import fake  # noqa: F401 (fixture)

pytestmark = pytest.mark.browser
WROTE = "Meneekö tästä vielä kauan? Tilinumeroni on 12345."
SPIES = """
window.spied = {shown: [], tones: 0, hidden: false};
window.Notification = class extends Notification {
  constructor(title, options) { super(title, options); spied.shown.push(this); }
};
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { spied.tones += this.context.state === "running" ? 1 : 1000; return start.apply(this, when); };
Object.defineProperty(document, "visibilityState", {get: () => (spied.hidden ? "hidden" : "visible")});
"""
UNTOUCHED = "Object.defineProperty(navigator, 'userActivation', {value: {hasBeenActive: false}});"
NONE_SHOWN = "window.Notification = class { static permission = 'granted'; constructor() { throw new TypeError('Illegal constructor'); } };"


@pytest.fixture
def enter(browser, fake):
    """A function that brings Anna to the desk, spied on: enter(notifications=True, sound=True) are settings she made before."""
    agents = []

    def arrive(*scripts: str, granted: bool = True, **settings) -> Agent:
        desk, address = fake
        desk.settings["p1"] = settings
        anna = Agent(browser, address)
        if granted:
            anna.context.grant_permissions(["notifications"], origin=address)
        for script in (SPIES, *scripts):
            anna.context.add_init_script(script)
        agents.append(anna.enter())
        anna.page.locator(".row").first.wait_for()
        return anna

    yield arrive
    for anna in agents:
        anna.context.close()
        assert anna.troubles == []


def writes(desk, anna: Agent, conversation: str, text: str = WROTE) -> None:
    """A customer writes, and the browser has heard of it."""
    desk.talks[conversation].say("customer", text)
    anna.page.wait_for_timeout(500)


def hide(anna: Agent, hidden: bool = True) -> None:
    """The window goes behind another one."""
    anna.page.evaluate("(hidden) => (spied.hidden = hidden)", hidden)


def shown(anna: Agent) -> list[list[str]]:
    """Title and text of each notification."""
    return anna.page.evaluate("spied.shown.map(({title, body}) => [title, body])")


def tones(anna: Agent) -> int:
    """How many notes were played: two make the sound, a thousand one that nobody can hear."""
    return anna.page.evaluate("spied.tones")


def switch(anna: Agent, key: str):
    """A switch of the settings, which are opened."""
    if anna.page.locator("#menu").count() == 0:
        anna.page.locator(".menu button").first.click()
    return anna.page.get_by_label(anna.word(key))


def test_nothing_calls_before_it_is_asked_for(desk, enter):
    anna = enter()
    hide(anna)
    writes(desk, anna, "t3")
    assert (tones(anna), shown(anna)) == (0, [])
    expect(switch(anna, "menu.sound")).not_to_be_checked()
    expect(switch(anna, "menu.notifications")).not_to_be_checked()


def test_a_sound_when_a_customer_writes(desk, enter):
    anna = enter()
    switch(anna, "menu.sound").check()
    anna.page.wait_for_function("spied.tones === 2")  # so that they know what to listen for
    assert desk.settings["p1"]["sound"] is True
    anna.page.wait_for_timeout(1600)
    writes(desk, anna, "t3")
    anna.page.wait_for_function("spied.tones === 4")


def test_nobody_is_called_to_what_the_bot_or_a_colleague_has(desk, enter):
    anna = enter(sound=True, notifications=True)
    hide(anna)
    writes(desk, anna, "t6")  # the bot's, which the list on the screen doesn't hold
    writes(desk, anna, "t4")  # Maria's
    assert (tones(anna), shown(anna)) == (0, [])
    anna.open("t4")
    writes(desk, anna, "t4")
    assert (tones(anna), len(shown(anna))) == (2, 1)


def test_somebody_is_called_when_the_bot_hands_over(desk, enter):
    anna = enter(sound=True, notifications=True)
    hide(anna)
    desk.event("status", "t6", {"status": "waiting", "name": None, "staffed": True})
    desk.talks["t6"].changed(status="waiting")
    anna.page.wait_for_function("spied.tones === 2 && spied.shown.length === 1")
    assert shown(anna) == [["Camille Roux is waiting for a person", ""]]


def test_many_messages_at_once_are_one_sound(desk, enter):
    anna = enter(sound=True)
    for number in range(20):
        desk.talks["t3"].say("customer", str(number))
    expect(anna.page.locator(".row", has_text="Matti").locator(".last")).to_have_text("19")
    anna.page.wait_for_timeout(300)
    assert tones(anna) == 2


def test_a_page_that_nobody_touched_saves_no_sounds_up(desk, enter):
    anna = enter(UNTOUCHED, sound=True)
    writes(desk, anna, "t3")
    assert tones(anna) == 0


def test_a_notification_only_while_the_page_is_out_of_sight(desk, enter):
    anna = enter()
    switch(anna, "menu.notifications").check()
    anna.page.wait_for_function("document.querySelectorAll('#menu input:checked').length === 1")
    writes(desk, anna, "t3")
    assert shown(anna) == []
    hide(anna)
    writes(desk, anna, "t3")
    assert shown(anna) == [["Matti Järvelä wrote", ""]]
    assert desk.settings["p1"]["notifications"] is True


def test_nothing_of_what_was_written_is_in_it(desk, enter):
    anna = enter(notifications=True)
    hide(anna)
    writes(desk, anna, "t3")
    told = anna.page.evaluate("spied.shown.map((each) => [each.title, each.body, each.tag, JSON.stringify(each.data), each.icon].join())")
    assert len(told) == 1 and not any(word in told[0] for word in WROTE.split())


def test_clicking_it_opens_that_conversation(desk, enter):
    anna = enter(notifications=True).go("library")
    hide(anna)
    writes(desk, anna, "t3")
    anna.page.evaluate("() => { window.closed = false; spied.shown[0].addEventListener('close', () => (window.closed = true)); spied.shown[0].dispatchEvent(new Event('click')); }")
    expect(anna.page.locator(".title h2")).to_have_text("Matti Järvelä")
    assert anna.page.url.endswith("#/inbox/t3")


def test_one_for_each_conversation_and_the_newest_calls_again(desk, enter):
    anna = enter(notifications=True)
    hide(anna)
    for conversation in ("t3", "t1", "t3"):
        writes(desk, anna, conversation)
    assert anna.page.evaluate("spied.shown.map(({tag, renotify}) => [tag, renotify])") == [["t3", True], ["t1", True], ["t3", True]]


def test_a_browser_that_forbids_it_is_told_of_in_one_sentence(desk, enter):
    anna = enter(granted=False)
    switch(anna, "menu.notifications").click()
    expect(anna.page.locator(".notice.is-alert")).to_have_count(1)
    expect(anna.page.locator(".notice.is-alert")).to_contain_text(anna.word("menu.notifications_blocked"))
    expect(switch(anna, "menu.notifications")).not_to_be_checked()
    hide(anna)
    writes(desk, anna, "t3")
    assert shown(anna) == [] and not desk.settings["p1"]["notifications"]


def test_where_it_was_allowed_in_another_browser_it_is_off_until_this_one_is_asked(desk, enter):
    anna = enter(granted=False, notifications=True)
    expect(switch(anna, "menu.notifications")).not_to_be_checked()
    hide(anna)
    writes(desk, anna, "t3")
    assert shown(anna) == []


def test_a_browser_that_shows_none_after_all_loses_nothing_else(desk, enter):
    anna = enter(NONE_SHOWN, notifications=True).open("t3")
    hide(anna)
    writes(desk, anna, "t3")
    writes(desk, anna, "t3", "Vieläkö?")
    expect(anna.page.locator(".message.is-customer").last).to_contain_text("Vieläkö?")
