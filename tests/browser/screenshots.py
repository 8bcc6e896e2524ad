"""Pictures of the chat's main states into docs/screenshots: python -m tests.browser.screenshots [NAME ...]."""

import sys
from collections.abc import Callable
from pathlib import Path

from tests.browser.chromium import chromium
from tests.browser.fake_desk import running
from tests.browser.fake_state import REPLIES, Desk
from tests.browser.visitor import Visitor

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
PHONE = {"width": 360, "height": 720}
DESKTOP = {"width": 1000, "height": 720}


def launcher(visitor: Visitor, desk: Desk) -> None:
    """The demo page with the chat closed."""
    visitor.launcher.wait_for()


def plan(visitor: Visitor, desk: Desk) -> None:
    """A complaint and its answer."""
    visitor.open().write(REPLIES[visitor.language]["complaint"])
    visitor.see(REPLIES[visitor.language]["before"])
    visitor.chat.locator(".replies").wait_for()


def person(visitor: Visitor, desk: Desk) -> None:
    """A person has taken over."""
    plan(visitor, desk)
    talk = next(iter(desk.talks.values()))
    visitor.click(visitor.words["person"]["ask"])
    visitor.see(visitor.words["person"]["asked"])
    desk.status(talk, "human", "Maria")
    desk.message(talk, "agent", "I've read all of it. The carrier answers me directly, so I'm on the phone with them now.", name="Maria")
    visitor.see("I've read all of it. The carrier answers me directly, so I'm on the phone with them now.")
    desk.event(talk, "typing", {"author": "agent", "typing": True})
    visitor.chat.locator("li.typing").wait_for()


def rating(visitor: Visitor, desk: Desk) -> None:
    """The one question at the end."""
    visitor.open().click(visitor.words["menu"]["open"])
    visitor.click(visitor.words["menu"]["end"])
    visitor.click(visitor.words["menu"]["end_now"])
    visitor.chat.locator(".choice input").nth(1).check()


def offline(visitor: Visitor, desk: Desk) -> None:
    """The line is away; what was written waits."""
    visitor.open()
    desk.answering = False
    visitor.write("The parcel was promised for Friday.")
    visitor.see("The parcel was promised for Friday.")
    visitor.context.set_offline(True)
    visitor.write("And nobody has written back since.")
    visitor.chat.locator(".is-waiting").wait_for()


def address(visitor: Visitor, desk: Desk) -> None:
    """Nobody is there."""
    desk.staffed = False
    visitor.open().click(visitor.words["person"]["ask"])
    visitor.chat.locator("#address").wait_for()


def options(visitor: Visitor, desk: Desk) -> None:
    """The options are open."""
    visitor.open().click(visitor.words["menu"]["open"])
    visitor.click(visitor.words["menu"]["end"])


PICTURES: dict[str, tuple[Callable[[Visitor, Desk], None], dict]] = {
    "launcher": (launcher, DESKTOP),
    "plan": (plan, DESKTOP),
    "phone": (plan, {**PHONE, "language": "fi"}),
    "arabic": (plan, {**DESKTOP, "language": "ar"}),
    "dark": (plan, {**PHONE, "color_scheme": "dark", "language": "fr"}),
    "person": (person, PHONE),
    "rating": (rating, PHONE),
    "address": (address, {**PHONE, "language": "sv"}),
    "offline": (offline, PHONE),
    "options": (options, {**PHONE, "language": "it"}),
}


def main() -> None:
    """Makes all of them, or those named."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for name in sys.argv[1:] or PICTURES:
            act, about = PICTURES[name]
            with running() as (desk, url):
                visitor = Visitor(browser, url, reduced_motion="reduce", **about)
                act(visitor, desk)
                visitor.page.wait_for_timeout(400)  # fonts and scrolling have settled
                visitor.page.screenshot(path=FOLDER / f"{name}.png")
                visitor.context.close()


if __name__ == "__main__":
    main()
