"""Measures of right and wrong over lists of answers. Pure: no reader, no file."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

BINS = 10


@dataclass(frozen=True)
class Bin:
    """Answers of about the same confidence: how many, their mean confidence, and the share of them that is right."""

    count: int
    confidence: float
    right: float


def share(right: Sequence[bool]) -> float | None:
    """The share of True; None of nothing."""
    return sum(right) / len(right) if len(right) else None


def accuracy(truth: Sequence[str], answers: Sequence[str]) -> float | None:
    """The share of answers that are true."""
    return share([answer == label for label, answer in zip(truth, answers, strict=True)])


def f1(truth: Sequence[str], answers: Sequence[str], label: str) -> float:
    """2 TP / (2 TP + FP + FN) of one label; 0 where nothing is right."""
    both = sum(one == other == label for one, other in zip(truth, answers, strict=True))
    either = sum(one == label for one in truth) + sum(one == label for one in answers)
    return 2 * both / either if both else 0.0


def macro_f1(truth: Sequence[str], answers: Sequence[str]) -> float | None:
    """The mean F1 of the labels that occur in truth, each counting the same."""
    labels = sorted(set(truth))
    return sum(f1(truth, answers, label) for label in labels) / len(labels) if labels else None


def auc(truth: Sequence[bool], scores: Sequence[float]) -> float | None:
    """How often a true one scores above a false one, ties counting half (Mann-Whitney). None without both kinds."""
    true = np.asarray(truth, bool)
    positive, negative = int(true.sum()), int((~true).sum())
    if not positive or not negative:
        return None
    ranks = rankdata(np.round(scores, 9))
    return float((ranks[true].sum() - positive * (positive + 1) / 2) / (positive * negative))


def bins(confidences: Sequence[float], right: Sequence[bool]) -> list[Bin]:
    """The answers in ten bins of equal width, from 0 up; bins without any are left out."""
    places = np.clip((np.round(confidences, 9) * BINS).astype(int), 0, BINS - 1)
    confidences, right = np.asarray(confidences, float), np.asarray(right, bool)
    chosen = [places == place for place in range(BINS)]
    return [Bin(int(of.sum()), float(confidences[of].mean()), float(right[of].mean())) for of in chosen if of.any()]


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float | None:
    """Expected calibration error: |mean confidence - share right| of ten bins, weighed by their answers (Guo et al. 2017)."""
    found = bins(confidences, right)
    total = sum(each.count for each in found)
    return sum(each.count * abs(each.confidence - each.right) for each in found) / total if total else None


def precision_recall(truth: Sequence[Sequence[str]], answers: Sequence[Sequence[str]]) -> tuple[float | None, float | None]:
    """Over all (message, name) pairs: the share of those answered that are true, and of the true that are answered."""
    both = sum(len({*true} & {*answer}) for true, answer in zip(truth, answers, strict=True))
    answered, true = (sum(len({*each}) for each in lists) for lists in (answers, truth))
    return (both / answered if answered else None), (both / true if true else None)


def confusion(truth: Sequence[str], answers: Sequence[str], labels: Sequence[str]) -> np.ndarray:
    """Counts (labels, labels): a row for what is true, a column for what was answered."""
    at = {label: number for number, label in enumerate(labels)}
    counts = np.zeros((len(labels), len(labels)), int)
    for true, answer in zip(truth, answers, strict=True):
        counts[at[true], at[answer]] += 1
    return counts
