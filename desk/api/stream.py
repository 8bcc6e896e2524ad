"""Server-sent events of one conversation: what was missed, then what comes, each once and in order."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing

import msgspec
from anyio import to_thread
from starlette.responses import Response, StreamingResponse

from desk import events
from desk.api.conversation import AT
from desk.api.operations import Call, Operation, Refused
from desk.api.shapes import event_form
from desk.database import Unavailable
from desk.service import Desk

BEAT = 15.0  # seconds between comments that keep proxies from closing the line
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def follow(call: Call) -> tuple[int, Response]:
    """The stream; `after` is the last id seen."""
    after = call.query.get("after", "0")
    if not (after.isascii() and after.isdigit()) or len(after) > 18:
        raise Refused(422, "after is the id of the last event seen, a whole number.")
    return 200, StreamingResponse(_stream(call.desk, call.conversation["id"], int(after)), headers=HEADERS, media_type="text/event-stream")


async def _stream(desk: Desk, conversation: str, last: int) -> AsyncIterator[bytes]:
    yield b": here\n\n"
    try:
        async with aclosing(followed(desk, conversation, last, lambda after: _missed(desk, conversation, after))) as rows:
            async for each in rows:
                if not (each and each["inside"]):
                    yield _line(each) if each else b":\n\n"
    except Unavailable:  # the browser comes back to the last id it saw
        return


async def followed(desk: Desk, conversation: str, last: int, missed: Callable[[int], list[dict]]) -> AsyncIterator[dict]:
    """What was missed after an id, then what comes, each once and in order; {} after every while without an event."""
    await desk.feed.begun()
    queue = desk.feed.follow(conversation)  # before the look at what was missed, so that nothing falls between
    try:
        while rows := await to_thread.run_sync(missed, last):
            for each in rows:
                last = each["id"]
                yield each
        while (each := await next_event(queue)) is not None:
            if not each or each["id"] > last:
                last = each.get("id", last)
                yield each
    finally:
        desk.feed.leave(conversation, queue)


async def next_event(queue: asyncio.Queue) -> dict | None:
    """The next event; {} after a while without one, None at the end."""
    try:
        return await asyncio.wait_for(queue.get(), BEAT)
    except asyncio.TimeoutError:
        return {}


def _missed(desk: Desk, conversation: str, last: int) -> list[dict]:
    with desk.database.reading() as connection:
        return events.after(connection, last, conversation)


def _line(row: dict) -> bytes:
    told = msgspec.json.encode(event_form(row))
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (row["id"], row["kind"].encode(), told)


OPERATIONS = (Operation("GET", AT + "/events", "Follow the conversation", follow, gives={200: bytes}, query=("after",)),)
