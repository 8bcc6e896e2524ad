"""Whether every cause, feeling, stance and channel has a whole reply in every language, and what is missing where not."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from bot.checking.content import CHANNELS, FAULTS, NOW, SOLVABLE
from bot.drafting.draft import Drafter
from bot.library import Library
from bot.models import FEELINGS, Draft, Past, Reading, Stance

STANCES = tuple(Stance(fault, solvable) for fault in FAULTS for solvable in SOLVABLE)
FORMS = tuple(product(STANCES, CHANNELS))  # what one cause and feeling of a language can be asked for
PHONE = ("opening", "while_they_speak", "while_i_look", "silence", "interrupted", "confirm")


@dataclass(frozen=True)
class Hole:
    """A combination without a whole reply. `missing` names the list in content/replies/<language> that lacks."""

    language: str
    cause: str
    feeling: str
    fault: str
    solvable: str
    channel: str
    missing: str


def holes(library: Library, language: str) -> Iterator[Hole]:
    """Every hole of a language, in the order of the taxonomy."""
    for cause, feeling in product(library.causes, FEELINGS):
        drafter = Drafter(Reading("", language, feeling, 2, cause=cause), library, Past(), NOW)
        for stance, channel in FORMS:
            for missing in _missing(drafter, library, stance, channel):
                yield Hole(language, cause, feeling, stance.fault, stance.solvable, channel, missing)


def _missing(drafter: Drafter, library: Library, stance: Stance, channel: Any) -> list[str]:
    """The lists that this combination lacks."""
    reading = drafter.reading
    replies, cause = library.replies[reading.language], reading.cause
    if not library.answers(reading.language, cause):
        return [f"{cause}.upset"]
    if reading.feeling == "grateful":
        steps: tuple[str, ...] = ()
    else:
        steps = library.plans[cause].serving(stance)
    lacking = [f"{cause}.steps.{id}" for id in steps if not replies.get(f"{cause}.steps.{id}")]
    if channel == "phone":
        lacking += [f"channels.phone.{part}" for part in PHONE if not replies.get(f"channels.phone.{part}")]
    return lacking or _parts_missing(drafter.draft(stance, channel, "warm"), library, reading, stance, steps)


def _parts_missing(draft: Draft, library: Library, reading: Reading, stance: Stance, steps: tuple[str, ...]) -> list[str]:
    """The parts of a reply that are not there."""
    cause, lacking = reading.cause, []
    heard = "feelings.grateful" if reading.feeling == "grateful" else f"{cause}.{library.register(reading.feeling)}"
    if not any(each.startswith(f"{heard}.") or each.startswith(f"{heard}#") for each in draft.wordings):
        lacking.append(heard)
    if steps:
        if stance.fault != "unknown" and not draft.ownership:
            lacking.append(f"{cause}.{stance.fault}")
        if tuple(step.id for step in draft.plan) != steps:
            lacking.append(f"{cause}.steps")
        if not draft.question:
            lacking.append(f"{cause}.question")
    if draft.channel == "email":
        lacking += [f"channels.email.{part}" for part, text in (("greeting", draft.opening), ("sign_off", draft.closing)) if not text]
    return lacking
