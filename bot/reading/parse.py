"""Rasa's parse of a message as a Reading, and a reading in the light of the turns before it."""

from dataclasses import replace
from typing import Any

from bot.library import library
from bot.models import FEELINGS, NO_CAUSE, Evidence, Facts, Reading, facts_from_json, merge_facts

ACTS = ("greet", "goodbye", "thank", "affirm", "deny", "ask_human", "give_fact", "ask_status", "bot_challenge", "out_of_scope")
FALLBACK = "nlu_fallback"
EXTRACTOR = "FactExtractor"  # entities of any other, such as a customer's "/late_delivery{..}", are no facts
BEST = 5
UPSET = ("worried", "disappointed", "frustrated", "angry", "shocked")
SHORT = 8  # words; half of the turns that correct or retry have fewer


def reading(parse: dict[str, Any]) -> Reading:
    """The Reading in what `/model/parse` or `tracker.latest_message` holds. Missing parts read as calm and unplaced."""
    feeling, intent = parse.get("feeling") or {}, (parse.get("intent") or {}).get("name")
    ranking = [each for each in parse.get("intent_ranking") or () if each["name"] not in (*ACTS, FALLBACK)]
    causes = {each["name"]: round(each["confidence"], 4) for each in ranking[:BEST]}
    placed = intent in library().causes
    return Reading(
        text=parse.get("text") or "",
        language=parse.get("language") or "en",
        feeling=feeling.get("name", "calm"),
        intensity=feeling.get("intensity", 0),
        feelings={name: round(feeling.get("scores", {}).get(name, 0.0), 4) for name in FEELINGS},
        cause=intent if placed else NO_CAUSE,
        cause_confidence=causes.get(intent, 0.0) if placed else 0.0,
        causes=causes,
        also=tuple(parse.get("also") or ()),
        act=intent if intent in ACTS else None,
        signals=tuple(sorted(parse.get("signals") or ())),
        facts=facts_from_json({each["entity"]: each["value"] for each in _entities(parse)}),
        evidence=_evidence(parse),
        language_certain=parse.get("language_certain", True),
    )


def _entities(parse: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in parse.get("entities") or () if each.get("extractor") == EXTRACTOR]


def _evidence(parse: dict[str, Any]) -> tuple[Evidence, ...]:
    words = [Evidence(each["start"], each["end"], each["for"]) for each in parse.get("evidence") or ()]
    facts = [Evidence(each["start"], each["end"], each["entity"]) for each in _entities(parse)]
    return tuple(sorted(words + facts, key=lambda each: (each.start, each.end)))


def in_context(now: Reading, earlier: list[Reading]) -> Reading:
    """A reading in the light of the turns before it.

    A short follow-up that names no cause of its own keeps the last one. When it asks for news or says that nothing
    came, and the writer was upset before, it is that trouble still: at least as strong, one step angrier from calm.
    """
    last = next((each for each in reversed(earlier) if each.cause != NO_CAUSE), None)
    if last is None or now.cause != NO_CAUSE or now.act not in ("give_fact", "ask_status", "deny", None):
        return now
    if len(now.text.split()) > SHORT and now.act is None:
        return now
    now = replace(now, cause=last.cause, cause_confidence=round(last.cause_confidence * 0.9, 4))
    if now.act == "ask_status" and last.feeling in UPSET and now.feeling in ("calm", "confused"):
        now = replace(now, feeling="frustrated", intensity=max(1, last.intensity))
    return replace(now, facts=carry_facts(earlier, now))


def carry_facts(earlier: list[Reading], now: Reading) -> Facts:
    """The facts of the conversation so far; the newest value of each."""
    facts = Facts()
    for each in (*earlier, now):
        facts = merge_facts(facts, each.facts)
    return facts
