"""Settling a message: the answer, who has the conversation now, and the outbox's row, in one transaction or not at all."""

from typing import Any

from sqlalchemy import bindparam, delete
from sqlalchemy.engine import Connection, Row

from bot.models import LANGUAGES, Reading, to_json
from desk import claims, conversations, messages, opening
from desk.database import Database
from desk.messages import Answer
from desk.metrics import stage
from desk.rasa import Turn
from desk.tables import outbox
from desk.words import say, words

_DONE = delete(outbox).where(outbox.c.message == bindparam("message"))


class Settling:
    """What the outbox writes; every call is a transaction of its own."""

    def __init__(self, database: Database, process: str) -> None:
        self.database, self.process = database, process

    def claim(self, conversation: str) -> bool:
        """Whether the conversation is this process's now."""
        with self.database.writing() as connection:
            return claims.claim(connection, conversation, self.process)

    def release_all(self) -> None:
        """Let other processes have what this one holds."""
        with self.database.writing() as connection:
            claims.release_all(connection, self.process)

    def settle(self, row: Row, got: Turn | Reading | None) -> bool:
        """Write down what came of a message; says whether nothing more waits in the conversation."""
        with stage("settle"), self.database.writing() as connection:
            now = conversations.hold(connection, row.conversation)
            if now is not None:
                self._write(connection, row, now, got)
            connection.execute(_DONE, {"message": row.message})
            done = claims.release(connection, row.conversation, self.process)
            if not done:
                claims.claim(connection, row.conversation, self.process)
            return done

    def _write(self, connection: Connection, row: Row, now: dict[str, Any], got: Turn | Reading | None) -> None:
        if isinstance(got, Reading):
            messages.read_as(connection, row.conversation, row.message, to_json(got))
        elif now["status"] != "bot":  # a person took over while the bot was thinking: the bot is silent
            if got and got.told.get("reading"):
                messages.read_as(connection, row.conversation, row.message, got.told["reading"])
        elif got is None:
            _give_up(connection, row, now)
        else:
            _answer(connection, row, now, got)


def _answer(connection: Connection, row: Row, now: dict[str, Any], turn: Turn) -> None:
    told = turn.told
    language = told.get("language") if told.get("language") in LANGUAGES else now["language"]
    if told.get("reading"):
        messages.read_as(connection, row.conversation, row.message, told["reading"])
    said = Answer(turn.text, parts=_parts(told), replies=_replies(told, language), wordings=tuple(told.get("wordings") or ()))
    if messages.answer(connection, row.conversation, said, to=row.message) is None:
        return
    if language != now["language"] and not now["language_chosen"]:
        conversations.change(connection, row.conversation, language=language)
    if told.get("handoff"):
        conversations.change(connection, row.conversation, handoff=told["handoff"], reason=told["handoff"].get("reason"))
        conversations.pass_to(connection, row.conversation, "waiting", staffed=opening.staffed())


def _give_up(connection: Connection, row: Row, now: dict[str, Any]) -> None:
    """Rasa or the actions did not answer in time: the customer is told so, and a person gets the conversation."""
    said = Answer(say(now["language"], "unreached"))
    if messages.answer(connection, row.conversation, said, to=row.message) is not None:
        conversations.change(connection, row.conversation, reason="unreached")
        conversations.pass_to(connection, row.conversation, "waiting", staffed=opening.staffed())


def _parts(told: dict[str, Any]) -> dict[str, Any] | None:
    if not told.get("plan"):
        return None
    return {"before": told.get("before") or "", "plan": told["plan"], "question": told.get("question") or ""}


def _replies(told: dict[str, Any], language: str) -> tuple[str, ...]:
    """What the customer can answer with one tap, where we asked for a yes or a no."""
    return tuple(words(language)["quick_replies"].get(told.get("asked"), ()))
