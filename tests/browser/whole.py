"""The whole service as people use it: a customer in the chat, an agent at the desk, the real bot between them.

`python -m tests.browser.whole` plays the story and writes what it looks like to docs/screenshots.
"""

import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from servers import Servers  # noqa: E402 (where pytest finds it by its settings)

from tests.browser.agent import Agent  # noqa: E402
from tests.browser.chromium import chromium  # noqa: E402
from tests.browser.screenshots import picture as taken  # noqa: E402
from tests.browser.visitor import Visitor  # noqa: E402

VENTS = "third technician, third no-show, and your line keeps me on hold for an hour"
ADDED = " Would before nine suit you?"
Picture = Callable[[str, object], None]


@contextmanager
def service(folder: Path) -> Iterator[Servers]:
    """Rasa, the actions and the desk on free ports."""
    servers = Servers(folder)
    try:
        for name in ("rasa", "actions", "desk"):
            servers.start(name)
        servers.wait("rasa", "actions", "desk")
        yield servers
    finally:
        servers.stop()


def first_password(servers: Servers) -> str:
    """What the desk printed at its first start."""
    return re.search(r"password (\S+)", servers.log("desk")).group(1)


def vent(visitor: Visitor, picture: Picture) -> None:
    """A customer writes, is heard, and accepts the plan."""
    visitor.open().write(VENTS)
    visitor.chat.locator(".plan li").first.wait_for()
    picture("whole-chat", visitor.page)
    visitor.chat.locator(".replies button").first.click()
    visitor.chat.locator(".message.theirs, .message.mine").nth(1).wait_for()


def take_over(agent: Agent, conversation: str, picture: Picture) -> str:
    """An agent takes over, edits a suggestion and sends it; returns what the customer must see of it."""
    agent.open(conversation)
    agent.page.keyboard.press("Alt+t")
    agent.composer.wait_for()
    agent.composer.focus()
    agent.page.keyboard.press("Alt+1")
    agent.composer.press("Control+End")
    agent.composer.type(ADDED)
    agent.page.locator(".three").wait_for()
    picture("whole-desk", agent.page)
    agent.composer.press("Control+Enter")
    return ADDED.strip()


def newest(agent: Agent) -> str:
    """The id of the conversation that needs somebody most."""
    return agent.page.evaluate("fetch('/api/v1/inbox?view=need').then((r) => r.json()).then((found) => found.items[0].id)")


def story(browser: object, servers: Servers, picture: Picture = lambda name, page: None) -> tuple[Visitor, Agent]:
    """From venting to a person's answer."""
    visitor = Visitor(browser, servers.url("desk"), width=1000, height=760)
    vent(visitor, picture)
    visitor.click(visitor.words["person"]["ask"])
    agent = Agent(browser, servers.url("desk"), "admin").enter(first_password(servers))
    sent = take_over(agent, newest(agent), picture)
    visitor.chat.locator("main").get_by_text(sent).wait_for()
    return visitor, agent


def main() -> None:
    """Write the pictures."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, service(Path(folder)) as servers:
        story(browser, servers, lambda name, page: (page.wait_for_timeout(800), taken(page, name)))
        for language, text in (("fi", "paketti piti tulla viikko sitten eikä kukaan vastaa"), ("ar", "طلبي تأخر أسبوعين ولا أحد يرد على رسائلي")):
            visitor = Visitor(browser, servers.url("desk"), language, width=420, height=760)
            visitor.open().write(text)
            visitor.chat.locator(".plan li").first.wait_for()
            visitor.page.wait_for_timeout(800)
            taken(visitor.page, f"whole-{language}")


if __name__ == "__main__":
    main()
