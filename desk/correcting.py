"""Corrections of a reading by an agent: shown at once, kept for `heard learn`."""

import time
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection

from desk import events, messages
from desk.tables import corrections
from desk.tables import messages as table


def correct(connection: Connection, conversation: str, message: int, person: str, right: dict[str, Any]) -> dict[str, Any] | None:
    """Put `right` (feeling, intensity, cause) in the place of what was read; None for a message that isn't a read customer's here."""
    same = (table.c.id == message, table.c.conversation == conversation, table.c.author == "customer")
    row = connection.execute(select(table.c.reading).where(*same)).first()
    if row is None or not row.reading:
        return None
    read = {name: row.reading.get(name) for name in ("feeling", "intensity", "cause")}
    values = {"conversation": conversation, "message": message, "person": person, "read": read, "at": time.time()}
    connection.execute(insert(corrections).values(**values, **right))
    corrected = {**row.reading, **right, "corrected": True}
    if _newest(connection, conversation) == message:
        messages.read_as(connection, conversation, message, corrected)
    else:  # how an earlier message was read changes the history, not where the conversation stands
        connection.execute(update(table).where(table.c.id == message).values(reading=corrected))
        events.append(connection, conversation, "reading", {"message": message}, inside=True)
    return corrected


def _newest(connection: Connection, conversation: str) -> int | None:
    query = select(func.max(table.c.id)).where(table.c.conversation == conversation, table.c.author == "customer")
    return connection.execute(query).scalar()
