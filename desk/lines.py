"""What an event tells the agents who follow: looked up once for all of them, told to each as they may see it."""

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import msgspec
from anyio import to_thread

from desk import conversations, inbox
from desk.api.shapes import item_form, moment
from desk.database import Database

LISTED = ("message", "status", "reading", "presence")  # what changes a conversation's line in the list
FRESH = 2.0  # seconds; a browser that comes back later gets what the row is by then


@dataclass(frozen=True)
class Told:
    """An event, and where it changed the list the conversation's row there with what stands beside it."""

    event: dict[str, Any]
    line: bytes
    row: dict[str, Any]
    around: inbox.Around | None

    def lines(self, person: dict[str, Any]) -> bytes:
        """What this person's browser gets; nothing of other teams."""
        if self.row["team"] not in person["teams"]:
            return b""
        if self.around is None:
            return self.line
        item = item_form(self.row, inbox.for_person([self.row], self.around, person)[self.row["id"]])
        return self.line + _line(self.event, "item", item)


class Lines:
    """Of one desk process."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._looks: OrderedDict[int, tuple[float, asyncio.Task]] = OrderedDict()

    async def of(self, event: dict[str, Any], person: dict[str, Any]) -> bytes:
        """What a person's browser gets of an event; nothing where its conversation is gone, or another team's."""
        told = await asyncio.shield(self._looked_up(event))  # one browser that leaves must not end it for the others
        return told.lines(person) if told else b""

    def _looked_up(self, event: dict[str, Any]) -> asyncio.Task:
        now, oldest = time.monotonic(), next(iter(self._looks), None)
        while oldest is not None and self._looks[oldest][0] < now - FRESH:
            del self._looks[oldest]
            oldest = next(iter(self._looks), None)
        if event["id"] not in self._looks:
            self._looks[event["id"]] = now, asyncio.create_task(to_thread.run_sync(self._look, event))
        return self._looks[event["id"]][1]

    def _look(self, event: dict[str, Any]) -> Told | None:
        with self.database.reading() as connection:
            row = conversations.get(connection, event["conversation"])
            if row is None:
                return None
            around = inbox.around(connection, [row]) if event["kind"] in LISTED else None
        return Told(event, _line(event, event["kind"], event["body"]), row, around)


def _line(event: dict[str, Any], kind: str, body: dict[str, Any]) -> bytes:
    data = {"id": event["id"], "kind": kind, "at": moment(event["at"]), "conversation": event["conversation"], "body": body}
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (event["id"], kind.encode(), msgspec.json.encode(data))
