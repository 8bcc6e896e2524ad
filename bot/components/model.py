"""The trained model in this process: a text in, Rasa's parse out, without a server."""

import logging
from collections.abc import Callable
from pathlib import Path
from tarfile import TarError
from typing import Any

from bot import light_rasa
from bot.models import LANGUAGES, Reading
from bot.reading.parse import in_context, reading
from bot.reading.tokens import clean, has_words
from bot.settings import settings


class NoModel(FileNotFoundError):
    """There is no trained model; the message says what to type."""


class Reader:
    """Reads messages with the newest trained model in `models/`."""

    def __init__(self, parse: Callable[[str, str | None, list[str]], dict[str, Any]]) -> None:
        self._parse = parse

    @classmethod
    def load(cls, models: Path | None = None) -> "Reader":
        """Load the model once; takes some seconds.

        Raises:
            NoModel: nothing is trained yet, or what is trained doesn't fit this code.
        """
        folder = models or settings().models
        newest = max(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, default=None)
        if newest is None:
            raise NoModel(f"no trained model in {folder}: run `make train`")
        logging.captureWarnings(True)  # of other people's libraries, on a terminal that shows readings
        logging.getLogger("py.warnings").setLevel(logging.ERROR)
        light_rasa.prepare()
        from rasa.core.agent import Agent
        from rasa.core.channels.channel import UserMessage
        from rasa.shared.core.trackers import DialogueStateTracker

        from rasa.shared.exceptions import RasaException

        try:
            processor = Agent.load(model_path=str(newest)).processor
        except (RasaException, TarError, ImportError, ValueError, OSError) as error:
            raise NoModel(f"{newest.name} does not fit this code ({type(error).__name__}): run `make train`") from error
        tracker = DialogueStateTracker.from_events("heard-read", [])

        def parse(text: str, language: str | None, before: list[str]) -> dict[str, Any]:
            metadata = {"language": language, "before": before}
            return processor._parse_message_with_graph(UserMessage(text, metadata=metadata), tracker)

        return cls(parse)

    def read(self, text: str, language: str | None = None, context: tuple[str, ...] = ()) -> Reading:
        """The reading of a message, in the light of the earlier turns (customer's messages, oldest first).

        `language` is the conversation's, kept where the message is too short to tell. A text without a letter or a
        digit reads as calm and unplaced.
        """
        told = [each for each in context[-6:] if has_words(clean(each))]
        earlier = [self._one(each, language, told[:at]) for at, each in enumerate(told)]
        language = language if language in LANGUAGES else None
        known = language or (earlier[-1].language if earlier else None)
        return in_context(self._one(text, known, told), earlier)

    def _one(self, text: str, language: str | None, before: list[str]) -> Reading:
        text = clean(text)
        if not has_words(text):
            return Reading(text, language or settings().default_language, feelings={"calm": 1.0}, language_certain=False)
        return reading(self._parse(text, language, before))
