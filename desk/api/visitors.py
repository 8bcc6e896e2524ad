"""A visitor arrives: a conversation, its history, and a greeting that knows what is still open."""

from typing import Any

from msgspec import structs

from desk import conversations, events, greeting, opening, ratings
from desk.api.forms import Arrival, Arrived, Event, Failure
from desk.api.operations import Call, Operation
from desk.api.shapes import event_form
from desk.texts import line


def arrive(call: Call) -> tuple[int, Arrived]:
    """The visitor's open conversation, or a new one."""
    form: Arrival = call.form
    page = {name: told for name, value in structs.asdict(form.page).items() if (told := line(value))}
    language = form.language or call.desk.settings.default_language
    with call.desk.database.writing() as connection:
        if ended := call.visitor and ratings.unasked(connection, call.visitor, form.audience):
            found = conversations.get(connection, ended)
        else:
            found = conversations.arrive(connection, call.visitor, form.audience, language, page)
            greeting.greet(connection, found)
            found = conversations.get(connection, found["id"])
        seen = [event_form(each) for each in events.history(connection, found["id"])]
    return 201, _arrived(call, found, seen)


def _arrived(call: Call, found: dict[str, Any], seen: list[Event]) -> Arrived:
    return Arrived(
        token=call.desk.tokens.make(found["visitor"]),
        visitor=found["visitor"],
        conversation=found["id"],
        language=found["language"],
        status=found["status"],
        staffed=opening.staffed(),
        events=seen,
        last_event=seen[-1].id if seen else 0,
    )


OPERATIONS = (
    Operation(
        "POST", "/api/v1/visitors", "Open the chat", arrive, takes=Arrival, token=False,
        gives={201: Arrived, 401: Failure},
    ),
)  # fmt: skip
