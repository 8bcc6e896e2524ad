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
from bot.models import FEELINGS, LANGUAGES, Draft, Duration, Facts, Finding, Money, Past, Reading, Stance

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
    """Every finding over every wording and every kind of draft of these languages, in the register each is set to."""
    for language in languages:
        yield from wording_problems(library, language)
        yield from draft_problems(((each, drafted(each, library)) for each in situations(library, language)), library)


def wording_problems(library: Library, language: str) -> Iterator[Problem]:
    """Every finding over every wording by itself."""
    for wording in library.replies[language]:
        yield from problems_of(wording, language, library)


def problems_of(wording: Wording, language: str, library: Library) -> Iterator[Problem]:
    """Every finding over one wording by itself."""
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
    """Every cause, feeling, stance and channel; tones and facts take turns, so that each comes with each of the others."""
    answered = (cause for cause in library.causes if library.answers(language, cause))
    kinds = product(answered, FEELINGS, FAULTS, SOLVABLE, CHANNELS)
    for number, (cause, feeling, fault, solvable, channel) in enumerate(kinds):
        turn = sum(divmod(number, 3)) + number // 9 + number // 27  # as rows of a Latin square
        facts = (Facts(), SAMPLE)[(turn + number // 27) % 2]
        reading = Reading("", language, feeling, 2, cause=cause, facts=facts)
        yield Situation(reading, Stance(fault, solvable), channel, TONES[turn % 3])


def drafted(each: Situation, library: Library) -> Draft:
    """The draft for a situation; each feeling and channel has wordings of its own."""
    seed = f"{each.reading.feeling} {each.channel}"
    return Drafter(each.reading, library, Past(seed=seed), NOW).draft(each.stance, each.channel, each.tone)


def draft_problems(
    drafts: Iterable[tuple[Situation, Draft]], library: Library, as_typed: bool = False
) -> Iterator[Problem]:
    """Every finding over drafts; with `as_typed` as if an agent had written them, with their plan agreed before."""
    seen = set()
    for each, draft in drafts:
        text = render(draft)
        if text in seen:
            continue
        seen.add(text)
        known = {"promised": tuple(step.text for step in draft.plan)} if as_typed else {"draft": draft}
        where = {"language": each.reading.language, "channel": each.channel, "stance": each.stance}
        for finding in check(text, reading=each.reading, library=library, **where, **known):
            yield Problem(str(each), text, finding)
