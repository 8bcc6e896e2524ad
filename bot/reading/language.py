"""Which of the six languages a message is in. Short messages keep the conversation's language."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

from bot.models import LANGUAGES

OURS = {
    Language.ENGLISH: "en",
    Language.ITALIAN: "it",
    Language.ARABIC: "ar",
    Language.SWEDISH: "sv",
    Language.FRENCH: "fr",
    Language.FINNISH: "fi",
}
OTHERS = (Language.GERMAN, Language.SPANISH, Language.PORTUGUESE, Language.DUTCH, Language.TURKISH, Language.RUSSIAN)
_WORD = re.compile(r"[^\W_]*[^\W\d_]{2}[^\W_]*")
_ARABIC = re.compile("[\u0600-\u06ff]")
MAX_CHARACTERS = 600
FEW_WORDS = 3  # as few as these need a higher confidence against the conversation's language
CERTAIN, CERTAIN_SHORT = 0.55, 0.8
POSSIBLE = 0.15  # at the start of a conversation an uncertain message is in the default language from here on
FOREIGN, FOREIGN_WORDS = 0.9, 5
SMOOTHING = 0.2


@dataclass(frozen=True)
class LanguageGuess:
    """A language code of ours; whether the text itself shows it; and the name of a language that isn't ours, if it is one."""

    code: str
    certain: bool
    foreign: str = ""


@dataclass
class ServiceWords:
    """How often each word stands in each language's training examples: it knows "moi", "merci" and "3andi"."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)

    @classmethod
    def learn(cls, examples: Iterable[tuple[str, str]]) -> "ServiceWords":
        """Count the words of (text, language) examples that stand in at least two of a language."""
        counts: dict[str, Counter] = defaultdict(Counter)
        for text, language in examples:
            for word in {word.lower() for word in _WORD.findall(text)}:
                counts[word][language] += 1
        return cls({word: dict(by) for word, by in sorted(counts.items()) if max(by.values()) > 1})

    def scores(self, words: list[str]) -> dict[str, float]:
        """A factor for each language: how much likelier the words are in it than in the average one."""
        factors = dict.fromkeys(LANGUAGES, 1.0)
        for word in words[:12]:
            by = self.counts.get(word.lower())
            if by:
                total = sum(by.values()) + SMOOTHING * len(LANGUAGES)
                for code in LANGUAGES:
                    factors[code] *= (by.get(code, 0) + SMOOTHING) / total * len(LANGUAGES)
        return factors

    def save(self, path: Path) -> None:
        """Write as JSON."""
        path.write_text(json.dumps(self.counts, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "ServiceWords":
        """Read what `save` wrote."""
        return cls(json.loads(path.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*OURS).build()


@lru_cache(maxsize=1)
def _foreign_detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*OURS, *OTHERS).with_low_accuracy_mode().build()


def detect(
    text: str, conversation: str | None = None, default: str = "en", known_words: ServiceWords = ServiceWords()
) -> LanguageGuess:
    """The language of a message, given the one the conversation has been in (or None at its start).

    A number or an emoji says nothing and one shared word too little: the conversation's language stays, or `default`
    at the start. lingua judges the letters, `known_words` the words of service chats.
    """
    known = conversation if conversation in LANGUAGES else None
    words = _WORD.findall(text[:MAX_CHARACTERS])
    if not words:
        return LanguageGuess(known or default, False)
    if len(_ARABIC.findall(text[:MAX_CHARACTERS])) * 2 >= sum(map(len, words)):
        return LanguageGuess("ar", True)
    scores = _scores(words, known_words)
    code = max(scores, key=scores.get)
    certain = scores[code] >= (CERTAIN if len(words) > FEW_WORDS else CERTAIN_SHORT)
    if not certain and (known or scores[default] > POSSIBLE):
        code = known or default
    return LanguageGuess(code, certain, _foreign(words))


def _scores(words: list[str], known_words: ServiceWords) -> dict[str, float]:
    """Probabilities of the six languages."""
    letters = {OURS[each.language]: each.value for each in _detector().compute_language_confidence_values(" ".join(words))}
    factors = known_words.scores(words)
    joint = {code: (letters.get(code, 0.0) + 0.01) * factors[code] for code in LANGUAGES}
    total = sum(joint.values())
    return {code: score / total for code, score in joint.items()}


def _foreign(words: list[str]) -> str:
    """The English name of a language that isn't ours, when enough words are surely in it."""
    if len(words) < FOREIGN_WORDS:
        return ""
    best = _foreign_detector().compute_language_confidence_values(" ".join(words))[0]
    return "" if best.language in OURS or best.value < FOREIGN else best.language.name.title()
