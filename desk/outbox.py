"""The outbox: brings customers' messages to Rasa, those of one conversation in order, those of different ones side by side.

What is in the table survives a kill; what Rasa had got before is asked of its tracker before it is sent again.
"""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, repeat
from typing import Any

import requests
import structlog
from sqlalchemy import bindparam, select
from sqlalchemy.engine import Row
from structlog.contextvars import bind_contextvars

from bot.models import Reading
from desk import metrics
from desk.database import Database, Unavailable
from desk.pausing import pause
from desk.rasa import Rasa, Turn, Unreached
from desk.settling import Settling
from desk.tables import conversations, messages, outbox

PATIENCE = 4.0  # seconds that a customer waits for the bot before a person is asked
PAUSES = (0.15, 0.4, 0.8)  # seconds between tries, the last one again and again while the patience lasts
SWEEP = 1.0  # seconds between looks for what a killed process left behind
THREADS = 48
log = structlog.get_logger(__name__)
_c = conversations.c
_NEXT = (
    select(outbox.c.message, outbox.c.trace, outbox.c.at, messages.c.text, _c.id.label("conversation"))
    .add_columns(_c.status, _c.language, _c.language_chosen, _c.audience, _c.page)
    .join(messages, messages.c.id == outbox.c.message)
    .join(conversations, _c.id == outbox.c.conversation)
    .where(outbox.c.conversation == bindparam("b_conversation"))
    .order_by(outbox.c.message)
    .limit(1)
)


class Outbox:
    """The worker of one desk process. `told` is called with a conversation when something new stands in it."""

    def __init__(self, database: Database, rasa: Rasa, process: str, told: Callable[[], None]) -> None:
        self.database, self.rasa, self.process, self.told = database, rasa, process, told
        self.settling = Settling(database, process)
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="outbox")
        self._tasks: dict[str, asyncio.Task] = {}
        self._woken: set[str] = set()  # while their task was ending
        self._stopped = asyncio.Event()

    def wake(self, conversation: str) -> None:
        """A message of this conversation was kept and claimed for this process."""
        if conversation in self._tasks:
            self._woken.add(conversation)
        else:
            self._begin(conversation, swept=False)

    def _begin(self, conversation: str, swept: bool) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(conversation, swept))
        self._tasks[conversation] = task
        task.add_done_callback(lambda _: self._ended(conversation))

    def _ended(self, conversation: str) -> None:
        """A message that came after the last look and before this is looked for again."""
        self._tasks.pop(conversation, None)
        if conversation in self._woken:
            self._woken.discard(conversation)
            self._begin(conversation, swept=False)

    async def run(self) -> None:
        """Look for messages that nobody brings, until stopped."""
        while not self._stopped.is_set():
            try:
                for conversation in await self._in_thread(self._waiting):
                    if conversation not in self._tasks and not self._stopped.is_set():
                        self._begin(conversation, swept=True)
            except Unavailable as error:
                log.error("outbox: the database does not answer", error=type(error).__name__)
            await pause(self._stopped, SWEEP)

    async def stop(self) -> None:
        """Finish what was taken on, then let others have the rest."""
        self._stopped.set()
        if self._tasks:
            await asyncio.wait(list(self._tasks.values()), timeout=PATIENCE + 1)
        await self._in_thread(self.settling.release_all)
        self._pool.shutdown(wait=False)

    async def _serve(self, conversation: str, swept: bool) -> None:
        """Bring the messages of a conversation, one after the other."""
        try:
            if swept and not await self._in_thread(self.settling.claim, conversation):
                return
            while row := await self._next_of(conversation):
                turn = await self._turn(row, swept)
                done = await self._settle(row, turn)
                log.info("settled", message=row.message, seconds=round(time.time() - row.at, 3))
                self.told()
                if done:
                    return
                swept = False
        except Unavailable as error:  # the message stays in the table; the next sweep finds it
            log.error("outbox: the database does not answer", conversation=conversation, error=type(error).__name__)

    async def _settle(self, row: Row, turn: Turn | Reading | None) -> bool:
        try:
            return await self._in_thread(self.settling.settle, row, turn)
        except Unavailable:
            raise
        except Exception:  # an answer that can't be kept: a person is asked, rather than asking Rasa for ever
            log.exception("an answer could not be kept", message=row.message)
            return await self._in_thread(self.settling.settle, row, None)

    async def _next_of(self, conversation: str) -> Row | None:
        self._woken.discard(conversation)
        return await self._in_thread(self._next, conversation)

    async def _turn(self, row: Row, doubtful: bool) -> Turn | Reading | None:
        """Rasa's answer or reading; None where it could not be reached while the customer's patience lasts."""
        bind_contextvars(trace=row.trace, conversation=row.conversation)
        waited = time.time() - row.at
        ends = time.monotonic() + (PATIENCE - waited if 0 <= waited < PATIENCE - 1 else PATIENCE)
        for rest in chain(PAUSES, repeat(PAUSES[-1])):
            try:
                return await self._in_thread(self._ask, row, ends - time.monotonic(), doubtful)
            except Unreached as error:
                metrics.unreached.labels(type(error).__name__).inc()
                log.warning("rasa does not answer", message=row.message, error=type(error).__name__)
                again = isinstance(error, (requests.ConnectionError, requests.HTTPError))
                if not again or time.monotonic() + rest >= ends:
                    return None
            except Exception:  # whatever an answer of Rasa's breaks here: the message must not come round for ever
                metrics.unreached.labels("broken").inc()
                log.exception("an answer could not be read", message=row.message)
                return None
            doubtful = True  # it may have got it before the line broke
            await asyncio.sleep(rest)

    def _ask(self, row: Row, seconds: float, doubtful: bool) -> Any:
        ends = time.monotonic() + seconds
        with metrics.stage("rasa"):
            if row.status != "bot":
                return self.rasa.read(row.text, row.audience, _left(ends))
            if doubtful and (finished := self.rasa.finished(row.conversation, row.message, _left(ends))):
                return finished
            return self.rasa.turn(row.conversation, row.text, _metadata(row), _left(ends))

    async def _in_thread(self, work: Callable, *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *arguments)

    def _waiting(self) -> list[str]:
        with self.database.reading() as connection:
            found = [id for (id,) in connection.execute(select(outbox.c.conversation).distinct().limit(200))]
        metrics.waiting.set(len(found))
        return found

    def _next(self, conversation: str) -> Row | None:
        """The oldest message of a conversation that has no answer yet, with what Rasa is told of it."""
        with self.database.reading() as connection:
            return connection.execute(_NEXT, {"b_conversation": conversation}).first()


def _left(ends: float) -> float:
    return max(ends - time.monotonic(), 0.1)


def _metadata(row: Row) -> dict[str, Any]:
    """What Rasa and the actions are told beside the text; `message` is found again in the tracker."""
    told = {"message": row.message, "trace": row.trace, "language": row.language, "audience": row.audience, "order": row.page.get("order")}
    return told | ({"chosen_language": row.language} if row.language_chosen else {})
