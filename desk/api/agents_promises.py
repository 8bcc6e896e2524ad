"""Promises and follow-ups: what was promised to whom by when, and the customers whom we left feeling worse."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from bot import assist
from bot.drafting import formatting
from bot.drafting.draft import Drafter
from bot.drafting.rendering import render
from bot.library import library
from bot.models import Past, Reading
from desk import auditing, conversations, events, promises, standing
from desk.api.agents_forms import Decided, Done
from desk.api.forms import Failure
from desk.api.operations import Call, Operation, Refused
from desk.api.shapes import moment, promise_form
from desk.tables import conversations as owned
from desk.tables import followups, ratings
from desk.tables import promises as table

VIEWS = {"open": ("open",), "kept": ("kept",), "broken": ("broken",), "": ("open", "broken")}


def list_promises(call: Call) -> tuple[int, dict[str, Any]]:
    """Overdue first, then those due soon."""
    state, cursor = call.query.get("state", ""), call.query.get("cursor", "0")
    if state not in VIEWS:
        raise Refused(422, "state is open, kept, broken or left out.")
    mine = call.person["name"] if call.query.get("mine") == "1" else None
    start, teams = int(cursor) if cursor.isdigit() and len(cursor) < 9 else 0, call.person["teams"]
    with call.desk.database.reading() as connection:
        rows = promises.page(connection, VIEWS[state], teams, mine, start)
        counts = promises.counts(connection, teams, datetime.now().timestamp())
    more = str(start + promises.PAGE) if len(rows) == promises.PAGE else None
    return 200, {"items": [promise_form(row, call.person, row) for row in rows], "next": more, "counts": counts}


def decide(call: Call) -> tuple[int, dict[str, Any]]:
    """Kept or broken, with a message to the customer drafted."""
    id = int(call.path["promise"]) if call.path["promise"].isdigit() else 0
    with call.desk.database.writing() as connection:
        row = connection.execute(select(table).where(table.c.id == id)).mappings().first()
        whose = row and conversations.hold(connection, row["conversation"])
        if not whose or whose["team"] not in call.person["teams"]:
            raise Refused(404, "There is no such promise for you.")
        name = call.person["name"] if call.form.state != "open" else None
        values = {"state": call.form.state, "decided": datetime.now().timestamp(), "decided_by": name}
        connection.execute(update(table).where(table.c.id == id).values(**values))
        standing.broken(connection, whose["id"])
        events.append(connection, whose["id"], "promise", {"id": id, "state": call.form.state}, inside=True)
        promise = promises.as_promise(row)
        auditing.note(connection, call.person["name"], "marked a promise", whose["id"], f"{call.form.state}, {promise.due.isoformat()}")
    told = promise_form({**row, **values}, call.person, whose)
    return 200, {"promise": told, "followup": _followup(promise, whose, call.form.state)}


def _followup(promise: Any, whose: dict[str, Any], state: str) -> dict[str, str] | None:
    """What to tell the customer: that it was done, or that our word was broken."""
    if state == "open":
        return None
    language = whose["language"]
    drafter = Drafter(Reading("", language, cause=promise.cause), library(), Past(seed=str(promise.id)), assist.now())
    date = formatting.promised(promise.due.date(), library().languages[language], assist.now().date())
    move = "promise_broken" if state == "broken" else "promise_kept"
    return {"text": render(drafter.move(move, "chat", promised_date=date)), "language": language}


def list_followups(call: Call) -> tuple[int, dict[str, Any]]:
    """Open follow-ups, the oldest first."""
    query = (
        select(followups, owned.c.page, owned.c.cause, ratings.c.feeling, ratings.c.text)
        .join(owned, owned.c.id == followups.c.conversation)
        .outerjoin(ratings, ratings.c.conversation == followups.c.conversation)
        .where(followups.c.state == "open", owned.c.team.in_(call.person["teams"]))
        .order_by(followups.c.at)
        .limit(200)
    )
    with call.desk.database.reading() as connection:
        rows = connection.execute(query).mappings().all()
    return 200, {"items": [_shown(row) for row in rows]}


def _shown(row: Any) -> dict[str, Any]:
    rating = {"feeling": row["feeling"], "text": row["text"]} if row["feeling"] else None
    told = {name: row[name] for name in ("id", "conversation", "reason", "cause")}
    return {**told, "at": moment(row["at"]), "rating": rating, "name": row["page"].get("name", "")}


def finish(call: Call) -> tuple[int, dict[str, Any]]:
    """A follow-up is done."""
    id = int(call.path["followup"]) if call.path["followup"].isdigit() else 0
    with call.desk.database.writing() as connection:
        theirs = select(owned.c.id).where(owned.c.team.in_(call.person["teams"]))
        mine = (followups.c.id == id, followups.c.conversation.in_(theirs))
        conversation = connection.execute(select(followups.c.conversation).where(*mine)).scalar()
        if conversation is None:
            raise Refused(404, "There is no such follow-up.")
        connection.execute(update(followups).where(*mine).values(state=call.form.state))
        auditing.note(connection, call.person["name"], "marked a follow-up", conversation, call.form.state)
    return 200, {"id": id, "state": call.form.state}


OPERATIONS = (
    Operation("GET", "/api/v1/promises", "Promises by their time", list_promises, gives={200: dict}, role="agent", query=("state", "mine", "cursor")),
    Operation("POST", "/api/v1/promises/{promise}", "Kept or broken", decide, Decided, {200: dict, 404: Failure}, role="agent"),
    Operation("GET", "/api/v1/followups", "Customers left feeling worse", list_followups, gives={200: dict, 403: Failure}, role="lead"),
    Operation("POST", "/api/v1/followups/{followup}", "Finish a follow-up", finish, Done, {200: dict, 404: Failure}, role="lead"),
)  # fmt: skip
