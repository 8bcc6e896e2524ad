"""The whole flow on one screen: a reading in, suggestions out, each checked. Read this first."""

from datetime import datetime

from bot.checking.checker import check
from bot.drafting.draft import Drafter
from bot.drafting.rendering import render
from bot.library import Library
from bot.library import library as loaded
from bot.models import Channel, Past, Reading, Stance, Suggestion, Tone
from bot.settings import settings

TONES: tuple[Tone, ...] = ("warm", "brief", "formal")


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
) -> tuple[Suggestion, ...]:
    """At most `most` replies to a reading, each with what the checks found; the best first.

    Tones of the same text are dropped, so fewer may come back: a greeting has no brief form.
    """
    library = library or loaded()
    drafter = Drafter(reading, library, past, at or now())
    suggestions: dict[str, Suggestion] = {}
    for tone in TONES[:most]:
        draft = drafter.draft(stance, channel, tone)
        text = render(draft)
        findings = check(
            text, reading=reading, language=reading.language, channel=channel, stance=stance, draft=draft,
            used=(), library=library,
        )
        suggestions.setdefault(text, Suggestion(text, draft, findings))
    return tuple(suggestions.values())
