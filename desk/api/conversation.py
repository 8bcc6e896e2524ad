"""What a customer does in the conversation: writes, asks for a person, leaves an address, ends it, says how it left them."""

from typing import Any

from sqlalchemy.engine import Connection

from bot import assist
from bot.drafting.draft import Drafter
from bot.drafting.rendering import render
from bot.library import library
from bot.models import Past, Reading
from desk import addresses, claims, conversations, events, messages, opening, ratings, transcripts
from desk.api.forms import Address, ChosenLanguage, Failure, Kept, NewMessage, Nothing, Rating, Typing
from desk.api.operations import Call, Operation, Refused
from desk.messages import Answer
from desk.texts import tidy
from desk.words import say

AT = "/api/v1/conversations/{conversation}"


def send_message(call: Call) -> tuple[int, Kept]:
    """Keep a message before anything else happens to it."""
    form: NewMessage = call.form
    text = tidy(form.text)
    if not text:
        raise Refused(422, "The message holds no text: write something first.")
    conversation = call.conversation["id"]
    with call.desk.database.writing() as connection:
        now = call.hold(connection)
        if event := messages.kept(connection, conversation, form.client_id):
            return 200, Kept(event)
        if now["status"] == "closed":
            conversations.pass_to(connection, conversation, "bot")
        event = messages.take(connection, conversation, form.client_id, text, trace=call.trace)
        if claims.claim(connection, conversation, call.desk.process):
            call.wakes = conversation
        return 201, Kept(event)


def ask_person(call: Call) -> tuple[int, Kept]:
    """The button that is always in reach: a person has it from here."""
    with call.desk.database.writing() as connection:
        now = call.hold(connection)
        if now["status"] in ("waiting", "human"):
            return 202, Kept(events.newest(connection, now["id"]))
        there = opening.staffed()
        messages.answer(connection, now["id"], _handing_over(now, there))
        conversations.change(connection, now["id"], reason="asked")
        return 202, Kept(conversations.pass_to(connection, now["id"], "waiting", staffed=there) or 0)


def _handing_over(now: dict[str, Any], there: bool) -> Answer:
    if not there:
        return Answer(say(now["language"], "nobody"))
    drafter = Drafter(Reading("", now["language"]), library(), Past(seed=now["id"]), assist.now())
    draft = drafter.move("handoff", "chat")
    return Answer(render(draft), wordings=draft.wordings)


def show_typing(call: Call) -> tuple[int, None]:
    """The person who answers sees it; nobody else does."""
    if call.conversation["status"] == "human":
        with call.desk.database.writing() as connection:
            call.hold(connection)
            body = {"author": "customer", "typing": call.form.typing}
            events.append(connection, call.conversation["id"], "typing", body, inside=True)
    return 204, None


def choose_language(call: Call) -> tuple[int, Kept]:
    """The chat speaks this language from here, whatever is read."""
    with call.desk.database.writing() as connection:
        call.hold(connection)
        conversations.change(connection, call.conversation["id"], language=call.form.language, language_chosen=True)
        return 200, Kept(_notice(connection, call, "language"))


def leave_address(call: Call) -> tuple[int, Kept]:
    """Where to reach the customer when somebody is there again."""
    address = addresses.checked(call.form.address, call.conversation["language"])
    if address is None:
        raise Refused(422, "This is neither an email address nor a telephone number: write it as name@example.com or +358 40 1234567.")
    with call.desk.database.writing() as connection:
        addresses.keep(connection, call.conversation["visitor"], address)
        call.hold(connection)
        return 200, Kept(_notice(connection, call, "address_kept"))


def end(call: Call) -> tuple[int, Kept]:
    """The customer is done; the one question follows."""
    with call.desk.database.writing() as connection:
        now = call.hold(connection)
        event = conversations.pass_to(connection, now["id"], "closed")
        return 200, Kept(event or events.newest(connection, now["id"]))


def rate(call: Call) -> tuple[int, Kept]:
    """How we left them feeling; a bad answer is followed up by a lead."""
    with call.desk.database.writing() as connection:
        call.hold(connection)
        ratings.keep(connection, call.conversation["id"], call.form.feeling, tidy(call.form.text))
        return 200, Kept(_notice(connection, call, "rated"))


def show_transcript(call: Call) -> tuple[int, Any]:
    """The conversation as text, to keep."""
    with call.desk.database.reading() as connection:
        said = messages.of(connection, call.conversation["id"])
    return 200, transcripts.response(said, call.conversation["language"], call.desk.settings.timezone)


def _notice(connection: Connection, call: Call, key: str) -> int:
    return events.append(connection, call.conversation["id"], "notice", {"key": key})


def _post(path: str, summary: str, work: Any, takes: type, gives: dict[int, Any]) -> Operation:
    return Operation("POST", AT + path, summary, work, takes, {**gives, 404: Failure, 422: Failure})


OPERATIONS = (
    _post("/messages", "Send a message", send_message, NewMessage, {201: Kept, 200: Kept}),
    _post("/person", "Ask for a person", ask_person, Nothing, {202: Kept}),
    _post("/typing", "Show that the customer is typing", show_typing, Typing, {204: None}),
    _post("/language", "Choose the language", choose_language, ChosenLanguage, {200: Kept}),
    _post("/address", "Leave an address", leave_address, Address, {200: Kept}),
    _post("/close", "End the conversation", end, Nothing, {200: Kept}),
    _post("/rating", "Say how it left you feeling", rate, Rating, {200: Kept}),
    Operation("GET", AT + "/transcript", "The conversation as text", show_transcript, gives={200: str, 404: Failure}),
)
