"""The reply library in a browser, over the real desk: preview by mouse and keyboard, what the checks say, files to take away."""

import csv
import io
import json
from dataclasses import replace

import pytest
from playwright.sync_api import expect
from tests.browser.fake_agents_desk import strings
from tests.browser.insights_desk import serving
from tests.browser.test_agents import enter, fake  # noqa: F401 (fixtures)

from bot.exporting import files
from bot.exporting.previews import preview
from bot.library import library
from desk import wording_search

pytestmark = pytest.mark.browser
COLD = "I hear you, so please calm down."


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("library"), 20) as desk:
        yield desk


@pytest.fixture
def read(browser, real):
    """A function that opens the library as somebody: read("ar", width=390)."""
    contexts, troubles = [], []

    def arrive(who: str = "en", width: int = 1280, **about):
        page = real.visit(browser, who, viewport={"width": width, "height": 900}, accept_downloads=True, **about)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(f"{real.address}/desk/#/library")
        page.locator(".reply").first.wait_for()
        contexts.append(page.context)
        return page

    yield arrive
    for context in contexts:
        context.close()
    assert troubles == []


def test_a_wording_is_shown_in_its_reply_beside_itself(read):
    page = read()
    wording = next(each for each in library().replies["en"] if each.id.startswith("late_delivery.steps.") and "due" in each.facts)
    page.locator("#search").fill(wording.id.partition("#")[0])
    line = page.locator(".reply", has=page.locator(".text", has_text=wording.text.partition("{")[0])).first
    line.get_by_role("button", name="Preview").click()
    shown = line.locator(".preview")
    expect(shown.locator("mark")).to_have_count(1)
    expect(line.locator(".text .blank").first).to_have_text("[day and time]")
    made = preview(wording, "en", "chat", library())
    assert shown.locator(".text").inner_text() == made.text and shown.locator("mark").inner_text() == made.text[made.start : made.end]
    own, beside = line.locator(".text").first.bounding_box(), shown.bounding_box()
    assert beside["x"] > own["x"] + own["width"] - 1
    line.get_by_role("button", name="Preview").click()
    expect(shown).to_have_count(0)


def test_the_channel_shapes_it(read):
    page = read()
    page.locator(".reply button").first.click()
    said = page.locator(".preview .text")
    expect(said).to_contain_text("•")
    page.get_by_label("Channel").select_option("email")
    expect(said).to_contain_text("1. ")
    greetings = [each.text for each in library().replies["en"].get("channels.email.greeting")]
    assert any(said.inner_text().startswith(each) for each in greetings)
    page.get_by_label("Channel").select_option("phone")
    expect(page.locator(".preview figcaption")).to_have_text("Said on the phone, with sample facts")
    expect(said).not_to_contain_text("1. ")


def test_by_keyboard_alone(read):
    page = read()
    first, second = (page.locator(".reply").nth(at).get_by_role("button", name="Preview") for at in (0, 1))
    second.wait_for()
    page.keyboard.press("Alt+S")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    second = page.locator(".reply").nth(1)
    expect(second.locator(".preview mark")).to_be_visible()
    expect(second.get_by_role("button", name="Preview")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".reply").first.get_by_role("button", name="Preview")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".preview")).to_have_count(0)


def test_what_the_checks_say_stands_with_each(read, monkeypatch):
    whole = library()
    greetings = whole.replies["en"].lists["moves.greet"]
    lists = whole.replies["en"].lists | {"moves.greet": (replace(greetings[0], text=COLD), *greetings[1:])}
    spoilt = replace(whole, replies=whole.replies | {"en": replace(whole.replies["en"], lists=lists)})
    monkeypatch.setattr(wording_search, "library", lambda: spoilt)
    page = read()
    expect(page.locator(".reply").first).to_contain_text("Passes every check")
    page.get_by_label("Only those with a mark").check()
    expect(page.locator(".reply")).to_have_count(1)
    rule = next(each for each in whole.rules["en"] if each.id == "dismissive")
    for said in ("stock phrase", "calm down", rule.why):
        expect(page.locator(".reply .flagged li")).to_contain_text(said)
    expect(page.locator(".reply")).not_to_contain_text("Passes every check")
    page.get_by_label("Language").first.select_option("sv")
    expect(page.locator(".empty")).to_have_text("None of these has a mark.")


