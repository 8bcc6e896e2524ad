"""Claims: which desk process brings a conversation's messages to Rasa, so that they stay in order over two processes."""

import time

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.engine import Connection

from desk.tables import conversations, outbox

LEASE = 12.0  # seconds; longer than any delivery takes, and how long a killed process holds a conversation
_c, _at = conversations.c, bindparam("b_at")
_FREE = or_(_c.claimed_until.is_(None), _c.claimed_until < _at, _c.claimed_until > _at + 2 * LEASE, _c.claimed_by == bindparam("b_process"))
_CLAIM = update(conversations).where(_c.id == bindparam("b_id"), _FREE)
_WAITS = select(outbox.c.id).where(outbox.c.conversation == bindparam("conversation")).limit(1)
_RELEASE = update(conversations).where(_c.id == bindparam("b_id"), _c.claimed_by == bindparam("b_process"))


def claim(connection: Connection, conversation: str, process: str) -> bool:
    """Whether this process has the conversation now. A claim that ran out, or that a stepped clock put far ahead, is void."""
    at = time.time()
    told = {"b_id": conversation, "b_at": at, "b_process": process, "claimed_by": process, "claimed_until": at + LEASE}
    return bool(connection.execute(_CLAIM, told).rowcount)


def release(connection: Connection, conversation: str, process: str) -> bool:
    """Let another process have it, unless more of its messages wait; says whether it did."""
    if connection.execute(_WAITS, {"conversation": conversation}).first():
        return False
    connection.execute(_RELEASE, {"b_id": conversation, "b_process": process, "claimed_by": None, "claimed_until": None})
    return True


def release_all(connection: Connection, process: str) -> None:
    """What a process that ends still holds."""
    mine = update(conversations).where(conversations.c.claimed_by == process)
    connection.execute(mine.values(claimed_by=None, claimed_until=None))
