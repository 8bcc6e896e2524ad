"""The chat and the page it stands on: what passes between them, and what doesn't."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_what_the_page_knows_reaches_the_greeting(visit, desk):
    visitor = visit("fi").open()
    visitor.see(visitor.words["greeting"]["order"].replace("{order}", "4471-AB"))
    told = next(iter(desk.talks.values())).said[0][1]
    assert told["language"] == "fi" and told["page"]["order"] == "4471-AB" and "/demo/" in told["page"]["url"]


def test_an_employee_has_a_chat_of_their_own(visit, desk):
    visitor = visit(audience="employee").open()
    visitor.see(visitor.words["greeting"]["employee"])
    assert next(iter(desk.talks.values())).audience == "employee"


def test_unread_messages_are_counted_on_the_launcher(visit, desk):
    visitor = visit().open()
    visitor.launcher.click()
    talk = next(iter(desk.talks.values()))
    desk.message(talk, "bot", "One more thing.")
    desk.message(talk, "bot", "And another.")
    expect(visitor.page.locator("heard-chat .unread")).to_have_text("2")
    name = f"{visitor.words['title']}. {visitor.words['launcher']['open']}"
    expect(visitor.launcher).to_have_accessible_name(f"{name}. {visitor.words['launcher']['unread'].format(n=2)}")
    visitor.launcher.click()
    expect(visitor.page.locator("heard-chat .unread")).to_be_hidden()
    visitor.launcher.click()
    expect(visitor.launcher).to_have_accessible_name(name)


def test_a_page_with_wild_style_changes_nothing_and_is_not_changed(visit):
    visitor = visit(bypass_csp=True)
    before = visitor.page.evaluate("getComputedStyle(document.querySelector('h1')).fontSize")
    wild = "* { display: none !important; position: static !important; color: red !important; font-size: 90px !important }"
    visitor.page.add_style_tag(content=f"heard-chat, heard-chat * {wild[1:]}")
    box = visitor.launcher.bounding_box()
    assert visitor.launcher.is_visible() and box["height"] == 56
    assert visitor.page.evaluate("getComputedStyle(document.querySelector('h1')).fontSize") == before


def test_messages_from_another_origin_do_nothing(visit):
    visitor = visit().open()
    visitor.page.evaluate("window.postMessage({heard: true, kind: 'close'}, '*')")
    visitor.frame.evaluate("window.postMessage({heard: true, kind: 'close'}, '*')")
    visitor.page.wait_for_timeout(200)
    expect(visitor.launcher).to_have_attribute("aria-expanded", "true")


def test_the_page_may_choose_the_accent(visit):
    visitor = visit()
    visitor.page.evaluate("document.documentElement.style.setProperty('--heard-accent', '#5b2a86'); document.documentElement.style.setProperty('--heard-font', 'url(x)')")
    visitor.open()
    style = visitor.frame.evaluate("[document.documentElement.style.getPropertyValue('--heard-accent'), document.documentElement.style.getPropertyValue('--heard-font')]")
    assert style == ["#5b2a86", ""]
