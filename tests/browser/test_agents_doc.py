"""docs/agents.md: its walk by keyboard alone is walked in the browser key by key, every key of the desk is in it, its pictures are there."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.agent import Agent
from tests.browser.fake_agents_desk import running

from bot.settings import ROOT

TEXT = (ROOT / "docs" / "agents.md").read_text(encoding="utf-8")
WALK, ALL = TEXT.partition("## By keyboard alone")[2].split("shows all keys at any time")
KEYS = re.findall(r"^\| (`.+?`|\*type\*) \|", WALK, re.M)
PRESSED = {"←": "ArrowLeft", "Ctrl+Enter": "Control+Enter"}


def test_every_key_of_the_desk_is_listed():
    code = (ROOT / "desk/static/desk/keys.js").read_text(encoding="utf-8")
    keys = re.findall(r'\["\w+", "(Alt\+\w)"', code)
    assert len(keys) > 15 and [key for key in keys if f"`{key}`" not in ALL] == []


def test_its_pictures_and_links_are_there():
    links = re.findall(r"\]\((?!https?:)([^)#]+)", TEXT)
    assert len(links) > 5 and [link for link in links if not (ROOT / "docs" / link).exists()] == []


@pytest.mark.browser
def test_the_walk_by_keyboard_alone(browser):
    with running() as (desk, address):
        anna = Agent(browser, address).enter()
        anna.page.locator(".row").first.wait_for()
        page, first = anna.page, anna.page.locator(".row a").first.get_attribute("href").rsplit("/", 1)[1]
        reached = {
            "`Alt+J`": lambda: page.locator(".suggestions[aria-busy=false] .card").first.wait_for(),
            "`Alt+T`": lambda: expect(anna.button("actions.to_queue")).to_be_visible(),
            "`Alt+G` `Tab` `←`": lambda: expect(page.locator(".card").first).to_contain_text("That is on us."),
            "`Alt+1`": lambda: expect(anna.composer).not_to_have_value(""),
            "*type*": lambda: expect(page.locator(".findings")).to_be_visible(),
            "`Alt+F`": lambda: expect(page.locator(".findings")).to_have_count(0),
            "`Ctrl+Enter`": lambda: expect(page.locator(".message.is-agent .body")).to_contain_text("I have the diary open."),
            "`Alt+P`": lambda: page.get_by_role("button", name=re.compile("^Kept ?: ")).first.wait_for(),
            "`Enter`": lambda: expect(page.locator(".state.is-kept")).to_be_visible(),
        }
        for keys in KEYS:
            if keys == "*type*":
                page.keyboard.type(" I have the diary open. Sorry for any inconvenience.")
            for key in re.findall(r"`([^`]+)`", keys):
                page.keyboard.press(PRESSED.get(key, key))
            reached.pop(keys, lambda: None)()
        assert reached == {} and desk.talks[first].item["agent"]["name"] == "Anna Virtanen"
        assert "inconvenience" not in desk.talks[first].sent[0]["text"]
        anna.context.close()
        assert anna.troubles == []
