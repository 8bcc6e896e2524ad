"""The chat in a real browser, over a fake desk: what a customer does and what must come of it."""

import re

import pytest
from tests.browser.fake_desk import REPLIES
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
COMPLAINT = REPLIES["en"]["complaint"]
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a730000001649444154789c638cb2d1606060606260606060600000094400c2b760c4560000000049454e44ae426082")


def kept(desk) -> list[str]:
    """What the desk has of the customers, in its order."""
    events = [event for talk in desk.talks.values() for event in talk.events]
    return [event["body"]["text"] for event in events if event["kind"] == "message" and event["body"]["author"] == "customer"]


def test_a_complaint_is_answered_with_a_plan_and_accepted(visit, desk):
    visitor = visit().open()
    visitor.write(COMPLAINT)
    visitor.see(REPLIES["en"]["before"])
    expect(visitor.chat.locator(".plan li")).to_have_count(3)
    expect(visitor.chat.locator(".plan time").first).to_have_text(re.compile(r"^\w+,? \d+ \w+ at \d\d:\d\d$"))
    visitor.click("Yes, please")
    visitor.see(REPLIES["en"]["started"])
    expect(visitor.chat.locator(".replies")).to_have_count(0)
    assert kept(desk) == [COMPLAINT, "Yes, please"]


def test_what_the_page_knows_reaches_the_greeting(visit, desk):
    visitor = visit("fi").open()
    visitor.see(visitor.words["greeting"]["order"].replace("{order}", "4471-AB"))
    told = next(iter(desk.talks.values())).said[0][1]
    assert told["language"] == "fi" and told["page"]["order"] == "4471-AB" and "/demo/" in told["page"]["url"]


def test_an_employee_has_a_chat_of_their_own(visit, desk):
    visitor = visit(audience="employee").open()
    visitor.see(visitor.words["greeting"]["employee"])
    assert next(iter(desk.talks.values())).audience == "employee"


def test_a_person_is_asked_once_and_comes(visit, desk):
    visitor = visit().open()
    visitor.click("Talk to a person")
    visitor.see(visitor.words["person"]["asked"])
    expect(visitor.chat.get_by_role("button", name="Talk to a person")).to_have_count(0)
    talk = next(iter(desk.talks.values()))
    desk.status(talk, "human", "Maria")
    desk.event(talk, "typing", {"author": "agent", "typing": True})
    expect(visitor.chat.locator("li.typing")).to_be_visible()
    desk.message(talk, "agent", "I have read all of it.", name="Maria")
    visitor.see("I have read all of it.")
    expect(visitor.chat.locator("li.typing")).to_have_count(0)
    expect(visitor.chat.locator("header .status")).to_have_text("Maria is here")
    assert [what for what, _ in talk.said].count("person") == 1


def test_offline_in_the_middle_nothing_is_lost_or_twice_or_out_of_order(visit, desk):
    visitor = visit().open()
    visitor.write("first")
    visitor.see("first")
    visitor.context.set_offline(True)
    visitor.write("second")
    visitor.write("third")
    expect(visitor.chat.get_by_text(visitor.words["delivery"]["waiting"])).to_have_count(2)
    expect(visitor.chat.locator(".note")).to_have_text(visitor.words["line"]["away"])
    visitor.context.set_offline(False)
    expect(visitor.chat.locator(".pending")).to_have_count(0)
    for text in ("first", "second", "third"):
        visitor.see(text)
    assert kept(desk) == ["first", "second", "third"]


def test_a_message_is_sending_and_then_sent(visit, desk):
    desk.answering = False
    visitor = visit().open()
    desk.delay = 0.5
    visitor.write("hello")
    expect(visitor.chat.locator(".pending .delivery")).to_have_text("Sending…")
    expect(visitor.chat.locator(".mine .at")).to_contain_text("Sent")
    expect(visitor.chat.locator(".pending")).to_have_count(0)


def test_a_lost_acknowledgement_makes_no_second_message(visit, desk):
    visitor = visit().open()
    desk.lose = 2
    visitor.write("only once")
    expect(visitor.chat.locator(".pending")).to_have_count(0)
    visitor.see("only once")
    assert kept(desk) == ["only once"]


def test_a_reload_keeps_history_unsent_messages_and_the_draft(visit, desk):
    visitor = visit().open()
    visitor.write("before the reload")
    visitor.see(REPLIES["en"]["before"])
    desk.refuse = [("messages", 503)] * 3
    visitor.write("not through yet")
    expect(visitor.chat.get_by_text(visitor.words["delivery"]["waiting"])).to_have_count(1)
    visitor.chat.locator("#text").fill("half a thou")
    desk.refuse.clear()
    visitor.page.reload()
    visitor.see("before the reload")
    visitor.see("not through yet")
    expect(visitor.chat.locator(".pending")).to_have_count(0)
    expect(visitor.chat.locator("#text")).to_have_value("half a thou")
    assert kept(desk) == ["before the reload", "not through yet"]


def test_two_tabs_show_everything_once(visit, desk):
    visitor = visit().open()
    other = visitor.tab().frame_locator("iframe")
    visitor.write("from the first")
    visitor.see("from the first", where=other)
    visitor.see(REPLIES["en"]["before"], where=other)
    other.locator("#text").fill("from the second")
    other.locator("#text").press("Enter")
    for where in (visitor.chat, other):
        visitor.see("from the first", where=where)
        visitor.see("from the second", where=where)
        expect(where.locator(".pending")).to_have_count(0)
    assert kept(desk) == ["from the first", "from the second"]


def test_a_message_written_offline_goes_through_the_other_tab(visit, desk):
    visitor = visit().open()
    other = visitor.tab()
    desk.refuse = [("messages", 503)]
    visitor.write("the tab closes")
    visitor.page.close()
    other.wait_for_timeout(100)
    visitor.page = other
    visitor.see("the tab closes")
    expect(visitor.chat.locator(".pending")).to_have_count(0)
    assert kept(desk) == ["the tab closes"]


def test_a_token_that_opens_nothing_makes_a_new_visitor_and_keeps_the_message(visit, desk):
    visitor = visit().open()
    desk.visitors.clear()
    visitor.write("still here")
    expect(visitor.chat.locator(".note")).to_have_text(visitor.words["errors"]["restarted"])
    visitor.see("still here")
    expect(visitor.chat.locator(".pending")).to_have_count(0)
    assert kept(desk) == ["still here"] and len(desk.visitors) == 1


def test_too_many_at_once_wait_their_turn(visit, desk):
    visitor = visit().open()
    desk.refuse = [("messages", 429)]
    visitor.write("one")
    visitor.write("two")
    expect(visitor.chat.locator(".pending")).to_have_count(0)
    assert kept(desk) == ["one", "two"]


def test_a_refused_message_is_said_so_and_blocks_nothing(visit, desk):
    visitor = visit().open()
    desk.refuse = [("messages", 422)]
    visitor.write("refused")
    visitor.write("taken")
    visitor.see("taken")
    visitor.see(visitor.words["delivery"]["refused"])
    visitor.click("Try again")
    expect(visitor.chat.locator(".pending")).to_have_count(0)
    assert kept(desk) == ["taken", "refused"]


def test_a_stream_that_is_cut_resumes_without_a_gap(visit, desk):
    visitor = visit().open()
    talk = next(iter(desk.talks.values()))
    for number in range(5):
        desk.streams += 1
        desk.message(talk, "agent", f"part {number}", name="Maria")
    for number in range(5):
        visitor.see(f"part {number}")


def test_the_desk_is_away_at_the_start_and_comes_back(visit, desk):
    desk.refuse = [("/visitors", 503)] * 2 + [("/strings/sv", 503)] * 2
    visitor = visit("sv")
    visitor.launcher.click()
    visitor.see(visitor.words["errors"]["unreachable"])
    visitor.see(visitor.words["greeting"]["order"].replace("{order}", "4471-AB"))


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
    visitor.click("Options")
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
    accept = visitor.chat.get_by_role("button", name="Yes, please")
    accept.wait_for()
    back_to(visitor, accept)
    keys.press("Enter")
    expect(visitor.chat.locator("#text")).to_be_focused()
    visitor.see(REPLIES["en"]["started"])
    keys.press("Escape")
    expect(visitor.launcher).to_be_focused()
    expect(visitor.launcher).to_have_attribute("aria-expanded", "false")
    assert kept(desk) == ["line one\nline two", "Yes, please"]


def test_escape_in_the_options_closes_only_those(visit):
    visitor = visit().open()
    visitor.click("Options")
    visitor.page.keyboard.press("Escape")
    expect(visitor.chat.get_by_role("button", name="Options")).to_be_focused()
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
    expect(visitor.chat.locator("#counter")).to_have_text("Characters left: 10")
    field.fill("a" * 2003)
    expect(visitor.chat.locator("#counter")).to_have_text("Too long by 3. Send it in two parts.")
    field.press("Enter")
    assert kept(desk) == []


def end(visitor) -> None:
    visitor.click("Options")
    visitor.click("End the chat")
    visitor.click("Yes, end it")


def test_the_end_asks_one_question(visit, desk):
    visitor = visit().open()
    end(visitor)
    legend = visitor.chat.get_by_text("How did we leave you feeling?")
    expect(legend).to_be_focused()
    visitor.click("Send")
    expect(visitor.chat.get_by_text(visitor.words["rating"]["choose"])).to_be_visible()
    visitor.chat.get_by_label("A little worse").check()
    visitor.chat.locator("#words").fill("You took six days.")
    visitor.click("Send")
    expect(visitor.chat.get_by_text(visitor.words["rating"]["thanks_low"])).to_be_focused()
    assert ("rating", {"feeling": 2, "text": "You took six days."}) in next(iter(desk.talks.values())).said
    visitor.click("Start a new chat")
    expect(visitor.chat.locator("#text")).to_be_visible()
    assert len(desk.talks) == 2


def test_an_address_is_left_when_nobody_is_there(visit, desk):
    desk.staffed = False
    visitor = visit().open()
    visitor.click("Talk to a person")
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
    picture = visitor.chat.get_by_alt_text("Picture: dent.png")
    expect(picture).to_have_attribute("src", re.compile("^blob:"))
    visitor.page.reload()
    expect(picture).to_have_attribute("src", re.compile("^blob:"))
    assert [kind for kind, _ in next(iter(desk.talks.values())).files.values()] == ["image/png"]


def test_files_that_cannot_go_are_turned_back_before_they_are_sent(visit, desk):
    visitor = visit().open()
    give(visitor, "script.png", b"<script>alert(1)</script>")
    expect(visitor.chat.get_by_role("alert").first).to_contain_text("script.png is neither a picture")
    give(visitor, "big.pdf", b"%PDF-1.7" + bytes(11 * 1024 * 1024), "application/pdf")
    expect(visitor.chat.get_by_role("alert").first).to_contain_text("big.pdf is larger than 10 MB")
    assert next(iter(desk.talks.values())).files == {}


def test_the_transcript_is_saved(visit):
    visitor = visit().open()
    visitor.click("Options")
    with visitor.page.expect_download() as download:
        visitor.click("Save this conversation")
    assert download.value.suggested_filename == "conversation.txt"


def test_unread_messages_are_counted_on_the_launcher(visit, desk):
    visitor = visit().open()
    visitor.launcher.click()
    talk = next(iter(desk.talks.values()))
    desk.message(talk, "bot", "One more thing.")
    desk.message(talk, "bot", "And another.")
    expect(visitor.page.locator("heard-chat .unread")).to_have_text("2")
    expect(visitor.launcher).to_have_accessible_name("Talk to us. Open the chat. New messages: 2")
    visitor.launcher.click()
    expect(visitor.page.locator("heard-chat .unread")).to_be_hidden()
    visitor.launcher.click()
    expect(visitor.launcher).to_have_accessible_name("Talk to us. Open the chat")


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


def test_without_storage_the_chat_lives_in_memory(visit, desk):
    visitor = visit()
    visitor.context.add_init_script("for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, {get() { throw new DOMException('blocked') }})")
    visitor.page.reload()
    visitor.open().write("private window")
    visitor.see(REPLIES["en"]["before"])
    assert kept(desk) == ["private window"]


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
