"""The checks over everything in content/: every wording by itself, and every kind of draft filled with sample facts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.checking.checker import check, check_wording
from bot.drafting.draft import Drafter
from bot.drafting.rendering import render
from bot.library import Library, Wording
from bot.models import FEELINGS, Duration, Facts, Finding, Money, Past, Reading, Stance

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Brussels"))  # a Tuesday, so that due times span a week
SAMPLE = Facts(Money(200, "EUR"), Duration(6, "day"), 3, "4471-AB", date(2026, 11, 20))
FEELING_OF = {"calm": "calm", "upset": "frustrated", "worried": "worried", "customer": "disappointed"}
FAULTS, SOLVABLE, CHANNELS, TONES = ("unknown", "ours", "customer"), ("later", "now", "no"), ("chat", "phone", "email"), ("warm", "brief", "formal")


@dataclass(frozen=True)
class Problem:
    """A finding in content: the list or the kind of draft it stands in, its text, and what was found."""

    where: str
    text: str
    finding: Finding


def content_problems(library: Library) -> list[Problem]:
    """Every finding over every wording and every kind of draft of every language."""
    return [*_wording_problems(library), *_draft_problems(library)]


def _wording_problems(library: Library) -> Iterator[Problem]:
    for language, replies in library.replies.items():
        for wording in replies:
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
    fault = part if part in FAULTS else "unknown"
    return Reading("", language, feeling, 2, cause=cause), Stance(fault)


def situations(library: Library) -> Iterator[tuple[Reading, Stance, str, str]]:
    """Every (reading, stance, channel, tone) that a draft can be asked for, with and without facts."""
    for language in library.replies:
        for cause in library.causes:
            if not library.answers(language, cause):
                continue
            for feeling in FEELINGS:
                for facts in (Facts(), SAMPLE):
                    reading = Reading("", language, feeling, 2, cause=cause, facts=facts)
                    for fault in FAULTS:
                        for solvable in SOLVABLE:
                            for channel in CHANNELS:
                                for tone in TONES:
                                    yield reading, Stance(fault, solvable), channel, tone


def _draft_problems(library: Library) -> Iterator[Problem]:
    seen = set()
    for reading, stance, channel, tone in situations(library):
        draft = Drafter(reading, library, Past(), NOW).draft(stance, channel, tone)
        text = render(draft)
        if text in seen:
            continue
        seen.add(text)
        where = f"{reading.language} {reading.cause} {reading.feeling} {stance.fault}/{stance.solvable} {channel} {tone}"
        for finding in check(
            text, reading=reading, language=reading.language, channel=channel, stance=stance, draft=draft, library=library
        ):
            yield Problem(where, text, finding)
