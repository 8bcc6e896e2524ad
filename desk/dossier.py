"""The dossier: all that an agent sees of one conversation, with the summary for whoever takes over."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot import assist
from bot.drafting import formatting
from bot.drafting.handoff import summarise
from bot.library import library
from bot.models import Promise, Reading, reading_from_json
from desk import inbox, messages, promises
from desk.api.shapes import item_form, moment, promise_form
from desk.tables import conversations, visitors

EARLIER = 20
BLANK = "…"


def dossier(connection: Connection, row: dict[str, Any], person: dict[str, Any]) -> dict[str, Any]:
    """The conversation as the agent's browser gets it."""
    told = messages.of(connection, row["id"], private=True)
    known = promises.rows_of(connection, row["id"])
    beside = inbox.beside(connection, [row], person)[row["id"]]
    return {
        "item": item_form(row, beside),
        "page": row["page"],
        "address": connection.execute(select(visitors.c.address).where(visitors.c.id == row["visitor"])).scalar(),
        "visitor": row["visitor"],
        "messages": [_message(each) for each in told],
        "summary": _summary(row, told, [promises.as_promise(each) for each in known], person["language"]),
        "promises": [promise_form(each, person, row) for each in known],
        "earlier": _earlier(connection, row),
        "looking": beside["looking"],
        "last_event": max((each["event"] or 0 for each in told), default=0),
    }


def _message(each: dict[str, Any]) -> dict[str, Any]:
    file = each["file"] and {"id": each["file"], "name": each["file_name"], "type": each["file_type"], "size": each["file_size"]}
    told = {name: each[name] for name in ("id", "event", "author", "name", "text", "parts", "private", "reading")}
    return {**told, "file": file, "at": moment(each["at"]), "warnings": each["warnings"] or []}


def _summary(row: dict[str, Any], told: list[dict[str, Any]], known: list[Promise], language: str) -> dict[str, Any]:
    read = [each for each in told if each["author"] == "customer" and each["reading"]]
    readings = [reading_from_json(each["reading"]) for each in read]
    handoff = row["handoff"] or {}
    told_by_bot = summarise(row["id"], readings, known, tuple(handoff.get("tried") or ()), handoff.get("reason") or row["reason"] or "")
    return {
        "happened": list(told_by_bot.happened),
        "feelings": [_felt(each, reading) for each, reading in zip(read, readings)],
        "facts": _facts(told_by_bot.facts, row["language"]),
        "signals": list(told_by_bot.signals),
        "tried": [_step(row["cause"], id, {each.step: each.due for each in known}, language) for id in told_by_bot.tried],
        "reason": told_by_bot.reason,
    }


def _felt(each: dict[str, Any], reading: Reading) -> dict[str, Any]:
    return {"message": each["id"], "at": moment(each["at"]), "feeling": reading.feeling, "intensity": reading.intensity}


def _facts(facts: Any, language: str) -> dict[str, str]:
    return formatting.fact_texts(facts, library().languages[language], assist.now())


def _step(cause: str | None, id: str, due: dict[str, datetime], language: str) -> str:
    """A step of a plan as we say it in the agent's language, with its time where it was promised; its id where no plan has it any more."""
    plans = library().plans
    named = cause if cause in plans and id in plans[cause].steps else next((each for each in plans if id in plans[each].steps), None)
    wordings = library().replies[language].get(f"{named}.steps.{id}") if named else ()
    time = formatting.due(due[id].astimezone(assist.now().tzinfo), library().languages[language], assist.now()) if id in due else BLANK
    return wordings[0].text.format_map(defaultdict(lambda: BLANK, due=time)) if wordings else id


def _earlier(connection: Connection, row: dict[str, Any]) -> list[dict[str, Any]]:
    c = conversations.c
    query = select(c.id, c.at, c.cause, c.status).where(c.visitor == row["visitor"], c.id != row["id"]).order_by(c.at.desc())
    return [{**each, "at": moment(each["at"])} for each in connection.execute(query.limit(EARLIER)).mappings()]
