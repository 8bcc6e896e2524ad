"""What differs between the drafts of one cause: each part once, with the combinations it stands in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from bot.checking import sentences
from bot.checking.checker import check
from bot.checking.content import CHANNELS, FAULTS, NOW, SOLVABLE
from bot.drafting.draft import Drafter
from bot.drafting.rendering import render
from bot.exporting import samples
from bot.library import Library
from bot.models import FEELINGS, Draft, Finding, Past, Reading, Stance

Place = tuple[str, str, str, str]  # feeling, fault, solvable, channel
WHOLE = ("frustrated", "unknown", "later", "chat")  # the combination that is shown as a customer sees it


@dataclass
class Variants:
    """The different texts of one part, each with the places where it stands."""

    places: dict[str, list[Place]] = field(default_factory=dict)

    def add(self, text: str, place: Place) -> None:
        """One more place of a text; nothing for no text."""
        if text:
            self.places.setdefault(text, []).append(place)

    @property
    def all(self) -> list[Place]:
        """Every place that has a text."""
        return [place for places in self.places.values() for place in places]


@dataclass
class CauseParts:
    """All parts of the drafts of one cause. `findings` is what the checks said, with the text they said it of."""

    cause: str
    whole: str = ""
    heard: dict[str, Variants] = field(default_factory=dict)
    ownership: Variants = field(default_factory=Variants)
    plan: Variants = field(default_factory=Variants)
    question: Variants = field(default_factory=Variants)
    findings: dict[tuple[str, str], tuple[Finding, list[Place]]] = field(default_factory=dict)
    combinations: int = 0


def parts(library: Library, language: str, cause: str) -> CauseParts:
    """The parts of every combination of feeling, stance and channel of one cause, with sample facts, checked."""
    found, seen = CauseParts(cause), {}
    for feeling in FEELINGS:
        reading = Reading("", language, feeling, 2, cause=cause, facts=samples.facts_of(library, cause))
        drafter = Drafter(reading, library, Past(), NOW)
        for fault, solvable, channel in product(FAULTS, SOLVABLE, CHANNELS):
            place = (feeling, fault, solvable, channel)
            stance = Stance(fault, solvable)
            draft = drafter.draft(stance, channel, "warm")
            text = render(draft)
            _add(found, draft, place, text)
            if text not in seen:
                seen[text] = check(text, reading=reading, language=language, channel=channel, stance=stance, draft=draft, library=library)
            for finding in seen[text]:
                key = (finding.rule, text[finding.start : finding.end])
                found.findings.setdefault(key, (finding, []))[1].append(place)
    return found


def _add(found: CauseParts, draft: Draft, place: Place, text: str) -> None:
    found.combinations += 1
    if place == WHOLE:
        found.whole = text
    found.heard.setdefault(place[0], Variants()).add(draft.acknowledgement, place)
    found.ownership.add(draft.ownership, place)
    found.plan.add("\n".join(step.text for step in draft.plan), place)
    found.question.add(draft.question, place)


def opening(texts: Iterable[str]) -> str:
    """The sentences with which all texts begin."""
    split = [[each.text for each in sentences.split(text)] for text in texts]
    shared: list[str] = []
    for column in zip(*split):
        if len(set(column)) > 1:
            break
        shared.append(column[0])
    return " ".join(shared)


DIMENSIONS: tuple[tuple[str, ...], ...] = (FEELINGS, FAULTS, SOLVABLE, CHANNELS)
NAMES = ("feelings", "faults", "solvables", "channels")


def label(places: Iterable[Place], among: Iterable[Place], names: dict[str, Any]) -> list[str]:
    """Which combinations these are, in words, few lines; what all of `among` share or hold in full is left out."""
    own, whole = set(places), set(among)
    full = [{place[at] for place in whole} for at in range(len(DIMENSIONS))]
    return [_described(each, full, names) for each in _products(own, 0)] if own != whole else []


def _products(places: set[Place], dimension: int) -> list[list[list[str]]]:
    """The places as few products of values, one list of values per dimension."""
    values = [[value for value in all if any(place[at] == value for place in places)] for at, all in enumerate(DIMENSIONS)]
    if len(places) == len(list(product(*values))) or dimension == len(DIMENSIONS):
        return [values]
    groups: dict[tuple, set[Place]] = {}
    for value in values[dimension]:
        own = {place for place in places if place[dimension] == value}
        rest = tuple(sorted(place[:dimension] + place[dimension + 1 :] for place in own))
        groups.setdefault(rest, set()).update(own)
    return [each for group in groups.values() for each in _products(group, dimension + 1)]


def _described(values: list[list[str]], full: list[set[str]], names: dict[str, Any]) -> str:
    chosen = [(name, own) for name, own, all in zip(NAMES, values, full) if len(own) < len(all)]
    return " · ".join(" / ".join(names[name][value] for value in own) for name, own in chosen)
