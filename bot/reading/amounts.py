"""The amount of money a message names. Prices in figures and in words; without a currency only what can be nothing else."""

from bot.models import Money
from bot.reading.fact_patterns import Match, Message, Patterns

MAX_AMOUNT = 1e9


def find(message: Message, patterns: Patterns) -> tuple[Money, tuple[int, int]] | None:
    """The first amount and its characters. `patterns` say which currency a dialect means by its word."""
    for match in message.apart("amount"):
        money = _money(message, match)
        if 0 < money.value <= MAX_AMOUNT:
            if message.of("dialect"):
                money = Money(money.value, patterns.dialect.get(money.currency, money.currency))
            return money, message.characters(match)
    return None


def _money(message: Message, match: Match) -> Money:
    """The amount of a match; where two currencies are named ($20 CAD), the last is the exact one."""
    value, currency = None, match.options.get("currency", "")
    for word in message.words[match.start : match.end]:
        if word.kind in ("number", "grand"):
            value = word.value
        elif word.kind == "currency":
            currency = word.value
        elif word.kind == "coin":
            value, currency = (1 if value is None else value) * word.value[0], word.value[1]
    value = match.options.get("value", value) + match.options.get("plus", 0)
    return Money(round(float(value), 2), currency)
