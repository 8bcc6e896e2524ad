"""When a rule speaks at all: its `only_if`, and whether it speaks to this reply."""

from collections.abc import Callable

from bot.checking.reply import Reply
from bot.rules import Rule
from bot.yaml_files import ContentError


def applies(rule: Rule, reply: Reply) -> bool:
    """Whether every condition of the rule holds.

    Raises:
        ContentError: a condition that isn't known.
    """
    return all(_holds(rule, key, wanted, reply) for key, wanted in rule.options.get("only_if", {}).items())


def _holds(rule: Rule, key: str, wanted: object, reply: Reply) -> bool:
    if key not in CONDITIONS:
        raise ContentError(rule.path, ("only_if", key), f"unknown condition; known are {', '.join(CONDITIONS)}")
    value = CONDITIONS[key](reply)
    return value in wanted if isinstance(wanted, list) else value == wanted


CONDITIONS: dict[str, Callable[[Reply], object]] = {
    "upset": lambda reply: reply.upset,
    "feelings": lambda reply: reply.reading.feeling,
    "fault": lambda reply: reply.stance.fault,
    "solvable": lambda reply: reply.stance.solvable,
    "channel": lambda reply: reply.channel,
    "register": lambda reply: reply.library.languages[reply.language]["register"],
}
