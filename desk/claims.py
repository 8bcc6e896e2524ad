"""Claims: which desk process brings a conversation's messages to Rasa, so that they stay in order over two processes."""

import time

from sqlalchemy import or_, select, update
from sqlalchemy.engine import Connection

from desk.tables import conversations, outbox

LEASE = 12.0  # seconds; longer than any delivery takes, and how long a killed process holds a conversation


def claim(connection: Connection, conversation: str, process: str) -> bool:
    """Whether this process has the conversation now. A claim that ran out, or that a stepped clock put far ahead, is void."""
    at, until = time.time(), conversations.c.claimed_until
    free = or_(until.is_(None), until < at, until > at + 2 * LEASE, conversations.c.claimed_by == process)
    taken = update(conversations).where(conversations.c.id == conversation, free)
    return bool(connection.execute(taken.values(claimed_by=process, claimed_until=at + LEASE)).rowcount)


def release(connection: Connection, conversation: str, process: str) -> bool:
    """Let another process have it, unless more of its messages wait; says whether it did."""
    if connection.execute(select(outbox.c.id).where(outbox.c.conversation == conversation).limit(1)).first():
        return False
    mine = update(conversations).where(conversations.c.id == conversation, conversations.c.claimed_by == process)
    connection.execute(mine.values(claimed_by=None, claimed_until=None))
    return True


def release_all(connection: Connection, process: str) -> None:
    """What a process that ends still holds."""
    mine = update(conversations).where(conversations.c.claimed_by == process)
    connection.execute(mine.values(claimed_by=None, claimed_until=None))
