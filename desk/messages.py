"""Messages: a customer's is kept once however often it is sent, and gets one answer."""

import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.engine import Connection

from desk import events, standing
from desk.tables import files, messages, outbox

m = messages.c
_KEPT = select(m.event).where(m.conversation == bindparam("conversation"), m.client_id == bindparam("client_id"))
_ANSWERED = select(m.id).where(m.answers == bindparam("to"))
_INSERT, _LAY_OUT = insert(messages), insert(outbox)
_UPDATE = update(messages).where(m.id == bindparam("b_id"))


@dataclass(frozen=True)
class Answer:
    """What the bot or a person says: the text, and its parts where it is a draft."""

    text: str
    author: str = "bot"
    name: str | None = None
    parts: dict[str, Any] | None = None
    replies: tuple[str, ...] = ()
    wordings: tuple[str, ...] = ()
    client_id: str | None = None
    suggested: dict[str, Any] | None = None
    warnings: tuple[str, ...] = ()


def kept(connection: Connection, conversation: str, client_id: str) -> int | None:
    """The event of a message that came before under the same client id."""
    return connection.execute(_KEPT, {"conversation": conversation, "client_id": client_id}).scalar()


def take(
    connection: Connection, conversation: str, client_id: str, text: str, file: dict[str, Any] | None = None, trace: str = ""
) -> int:
    """Keep a customer's message, tell who follows, and lay it out for the bot; returns the event's id."""
    row = {"client_id": client_id, "author": "customer", "text": text, "file": file["id"] if file else None}
    message, event = _add(connection, conversation, row, {"file": file})
    if text:  # a file by itself holds nothing that could be read
        connection.execute(_LAY_OUT, {"conversation": conversation, "message": message, "trace": trace, "at": time.time()})
    return event


def answer(connection: Connection, conversation: str, said: Answer, to: int | None = None) -> int | None:
    """Keep an answer and tell who follows; None, and nothing kept, where that message has its answer already."""
    if to and connection.execute(_ANSWERED, {"to": to}).first():
        return None
    row = {"author": said.author, "name": said.name, "text": said.text, "parts": said.parts}
    row |= {"replies": list(said.replies), "wordings": list(said.wordings), "answers": to, "client_id": said.client_id}
    row |= {"suggested": said.suggested, "warnings": list(said.warnings)}
    return _add(connection, conversation, row)[1]


def note(connection: Connection, conversation: str, name: str, text: str) -> int:
    """Keep a note among agents: no event of it reaches the customer, and it changes nothing in the list."""
    row = {"conversation": conversation, "author": "note", "name": name, "text": text, "private": True, "at": time.time()}
    id = connection.execute(_INSERT, row).inserted_primary_key[0]
    event = events.append(connection, conversation, "note", {"message": id, "name": name, "text": text}, inside=True)
    connection.execute(_UPDATE, {"b_id": id, "event": event})
    return event


def _add(connection: Connection, conversation: str, row: dict[str, Any], shown: dict[str, Any] | None = None) -> tuple[int, int]:
    """A message and its event."""
    row = {**row, "conversation": conversation, "at": time.time()}
    id = connection.execute(_INSERT, row).inserted_primary_key[0]
    body = {name: row.get(name) for name in ("author", "name", "text", "parts")}
    body |= {"client_id": row["client_id"] if row["author"] == "customer" else None, "message": id, "replies": row.get("replies") or [], "file": None, **(shown or {})}
    event = events.append(connection, conversation, "message", body)
    connection.execute(_UPDATE, {"b_id": id, "event": event})
    standing.said(connection, conversation, row["author"], row["text"], event)
    return id, event


def read_as(connection: Connection, conversation: str, message: int, reading: dict[str, Any]) -> None:
    """Keep how a customer's message was read; for agents alone."""
    connection.execute(_UPDATE, {"b_id": message, "reading": reading})
    standing.read(connection, conversation, reading)
    events.append(connection, conversation, "reading", {"message": message}, inside=True)


def of(connection: Connection, conversation: str, private: bool = False) -> list[dict[str, Any]]:
    """All messages of a conversation, oldest first, with the file each carries; agents' notes only where asked for."""
    query = (
        select(messages, files.c.name.label("file_name"), files.c.type.label("file_type"), files.c.size.label("file_size"))
        .outerjoin(files, files.c.id == messages.c.file)
        .where(messages.c.conversation == conversation)
        .order_by(messages.c.id)
    )
    if not private:
        query = query.where(messages.c.private.is_(False))
    return [dict(row) for row in connection.execute(query).mappings()]
