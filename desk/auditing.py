"""The audit log: who saw and did what at the desk."""

import time
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from desk.tables import audit

PAGE = 100
SAW, AGAIN = "saw", 600.0  # seconds


def note(connection: Connection, who: str, what: str, conversation: str | None = None, detail: str = "") -> None:
    """Write an act down, in its own transaction's fate.

    `what` has its word in `audit.whats` of content/desk. `detail` holds names, ids and days between commas: the page of the
    log (audit.js) puts ids and days into words.
    """
    row = {"at": time.time(), "who": who, "what": what, "conversation": conversation, "detail": detail[:200]}
    connection.execute(insert(audit).values(**row))


def saw(connection: Connection, who: str, conversation: str) -> None:
    """Write down that somebody saw a conversation."""
    note(connection, who, SAW, conversation)


def saw_lately(connection: Connection, who: str, conversation: str) -> bool:
    """Whether it stands there already that they saw a conversation: an open one is fetched anew with every event."""
    lately = (audit.c.who == who, audit.c.what == SAW, audit.c.conversation == conversation, audit.c.at > time.time() - AGAIN)
    return connection.execute(select(audit.c.id).where(*lately).limit(1)).first() is not None


def page(connection: Connection, before: int | None) -> list[dict[str, Any]]:
    """The newest acts before an id."""
    query = select(audit).order_by(audit.c.id.desc()).limit(PAGE)
    if before:
        query = query.where(audit.c.id < before)
    return [dict(row) for row in connection.execute(query).mappings()]
