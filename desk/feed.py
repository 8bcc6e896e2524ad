"""The feed: new events to the browsers that follow, those of other desk processes too."""

import asyncio
from collections import defaultdict
from typing import Any

import structlog

from desk import events, metrics
from desk.database import Database, Unavailable
from desk.pausing import pause

LOOK = 0.2  # seconds between looks for what another process wrote
HELD = 200  # events that a slow browser may lag behind before it has to come back
MOST_STREAMS = 20  # of one conversation: more tabs than anybody has, so that nobody can fill the memory
ALL = "*"  # follows every conversation
log = structlog.get_logger(__name__)
Queue = asyncio.Queue  # of events; None ends the stream


class Feed:
    """One look at the database serves all browsers of this process."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._followers: dict[str, list[Queue]] = defaultdict(list)
        self._news = asyncio.Event()
        self._begun = asyncio.Event()
        self._last: int | None = None
        self._stopping = False

    def poke(self) -> None:
        """Something was written in this process."""
        self._news.set()

    async def begun(self) -> None:
        """Wait until it knows from where on it hands out: whoever followed before that could miss one."""
        await self._begun.wait()

    def follow(self, conversation: str) -> Queue:
        """A queue that gets a conversation's events from now on."""
        queue: Queue = Queue(HELD)
        if self._stopping:
            _end(queue)
        self._followers[conversation].append(queue)
        if conversation != ALL and len(self._followers[conversation]) > MOST_STREAMS:
            _end(self._followers[conversation][-MOST_STREAMS - 1])
        metrics.following.inc()
        return queue

    def leave(self, conversation: str, queue: Queue) -> None:
        """No more of them."""
        self._followers[conversation].remove(queue)
        metrics.following.dec()
        if not self._followers[conversation]:
            del self._followers[conversation]

    async def run(self) -> None:
        """Hand out what is new, until stopped."""
        while not self._stopping:
            try:
                if self._last is None:
                    self._last = await asyncio.to_thread(self._newest)
                    self._begun.set()
                for each in await asyncio.to_thread(self._after):
                    self._last = each["id"]
                    self._hand_out(each)
            except Unavailable as error:
                log.error("feed: the database does not answer", error=type(error).__name__)
                await asyncio.sleep(LOOK)
            await pause(self._news, LOOK)
            self._news.clear()

    def stop(self) -> None:
        """End every stream: the browsers come back to whoever runs then."""
        self._stopping = True
        self._begun.set()
        self._news.set()
        for queues in self._followers.values():
            for queue in queues:
                _end(queue)

    def _hand_out(self, each: dict[str, Any]) -> None:
        for queue in [*self._followers.get(each["conversation"], ()), *self._followers.get(ALL, ())]:
            try:
                queue.put_nowait(each)
            except asyncio.QueueFull:
                _end(queue)

    def _newest(self) -> int:
        with self.database.reading() as connection:
            return events.newest(connection)

    def _after(self) -> list[dict[str, Any]]:
        with self.database.reading() as connection:
            return events.after(connection, self._last, inside=True)


def _end(queue: Queue) -> None:
    while not queue.empty():
        queue.get_nowait()
    queue.put_nowait(None)
