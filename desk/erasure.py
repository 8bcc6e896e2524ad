"""Erasing: everything of a visitor or a conversation, Rasa's tracker and files included, with a receipt of what went."""

import hashlib
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import delete, insert, select

from bot.settings import Settings
from desk import files as stored
from desk.claims import LEASE
from desk.database import BUSY_SECONDS, Database
from desk.tables import conversations, corrections, erasures, events, files, followups, journey_words, journeys, messages, outbox, promises, ratings, seen, visitors

OF_CONVERSATION = (outbox, events, corrections, seen, journey_words, journeys, messages, files, ratings, followups, promises)  # those that point at others first


def forget(database: Database, settings: Settings, visitor: str) -> dict[str, int]:
    """Erase a visitor; returns how many rows of each kind went. The receipt holds a hash of the id and nothing else of them.

    Raises:
        LookupError: no such visitor.
    """
    with database.reading() as connection:
        if not connection.execute(select(visitors.c.id).where(visitors.c.id == visitor)).first():
            raise LookupError(f"there is no visitor {visitor}: the id is 32 letters and digits, as in the desk")
        theirs = [id for (id,) in connection.execute(select(conversations.c.id).where(conversations.c.visitor == visitor))]
    _wait_until_quiet(database, theirs)
    counts = erase(database, settings, theirs)
    with database.writing() as connection:
        counts["visitors"] = connection.execute(delete(visitors).where(visitors.c.id == visitor)).rowcount
        connection.execute(insert(erasures).values(receipt=receipt(visitor), counts=counts, at=time.time()))
    database.checkpoint()
    return counts


def receipt(visitor: str) -> str:
    """What is kept of a visitor who was erased: proof that it was done, and no way back to the person."""
    return hashlib.sha256(visitor.encode()).hexdigest()


def _wait_until_quiet(database: Database, theirs: list[str]) -> None:
    """No message of theirs goes to Rasa any more, and one that is there comes back first: it would fill the tracker anew."""
    with database.writing() as connection:
        connection.execute(delete(outbox).where(outbox.c.conversation.in_(theirs)))
    ends = time.monotonic() + LEASE
    claimed = select(conversations.c.id).where(conversations.c.id.in_(theirs), conversations.c.claimed_until > time.time())
    while time.monotonic() < ends:
        with database.reading() as connection:
            if not connection.execute(claimed).first():
                return
        time.sleep(0.1)


def erase(database: Database, settings: Settings, theirs: list[str]) -> dict[str, int]:
    """Erase conversations: Rasa's tracker first, so that a cut in between leaves the rows to try again with.

    Raises:
        sqlite3.OperationalError: Rasa's tracker is locked; nothing was erased.
    """
    counts = {"tracker_events": _erase_tracker(settings.trackers, theirs)}
    with database.writing() as connection:
        gone = [id for (id,) in connection.execute(select(files.c.id).where(files.c.conversation.in_(theirs)))]
        for table in OF_CONVERSATION:
            counts[table.name] = connection.execute(delete(table).where(table.c.conversation.in_(theirs))).rowcount
        counts["conversations"] = connection.execute(delete(conversations).where(conversations.c.id.in_(theirs))).rowcount
    stored.remove(settings.files, gone)
    database.checkpoint()
    return counts


def _erase_tracker(path: Path, theirs: list[str]) -> int:
    """Rasa has no call that deletes a tracker; its store is a table."""
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone():
            return 0
        connection.execute("PRAGMA secure_delete=ON")
        with connection:
            gone = sum(connection.execute("DELETE FROM events WHERE sender_id = ?", (each,)).rowcount for each in theirs)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # what was erased stands in no log of the database either
        return gone
