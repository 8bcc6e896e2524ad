"""The chat in a real browser, over a fake desk: what a customer does and what must come of it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.fake_state import REPLIES, words

pytestmark = pytest.mark.browser
COMPLAINT = REPLIES["en"]["complaint"]
YES = words("en")["quick_replies"]["plan"][0]
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a730000001649444154789c638cb2d1606060606260606060600000094400c2b760c4560000000049454e44ae426082")


def test_a_complaint_is_answered_with_a_plan_and_accepted(visit, desk):
    visitor = visit().open()
    visitor.write(COMPLAINT)
    visitor.see(REPLIES["en"]["before"])
    expect(visitor.chat.locator(".plan li")).to_have_count(3)
    expect(visitor.chat.locator(".plan time").first).to_have_text(re.compile(r"^\w+,? \d+ \w+ at \d\d?:\d\d$"))
    visitor.click(YES)
    visitor.see(REPLIES["en"]["started"])
    expect(visitor.chat.locator(".replies")).to_have_count(0)
    assert desk.kept() == [COMPLAINT, YES]


def test_a_person_is_asked_once_and_comes(visit, desk):
    visitor = visit().open()
    visitor.click(visitor.words["person"]["ask"])
    visitor.see(visitor.words["person"]["asked"])
    expect(visitor.chat.get_by_role("button", name=visitor.words["person"]["ask"])).to_have_count(0)
    talk = next(iter(desk.talks.values()))
    desk.status(talk, "human", "Maria")
    desk.event(talk, "typing", {"author": "agent", "typing": True})
    expect(visitor.chat.locator("li.typing")).to_be_visible()
    desk.message(talk, "agent", "I have read all of it.", name="Maria")
    visitor.see("I have read all of it.")
    expect(visitor.chat.locator("li.typing")).to_have_count(0)
    expect(visitor.chat.locator("header .status")).to_have_text(visitor.words["status"]["human"].format(name="Maria"))
    assert [what for what, _ in talk.said].count("person") == 1


@pytest.mark.parametrize("language, direction", [("ar", "rtl"), ("fi", "ltr")])
def test_other_languages_and_directions(visit, language, direction):
    visitor = visit(language).open()
    visitor.write(REPLIES[language]["complaint"])
    visitor.see(REPLIES[language]["before"])
    root = visitor.chat.locator("html")
    expect(root).to_have_attribute("dir", direction)
    expect(root).to_have_attribute("lang", language)
    visitor.write("mixed: order 4471-AB")
    visitor.see("mixed: order 4471-AB")
    expect(visitor.chat.locator(".pending")).to_have_count(0)
    expect(visitor.chat.locator(".ours")).to_have_count(3)
    sides = visitor.chat.locator(".mine .bubble").last.bounding_box(), visitor.chat.locator(".ours .bubble").last.bounding_box()
    assert (sides[0]["x"] > sides[1]["x"]) == (direction == "ltr")
    frame, window = visitor.page.locator("heard-chat iframe").bounding_box(), visitor.page.viewport_size["width"]
    assert (frame["x"] < window / 2 - frame["width"] / 2) == (direction == "rtl")


def test_the_language_is_changed_in_the_chat_and_stays(visit, desk):
    visitor = visit().open()
    visitor.click(visitor.words["menu"]["open"])
    visitor.chat.get_by_role("combobox").select_option("ar")
    expect(visitor.chat.locator("html")).to_have_attribute("dir", "rtl")
    visitor.page.reload()
    expect(visitor.chat.locator("html")).to_have_attribute("dir", "rtl")
    assert next(iter(desk.talks.values())).language == "ar"


def back_to(visitor, wanted) -> None:
    """Goes back with the keyboard until something has the focus."""
    for _ in range(8):
        visitor.page.keyboard.press("Shift+Tab")
        if wanted.evaluate("(each) => each === document.activeElement"):
            return
    pytest.fail("the keyboard doesn't get there")


def test_keyboard_alone(visit, desk):
    visitor = visit()
    keys = visitor.page.keyboard
    visitor.launcher.focus()
    keys.press("Enter")
    expect(visitor.chat.locator("#text")).to_be_focused()
    keys.type("line one")
    keys.press("Shift+Enter")
    keys.type("line two")
    keys.press("Enter")
    visitor.see(REPLIES["en"]["before"])
    accept = visitor.chat.get_by_role("button", name=YES)
    accept.wait_for()
    back_to(visitor, accept)
    keys.press("Enter")
    expect(visitor.chat.locator("#text")).to_be_focused()
    visitor.see(REPLIES["en"]["started"])
    keys.press("Escape")
    expect(visitor.launcher).to_be_focused()
    expect(visitor.launcher).to_have_attribute("aria-expanded", "false")
    assert desk.kept() == ["line one\nline two", YES]


def test_escape_in_the_options_closes_only_those(visit):
    visitor = visit().open()
    visitor.click(visitor.words["menu"]["open"])
    visitor.page.keyboard.press("Escape")
    expect(visitor.chat.get_by_role("button", name=visitor.words["menu"]["open"])).to_be_focused()
    expect(visitor.launcher).to_have_attribute("aria-expanded", "true")


@pytest.mark.parametrize("language", ["en", "it", "ar", "sv", "fr", "fi"])
def test_a_phone_never_scrolls_sideways(visit, desk, language):
    desk.staffed = False
    visitor = visit(language, width=320, height=568).open()
    visitor.write("x" * 2000)
    visitor.see(REPLIES[language]["before"])
    talk = next(iter(desk.talks.values()))
    desk.message(talk, "agent", "W" * 300, name="Wolfeschlegelsteinhausenbergerdorff" * 5)
    desk.status(talk, "waiting")
    visitor.chat.locator("#address").wait_for()
    wide = "[...document.querySelectorAll('*')].filter((each) => !each.closest('.hidden') && each.scrollWidth > innerWidth).map((each) => each.outerHTML.slice(0, 80))"
    assert visitor.frame.evaluate(wide) == []
    box = visitor.page.locator("heard-chat iframe").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 320, 568)


def test_the_counter_comes_only_near_the_limit(visit, desk):
    visitor = visit().open()
    field = visitor.chat.locator("#text")
    field.fill("a" * 1700)
    expect(visitor.chat.locator("#counter")).to_have_count(0)
    field.fill("😀" * 1990)
    expect(visitor.chat.locator("#counter")).to_have_text(visitor.words["composer"]["left"].format(n=10))
    field.fill("a" * 2003)
    expect(visitor.chat.locator("#counter")).to_have_text(visitor.words["composer"]["over"].format(n=3))
    field.press("Enter")
    assert desk.kept() == []


def end(visitor) -> None:
    visitor.click(visitor.words["menu"]["open"])
    visitor.click(visitor.words["menu"]["end"])
    visitor.click(visitor.words["menu"]["end_now"])


def test_the_end_asks_one_question(visit, desk):
    visitor = visit().open()
    end(visitor)
    legend = visitor.chat.get_by_text(visitor.words["rating"]["question"])
    expect(legend).to_be_focused()
    visitor.click(visitor.words["rating"]["send"])
    expect(visitor.chat.get_by_text(visitor.words["rating"]["choose"])).to_be_visible()
    visitor.chat.get_by_label(visitor.words["rating"]["choices"][2]).check()
    visitor.chat.locator("#words").fill("You took six days.")
    visitor.click(visitor.words["rating"]["send"])
    expect(visitor.chat.get_by_text(visitor.words["rating"]["thanks_low"])).to_be_focused()
    assert ("rating", {"feeling": 2, "text": "You took six days."}) in next(iter(desk.talks.values())).said
    visitor.click(visitor.words["again"])
    expect(visitor.chat.locator("#text")).to_be_visible()
    assert len(desk.talks) == 2


def test_an_address_is_left_when_nobody_is_there(visit, desk):
    desk.staffed = False
    visitor = visit().open()
    visitor.click(visitor.words["person"]["ask"])
    field = visitor.chat.locator("#address")
    for wrong in ("nowhere", "@a.fi 040"):
        field.fill(wrong)
        field.press("Enter")
        expect(visitor.chat.get_by_text(visitor.words["address"]["invalid"])).to_be_visible()
        field.fill("")
    field.fill("maija@example.fi")
    field.press("Enter")
    visitor.see(visitor.words["address"]["kept"])
    expect(field).to_have_count(0)
    assert ("address", {"address": "maija@example.fi"}) in next(iter(desk.talks.values())).said


def give(visitor, name: str, content: bytes, kind: str = "image/png") -> None:
    visitor.chat.locator("input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": content})


def test_a_picture_goes_and_is_shown_from_memory(visit, desk):
    visitor = visit().open()
    give(visitor, "dent.png", PNG)
    picture = visitor.chat.get_by_alt_text(visitor.words["file"]["picture"].format(name="dent.png"))
    expect(picture).to_have_attribute("src", re.compile("^blob:"))
    visitor.page.reload()
    expect(picture).to_have_attribute("src", re.compile("^blob:"))
    assert [kind for kind, _ in next(iter(desk.talks.values())).files.values()] == ["image/png"]


def test_files_that_cannot_go_are_turned_back_before_they_are_sent(visit, desk):
    visitor = visit().open()
    give(visitor, "script.png", b"<script>alert(1)</script>")
    expect(visitor.chat.get_by_role("alert").first).to_have_text(visitor.words["file"]["wrong_type"].format(name="script.png"))
    give(visitor, "big.pdf", b"%PDF-1.7" + bytes(11 * 1024 * 1024), "application/pdf")
    expect(visitor.chat.get_by_role("alert").first).to_have_text(visitor.words["file"]["too_large"].format(name="big.pdf"))
    assert next(iter(desk.talks.values())).files == {}


def test_the_transcript_is_saved(visit):
    visitor = visit().open()
    visitor.click(visitor.words["menu"]["open"])
    with visitor.page.expect_download() as download:
        visitor.click(visitor.words["menu"]["transcript"])
    assert download.value.suggested_filename == "conversation.txt"


def test_each_message_is_announced_once(visit):
    visitor = visit().open()
    visitor.chat.locator("[aria-live=polite]").wait_for(state="attached")
    visitor.write(COMPLAINT)
    visitor.see(REPLIES["en"]["before"])
    said = visitor.chat.locator("[aria-live=polite] p", has_text=REPLIES["en"]["before"])
    expect(said).to_have_count(1)
    expect(visitor.chat.get_by_role("log")).to_have_attribute("aria-live", "off")
    assert visitor.chat.locator("[aria-live=polite] p", has_text=COMPLAINT).count() == 0


def test_a_long_reply_is_shown_from_its_beginning(visit):
    visitor = visit(width=320, height=480).open()
    visitor.write(COMPLAINT)
    visitor.see(REPLIES["en"]["before"])
    expect(visitor.chat.locator("main").get_by_text(REPLIES["en"]["before"])).to_be_in_viewport()
    visitor.write("and one more line")
    expect(visitor.chat.locator(".mine").last).to_be_in_viewport()
