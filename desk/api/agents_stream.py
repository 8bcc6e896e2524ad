"""Server-sent events for an agent: all that happens in the teams they are in, notes and typing too."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import msgspec
from anyio import to_thread
from sqlalchemy.engine import Connection
from starlette.responses import Response, StreamingResponse

from desk import conversations, events, inbox, sessions
from desk.api.operations import Call, Operation, Refused
from desk.api.shapes import item_form, moment
from desk.api.stream import HEADERS, followed
from desk.database import Unavailable
from desk.feed import ALL
from desk.service import Desk

LISTED = ("message", "status", "reading", "presence")  # what changes a conversation's line in the list


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
                yield b"".join(await to_thread.run_sync(_lines, desk, person, each))
    except (Unavailable, Ended):  # the browser comes back, and is told there where it may not
        return


class Ended(Exception):
    """The session is over, or may see less than when the stream began."""


def _newest(desk: Desk) -> int:
    with desk.database.reading() as connection:
        return events.newest(connection)


def _missed(desk: Desk, last: int) -> list[dict[str, Any]]:
    with desk.database.reading() as connection:
        return events.after(connection, last, inside=True)


def _lines(desk: Desk, person: dict[str, Any], each: dict[str, Any]) -> list[bytes]:
    """The event, and the conversation's line in the list where it changed; nothing of other teams."""
    with desk.database.reading() as connection:
        if not each:
            return [_beat(connection, person)]
        row = conversations.get(connection, each["conversation"])
        if row is None or row["team"] not in person["teams"]:
            return []
        told = [_line(each["id"], each["kind"], each["at"], row["id"], each["body"])]
        if each["kind"] in LISTED:
            item = item_form(row, inbox.beside(connection, [row], person)[row["id"]])
            told.append(_line(each["id"], "item", each["at"], row["id"], item))
    return told


def _beat(connection: Connection, person: dict[str, Any]) -> bytes:
    """A comment that keeps the line open, while the session is what it was."""
    if not sessions.lasts(connection, person["session"]):
        raise Ended
    return b":\n\n"


def _line(id: int, kind: str, at: float, conversation: str, body: dict[str, Any]) -> bytes:
    data = msgspec.json.encode({"id": id, "kind": kind, "at": moment(at), "conversation": conversation, "body": body})
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (id, kind.encode(), data)


OPERATIONS = (Operation("GET", "/api/v1/stream", "Follow all conversations", follow_all, gives={200: bytes}, role="agent", query=("after",)),)
