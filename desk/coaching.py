"""The coach: what the checks find in an agent's own words, and the three marks of empathy."""

from typing import Any

from bot.checking.checker import check
from bot.checking.marks import marks
from bot.library import library
from bot.models import Finding, Reading, Stance, to_json
from desk.suggesting import Situation, plan_texts, unread


def findings(text: str, reading: Reading, now: Situation | None = None, stance: Stance = Stance()) -> tuple[Finding, ...]:
    """What is wrong with a reply, as the rules of its language see it. A step of any plan for this cause may be promised."""
    said, promised = (now.said, (*now.promised, *plan_texts(now))) if now else ((), ())
    return check(
        text, reading=reading, language=reading.language, library=library(), stance=stance, used=said, promised=promised
    )  # fmt: skip


def warm(language: str) -> None:
    """Compile the checks of a language and load what tells languages apart: at first use it takes up to two seconds."""
    greeting = library().replies[language].get("moves.greet")[0].text
    coached(greeting, unread({"language": language, "cause": None}), None)


def coached(text: str, reading: Reading, now: Situation | None) -> dict[str, Any]:
    """Findings and marks as the agent's browser gets them."""
    found = findings(text, reading, now)
    shown = marks(text, reading=reading, language=reading.language, library=library(), findings=found)
    return {"findings": to_json(found), "marks": to_json(shown)}
