"""What booklet and gallery show: sample facts of a cause, and customers' messages from our own training examples."""

import re
from collections.abc import Iterable
from pathlib import Path

from bot.checking.content import SAMPLE
from bot.library import Library
from bot.models import Facts
from bot.reading.examples import Example, read_examples

HEARD = (("worried", "confused"), ("angry", "frustrated"), ("shocked", "disappointed", "frustrated", "calm"))  # who is quoted, if there is one
SHORTEST, LONGEST = 25, 120  # characters of a quoted message: enough to tell the trouble, short enough for a page
_ARABIC = re.compile("[\u0600-\u06ff]")
_WORD = re.compile(r"[^\W\d_]{4,}")
UNCLEAR = ("typo", "mixed", "retry", "short")  # forms that read badly on paper
STEM = 5  # letters by which two forms of a word are held to be the same


def facts_of(library: Library, cause: str, *more: str) -> Facts:
    """The sample facts that sentences of a cause can name, and `more` by name."""
    return Facts(**{name: getattr(SAMPLE, name) for name in (*library.causes[cause].facts, *more)})


def examples_by_cause(folder: Path, language: str) -> dict[str, list[Example]]:
    """The training examples of one language by cause or act."""
    found: dict[str, list[Example]] = {}
    for path in sorted((folder / language).glob("*.yml")):
        for example in read_examples(path):
            found.setdefault(example.intent, []).append(example)
    return found


def quotes(examples: Iterable[Example]) -> list[Example]:
    """Up to three messages in plain words about one trouble: worried, angry, shocked."""
    fit = [each for each in examples if SHORTEST <= len(each.text) <= LONGEST and not each.also and set(each.signals) <= {"repeat_contact"}]
    fit.sort(key=lambda each: not _plain(each))  # for those that fill up
    chosen: list[Example] = []
    for feelings in HEARD:
        ranked = [each for feeling in feelings for each in fit if each.feeling == feeling and each not in chosen]
        chosen += sorted(ranked, key=lambda each: not _plain(each))[:1]
    return [*chosen, *(each for each in fit if each not in chosen)][: len(HEARD)]


def _plain(example: Example) -> bool:
    """Whether it is written out, so that it reads well on paper."""
    if example.language == "ar" and not _ARABIC.match(example.text):
        return False  # Arabic in Latin letters
    return example.form not in UNCLEAR and not set(example.text) & set("@#\n") and not example.text[0].islower()


def closest(sentences: Iterable[str], words: frozenset[str]) -> str:
    """The sentence with the fewest words that are foreign to a trouble; the shorter of two alike."""
    return min(sentences, key=lambda text: (len(stems(text) - words), len(text), text))


def stems(*texts: str) -> frozenset[str]:
    """The beginnings of all longer words."""
    return frozenset(word[:STEM].casefold() for text in texts for word in _WORD.findall(text))
