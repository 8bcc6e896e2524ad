"""The walk of docs/walk.md: its keys are pressed as they stand in its headings. The test looks at what comes of them, screenshots.py takes its pictures."""

import re
from collections.abc import Callable

from tests.browser.agent import Agent

from bot.settings import ROOT

TEXT = (ROOT / "docs" / "walk.md").read_text(encoding="utf-8")
STEPS = re.findall(r"^## ([^\n]+)$.*?\(screenshots/([\w-]+)\.png\)", TEXT, re.M | re.S)  # its keys and its picture
PRESSED = {"←": "ArrowLeft", "→": "ArrowRight", "↓": "ArrowDown", "Esc": "Escape", "Ctrl+Enter": "Control+Enter"}
READY = {  # what a person waits to see before this key
    "Alt+T": "#log", "Alt+G": ".card", "Alt+1": ".suggestions[aria-busy=false] .card", "Alt+F": ".findings", "Ctrl+Enter": ".agreed",
    "Alt+P": ".message.is-agent", "↓": ".rows-table button",
}  # fmt: skip
TYPED = " I have the diary open. Sorry for any inconvenience."


def press(agent: Agent, key: str) -> None:
    """One key, once what it is for is there; *type* stands for words."""
    if key in READY:
        agent.page.locator(READY[key]).first.wait_for()
    if key == "*type*":
        agent.page.keyboard.type(TYPED)
    else:
        agent.page.keyboard.press(PRESSED.get(key, key))


def walk(agent: Agent, after: Callable[[str], None]) -> None:
    """From signing in to a kept promise; after each step `after` gets its picture's name."""
    agent.page.locator(".row").first.wait_for()
    for keys, picture in STEPS:
        for key in keys.replace("`", "").split():
            press(agent, key)
        after(picture)
