"""Where a conversation stands in the agents' list: what the customer feels and why, since when they wait, how urgent it is."""

import time
from typing import Any

from sqlalchemy import bindparam, exists, select, update
from sqlalchemy.engine import Connection

from bot.models import NO_CAUSE
from desk.tables import conversations, promises

MOST_SHOWN = 160  # characters of the newest message
# Seconds by which a conversation comes before one that began to wait when it did.
INTENSITY = 600.0
SIGNALS = {
    "at_risk": 86400.0, "vulnerable": 3600.0, "legal": 1800.0, "going_public": 1800.0, "leaving": 1200.0, "wants_human": 600.0,
    "repeat_contact": 600.0,
}  # fmt: skip
BROKEN = 3600.0  # a promise of ours
_UNDECIDED = exists().where(promises.c.conversation == conversations.c.id, promises.c.state == "broken", promises.c.decided_by.is_(None))
_BY_ID = conversations.c.id == bindparam("b_id")
_ROW, _UPDATE = select(conversations, _UNDECIDED.label("broken")).where(_BY_ID), update(conversations).where(_BY_ID)


def read(connection: Connection, conversation: str, reading: dict[str, Any]) -> None:
    """A message was read: the feeling and cause are its own, signals stay once they were seen."""
    now = _row(connection, conversation)
    cause = reading.get("cause") or NO_CAUSE
    values = {
        "feeling": reading.get("feeling"),
        "intensity": reading.get("intensity") or 0,
        "cause": cause if cause != NO_CAUSE else now["cause"],
        "signals": sorted({*(now["signals"] or ()), *(reading.get("signals") or ())}),
    }
    _set(connection, {**now, **values}, values)


def said(connection: Connection, conversation: str, author: str, text: str, event: int) -> None:
    """A message was said: a customer's begins the wait for a person, a person's ends it."""
    now, at = _row(connection, conversation), time.time()
    values: dict[str, Any] = {"last": {"author": author, "text": text[:MOST_SHOWN], "at": at}, "newest": event}
    if author == "customer" and now["status"] in ("waiting", "human"):
        values["waiting_since"] = now["waiting_since"] or at
        values["snoozed_until"] = None
    elif author == "agent":
        values["waiting_since"] = None
    _set(connection, {**now, **values}, values)


def passed(connection: Connection, conversation: str, status: str) -> None:
    """Somebody else has it: the wait for a person begins, or is over."""
    now = _row(connection, conversation)
    since = {"waiting": now["waiting_since"] or time.time(), "human": now["waiting_since"]}.get(status)
    _set(connection, {**now, "waiting_since": since}, {"waiting_since": since})


def broken(connection: Connection, conversation: str) -> None:
    """A promise to this customer was broken, or somebody said what became of it: they come sooner, or no more."""
    now = _row(connection, conversation)
    if now:
        _set(connection, now, {})


def _row(connection: Connection, conversation: str) -> dict[str, Any]:
    row = connection.execute(_ROW, {"b_id": conversation}).mappings().first()
    return dict(row) if row else {}


def _set(connection: Connection, now: dict[str, Any], values: dict[str, Any]) -> None:
    at = time.time()
    values |= {"urgency": urgency(now, at), "changed": at}
    connection.execute(_UPDATE, {"b_id": now["id"], **values})


def urgency(row: dict[str, Any], at: float) -> float:
    """The moment by which conversations are listed, the least first: all waits grow alike, so that it need not be made anew."""
    bonus = INTENSITY * (row["intensity"] or 0) + (BROKEN if row["broken"] else 0.0) + sum(SIGNALS.get(each, 0.0) for each in row["signals"] or ())
    return (row["waiting_since"] or at) - bonus
