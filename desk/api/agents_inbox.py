"""The list and a conversation: see, take over, give back, assign, resolve, snooze, note, look."""

from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from bot.library import library
from desk import auditing, conversations, correcting, events, inbox, looking, messages, people
from desk.api.agents_forms import Assign, GiveBack, Note, RightReading, SeenTo, Snooze
from desk.api.forms import Failure, Kept, Nothing, Typing
from desk.api.operations import Call, Operation, Refused
from desk.api.shapes import item_form, moment
from desk.api.uploads import show_file
from desk.dossier import dossier
from desk.texts import tidy

AT = "/api/v1/inbox/{conversation}"
FILTERS = ("language", "cause", "feeling", "signal", "team", "agent", "q")


def list_conversations(call: Call) -> tuple[int, dict[str, Any]]:
    """A page of a view."""
    view = call.query.get("view", "need")
    if view not in inbox.VIEWS:
        raise Refused(422, f"view is one of {', '.join(inbox.VIEWS)}.")
    filters = {name: call.query.get(name, "")[:200] for name in FILTERS}
    with call.desk.database.reading() as connection:
        rows, more = inbox.page(connection, call.person, view, filters, call.query.get("cursor", ""))
        beside = inbox.beside(connection, rows, call.person)
        counts = inbox.counts(connection, call.person)
    items = [item_form(row, beside[row["id"]]) for row in rows]
    return 200, {"items": items, "next": more, "counts": counts, "now": moment(datetime.now().timestamp())}


def show_conversation(call: Call) -> tuple[int, dict[str, Any]]:
    """All of it; that somebody saw it stands in the audit log."""
    name, id = call.person["name"], call.conversation["id"]
    with call.desk.database.reading() as connection:
        shown, known = dossier(connection, call.conversation, call.person), auditing.saw_lately(connection, name, id)
    if not known:
        with call.desk.database.writing() as connection:
            auditing.saw(connection, name, id)
    return 200, shown


def take_over(call: Call) -> tuple[int, dict[str, Any]]:
    """It is this agent's from here; the bot is silent."""
    with call.desk.database.writing() as connection:
        now = call.hold(connection)
        if now["status"] == "human" and now["agent"] not in (None, call.person["id"]):
            other = people.get(connection, now["agent"])
            told = f"{other['name']} has this conversation: ask, or have it assigned to you."
            return 409, {"error": told, "agent": {"id": other["id"], "name": other["name"]}}
        auditing.note(connection, call.person["name"], "took over", now["id"])
        return _moved(connection, call, "human", call.person["id"])


def give_back(call: Call) -> tuple[int, dict[str, Any]]:
    """To the bot, or into the queue for whoever takes it."""
    with call.desk.database.writing() as connection:
        call.hold(connection)
        status = "bot" if call.form.to == "bot" else "waiting"
        auditing.note(connection, call.person["name"], "gave back", call.conversation["id"], status)
        return _moved(connection, call, status, None)


def assign(call: Call) -> tuple[int, dict[str, Any]]:
    """To a person of the conversation's team."""
    with call.desk.database.writing() as connection:
        call.hold(connection)
        other = people.get(connection, call.form.person)
        if other is None or not other["active"] or call.conversation["team"] not in other["teams"]:
            raise Refused(422, "That person is not in the team of this conversation.", code="not_in_team")
        auditing.note(connection, call.person["name"], "assigned", call.conversation["id"], other["name"])
        return _moved(connection, call, "human", other["id"])


def resolve(call: Call) -> tuple[int, dict[str, Any]]:
    """Done; the customer is asked the one question."""
    with call.desk.database.writing() as connection:
        call.hold(connection)
        auditing.note(connection, call.person["name"], "resolved", call.conversation["id"])
        return _moved(connection, call, "closed", call.conversation["agent"])


def snooze(call: Call) -> tuple[int, dict[str, Any]]:
    """Out of the list until then, or until the customer writes."""
    try:
        until = datetime.fromisoformat(call.form.until.replace("Z", "+00:00")).timestamp()
    except (ValueError, OverflowError, OSError) as error:
        raise Refused(422, "until is a time such as 2026-12-24T09:00:00+01:00.") from error
    with call.desk.database.writing() as connection:
        call.hold(connection)
        conversations.change(connection, call.conversation["id"], snoozed_until=until)
        auditing.note(connection, call.person["name"], "snoozed", call.conversation["id"])
        return _item(connection, call)


