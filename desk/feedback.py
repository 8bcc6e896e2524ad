"""Feedback: how often each wording and tone was sent as it was, edited, or waved away; the next suggestions rank by it.

Counted twice: over all time, for the ranking, and by day, team and language, for the insights.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from bot import assist
from desk.tables import feedback, feedback_days

Outcome = Literal["taken", "edited", "dismissed"]
MOST_KEYS = 60  # wordings in one suggestion; there are fewer than twenty
INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}  # each with its own "on conflict"


def record(connection: Connection, conversation: Mapping[str, Any], tone: str, wordings: Iterable[str], outcome: Outcome) -> None:
    """Count what became of a suggestion in a conversation."""
    team, language = conversation["team"], conversation["language"]
    keys = sorted({f"tone:{tone}", *(f"{language}:{each}" for each in list(wordings)[:MOST_KEYS])})  # one order for all writers
    place = {"day": assist.now().date().toordinal(), "team": team, "language": language}
    _count(connection, feedback, [{"key": key} for key in keys], outcome)
    _count(connection, feedback_days, [{**place, "key": key} for key in keys], outcome)


def _count(connection: Connection, table: Table, places: list[dict[str, Any]], outcome: Outcome) -> None:
    """One more at each place: two that count a new one at once would both insert it."""
    statement = INSERT[connection.dialect.name](table)
    statement = statement.on_conflict_do_update(index_elements=list(places[0]), set_={outcome: table.c[outcome] + 1})
    connection.execute(statement, [{**place, "taken": 0, "edited": 0, "dismissed": 0, outcome: 1} for place in places])


def counts(connection: Connection) -> dict[str, tuple[int, int]]:
    """How often taken and how often not, for `assist.suggest(liking=...)`."""
    return {row.key: (row.taken, row.edited + row.dismissed) for row in connection.execute(select(feedback))}
