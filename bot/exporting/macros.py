"""Replies for help desks that have no reading and no facts: one macro per cause, register and stance.

A macro's text holds our placeholders; each help desk's module turns them into its own, or into blanks to fill in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from bot.checking.content import NOW
from bot.content_rules import PLACEHOLDERS
from bot.drafting.draft import Drafter
from bot.drafting.rendering import render
from bot.library import Library
from bot.models import Channel, Past, Reading, Stance

FEELING_OF = {"calm": "calm", "upset": "frustrated", "worried": "worried"}  # who stands for each register
STANCES = (
    Stance("unknown", "later"), Stance("ours", "later"), Stance("ours", "now"), Stance("customer", "now"), Stance("unknown", "no")
)  # fmt: skip
AGENT = "agent"  # the placeholder under an email, beyond those of content


@dataclass(frozen=True)
class Macro:
    """A reply to pick from a list. `code` names it in every help desk; `folders` end with its title."""

    code: str
    language: str
    cause: str
    folders: tuple[str, ...]
    text: str


def macros(library: Library, labels: dict[str, dict[str, Any]], languages: Iterable[str], channel: Channel) -> Iterator[Macro]:
    """The macros of these languages, in the order of the taxonomy."""
    without_times = _with_placeholders(library)
    for language, cause in product(languages, library.causes):
        if library.answers(language, cause):
            for register, stance in product(FEELING_OF, STANCES):
                yield _macro(without_times, labels[language], Reading("", language, FEELING_OF[register], 2, cause=cause), register, stance, channel)


def _macro(library: Library, names: dict[str, Any], reading: Reading, register: str, stance: Stance, channel: Channel) -> Macro:
    text = render(Drafter(reading, library, Past(), NOW).draft(stance, channel, "warm"))
    own_name = library.languages[reading.language]["own_name"]
    title = " · ".join((names["registers"][register], names["faults"][stance.fault], names["solvables"][stance.solvable]))
    return Macro(
        code=f"{reading.cause}_{register}_{stance.fault}_{stance.solvable}_{reading.language}",
        language=reading.language,
        cause=reading.cause,
        folders=("Heard", own_name, names["causes"][reading.cause], title),
        text=f"{text}\n{{{AGENT}}}" if channel == "email" else text,
    )


def _with_placeholders(library: Library) -> Library:
    """The library with every time written as `{due}`: nobody knows yet when an agent will use the macro."""
    times = {key: "{{due}}" for key in ("today", "tomorrow", "later")}
    languages = {id: {**each, "due": {**each["due"], **times}} for id, each in library.languages.items()}
    return replace(library, languages=languages)


def translated(text: str, theirs: dict[str, str], blanks: dict[str, str]) -> str:
    """The text with our placeholders as theirs, and those they don't have as blanks in square brackets."""
    for name in (*sorted(PLACEHOLDERS), AGENT):
        text = text.replace(f"{{{name}}}", theirs.get(name) or f"[{blanks.get(name, name)}]")
    return text
