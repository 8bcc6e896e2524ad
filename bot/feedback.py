"""Feedback: whether suggested wordings were sent as they were, edited or dismissed. One small SQLite store."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal

from bot.models import Draft

SCHEMA = "CREATE TABLE IF NOT EXISTS feedback (key TEXT PRIMARY KEY, taken INTEGER NOT NULL, left INTEGER NOT NULL)"
Outcome = Literal["sent", "edited", "dismissed"]
BUSY_SECONDS = 4


class Feedback:
    """Counts by "<language>:<wording id>" and "tone:<tone>"."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS)) as connection, connection:
            connection.execute(SCHEMA)
            yield connection

    def record(self, draft: Draft, outcome: Outcome) -> None:
        """Count what became of a suggestion. Edited and dismissed both speak against its wordings."""
        taken = int(outcome == "sent")
        keys = [f"tone:{draft.tone}", *(f"{draft.language}:{wording}" for wording in draft.wordings)]
        with self._connection() as connection:
            connection.executemany(
                "INSERT INTO feedback VALUES (?, ?, ?) "
                "ON CONFLICT (key) DO UPDATE SET taken = taken + excluded.taken, left = left + excluded.left",
                [(key, taken, 1 - taken) for key in keys],
            )

    def counts(self) -> dict[str, tuple[int, int]]:
        """All counts, for `assist.suggest(liking=...)`."""
        with self._connection() as connection:
            return {key: (taken, left) for key, taken, left in connection.execute("SELECT * FROM feedback")}
