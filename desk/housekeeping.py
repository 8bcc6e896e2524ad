"""What the desk does by itself: breaks overdue promises in sight, forgets typing, erases what is past its time."""

import asyncio
import time

import structlog
from anyio import to_thread
from sqlalchemy import delete, select

from desk import erasure, promises
from desk.database import Unavailable
from desk.service import Desk
from desk.tables import conversations, events

EVERY = 30.0
TYPING_SECONDS = 600.0
log = structlog.get_logger(__name__)


async def run(desk: Desk) -> None:
    """Until cancelled."""
    while True:
        try:
            await to_thread.run_sync(tidy_up, desk)
        except Unavailable as error:
            log.error("housekeeping: the database does not answer", error=type(error).__name__)
        await asyncio.sleep(EVERY)


def tidy_up(desk: Desk) -> None:
    """One round."""
    at = time.time()
    with desk.database.writing() as connection:
        promises.break_overdue(connection, at)
        connection.execute(delete(events).where(events.c.kind == "typing", events.c.at < at - TYPING_SECONDS))
    for conversation in _past_their_time(desk, at):
        erasure.erase(desk.database, desk.settings, [conversation])


def _past_their_time(desk: Desk, at: float) -> list[str]:
    c = conversations.c
    old = select(c.id).where(c.status == "closed", c.changed < at - desk.settings.retention_days * 86400).limit(100)
    with desk.database.reading() as connection:
        return [id for (id,) in connection.execute(old)]
