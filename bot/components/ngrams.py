"""Rasa component: word and character n-grams of a message as sparse features."""

import json
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

from bot.components.messages import LANGUAGE, WORD_PARTS, add_further_rows, with_text
from bot.reading.features import NgramFeatures

FILE = "ngrams.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NgramFeaturizer(GraphComponent):
    """Learns the n-grams of the training examples; features of a message are one row over them."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, name: str, ngrams: NgramFeatures) -> None:
        self._model_storage, self._resource, self._name, self.ngrams = model_storage, resource, name, ngrams

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The alias under which Rasa tells featurizers apart."""
        return {FEATURIZER_CLASS_ALIAS: "ngrams"}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "NgramFeaturizer":
        """A featurizer that knows no n-grams yet."""
        return cls(model_storage, resource, config[FEATURIZER_CLASS_ALIAS], NgramFeatures())

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the n-grams and write them to the model."""
        self.ngrams.fit([(message.get(TEXT), message.get(LANGUAGE)) for message in with_text(training_data)])
        content = {"terms": list(self.ngrams.vocabulary), "rarity": [round(float(r), 5) for r in self.ngrams.rarity]}
        with self._model_storage.write_to(self._resource) as folder:
            (folder / FILE).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "NgramFeaturizer":
        """The featurizer as it was trained."""
        with model_storage.read_from(resource) as folder:
            content = json.loads((folder / FILE).read_text(encoding="utf-8"))
        vocabulary = {term: column for column, term in enumerate(content["terms"])}
        ngrams = NgramFeatures(vocabulary, np.array(content["rarity"], np.float32))
        return cls(model_storage, resource, config[FEATURIZER_CLASS_ALIAS], ngrams)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Features for every example."""
        self._add_rows(with_text(training_data))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add one sparse sentence row to each message, and which part of it each word holds."""
        self._add_rows(messages)
        for message in messages:
            row = message.get_sparse_features(TEXT)[1].features
            message.set(WORD_PARTS, self.ngrams.parts(message.get(TEXT) or "", message.get(LANGUAGE), row))
            add_further_rows(message, "ngrams", lambda text, language=message.get(LANGUAGE): self.ngrams.transform(text, language))
        return messages

    def _add_rows(self, messages: list[Message]) -> None:
        for message in messages:
            text, language = message.get(TEXT) or "", message.get(LANGUAGE)
            row = self.ngrams.transform(text, language)
            message.add_features(Features(row, FEATURE_TYPE_SENTENCE, TEXT, self._name))
