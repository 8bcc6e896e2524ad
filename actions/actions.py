"""Rasa's custom actions: read the tracker, ask `bot` for the reply, dispatch it. No wording and no decision of content here."""

import time
from abc import ABC, abstractmethod
from datetime import datetime
from typing import Any

import requests
import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from structlog.contextvars import bound_contextvars

from actions.memory import Memory
from bot import assist, http
from bot.drafting.draft import Drafter
from bot.drafting.handoff import summarise
from bot.drafting.rendering import render
from bot.library import library
from bot.models import NO_CAUSE, Draft, Past, PlanStep, Promise, to_json
from bot.settings import settings
from desk.database import database
from desk.promises import Promises

log = structlog.get_logger(__name__)
Events = list[dict[str, Any]]
HANDOFF_SECONDS = 3.0  # the customer waits for the turn meanwhile


class HeardAction(Action, ABC):
    """What every action shares: danger to somebody comes before anything, and a failure still answers the customer."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Answer the latest message, and log that under the id of the request that brought it."""
        trace = (tracker.latest_message.get("metadata") or {}).get("trace", "")
        with bound_contextvars(trace=trace, conversation=tracker.sender_id, action=self.name()):
            start = time.perf_counter()
            events = self._answer(dispatcher, tracker)
            log.info("answered", seconds=round(time.perf_counter() - start, 4))
        return events

    def _answer(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        try:
            memory = Memory.of(tracker)
            if "at_risk" in memory.now.signals:
                return self.hand_off(dispatcher, memory, "at_risk")
            return self.answer(dispatcher, memory)
        except Exception:  # the customer must get words whatever breaks here
            log.exception("an action failed")
            return self.apologise(dispatcher, tracker)

    @abstractmethod
    def answer(self, dispatcher: CollectingDispatcher, memory: Memory) -> Events:
        """What this action does."""

    def hand_off(self, dispatcher: CollectingDispatcher, memory: Memory, reason: str) -> Events:
        """Words for the customer, the summary for a person."""
        draft = drafter(memory).safety("chat") if reason == "at_risk" else drafter(memory).move("handoff", "chat")
        promised = Promises(database()).of(memory.conversation, assist.now())
        summary = summarise(memory.conversation, memory.readings, promised, tuple(memory.tried), reason).to_json()
        _notify(summary)
        memory.asked = "nothing"
        return say(dispatcher, memory, draft, handoff=summary)

    def apologise(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """Something of ours broke: say so in their language and offer a person."""
        language = tracker.slots.get("language") or tracker.latest_message.get("language") or settings().default_language
        dispatcher.utter_message(text=library().replies[language].get("moves.failed")[0].text)
        return [{"event": "slot", "name": "asked", "value": "person", "timestamp": None}]


class ActionReply(HeardAction):
    """Drafts the reply that the reading calls for."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_reply"

    def answer(self, dispatcher: CollectingDispatcher, memory: Memory) -> Events:
        """Acknowledgement, plan, question; what was asked and offered is remembered."""
        if "wants_human" in memory.now.signals and memory.asked == "person":
            return self.hand_off(dispatcher, memory, "asked")
        past = _past(memory)
        suggestion = assist.suggest(memory.now, past=past, most=1)[0]
        draft = suggestion.draft
        for finding in suggestion.findings:
            log.warning("a draft has a finding", cause=memory.now.cause, rule=finding.rule)
        _remember(memory, draft, past)
        return say(dispatcher, memory, draft)


class ActionAcceptPlan(HeardAction):
    """The customer said yes: the plan's dated steps become promises."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_accept_plan"

    def answer(self, dispatcher: CollectingDispatcher, memory: Memory) -> Events:
        """Record the promises, then say that the plan is under way; never the other way round."""
        steps = [PlanStep(**{**each, "due": _moment(each["due"])}) for each in memory.steps]
        Promises(database()).record(memory.conversation, memory.cause, steps)
        memory.tried = [*memory.tried, *(each.id for each in steps if each.id not in memory.tried)]
        memory.asked = "nothing"
        return say(dispatcher, memory, drafter(memory).move("plan_accepted", "chat"))


class ActionDeclinePlan(HeardAction):
    """The customer said no: to the plan, or to a person."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_decline_plan"

    def answer(self, dispatcher: CollectingDispatcher, memory: Memory) -> Events:
        """Accept it and ask what would be better."""
        memory.asked = "nothing"
        return say(dispatcher, memory, drafter(memory).move("plan_declined", "chat"))


class ActionHandOff(HeardAction):
    """Hands the conversation to a person with its summary."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_hand_off"

    def answer(self, dispatcher: CollectingDispatcher, memory: Memory) -> Events:
        """A person takes over."""
        return self.hand_off(dispatcher, memory, "asked")


def drafter(memory: Memory) -> Drafter:
    """A drafter for the latest message."""
    return Drafter(memory.now, library(), Past(used=tuple(memory.wordings), seed=memory.conversation), assist.now())


def say(dispatcher: CollectingDispatcher, memory: Memory, draft: Draft, **payload: Any) -> Events:
    """Dispatch a draft as text, with its parts for a channel that shows more than text."""
    memory.wordings = [*memory.wordings, *draft.wordings]
    plan = [{"text": step.text, "due": to_json(step.due), "who": step.who} for step in draft.plan]
    before = " ".join(part for part in (draft.acknowledgement, draft.ownership) if part)
    custom = {"language": draft.language, "before": before, "plan": plan, "question": draft.question, "asked": memory.asked}
    custom |= {"wordings": list(draft.wordings), "reading": to_json(memory.now), **payload}
    dispatcher.utter_message(text=render(draft), json_message=custom)
    return memory.events()


def _past(memory: Memory) -> Past:
    promises = Promises(database()).of(memory.conversation, assist.now())
    broken = next((each for each in promises if each.state == "broken"), None)
    offered = bool(memory.steps) and memory.now.cause in (memory.cause, NO_CAUSE)
    still_open: tuple[Promise, ...] = tuple(each for each in promises if each.state == "open")
    return Past(tuple(memory.wordings), memory.conversation, offered, still_open, broken)


def _remember(memory: Memory, draft: Draft, past: Past) -> None:
    """Keep the plan that was offered and what the closing question was about."""
    if draft.plan and not (memory.now.act == "ask_status" and past.open):
        memory.cause, memory.steps = memory.now.cause, to_json(list(draft.plan))
    memory.asked = _asked(memory, draft)


def _asked(memory: Memory, draft: Draft) -> str:
    used = draft.wordings
    if any(each.startswith("moves.offer_person") for each in used):
        return "person"
    if any(each.startswith("facts.ask.") for each in used):
        return "fact"
    return "plan" if draft.plan or (draft.question and memory.steps) else "nothing"


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _notify(summary: dict[str, Any]) -> None:
    """Tell the desk or help desk, where one is set; the customer's answer does not wait on its health."""
    if settings().handoff_url:
        try:
            http.post(settings().handoff_url, summary, HANDOFF_SECONDS)
        except requests.RequestException as error:
            log.error("handoff was not delivered to HEARD_HANDOFF_URL", error=type(error).__name__)
