"""Rasa component: feeling, intensity and signals of a message, learned from the examples' metadata."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.messages import WORD_PARTS, features, joint_features, label, split
from bot.reading.evidence import carried
from bot.reading.feelings import FeelingReader, Mood


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FeelingClassifier(GraphComponent):
    """Puts `feeling` {name, intensity, scores} and `signals` {name: score} into the parse."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, reader: FeelingReader | None = None) -> None:
        self._model_storage, self._resource, self.reader = model_storage, resource, reader

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "FeelingClassifier":
        """An untrained classifier."""
        return cls(model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the heads on the examples that say their feeling, calibrate them, and write them to the model."""
        (rows, learned), (held, others) = split([each for each in training_data.intent_examples if label(each, "feeling", None)])
        reader = FeelingReader.fit(
            rows,
            [label(each, "feeling", "calm") for each in learned],
            [label(each, "intensity", 0) for each in learned],
            [label(each, "signals", []) for each in learned],
        )
        self.reader = reader.calibrated(held, [label(each, "feeling", "calm") for each in others])
        with self._model_storage.write_to(self._resource) as folder:
            self.reader.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "FeelingClassifier":
        """The classifier as it was trained."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, FeelingReader.load(folder))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing downstream trains on feelings."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Read each message's feeling and signals."""
        for message in messages:
            mood = self.reader.read(*features(message), joint_features(message))
            feeling = {"name": mood.feeling, "intensity": mood.intensity, "scores": mood.feelings}
            message.set("feeling", feeling, add_to_output=True)
            message.set("signals", mood.signals, add_to_output=True)
            message.set("evidence", (message.get("evidence") or []) + self._evidence(message, mood), add_to_output=True)
        return messages

    def _evidence(self, message: Message, mood: Mood) -> list[dict[str, Any]]:
        """The words that carried the feeling, unless it is calm, and each signal."""
        columns = {} if mood.feeling == "calm" else {mood.feeling: self.reader.feeling.column(mood.feeling)}
        columns |= {name: self.reader.signals[name].column("yes") for name in mood.signals}
        spans = [span for name, column in columns.items() for span in carried(message.get(WORD_PARTS), column, name)]
        return [{"start": span.start, "end": span.end, "for": span.speaks_for} for span in spans]
