"""The coach's three marks of a reply: warmth, understanding, exploration; how strongly it shows each, where, and why.

They are EPITOME's emotional reactions, interpretations and explorations with its levels 0 (none), 1 (weak) and 2 (strong):
Sharma, Miner, Atkins and Althoff, "A Computational Approach to Understanding Empathy Expressed in Text-Based Mental
Health Support", EMNLP 2020. There trained models judge peer support; here the patterns of content/marks/<language>.yml,
written for service, judge with a reason and no model. `mark_files.py` loads them.
"""

from collections.abc import Iterable, Iterator

from bot.checking.folding import expression, fold
from bot.checking.mark_files import MarkRule, in_language
from bot.checking.reply import Reply
from bot.library import Library
from bot.models import Finding, Mark, Reading, Span, Stance

UNDERSTANDING, EXPLORATION = "understanding", "exploration"
HOLLOW = {"dismissive", "generic_acknowledgement", "parroted_feeling"}  # checks whose finding is a formula: weak at best
VOID = {"blame", "minimising", "policy_first"}  # checks whose finding speaks against the customer: its sentence earns nothing


def marks(text: str, *, reading: Reading, language: str, library: Library, findings: Iterable[Finding]) -> dict[str, Mark]:
    """How strongly a reply to `reading` shows warmth, understanding and exploration, in this order.

    `findings` are those of the checker in the same text: a formula that it found earns 1 at most, the sentence of a reproach nothing.

    Raises:
        ContentError: content/marks/<language>.yml is missing or not as it should be.
    """
    reply = Reply(fold(text), reading, language, "chat", Stance(), None, (), (), library)
    hollow = _spans(findings, HOLLOW)
    void = [_around(span, reply) for span in _spans(findings, VOID)]
    return {rule.name: _mark(rule, reply, hollow, void) for rule in in_language(language)}


def _mark(rule: MarkRule, reply: Reply, hollow: list[Span], void: list[Span]) -> Mark:
    void = [*void, *_found(rule.spoils, reply)]
    formulas = [span for span in _found(rule.formula, reply) if not _touches(span, void)]
    strong = [span for span in _strong(rule, reply) if not _touches(span, void)]
    weak = [span for span in _found(rule.weak, reply) if not _touches(span, void)]
    kept = [span for span in strong if not _touches(span, [*hollow, *formulas])]
    spans = kept or sorted([*strong, *formulas, *weak], key=lambda span: (span.start, -span.end))
    level = 2 if kept else min(1, len(spans))
    return Mark(level, rule.why[level], rule.add if level < 2 else "", tuple(_apart(spans)))


def _strong(rule: MarkRule, reply: Reply) -> list[Span]:
    """What the patterns find, and for understanding the sentences that give the customer's own words back.

    A question explores and a plan looks ahead: the one shows neither regret nor understanding, the other no understanding.
    """
    found = list(_found(rule.strong, reply))
    if rule.name == EXPLORATION:
        return found
    aside = [_span(reply, each.start, each.end) for each in reply.sentences if each.asks]
    if rule.name == UNDERSTANDING:
        found += [_span(reply, each.start, each.end) for each in reply.sentences if reply.restates(each)]
        plans = ((reply.planned_from(each), each.end) for each in reply.sentences)
        aside += [_span(reply, start, end) for start, end in plans if start is not None]
    found = [span for span in found if not any(each.start <= span.start < each.end for each in aside)]
    return sorted(found, key=lambda span: (span.start, -span.end))


def _found(patterns: tuple[str, ...], reply: Reply) -> Iterator[Span]:
    if patterns:
        for match in expression(patterns).finditer(reply.text):
            yield _span(reply, *match.span())


def _span(reply: Reply, start: int, end: int) -> Span:
    return Span(*reply.folded.span(start, end))


def _spans(findings: Iterable[Finding], rules: set[str]) -> list[Span]:
    return [Span(each.start, each.end) for each in findings if each.rule in rules]


def _around(span: Span, reply: Reply) -> Span:
    """The sentence in which a span begins: a reproach spoils what stands beside it."""
    spans = (_span(reply, each.start, each.end) for each in reply.sentences)
    return next((each for each in spans if each.start <= span.start < each.end), span)


def _touches(span: Span, others: list[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _apart(spans: list[Span]) -> Iterator[Span]:
    """The first and longest of spans that overlap."""
    end = -1
    for span in spans:
        if span.start >= end:
            yield span
            end = span.end
