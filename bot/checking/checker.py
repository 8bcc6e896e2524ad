"""Runs every rule of a language over a reply: a template, a filled draft, or an agent's own words."""

import re
from collections.abc import Iterator

from bot.checking.conditions import applies
from bot.checking.folding import fold
from bot.checking.kinds import KINDS, WORDING
from bot.checking.replacements import replacement
from bot.checking.reply import Reply
from bot.library import Library
from bot.models import Draft, Finding, Reading, Stance
from bot.rules import Rule
from bot.yaml_files import ContentError


def check(
    text: str,
    *,
    reading: Reading,
    language: str,
    library: Library,
    channel: str = "chat",
    stance: Stance = Stance(),
    draft: Draft | None = None,
    promised: tuple[str, ...] = (),
    used: tuple[str, ...] = (),
) -> tuple[Finding, ...]:
    """What the rules of `language` find in a reply to `reading`, by where it starts.

    Args:
        draft: the draft the text came from; without one, or where the text left it, structure is found in the text.
        promised: texts of plan steps already told to this customer.
        used: texts of earlier replies in this conversation.

    Raises:
        ContentError: a rule of an unknown kind, with an unknown condition, or a pattern that doesn't compile.
    """
    reply = Reply(fold(text), reading, language, channel, stance, draft, promised, used, library)
    if not reply.sentences:
        return ()
    return _sorted(finding for rule in library.rules[language] for finding in findings(rule, reply))


def check_wording(
    text: str, *, reading: Reading, language: str, library: Library, stance: Stance = Stance()
) -> tuple[Finding, ...]:
    """What is wrong with one sentence of a template, by the rules that judge wording and not a whole reply."""
    reply = Reply(fold(text), reading, language, "chat", stance, None, (), (), library)
    rules = [rule for rule in library.rules[language] if rule.kind in WORDING and not rule.options.get("whole_reply")]
    return _sorted(finding for rule in rules for finding in findings(rule, reply))


def findings(rule: Rule, reply: Reply) -> Iterator[Finding]:
    """What one rule finds in a reply; nothing where its conditions don't hold."""
    if rule.kind not in KINDS:
        raise ContentError(rule.path, ("kind",), f"unknown kind {rule.kind!r}; known are {', '.join(KINDS)}")
    if not applies(rule, reply):
        return
    try:
        found = [(*each, replacement(rule, reply, *each[:2])) for each in KINDS[rule.kind](rule, reply)]
    except re.error as error:
        raise ContentError(rule.path, (), f"{error.pattern!r} is no regular expression: {error}") from None
    except KeyError as error:
        raise ContentError(rule.path, (), f"a check of kind {rule.kind} needs `{error.args[0]}`") from None
    for start, end, instead, put in found:
        yield Finding(rule.id, *reply.folded.span(start, end), rule.why, instead or rule.instead, rule.severity, put)


def _sorted(found: Iterator[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end, finding.rule)))
