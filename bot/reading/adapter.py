"""The encoder's adapter: what tuning on our examples changed in its upper layers (`data/adapter.npz`, `make adapter`).

Each matrix's change is kept as two thin ones; vectors (biases, norms) are kept whole. Applied once, at set-up.
"""

from pathlib import Path

import numpy as np

from bot.settings import ROOT

FILE = ROOT / "data" / "adapter.npz"
LEFT, RIGHT, SIZES = ".left", ".right", ".sizes"
STEPS = 127


def thin(change: np.ndarray, rank: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A matrix's change as (rows, rank) and (rank, columns) steps of a byte and the size (rank,) of each pair's product."""
    left, sizes, right = np.linalg.svd(change.astype(np.float64), full_matrices=False)
    left, sizes, right = left[:, :rank], sizes[:rank], right[:rank]
    tallest, widest = np.abs(left).max(0), np.abs(right).max(1)
    steps = np.rint(left / tallest * STEPS).astype(np.int8), np.rint(right / widest[:, None] * STEPS).astype(np.int8)
    return *steps, (sizes * tallest * widest / STEPS**2).astype(np.float32)


def whole(left: np.ndarray, right: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """The inverse of `thin`, but for what it left out: (rows, columns) float32."""
    return (left.astype(np.float32) * sizes) @ right.astype(np.float32)


def save(changes: dict[str, np.ndarray], rank: int, path: Path = FILE) -> None:
    """Write every tensor's change: matrices (2-d) thinned to `rank`, vectors as they are."""
    kept: dict[str, np.ndarray] = {}
    for name, change in sorted(changes.items()):
        if change.ndim == 2:
            kept[name + LEFT], kept[name + RIGHT], kept[name + SIZES] = thin(change, rank)
        else:
            kept[name] = change.astype(np.float16)
    np.savez_compressed(path, **kept)


def load(path: Path = FILE) -> dict[str, np.ndarray]:
    """Tensor name to its change, flat float32; empty where there is no adapter."""
    if not path.exists():
        return {}
    with np.load(path) as data:
        return dict(_change(data, name) for name in data.files if not name.endswith((RIGHT, SIZES)))


def _change(data: "np.lib.npyio.NpzFile", name: str) -> tuple[str, np.ndarray]:
    if not name.endswith(LEFT):
        return name, data[name].astype(np.float32)
    tensor = name.removesuffix(LEFT)
    return tensor, whole(data[name], data[tensor + RIGHT], data[tensor + SIZES]).reshape(-1)
