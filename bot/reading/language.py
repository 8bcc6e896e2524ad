"""Which of the six languages a message is in. Short messages keep the conversation's language."""

import re
from dataclasses import dataclass
from functools import lru_cache

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
_WORD = re.compile(r"[^\W\d_]{2,}")
_ARABIC = re.compile("[\u0600-\u06ff]")
CERTAIN_WORDS = 4  # fewer words than this need a higher confidence
CERTAIN = 0.55
CERTAIN_SHORT = 0.85
FOREIGN = 0.9


@dataclass(frozen=True)
class LanguageGuess:
    """A language code of ours; whether the text itself shows it; and the name of a language that isn't ours, if it is one."""

    code: str
    certain: bool
    foreign: str = ""


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*OURS).build()


@lru_cache(maxsize=1)
def _foreign_detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*OURS, *OTHERS).with_low_accuracy_mode().build()


def detect(text: str, conversation: str | None = None, default: str = "en") -> LanguageGuess:
    """The language of a message, given the one the conversation has been in (or None at its start).

    One word, a number or an emoji says too little: the conversation's language stays, or `default` at the start.
    """
    known = conversation if conversation in LANGUAGES else None
    words = _WORD.findall(text[:600])
    if not words:
        return LanguageGuess(known or default, False)
    if _ARABIC.search(text) and len(_ARABIC.findall(text)) * 2 >= sum(map(len, words)):
        return LanguageGuess("ar", True)
    sample = " ".join(words)
    best = _detector().compute_language_confidence_values(sample)[0]
    needed = CERTAIN if len(words) >= CERTAIN_WORDS else CERTAIN_SHORT
    certain = best.value >= needed
    code = OURS[best.language] if certain or known is None else known
    return LanguageGuess(code, certain, _foreign(sample) if len(words) > CERTAIN_WORDS else "")


def _foreign(sample: str) -> str:
    """The English name of a language that isn't ours, when the text is surely in it."""
    best = _foreign_detector().compute_language_confidence_values(sample)[0]
    return "" if best.language in OURS or best.value < FOREIGN else best.language.name.title()
