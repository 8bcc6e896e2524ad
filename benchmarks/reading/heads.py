"""A reader of the linear heads alone, trained here without Rasa: for the learning curve, and on the examples DIET gets.

It reads cause and feeling of a message by itself as the pipeline does, and neither facts nor signals.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack

from bot import yaml_files
from bot.components.model import Reader
from bot.reading.causes import named
from bot.reading.encoder import load_encoder
from bot.reading.examples import Example
from bot.reading.features import NgramFeatures
from bot.reading.feelings import FEELING
from bot.reading.heads import LinearHead, calibrated, fit
from bot.reading.parse import FALLBACK
from bot.reading.vectors import held_out, vectors_of
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

    def parse(self, text: str, language: str | None, _before: list[str]) -> dict[str, Any]:
        """What the Rasa pipeline would say of a text's cause and feeling."""
        language = language or "en"
        sparse = self.ngrams.transform(text, language)
        dense = (load_encoder().encode(text) - self.mean) * self.scale
        feelings = dict(zip(self.feeling.classes, self.feeling.scores(sparse, dense).tolist()))
        ranking, also = ranked(dict(zip(self.cause.classes, self.cause.scores(sparse, dense).tolist())))
        placed = ranking[0] if ranking[0]["confidence"] >= self.threshold else {"name": FALLBACK, "confidence": self.threshold}
        feeling = {"name": max(feelings, key=feelings.get), "intensity": 0, "scores": feelings}
        return {"text": text, "language": language, "intent": placed, "intent_ranking": ranking, "also": also, "feeling": feeling}


def ranked(chances: dict[str, float]) -> tuple[list[dict[str, Any]], list[str]]:
    """The best ten with the gravest named cause first, and the further causes; as the cause classifier does it."""
    best = sorted(chances.items(), key=lambda item: -item[1])[:RANKED]
    ranking = [{"name": name, "confidence": chance} for name, chance in best]
    found = named(ranking)
    if found:
        ranking.sort(key=lambda each: each["name"] != found[0])
        ranking[0]["confidence"] = sum(each["confidence"] for each in ranking if each["name"] in found)
    return ranking, found[1:]


def heads_reader(examples: list[Example]) -> Reader:
    """Train and calibrate both heads as the pipeline of config.yml does. Takes seconds for thousands of examples."""
    settings = {each["name"].rpartition(".")[2]: each for each in yaml_files.read(ROOT / "config.yml")["pipeline"]}
    scale, classifier = settings["SentenceEncoder"]["scale"], settings["CauseClassifier"]
    ngrams = NgramFeatures().fit([(each.text, each.language) for each in examples])
    vectors = np.stack(vectors_of([each.text for each in examples]))
    mean = vectors.mean(0, dtype=np.float64).astype(np.float32)
    sparse = vstack([ngrams.transform(each.text, each.language) for each in examples])
    features = hstack([sparse, csr_matrix((vectors - mean) * scale)], format="csr")
    held = np.array([held_out(each.text) for each in examples], bool)
    intents, feelings = (np.array([getattr(each, name) for each in examples]) for name in ("intent", "feeling"))
    cause = _head(features, intents, held, strength=classifier["strength"], rounds=classifier["rounds"])
    feeling = _head(features, feelings, held, **FEELING)
    return Reader(Heads(ngrams, mean, scale, settings["FallbackClassifier"]["threshold"], cause, feeling).parse)


def _head(features: csr_matrix, labels: np.ndarray, held: np.ndarray, **settings: Any) -> LinearHead:
    head = fit(features[~held], labels[~held].tolist(), **settings)
    return calibrated(head, features[held], labels[held].tolist())
