"""The amount of money a message names, in figures or in words; without a currency only where it can be nothing else."""

from bot.models import Money
from bot.reading.fact_patterns import Match, Message, Patterns

MAX_AMOUNT = 1e9


def find(message: Message, patterns: Patterns) -> tuple[Money, tuple[int, int]] | None:
    """The first amount and its characters. `patterns` say which currency a dialect means by its word."""
    for match in message.apart("amount"):
        match = _with_cents(message, match)
        money = _money(message, match)
        if 0 < money.value <= MAX_AMOUNT:
            if message.of("dialect"):
                money = Money(money.value, patterns.dialect.get(money.currency, money.currency))
            return money, message.characters(match)
    return None


def _with_cents(message: Message, match: Match) -> Match:
    """The match with the cents that touch its currency, as the French write them: 12€50."""
    cents = message.words[match.end] if match.end < len(message.words) else None
    last = message.words[match.end - 1]
    touching = cents and cents.kind == "number" and cents.start == last.end and len(cents.form) == 2
    return match._replace(end=match.end + 1) if touching and last.kind == "currency" else match


def _money(message: Message, match: Match) -> Money:
    """The amount of a match; where two currencies are named ($20 CAD), the last is the exact one."""
    total, number, currency = 0.0, None, ""
    for word in message.words[match.start : match.end]:
        if word.kind == "number" and currency and number is not None and word is message.words[match.end - 1]:
            number += word.value / 100
        elif word.kind in ("number", "grand"):
            total, number = total + (number or 0), word.value
        elif word.kind == "currency":
            currency = word.value
        elif word.kind == "coin":
            number, currency = (1 if number is None else number) * word.value[0], currency or word.value[1]
    return Money(round(float(total + (number or 0)), 2), currency)
