"""The examples' vectors, made once and kept in `data/vectors.npz` (a byte a number): encoding them is half of training.

`make vectors` makes the file anew. An example that isn't in it, new or reworded, is encoded when the model is trained.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from pathlib import Path

import numpy as np
from rich.progress import track

from bot.reading.encoder import load_encoder
from bot.reading.examples import all_examples
from bot.settings import ROOT

FILE = ROOT / "data" / "vectors.npz"
THREADS = 2  # the encoder's engine releases the GIL
STEPS = 127


def key(text: str) -> int:
    """A text's 64-bit key."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def held_out(text: str) -> bool:
    """Whether an example belongs to the tenth that trains nothing: scores are calibrated on it, and choices made by it."""
    return key(text) % 10 == 0


def encode(texts: list[str]) -> list[np.ndarray]:
    """The texts' vectors (384,), with a progress bar on the terminal."""
    encoder = load_encoder()
    with ThreadPoolExecutor(THREADS) as pool:
        return list(track(pool.map(encoder.encode, texts), "encoding", total=len(texts), transient=True))


def vectors_of(texts: list[str], path: Path = FILE) -> list[np.ndarray]:
    """The texts' unit vectors (384,): from the file where it has them, encoded now where it doesn't."""
    kept = _read(path)
    missing = [text for text in texts if key(text) not in kept]
    fresh = dict(zip(missing, encode(missing))) if missing else {}
    return [fresh[text] if text in fresh else kept[key(text)] for text in texts]


def _read(path: Path) -> dict[int, np.ndarray]:
    if not path.exists():
        return {}
    with np.load(path) as data:
        rows = data["steps"].astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return dict(zip(data["keys"].tolist(), rows))


def write(texts: list[str], path: Path = FILE) -> None:
    """Encode texts and keep their vectors; the same texts give the same bytes."""
    rows = np.stack(encode(texts))
    steps = np.rint(rows / np.abs(rows).max(1, keepdims=True) * STEPS).astype(np.int8)
    keys = np.array([key(text) for text in texts], np.uint64)
    order = np.argsort(keys)
    np.savez_compressed(path, keys=keys[order], steps=steps[order])


def main() -> None:
    """`python -m bot.reading.vectors` (`make vectors`): write the file for every example under data/nlu."""
    texts = sorted({example.text for example in all_examples(ROOT / "data" / "nlu")})
    write(texts)
    sys.stdout.write(f"{len(texts)} vectors in {FILE} ({FILE.stat().st_size / 1e6:.1f} MB)\n")


if __name__ == "__main__":
    main()
