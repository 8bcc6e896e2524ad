"""Pictures of the chat, of the agents' desk and of the walk in docs/walk.md into docs/screenshots: python -m tests.browser.screenshots [NAME ...], where walk makes all of the walk's."""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from tests.browser import fake_agents_desk, walk
from tests.browser.agent import Agent
from tests.browser.chromium import chromium
from tests.browser.fake_desk import running
from tests.browser.fake_state import REPLIES, Desk
from tests.browser.visitor import Visitor

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
PHONE = {"width": 360, "height": 720}
DESKTOP = {"width": 1000, "height": 720}


def picture(page, name: str) -> None:
    """What a page shows, once fonts and scrolling have settled, with no more colours than it needs."""
    page.wait_for_timeout(400)
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file)
    few(Image.open(file).convert("RGB")).save(file, optimize=True)


def few(image: Image.Image) -> Image.Image:
    """The same in 256 of its colours, a third of the size: the most frequent, so that surfaces keep their very colour, and those far from all of them."""
    red, green, blue = np.moveaxis(np.asarray(image, dtype=np.int32), 2, 0)
    found, where, counts = np.unique(red << 16 | green << 8 | blue, return_inverse=True, return_counts=True)
    every = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1)
    kept = every[np.argsort(-counts)[:160]]
    apart = ((every[:, None] - kept[None]) ** 2).sum(axis=2)
    while len(kept) < 256:
        kept = np.vstack([kept, every[apart.min(axis=1).argmax()]])
        apart = np.column_stack([apart, ((every - kept[-1]) ** 2).sum(axis=1)])
    drawn = Image.fromarray(apart.argmin(axis=1)[where].reshape(red.shape).astype(np.uint8))
    drawn.putpalette(kept.astype(np.uint8).tobytes())
    return drawn


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


OPENED = {"ar": "t2", "fi": "t3"}  # by language; the others open the first


def desk_list(agent: Agent) -> None:
    """The list by need, nothing open."""
    agent.page.locator(".row").first.wait_for()


def desk_taken_in(agent: Agent) -> None:
    """A conversation that waits, with what happened so far."""
    agent.page.locator(f".row a[href$='/{OPENED.get(agent.language, 't1')}']").click()
    agent.page.mouse.move(0, 0)
    agent.page.locator(".suggestions[aria-busy=false] .card").first.wait_for(state="attached")


def desk_reply(agent: Agent) -> None:
    """A suggestion put in, a stock phrase added, the coach beside it."""
    desk_taken_in(agent)
    agent.page.keyboard.press("Alt+T")
    agent.page.keyboard.press("Alt+1")
    agent.composer.press("Control+End")
    agent.page.keyboard.type(" Sorry for any inconvenience.")
    agent.page.locator(".findings li").wait_for()


def desk_note(agent: Agent) -> None:
    """A private note."""
    agent.open("t4").page.keyboard.press("Alt+N")
    agent.page.keyboard.type("She has a second one on order. I stop it before it leaves the warehouse.")


def desk_what_we_know(agent: Agent) -> None:
    """The second pane of a narrow screen."""
    desk_taken_in(agent)
    agent.page.locator(".tabs button").nth(1).click()


def desk_promises(agent: Agent) -> None:
    """A broken promise and the message for it."""
    agent.go("promises").page.locator(".settle button").nth(1).click()
    agent.page.locator(".message-drafted").wait_for()


def desk_library(agent: Agent) -> None:
    """The reply library: a preview, and a line that a check marks."""
    agent.go("library").page.locator(".reply").nth(1).locator("button").first.click()
    agent.page.locator(".preview mark").wait_for()


def desk_help(agent: Agent) -> None:
    """The help sheet."""
    agent.page.keyboard.press("Alt+H")


WIDE, MEDIUM, NARROW = {"width": 1440, "height": 900}, {"width": 1024, "height": 768}, {"width": 390, "height": 800}
DESK_PICTURES: dict[str, tuple[Callable[[Agent], None], dict]] = {
    "desk-conversation": (desk_taken_in, WIDE),
    "desk-reply": (desk_reply, WIDE),
    "desk-note": (desk_note, WIDE),
    "desk-arabic": (desk_taken_in, {**WIDE, "language": "ar"}),
    "desk-dark": (desk_reply, {**WIDE, "color_scheme": "dark"}),
    "desk-medium": (desk_taken_in, {**MEDIUM, "language": "fr"}),
    "desk-narrow-list": (desk_list, NARROW),
    "desk-narrow": (desk_what_we_know, {**NARROW, "language": "fi"}),
    "desk-promises": (desk_promises, MEDIUM),
    "desk-library": (desk_library, MEDIUM),
    "desk-help": (desk_help, MEDIUM),
}


def take_desk(browser, name: str) -> None:
    """One picture of the agents' desk."""
    act, about = DESK_PICTURES[name]
    with fake_agents_desk.running() as (desk, url):
        desk.languages["p2"] = about.get("language", "en")
        agent = Agent(browser, url, "maria", **about).enter()
        agent.page.locator("header").wait_for()
        act(agent)
        picture(agent.page, name)
        agent.context.close()


def take_walk(browser) -> None:
    """All pictures of the walk."""
    with fake_agents_desk.running() as (_, url):
        agent = Agent(browser, url, width=1280, height=800).enter()
        walk.walk(agent, lambda name: picture(agent.page, name))
        agent.context.close()


def take_chat(browser, name: str) -> None:
    """One picture of the chat."""
    act, about = PICTURES[name]
    with running() as (desk, url):
        visitor = Visitor(browser, url, reduced_motion="reduce", **about)
        act(visitor, desk)
        picture(visitor.page, name)
        visitor.context.close()


def main() -> None:
    """Makes all of them, or those named."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for name in sys.argv[1:] or [*PICTURES, *DESK_PICTURES, "walk"]:
            if name == "walk":
                take_walk(browser)
            else:
                (take_desk if name in DESK_PICTURES else take_chat)(browser, name)


if __name__ == "__main__":
    main()
