"""The pictures beside reading.md, drawn by matplotlib without a screen."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import numpy as np  # noqa: E402
from matplotlib import pyplot as plt  # noqa: E402
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

from benchmarks.reading.curve import Curve  # noqa: E402
from benchmarks.reading.scores import bins, calibration_error  # noqa: E402

Matrix = tuple[str, Sequence[str], np.ndarray]  # title, labels, counts
Calibration = tuple[str, Sequence[float], Sequence[bool]]  # title, confidences, whether right
BLUE, ORANGE, GREY = "#2a6ebb", "#c8641e", "#888888"
DOTS = 130  # a inch


def confusion(matrices: Sequence[Matrix], path: Path) -> None:
    """Which is read as which: the colour is the share of a row, the number its count."""
    figure, places = plt.subplots(1, len(matrices), figsize=(7 * len(matrices), 6), squeeze=False)
    for axes, (title, labels, counts) in zip(places[0], matrices):
        shares = counts / np.maximum(counts.sum(1, keepdims=True), 1)
        axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
        for row, column in np.ndindex(*counts.shape):
            colour = "white" if shares[row, column] > 0.5 else "black"
            axes.text(column, row, str(counts[row, column]), ha="center", va="center", color=colour)
        axes.set_xticks(range(len(labels)), labels, rotation=40, ha="right")
        axes.set_yticks(range(len(labels)), labels)
        axes.set(title=title, xlabel="read as", ylabel="is")
    _save(figure, path)


def reliability(calibrations: Sequence[Calibration], path: Path) -> None:
    """Confidence against the share that is right; a reader as sure as it should be lies on the line."""
    figure, places = plt.subplots(1, len(calibrations), figsize=(5.4 * len(calibrations), 5), squeeze=False)
    for axes, (title, confidences, right) in zip(places[0], calibrations):
        _reliability(axes, confidences, right)
        error = calibration_error(confidences, right) or 0.0
        axes.set_title(f"{title}\n{len(right):,} messages, calibration error {error:.2f}", fontsize=10)
    _save(figure, path)


def _reliability(axes: Axes, confidences: Sequence[float], right: Sequence[bool]) -> None:
    found = bins(confidences, right)
    axes.plot([0, 1], [0, 1], color=GREY, linewidth=1, linestyle="--")
    axes.bar([each.confidence for each in found], [each.count / len(right) for each in found], width=0.03, color=GREY, alpha=0.35)
    axes.plot([each.confidence for each in found], [each.right for each in found], color=BLUE, marker="o")
    axes.set(xlim=(0, 1), ylim=(0, 1.02), xlabel="confidence (grey: share of messages)", ylabel="share right")
    axes.set_aspect("equal")


def learning(curve: Curve, path: Path) -> None:
    """Both shares by the number of examples, on a logarithmic axis; dashed: with the encoder untuned."""
    figure, axes = plt.subplots(figsize=(7.5, 4.5))
    numbers = [each.examples for each in curve.points]
    for name, colour in (("cause", BLUE), ("feeling", ORANGE)):
        axes.plot(numbers, [getattr(each, name) for each in curve.points], color=colour, marker="o", label=name)
        shares = [getattr(each, name) for each in curve.untuned]
        axes.plot(numbers, shares, color=colour, marker="o", markersize=4, linestyle="--", label=f"{name}, encoder untuned")
    axes.legend(loc="lower right", frameon=False)
    axes.set_xscale("log")
    axes.set_xticks(numbers, [f"{number:,}" for number in numbers], rotation=30, ha="right")
    axes.minorticks_off()
    axes.set(ylim=(0, 1), xlabel="training examples", ylabel="right on our own scenarios")
    axes.grid(axis="y", color="#dddddd")
    _save(figure, path)


def _save(figure: Figure, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, dpi=DOTS, metadata={"Software": None})
    plt.close(figure)
