"""Search over all messages: SQLite's full-text index, or PostgreSQL's. desk/migrations makes either."""

import re
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.engine import Connection
from sqlalchemy.sql import Select

from desk.tables import messages

MOST_WORDS = 8
_WORD = re.compile(r"\w+")


def matching(connection: Connection, words: str) -> Any:
    """The ids of conversations in which a message holds all these words (the last as a beginning), as a subquery; None for no word."""
    found = _WORD.findall(words)[:MOST_WORDS]
    if not found:
        return None
    return _sqlite(found) if connection.dialect.name == "sqlite" else _postgresql(found)


def _sqlite(words: list[str]) -> Select:
    asked = " ".join(f'"{word}"' for word in words) + "*"
    hits = text("SELECT rowid FROM message_words WHERE message_words MATCH :asked ORDER BY rowid DESC LIMIT 2000").bindparams(asked=asked)
    return select(messages.c.conversation).where(messages.c.id.in_(hits))


def _postgresql(words: list[str]) -> Select:
    asked = " & ".join(f"{word}:*" if word is words[-1] else word for word in words)
    match = text("to_tsvector('simple', messages.text) @@ to_tsquery('simple', :asked)").bindparams(asked=asked)
    return select(messages.c.conversation).where(match).order_by(messages.c.id.desc()).limit(2000)

