"""Linear heads: one score per class from the n-grams and the encoder's vector, trained by logistic regression."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression


@dataclass(frozen=True)
class LinearHead:
    """`weights` is (features, classes) float32 with the n-grams first; `bias` is (classes,)."""

    classes: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray
    temperature: float = 1.0
    _columns: dict[str, np.ndarray] = field(default_factory=dict, repr=False, compare=False)

    def scores(self, sparse: csr_matrix, dense: np.ndarray) -> np.ndarray:
        """Probabilities (classes,) of one message; its n-grams are (1, n), its vector (d,)."""
        logits = (sparse.data @ self.weights[sparse.indices] + dense @ self.weights[-len(dense) :] + self.bias) / self.temperature
        if len(self.classes) == 1:
            return 1 / (1 + np.exp(-logits))
        powers = np.exp(logits - logits.max())
        return powers / powers.sum()

    def column(self, name: str) -> np.ndarray:
        """The weights (features,) of one class, against the mean of all."""
        if name not in self._columns:
            mean = self.weights.mean(1) if len(self.classes) > 1 else 0.0
            self._columns[name] = self.weights[:, self.classes.index(name)] - mean
        return self._columns[name]

    def save(self, path: Path) -> None:
        """Write as .npz."""
        np.savez(path, classes=np.array(self.classes), weights=self.weights, bias=self.bias, temperature=self.temperature)

    @classmethod
    def load(cls, path: Path) -> "LinearHead":
        """Read what `save` wrote."""
        with np.load(path) as data:
            classes = tuple(data["classes"].tolist())
            return cls(classes, data["weights"], data["bias"], float(data["temperature"]))

    @classmethod
    def of(cls, model: LogisticRegression, name: str = "yes") -> "LinearHead":
        """From a fitted scikit-learn model; one of two classes becomes a single column called `name`."""
        classes = tuple(map(str, model.classes_)) if len(model.classes_) > 2 else (name,)
        weights = np.ascontiguousarray(model.coef_.T, dtype=np.float32)
        return cls(classes, weights, model.intercept_.astype(np.float32))


def fit(features: csr_matrix, labels: list, *, strength: float = 1.0, rounds: int = 100, balanced: bool = True) -> LinearHead:
    """Logistic regression over (examples, features). `strength` is scikit-learn's C. The same data give the same head."""
    model = LogisticRegression(
        C=strength, max_iter=rounds, class_weight="balanced" if balanced else None, solver="lbfgs", random_state=0
    )
    return LinearHead.of(model.fit(features, labels))
