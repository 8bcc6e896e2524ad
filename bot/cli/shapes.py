"""Readings and suggestions as the JSON that `heard read` and `heard suggest` print."""

from typing import Any

from bot.models import Reading, Suggestion, to_json


def reading_json(reading: Reading) -> dict[str, Any]:
    """A reading; facts that were not given are null, `cause` is "none" for dialogue acts and when unsure."""
    return {
        "language": reading.language,
        "feeling": reading.feeling,
        "intensity": reading.intensity,
        "feelings": reading.feelings,
        "cause": reading.cause,
        "cause_confidence": reading.cause_confidence,
        "causes": reading.causes,
        "also": list(reading.also),
        "act": reading.act,
        "signals": list(reading.signals),
        "facts": to_json(reading.facts),
        "evidence": [{"start": each.start, "end": each.end, "for": each.speaks_for} for each in reading.evidence],
    }


def suggestion_json(suggestion: Suggestion) -> dict[str, Any]:
    """A suggestion with its parts; due times are ISO 8601 with their offset."""
    draft = suggestion.draft
    return {
        "text": suggestion.text,
        "tone": draft.tone,
        "parts": {
            "acknowledgement": draft.acknowledgement,
            "ownership": draft.ownership,
            "plan": [{"text": step.text, "due": to_json(step.due)} for step in draft.plan],
            "question": draft.question,
        },
        "findings": to_json(list(suggestion.findings)),
    }
