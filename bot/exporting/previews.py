"""A wording as a customer meets it: in a whole reply of its channel, with sample facts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product

from bot.checking.content import FAULTS, FEELING_OF, NOW, SAMPLE, SOLVABLE
from bot.drafting import formatting
from bot.drafting.draft import Drafter
from bot.drafting.rendering import render
from bot.exporting import samples
from bot.library import Library, Replies, Wording
from bot.models import Channel, Draft, Facts, Past, Reading, Stance

START, END = "\ue000", "\ue001"  # private characters around the wording, while its reply is drafted


@dataclass(frozen=True)
class Preview:
    """A reply, and the characters `start` to `end` of it in which the wording stands."""

    text: str
    start: int
    end: int


def preview(wording: Wording, language: str, channel: Channel, library: Library) -> Preview:
    """The first kind of reply of this channel that says the wording; the wording by itself where none does."""
    for draft in _drafts(wording, language, channel, _with_only(wording, language, library)):
        before, found, rest = render(draft).partition(START)
        if found:
            words, _, after = rest.partition(END)
            return Preview(before + words + after, len(before), len(before + words) + 1)
    text = render(Draft(language, channel, "warm", wording.text.format(**_facts(language, channel, library))))
    return Preview(text, 0, len(text))


def _with_only(wording: Wording, language: str, library: Library) -> Library:
    """The library in which the wording's list holds nothing else, so that it is the one that is chosen, and found again."""
    text = f"{START}{wording.text[:-1]}{END}{wording.text[-1]}"  # what ends a sentence stays at its end
    lists = library.replies[language].lists | {_list(wording): (replace(wording, text=text),)}
    return replace(library, replies=library.replies | {language: Replies(language, lists)})


def _list(wording: Wording) -> str:
    return wording.id.partition("#")[0]


def _drafts(wording: Wording, language: str, channel: Channel, library: Library) -> Iterator[Draft]:
    """Replies that may say the wording, the plainest first."""
    head, _, part = _list(wording).partition(".")
    for reading in _readings(wording, language, library):
        drafter = Drafter(reading, library, Past(), NOW)
        if head == "moves":
            facts = _facts(language, channel, library)
            yield drafter.move(part, channel, **{name: facts[name] for name in wording.facts - {"emergency"}})
            return
        stances = product(FAULTS, SOLVABLE) if reading.cause == head else [(FAULTS[0], SOLVABLE[0])]
        yield from (drafter.draft(Stance(*each), channel, "warm") for each in stances)


def _readings(wording: Wording, language: str, library: Library) -> Iterator[Reading]:
    """Messages that such a wording answers: with the facts it names alone, then with all that belong to the cause."""
    head, _, rest = _list(wording).partition(".")
    parts = rest.split(".")
    feeling = parts[0] if head == "feelings" else FEELING_OF.get(parts[0], "frustrated")
    known = {"feeling": feeling, "intensity": 1 if parts[-1] == "mild" else 2, "signals": (parts[0],) if head == "signals" else ()}
    further = (head,) if parts == ["also"] else ()
    causes = (head,) if head in library.causes and not further else (each for each in library.causes if each != head)
    named = Facts(**{name: getattr(SAMPLE, name) for name in wording.facts & vars(SAMPLE).keys()})
    for cause in causes:
        for facts in (named, samples.facts_of(library, cause, "reference")):
            yield Reading("", language, cause=cause, also=further, facts=facts, **known)


def _facts(language: str, channel: Channel, library: Library) -> dict[str, str]:
    """A sample of everything that a wording can have a placeholder for."""
    names, spoken = library.languages[language], channel == "phone"
    due = formatting.due(NOW + timedelta(days=1), names, NOW, spoken)
    return formatting.fact_texts(SAMPLE, names, NOW, spoken) | {"due": due, "emergency": names["emergency"]}
