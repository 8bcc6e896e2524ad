"""Dissatisfaction, feeling and confusion: how a reading answers each, and its scores as tables.

How the sets' labels answer to our feelings is theirs (shared/eval/README.md). Causes are in `causes`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.reading import scores
from benchmarks.reading.readers import CONFUSION, FEELING, Peer
from benchmarks.reading.report import Table, figure, pair
from benchmarks.reading.rows import LABELS, Row
from bot.models import Reading

DISSATISFIED = ("worried", "disappointed", "frustrated", "angry", "shocked")
DECISION = 0.5
FIVE = {  # the first of equals is taken
    "negative_activated": ("frustrated", "angry"),
    "worry": ("worried", "shocked"),
    "sad_disappointed": ("disappointed",),
    "positive": ("grateful",),
    "neutral": ("calm", "confused"),
}
CONFUSED = "confused"


@dataclass(frozen=True)
class Answers:
    """What one peer read in the rows of a task, in their order; None where a row is not in its language."""

    peer: Peer
    readings: tuple[Reading | None, ...]


Score = Callable[[Sequence[Row], Sequence[Reading]], tuple[float | None, ...]]


def dissatisfaction(reading: Reading) -> float:
    """The probability that the writer is dissatisfied; rounded as sums of the reading's rounded figures are exact."""
    return round(sum(reading.feelings.get(name, 0.0) for name in DISSATISFIED), 6)


def five_class(reading: Reading) -> str:
    """The class with the largest summed probability."""
    sums = {name: round(sum(reading.feelings.get(each, 0.0) for each in feelings), 6) for name, feelings in FIVE.items()}
    return max(sums, key=sums.get)


def dissatisfaction_scores(rows: Sequence[Row], readings: Sequence[Reading]) -> tuple[float | None, ...]:
    """Accuracy, macro-F1, AUC, and calibration error of the probability."""
    dissatisfied, other = LABELS["dissatisfaction"]
    chances, true = dissatisfaction_confidence(rows, readings)
    truth, answers = [row.label for row in rows], [dissatisfied if chance >= DECISION else other for chance in chances]
    error = scores.calibration_error(chances, true)
    return scores.accuracy(truth, answers), scores.macro_f1(truth, answers), scores.auc(true, chances), error


def dissatisfaction_confidence(rows: Sequence[Row], readings: Sequence[Reading]) -> tuple[list[float], list[bool]]:
    """The probability that each writer is dissatisfied, and whether the label says so."""
    return [dissatisfaction(each) for each in readings], [row.label == LABELS["dissatisfaction"][0] for row in rows]


def feeling_scores(rows: Sequence[Row], readings: Sequence[Reading]) -> tuple[float | None, ...]:
    """Accuracy, and macro-F1 over the labels that occur."""
    truth, answers = [row.label for row in rows], [five_class(each) for each in readings]
    return scores.accuracy(truth, answers), scores.macro_f1(truth, answers)


def confusion_scores(rows: Sequence[Row], readings: Sequence[Reading]) -> tuple[float | None, ...]:
    """Macro-F1 of whether the feeling read is confused, and the AUC of its probability."""
    confused, other = LABELS["confusion"]
    truth = [row.label for row in rows]
    answers = [confused if each.feeling == CONFUSED else other for each in readings]
    true = [label == confused for label in truth]
    return scores.macro_f1(truth, answers), scores.auc(true, [each.feelings.get(CONFUSED, 0.0) for each in readings])


def dissatisfaction_table(rows: Sequence[Row], answers: Sequence[Answers]) -> Table:
    """A line for each peer and slice."""
    lines = []
    for label, of in slices(rows):
        for each in saying(FEELING, answers):
            found = sliced(dissatisfaction_scores, rows, each, of) or (None,) * 4
            lines.append((label, str(len(of)), each.peer.name, *map(figure, (*found[:3], found[3] if each.peer.graded else None))))
    notes = (
        f"Score: the summed probability of {', '.join(DISSATISFIED)}; dissatisfied from {DECISION} on.",
        "Calibration error: expected, over 10 bins of equal width; none for a reader whose figures are no probabilities.",
    )
    headings = ("rows", "n", "reader", "accuracy", "macro-F1", "AUC", "calibration error")
    return Table("Dissatisfaction", headings, tuple(lines), notes)


def feeling_table(rows: Sequence[Row], answers: Sequence[Answers]) -> Table:
    """A line for each language and source, a column for each peer."""
    mapping = "; ".join(f"{name} = {' + '.join(feelings)}" for name, feelings in FIVE.items())
    notes = (f"accuracy/macro-F1 over the labels that occur. {mapping}: the class with the largest summed probability.",)
    return _side_by_side("Feeling, five classes", feeling_scores, rows, saying(FEELING, answers), notes)


def confusion_table(rows: Sequence[Row], answers: Sequence[Answers]) -> Table:
    """Confused against the rest."""
    notes = ("macro-F1/AUC. Confused where that is the likeliest of the eight feelings; the AUC is of its probability.",)
    return _side_by_side("Confusion", confusion_scores, rows, saying(CONFUSION, answers), notes)


def feeling_matrix(rows: Sequence[Row], readings: Sequence[Reading]) -> np.ndarray:
    """How many rows of each class (rows) are read as which (columns), in the order of FIVE."""
    return scores.confusion([row.label for row in rows], [five_class(each) for each in readings], tuple(FIVE))


def matrix_table(rows: Sequence[Row], readings: Sequence[Reading]) -> Table:
    """Which class is read as which, by the trained model."""
    lines = tuple((label, *map(str, line)) for label, line in zip(FIVE, feeling_matrix(rows, readings).tolist()))
    return Table("Feeling read as", ("labelled", *FIVE), lines)


def _side_by_side(title: str, score: Score, rows: Sequence[Row], answers: Sequence[Answers], notes: tuple[str, ...]) -> Table:
    headings = ("rows", "n", *(each.peer.name for each in answers))
    lines = [(label, str(len(of)), *(_cell(score, rows, each, of) for each in answers)) for label, of in slices(rows)]
    return Table(title, headings, tuple(lines), notes)


def _cell(score: Score, rows: Sequence[Row], answers: Answers, of: Sequence[int]) -> str:
    return pair(*(sliced(score, rows, answers, of) or (None,)))


def saying(what: str, answers: Sequence[Answers]) -> list[Answers]:
    """The peers that can say this."""
    return [each for each in answers if what in each.peer.says]


def slices(rows: Sequence[Row]) -> list[tuple[str, list[int]]]:
    """All rows, then those of each language and of each source where there are several; as places in `rows`."""
    found = [("all", list(range(len(rows))))]
    for values in ([row.language for row in rows], [row.source for row in rows]):
        names = sorted(set(values))
        if len(names) > 1:
            found += [(name, [at for at, value in enumerate(values) if value == name]) for name in names]
    return found


def sliced(score: Score, rows: Sequence[Row], answers: Answers, of: Sequence[int]) -> tuple[float | None, ...] | None:
    """The scores of some rows; None where the peer does not read all of them."""
    readings = [answers.readings[at] for at in of]
    return None if any(each is None for each in readings) else score([rows[at] for at in of], readings)
