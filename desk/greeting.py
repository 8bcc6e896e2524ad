"""The greeting: what is still open with this customer first of all, a broken promise before everything."""

from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from bot import assist
from bot.drafting import formatting
from bot.drafting.draft import Drafter
from bot.drafting.rendering import render
from bot.library import library
from bot.models import Past, Promise, Reading
from desk import conversations, messages, opening, promises
from desk.messages import Answer
from desk.tables import greetings
from desk.words import say


def greet(connection: Connection, conversation: dict[str, Any]) -> None:
    """Say what this visitor is to be met with now, each thing once; nothing while a person has the conversation."""
    if conversation["status"] != "bot":
        return
    known = promises.of(connection, conversation["id"], assist.now())
    broken = next((each for each in known if each.state == "broken"), None)
    if broken and first(connection, conversation["visitor"], f"broken:{broken.id}"):
        _meet_broken(connection, conversation, broken)
    elif conversation["new"]:
        still_open = tuple(each for each in known if each.state == "open")
        messages.answer(connection, conversation["id"], _open(conversation, still_open) if still_open else _plain(conversation))


def first(connection: Connection, visitor: str, reason: str) -> bool:
    """Whether this visitor was not met with it yet; from now on they were."""
    row = {"visitor": visitor, "reason": reason}
    if connection.execute(select(greetings).where(*(greetings.c[name] == value for name, value in row.items()))).first():
        return False
    connection.execute(insert(greetings).values(**row))
    return True


def _meet_broken(connection: Connection, conversation: dict[str, Any], promise: Promise) -> None:
    """Our word was broken: that is said, and a person has the conversation from here."""
    drafter, language = _drafter(conversation, promise), library().languages[conversation["language"]]
    date = formatting.promised(promise.due.date(), language, assist.now().date())
    broken, handoff = drafter.move("promise_broken", "chat", promised_date=date), drafter.move("handoff", "chat")
    there = opening.staffed()
    then = render(handoff) if there else say(conversation["language"], "nobody")
    said = Answer(f"{render(broken)}\n\n{then}", wordings=(*broken.wordings, *handoff.wordings))
    messages.answer(connection, conversation["id"], said)
    conversations.change(connection, conversation["id"], reason="broken_promise")
    conversations.pass_to(connection, conversation["id"], "waiting", staffed=there)


def _open(conversation: dict[str, Any], still_open: tuple[Promise, ...]) -> Answer:
    """A promise of ours is running: it stands, and the date is there to see."""
    reading = Reading("", conversation["language"], cause=still_open[0].cause, act="ask_status")
    drafter = Drafter(reading, library(), Past(seed=conversation["id"], open=still_open), assist.now())
    draft = drafter.status("chat", "warm")
    plan = [{"text": step.text, "due": step.due.isoformat() if step.due else None, "who": step.who} for step in draft.plan]
    parts = {"before": draft.acknowledgement, "plan": plan, "question": draft.question}
    return Answer(render(draft), parts=parts, wordings=draft.wordings)


def _plain(conversation: dict[str, Any]) -> Answer:
    page, language = conversation["page"], conversation["language"]
    if conversation["audience"] == "employee":
        return Answer(say(language, "greeting.employee"))
    if page.get("order"):
        return Answer(say(language, "greeting.order", order=page["order"]))
    return Answer(say(language, "greeting.name", name=page["name"]) if page.get("name") else say(language, "greeting.plain"))


def _drafter(conversation: dict[str, Any], promise: Promise) -> Drafter:
    reading = Reading("", conversation["language"], cause=promise.cause)
    return Drafter(reading, library(), Past(seed=conversation["id"]), assist.now())
