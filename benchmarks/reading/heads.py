"""A reader of the linear heads alone, trained here without Rasa: for the learning curve, and on the examples DIET gets.

It reads cause and feeling of a message by itself as the pipeline does, and neither facts nor signals. Our encoder was
tuned on all examples; whoever compares what few examples teach takes the untuned one.
"""

import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack

from bot import yaml_files
from bot.components.model import Reader
from bot.reading.causes import in_doubt, named
from bot.reading.e5_graph import build
from bot.reading.e5_weights import Weights, wheel_weights
from bot.reading.encoder import Encoder, load_encoder
from bot.reading.examples import Example
from bot.reading.features import NgramFeatures
from bot.reading.feelings import FEELING
from bot.reading.heads import LinearHead, calibrated, fit
from bot.reading.parse import FALLBACK
from bot.reading.vectors import THREADS, held_out, vectors_of
from bot.settings import ROOT

RANKED = 10  # as bot/components/cause_classifier.py ranks


@dataclass(frozen=True)
class Heads:
    """The features' state and both heads; `scale` weighs the vector, `threshold` is the confidence below which no cause is read."""

    ngrams: NgramFeatures
    mean: np.ndarray
    scale: float
    threshold: float
    cause: LinearHead
    feeling: LinearHead
    encode: Callable[[str], np.ndarray]

    def parse(self, text: str, language: str | None, _before: list[str]) -> dict[str, Any]:
        """What the Rasa pipeline would say of a text's cause and feeling."""
        language = language or "en"
        sparse = self.ngrams.transform(text, language)
        dense = (self.encode(text) - self.mean) * self.scale
        feelings = dict(zip(self.feeling.classes, self.feeling.scores(sparse, dense).tolist()))
        ranking, also = ranked(dict(zip(self.cause.classes, self.cause.scores(sparse, dense).tolist())))
        placed = ranking[0] if ranking[0]["confidence"] >= self.threshold else {"name": FALLBACK, "confidence": self.threshold}
        feeling = {"name": max(feelings, key=feelings.get), "intensity": 0, "scores": feelings}
        return {"text": text, "language": language, "intent": placed, "intent_ranking": ranking, "also": also, "feeling": feeling}


def ranked(chances: dict[str, float]) -> tuple[list[dict[str, Any]], list[str]]:
    """The best ten with the gravest named cause first, and the further causes; as the cause classifier does it.

    In doubt whether the message is about a company at all, Rasa's fallback comes first.
    """
    best = sorted(chances.items(), key=lambda item: -item[1])[:RANKED]
    ranking = [{"name": name, "confidence": chance} for name, chance in best]
    if in_doubt(chances):
        return [{"name": FALLBACK, "confidence": 1.0 - best[0][1]}, *ranking], []
    found = named(ranking)
    if found:
        ranking.sort(key=lambda each: each["name"] != found[0])
        ranking[0]["confidence"] = sum(each["confidence"] for each in ranking if each["name"] in found)
    return ranking, found[1:]


def untuned_encoder() -> Encoder:
    """The encoder with the weights it came with, without what tuning on our examples changed. Built in seconds."""
    weights = Weights(wheel_weights())
    with tempfile.TemporaryDirectory(prefix="heard-benchmark-") as folder:
        build(weights, Path(folder) / "encoder.onnx")
        return Encoder(weights, Path(folder) / "encoder.onnx")


def heads_reader(examples: list[Example], encoder: Encoder | None = None) -> Reader:
    """Train and calibrate both heads as the pipeline of config.yml does; with our own encoder where none is given.

    Takes seconds for thousands of examples whose vectors are kept.
    """
    settings = {each["name"].rpartition(".")[2]: each for each in yaml_files.read(ROOT / "config.yml")["pipeline"]}
    scale, classifier = settings["SentenceEncoder"]["scale"], settings["CauseClassifier"]
    ngrams = NgramFeatures().fit([(each.text, each.language) for each in examples])
    vectors = np.stack(_vectors([each.text for each in examples], encoder))
    mean = vectors.mean(0, dtype=np.float64).astype(np.float32)
    sparse = vstack([ngrams.transform(each.text, each.language) for each in examples])
    features = hstack([sparse, csr_matrix((vectors - mean) * scale)], format="csr")
    held = np.array([held_out(each.text) for each in examples], bool)
    intents, feelings = (np.array([getattr(each, name) for each in examples]) for name in ("intent", "feeling"))
    cause = _head(features, intents, held, strength=classifier["strength"], rounds=classifier["rounds"])
    feeling = _head(features, feelings, held, **FEELING)
    threshold, encode = settings["FallbackClassifier"]["threshold"], (encoder or load_encoder()).encode
    return Reader(Heads(ngrams, mean, scale, threshold, cause, feeling, encode).parse)


def _vectors(texts: list[str], encoder: Encoder | None) -> list[np.ndarray]:
    """Our own encoder's are kept in a file; another one remembers them for the next time."""
    if encoder is None:
        return vectors_of(texts)
    with ThreadPoolExecutor(THREADS) as pool:
        vectors = list(pool.map(encoder.encode, texts))
    encoder.keep(texts, vectors)
    return vectors


def _head(features: csr_matrix, labels: np.ndarray, held: np.ndarray, **how: Any) -> LinearHead:
    """A head that learned from nine tenths and is calibrated on the rest; `how` is for `fit`."""
    return calibrated(fit(features[~held], labels[~held].tolist(), **how), features[held], labels[held].tolist())
