"""Days a message names, resolved to dates, and among them the day that was promised.

Weekdays mean the last one unless the wording says it is to come; a day without a year is the nearest one.
"""

from datetime import date, timedelta

from bot.reading.fact_patterns import Match, Message

PROMISE_NEAR = 6  # words between a promise and its day
PROMISE_AFTER = 4  # words from a day to "was when it should have come"
MAX_AHEAD = 31  # days a date without a year may lie ahead in the next year
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


def find_promised(message: Message, today: date) -> tuple[date, tuple[int, int]] | None:
    """The first promised day and its characters."""
    for match in message.apart("day"):
        if _promised(message, match):
            found = resolve(message, match, today)
            if found:
                return found, message.characters(match)
    return None


def _promised(message: Message, day: Match) -> bool:
    if any(each.end == day.start for each in message.of("not_promise")):
        return False
    if any(each.start == day.end for each in message.of("not_promise_after")):
        return False
    before = (each for each in message.of("promise") if 0 <= day.start - each.end <= PROMISE_NEAR)
    after = (each for each in message.of("promise_after") if 0 <= each.start - day.end <= PROMISE_AFTER)
    return any(message.unbroken(each.end, day.start) for each in before) or any(
        message.unbroken(day.end, each.start) for each in after
    )


def resolve(message: Message, day: Match, today: date, past: bool = False) -> date | None:
    """The date that a day's words mean; None if there is no such day. `past`: only a day before today will do."""
    values = {}
    for word in message.words[day.start : day.end]:
        kind = word.kind.removeprefix("since_")
        values.setdefault("year" if kind in values else kind, word.value)
    if "relative" in values:
        return today + timedelta(days=values["relative"])
    if "weekday" in values and not {"date", "month"} & set(values):
        return _weekday(values["weekday"], today, _says(message, "future", day), past or _says(message, "past", day))
    if "date" in values:
        return _nearest(*values["date"], today, past)
    number = values.get("ordinal", values.get("number"))
    year = values.get("year", values.get("number") if "ordinal" in values else None)
    if "month" in values:
        return _nearest(number, values["month"], year, today, past)
    return _day_of_month(number, today, past)


def _says(message: Message, label: str, day: Match) -> bool:
    """Whether a label is part of a day's words or stands next to them."""
    return any(each.start <= day.end and each.end >= day.start for each in message.of(label))


def _weekday(weekday: int, today: date, to_come: bool, past: bool) -> date:
    if to_come:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    back = (today.weekday() - weekday) % 7
    return today - timedelta(days=back or 7 * past)


def _nearest(day: float, month: float, year: float | None, today: date, past: bool) -> date | None:
    if year is not None:
        return _date(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    candidates = [_date(today.year - back, month, day) for back in (0, 1, -1)]
    latest = today if past else today + timedelta(days=MAX_AHEAD)
    fit = [each for each in candidates if each and (each <= latest or (not past and each.year == today.year))]
    return min(fit, key=lambda each: abs(each - today), default=None)


def _day_of_month(day: float, today: date, past: bool) -> date | None:
    months = [(today.replace(day=1) + timedelta(days=away)) for away in (-1, 0, 31)]
    candidates = [_date(each.year, each.month, day) for each in months]
    fit = [each for each in candidates if each and (each <= today or not past)]
    return min(fit, key=lambda each: abs(each - today), default=None)


def _date(year: float, month: float, day: float) -> date | None:
    try:
        return date(int(year), int(month), int(day)) if day == int(day) else None
    except (ValueError, OverflowError):
        return None
