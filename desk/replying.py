"""An agent's reply: refused while it would harm, sent once, kept with what it was made from and sent over."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.models import Draft, Finding, Stance
from desk import auditing, coaching, conversations, events, feedback, messages, promises, suggesting
from desk.masking import mask
from desk.messages import Answer
from desk.tables import conversations as table
from desk.tables import messages as said

_PLACEHOLDER = re.compile(r"\{\w+\}")
_OTHERS = re.compile(r"\[(?:card|identity|account)\]")


class Unsendable(ValueError):
    """The reply holds something no customer may get; the message says what to take out, and `code` what the desk calls it."""

    def __init__(self, error: str, code: str = "") -> None:
        super().__init__(error)
        self.code = code


class Answered(Exception):
    """Another agent answered meanwhile."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(name)
        self.name, self.text = name, text


@dataclass(frozen=True)
class Reply:
    """What an agent sends. `after` is the newest event they saw; `suggestion` what they began from, `promised` the steps they promise."""

    client_id: str
    text: str
    after: int
    suggestion: dict[str, Any] | None = None
    promised: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judged:
    """What the checks found in a reply, the cause it answers, and the draft it began from."""

    found: tuple[Finding, ...]
    cause: str
    draft: Draft | None


def judge(connection: Connection, conversation: dict[str, Any], reply: Reply) -> Judged:
    """Look a reply through before anything is held for writing: it takes a while, and every other writer would wait.

    Raises:
        Unsendable: it holds what no customer may get.
    """
    _forbid(connection, conversation["id"], reply.text)
    now, stance = suggesting.situation(connection, conversation), _stance(reply.suggestion)
    reading = now.reading or suggesting.unread(conversation)
    draft = suggesting.draft(connection, now, stance, reply.suggestion["tone"]) if reply.suggestion and now.reading else None
    return Judged(coaching.findings(reply.text, reading, now, stance), reading.cause, draft)


def _forbid(connection: Connection, conversation: str, text: str) -> None:
    """Raise Unsendable where a placeholder is left, or a card, account or identity number that the customer didn't write."""
    if left := _PLACEHOLDER.search(text):
        raise Unsendable(f"{left.group()} is still to be filled in.")
    if not _OTHERS.search(mask(text)):
        return
    written = " ".join(connection.execute(select(said.c.text).where(said.c.conversation == conversation, said.c.author == "customer")).scalars())
    if any(number not in written for number in _numbers(text)):
        raise Unsendable("There is a card, account or identity number in it: take it out before it is sent.", code="personal_number")


def _numbers(text: str) -> list[str]:
    return [each for each in re.findall(r"[\w+-]*\d[\w +-]{8,}", text) if _OTHERS.search(mask(each))]


def send(connection: Connection, person: dict[str, Any], conversation: dict[str, Any], reply: Reply, judged: Judged) -> int:
    """Keep and send it; the conversation is the agent's from then on. Returns the event.

    Raises:
        Answered: another agent answered after `reply.after`.
    """
    _race(connection, conversation["id"], person, reply.after)
    event = messages.answer(connection, conversation["id"], _answer(person, reply, judged))
    _own(connection, person, conversation)
    _promise(connection, person, conversation, judged, reply.promised)
    _learn(connection, conversation, reply)
    auditing.note(connection, person["name"], "replied", conversation["id"], ", ".join(dict.fromkeys(each.rule for each in judged.found)))
    return event


def _race(connection: Connection, conversation: str, person: dict[str, Any], after: int) -> None:
    query = select(said.c.name, said.c.text).where(
        said.c.conversation == conversation, said.c.author == "agent", said.c.event > after, said.c.name != person["name"]
    )  # fmt: skip
    if other := connection.execute(query.order_by(said.c.id.desc())).first():
        raise Answered(other.name, other.text)


def _stance(suggestion: dict[str, Any] | None) -> Stance:
    told = suggestion or {}
    return Stance(told.get("fault") or "unknown", told.get("solvable") or "later")


def _answer(person: dict[str, Any], reply: Reply, judged: Judged) -> Answer:
    suggested = reply.suggestion
    same = bool(suggested) and suggested["text"].strip() == reply.text.strip()
    parts = None
    if same and judged.draft and judged.draft.plan:
        shown = suggesting.shown(suggesting.Suggestion(reply.text, judged.draft), "")
        parts = shown["parts"]
    kept = {**suggested, "edited": not same} if suggested else None
    return Answer(
        reply.text, "agent", person["name"], parts, wordings=tuple((suggested or {}).get("wordings") or ()),
        client_id=reply.client_id, suggested=kept, warnings=tuple(each.rule for each in judged.found),
    )  # fmt: skip


def _own(connection: Connection, person: dict[str, Any], conversation: dict[str, Any]) -> None:
    """Who answers has it."""
    connection.execute(update(table).where(table.c.id == conversation["id"]).values(agent=person["id"], snoozed_until=None))
    conversations.pass_to(connection, conversation["id"], "human", person["name"])


def _promise(
    connection: Connection, person: dict[str, Any], conversation: dict[str, Any], judged: Judged, ids: tuple[str, ...]
) -> None:
    """The dated steps that the agent stands by become promises in their name."""
    for step in judged.draft.plan if judged.draft else ():
        if step.due and step.id in ids and promises.record_one(connection, conversation["id"], judged.cause, step, person["name"]):
            events.append(connection, conversation["id"], "promise", {"step": step.id, "state": "open"}, inside=True)


def _learn(connection: Connection, conversation: dict[str, Any], reply: Reply) -> None:
    if reply.suggestion:
        same = reply.suggestion["text"].strip() == reply.text.strip()
        feedback.record(connection, conversation, reply.suggestion["tone"], reply.suggestion["wordings"], "taken" if same else "edited")
