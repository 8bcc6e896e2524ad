"""What the fake desk knows: conversations, visitors, its scripted replies, and every fault on a switch."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
REPLIES = yaml.safe_load((Path(__file__).parent / "replies.yml").read_text(encoding="utf-8"))


def now() -> str:
    """This moment as the contract writes it."""
    return datetime.now(timezone.utc).isoformat()


@dataclass
class Talk:
    """One conversation as the fake keeps it."""

    id: str
    language: str
    page: dict
    audience: str
    status: str = "bot"
    agent: str | None = None
    events: list[dict] = field(default_factory=list)
    by_client: dict[str, dict] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    said: list[tuple[str, dict]] = field(default_factory=list)  # everything asked of it: (what, body)


class Desk:
    """The fake's state and its faults. Tests reach into it from their own thread."""

    def __init__(self) -> None:
        self.talks: dict[str, Talk] = {}
        self.visitors: dict[str, str] = {}  # token to conversation
        self.next_event = 1
        self.staffed = True
        self.delay = 0.0  # seconds before every answer
        self.refuse: list[tuple[str, int]] = []  # (what the path ends with, status): each refuses one request
        self.lose = 0  # so many messages are kept, but their acknowledgement gets lost
        self.answering = True
        self.think = 0.15  # seconds the assistant "writes"
        self.streams = 0  # raised to cut every open stream

    def event(self, talk: Talk, kind: str, body: dict) -> dict:
        """Appends an event; streams pick it up."""
        made = {"id": self.next_event, "kind": kind, "at": now(), "body": body}
        self.next_event += 1
        talk.events.append(made)
        return made

    def kept(self) -> list[str]:
        """What the desk has of the customers, in its order."""
        events = [event for talk in self.talks.values() for event in talk.events]
        return [event["body"]["text"] for event in events if event["kind"] == "message" and event["body"]["author"] == "customer"]

    def message(self, talk: Talk, author: str, text: str, **rest) -> dict:
        """A message of anybody's."""
        body = {"message": self.next_event, "client_id": None, "author": author, "name": None, "text": text, "parts": None, "replies": [], "file": None}
        return self.event(talk, "message", body | rest)

    def status(self, talk: Talk, status: str, name: str | None = None) -> dict:
        """The conversation passes to somebody else, or ends."""
        talk.status, talk.agent = status, name
        return self.event(talk, "status", {"status": status, "name": name, "staffed": self.staffed})

    def open_talk(self, language: str, audience: str, page: dict) -> Talk:
        """A new conversation with its greeting."""
        talk = Talk(secrets.token_hex(6), language, page, audience)
        self.talks[talk.id] = talk
        greeting = words(language)["greeting"]
        kind = "employee" if audience == "employee" else "order" if page.get("order") else "name" if page.get("name") else "plain"
        self.message(talk, "bot", greeting[kind].format(order=page.get("order"), name=page.get("name")))
        return talk


def words(language: str) -> dict:
    """The chat's own words, as the desk serves them."""
    return yaml.safe_load((ROOT / "content" / "chat" / f"{language}.yml").read_text(encoding="utf-8"))


def plan_reply(language: str) -> tuple[str, dict, list[str]]:
    """The scripted answer: text, parts, quick replies."""
    reply = REPLIES[language]
    start = datetime.now(timezone.utc).replace(minute=0, second=0, microsecond=0)
    plan = [{"text": text, "who": "us", "due": (start + timedelta(hours=hours)).isoformat() if hours else None} for text, hours in reply["plan"]]
    parts = {"before": reply["before"], "plan": plan, "question": reply["question"]}
    text = "\n\n".join([reply["before"], *(f"- {step['text']}" for step in plan), reply["question"]])
    return text, parts, words(language)["quick_replies"]["plan"]
