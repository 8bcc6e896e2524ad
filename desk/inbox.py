"""The agents' list: conversations by need, by view and filter, with who is looking and what is unread."""

import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, and_, bindparam, func, or_, select
from sqlalchemy.engine import Connection
from sqlalchemy.sql import Select

from desk import searching
from desk.tables import conversations, people, promises, seen

c = conversations.c
PAGE = 50
LOOKING_SECONDS = 45.0
VIEWS = ("need", "mine", "bot", "snoozed", "closed")
_IDS = bindparam("ids", expanding=True)
_NAMES, _LOOKS = select(people.c.id, people.c.name), select(seen).where(seen.c.conversation.in_(_IDS))
_OVERDUE = (
    select(promises.c.conversation, func.count(promises.c.id).label("overdue"))
    .where(promises.c.conversation.in_(_IDS), promises.c.state == "broken", promises.c.decided_by.is_(None))
    .group_by(promises.c.conversation)
)


def page(connection: Connection, person: dict[str, Any], view: str, filters: dict[str, str], cursor: str) -> tuple[list[dict[str, Any]], str | None]:
    """Rows of a view, the most urgent first, and the cursor of the next page. `filters` holds language, cause, feeling, signal, team, agent, q."""
    query = _viewed(select(conversations), view, person, time.time())
    for name in ("language", "cause", "feeling", "team"):
        if filters.get(name):
            query = query.where(c[name] == filters[name])
    if filters.get("agent", "").isdigit():
        query = query.where(c.agent == int(filters["agent"]))
    if filters.get("signal"):
        query = query.where(c.signals.cast(Text).like(f'%"{filters["signal"]}"%'))
    if filters.get("q"):
        query = query.where(c.id.in_(searching.matching(connection, filters["q"])))
    rows = [dict(row) for row in connection.execute(_from(query, view, cursor).limit(PAGE + 1)).mappings()]
    key = _order(view)
    more = f"{rows[PAGE - 1][key]!r}|{rows[PAGE - 1]['id']}" if len(rows) > PAGE else None
    return rows[:PAGE], more


def _order(view: str) -> str:
    return "urgency" if view in ("need", "mine") else "changed"


def _from(query: Select, view: str, cursor: str) -> Select:
    """Ordered, and after the cursor's row: pages stay right while conversations come and go."""
    column = c[_order(view)]
    value, _, id = cursor.partition("|")
    try:
        last = float(value) if id else None
    except ValueError:
        last = None
    if view in ("need", "mine"):
        query = query.order_by(column, c.id)
        return query.where(or_(column > last, and_(column == last, c.id > id))) if last is not None else query
    query = query.order_by(column.desc(), c.id)
    return query.where(or_(column < last, and_(column == last, c.id > id))) if last is not None else query


def _viewed(query: Select, view: str, person: dict[str, Any], at: float) -> Select:
    awake = or_(c.snoozed_until.is_(None), c.snoozed_until < at)
    query = query.where(c.team.in_(person["teams"]))
    return query.where(
        {
            "need": and_(or_(c.status == "waiting", and_(c.status == "human", c.waiting_since.isnot(None))), awake),
            "mine": and_(c.status == "human", c.agent == person["id"], awake),
            "bot": c.status == "bot",
            "snoozed": and_(c.status != "closed", c.snoozed_until >= at),
            "closed": c.status == "closed",
        }[view]
    )


def counts(connection: Connection, person: dict[str, Any]) -> dict[str, int]:
    """How many each view holds, closed ones left out: they only grow."""
    at = time.time()
    asked = {view: _viewed(select(func.count(c.id)), view, person, at) for view in VIEWS if view != "closed"}
    return {view: connection.execute(query).scalar() for view, query in asked.items()}


@dataclass(frozen=True)
class Around:
    """What stands around conversations, the same for everybody: names of people, overdue promises, and who saw how far when."""

    names: dict[int, str]
    overdue: dict[str, int]
    looks: tuple[Any, ...]


def around(connection: Connection, rows: list[dict[str, Any]]) -> Around:
    """Looked up for a page of conversations."""
    asked = {"ids": [row["id"] for row in rows]}
    names = {row.id: row.name for row in connection.execute(_NAMES)}
    overdue = {row.conversation: row.overdue for row in connection.execute(_OVERDUE, asked)}
    return Around(names, overdue, tuple(connection.execute(_LOOKS, asked)))


def beside(connection: Connection, rows: list[dict[str, Any]], person: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What a list shows this person beside each conversation: its agent, overdue promises, unread, and who else is looking."""
    return for_person(rows, around(connection, rows), person)


def for_person(rows: list[dict[str, Any]], known: Around, person: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The same, of what was looked up before."""
    told = {row["id"]: {"agent": None, "overdue": known.overdue.get(row["id"], 0), "unread": True, "looking": []} for row in rows}
    for row in rows:
        if row["agent"]:
            told[row["id"]]["agent"] = {"id": row["agent"], "name": known.names.get(row["agent"], "")}
    newest = {row["id"]: row["newest"] for row in rows}
    for look in known.looks:
        _note_look(told[look.conversation], look, person, known.names, newest)
    return told


def _note_look(told: dict[str, Any], look: Any, person: dict[str, Any], names: dict[int, str], newest: dict[str, int]) -> None:
    if look.person == person["id"]:
        told["unread"] = look.event < newest[look.conversation]
    elif look.at > time.time() - LOOKING_SECONDS:
        told["looking"].append(names.get(look.person, ""))
