"""Rasa's parse of a message as a Reading, and a reading in the light of the turns before it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bot.library import library
from bot.models import FEELINGS, NO_CAUSE, Evidence, Facts, Reading, facts_from_json, merge_facts
from bot.reading.causes import SURE

ACTS = ("greet", "goodbye", "thank", "affirm", "deny", "ask_human", "give_fact", "ask_status", "bot_challenge", "out_of_scope")
FALLBACK = "nlu_fallback"
EXTRACTOR = "FactExtractor"  # entities of any other, such as a customer's "/late_delivery{..}", are no facts
BEST = 5
UPSET = ("worried", "disappointed", "frustrated", "angry", "shocked")
SHORT = 8  # words; half of the turns that correct or retry have fewer
ALONE = ("thank", "greet", "goodbye", "bot_challenge", "ask_human")  # say what they say whatever came before
LEAST = 0.25
IN_DANGER = 0.97  # of at_risk: from here on nothing is asked, help is named; at most one of 900 other examples scores as much


def reading(parse: dict[str, Any]) -> Reading:
    """The Reading in what `/model/parse` or `tracker.latest_message` holds. Missing parts read as calm and unplaced.

    Where the metadata names the writer's audience, causes of the other one are not read: a customer has no payslip of ours.
    """
    parse = _of_audience(parse)
    feeling, intent = parse.get("feeling") or {}, (parse.get("intent") or {}).get("name")
    causes = _causes(parse.get("intent_ranking") or ())
    placed = intent in library().causes
    cause = intent if placed else NO_CAUSE
    joint = _causes(parse.get("in_context") or ())
    follows = _follows(parse, causes.get(intent, 0.0) if placed else 0.0)
    if follows:
        cause, causes = next(iter(joint)), joint
    return Reading(
        text=parse.get("text") or "",
        language=parse.get("language") or "en",
        feeling=feeling.get("name", "calm"),
        intensity=feeling.get("intensity", 0),
        feelings={name: round(feeling.get("scores", {}).get(name, 0.0), 4) for name in FEELINGS},
        cause=cause,
        cause_confidence=causes.get(cause, 0.0),
        causes=causes,
        also=() if follows else tuple(parse.get("also") or ()),
        act=intent if intent in ACTS else None,
        signals=tuple(sorted(parse.get("signals") or ())),
        in_danger=(parse.get("signals") or {}).get("at_risk", 0.0) >= IN_DANGER,
        facts=facts_from_json({each["entity"]: each["value"] for each in _entities(parse)}),
        evidence=_evidence(parse, cause),
        language_certain=parse.get("language_certain", True),
        follows=follows and cause != intent,
    )


def _of_audience(parse: dict[str, Any]) -> dict[str, Any]:
    """The parse without the causes of another audience than the metadata says; the next best is the intent, if it is likely."""
    audience, known = (parse.get("metadata") or {}).get("audience"), library().causes
    wrong = {name for name, cause in known.items() if cause.audience != audience} if audience else set()
    if not wrong:
        return parse
    rankings = {key: [each for each in parse.get(key) or () if each["name"] not in wrong] for key in ("intent_ranking", "in_context")}
    intent = parse.get("intent") or {}
    if intent.get("name") in wrong:
        best = next(iter(rankings["intent_ranking"]), {"confidence": 0.0})
        intent = best if best["confidence"] >= LEAST else {"name": FALLBACK, "confidence": 1.0}
    return {**parse, **rankings, "intent": intent, "also": [each for each in parse.get("also") or () if each not in wrong]}


def _causes(ranking: Iterable[dict[str, Any]]) -> dict[str, float]:
    """The best five causes of a ranking, the best first."""
    best = [each for each in ranking if each["name"] not in (*ACTS, FALLBACK)][:BEST]
    return {each["name"]: round(each["confidence"], 4) for each in best}


def _follows(parse: dict[str, Any], own: float) -> bool:
    """Whether a message is better read together with those before it: it isn't sure by itself, and they name a cause."""
    told = parse.get("in_context") or ()
    intent = (parse.get("intent") or {}).get("name")
    if not told or intent in ALONE or own >= SURE:
        return False
    return told[0]["name"] in library().causes and told[0]["confidence"] >= LEAST


def _entities(parse: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in parse.get("entities") or () if each.get("extractor") == EXTRACTOR]


def _evidence(parse: dict[str, Any], cause: str) -> tuple[Evidence, ...]:
    """The words that carried it, without those for a cause that reading in context has put aside."""
    shown = {cause, *(parse.get("also") or ())}
    told = [each for each in parse.get("evidence") or () if each["for"] not in library().causes or each["for"] in shown]
    words = [Evidence(each["start"], each["end"], each["for"]) for each in told]
    facts = [Evidence(each["start"], each["end"], each["entity"]) for each in _entities(parse)]
    return tuple(sorted(words + facts, key=lambda each: (each.start, each.end)))


def in_context(now: Reading, earlier: list[Reading]) -> Reading:
    """A reading in the light of the turns before it.

    What Rasa reads is already read together with the messages before (`in_context` of the parse); this holds for
    readings that come without. A short follow-up that names no cause keeps the last one. When it asks for news or says that nothing
    came, and the writer was upset before, it is that trouble still: at least as strong, one step angrier from calm.
    """
    last = next((each for each in reversed(earlier) if each.cause != NO_CAUSE), None)
    if now.follows:
        return replace(now, facts=carry_facts(earlier, now))
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
