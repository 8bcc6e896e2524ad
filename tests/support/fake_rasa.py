"""A Rasa that does what a test tells it, in the place of desk.rasa.Rasa; it counts what it got, as Rasa's tracker does."""

import threading
import time
from collections.abc import Callable
from typing import Any

from bot.models import Reading
from desk.rasa import Turn

Script = Callable[[str, str], Any]  # (conversation, text) to a Turn, or an exception to raise


def echo(conversation: str, text: str) -> Turn:
    """The answer where no script says otherwise."""
    return Turn(f"Heard: {text}", {"language": "en"})


class FakeRasa:
    """`script` answers; `seconds` is how long a turn takes; `open` is cleared to make every turn hang."""

    def __init__(self) -> None:
        self.script: Script = echo
        self.seconds = 0.0
        self.open = threading.Event()
        self.open.set()
        self.turns: list[tuple[str, str]] = []
        self.reads: list[str] = []
        self.metadata: list[dict[str, Any]] = []
        self.tracker: dict[int, Turn] = {}
        self.most_at_once = self._now = 0
        self._lock = threading.Lock()

    def turn(self, conversation: str, text: str, metadata: dict[str, Any], seconds: float) -> Turn:
        """As the script says; what was said is in the tracker even if it never reached the desk."""
        with self._lock:
            self.turns.append((conversation, text))
            self.metadata.append(metadata)
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        try:
            self.open.wait(seconds)
            time.sleep(self.seconds)
            told = self.script(conversation, text)
        finally:
            with self._lock:
                self._now -= 1
        if isinstance(told, Exception):
            raise told
        self.tracker[metadata["message"]] = told
        return told

    def finished(self, conversation: str, message: int, seconds: float) -> Turn | None:
        """What the tracker holds of a message."""
        return self.tracker.get(message)

    def read(self, text: str, audience: str, seconds: float) -> Reading:
        """A reading, and no turn."""
        self.reads.append(text)
        return Reading(text, "en", "frustrated", 2, cause="late_delivery")

    def ready(self, seconds: float = 2.0) -> bool:
        """Always."""
        return True
