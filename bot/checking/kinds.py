"""The kinds of check, one function each: what a rule of that kind finds in a reply.

A kind yields (start, end, instead) in the folded text; an empty `instead` leaves the rule's own.
Words and numbers to look for are the rule's options (content/checks); docs/content.md lists them by kind.
"""

import re
from collections.abc import Callable, Iterator

from bot.checking.folding import expression, fold
from bot.checking.reply import Reply
from bot.checking.sentences import Sentence, split
from bot.checking.wordings import bared
from bot.drafting.rendering import render
from bot.library import LENGTHS
from bot.reading.language import detect
from bot.rules import Rule

Found = tuple[int, int, str]
Kind = Callable[[Rule, Reply], Iterator[Found]]

FEW_WORDS = 4  # a sentence or text of fewer words ("Thank you.") may come twice, and shows no language
LONG_WORD = 6  # letters; a word of more counts as long in LIX
_WORDS = re.compile(r"\w+")
_READ = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_CARD = re.compile(r"(?<!\w)(?<![A-Za-z]{2}\d\d )\d(?:[ -]?\d){12,18}(?!\w)")
_IBAN = re.compile(r"(?<!\w)[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,3})?(?!\w)")


def existence(rule: Rule, reply: Reply) -> Iterator[Found]:
    """Every place where one of `patterns` stands; with `after_acknowledgement`, only in that breath.

    A sentence that holds one of `unless` is left alone: "not your fault" blames nobody.
    """
    for match in _expression(rule).finditer(reply.text):
        heard = not rule.options.get("after_acknowledgement") or _in_breath(match, reply)
        if heard and not _excused(rule, match, reply):
            yield match.start(), match.end(), ""


def substitution(rule: Rule, reply: Reply) -> Iterator[Found]:
    """Every place where a key of `swap` stands, with what to write in its place."""
    swaps = tuple(rule.options["swap"].values())
    for match in expression(rule.options["swap"], numbered=True).finditer(reply.text):
        yield match.start(), match.end(), swaps[(match.lastindex or 1) - 1]


def count(rule: Rule, reply: Reply) -> Iterator[Found]:
    """The matches of `patterns` beyond `max`."""
    matches = list(_expression(rule).finditer(reply.text))
    for match in matches[rule.options["max"] :]:
        yield match.start(), match.end(), ""


def missing(rule: Rule, reply: Reply) -> Iterator[Found]:
    """The whole text, when it lacks what `needs` names: the acknowledgement, or a next step."""
    if len(_WORDS.findall(reply.text)) >= FEW_WORDS and not _has(rule.options["needs"], reply):
        first = reply.sentences[0]
        yield first.start, first.end, ""


def order(rule: Rule, reply: Reply) -> Iterator[Found]:
    """A plan that comes before the acknowledgement, with at most a greeting before it.

    Other words before the plan may well acknowledge in a way that no marker knows, so they are given the benefit.
    """
    if reply.plan is None or reply.acknowledgement is None or reply.acknowledgement[0] < reply.plan[0]:
        return
    if len(_WORDS.findall(reply.text[: reply.plan[0]])) < FEW_WORDS:
        yield *reply.plan, ""


def promise(rule: Rule, reply: Reply) -> Iterator[Found]:
    """A date or a definite offer, told as a commitment, that no step of the plan contains."""
    commits, unless = expression(rule.options["commits"]), expression(rule.options["unless"])
    words = expression([*rule.options["dated"], *rule.options["definite"]])
    for sentence in reply.sentences:
        if sentence.asks or reply.is_reviewed(sentence):
            continue
        if commits.search(sentence.text) and not unless.search(sentence.text):
            yield from _untold(words, sentence, reply)


def length(rule: Rule, reply: Reply) -> Iterator[Found]:
    """What exceeds the channel's characters, its `sentences`, or its `words` in one sentence."""
    limit = LENGTHS[reply.channel]
    sentences = reply.sentences[rule.options["sentences"][reply.channel] :]
    if len(reply.text) > limit or sentences:
        start = min([limit] * (len(reply.text) > limit) + [each.start for each in sentences[:1]])
        yield start, len(reply.text), ""
    for sentence in reply.sentences:
        if len(_WORDS.findall(sentence.text)) > rule.options["words"][reply.channel]:
            yield sentence.start, sentence.end, ""


def repetition(rule: Rule, reply: Reply) -> Iterator[Found]:
    """A sentence that comes twice in the text, or came in a reply before."""
    seen = {bared(sentence.text) for text in reply.used for sentence in split(fold(text).text)}
    for sentence in reply.sentences:
        words = bared(sentence.text)
        if words in seen and len(_WORDS.findall(words)) >= FEW_WORDS:
            yield sentence.start, sentence.end, ""
        seen.add(words)


