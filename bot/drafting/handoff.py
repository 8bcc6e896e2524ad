"""What a person who takes over needs at one glance: what happened, how it felt over time, what was promised and tried."""

from dataclasses import dataclass
from typing import Any

from bot.models import NO_CAUSE, Facts, Promise, Reading, to_json
from bot.reading.parse import carry_facts

MAX_WORDS_OF_CUSTOMER = 5


@dataclass(frozen=True)
class Handoff:
    """The summary. `happened` holds the customer's own words, newest last; `feelings` one entry a message."""

    conversation: str
    language: str
    cause: str
    happened: tuple[str, ...]
    feelings: tuple[tuple[str, int], ...]
    facts: Facts
    signals: tuple[str, ...]
    promised: tuple[Promise, ...]
    tried: tuple[str, ...]
    reason: str

    def to_json(self) -> dict[str, Any]:
        """Plain values for a webhook or a desk."""
        return to_json(self)


def summarise(
    conversation: str, readings: list[Reading], promised: list[Promise], tried: tuple[str, ...], reason: str
) -> Handoff:
    """The summary of a conversation from its readings, oldest first. `reason` says why a person is needed."""
    causes = [each.cause for each in readings if each.cause != NO_CAUSE]
    telling = [each.text for each in readings if each.cause != NO_CAUSE or each.signals]
    return Handoff(
        conversation=conversation,
        language=readings[-1].language if readings else "en",
        cause=causes[-1] if causes else NO_CAUSE,
        happened=tuple(telling[-MAX_WORDS_OF_CUSTOMER:]),
        feelings=tuple((each.feeling, each.intensity) for each in readings),
        facts=carry_facts(readings[:-1], readings[-1]) if readings else Facts(),
        signals=tuple(sorted({signal for each in readings for signal in each.signals})),
        promised=tuple(promised),
        tried=tried,
        reason=reason,
    )
