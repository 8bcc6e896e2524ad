"""The project's own reading scenarios (tests/reading): messages with what a careful reader would say of them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot import yaml_files
from bot.models import NO_CAUSE, Reading, to_json


@dataclass(frozen=True)
class Scenario:
    """A message, the causes and feelings that are right for it, and the facts it holds.

    `language` is said only in a file of several languages.
    """

    id: str
    text: str
    causes: tuple[str, ...]
    feelings: tuple[str, ...]
    facts: dict[str, Any]
    signals: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    language: str | None = None


def read_scenarios(path: Path) -> list[Scenario]:
    """The scenarios of one file."""
    return [
        Scenario(
            each["id"],
            each["text"],
            (each["cause"], *each.get("also_ok", ())),
            tuple(each["feelings"]),
            each.get("facts") or {},
            tuple(each.get("signals") or ()),
            tuple(each.get("context") or ()),
            each.get("language"),
        )
        for each in yaml_files.read(path)["scenarios"]
    ]


def cause_right(scenario: Scenario, reading: Reading) -> bool:
    """Whether the reading's cause is one that is right; a further named cause counts, the gravest is put first."""
    return reading.cause in scenario.causes or (reading.cause != NO_CAUSE and bool({*reading.also} & {*scenario.causes}))


def facts_right(scenario: Scenario, reading: Reading) -> bool:
    """Whether exactly the facts said are found, each with its value; promised dates depend on the day and are left out."""
    found = {name: to_json(getattr(reading.facts, name)) for name in reading.facts.names() if name != "promised_date"}
    return found == scenario.facts
