"""The real desk over made-up customers of five weeks, for the insights in a browser: who may look, and what they see."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import uvicorn

from bot.library import library
from bot.settings import ROOT, settings
from desk import people, sessions
from desk.app import application
from desk.database import Database
from desk.feed import Feed
from desk.insights import journeys
from desk.limits import Limit
from desk.outbox import Outbox
from desk.rasa import Rasa
from desk.service import Desk
from desk.tokens import Tokens
from tests.browser.fake_desk import free_port

sys.path.append(str(ROOT / "tests" / "support"))
PEOPLE = {"en": ("en", "Maria Lind", "lead"), "ar": ("ar", "ليلى حداد", "lead"), "fi": ("fi", "Aino Virtanen", "lead"), "agent": ("fi", "Matti Järvelä", "agent")}


@dataclass(frozen=True)
class Insights:
    """A desk that is running: its address, its database, and cookies of people who are signed in."""

    address: str
    database: Database
    cookies: dict[str, str]

    def visit(self, browser, who: str | None, **about):
        """A page of somebody's own."""
        context = browser.new_context(**about)
        if who:
            context.add_cookies([{"name": sessions.COOKIE, "value": self.cookies[who], "url": self.address}])
        return context.new_page()


def fill(opened: Database, count: int) -> dict[str, str]:
    """So many conversations, and somebody signed in by name: the cookies."""
    from talks import month

    lists = ("late_delivery.upset", "late_delivery.ours", "refund_delay.upset", "moves.greet")
    ids = [f"en:{each.id}" for name in lists for each in library().replies["en"].get(name)[:3]]
    held = {id: (60 - 4 * at, 9 + at, 3 + 2 * at) for at, id in enumerate(ids)} | {"tone:warm": (120, 40, 22), "tone:brief": (80, 12, 9), "tone:formal": (31, 17, 30)}
    with opened.writing() as connection:
        month(connection, count, time.time(), held)
        made = {}
        for key, (language, name, role) in PEOPLE.items():
            id = people.add(connection, key, name, role, ["care", "people"], "a long password")
            people.change(connection, id, language=language)
            made[key] = sessions.begin(connection, id)
    return made


def desk(opened: Database, folder: Path) -> Desk:
    """A desk over this database that talks to no bot."""
    at = replace(settings(), files=folder / "files", trackers=folder / "trackers.db")
    feed, rasa = Feed(opened), Rasa(at.rasa_port)
    return Desk(at, opened, Tokens("a secret of the tests, and long enough to sign"), Limit(1000), Limit(1000), feed, rasa, Outbox(opened, rasa, "desk", feed.poke), "desk")


@contextmanager
def serving(folder: Path, count: int = 1200) -> Iterator[Insights]:
    """The desk in a thread of its own."""
    opened, port = Database(f"sqlite:///{folder / 'desk.db'}"), free_port()
    opened.upgrade()
    cookies = fill(opened, count)
    journeys.renew(opened, settings().timezone)  # as housekeeping would have by then
    server = uvicorn.Server(uvicorn.Config(application(desk(opened, folder)), port=port, log_level="warning", ws="none", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while thread.is_alive() and not server.started:
        time.sleep(0.02)
    try:
        yield Insights(f"http://127.0.0.1:{port}", opened, cookies)
    finally:
        server.should_exit = True
        thread.join(5)
        opened.close()
