"""Milliseconds a message of 20 words: the whole parse, and the encoder alone, in the same run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from benchmarks.reading.report import Table, figure
from benchmarks.sampling import stratified
from bot.models import LANGUAGES
from bot.reading.examples import Example
from bot.settings import ROOT
from bot.yaml_files import ContentError

NLU = ROOT / "data" / "nlu"
WORDS = 20
ROUNDS = 5
EACH = 3  # messages of each language in a round, for each of the two


@dataclass(frozen=True)
class Speed:
    """Medians over the rounds' medians, in ms a message; `ratio` is the median of the rounds' ratios."""

    whole: float
    encoder: float
    ratio: float
    messages: int


def texts(examples: list[Example]) -> list[list[str]]:
    """A list of texts for each round: the first 20 words of examples that long, every language equally, none twice.

    Raises:
        ContentError: a language has too few examples of 20 words.
    """
    needed, rounds = ROUNDS * 2 * EACH, [[] for _ in range(ROUNDS)]
    long = [each for each in stratified(examples) if len(each.text.split()) >= WORDS]
    for language in LANGUAGES:
        found = list(dict.fromkeys(" ".join(each.text.split()[:WORDS]) for each in long if each.language == language))
        if len(found) < needed:
            raise ContentError(NLU / language, (), f"{len(found)} examples of {WORDS} words or more; timing needs {needed}")
        for number, round_texts in enumerate(rounds):
            round_texts += found[number * 2 * EACH : (number + 1) * 2 * EACH]
    return rounds


def speed(rounds: Sequence[Sequence[str]], parse: Callable[[str], object], encode: Callable[[str], object]) -> Speed:
    """Time every second text of a round through the parse, the others through the encoder: its cache helps neither."""
    found = [_round(each, parse, encode) for each in rounds]
    whole, encoder = (median(times[at] for times in found) for at in (0, 1))
    return Speed(whole, encoder, median(one / other for one, other in found), sum(map(len, rounds)) // 2)


def _round(texts: Sequence[str], parse: Callable[[str], object], encode: Callable[[str], object]) -> tuple[float, float]:
    times: tuple[list[float], list[float]] = ([], [])
    for number, text in enumerate(texts):
        start = perf_counter()
        (parse, encode)[number % 2](text)
        times[number % 2].append(1000 * (perf_counter() - start))
    return median(times[0]), median(times[1])


def speed_table(found: Speed) -> Table:
    """One line."""
    notes = (
        f"Medians of {ROUNDS} rounds, {found.messages} messages each way, of all languages equally.",
        "The two take turns message by message; no message comes twice, so that the encoder's cache helps neither.",
    )
    line = (f"a message of {WORDS} words", figure(found.whole, 1), figure(found.encoder, 1), figure(found.ratio))
    return Table("Speed", ("ms", "whole parse", "encoder alone", "ratio"), (line,), notes)
