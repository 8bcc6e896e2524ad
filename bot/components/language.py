"""Rasa component: the language of a message, kept from the conversation where the message is too short to tell."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.messages import LANGUAGE, conversation_language, example_language
from bot.reading.language import detect
from bot.reading.tokens import clean
from bot.settings import settings


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class LanguageDetector(GraphComponent):
    """Cleans the text and puts `language`, `language_certain` and `language_foreign` into the parse."""

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "LanguageDetector":
        """A detector has no state."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Examples say their language themselves."""
        for message in training_data.training_examples:
            message.set(LANGUAGE, example_language(message) or settings().default_language)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Detect each message's language."""
        for message in messages:
            text = clean(message.get(TEXT) or "")
            guess = detect(text, conversation_language(message), settings().default_language)
            message.set(TEXT, text, add_to_output=True)
            message.set(LANGUAGE, guess.code, add_to_output=True)
            message.set("language_certain", guess.certain, add_to_output=True)
            message.set("language_foreign", guess.foreign, add_to_output=True)
        return messages
