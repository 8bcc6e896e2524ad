"""The reply library for agents: wordings that hold the words asked for, filled with a conversation's facts, and how they fared."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot import assist
from bot.checking.folding import fold
from bot.drafting import formatting
from bot.library import Wording, library
from bot.models import Reading
from desk.tables import feedback

PAGE = 60
CHANNELS = ("email", "phone")  # wordings that one channel alone uses begin so


def page(connection: Connection, words: str, language: str, channel: str, reading: Reading | None, cursor: str) -> dict[str, Any]:
    """A page of wordings of a language; those of another channel than asked for are left out."""
    start = int(cursor) if cursor.isdigit() else 0
    found = [each for each in library().replies[language] if _fits(each, words, channel)]
    facts = formatting.fact_texts(reading.facts, library().languages[language], assist.now()) if reading else {}
    shown = found[start : start + PAGE]
    fared = _fared(connection, [f"{language}:{each.id}" for each in shown])
    items = [_item(each, facts, fared.get(f"{language}:{each.id}", (0, 0))) for each in shown]
    return {"items": items, "next": str(start + PAGE) if len(found) > start + PAGE else None, "count": len(found)}


def _fits(each: Wording, words: str, channel: str) -> bool:
    theirs = next((name for name in CHANNELS if each.id.startswith(f"channels.{name}")), "")
    if channel and theirs not in ("", channel):
        return False
    place = fold(f"{each.text} {each.id}").text.lower()
    return all(word in place for word in fold(words).text.lower().split())


def _item(each: Wording, facts: dict[str, str], fared: tuple[int, int]) -> dict[str, Any]:
    missing = sorted(each.facts - facts.keys())
    filled = each.text if missing else each.text.format(**facts)
    return {
        "id": each.id, "list": each.id.partition("#")[0], "text": each.text, "filled": filled, "missing": missing,
        "used": fared[0], "edited": fared[1],
    }  # fmt: skip


def _fared(connection: Connection, keys: list[str]) -> dict[str, tuple[int, int]]:
    rows = connection.execute(select(feedback).where(feedback.c.key.in_(keys)))
    return {row.key: (row.taken + row.edited, row.edited) for row in rows}
