"""axe finds nothing serious in any state of the chat, in light and in dark."""

from pathlib import Path

import pytest

from tests.browser.fake_state import REPLIES

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")


def serious(frame) -> list[str]:
    """axe's findings of weight in a frame: rule and the elements."""
    frame.evaluate(AXE)
    found = frame.evaluate("axe.run(document, {resultTypes: ['violations'], iframes: false}).then((result) => result.violations)")
    return [f"{each['id']}: {[node['html'][:120] for node in each['nodes']]}" for each in found if each["impact"] in ("serious", "critical")]


def conversation(visitor, desk) -> None:
    visitor.write(REPLIES[visitor.language]["complaint"])
    visitor.see(REPLIES[visitor.language]["before"])
    visitor.chat.locator(".replies").wait_for()


def options(visitor, desk) -> None:
    visitor.click(visitor.words["menu"]["open"])
    visitor.click(visitor.words["menu"]["end"])


def question(visitor, desk) -> None:
    options(visitor, desk)
    visitor.click(visitor.words["menu"]["end_now"])
    visitor.chat.locator(".choice").first.wait_for()


def address(visitor, desk) -> None:
    desk.staffed = False
    visitor.click(visitor.words["person"]["ask"])
    visitor.chat.locator("#address").fill("x")
    visitor.chat.locator("#address").press("Enter")


def trouble(visitor, desk) -> None:
    conversation(visitor, desk)
    desk.refuse = [("messages", 422)]
    visitor.write("refused")
    visitor.chat.locator(".is-refused").wait_for()
    visitor.context.set_offline(True)
    visitor.write("x" * 1900)
    visitor.chat.locator("#text").fill("x" * 2100)
    visitor.chat.locator(".is-waiting").first.wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("state", [conversation, options, question, address, trouble], ids=lambda state: state.__name__)
def test_axe_finds_nothing_serious(visit, desk, state, language, scheme):
    visitor = visit(language, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True).open()
    state(visitor, desk)
    assert serious(visitor.frame) == []
    assert serious(visitor.page.main_frame) == []
