"""Linear heads: one score per class from the n-grams and the encoder's vector, trained by logistic regression."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, diags
from scipy.special import log_softmax
from sklearn.linear_model import LogisticRegression

from bot.reading.encoder import DIMENSIONS

FEWEST_TO_CALIBRATE = 100
TEMPERATURES = (0.3, 5.0)


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


def fit(
    features: csr_matrix, labels: list, *, strength: float = 1.0, rounds: int = 100, balanced: bool = True, vector: float = 1.0
) -> LinearHead:
    """Logistic regression over (examples, features). `strength` is scikit-learn's C. The same data give the same head.

    `vector` weighs the encoder's part against the n-grams: the encoder was tuned on these very examples, so its part
    looks surer here than it is on new messages.
    """
    weight = np.ones(features.shape[1], np.float32)
    weight[-DIMENSIONS:] = vector
    model = LogisticRegression(
        C=strength, max_iter=rounds, class_weight="balanced" if balanced else None, solver="lbfgs", random_state=0
    )
    head = LinearHead.of(model.fit(features @ diags(weight), labels))
    return replace(head, weights=head.weights * weight[:, None])


def calibrated(head: LinearHead, features: csr_matrix, labels: list[str]) -> LinearHead:
    """The head with the temperature that makes its probabilities likeliest on examples it wasn't trained on.

    Guo et al. 2017, "On Calibration of Modern Neural Networks". With fewer than a hundred examples it stays as it is.
    """
    known = [at for at, label in enumerate(labels) if label in head.classes]
    if len(known) < FEWEST_TO_CALIBRATE:
        return head
    logits = features[known] @ head.weights + head.bias
    wanted = [head.classes.index(labels[at]) for at in known]

    def unlikely(temperature: float) -> float:
        return -float(log_softmax(logits / temperature, axis=1)[np.arange(len(wanted)), wanted].mean())

    found = minimize_scalar(unlikely, bounds=TEMPERATURES, method="bounded", options={"xatol": 1e-3})
    return replace(head, temperature=round(float(found.x), 3))
