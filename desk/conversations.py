"""Conversations: who has one (the bot, nobody yet, a person, nobody any more) and what belongs to it."""

import time
import uuid
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.engine import Connection

from desk import events, opening, standing
from desk.tables import conversations, visitors

ANSWERED_WITHIN = 15 * 60.0  # seconds; who has a conversation and lets the customer wait longer has it no more
TEAMS = {"customer": "care", "employee": "people"}
_BY_ID = conversations.c.id == bindparam("b_id")
_GET, _UPDATE = select(conversations).where(_BY_ID), update(conversations).where(_BY_ID)
_HOLD = _GET.with_for_update(key_share=True)


def arrive(connection: Connection, visitor: str | None, audience: str, language: str, page: dict[str, str]) -> dict[str, Any]:
    """The open conversation of a visitor, with what the page tells now; a new one (and a new visitor) where there is none."""
    at = time.time()
    known = visitor and connection.execute(update(visitors).where(visitors.c.id == visitor).values(seen=at)).rowcount
    if not known:
        visitor = visitor or uuid.uuid4().hex
        connection.execute(insert(visitors).values(id=visitor, audience=audience, at=at, seen=at))
    found = _open(connection, visitor, audience)
    if found is None:
        return _begin(connection, visitor, audience, language, page)
    found = hold(connection, found["id"]) or found
    if page and page != found["page"]:
        connection.execute(update(conversations).where(conversations.c.id == found["id"]).values(page={**found["page"], **page}))
    return {**found, "page": {**found["page"], **page}, "new": False}


def _open(connection: Connection, visitor: str, audience: str) -> dict[str, Any] | None:
    c = conversations.c
    query = select(conversations).where(c.visitor == visitor, c.audience == audience, c.status != "closed")
    row = connection.execute(query.order_by(c.changed.desc()).limit(1)).mappings().first()
    return dict(row) if row else None


def _begin(connection: Connection, visitor: str, audience: str, language: str, page: dict[str, str]) -> dict[str, Any]:
    at = time.time()
    row = {"id": uuid.uuid4().hex, "visitor": visitor, "audience": audience, "team": TEAMS[audience], "language": language}
    row |= {"language_chosen": False, "status": "bot", "page": page, "handoff": None, "at": at, "changed": at}
    connection.execute(insert(conversations).values(**row))
    return {**row, "new": True}


def get(connection: Connection, conversation: str) -> dict[str, Any] | None:
    """A conversation's row."""
    row = connection.execute(_GET, {"b_id": conversation}).mappings().first()
    return dict(row) if row else None


def hold(connection: Connection, conversation: str) -> dict[str, Any] | None:
    """A conversation's row, held until the transaction ends (PostgreSQL; SQLite has one writer anyway).

    Whoever writes into a conversation holds it first, and a visitor's row before that: in another order two writers could
    wait for each other. Held without its key, so that rows which point to it can be written meanwhile.
    """
    row = connection.execute(_HOLD, {"b_id": conversation}).mappings().first()
    return dict(row) if row else None


def change(connection: Connection, conversation: str, **values: Any) -> None:
    """Set columns of a conversation; it counts as changed now."""
    connection.execute(_UPDATE, {"b_id": conversation, "changed": time.time(), **values})


def pass_to(connection: Connection, conversation: str, status: str, name: str | None = None, staffed: bool | None = None) -> int | None:
    """Let the bot, a person or nobody have it, and tell who follows; None where it was so already. `staffed` is found out where it isn't known."""
    moved = connection.execute(
        update(conversations)
        .where(conversations.c.id == conversation, conversations.c.status != status)
        .values(status=status, changed=time.time())
    ).rowcount
    if not moved:
        return None
    standing.passed(connection, conversation, status)
    there = opening.staffed() if staffed is None else staffed
    return events.append(connection, conversation, "status", {"status": status, "name": name, "staffed": there})


def take_back(connection: Connection, at: float) -> None:
    """Put a conversation whose agent leaves the customer waiting back into the queue."""
    c = conversations.c
    late = select(c.id).where(c.status == "human", c.waiting_since < at - ANSWERED_WITHIN).order_by(c.id)
    for id in connection.execute(late).scalars().all():
        change(connection, id, agent=None)
        pass_to(connection, id, "waiting")
