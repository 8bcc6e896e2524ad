"""Search over all messages: SQLite's full-text index, or PostgreSQL's. desk/migrations makes either."""

import re
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.engine import Connection

from desk.tables import messages

MOST_WORDS = 8
MOST = 500  # conversations; who needs more asks for more words
_WORD = re.compile(r"\w+")


def matching(connection: Connection, words: str) -> list[str]:
    """The ids of the newest conversations, at most `MOST`, in which a message holds all these words, the last as a beginning."""
    found = _WORD.findall(words)[:MOST_WORDS]
    if not found:
        return []
    asked = _sqlite(found) if connection.dialect.name == "sqlite" else _postgresql(found)
    hits = select(messages.c.conversation).where(asked).order_by(messages.c.id.desc()).limit(4 * MOST)
    return list(dict.fromkeys(connection.execute(hits).scalars()))[:MOST]


def _sqlite(words: list[str]) -> Any:
    asked = " ".join(f'"{word}"' for word in words) + "*"
    hits = text("SELECT rowid FROM message_words WHERE message_words MATCH :asked ORDER BY rowid DESC LIMIT 2000").bindparams(asked=asked)
    return messages.c.id.in_(hits)


def _postgresql(words: list[str]) -> Any:
    asked = " & ".join((*words[:-1], f"{words[-1]}:*"))
    return text("to_tsvector('simple', messages.text) @@ to_tsquery('simple', :asked)").bindparams(asked=asked)
