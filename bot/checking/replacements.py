r"""What may stand exactly in the place of the words a rule found: the first of its `replacement` that fits there.

A pattern has to match all of the found words; it may look at what stands around them. `\1` in the text is the
pattern's first group as it was written.
"""

import re

from bot.checking.folding import compiled
from bot.checking.reply import Reply
from bot.rules import GROUP, Rule

_AND = "وف"  # an Arabic "and", written onto the next word: what was found may begin with it


def replacement(rule: Rule, reply: Reply, start: int, end: int) -> str | None:
    """The text to put in the place of these characters of the folded text; None where none is always right."""
    for pattern, text in rule.replacement.items():
        expression = compiled((pattern,), whole_words=False)
        for at in (start, start + 1) if reply.text[start] in _AND else (start,):
            match = expression.match(reply.text, at)
            if match and match.end() == end:
                return reply.text[start:at] + _fitted(text, match, reply)
    return None


def _fitted(text: str, match: re.Match[str], reply: Reply) -> str:
    """The text with the pattern's groups in it, and a capital where the found words begin their sentence with one."""
    written = _written(reply, match.span())
    capital = written[:1].isupper() and _begins_sentence(reply, match.start())

    def group(of: re.Match[str]) -> str:
        number = int(of[1])
        found = _written(reply, match.span(number)) if match[number] else ""
        return found[:1].lower() + found[1:] if capital and match.start(number) == match.start() else found

    put = GROUP.sub(group, text)
    return put[:1].upper() + put[1:] if capital else put


def _written(reply: Reply, span: tuple[int, int]) -> str:
    start, end = reply.folded.span(*span)
    return reply.folded.original[start:end]


def _begins_sentence(reply: Reply, at: int) -> bool:
    start = next((each.start for each in reply.sentences if each.start <= at < each.end), at)
    return not any(character.isalpha() for character in reply.text[start:at])
