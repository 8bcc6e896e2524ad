"""What a message's writer feels, how strongly, and the signals beside it: linear heads over the shared features."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from bot.models import FEELINGS
from bot.reading.heads import LinearHead, calibrated, fit

SIGNALS = ("going_public", "leaving", "legal", "abusive", "vulnerable", "at_risk", "repeat_contact", "wants_human")
# A signal counts from this score on. at_risk is tuned for recall: a needless kind question costs less than a missed cry.
THRESHOLDS = dict.fromkeys(SIGNALS, 0.5) | {"at_risk": 0.35}
# How each head is fitted, chosen on the held-out examples (docs/reading.md). The encoder was tuned on the examples the
# heads learn from, so most take its vector at less than it seems worth; a cry is in what is said, not in its words.
INTENSITY = AT_RISK = {"strength": 1.0, "rounds": 22}
SIGNAL = {"strength": 4.0, "rounds": 40, "vector": 1 / 6}
FEELING = {**SIGNAL, "balanced": False}


@dataclass(frozen=True)
class Mood:
    """The best feeling with its intensity 0-3, the scores of all feelings, and the signals above their threshold."""

    feeling: str
    intensity: int
    feelings: dict[str, float]
    signals: dict[str, float]


@dataclass(frozen=True)
class FeelingReader:
    """One head for the feeling, one for the intensity, one for each signal."""

    feeling: LinearHead
    intensity: LinearHead
    signals: dict[str, LinearHead]

    @classmethod
    def fit(
        cls, features: csr_matrix, feelings: list[str], intensities: list[int], signals: list[list[str]]
    ) -> "FeelingReader":
        """Train on (examples, features) and their labels. A signal no example shows gets no head."""
        heads = {}
        for signal in SIGNALS:
            shown = [signal in each for each in signals]
            if any(shown) and not all(shown):
                heads[signal] = fit(features, shown, **(AT_RISK if signal == "at_risk" else SIGNAL))
        return cls(
            fit(features, feelings, **FEELING),
            fit(features, list(map(str, intensities)), **INTENSITY),
            heads,
        )

    def calibrated(self, features: csr_matrix, feelings: list[str]) -> "FeelingReader":
        """The same reader with the feelings' probabilities calibrated on examples it wasn't trained on."""
        return replace(self, feeling=calibrated(self.feeling, features, feelings))

    def read(self, sparse: csr_matrix, dense: np.ndarray, joint: tuple[csr_matrix, np.ndarray] | None = None) -> Mood:
        """The mood of one message from its features; `joint` are those of the message after the ones before it.

        Both count alike, but for thanks: who is glad now is not held to what came before.
        """
        feelings = self._feelings(sparse, dense)
        best = max(feelings, key=feelings.get)
        if joint and best != "grateful":
            feelings = _both(feelings, self._feelings(*joint))
            best = max(feelings, key=feelings.get)
        scores = {name: float(head.scores(sparse, dense)[0]) for name, head in self.signals.items()}
        signals = {name: score for name, score in scores.items() if score >= THRESHOLDS[name]}
        return Mood(best, self._intensity(best, sparse, dense), feelings, signals)

    def _feelings(self, sparse: csr_matrix, dense: np.ndarray) -> dict[str, float]:
        scores = dict(zip(self.feeling.classes, self.feeling.scores(sparse, dense).tolist()))
        return {name: scores.get(name, 0.0) for name in FEELINGS}

    def _intensity(self, feeling: str, sparse: csr_matrix, dense: np.ndarray) -> int:
        """0 for calm, otherwise the likeliest of 1 to 3."""
        if feeling == "calm":
            return 0
        scores = dict(zip(self.intensity.classes, self.intensity.scores(sparse, dense)))
        return max((1, 2, 3), key=lambda level: scores.get(str(level), 0.0))

    def save(self, folder: Path) -> None:
        """Write every head into a folder."""
        self.feeling.save(folder / "feeling.npz")
        self.intensity.save(folder / "intensity.npz")
        for name, head in self.signals.items():
            head.save(folder / f"signal_{name}.npz")

    @classmethod
    def load(cls, folder: Path) -> "FeelingReader":
        """Read what `save` wrote."""
        signals = {path.stem.removeprefix("signal_"): LinearHead.load(path) for path in sorted(folder.glob("signal_*.npz"))}
        return cls(LinearHead.load(folder / "feeling.npz"), LinearHead.load(folder / "intensity.npz"), signals)


def _both(one: dict[str, float], other: dict[str, float]) -> dict[str, float]:
    """Two sets of probabilities as one: their products' roots, summing to 1."""
    roots = {name: (one[name] * other[name]) ** 0.5 for name in one}
    total = sum(roots.values()) or 1.0
    return {name: root / total for name, root in roots.items()}
