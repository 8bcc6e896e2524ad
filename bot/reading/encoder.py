"""Sentence encoder: a text to a unit vector of 384 dimensions (multilingual-e5-small on ONNX Runtime, one thread).

The only module that knows which encoder is used; another can take its place behind `Encoder.encode`.
"""

from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime

from bot.reading.e5_weights import PREFIX, Weights, WordPieces, unpack, wheel_weights
from bot.settings import settings

DIMENSIONS = 384
MAX_PIECES = 160  # about 100 words; a message's feeling and cause stand well before
MAX_CACHED_TEXTS = 512


class Encoder:
    """Texts to vectors, with a small cache: a conversation's earlier turns come back often."""

    def __init__(self, weights: Weights, graph: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        self.pieces = WordPieces(weights)
        self.weights = weights
        self.words = weights.blocks("emb.word").reshape(weights.vocabulary, -1, 18)
        self.places = weights.tensor("emb.pos").reshape(-1, weights.hidden) + weights.tensor("emb.type")[: weights.hidden]
        self.scale, self.shift = weights.tensor("emb.ln.w"), weights.tensor("emb.ln.b")
        self._kept: dict[str, np.ndarray] = {}
        self._recent = lru_cache(maxsize=MAX_CACHED_TEXTS)(self._encode)
        self.prefix = 1 + sum(pieces for _, _, pieces in self.pieces.words(PREFIX))  # what stands before a text's own

    def encode(self, text: str) -> np.ndarray:
        """The vector (384,) of a text; read-only."""
        return self._kept[text] if text in self._kept else self._recent(text)[0]

    def keep(self, texts: list[str], vectors: list[np.ndarray]) -> None:
        """Remember these vectors: Rasa's training asks for each example twice, from two components."""
        self._kept.update(zip(texts, vectors))

    def shares(self, text: str) -> list[tuple[int, int, np.ndarray]]:
        """Start and end of each word with what it adds to the text's vector (384,); with the marks' they sum to it."""
        parts, words, at = self._recent(text)[1], [], self.prefix
        for start, end, pieces in self.pieces.words(text):
            words.append((start, end, parts[at : at + pieces].sum(0)))
            at += pieces
        return words

    def _encode(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """A text's vector, and what each of its pieces adds to it."""
        states = self.session.run(["state"], self.inputs(text))[0][0]
        parts = states / np.linalg.norm(states.sum(0))
        vector = parts.sum(0)
        vector.flags.writeable = False
        return vector, parts

    def inputs(self, text: str) -> dict[str, np.ndarray]:
        """What the graph takes: the pieces' embeddings (1, length, 384) and their number."""
        ids = self.pieces.sentence(text, MAX_PIECES)
        x = unpack(self.words[ids].reshape(-1, 18)).reshape(len(ids), -1) + self.places[: len(ids)]
        x -= x.mean(-1, keepdims=True)
        x = x / np.sqrt((x * x).mean(-1, keepdims=True) + self.weights.epsilon) * self.scale + self.shift
        return {"x": x[None].astype(np.float32), "len": np.array([len(ids)], np.int32)}


@lru_cache(maxsize=1)
def load_encoder() -> Encoder:
    """The encoder over the graph that `make setup` built.

    Raises:
        FileNotFoundError: the graph is not built yet; the message says what to type.
    """
    graph = settings().encoder
    if not graph.exists():
        raise FileNotFoundError(f"the sentence encoder is not built ({graph}): run `make setup`")
    return Encoder(Weights(wheel_weights()), graph)
