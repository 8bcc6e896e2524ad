"""Promises: each dated step that a customer was told, who made it, and whether it was kept."""

import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, false, func, insert, or_, select, update
from sqlalchemy.engine import Connection

from bot.models import PlanStep, Promise
from bot.settings import settings
from desk import events, standing
from desk.database import Database
from desk.tables import conversations, promises

STATES = ("open", "kept", "broken")
SOON = 4 * 3600.0  # seconds before its time that a promise is due soon
PAGE = 100
REMINDED = 1800.0  # seconds before its time that whoever made a promise is reminded of it


class Promises:
    """The store over the desk's database; the actions record what the bot promised, the desk what a person did."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def record(self, conversation: str, cause: str, steps: Iterable[PlanStep], made_by: str = "bot") -> int:
        """Keep the dated steps as promises; a step recorded before is not recorded twice. Returns how many are new."""
        dated = [step for step in steps if step.due]
        with self.database.writing() as connection:
            return sum(record_one(connection, conversation, cause, step, made_by) for step in dated)

    def of(self, conversation: str, now: datetime) -> list[Promise]:
        """The promises made to a customer, in this and earlier conversations, soonest first; overdue ones are broken."""
        with self.database.reading() as connection:
            return of(connection, conversation, now)

    def mark(self, id: int, state: str, by: str = "") -> None:
        """Set a promise to open, kept or broken.

        Raises:
            ValueError: another state, or no promise of this id.
        """
        if state not in STATES:
            raise ValueError(f"state {state!r}; one of {', '.join(STATES)}")
        with self.database.writing() as connection:
            values = {"state": state, "decided": time.time(), "decided_by": by or None}
            if not connection.execute(update(promises).where(promises.c.id == id).values(**values)).rowcount:
                raise ValueError(f"no promise {id}")


def of(connection: Connection, conversation: str, now: datetime) -> list[Promise]:
    """The same within the caller's transaction. One overdue counts as broken before `break_overdue` writes it down."""
    rows = connection.execute(select(promises).where(_theirs(conversation)).order_by(promises.c.due)).mappings()
    found = [as_promise(row) for row in rows]
    return [replace(each, state="broken") if each.state == "open" and each.due < now else each for each in found]


def rows_of(connection: Connection, conversation: str) -> list[dict[str, Any]]:
    """The rows of the promises made to a customer, soonest first, with an overdue one as broken."""
    rows = connection.execute(select(promises).where(_theirs(conversation)).order_by(promises.c.due)).mappings()
    return [_judged(dict(row)) for row in rows]


def page(connection: Connection, states: tuple[str, ...], teams: list[str], made_by: str | None, after: int) -> list[dict[str, Any]]:
    """Promises of the teams' conversations in these states, the soonest first, with the customer's name and language; `PAGE` at most.

    One that broke by its time alone counts as open here until somebody decides.
    """
    c, own = promises.c, conversations.c
    undecided = and_(c.state == "broken", c.decided_by.is_(None))
    shown = or_(and_(c.state.in_(states), ~undecided), undecided if "open" in states else false())
    query = select(promises, own.page, own.language).join(conversations, own.id == c.conversation)
    query = query.where(shown, own.team.in_(teams)).order_by(c.due, c.id).offset(after).limit(PAGE)
    if made_by:
        query = query.where(c.made_by == made_by)
    return [_judged(dict(row)) for row in connection.execute(query).mappings()]


def counts(connection: Connection, teams: list[str], at: float) -> dict[str, int]:
    """How many are overdue or broken, due within `SOON`, and open."""
    c = promises.c
    of = select(func.count(c.id)).join(conversations, conversations.c.id == c.conversation).where(conversations.c.team.in_(teams))
    asked = {
        "overdue": of.where(or_(and_(c.state == "broken", c.decided_by.is_(None)), and_(c.state == "open", c.due < at))),
        "due_soon": of.where(c.state == "open", c.due >= at, c.due < at + SOON),
        "open": of.where(c.state == "open", c.due >= at),
    }
    return {name: connection.execute(query).scalar() for name, query in asked.items()}


def _judged(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "state": "broken"} if row["state"] == "open" and row["due"] < time.time() else row


def record_one(connection: Connection, conversation: str, cause: str, step: PlanStep, made_by: str) -> int:
    """Keep a dated step within the caller's transaction; 0 where it was recorded before."""
    row = {"conversation": conversation, "cause": cause, "step": step.id, "due": step.due.timestamp()}
    same = select(promises.c.id).where(*(promises.c[name] == value for name, value in row.items()))
    if connection.execute(same).first():
        return 0
    row |= {"text": step.text, "zone": getattr(step.due.tzinfo, "key", ""), "state": "open", "made_by": made_by, "at": time.time()}
    connection.execute(insert(promises).values(**row))
    return 1


def break_overdue(connection: Connection, at: float) -> int:
    """Mark what is open past its time as broken, and let those customers come sooner in the list; returns how many."""
    late = (promises.c.state == "open", promises.c.due < at)
    found = connection.execute(select(promises.c.conversation).where(*late).distinct()).scalars().all()
    broken = connection.execute(update(promises).where(*late).values(state="broken", decided=at)).rowcount
    for conversation in sorted(found):
        standing.broken(connection, conversation)
    return broken


def remind(connection: Connection, at: float) -> None:
    """Tell whoever made a promise, once, that its time is near."""
    near = (promises.c.state == "open", promises.c.reminded.is_(False), promises.c.due >= at, promises.c.due < at + REMINDED)
    rows = connection.execute(select(promises.c.id, promises.c.conversation, promises.c.made_by).where(*near)).all()
    known = set(connection.execute(select(conversations.c.id).where(conversations.c.id.in_([row.conversation for row in rows]))).scalars())
    for row in rows:
        if row.conversation in known:
            events.append(connection, row.conversation, "promise", {"id": row.id, "state": "due_soon", "made_by": row.made_by}, inside=True)
    connection.execute(update(promises).where(promises.c.id.in_([row.id for row in rows])).values(reminded=True))


def _theirs(conversation: str) -> Any:
    """All conversations of the same visitor; one that the desk doesn't know stands alone."""
    visitor = select(conversations.c.visitor).where(conversations.c.id == conversation).scalar_subquery()
    others = select(conversations.c.id).where(conversations.c.visitor == visitor)
    return or_(promises.c.conversation == conversation, promises.c.conversation.in_(others))


def as_promise(row: Any) -> Promise:
    """A row as the library knows it."""
    zone = ZoneInfo(row["zone"]) if row["zone"] else settings().timezone
    due = datetime.fromtimestamp(row["due"], timezone.utc).astimezone(zone)
    return Promise(row["id"], row["conversation"], row["step"], row["text"], due, row["cause"], row["state"])
