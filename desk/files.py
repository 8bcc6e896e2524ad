"""Files on disk, named by an unguessable id; what they are called stands in the database alone."""

import os
import time
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from desk.tables import files, messages


def store(folder: Path, content: bytes) -> str:
    """Write a file so that it outlives a power cut; returns its id.

    Raises:
        OSError: the disk is full or not to be written; nothing of it is left.
    """
    folder.mkdir(parents=True, exist_ok=True)
    id = uuid.uuid4().hex
    try:
        with (folder / id).open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _keep_name(folder)
    except OSError:
        remove(folder, [id])
        raise
    return id


def _keep_name(folder: Path) -> None:
    """A file's name is in its folder, which has to be on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def record(connection: Connection, id: str, conversation: str, name: str, type: str, size: int) -> dict[str, Any]:
    """Note a stored file as a conversation's; returns what a browser is told of it."""
    shown = {"id": id, "name": name, "type": type, "size": size}
    connection.execute(insert(files).values(**shown, conversation=conversation, at=time.time()))
    return shown


def get(connection: Connection, id: str, conversation: str) -> dict[str, Any] | None:
    """A file of this conversation."""
    row = connection.execute(select(files).where(files.c.id == id, files.c.conversation == conversation)).mappings().first()
    return dict(row) if row else None


def of_event(connection: Connection, event: int) -> str:
    """The file that the message of an event carries."""
    return connection.execute(select(messages.c.file).where(messages.c.event == event)).scalar() or ""


def remove(folder: Path, ids: Iterable[str]) -> None:
    """Take files off the disk."""
    for id in ids:
        (folder / id).unlink(missing_ok=True)
