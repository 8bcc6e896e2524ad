"""A visitor with a browser window of their own: what they see of the chat, and what goes wrong in it."""

from pathlib import Path

import yaml
from playwright.sync_api import expect

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20_000  # milliseconds that anything may take on a busy machine
LOCALES = {"en": "en-GB", "it": "it-IT", "ar": "ar", "sv": "sv-SE", "fr": "fr-FR", "fi": "fi-FI"}
EXPECTED = ("favicon", "net::ERR_", "the server responded with a status of 4", "the server responded with a status of 5")


def words(language: str) -> dict:
    """The chat's words in a language."""
    return yaml.safe_load((ROOT / "content" / "chat" / f"{language}.yml").read_text(encoding="utf-8"))


class Visitor:
    """A browser context on the demo page. `troubles` collects script errors, dialogs and policy violations."""

    def __init__(self, browser, address: str, language: str = "en", width: int = 1100, height: int = 760, **about) -> None:
        audience = about.pop("audience", "customer")
        options = {"locale": LOCALES[language], "timezone_id": "Europe/Helsinki", "viewport": {"width": width, "height": height}} | about
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(PATIENCE)
        self.language, self.words, self.troubles = language, words(language), []
        self.url = f"{address}/demo/?language={language}&audience={audience}"
        self.page = self.tab()

    def tab(self):
        """A new tab on the demo page."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        page.on("console", self._console)
        page.on("dialog", self._dialog)
        page.goto(self.url)
        return page

    def _console(self, message) -> None:
        if message.type in ("error", "warning") and not any(part in message.text for part in EXPECTED):
            self.troubles.append(f"console: {message.text}")

    def _dialog(self, dialog) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    @property
    def chat(self):
        """The chat's frame in the first tab."""
        return self.page.frame_locator("iframe")

    @property
    def frame(self):
        """The same as a frame, to run axe in."""
        return next(frame for frame in self.page.frames if "/chat/" in frame.url)

    @property
    def launcher(self):
        """The button on the page."""
        return self.page.locator("heard-chat button")

    def open(self) -> "Visitor":
        """Opens the chat and waits for the greeting."""
        self.launcher.click()
        self.chat.locator(".message.ours").first.wait_for()
        return self

    def write(self, text: str) -> None:
        """Writes a message and sends it."""
        self.chat.locator("#text").fill(text)
        self.chat.locator("#text").press("Enter")

    def click(self, name: str) -> None:
        """A button of the chat by its label."""
        self.chat.get_by_role("button", name=name, exact=True).click()

    def see(self, text: str, times: int = 1, where=None) -> None:
        """Waits until the conversation shows a text so many times."""
        expect((where or self.chat).locator("main").get_by_text(text, exact=True)).to_have_count(times, timeout=PATIENCE)
