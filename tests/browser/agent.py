"""An agent with a browser window of their own at the agents' desk: what they do there, and what goes wrong in it."""

import re

from tests.browser.fake_agents_desk import strings
from tests.browser.visitor import EXPECTED, LOCALES, PATIENCE


class Agent:
    """A browser context at the desk. `troubles` collects script errors, dialogs and policy violations."""

    def __init__(self, browser, address: str, login: str = "anna", language: str = "en", width: int = 1440, height: int = 900, **about) -> None:
        options = {"locale": LOCALES[language], "timezone_id": "Europe/Helsinki", "viewport": {"width": width, "height": height}, "reduced_motion": "reduce"} | about
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(PATIENCE)
        self.address, self.login, self.language, self.words, self.troubles = address, login, language, strings(language), []
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        self.page.on("console", self._console)
        self.page.on("dialog", self._dialog)

    def _console(self, message) -> None:
        if message.type in ("error", "warning") and not any(part in message.text for part in EXPECTED):
            self.troubles.append(f"console: {message.text}")

    def _dialog(self, dialog) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def enter(self, password: str = "secret") -> "Agent":
        """Comes to the desk and signs in."""
        self.page.goto(f"{self.address}/desk/")
        self.sign_in(password)
        self.page.locator("header").wait_for()
        return self

    def sign_in(self, password: str = "secret") -> None:
        """Fills in the form that is on the page."""
        self.page.locator("[name=login]").fill(self.login)
        self.page.locator("[name=password]").fill(password)
        self.page.locator("[name=password]").press("Enter")

    def open(self, conversation: str) -> "Agent":
        """Opens a conversation and waits for its suggestions."""
        self.go(f"inbox/{conversation}")
        self.page.locator(".message").first.wait_for()
        self.page.locator(".suggestions[aria-busy=false]").wait_for(state="attached")
        return self

    def go(self, page: str) -> "Agent":
        """Another page of the desk."""
        self.page.evaluate("(page) => (location.hash = `#/${page}`)", page)
        return self

    @property
    def composer(self):
        """Where they write."""
        return self.page.locator("#composer")

    def word(self, key: str) -> str:
        """One of the desk's words, such as `actions.take`."""
        found = self.words
        for part in key.split("."):
            found = found[int(part) if isinstance(found, dict) and part.isdigit() and part not in found else part]
        return found

    def button(self, key: str):
        """A button by the key of its label, whatever else stands on it."""
        return self.page.get_by_role("button", name=re.compile(f"^{re.escape(self.word(key))}( |:|$)"))
