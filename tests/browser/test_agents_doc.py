"""docs/agents.md and docs/walk.md: the walk is walked in the browser key by key, the help sheet alone leads through it, every key of the desk is named, the pictures are there."""

import re
from collections import Counter

import pytest
from playwright.sync_api import expect
from tests.browser import walk
from tests.browser.agent import Agent
from tests.browser.fake_agents_desk import running, strings

from bot.models import LANGUAGES
from bot.settings import ROOT

TEXT = (ROOT / "docs" / "agents.md").read_text(encoding="utf-8")
KEYS = TEXT.split("shows all keys at any time")[1]
RING = "getComputedStyle(document.activeElement.closest('label') ? document.activeElement.nextElementSibling : document.activeElement).outlineStyle"


def test_every_key_of_the_desk_is_listed():
    code = (ROOT / "desk/static/desk/keys.js").read_text(encoding="utf-8")
    keys = re.findall(r'\["\w+", "(Alt\+\w)"', code)
    assert len(keys) > 15 and [key for key in keys if f"`{key}`" not in KEYS] == []


@pytest.mark.parametrize("text", [TEXT, walk.TEXT], ids=["agents", "walk"])
def test_its_pictures_and_links_are_there(text):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert len(links) > 5 and [link for link in links if not (ROOT / "docs" / link).exists()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_sheet_names_the_keys_of_the_walk_in_every_language(language):
    sheet = strings(language)["help"]
    steps = [sheet[step] for step in re.findall(r'"(\w+)"', re.search(r"const steps = \[(.+?)\]", (ROOT / "desk/static/desk/help.js").read_text(encoding="utf-8"))[1])]
    said = [re.sub("Invio|Entrée", "Enter", key) for step in steps for key in re.findall("`(.+?)`", step)]
    walked = [key for keys, _ in walk.STEPS[1:] for key in re.findall("`(.+?)`", keys) if key != "Esc"]
    told = iter(said)
    assert [key for key in walked if key not in told] == []  # all of them, in the order in which they are needed
    assert Counter(said) == Counter(re.findall("`(.+?)`", " ".join(strings("en")["help"].values())))


@pytest.fixture
def anna(browser):
    with running() as (desk, address):
        agent = Agent(browser, address)
        agent.desk = desk
        yield agent.enter()
        agent.context.close()
        assert agent.troubles == []


def reached(page) -> dict:
    """What stands on the page after each step, and what the focus is on."""
    title, kept = page.locator(".title h2"), page.get_by_role("button", name=re.compile("^Kept ?: ")).first
    return {
        "walk-1-help": (page.locator("dialog li").first, page.get_by_role("button", name="Close", exact=True)),
        "walk-2-open": (page.locator(".suggestions[aria-busy=false] .card").first, title),
        "walk-3-taken": (page.locator(".actions", has_text="Back to the queue"), title),
        "walk-4-fault": (page.locator(".card", has_text="That is on us.").first, page.locator("input[value=ours]")),
        "walk-5-written": (page.locator(".findings li"), page.locator("#composer")),
        "walk-6-mended": (page.locator(".agreed"), page.locator("#composer")),
        "walk-7-sent": (page.locator(".message.is-agent .body", has_text="I have the diary open."), page.locator("#composer")),
        "walk-8-promises": (page.locator(".rows-table"), kept),
        "walk-9-kept": (page.locator(".state.is-kept"), page.locator(".state button")),
    }


@pytest.mark.browser
def test_the_walk_by_keyboard_alone(anna):
    anna.page.locator(".row").first.wait_for()
    first, wanted = anna.page.locator(".row a").first.get_attribute("href").rsplit("/", 1)[1], reached(anna.page)

    def look(picture: str) -> None:
        there, focused = wanted.pop(picture)
        expect(there).to_be_visible()
        expect(focused).to_be_focused()
        assert anna.page.evaluate(RING) != "none", picture

    walk.walk(anna, look)
    talk = anna.desk.talks[first]
    assert wanted == {} and talk.item["agent"]["name"] == "Anna Virtanen" and talk.promises[0]["state"] == "kept"
    assert "inconvenience" not in talk.sent[0]["text"] and "That is on us." in talk.sent[0]["text"] and len(talk.sent[0]["promises"]) == 2


@pytest.mark.browser
def test_the_help_sheet_alone_leads_to_a_kept_promise(anna):
    page, optional = anna.page, {"Alt+R", "→", "Alt+2", "Alt+3", "Alt+F", "Cmd+Enter"}
    expect(page.locator(".nothing")).to_contain_text("Alt+H")
    page.keyboard.press("Alt+H")
    keys = [key for key in page.locator("dialog ol kbd").all_inner_texts() if key not in optional]
    page.keyboard.press("Escape")
    for key in keys:
        walk.press(anna, key)
    expect(page.locator(".state.is-kept")).to_be_visible()
    talk = next(talk for talk in anna.desk.talks.values() if talk.sent)
    assert talk.promises[0]["state"] == "kept" and talk.sent[0]["suggestion"]["tone"] == "warm"


@pytest.mark.browser
def test_the_sheet_gives_the_focus_back(anna):
    anna.page.locator("#search").focus()
    anna.page.keyboard.press("Alt+H")
    expect(anna.page.get_by_role("button", name="Close", exact=True)).to_be_focused()
    anna.page.keyboard.press("Escape")
    expect(anna.page.locator("#search")).to_be_focused()


@pytest.mark.browser
def test_arrows_go_through_lists_and_leave_choices_alone(anna):
    page, rows = anna.page, anna.page.locator(".row a")
    rows.first.wait_for()
    page.keyboard.press("Alt+L")
    expect(rows.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(rows.first).to_be_focused()
    page.locator(".filters summary").click()
    feeling = page.get_by_label("Feeling")
    feeling.focus()
    page.keyboard.press("ArrowDown")
    expect(feeling).not_to_have_value("")
    expect(feeling).to_be_focused()


@pytest.mark.browser
def test_a_drafted_message_is_reached_by_arrows_and_waits_in_the_box(anna):
    page = anna.page
    anna.open("t1").page.keyboard.press("Alt+P")
    page.locator(".rows-table").wait_for()
    page.keyboard.press("Alt+L")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".state.is-broken button")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(anna.button("promises.write")).to_be_focused()
    page.keyboard.press("Enter")
    expect(anna.composer).to_be_focused()
    expect(anna.composer).to_have_value(re.compile("^You were to have the technician's name"))


@pytest.mark.browser
def test_keys_reach_the_pane_a_narrow_or_magnified_screen_does_not_show(browser):
    with running() as (_, address):
        anna = Agent(browser, address, width=640, height=700).enter().open("t1")
        anna.page.keyboard.press("Alt+G")
        expect(anna.page.locator("input[name=fault]:checked")).to_be_focused()
        anna.page.keyboard.press("Alt+C")
        expect(anna.composer).to_be_focused()
        anna.context.close()


@pytest.mark.browser
def test_what_was_ticked_is_sent_from_where_it_was_ticked(anna):
    page = anna.open("t1").page
    page.keyboard.press("Alt+1")
    expect(page.locator(".agreed input").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".agreed input").first).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message.is-agent")).to_have_count(1)
    expect(anna.composer).to_be_focused()
    assert anna.desk.talks["t1"].sent[0]["promises"] == ["step1"]
