"""How we left a customer feeling: one answer a conversation; a bad one opens a follow-up for a lead."""

import time

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from desk.tables import followups, ratings

BAD = 2  # of 5: worse than before they wrote


def keep(connection: Connection, conversation: str, feeling: int, text: str) -> None:
    """Keep the answer in the place of an earlier one."""
    same = ratings.c.conversation == conversation
    values = {"feeling": feeling, "text": text, "at": time.time()}
    if not connection.execute(update(ratings).where(same).values(**values)).rowcount:
        connection.execute(insert(ratings).values(conversation=conversation, **values))
    if feeling <= BAD:
        follow_up(connection, conversation, "bad_rating")


def follow_up(connection: Connection, conversation: str, reason: str) -> None:
    """Open a follow-up, unless one is open for the same reason."""
    same = (followups.c.conversation == conversation, followups.c.reason == reason, followups.c.state == "open")
    if not connection.execute(select(followups.c.id).where(*same)).first():
        connection.execute(
            insert(followups).values(conversation=conversation, reason=reason, state="open", at=time.time())
        )  # fmt: skip
