"""`python -m benchmarks.encoder`: the encoder in use beside the exact one it stands for: processor time a text, and how far the vectors agree."""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.sampling import messages
from bot.reading import adapter
from bot.reading.e5_graph import build
from bot.reading.e5_weights import Weights, wheel_weights
from bot.reading.encoder import Encoder, load_encoder
from bot.reading.examples import all_examples
from bot.settings import ROOT

TEXTS = 200
PASSES = 3  # in turns, so that what else runs weighs on both alike


def measure(encoders: dict[str, Encoder], texts: list[str]) -> dict[str, float]:
    """Processor milliseconds a text of each encoder, the quicker of its passes over all texts."""
    best = dict.fromkeys(encoders, float("inf"))
    for _ in range(PASSES):
        for name, encoder in encoders.items():
            start = time.process_time()
            for text in texts:
                encoder._encode(text)  # past the cache
            best[name] = min(best[name], (time.process_time() - start) / len(texts) * 1000)
    return best


def main() -> None:
    """Build the exact graph in a folder that is removed again, and compare."""
    texts, weights = messages(all_examples(ROOT / "data" / "nlu"), TEXTS), Weights(wheel_weights(), adapter.load())
    with tempfile.TemporaryDirectory() as folder:
        build(weights, Path(folder) / "exact.onnx")
        encoders = {"in use": load_encoder(), "exact": Encoder(weights, Path(folder) / "exact.onnx")}
    times = measure(encoders, texts)
    vectors = [np.stack([encoder.encode(text) for text in texts]) for encoder in encoders.values()]
    cosines = (vectors[0] * vectors[1]).sum(1)
    sys.stdout.write(f"{TEXTS} messages in six languages, {np.mean([len(text.split()) for text in texts]):.0f} words on average\n")
    sys.stdout.write("".join(f"{name}: {ms:.1f} ms of processor time a message\n" for name, ms in times.items()))
    sys.stdout.write(f"in use / exact: {times['in use'] / times['exact']:.2f}; cosine {cosines.mean():.4f} on average, {cosines.min():.4f} at least\n")


if __name__ == "__main__":
    main()
