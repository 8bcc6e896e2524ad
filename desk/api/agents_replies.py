"""Replies: suggestions, sending, the coach, and the library of wordings."""

from typing import Any

from msgspec import structs

from bot.models import LANGUAGES, Stance
from desk import coaching, conversations, feedback, messages, replying, suggesting, wording_search
from desk.api.agents_forms import Coached, Dismissed, NewReply
from desk.api.agents_inbox import AT
from desk.api.forms import Failure
from desk.api.operations import Call, Operation, Refused
from desk.replying import Reply
from desk.texts import tidy

FAULTS, SOLVABLE = ("ours", "unknown", "customer"), ("now", "later", "no")


def suggest(call: Call) -> tuple[int, dict[str, Any]]:
    """Three replies under a stance, each with its meaning in the agent's language."""
    stance = Stance(call.query.get("fault", "unknown"), call.query.get("solvable", "later"))
    if stance.fault not in FAULTS or stance.solvable not in SOLVABLE:
        raise Refused(422, f"fault is one of {', '.join(FAULTS)}; solvable one of {', '.join(SOLVABLE)}.")
    with call.desk.database.reading() as connection:
        now = suggesting.situation(connection, call.conversation)
        liking = feedback.counts(connection)
    if now.reading is None:
        return 200, {"message": now.message, "reading": None, "suggestions": [], "missing": "unread" if now.message else "no_message"}
    meanings = suggesting.meanings(now, stance, liking, call.person["language"])
    drafts = [suggesting.shown(each, meanings.get(each.draft.tone, "")) for each in suggesting.suggestions(now, stance, liking)]
    return 200, {"message": now.message, "reading": suggesting.to_json(now.reading), "suggestions": drafts, "missing": ""}


def send_reply(call: Call) -> tuple[int, dict[str, Any]]:
    """Send it once, unless another agent was first or it would harm."""
    form: NewReply = call.form
    text = tidy(form.text)
    if not text:
        raise Refused(422, "The reply holds no text.", code="no_text")
    suggestion = structs.asdict(form.suggestion) if form.suggestion else None
    reply = Reply(form.client_id, text, form.after, suggestion, tuple(form.promises))
    try:
        with call.desk.database.reading() as connection:
            judged = replying.judge(connection, call.conversation, reply)
        with call.desk.database.writing() as connection:
            now = call.hold(connection)
            if event := messages.kept(connection, now["id"], form.client_id):
                return 200, {"event": event, "edited": False, "findings": []}
            event = replying.send(connection, call.person, now, reply, judged)
    except replying.Unsendable as error:
        raise Refused(422, str(error), code=error.code) from error
    except replying.Answered as other:
        return 409, {"error": f"{other.name} answered a moment ago: yours was not sent.", "by": other.name, "text": other.text}
    edited = bool(suggestion) and suggestion["text"].strip() != text
    return 201, {"event": event, "edited": edited, "findings": suggesting.to_json(judged.found)}


def dismiss(call: Call) -> tuple[int, None]:
    """A suggestion that was no help."""
    with call.desk.database.writing() as connection:
        feedback.record(connection, call.conversation, call.form.tone, call.form.wordings, "dismissed")
    return 204, None


def coach(call: Call) -> tuple[int, dict[str, Any]]:
    """What the checks and marks say of words while they are typed."""
    form: Coached = call.form
    now, conversation = None, {"id": "", "language": form.language, "cause": None}
    if form.conversation:
        with call.desk.database.reading() as connection:
            found = conversations.get(connection, form.conversation)
            if found is None or found["team"] not in call.person["teams"]:
                raise Refused(404, "There is no such conversation for you.")
            now, conversation = suggesting.situation(connection, found), found
    reading = (now.reading if now else None) or suggesting.unread(conversation)
    return 200, coaching.coached(form.text, reading, now)


def search_replies(call: Call) -> tuple[int, dict[str, Any]]:
    """Wordings of the library, with the facts of a conversation filled in."""
    asked = {name: call.query.get(name, "")[:200] for name in ("q", "language", "channel", "conversation", "cursor", "flagged")}
    with call.desk.database.reading() as connection:
        found = conversations.get(connection, asked["conversation"]) if asked["conversation"] else None
        if asked["conversation"] and (found is None or found["team"] not in call.person["teams"]):
            raise Refused(404, "There is no such conversation for you.")
        reading = suggesting.situation(connection, found).reading if found else None
        language = asked["language"] or (found["language"] if found else call.person["language"])
        if language not in LANGUAGES:
            raise Refused(422, "language is one of the six.")
        flagged = asked["flagged"] == "1"
        return 200, wording_search.page(connection, asked["q"], language, asked["channel"], reading, asked["cursor"], flagged)


OPERATIONS = (
    Operation("GET", AT + "/suggestions", "Suggested replies", suggest, gives={200: dict, 404: Failure}, role="agent", query=("fault", "solvable")),
    Operation("POST", AT + "/replies", "Send a reply", send_reply, NewReply, {201: dict, 200: dict, 404: Failure, 409: dict}, role="agent"),
    Operation("POST", AT + "/dismissed", "Wave a suggestion away", dismiss, Dismissed, {204: None, 404: Failure}, role="agent"),
    Operation("POST", "/api/v1/coach", "Check words while they are typed", coach, Coached, {200: dict, 404: Failure}, role="agent"),
    Operation("GET", "/api/v1/replies", "Search the wordings", search_replies, gives={200: dict, 404: Failure}, role="agent",
              query=("q", "language", "channel", "conversation", "cursor", "flagged")),
)  # fmt: skip
