"""The words of customers that tell most of a cause: personal data masked, and none that only one or two people used."""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.models import NO_CAUSE
from desk.insights.asked import Asked, theirs
from desk.insights.tabled import Table
from desk.masking import mask
from desk.tables import conversations, journey_words, journeys

FEWEST = 3  # customers who used a word, so that it tells of nobody
NEWEST = 2_000  # conversations whose words are counted
SHOWN = 8  # words of a cause
PRIOR = 0.5  # how strongly the whole language's words pull: see `telling`
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MASKED = re.compile(r"\[\w+\]")
_TELLING = re.compile(r"\d|@|://")  # of somebody, wherever in a word
_MARKS = re.compile("[\u0640\u064b-\u0652]")  # Arabic's drawn-out line and vowel signs


def anonymous(text: str) -> str:
    """The text with personal data and all figures of three digits or more taken out."""
    return re.sub(r"\d{3,}", "…", mask(text) if _holds_data(text) else text)


def _holds_data(text: str) -> bool:
    """Whether there is anything to mask: looking for telephone numbers takes milliseconds, and all such data has digits or an @."""
    return "@" in text or any(each.isdigit() for each in text)


def words(text: str) -> set[str]:
    """The words of a text, each once, in small letters; none that holds a figure or stands in personal data."""
    masked = mask(text) if _holds_data(text) else text
    plain = " ".join(each for each in _MASKED.sub(" ", masked).split() if not _TELLING.search(each))
    plain = _MARKS.sub("", unicodedata.normalize("NFC", plain).casefold().replace("’", "'"))
    return {each for each in _WORD.findall(plain) if len(each) > 2}


def by_cause(connection: Connection, asked: Asked) -> Table:
    """Language, cause, and its most telling words with how many customers used each."""
    counted: dict[str, dict[str, Counter]] = defaultdict(lambda: defaultdict(Counter))
    for language, cause, said in _people(connection, asked):
        counted[language][cause].update(said)
    rows = [row for language in sorted(counted) for row in _rows(language, counted[language])]
    return Table("words", ("language", "cause", "words"), tuple(rows))


def _rows(language: str, causes: dict[str, Counter]) -> Iterable[tuple[Any, ...]]:
    every: Counter = Counter()
    for own in causes.values():
        every.update(own)
    for cause in sorted(causes.keys() - {NO_CAUSE}):
        if found := telling(causes[cause], every):
            yield language, cause, tuple(found)


def _people(connection: Connection, asked: Asked) -> Iterable[tuple[str, str, set[str]]]:
    """The words of each customer by language and cause: who wrote three times counts as one."""
    j, w, c = journeys.c, journey_words.c, conversations.c
    query = select(c.visitor, j.language, j.cause, w.words).select_from(
        journeys.join(journey_words, w.conversation == j.conversation).join(conversations, c.id == j.conversation)
    )
    people: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for visitor, language, cause, said in connection.execute(query.where(*theirs(asked)).order_by(j.at.desc()).limit(NEWEST)):
        people[visitor, language, cause].update(said.split())
    return [(language, cause, said) for (_, language, cause), said in people.items()]


def telling(own: Counter, every: Counter) -> list[tuple[str, int]]:
    """The words that stand out in `own` among `every`, with their counts, the most telling first.

    Log odds with the whole as prior, over their standard error (Monroe, Colaresi and Quinn 2008, "Fightin' Words"); above 1.64.
    """
    all_own, all_every = sum(own.values()), sum(every.values())
    scores = {}
    for word, count in ((word, count) for word, count in own.items() if count >= FEWEST):
        prior, rest = PRIOR * every[word], every[word] - count
        of_own = math.log((count + prior) / max(0.5, all_own - count + PRIOR * all_every - prior))
        of_rest = math.log((rest + prior) / max(0.5, all_every - all_own - rest + PRIOR * all_every - prior))
        scores[word] = (of_own - of_rest) / math.sqrt(1 / (count + prior) + 1 / (rest + prior))
    best = sorted((word for word in scores if scores[word] > 1.64), key=lambda word: (-scores[word], word))
    return [(word, own[word]) for word in best[:SHOWN]]
