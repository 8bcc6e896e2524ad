"""Who reads: the trained model, and the simple readers that stand beside it. Rasa's default pipeline is in `diet`."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.models import Reading

NEGATIVE = -0.05  # VADER's own thresholds: Hutto and Gilbert 2014, and the package's README
POSITIVE = 0.05
FEELING, CONFUSION, CAUSE = "feeling", "confusion", "cause"

Read = Callable[[str, str, tuple[str, ...]], Reading | None]


@dataclass(frozen=True)
class Peer:
    """A reader by name. `says` is what it can say; `read` takes text, language and earlier turns, None: not its language.

    `graded` says whether its probabilities are meant as such, so that a calibration error makes sense.
    """

    name: str
    read: Read
    says: frozenset[str] = frozenset((FEELING, CONFUSION, CAUSE))
    graded: bool = True


def always_negative() -> Peer:
    """Answers frustrated to everything: what a score is worth has to be seen beside it."""

    def read(text: str, language: str, context: tuple[str, ...] = ()) -> Reading:
        return Reading(text, language, "frustrated", feelings={"frustrated": 1.0})

    return Peer("always negative", read, frozenset((FEELING, CONFUSION)), graded=False)


def vader() -> Peer:
    """VADER, for English alone: negative reads as frustrated, positive as grateful, the rest as calm.

    Raises:
        FileNotFoundError: the package is not installed; the message says what to type.
    """
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ModuleNotFoundError as error:
        raise FileNotFoundError(f"VADER needs the package {error.name}: run `make setup`") from error
    analyzer = SentimentIntensityAnalyzer()

    def read(text: str, language: str, context: tuple[str, ...] = ()) -> Reading | None:
        return polar_reading(text, analyzer.polarity_scores(text)["compound"]) if language == "en" else None

    return Peer("VADER", read, frozenset((FEELING,)), graded=False)


def polar_reading(text: str, compound: float) -> Reading:
    """A polarity from -1 to 1 as a reading whose share of frustrated is .5 at -.05 and grows as the polarity falls."""
    width = 1 + NEGATIVE if compound < NEGATIVE else 1 - NEGATIVE
    frustrated = 0.5 + (NEGATIVE - compound) / (2 * width)
    other = "grateful" if compound >= POSITIVE else "calm"
    feeling = "frustrated" if compound <= NEGATIVE else other
    return Reading(text, "en", feeling, feelings={"frustrated": frustrated, other: 1 - frustrated})
