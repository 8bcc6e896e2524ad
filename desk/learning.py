"""What agents set right, as candidates for `heard learn`: from the desk's tables into a review, and what was decided back into them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.learning import edits, examples, review
from bot.learning.wordings import Refused, take
from bot.library import Library, library
from bot.models import NO_CAUSE
from bot.yaml_files import line_of
from desk.database import Database
from desk.masking import mask
from desk.tables import conversations, corrections, messages

FOLLOWS = "It was read together with the messages before it. Accept it only where it says as much by itself."
NO_INTENT = "No cause: name the act it is (see content/taxonomy.yml), or leave it out."
FIGURES = "It holds a figure, perhaps this customer's alone."
m, c, k = messages.c, conversations.c, corrections.c


def candidates(connection: Connection) -> review.Review:
    """Everything not decided yet, oldest first."""
    return review.Review(tuple(_examples(connection)), tuple(_wordings(connection)))


def _examples(connection: Connection) -> Iterable[review.Example]:
    query = select(corrections, m.text, m.reading, c.language, c.page).join(messages, m.id == k.message).join(conversations, c.id == k.conversation)
    by_message: dict[int, list[Any]] = {}
    for row in connection.execute(query.where(k.learned.is_(False)).order_by(k.id)):
        by_message.setdefault(row.message, []).append(row)
    for rows in by_message.values():
        yield _example(rows)


def _example(rows: list[Any]) -> review.Example:
    """Several corrections of one message are one candidate: the message's reading holds the last word on each."""
    last, right = rows[-1], rows[-1].reading or {}
    cause = right.get("cause") or NO_CAUSE
    intent = cause if cause != NO_CAUSE else right.get("act") or ""
    note = NO_INTENT if not intent else FOLLOWS if right.get("follows") else ""
    return review.Example(
        right.get("language") or last.language, _masked(last.text, last.page or {}), intent, right.get("feeling") or "calm",
        right.get("intensity") or 0, tuple(right.get("signals") or ()), rows[0].read, tuple(row.id for row in rows), note,
    )  # fmt: skip


def _masked(text: str, page: dict[str, Any]) -> str:
    """Without personal data, and without the name and order that the page told."""
    for key, place in (("name", "[name]"), ("order", "[reference]")):
        for part in sorted(filter(None, {str(page.get(key) or ""), *str(page.get(key) or "").split()}), key=len, reverse=True):
            if len(part) > 2:
                text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", place, text, flags=re.IGNORECASE)
    return " ".join(mask(text).split())


def _wordings(connection: Connection) -> Iterable[review.Wording]:
    query = select(m.id, m.text, m.suggested, c.language, c.page).join(conversations, c.id == m.conversation)
    rows = connection.execute(query.where(m.author == "agent", m.suggested.isnot(None)).order_by(m.id))
    for row in rows:
        if row.suggested and row.suggested.get("edited") and not row.suggested.get("learned"):
            yield from _edited(row)


def _edited(row: Any) -> Iterable[review.Wording]:
    replies = library().replies[row.language]
    held = {each.id: each.text for id in row.suggested.get("wordings") or () for each in replies.get(id.partition("#")[0]) if each.id == id}
    for each in edits.edits(row.suggested.get("text") or "", row.text, held):
        became = _masked(each.became, row.page or {})
        note = FIGURES if re.search(r"\d", became) else ""
        yield review.Wording(row.language, each.id.partition("#")[0], each.template, became, edits.diff(each.template, became), row.id, note)


@dataclass
class Applied:
    """What came of a review: examples and wordings that went in or stood there already, and refusals with file and line."""

    examples: int = 0
    wordings: int = 0
    held: int = 0
    refused: list[str] = field(default_factory=list)
    files: set[Path] = field(default_factory=set)


def apply(database: Database, path: Path, content: Path, nlu: Path) -> Applied:
    """Take what a person accepted in a review file; a second time changes nothing.

    Raises:
        ContentError: the file is no review file; it names file and line, and nothing was taken.
    """
    told, done = review.load(path), Applied()
    decided = [each for each in told.examples if each.accept is False] + _take_examples(path, told, library(), nlu, done)
    changed = [each for each in told.wordings if each.accept is False] + _take_wordings(path, told, content, done)
    with database.writing() as connection:
        _settle(connection, decided, _whole(told.wordings, changed))
    return done


def _take_examples(path: Path, told: review.Review, known: Library, nlu: Path, done: Applied) -> list[review.Example]:
    held, new, taken = examples.known(nlu), {}, []
    for at, each in enumerate(told.examples):
        if each.accept is not True:
            continue
        key, right = examples.problem(each, known, mask)
        if key:
            done.refused.append(f"{path}:{line_of(path, ('examples', at, key))}: examples.{at}.{key}: {right}")
            continue
        place = (each.language, examples.folded(each.text))
        taken.append(each)
        if place in held or place in new:
            done.held += 1
        else:
            new[place] = each
    for language in sorted({language for language, _ in new}):
        done.files.add(examples.append(nlu, language, [each for each in new.values() if each.language == language]))
    done.examples = len(new)
    return taken


def _take_wordings(path: Path, told: review.Review, content: Path, done: Applied) -> list[review.Wording]:
    taken = []
    for at, each in enumerate(told.wordings):
        if each.accept is not True:
            continue
        try:
            if mask(each.became or "") != each.became:
                raise Refused("it holds personal data: take it out")
            new = take(content, each)
        except Refused as error:
            done.refused.append(f"{path}:{line_of(path, ('wordings', at, 'became'))}: wordings.{at}.became: {error}")
            continue
        done.wordings, done.held = done.wordings + new, done.held + (not new)
        taken.append(each)
    return taken


def _whole(every: tuple[review.Wording, ...], decided: list[review.Wording]) -> set[int]:
    """Messages all of whose candidates are decided: one that waits keeps its message from being done with."""
    return {each.message for each in decided} - {each.message for each in every if each not in decided}


def _settle(connection: Connection, decided: list[review.Example], replies: set[int]) -> None:
    """What was decided doesn't come again."""
    ids = [id for each in decided for id in each.corrections]
    connection.execute(update(corrections).where(k.id.in_(ids)).values(learned=True))
    for id, suggested in connection.execute(select(m.id, m.suggested).where(m.id.in_(sorted(replies)))).all():
        connection.execute(update(messages).where(m.id == id).values(suggested={**suggested, "learned": True}))
