"""The scores of the project's own scenarios (tests/reading), by language and beside the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.reading import scores
from benchmarks.reading.readers import CAUSE
from benchmarks.reading.report import NONE, Table, figure, pair, points
from benchmarks.reading.tasks import Answers
from bot.models import FEELINGS, LANGUAGES, NO_CAUSE, Reading
from bot.reading.scenarios import Scenario, cause_right, facts_right, read_scenarios
from bot.settings import ROOT
from bot.yaml_files import ContentError

AT_RISK = "at_risk"
ALL = "all"
ENGLISH = "en"
PICTURES = ("reading-confusion.png", "reading-reliability.png")
Pairs = Sequence[tuple[Scenario, Reading]]
FOLDER = ROOT / "tests" / "reading"
NOTES = (
    "Cause right: the one meant, or another that is right too, is the reading's or among its further ones.",
    "Below English: in percentage points. Signals: over all (message, signal) pairs.",
    "Off-topic left alone: scenarios without a cause, those of offtopic.yml too, in which none was read.",
    "Calibration error: of the cause's confidence, over the messages in which a cause was read; 10 bins of equal width.",
)


@dataclass(frozen=True)
class Told:
    """A scenario and its language. One that stands `apart`, in offtopic.yml, only asks to be left alone."""

    language: str
    scenario: Scenario
    apart: bool = False


def own_scenarios(folder: Path = FOLDER) -> list[Told]:
    """The scenarios of each language, then those that are off-topic.

    Raises:
        ContentError: a file that can't be read, or an off-topic scenario in no language of ours.
    """
    own = [Told(language, each) for language in LANGUAGES for each in read_scenarios(folder / f"{language}.yml")]
    path = folder / "offtopic.yml"
    return own + [_apart(path, at, each) for at, each in enumerate(read_scenarios(path))]


def _apart(path: Path, at: int, scenario: Scenario) -> Told:
    if scenario.language not in LANGUAGES:
        raise ContentError(path, ("scenarios", at), f"language {scenario.language!r}; one of {', '.join(LANGUAGES)}")
    return Told(scenario.language, scenario, apart=True)


def cause_share(pairs: Pairs) -> float | None:
    """The share of right causes."""
    return scores.share([cause_right(*each) for each in pairs])


def feeling_share(pairs: Pairs) -> float | None:
    """The share of acceptable feelings."""
    return scores.share([reading.feeling in scenario.feelings for scenario, reading in pairs])


def left_alone(pairs: Pairs) -> list[bool]:
    """Of the scenarios without a cause: whether none was read."""
    return [reading.cause == NO_CAUSE for scenario, reading in pairs if scenario.causes == (NO_CAUSE,)]


def scenario_table(told: Sequence[Told], readings: Sequence[Reading]) -> Table:
    """Everything the trained model is asked for, a line a measure and a column a language."""
    groups, whole = by_language(own_only(told, readings)), by_language(list(zip(told, readings, strict=True)))
    columns = [_column(language, pairs, groups.get(ENGLISH, []), whole[language]) for language, pairs in groups.items()]
    lines = tuple((name, *(column[name] for column in columns)) for name in columns[0])
    return Table("Our own scenarios", ("measured", *groups), lines, NOTES, PICTURES)


def own_only(told: Sequence[Told], readings: Sequence[Reading | None]) -> list[tuple[Told, Reading | None]]:
    """Without the scenarios that stand apart."""
    return [(each, reading) for each, reading in zip(told, readings, strict=True) if not each.apart]


def by_language(read: Sequence[tuple[Told, Reading | None]]) -> dict[str, list[tuple[Scenario, Reading | None]]]:
    """Scenarios and readings of each language, then of all."""
    groups: dict[str, list] = {}
    for each, reading in read:
        groups.setdefault(each.language, []).append((each.scenario, reading))
    return groups | {ALL: [pair for pairs in groups.values() for pair in pairs]}


def _column(language: str, pairs: Pairs, english: Pairs, whole: Pairs) -> dict[str, str]:
    """One language's cells, by what they measure; `whole` are its scenarios with those that stand apart."""
    cause, feeling = cause_share(pairs), feeling_share(pairs)
    apart = language not in (ENGLISH, ALL)
    precision, recall = scores.precision_recall([each.signals for each, _ in pairs], [reading.signals for _, reading in pairs])
    return {
        "scenarios": str(len(pairs)),
        "cause right": figure(cause),
        "cause: below English": points(cause_share(english), cause) if apart else "",
        "feeling acceptable": figure(feeling),
        "feeling: below English": points(feeling_share(english), feeling) if apart else "",
        "facts exact": figure(scores.share([facts_right(*each) for each in pairs])),
        "signals: precision": figure(precision),
        "signals: recall": figure(recall),
        "at_risk found": _found([AT_RISK in reading.signals for each, reading in pairs if AT_RISK in each.signals]),
        "off-topic left alone": _found(left_alone(whole)),
        "calibration error": figure(scores.calibration_error(*cause_confidence(pairs))),
    }


def beside_table(told: Sequence[Told], answers: Sequence[Answers]) -> Table:
    """Cause, feeling and off-topic of every peer; a dash for what it doesn't say."""
    groups = [by_language(own_only(told, each.readings)) for each in answers]
    wholes = [by_language(list(zip(told, each.readings))) for each in answers]
    lines = [
        (language, *(_beside(*each, group[language], whole[language]) for *each, group, whole in zip(answers, groups, wholes)))
        for language in groups[0]
    ]
    notes = ("cause right/feeling acceptable/off-topic left alone",)
    return Table("Our own scenarios, beside others", ("language", *(each.peer.name for each in answers)), tuple(lines), notes)


def _beside(answers: Answers, pairs: Pairs, whole: Pairs) -> str:
    if any(reading is None for _, reading in pairs):
        return NONE
    feeling = feeling_share(pairs)
    return pair(cause_share(pairs), feeling, scores.share(left_alone(whole))) if CAUSE in answers.peer.says else pair(None, feeling)


def _found(found: list[bool]) -> str:
    return f"{sum(found)}/{len(found)}" if found else NONE


def cause_confidence(pairs: Pairs) -> tuple[list[float], list[bool]]:
    """The confidence in each cause that was read, and whether it was right."""
    placed = [(scenario, reading) for scenario, reading in pairs if reading.cause != NO_CAUSE]
    return [reading.cause_confidence for _, reading in placed], [cause_right(*each) for each in placed]


def feeling_matrix(pairs: Pairs) -> tuple[tuple[str, ...], np.ndarray]:
    """Which feeling is read as which; an acceptable answer counts as true, else the scenario's first feeling is."""
    truth = [reading.feeling if reading.feeling in scenario.feelings else scenario.feelings[0] for scenario, reading in pairs]
    return FEELINGS, scores.confusion(truth, [reading.feeling for _, reading in pairs], FEELINGS)
