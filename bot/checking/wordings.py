"""Our own reviewed sentences as the checks know them: which acknowledge and which plan, in the register that is served.

So a reply of ours is read rightly also when an agent sends it as their own; patterns are for everything else.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.checking import sentences
from bot.checking.folding import fold
from bot.library import Replies

STEPS, QUESTIONS, FRAMES = ".steps.", (".question", "facts.ask."), ("channels.", "moves.")
_PLACEHOLDER = re.compile(r"\\\{\w+\\\}")
_FACT = r"\S.{0,40}?"  # what stands in a placeholder's place: an amount, a day, a number of times


@dataclass(frozen=True)
class Sentences:
    """Whole sentences to be found again: as they are, or with facts in their places."""

    plain: frozenset[str]
    filled: re.Pattern[str] | None

    def hold(self, sentence: str) -> bool:
        """Whether a folded sentence is one of them."""
        bare = bared(sentence)
        return bare in self.plain or bool(self.filled and self.filled.fullmatch(bare))


@dataclass(frozen=True)
class Wordings:
    """The sentences of a language's replies that acknowledge, and those that say a step of a plan."""

    acknowledging: Sentences
    planning: Sentences


@lru_cache(maxsize=16)
def of(replies: Replies) -> Wordings:
    """The sentences of these replies; read once for each."""
    heard = (name for name in replies.lists if STEPS not in name and not _aside(name))
    steps = (name for name in replies.lists if STEPS in name)
    return Wordings(*(_sentences(texts) for texts in (_texts(replies, heard), _texts(replies, steps))))


def bared(sentence: str) -> str:
    """A folded sentence without its bullet and marks, in small letters."""
    return sentence.casefold().strip(" .!?؟…\"'«»“”()•")


def _aside(name: str) -> bool:
    return name.startswith(FRAMES) or any(part in name for part in QUESTIONS)


def _texts(replies: Replies, names) -> list[str]:
    return [wording.text for name in names for wording in replies.get(name)]


def _sentences(texts: list[str]) -> Sentences:
    every = {bared(each.text) for text in texts for each in sentences.split(fold(text).text)}
    patterns = sorted(_PLACEHOLDER.sub(lambda _: _FACT, re.escape(each)) for each in every if "{" in each)
    filled = re.compile("|".join(patterns)) if patterns else None
    return Sentences(frozenset(each for each in every if "{" not in each), filled)
