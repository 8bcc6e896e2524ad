"""The checks over everything in content/: every wording by itself, and every kind of draft filled with sample facts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product
from zoneinfo import ZoneInfo

from bot.checking.checker import check, check_wording
from bot.drafting.draft import Drafter
from bot.drafting.rendering import render
from bot.library import Library, Wording
from bot.models import FEELINGS, LANGUAGES, Duration, Facts, Finding, Money, Past, Reading, Stance

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Brussels"))  # a Tuesday, so that due times span a week
SAMPLE = Facts(Money(200, "EUR"), Duration(6, "day"), 3, "4471-AB", date(2026, 11, 20))
FEELING_OF = {"calm": "calm", "upset": "frustrated", "worried": "worried", "customer": "disappointed"}
FAULTS, SOLVABLE = ("unknown", "ours", "customer"), ("later", "now", "no")
CHANNELS, TONES = ("chat", "phone", "email"), ("warm", "brief", "formal")


@dataclass(frozen=True)
class Problem:
    """A finding in content: the list or the kind of draft it stands in, its text, and what was found."""

    where: str
    text: str
    finding: Finding


@dataclass(frozen=True)
class Situation:
    """What a draft is asked for."""

    reading: Reading
    stance: Stance
    channel: str
    tone: str

    def __str__(self) -> str:
        reading, stance = self.reading, self.stance
        parts = (reading.language, reading.cause, reading.feeling, stance.fault, stance.solvable, self.channel, self.tone)
        return " ".join(parts) + (" with facts" if reading.facts.names() else "")


def content_problems(library: Library, languages: Iterable[str] = LANGUAGES) -> Iterator[Problem]:
    """Every finding over every wording and every kind of draft of these languages."""
    for language in languages:
        yield from _wording_problems(library, language)
        yield from _draft_problems(library, language)


def _wording_problems(library: Library, language: str) -> Iterator[Problem]:
    for wording in library.replies[language]:
        reading, stance = _situation(wording, language, library)
        for finding in check_wording(wording.text, reading=reading, language=language, library=library, stance=stance):
            yield Problem(f"{language} {wording.id}", wording.text, finding)


def _situation(wording: Wording, language: str, library: Library) -> tuple[Reading, Stance]:
    """The reading and stance in which a wording is used, from the list it stands in."""
    head, _, rest = wording.id.partition("#")[0].partition(".")
    part = rest.split(".")[0]
    feeling = part if head == "feelings" else FEELING_OF.get(part, "frustrated")
    if head in ("moves", "channels") and not part.startswith("deeper"):
        feeling = "calm"
    cause = head if head in library.causes else "none"
    fault = "ours" if part in ("ours", "ours_brief", "promise_broken") else part if part in FAULTS else "unknown"
    return Reading("", language, feeling, 2, cause=cause), Stance(fault)


def situations(library: Library, language: str) -> Iterator[Situation]:
    """Every kind of draft a language can be asked for.

    Every cause and feeling, with and without facts; each with every stance in chat, and in every channel and tone.
    """
    stances = [(Stance(fault, solvable), "chat", "warm") for fault in FAULTS for solvable in SOLVABLE]
    forms = [(Stance(), channel, tone) for channel in CHANNELS for tone in TONES]
    for cause in library.causes:
        if not library.answers(language, cause):
            continue
        for feeling, facts in product(FEELINGS, (Facts(), SAMPLE)):
            reading = Reading("", language, feeling, 2, cause=cause, facts=facts)
            for stance, channel, tone in stances + forms[1:]:
                yield Situation(reading, stance, channel, tone)


def _draft_problems(library: Library, language: str) -> Iterator[Problem]:
    seen = set()
    for each in situations(library, language):
        draft = Drafter(each.reading, library, Past(), NOW).draft(each.stance, each.channel, each.tone)
        text = render(draft)
        if text in seen:
            continue
        seen.add(text)
        for finding in check(
            text, reading=each.reading, language=language, channel=each.channel, stance=each.stance, draft=draft, library=library
        ):
            yield Problem(str(each), text, finding)