def test_the_table_is_downloaded_as_the_command_writes_it(read, real):
    page = read("agent")
    told = strings("fi")["library"]
    page.get_by_text(told["export"]).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=told["get"], exact=True).click()
    assert download.value.suggested_filename == "heard-csv-fi.csv"
    assert download.value.path().read_bytes() == files.table(["fi"])
    page.locator(".export select").nth(1).select_option("")
    with page.expect_download() as download:
        page.get_by_role("button", name=told["get"], exact=True).click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert len({row["language"] for row in csv.DictReader(io.StringIO(text, newline=""))}) == 6


def test_what_takes_longer_is_made_beside_the_desk_and_then_downloaded(read):
    page = read("en")
    page.get_by_text("Download the replies").click()
    page.get_by_label("Format").select_option("chatwoot")
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name="Download", exact=True).click()
        expect(page.locator(".export [role=status]")).to_contain_text("The file is being made.")
    assert json.loads(download.value.path().read_bytes()) == json.loads(files.help_desk("chatwoot", ["en"]))
    expect(page.locator(".notice")).to_have_text("Downloaded: heard-chatwoot-en.json")


def test_how_far_it_is_and_what_went_wrong_is_said(desk, enter):
    desk.unfinished = [{"made": 2, "of": 6}] * 3
    maria = enter("maria").go("library")
    maria.page.locator(".export summary").click()
    maria.page.locator(".export select").first.select_option("booklet_pdf")
    maria.page.locator(".export select").nth(1).select_option("")
    desk.delay = 0.3
    with maria.page.expect_download():
        maria.page.locator(".export .strong").click()
        expect(maria.page.locator(".export [role=status]")).to_contain_text("2 / 6")
        expect(maria.page.locator(".export .strong")).to_be_disabled()
    expect(maria.page.locator(".export [role=status]")).to_be_empty()
    assert desk.exports == [{"to": "booklet_pdf", "language": None}] * 4
    desk.delay, desk.unfinished = 0.1, [{"made": 5, "of": 6}] * 3
    with maria.page.expect_download():
        maria.page.locator(".export .strong").click()
        maria.go("promises").page.locator("tbody tr").first.wait_for()  # it comes by itself
    maria.go("library").page.locator(".export summary").click()
    desk.delay = 0
    desk.end_sessions()
    maria.page.locator(".export .strong").click()
    maria.page.locator("dialog[open]").wait_for()
    maria.sign_in()
    expect(maria.page.locator("dialog[open]")).to_have_count(0)
    expect(maria.page.locator(".export .strong")).to_be_enabled()


def test_a_preview_that_cannot_be_made_closes_and_says_so(enter):
    anna = enter().go("library")
    anna.page.route("**/replies/preview?*", lambda route: route.fulfill(status=503, json={}))
    anna.page.locator(".reply button").first.click()
    expect(anna.page.locator(".notice.is-alert")).to_have_text(anna.word("errors.busy"))
    expect(anna.page.locator(".preview")).to_have_count(0)


def test_nothing_leads_nowhere(desk, enter):
    anna = enter().go("library")
    anna.page.locator(".reply").first.wait_for()
    assert anna.page.locator("main a").count() == 0


@pytest.mark.parametrize("width", [320, 1280])
def test_arabic_is_mirrored_and_nothing_sticks_out(read, width):
    page = read("ar", width)
    page.get_by_text(strings("ar")["library"]["export"]).first.click()
    page.locator(".reply button").first.click()
    page.locator(".preview mark").wait_for()
    assert page.evaluate("document.querySelector('main').scrollWidth <= document.querySelector('main').clientWidth")
    line = page.locator(".reply").first
    text, button = line.locator(".text").first.bounding_box(), line.locator("button").first.bounding_box()
    assert (button["x"] + button["width"] <= text["x"]) if width > 760 else (button["y"] >= text["y"] + text["height"])
    if width > 760:
        assert line.locator(".preview").bounding_box()["x"] < text["x"]
    assert line.locator(".preview .text").evaluate("(each) => getComputedStyle(each).direction") == "rtl"
