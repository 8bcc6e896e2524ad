"""The whole flow on one screen: a reading in, suggestions out, each checked. Read this first."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.checking.checker import check
from bot.drafting.choice import Liking
from bot.drafting.draft import Drafter
from bot.drafting.rendering import render
from bot.library import Library
from bot.library import library as loaded
from bot.models import Channel, Draft, Past, Reading, Stance, Suggestion, Tone
from bot.settings import settings

TONES: tuple[Tone, ...] = ("warm", "brief", "formal")


def _ranked(likes: Liking) -> list[Tone]:
    """The tones by how often they were sent as they were; warm, brief, formal while nobody knows better."""

    def share(tone: Tone) -> float:
        taken, left = likes.counts.get(f"tone:{tone}", (0, 0))
        return (taken + likes.prior[0]) / (taken + left + sum(likes.prior))

    return sorted(TONES, key=lambda tone: (-share(tone), TONES.index(tone)))


def now() -> datetime:
    """The time in the company's time zone."""
    return datetime.now(settings().timezone)


def suggest(
    reading: Reading,
    *,
    stance: Stance = Stance(),
    channel: Channel = "chat",
    past: Past = Past(),
    most: int = 3,
    at: datetime | None = None,
    library: Library | None = None,
    liking: Mapping[str, tuple[int, int]] | None = None,
) -> tuple[Suggestion, ...]:
    """At most `most` replies to a reading in different tones, each with what the checks found; the best first.

    `liking` holds how often wordings and tones ("tone:brief") were sent as they were and how often not
    (desk/feedback.py). Tones of the same text are dropped, so fewer may come back: a greeting has no brief form.
    """
    library = library or loaded()
    suggestions: dict[str, Suggestion] = {}
    likes = Liking(liking or {}, tuple(library.company["prior"]))
    for draft in drafts(reading, stance, channel, past, at or now(), library, likes)[:most]:
        text = render(draft)
        findings = check(
            text, reading=reading, language=reading.language, channel=channel, stance=stance, draft=draft,
            used=(), library=library,
        )
        suggestions.setdefault(text, Suggestion(text, draft, findings))
    return tuple(suggestions.values())


def drafts(
    reading: Reading, stance: Stance, channel: Channel, past: Past, at: datetime, library: Library, likes: Liking
) -> list[Draft]:
    """A draft in each tone, the best liked first. What one says counts as used for the next, so that they truly differ."""
    made: list[Draft] = []
    for tone in _ranked(likes):
        beside = replace(past, used=past.used + _told(made))
        made.append(Drafter(reading, library, beside, at, likes).draft(stance, channel, tone))
    return made


def _told(made: list[Draft]) -> tuple[str, ...]:
    """The wordings of drafts, those to repeat first in front: where a list is used up, half from the first, half not."""
    if not made:
        return ()
    first, others = made[0].wordings, (id for draft in made[1:] for id in draft.wordings)
    return (*first[::2], *others, *first[1::2])
