"""The reply library for agents: wordings that hold the words asked for, filled with a conversation's facts, how they fared, what is wrong with them."""

from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot import assist
from bot.checking.content import problems_of
from bot.checking.folding import fold
from bot.drafting import formatting
from bot.library import Library, Replies, Wording, library
from bot.models import Reading
from desk.tables import feedback

PAGE = 60
CHANNELS = ("email", "phone")  # wordings that one channel alone uses begin so


def page(
    connection: Connection, words: str, language: str, channel: str, reading: Reading | None, cursor: str, flagged: bool = False
) -> dict[str, Any]:
    """A page of wordings of a language: those that fit the channel asked for, with `flagged` those alone that a check speaks to."""
    start, content = int(cursor) if cursor.isdigit() else 0, library()
    found = _found(words, language, channel, content)
    if flagged:
        found = [each for each in found if _findings(each, language, content)]
    facts = formatting.fact_texts(reading.facts, content.languages[language], assist.now()) if reading else {}
    shown = found[start : start + PAGE]
    fared = _fared(connection, [f"{language}:{each.id}" for each in shown])
    items = [_item(each, facts, fared.get(f"{language}:{each.id}", (0, 0))) | {"findings": _findings(each, language, content)} for each in shown]
    return {"items": items, "next": str(start + PAGE) if len(found) > start + PAGE else None, "count": len(found)}


def _found(words: str, language: str, channel: str, content: Library) -> list[Wording]:
    wanted, places = fold(words).text.lower().split(), _places(content.replies[language]) if words else {}
    return [each for each in content.replies[language] if _serves(each, channel) and all(word in places[each.id] for word in wanted)]


def _serves(each: Wording, channel: str) -> bool:
    theirs = next((name for name in CHANNELS if each.id.startswith(f"channels.{name}")), "")
    return not channel or theirs in ("", channel)


@lru_cache(maxsize=12)  # six languages, before and after the content changed
def _places(replies: Replies) -> dict[str, str]:
    """Where words are looked for, by wording."""
    return {each.id: fold(f"{each.text} {each.id}").text.lower() for each in replies}


def _item(each: Wording, facts: dict[str, str], fared: tuple[int, int]) -> dict[str, Any]:
    missing = sorted(each.facts - facts.keys())
    filled = each.text if missing else each.text.format(**facts)
    return {
        "id": each.id, "list": each.id.partition("#")[0], "text": each.text, "filled": filled, "missing": missing,
        "used": fared[0], "edited": fared[1],
    }  # fmt: skip


def _findings(each: Wording, language: str, content: Library) -> list[dict[str, str]]:
    """What `heard check` says of a wording, looked up once: it takes longer than all the rest of a page."""
    known = _checked(content.replies[language])
    if each.id not in known:
        known[each.id] = [
            {"rule": found.rule, "words": each.text[found.start : found.end], "why": found.why, "instead": found.instead}
            for found in (problem.finding for problem in problems_of(each, language, content))
        ]
    return known[each.id]


@lru_cache(maxsize=12)
def _checked(replies: Replies) -> dict[str, list[dict[str, str]]]:
    """What was looked up, by wording; new content begins anew."""
    return {}


def _fared(connection: Connection, keys: list[str]) -> dict[str, tuple[int, int]]:
    rows = connection.execute(select(feedback).where(feedback.c.key.in_(keys)))
    return {row.key: (row.taken + row.edited, row.edited) for row in rows}
