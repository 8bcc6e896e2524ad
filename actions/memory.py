"""What a conversation remembers between turns, as slots: its language, case, last readings and used wordings."""

from dataclasses import dataclass, field, replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from bot.library import library
from bot.models import LANGUAGES, NO_CAUSE, Reading, reading_from_json, to_json
from bot.reading.parse import in_context, reading

KEPT_READINGS = 12
KEPT_WORDINGS = 120
KEPT_TEXT = 300
KEPT_ORDER = 40


@dataclass
class Memory:
    """One conversation's memory, read from the tracker and written back as slot events."""

    conversation: str
    now: Reading
    earlier: list[Reading] = field(default_factory=list)
    asked: str = "nothing"
    steps: list[dict[str, Any]] = field(default_factory=list)
    cause: str = NO_CAUSE
    tried: list[str] = field(default_factory=list)
    wordings: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, tracker: Tracker) -> "Memory":
        """The memory with the latest message read in the light of the earlier ones."""
        slots = tracker.slots
        earlier = [reading_from_json(each) for each in slots.get("history") or ()]
        now = reading(tracker.latest_message)
        told = tracker.latest_message.get("metadata") or {}
        if told.get("chosen_language") in LANGUAGES:  # by the customer, for the chat
            now = replace(now, language=told["chosen_language"])
        elif not now.language_certain and slots.get("language"):
            now = replace(now, language=slots["language"])
        case = slots.get("case") or {}
        now = _with_order(in_context(now, earlier), earlier, told.get("order"))
        return cls(
            tracker.sender_id,
            now,
            earlier,
            slots.get("asked") or "nothing",
            case.get("steps", []),
            case.get("cause", NO_CAUSE),
            case.get("tried", []),
            slots.get("wordings") or [],
        )

    @property
    def readings(self) -> list[Reading]:
        """All readings kept, the latest message's last."""
        return [*self.earlier, self.now]

    def events(self) -> list[dict[str, Any]]:
        """The slots to set at the end of a turn."""
        history = [_kept(each) for each in self.readings[-KEPT_READINGS:]]
        case = {"cause": self.cause, "steps": self.steps, "tried": self.tried}
        return [
            SlotSet("language", self.now.language),
            SlotSet("asked", self.asked),
            SlotSet("case", case),
            SlotSet("history", history),
            SlotSet("wordings", self.wordings[-KEPT_WORDINGS:]),
        ]


def _with_order(now: Reading, earlier: list[Reading], order: object) -> Reading:
    """The reading with the order that the page told, where the plan needs one: nobody is asked for what is on their screen."""
    plan = library().plans.get(now.cause)
    told = any(each.facts.reference for each in (*earlier, now))
    if told or not plan or "reference" not in plan.needs or not isinstance(order, str) or not order:
        return now
    return replace(now, facts=replace(now.facts, reference=order[:KEPT_ORDER]))


def _kept(each: Reading) -> dict[str, Any]:
    """A reading without what only its own turn needs (scores, evidence)."""
    return {
        "text": each.text[:KEPT_TEXT],
        "language": each.language,
        "feeling": each.feeling,
        "intensity": each.intensity,
        "cause": each.cause,
        "cause_confidence": each.cause_confidence,
        "signals": list(each.signals),
        "facts": {name: to_json(getattr(each.facts, name)) for name in each.facts.names()},
    }
