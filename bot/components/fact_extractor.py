"""Rasa component: the facts of a message (money, waiting, how often, references, promised dates) as entities."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.assist import now
from bot.components.messages import LANGUAGE
from bot.models import LANGUAGES, to_json
from bot.reading.facts import extract


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FactExtractor(GraphComponent):
    """Fills `entities`, one a fact, each with its value in normal form and its place in the text."""

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "FactExtractor":
        """An extractor has no state; the patterns of every language are read here, not in a customer's first turn."""
        for language in LANGUAGES:
            extract("", language, now())
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing trains on facts."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Read each message's facts."""
        for message in messages:
            text = message.get(TEXT) or ""
            facts, evidence = extract(text, message.get(LANGUAGE), now())
            entities = [
                {
                    "entity": each.speaks_for,
                    "value": to_json(getattr(facts, each.speaks_for)),
                    "start": each.start,
                    "end": each.end,
                    "extractor": type(self).__name__,
                }
                for each in evidence
            ]
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages
