"""Bad lines, reloads, two tabs, an old token: every message arrives once and in order, whatever happens."""

import pytest
from playwright.sync_api import expect

from tests.browser.fake_state import REPLIES

pytestmark = pytest.mark.browser


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
    assert desk.kept() == ["first", "second", "third"]


def test_a_message_is_sending_and_then_sent(visit, desk):
    desk.answering = False
    visitor = visit().open()
    desk.delay = 0.5
    visitor.write("hello")
    expect(visitor.chat.locator(".pending .delivery")).to_have_text(visitor.words["delivery"]["sending"])
    expect(visitor.chat.locator(".mine .at")).to_contain_text(visitor.words["delivery"]["sent"])
    expect(visitor.chat.locator(".pending")).to_have_count(0)


def test_a_lost_acknowledgement_makes_no_second_message(visit, desk):
    visitor = visit().open()
    desk.lose = 2
    visitor.write("only once")
    expect(visitor.chat.locator(".pending")).to_have_count(0)
    visitor.see("only once")
    assert desk.kept() == ["only once"]


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
    assert desk.kept() == ["before the reload", "not through yet"]


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
    assert desk.kept() == ["from the first", "from the second"]


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
    assert desk.kept() == ["the tab closes"]


def test_a_token_that_opens_nothing_makes_a_new_visitor_and_keeps_the_message(visit, desk):
    visitor = visit().open()
    desk.visitors.clear()
    visitor.write("still here")
    expect(visitor.chat.locator(".note")).to_have_text(visitor.words["errors"]["restarted"])
    visitor.see("still here")
    expect(visitor.chat.locator(".pending")).to_have_count(0)
    assert desk.kept() == ["still here"] and len(desk.visitors) == 1


def test_too_many_at_once_wait_their_turn(visit, desk):
    visitor = visit().open()
    desk.refuse = [("messages", 429)]
    visitor.write("one")
    visitor.write("two")
    expect(visitor.chat.locator(".pending")).to_have_count(0)
    assert desk.kept() == ["one", "two"]


def test_a_refused_message_is_said_so_and_blocks_nothing(visit, desk):
    visitor = visit().open()
    desk.refuse = [("messages", 422)]
    visitor.write("refused")
    visitor.write("taken")
    visitor.see("taken")
    visitor.see(visitor.words["delivery"]["refused"])
    visitor.click(visitor.words["delivery"]["retry"])
    expect(visitor.chat.locator(".pending")).to_have_count(0)
    assert desk.kept() == ["taken", "refused"]


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


def test_without_storage_the_chat_lives_in_memory(visit, desk):
    visitor = visit()
    visitor.context.add_init_script("for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, {get() { throw new DOMException('blocked') }})")
    visitor.page.reload()
    visitor.open().write("private window")
    visitor.see(REPLIES["en"]["before"])
    assert desk.kept() == ["private window"]
