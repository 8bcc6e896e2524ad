"""How long something has lasted, as the customer says: "three weeks", "since Monday". Not how long it will, or may."""

from collections.abc import Iterator
from datetime import date

from bot.models import Duration
from bot.reading.days import resolve
from bot.reading.fact_patterns import Match, Message

MAX_YEARS = 100
PROMISE_NEAR = 4  # words between "you said" and "3 days" that make them a promise
OWNED_NEAR = 6  # words between "bought" and "3 days ago"
LOYAL_NEAR = 6  # words between "customer" and "11 years" that make them loyalty
_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10080, "month": 43830, "year": 525960}

Found = tuple[Duration, tuple[int, int]]


def find(message: Message, today: date) -> Found | None:
    """The longest time waited and its characters."""
    found = [*_lengths(message), *_since(message, today)]
    return max(found, key=lambda each: each[0].value * _MINUTES[each[0].unit], default=None)


def _lengths(message: Message) -> Iterator[Found]:
    for match in message.apart("duration"):
        duration = _duration(message, match)
        minutes = duration.value * _MINUTES[duration.unit]
        if 0 < minutes <= MAX_YEARS * _MINUTES["year"] and not _other(message, match, duration):
            yield duration, message.characters(match)


def _duration(message: Message, match: Match) -> Duration:
    """The length a match says; two of them (1 hour 20 minutes, 2h30) are added up in minutes."""
    lengths: list[tuple[float, str]] = []
    value = 1.0
    for word in message.words[match.start : match.end]:
        if word.kind in ("number", "ordinal"):
            value = word.value
        elif word.kind in ("unit", "units", "span"):
            lengths.append((value, word.value) if word.kind != "span" else word.value)
    if message.words[match.end - 1].kind == "number" and lengths:
        lengths.append((value, "minute"))
    if len(lengths) > 1 and "value" not in match.options:
        return Duration(round(sum(value * _MINUTES[unit] for value, unit in lengths), 2), "minute")
    value, unit = lengths[0] if lengths else (value, "day")
    value = match.options.get("value", value) + match.options.get("plus", 0)
    return Duration(round(float(value), 2), match.options.get("unit", unit))


def _other(message: Message, match: Match, duration: Duration) -> bool:
    """Whether the time is no wait: what a contract or flight lasts, what was promised, how long one is a customer."""
    if duration.unit in ("year", "month") and _near(message, "loyal", match, LOYAL_NEAR, LOYAL_NEAR):
        return True
    if _near(message, "waited", match, 0, -1):
        return False
    if _near(message, "owned", match, OWNED_NEAR, -1):
        return True
    if _near(message, "ago", match, 0, -1) or _near(message, "waited_after", match, -1, 0):
        return False
    return (
        _near(message, "not_waiting", match, 0, -1)
        or _near(message, "not_waiting_after", match, -1, 0)
        or _near(message, "promised_length", match, PROMISE_NEAR, -1)
    )


def _near(message: Message, label: str, match: Match, before: int, after: int) -> bool:
    """Whether a label stands at most so many words before or after, in the same sentence; -1 means not there at all."""
    for each in message.of(label):
        if 0 <= match.start - each.end <= before and message.unbroken(each.end, match.start):
            return True
        if 0 <= each.start - match.end <= after and message.unbroken(match.end, each.start):
            return True
    return False


def _since(message: Message, today: date) -> Iterator[Found]:
    """Days counted from "since Monday" to today."""
    for match in message.apart("day"):
        before = [each for each in message.of("since") if each.end == match.start]
        after = [each for each in message.of("since_after") if each.start == match.end]
        alone = any(word.kind == "since_weekday" for word in message.words[match.start : match.end])
        if not (before or after or alone):
            continue
        day = resolve(message, match, today, past=True)
        if day and 0 < (today - day).days <= MAX_YEARS * 365:
            start = message.words[before[0].start if before else match.start].start
            end = message.words[(after[0].end if after else match.end) - 1].end
            yield Duration(float((today - day).days), "day"), (start, end)
