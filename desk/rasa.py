"""Rasa as the desk talks to it, on loopback: a turn, a reading, and what became of a turn that was cut off."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import requests

from bot import http
from bot.models import Reading
from bot.reading.parse import reading

Unreached = (requests.RequestException, ValueError)  # down, too slow, an error, or no JSON


@dataclass(frozen=True)
class Turn:
    """What Rasa answered: the text, and what the action told beside it (plan, question, reading, handoff)."""

    text: str
    told: dict[str, Any]


class Rasa:
    """The server at a port of this machine. Every call gives up in time and raises one of `Unreached`."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"

    def turn(self, conversation: str, text: str, metadata: dict[str, Any], seconds: float) -> Turn:
        """The bot's answer to a message."""
        body = {"sender": conversation, "message": text, "metadata": metadata}
        return _turn(http.send("POST", f"{self.url}/webhooks/rest/webhook", body, tries=1, seconds=seconds))

    def finished(self, conversation: str, message: int, seconds: float) -> Turn | None:
        """The answer to a message that Rasa got before we were cut off; None where it never got it."""
        tracker = http.send("GET", f"{self.url}/conversations/{quote(conversation)}/tracker", tries=1, seconds=seconds)
        events = tracker.get("events") or []
        at = [n for n, each in enumerate(events) if each["event"] == "user" and (each.get("metadata") or {}).get("message") == message]
        return _turn([_uttered(each) for each in events[at[-1] :] if each["event"] == "bot"]) if at else None

    def read(self, text: str, audience: str, seconds: float) -> Reading:
        """How a message reads; no dialogue moves on."""
        parse = http.send("POST", f"{self.url}/model/parse", {"text": text}, tries=1, seconds=seconds)
        return reading({**parse, "metadata": {"audience": audience}})

    def ready(self, seconds: float = 2.0) -> bool:
        """Whether a model is loaded."""
        try:
            return bool(http.send("GET", f"{self.url}/status", tries=1, seconds=seconds).get("model_file"))
        except Unreached:
            return False


def _uttered(event: dict[str, Any]) -> dict[str, Any]:
    return {"text": event.get("text"), "custom": (event.get("data") or {}).get("custom")}


def _turn(answers: list[dict[str, Any]]) -> Turn:
    """One turn in the list that the REST channel answers: it splits a text at its empty lines.

    Raises:
        ValueError: an answer without a word.
    """
    if not isinstance(answers, list) or not all(isinstance(each, dict) for each in answers):
        raise ValueError("this is not what Rasa's REST channel answers")
    text = "\n\n".join(each["text"] for each in answers if each.get("text"))
    if not text:
        raise ValueError("Rasa answered without a word: are the actions running?")
    return Turn(text, next((each["custom"] for each in answers if each.get("custom")), {}))
