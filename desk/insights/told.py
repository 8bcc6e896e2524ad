"""All tables of the insights for what is asked, in the order in which they are shown."""

import time

from desk.database import Database
from desk.insights import counting, helping, vocabulary
from desk.insights.asked import Asked
from desk.insights.tabled import Table

TABLES = (
    "feelings", "rising", "touchpoints", "languages", "weeks", "start_end", "outcomes", "ratings", "promises", "wordings", "tones", "words"
)  # fmt: skip


def told(database: Database, asked: Asked, names: tuple[str, ...] = TABLES) -> dict[str, Table]:
    """The tables of these names by their ids, all as of one moment."""
    with database.reading() as connection:
        grouped = counting.groups(connection, asked) if {"feelings", "languages", "weeks"} & set(names) else []
        ended = counting.ends(connection, asked) if {"start_end", "outcomes"} & set(names) else []
        made = {
            "feelings": lambda: counting.feelings(grouped),
            "languages": lambda: counting.languages(grouped),
            "weeks": lambda: counting.weeks(grouped),
            "touchpoints": lambda: counting.touchpoints(connection, asked),
            "rising": lambda: counting.rising(connection, asked),
            "start_end": lambda: counting.start_end(ended),
            "outcomes": lambda: counting.outcomes(ended),
            "ratings": lambda: helping.answers(connection, asked),
            "promises": lambda: helping.promised(connection, asked, time.time()),
            "wordings": lambda: helping.wordings(connection, asked),
            "tones": lambda: helping.tones(connection, asked),
            "words": lambda: vocabulary.by_cause(connection, asked),
        }
        return {name: made[name]() for name in names}
