"""How often it happened or the customer wrote: "third time", "called five times". Not how often they were charged."""

from bot.reading.fact_patterns import Match, Message

LEAST, MOST = 2, 99
CHARGED_NEAR = 4  # words between "charged" and "twice"


def find(message: Message) -> tuple[int, tuple[int, int]] | None:
    """The largest count and its characters."""
    found = []
    for match in message.apart("count"):
        value = _value(message, match)
        if value == int(value) and LEAST <= value <= MOST and not _charges(message, match):
            found.append((int(value), message.characters(match)))
    return max(found, key=lambda each: each[0], default=None)


def _value(message: Message, match: Match) -> float:
    words = message.words[match.start : match.end]
    values = [word.value for word in words if word.kind in ("number", "ordinal")]
    return float(match.options.get("value", values[0] if values else 0))


def _charges(message: Message, match: Match) -> bool:
    for each in message.of("not_count"):
        if 0 <= match.start - each.end <= CHARGED_NEAR and message.unbroken(each.end, match.start):
            return True
        if 0 <= each.start - match.end <= 1:
            return True
    return False
