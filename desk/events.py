"""Events: all that happens in a conversation, in one growing order that browsers follow and resume from."""

import time
from typing import Any

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.engine import Connection

from desk.tables import events

ORDER_LOCK = 4713  # any number; PostgreSQL gives ids before the commit, so writers of events wait for each other
MOST = 500
_INSERT, _LOCK = insert(events), select(func.pg_advisory_xact_lock(ORDER_LOCK))
_AFTER = select(events).where(events.c.id > bindparam("last")).order_by(events.c.id).limit(MOST)


def append(connection: Connection, conversation: str, kind: str, body: dict[str, Any], inside: bool = False) -> int:
    """Add an event within the caller's transaction; its id is greater than that of every event committed before."""
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK)
    row = {"conversation": conversation, "kind": kind, "body": body, "inside": inside, "at": time.time()}
    return connection.execute(_INSERT, row).inserted_primary_key[0]


def newest(connection: Connection, conversation: str | None = None) -> int:
    """The id of the newest event, of one conversation or of all; 0 where there is none."""
    query = select(func.max(events.c.id))
    if conversation:
        query = query.where(events.c.conversation == conversation)
    return connection.execute(query).scalar() or 0


def after(connection: Connection, last: int, conversation: str | None = None, inside: bool = False) -> list[dict[str, Any]]:
    """The events after an id, oldest first, at most `MOST`: of one conversation or of all, with those for agents or without."""
    query = _AFTER
    if conversation:
        query = query.where(events.c.conversation == conversation)
    if not inside:
        query = query.where(events.c.inside.is_(False))
    return [dict(row) for row in connection.execute(query, {"last": last}).mappings()]


def history(connection: Connection, conversation: str, most: int = 200) -> list[dict[str, Any]]:
    """The last events that a customer may see, oldest first, without what is over by now (typing)."""
    query = select(events).where(
        events.c.conversation == conversation, events.c.inside.is_(False), events.c.kind != "typing"
    )  # fmt: skip
    rows = connection.execute(query.order_by(events.c.id.desc()).limit(most)).mappings()
    return [dict(row) for row in rows][::-1]