def similarity(rule: Rule, reply: Reply) -> Iterator[Found]:
    """A sentence of at least `words` words that shares `overlap` of them with one of a reply before.

    The overlap is Jaccard's (1901): words that both have, over words that either has. The very same sentence is
    `repetition`'s, and a step of a plan may come again with a new time.
    """
    said = [_bag(sentence.text) for text in reply.used for sentence in split(fold(text).text)]
    for sentence in reply.sentences:
        words = _bag(sentence.text)
        near = (rule.options["overlap"] <= _jaccard(words, each) < 1 for each in said)
        if len(words) >= rule.options["words"] and any(near) and reply.planned_from(sentence) is None:
            yield sentence.start, sentence.end, ""


def reading_level(rule: Rule, reply: Reply) -> Iterator[Found]:
    """The hardest sentence of a text of at least `words` words that reads harder than the language's entry in `limits`.

    Measured by LIX (Björnsson 1968): words a sentence plus the share of words over six letters, in per cent. It needs
    no syllables or word lists, so it serves six languages; each has its own limit, as each has its own length of words.
    """
    words = _READ.findall(reply.text)
    if len(words) >= rule.options["words"] and _lix(reply.text, len(reply.sentences)) > rule.options["limits"][reply.language]:
        hardest = max(reply.sentences, key=lambda sentence: _lix(sentence.text, 1))
        yield hardest.start, hardest.end, ""


def language(rule: Rule, reply: Reply) -> Iterator[Found]:
    """The whole text, when it is surely in another language than the customer's.

    A draft that stands as it was is in its own language: content tests hold that, and the bot needs no detector.
    """
    if reply.draft and fold(render(reply.draft)).text == reply.text or len(_WORDS.findall(reply.text)) < FEW_WORDS:
        return
    guess = detect(reply.text, conversation=reply.reading.language)
    if guess.foreign or (guess.certain and guess.code != reply.reading.language):
        yield 0, len(reply.text), ""


def numbers(rule: Rule, reply: Reply) -> Iterator[Found]:
    """Numbers that are a card's (Luhn, ISO/IEC 7812) or an account's (mod 97, ISO 13616)."""
    for pattern, valid in ((_CARD, _luhn), (_IBAN, _mod97)):
        for match in pattern.finditer(reply.text):
            if valid(re.sub(r"[ -]", "", match[0])):
                yield match.start(), match.end(), ""


KINDS: dict[str, Kind] = {
    kind.__name__: kind
    for kind in (
        existence, substitution, count, missing, order, promise, length, repetition, similarity, reading_level, language, numbers
    )
}
WORDING = frozenset({"existence", "substitution"})  # kinds that judge one sentence of a template as well as a reply


def _expression(rule: Rule) -> re.Pattern[str]:
    chosen = {key: rule.options[key] for key in ("whole_words", "match_case") if key in rule.options}
    return expression(rule.options["patterns"], **chosen)


def _in_breath(match: re.Match[str], reply: Reply) -> bool:
    """Within the acknowledgement, or the first word of the sentence after it."""
    if reply.acknowledgement is None:
        return False
    start, end = reply.acknowledgement
    return start < match.start() <= end + 2


def _excused(rule: Rule, match: re.Match[str], reply: Reply) -> bool:
    if "unless" not in rule.options:
        return False
    unless = expression(rule.options["unless"])
    around = (each.text for each in reply.sentences if each.start <= match.start() < each.end)
    return any(unless.search(text) for text in around)


def _has(need: str, reply: Reply) -> bool:
    if need == "acknowledgement":
        return reply.acknowledgement is not None
    return reply.plan is not None or any(sentence.asks for sentence in reply.sentences)


def _untold(words: re.Pattern[str], sentence: Sentence, reply: Reply) -> Iterator[Found]:
    for match in words.finditer(sentence.text):
        if bared(match[0]) not in reply.told:
            yield sentence.start + match.start(), sentence.start + match.end(), ""


def _bag(text: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(text.casefold()))


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (len(one | other) or 1)


def _lix(text: str, sentences: int) -> float:
    words = _READ.findall(text)
    return len(words) / sentences + 100 * sum(len(word) > LONG_WORD for word in words) / (len(words) or 1)


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return len(set(digits)) > 1 and sum(number - 9 * (number > 9) for number in doubled) % 10 == 0


def _mod97(account: str) -> bool:
    return int("".join(str(int(character, 36)) for character in account[4:] + account[:4])) % 97 == 1
