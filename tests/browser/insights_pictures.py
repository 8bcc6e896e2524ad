"""Pictures of the insights page, with made-up customers, into docs/screenshots: python -m tests.browser.insights_pictures."""

import asyncio
import os
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

import uvicorn

from bot.library import library
from bot.settings import ROOT, settings
from desk import people, sessions
from desk.app import application
from desk.database import Database, database
from tests.browser.chromium import chromium

sys.path.append(str(ROOT / "tests" / "support"))
WIDE = {"width": 1180, "height": 1500}


def fill(opened: Database) -> dict[str, str]:
    """Customers of five weeks, and somebody signed in by language: the cookies."""
    from talks import month

    lists = ("late_delivery.upset", "late_delivery.ours", "refund_delay.upset", "moves.greet")
    ids = [f"en:{each.id}" for name in lists for each in library().replies["en"].get(name)[:3]]
    held = {id: (60 - 4 * at, 9 + at, 3 + 2 * at) for at, id in enumerate(ids)} | {"tone:warm": (120, 40, 22), "tone:brief": (80, 12, 9), "tone:formal": (31, 17, 30)}
    with opened.writing() as connection:
        month(connection, 1200, time.time(), held)
        made = {}
        for language, name in (("en", "Maria Lind"), ("ar", "ليلى حداد")):
            id = people.add(connection, language, name, "lead", ["care", "people"], "a long password")
            people.change(connection, id, language=language)
            made[language] = sessions.begin(connection, id)
    return made


def main() -> None:
    """Serve, look, and write the pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"
    cookies = fill(database())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(application(), port=port, log_level="warning", ws="none", timeout_graceful_shutdown=1))
    threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    with chromium() as browser:
        for name, language, scheme in (("desk-insights", "en", "light"), ("desk-insights-arabic", "ar", "dark")):
            context = browser.new_context(viewport=WIDE, color_scheme=scheme)
            context.add_cookies([{"name": sessions.COOKIE, "value": cookies[language], "url": f"http://127.0.0.1:{port}"}])
            page = context.new_page()
            page.on("console", lambda said: sys.stderr.write(said.text + "\n"))
            page.goto(f"http://127.0.0.1:{port}/desk/insights")
            page.screenshot(path=str(folder / f"{name}.png"), full_page="--full" in sys.argv)
    server.should_exit = True


if __name__ == "__main__":
    os.environ["HEARD_DATABASE"] = str(Path(tempfile.mkdtemp()) / "desk.db")
    assert settings().database.endswith("desk.db")
    main()
