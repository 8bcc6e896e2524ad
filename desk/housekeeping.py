"""What the desk does by itself: breaks overdue promises in sight and reminds of others, puts back what nobody answers, erases what is old."""

import asyncio
import sqlite3
import time
from itertools import count, takewhile

import structlog
from anyio import to_thread
from sqlalchemy import delete, select

from desk import conversations, erasure, promises
from desk.database import Unavailable
from desk.insights import journeys
from desk.pausing import pause
from desk.service import Desk
from desk.tables import conversations as table
from desk.tables import events, visitors

EVERY = 30.0
ANALYSE_EVERY = 120  # rounds
TYPING_SECONDS = 600.0
log = structlog.get_logger(__name__)


async def run(desk: Desk, ended: asyncio.Event) -> None:
    """A round now and then, until ended."""
    for number in takewhile(lambda _: not ended.is_set(), count()):
        try:
            await to_thread.run_sync(tidy_up, desk)
            if number % ANALYSE_EVERY == 0:
                await to_thread.run_sync(desk.database.analyse)
        except (*Unavailable, sqlite3.Error, OSError) as error:  # Rasa's tracker and the files are tidied too
            log.error("housekeeping: tried again in a while", error=type(error).__name__)
        await pause(ended, EVERY)


def tidy_up(desk: Desk) -> None:
    """One round."""
    at = time.time()
    with desk.database.writing() as connection:
        promises.break_overdue(connection, at)
        promises.remind(connection, at)
        conversations.take_back(connection, at)
        connection.execute(delete(events).where(events.c.kind == "typing", events.c.at < at - TYPING_SECONDS))
    ends = at - desk.settings.retention_days * 86400
    for conversation in _past_their_time(desk, ends):
        erasure.erase(desk.database, desk.settings, [conversation])
    with desk.database.writing() as connection:
        theirs = select(table.c.id).where(table.c.visitor == visitors.c.id)
        connection.execute(delete(visitors).where(visitors.c.seen < ends, ~theirs.exists()))
    journeys.renew(desk.database, desk.settings.timezone)


def _past_their_time(desk: Desk, ends: float) -> list[str]:
    """Conversations in which nothing happened since; most are never closed by the customer, who just leaves."""
    since = select(events.c.id).where(events.c.conversation == table.c.id, events.c.at >= ends)
    old = select(table.c.id).where(table.c.changed < ends, ~since.exists()).limit(100)
    with desk.database.reading() as connection:
        return [id for (id,) in connection.execute(old)]