def _moved(connection: Connection, call: Call, status: str, agent: int | None) -> tuple[int, dict[str, Any]]:
    id = call.conversation["id"]
    conversations.change(connection, id, agent=agent, snoozed_until=None)
    name = people.get(connection, agent)["name"] if agent and status == "human" else None
    if conversations.pass_to(connection, id, status, name) is None:
        events.append(connection, id, "presence", {"looking": looking.names(connection, id)}, inside=True)
    return _item(connection, call)


def _item(connection: Connection, call: Call) -> tuple[int, dict[str, Any]]:
    row = conversations.get(connection, call.conversation["id"])
    return 200, {"item": item_form(row, inbox.beside(connection, [row], call.person)[row["id"]])}


def write_note(call: Call) -> tuple[int, Kept]:
    """Among agents."""
    text = tidy(call.form.text)
    if not text:
        raise Refused(422, "The note holds no text.", code="no_text")
    with call.desk.database.writing() as connection:
        call.hold(connection)
        event = messages.note(connection, call.conversation["id"], call.person["name"], text)
        auditing.note(connection, call.person["name"], "noted", call.conversation["id"])
        return 201, Kept(event)


def show_agent_typing(call: Call) -> tuple[int, None]:
    """The customer sees that somebody writes, and the other agents see who; while it is a note, the browser sends nothing."""
    with call.desk.database.writing() as connection:
        call.hold(connection)
        told = {"author": "agent", "name": call.person["name"], "typing": call.form.typing}
        events.append(connection, call.conversation["id"], "typing", told, inside=call.conversation["status"] != "human")
    return 204, None


def see(call: Call) -> tuple[int, dict[str, Any]]:
    """What this agent has on the screen, and who else looks at it."""
    person, id = call.person["id"], call.conversation["id"]
    with call.desk.database.writing() as connection:
        call.hold(connection)
        looking.look(connection, person, id, call.form.event)
        return 200, {"looking": looking.names(connection, id, besides=person)}


def leave(call: Call) -> tuple[int, None]:
    """It is on this agent's screen no longer."""
    with call.desk.database.writing() as connection:
        looking.leave(connection, call.person["id"], call.conversation["id"])
    return 204, None


def correct_reading(call: Call) -> tuple[int, dict[str, Any]]:
    """The agent knows better than the reader."""
    form: RightReading = call.form
    right = {name: getattr(form, name) for name in ("feeling", "intensity", "cause") if isinstance(getattr(form, name), (str, int))}
    if right.get("cause", "none") not in (*library().causes, "none"):
        raise Refused(422, f"There is no cause {right['cause']}.")
    if not right:
        raise Refused(422, "Say the feeling, the intensity or the cause that is right.")
    with call.desk.database.writing() as connection:
        call.hold(connection)
        corrected = correcting.correct(connection, call.conversation["id"], form.message, call.person["name"], right)
        if corrected is None:
            raise Refused(404, "There is no such message of the customer that was read.")
        auditing.note(connection, call.person["name"], "corrected the reading", call.conversation["id"])
        return 200, {"reading": corrected, "corrected": True}


def _post(path: str, summary: str, work: Any, takes: type, gives: dict[int, Any]) -> Operation:
    return Operation("POST", AT + path, summary, work, takes, {**gives, 403: Failure, 404: Failure, 409: Failure}, role="agent")


OPERATIONS = (
    Operation("GET", "/api/v1/inbox", "Conversations by need", list_conversations, gives={200: dict, 403: Failure}, role="agent",
              query=("view", *FILTERS, "cursor")),
    Operation("GET", AT, "A conversation", show_conversation, gives={200: dict, 404: Failure}, role="agent"),
    Operation("GET", AT + "/files/{file}", "A customer's file", show_file, gives={200: bytes, 404: Failure}, role="agent"),
    _post("/take", "Take over", take_over, Nothing, {200: dict}),
    _post("/give_back", "Give back", give_back, GiveBack, {200: dict}),
    _post("/assign", "Assign", assign, Assign, {200: dict}),
    _post("/resolve", "Resolve", resolve, Nothing, {200: dict}),
    _post("/snooze", "Snooze", snooze, Snooze, {200: dict}),
    _post("/notes", "Write a private note", write_note, Note, {201: Kept}),
    _post("/typing", "Show that an agent is typing", show_agent_typing, Typing, {204: None}),
    _post("/seen", "Say what is on the screen", see, SeenTo, {200: dict}),
    _post("/left", "Say that it is there no longer", leave, Nothing, {204: None}),
    _post("/reading", "Correct a reading", correct_reading, RightReading, {200: dict}),
)  # fmt: skip
