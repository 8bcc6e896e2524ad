"""Who is looking at a conversation: a row a person, fresh for a moment."""

import time

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from desk import conversations, events
from desk.inbox import LOOKING_SECONDS
from desk.tables import people, seen


def look(connection: Connection, person: int, conversation: str, event: int) -> None:
    """A person sees the conversation up to an event; the others hear of it when they begin to."""
    same, at = (seen.c.person == person, seen.c.conversation == conversation), time.time()
    before = connection.execute(select(seen.c.at, seen.c.event).where(*same)).first()
    if before is None:
        connection.execute(insert(seen).values(person=person, conversation=conversation, event=event, at=at))
    else:
        connection.execute(update(seen).where(*same).values(event=max(event, before.event), at=at))
    if before is None or before.at < at - LOOKING_SECONDS:
        events.append(connection, conversation, "presence", {"looking": names(connection, conversation)}, inside=True)


def leave(connection: Connection, person: int, conversation: str | None = None) -> None:
    """A person looks at it no longer, or at none; the others hear of it at once."""
    theirs = select(seen.c.conversation).where(seen.c.person == person, seen.c.at > time.time() - LOOKING_SECONDS)
    left = [id for id in connection.execute(theirs.order_by(seen.c.conversation)).scalars() if conversation in (None, id)]
    left = [id for id in left if conversations.hold(connection, id)]
    connection.execute(update(seen).where(seen.c.person == person, seen.c.conversation.in_(left)).values(at=0.0))
    for id in left:
        events.append(connection, id, "presence", {"looking": names(connection, id)}, inside=True)


def names(connection: Connection, conversation: str, besides: int = 0) -> list[str]:
    """The names of those who look at it now."""
    query = select(people.c.name).join(seen, seen.c.person == people.c.id)
    fresh = query.where(seen.c.conversation == conversation, seen.c.at > time.time() - LOOKING_SECONDS, people.c.id != besides)
    return [name for (name,) in connection.execute(fresh.order_by(people.c.name))]
