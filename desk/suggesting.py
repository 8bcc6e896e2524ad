"""Suggested replies for an agent: the same library as the bot's, over what was read and said in this conversation."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.engine import Connection

from bot import assist
from bot.drafting import choice, formatting
from bot.drafting.calendar import Calendar
from bot.drafting.rendering import render
from bot.library import library
from bot.models import LANGUAGES, NO_CAUSE, Draft, Past, Promise, Reading, Stance, Suggestion, reading_from_json, to_json
from bot.reading.parse import carry_facts, in_context
from desk import feedback, messages, promises

Liking = dict[str, tuple[int, int]]  # by wording or tone: how often it was sent as it was, and how often not


@dataclass(frozen=True)
class Situation:
    """What a reply answers: the newest message as it was read, with the facts of all, and what came before."""

    message: int | None
    reading: Reading | None
    past: Past
    said: tuple[str, ...]
    promised: tuple[str, ...]


def situation(connection: Connection, conversation: dict[str, Any]) -> Situation:
    """The conversation as the drafter and the checks see it. `reading` is None while the newest message is not read yet."""
    told = messages.of(connection, conversation["id"])
    asked = [each for each in told if each["author"] == "customer" and each["text"]]
    ours = [each for each in told if each["author"] != "customer"]
    known = promises.of(connection, conversation["id"], assist.now())
    newest = asked[-1] if asked else None
    return Situation(
        newest["id"] if newest else None,
        _reading(asked, conversation) if newest and newest["reading"] else None,
        _past(conversation, ours, known),
        tuple(each["text"] for each in ours),
        tuple(each.text for each in known),
    )


def _reading(asked: list[dict[str, Any]], conversation: dict[str, Any]) -> Reading:
    """The newest message in the light of those before, in the conversation's language."""
    readings = [reading_from_json(each["reading"]) for each in asked if each["reading"]]
    now = in_context(readings[-1], readings[:-1])
    return replace(now, facts=carry_facts(readings[:-1], now), language=conversation["language"])


def _past(conversation: dict[str, Any], ours: list[dict[str, Any]], known: list[Promise]) -> Past:
    used = tuple(wording for each in ours for wording in each["wordings"] or ())
    offered = any((each["parts"] or {}).get("plan") for each in ours)
    still_open = tuple(each for each in known if each.state == "open")
    broken = next((each for each in known if each.state == "broken"), None)
    return Past(used, conversation["id"], offered, still_open, broken)


def suggestions(now: Situation, stance: Stance, liking: Liking) -> tuple[Suggestion, ...]:
    """Three replies to the newest message under a stance an agent chose, each as the checks see it."""
    return assist.suggest(now.reading, stance=stance, past=_told_again(now), liking=liking)


def _told_again(now: Situation) -> Past:
    """A person may tell a plan once more."""
    return replace(now.past, plan_offered=False)


def _drafts(now: Situation, stance: Stance, liking: Liking) -> list[Draft]:
    """The same replies, unchecked."""
    likes = choice.Liking(liking, tuple(library().company["prior"]))
    return assist.drafts(now.reading, stance, "chat", _told_again(now), assist.now(), library(), likes)


def draft(connection: Connection, now: Situation, stance: Stance, tone: str) -> Draft | None:
    """The draft of a suggestion that was shown: they are the same as long as the conversation is."""
    return next((each for each in _drafts(now, stance, feedback.counts(connection)) if each.tone == tone), None)


def plan_texts(now: Situation) -> tuple[str, ...]:
    """The steps of every plan for what was read, in all their wordings, with their times as of now."""
    reading, replies = now.reading, library().replies
    plan = library().plans.get(reading.cause) if reading else None
    if plan is None:
        return ()
    calendar, language, at = Calendar(library().company), library().languages[reading.language], assist.now()
    times = {id: formatting.due(calendar.due(step.due, at), language, at) for id, step in plan.steps.items() if step.due}
    told = [(id, each) for id in plan.steps for each in replies[reading.language].get(f"{reading.cause}.steps.{id}")]
    return tuple(each.text.replace("{due}", times.get(id, "")) for id, each in told)


def meanings(now: Situation, stance: Stance, liking: Liking, language: str) -> dict[str, str]:
    """What the suggestions say, by tone, in the agent's language: drafts of the same parts and facts, not a translation."""
    if now.reading.language == language or language not in LANGUAGES:
        return {}
    same = replace(now, reading=replace(now.reading, language=language))
    return {each.tone: render(each) for each in _drafts(same, stance, liking)}


def shown(each: Suggestion, meaning: str) -> dict[str, Any]:
    """A suggestion as the agent's browser gets it."""
    draft = each.draft
    before = " ".join(part for part in (draft.acknowledgement, draft.ownership) if part)
    plan = [{"id": step.id, "text": step.text, "due": to_json(step.due), "who": step.who} for step in draft.plan]
    return {
        "tone": draft.tone,
        "text": each.text,
        "parts": {"before": before, "plan": plan, "question": draft.question},
        "wordings": list(draft.wordings),
        "meaning": meaning,
        "findings": to_json(each.findings),
    }


def unread(conversation: dict[str, Any], text: str = "") -> Reading:
    """A stand-in where nothing was read: upset, of no known cause, so that the checks are strict."""
    return Reading(text, conversation["language"], "frustrated", 2, cause=conversation["cause"] or NO_CAUSE)
