"""Rasa component: the sentence encoder's vector of a message as dense features."""

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.messages import WORD_PARTS, add_further_rows, with_text
from bot.reading.encoder import load_encoder
from bot.reading.evidence import with_vectors
from bot.reading.vectors import vectors_of

FILE = "mean.npy"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceEncoder(GraphComponent):
    """Vectors centred on the training examples' mean, times `scale`: the encoder's own all point much the same way."""

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config, self._model_storage, self._resource = config, model_storage, resource
        self._encoder = load_encoder()
        self.mean: np.ndarray | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`scale` weighs the vector against the n-grams, whose rows have length 1."""
        return {FEATURIZER_CLASS_ALIAS: "encoder", "scale": 6.0}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "SentenceEncoder":
        """An encoder that knows no mean yet."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the mean vector and write it to the model."""
        texts = sorted({message.get(TEXT) for message in with_text(training_data)})
        vectors = vectors_of(texts)
        self._encoder.keep(texts, vectors)
        self.mean = np.mean(vectors, axis=0, dtype=np.float64).astype(np.float32)
        with self._model_storage.write_to(self._resource) as folder:
            np.save(folder / FILE, self.mean)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "SentenceEncoder":
        """The encoder with the mean it learned."""
        encoder = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            encoder.mean = np.load(folder / FILE)
        return encoder

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Features for every example."""
        self._add_rows(with_text(training_data))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add one dense sentence row to each message, and each word's share of it."""
        self._add_rows(messages)
        for message in messages:
            shares = self._encoder.shares(message.get(TEXT) or "")
            parts = with_vectors(message.get(WORD_PARTS) or [], shares, self.mean, self._config["scale"])
            message.set(WORD_PARTS, parts)
            add_further_rows(message, "encoder", self._row)
        return messages

    def _row(self, text: str) -> np.ndarray:
        return (self._encoder.encode(text) - self.mean) * self._config["scale"]

    def _add_rows(self, messages: list[Message]) -> None:
        for message in messages:
            row = self._row(message.get(TEXT) or "")
            features = Features(row[None], FEATURE_TYPE_SENTENCE, TEXT, self._config[FEATURIZER_CLASS_ALIAS])
            message.add_features(features)
