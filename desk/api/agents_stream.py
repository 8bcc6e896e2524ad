"""Server-sent events for an agent: all that happens in the teams they are in, notes and typing too."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

from anyio import to_thread
from starlette.responses import Response, StreamingResponse

from desk import events, sessions
from desk.api.operations import Call, Operation, Refused
from desk.api.stream import HEADERS, followed
from desk.database import Unavailable
from desk.feed import ALL
from desk.service import Desk


def follow_all(call: Call) -> tuple[int, Response]:
    """The stream; `after` is the last id seen, left out for what comes from now on."""
    after = call.query.get("after", "")
    if after and not (after.isascii() and after.isdigit() and len(after) < 19):
        raise Refused(422, "after is the id of the last event seen, a whole number.")
    stream = _stream(call.desk, call.person, int(after) if after else None)
    return 200, StreamingResponse(stream, headers=HEADERS, media_type="text/event-stream")


async def _stream(desk: Desk, person: dict[str, Any], last: int | None) -> AsyncIterator[bytes]:
    yield b": here\n\n"
    try:
        last = await to_thread.run_sync(_newest, desk) if last is None else last
        async with aclosing(followed(desk, ALL, last, lambda after: _missed(desk, after))) as rows:
            async for each in rows:
                yield await desk.lines.of(each, person) if each else await to_thread.run_sync(_beat, desk, person)
    except (*Unavailable, Ended):  # the browser comes back, and is told there where it may not
        return


class Ended(Exception):
    """The session is over, or may see less than when the stream began."""


def _newest(desk: Desk) -> int:
    with desk.database.reading() as connection:
        return events.newest(connection)


def _missed(desk: Desk, last: int) -> list[dict[str, Any]]:
    with desk.database.reading() as connection:
        return events.after(connection, last, inside=True)


def _beat(desk: Desk, person: dict[str, Any]) -> bytes:
    """A comment that keeps the line open, while the session is what it was."""
    with desk.database.reading() as connection:
        if not sessions.lasts(connection, person["session"]):
            raise Ended
    return b":\n\n"


OPERATIONS = (Operation("GET", "/api/v1/stream", "Follow all conversations", follow_all, gives={200: bytes}, role="agent", query=("after",)),)
