"""Promises: each dated step that a customer was told. One small SQLite store, the only module that knows where."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from bot.models import PlanStep, Promise

SCHEMA = """
CREATE TABLE IF NOT EXISTS promises (
    id INTEGER PRIMARY KEY,
    conversation TEXT NOT NULL,
    cause TEXT NOT NULL,
    step TEXT NOT NULL,
    text TEXT NOT NULL,
    due TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open',
    UNIQUE (conversation, cause, step, due)
);
"""
STATES = ("open", "kept", "broken")
BUSY_SECONDS = 4


class Promises:
    """The store over one file. Every call opens and closes its own connection, so threads may share it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS)
        try:
            connection.executescript(SCHEMA)
            with connection:
                yield connection
        finally:
            connection.close()

    def record(self, conversation: str, cause: str, steps: Iterable[PlanStep]) -> int:
        """Keep the dated steps as promises; a step recorded before is not recorded twice. Returns how many are new."""
        rows = [(conversation, cause, step.id, step.text, step.due.isoformat()) for step in steps if step.due]
        with self._connection() as connection:
            before = connection.total_changes
            connection.executemany(
                "INSERT OR IGNORE INTO promises (conversation, cause, step, text, due) VALUES (?, ?, ?, ?, ?)", rows
            )
            return connection.total_changes - before

    def of(self, conversation: str, now: datetime) -> list[Promise]:
        """A conversation's promises, soonest first. One whose time has passed unkept is broken from then on."""
        with self._connection() as connection:
            rows = connection.execute(
                "SELECT id, conversation, step, text, due, cause, state FROM promises WHERE conversation = ? ORDER BY due",
                (conversation,),
            ).fetchall()
        promises = [Promise(*row[:4], datetime.fromisoformat(row[4]), *row[5:]) for row in rows]
        return [self._judged(each, now) for each in promises]

    def _judged(self, promise: Promise, now: datetime) -> Promise:
        if promise.state == "open" and promise.due < now:
            self.mark(promise.id, "broken")
            return Promise(**{**vars(promise), "state": "broken"})
        return promise

    def mark(self, id: int, state: str) -> None:
        """Set a promise to open, kept or broken.

        Raises:
            ValueError: another state, or no promise of this id.
        """
        if state not in STATES:
            raise ValueError(f"state {state!r}; one of {', '.join(STATES)}")
        with self._connection() as connection:
            if not connection.execute("UPDATE promises SET state = ? WHERE id = ?", (state, id)).rowcount:
                raise ValueError(f"no promise {id}")
