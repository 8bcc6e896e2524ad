"""Feedback: how often each wording and tone was sent as it was, edited, or waved away; the next suggestions rank by it."""

from collections.abc import Iterable
from typing import Literal

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from desk.tables import feedback

Outcome = Literal["taken", "edited", "dismissed"]
MOST_KEYS = 60  # wordings in one suggestion; there are fewer than twenty


def record(connection: Connection, language: str, tone: str, wordings: Iterable[str], outcome: Outcome) -> None:
    """Count what became of a suggestion."""
    keys = sorted({f"tone:{tone}", *(f"{language}:{each}" for each in list(wordings)[:MOST_KEYS])})  # one order for all writers
    for key in keys:
        counted = {outcome: feedback.c[outcome] + 1}
        if not connection.execute(update(feedback).where(feedback.c.key == key).values(**counted)).rowcount:
            connection.execute(insert(feedback).values(**{"key": key, "taken": 0, "edited": 0, "dismissed": 0, outcome: 1}))


def counts(connection: Connection) -> dict[str, tuple[int, int]]:
    """How often taken and how often not, for `assist.suggest(liking=...)`."""
    return {row.key: (row.taken, row.edited + row.dismissed) for row in connection.execute(select(feedback))}
