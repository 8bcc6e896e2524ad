"""How we left a customer feeling: one answer a conversation; a bad one opens a follow-up for a lead."""

import time

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from desk import greeting
from desk.tables import conversations, followups, ratings

ASKED_FOR = 7 * 86400.0  # seconds after its end that a customer who comes back is still asked
BAD = 2  # of 5: worse than before they wrote


def keep(connection: Connection, conversation: str, feeling: int, text: str) -> None:
    """Keep the answer in the place of an earlier one."""
    same = ratings.c.conversation == conversation
    values = {"feeling": feeling, "text": text, "at": time.time()}
    if not connection.execute(update(ratings).where(same).values(**values)).rowcount:
        connection.execute(insert(ratings).values(conversation=conversation, **values))
    if feeling <= BAD:
        follow_up(connection, conversation, "bad_rating")


def unasked(connection: Connection, visitor: str, audience: str) -> str | None:
    """The conversation that was ended while its customer was away, so that the one question was never seen; each one once."""
    c = conversations.c
    rated = select(ratings.c.id).where(ratings.c.conversation == c.id)
    ended = select(c.id).where(c.visitor == visitor, c.audience == audience, c.status == "closed", c.agent.isnot(None), ~rated.exists())
    others = select(c.id).where(c.visitor == visitor, c.audience == audience, c.status != "closed")
    if connection.execute(others.limit(1)).first():
        return None
    newest = connection.execute(ended.where(c.changed > time.time() - ASKED_FOR).order_by(c.changed.desc()).limit(1)).scalar()
    return newest if newest and greeting.first(connection, visitor, f"rate:{newest}") else None


def follow_up(connection: Connection, conversation: str, reason: str) -> None:
    """Open a follow-up, unless one is open for the same reason."""
    same = (followups.c.conversation == conversation, followups.c.reason == reason, followups.c.state == "open")
    if not connection.execute(select(followups.c.id).where(*same)).first():
        connection.execute(
            insert(followups).values(conversation=conversation, reason=reason, state="open", at=time.time())
        )  # fmt: skip
